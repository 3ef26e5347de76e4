import Evaluation
import Foundation
import StanceScoring
import Testing

/// Random labels and what other programs measured on them; `metrics.py` writes the file.
private struct MetricSets: Decodable {
  struct Example: Decodable {
    var gold: [Int]
    var probabilities: [[Double]]
    var ratings: [[Int]]
    var expected: [String: Double?]
  }

  var sets: [Example]

  static func read() throws -> [Example] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Goldens/metrics.json")
    return try JSONDecoder().decode(MetricSets.self, from: Data(contentsOf: file)).sets
  }
}

@Suite("Metrics")
struct MetricsTests {
  @Test("equal those of scikit-learn, statsmodels and krippendorff on random sets")
  func metrics() throws {
    let sets = try MetricSets.read()
    #expect(sets.count >= 20)
    var checked = 0
    var undefined = 0
    for (number, set) in sets.enumerated() {
      let answers = zip(set.gold, set.probabilities).map { gold, row in
        StanceAnswer(
          group: "", gold: Stance.allCases[gold],
          predicted: Stance.allCases[top(row)],
          probabilities: row)
      }
      var found: [String: Double?] = [:]
      for measure in StanceMeasures(answers, rounds: 0).measures {
        found[measure.name] = measure.value
      }
      for stance in Stance.allCases.indices {
        let curves = RankCurves(
          scores: set.probabilities.map { $0[stance] }, isMember: set.gold.map { $0 == stance })
        found["ROC area \(Stance.allCases[stance].rawValue)"] = curves.rocArea
        found["average precision \(Stance.allCases[stance].rawValue)"] = curves.averagePrecision
      }
      let examples = answers.map {
        StanceExample(id: "", text: "", target: "", speaker: nil, answer: $0, reasons: [])
      }
      for measure in StanceDetails(examples, rounds: 0).areas {
        if measure.name.hasSuffix("% answered") { continue }
        let area = try #require(found[measure.name])
        #expect((area == nil) == (measure.value == nil))
        #expect(abs((area ?? 0) - (measure.value ?? 0)) < 1e-12)
      }
      for measure in Agreement(labels: set.ratings, classCount: 3, rounds: 0).measures {
        found[measure.name] = measure.value
      }
      for (name, value) in set.expected {
        let ours = try #require(found[name], "\(name) is not measured")
        if let value {
          #expect(abs((ours ?? .nan) - value) < 1e-9, "\(name) of set \(number)")
        } else {
          #expect(ours == nil, "\(name) of set \(number) is not defined")
          undefined += 1
        }
        checked += 1
      }
    }
    print("\(checked) metric values compared, \(undefined) of them undefined")
    #expect(undefined > 0)
  }

  @Test("accuracy of the most certain answers takes equal certainties together")
  func abstaining() {
    let certainties = [0.9, 0.8, 0.8, 0.6]
    let examples = zip(certainties, [true, false, true, false]).enumerated().map { index, pair in
      StanceExample(
        id: "\(index)", text: "", target: "", speaker: nil,
        answer: StanceAnswer(
          group: "", gold: pair.1 ? .favor : .against, predicted: .favor,
          probabilities: [pair.0, 1 - pair.0, 0]), reasons: [])
    }
    let areas = StanceDetails(examples, rounds: 0).areas
    let values = [25, 50, 75].map { (share: Int) -> Double? in
      let name = "accuracy at \(share) % answered"
      return areas.first { $0.name == name }?.value
    }
    let expected: [Double?] = [1, 2.0 / 3, 2.0 / 3]
    #expect(values == expected)
  }

  @Test("accuracy at full coverage is the accuracy")
  func coverage() {
    let curve = CoverageCurve(
      certainties: [0.9, 0.5, 0.5, 0.4], isRight: [true, true, false, false])
    #expect(
      curve.points == [.init(x: 0.25, y: 1), .init(x: 0.75, y: 2.0 / 3), .init(x: 1, y: 0.5)])
  }
}

/// The first of the largest numbers.
private func top(_ row: [Double]) -> Int {
  row.indices.reduce(0) { row[$1] > row[$0] ? $1 : $0 }
}

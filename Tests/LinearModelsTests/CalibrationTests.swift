import Foundation
import LinearModels
import Testing

@Suite("Calibration")
struct CalibrationTests {
  /// Logits of examples whose labels follow their softmax, then sharpened by a factor.
  static func examples(sharpness: Double, seed: UInt64) -> (logits: [[Double]], labels: [Int]) {
    var generator = SeededGenerator(seed: seed)
    var logits: [[Double]] = []
    var labels: [Int] = []
    for _ in 0..<4000 {
      let row = (0..<3).map { _ in 2 * Examples.number(&generator) }
      let shares = softmax(row)
      let draw = (Examples.number(&generator) + 1) / 2
      labels.append(draw < shares[0] ? 0 : draw < shares[0] + shares[1] ? 1 : 2)
      logits.append(row.map { $0 * sharpness })
    }
    return (logits, labels)
  }

  @Test("by temperature undoes a known sharpening", arguments: [0.5, 1, 3])
  func temperature(sharpness: Double) throws {
    let (logits, labels) = Self.examples(sharpness: sharpness, seed: 4)
    let scaling = try TemperatureScaling.fit(logits: logits, labels: labels)
    #expect(abs(scaling.temperature / sharpness - 1) < 0.1)
  }

  @Test("by vectors loses no more than by temperature, and undoes shifted classes")
  func vector() throws {
    var (logits, labels) = Self.examples(sharpness: 2, seed: 5)
    for index in logits.indices { logits[index][1] += 1.5 }
    let temperature = try TemperatureScaling.fit(logits: logits, labels: labels)
    let vector = try VectorScaling.fit(logits: logits, labels: labels)
    func loss(_ probabilities: ([Double]) -> [Double]) -> Double {
      zip(logits, labels).reduce(0.0) { $0 - log(probabilities($1.0)[$1.1]) }
    }
    #expect(loss(vector.probabilities) < loss(temperature.probabilities) - 10)
    for factor in vector.factors { #expect(abs(factor - 0.5) < 0.1) }
    #expect(abs(vector.offsets[1] - vector.offsets[0] + 0.75) < 0.15)
  }

  @Test("by isotonic steps pools what falls")
  func isotonic() throws {
    let fitted = try IsotonicCalibration.fit(
      scores: [1, 2, 3, 4, 5, 5], outcomes: [false, true, false, true, true, true])
    #expect(fitted.scores == [1, 2, 3, 4, 5])
    #expect(fitted.probabilities == [0, 0.5, 0.5, 1, 1])
    #expect(fitted.probability(0) == 0)
    #expect(fitted.probability(1.5) == 0.25)
    #expect(fitted.probability(9) == 1)
  }

  @Test("is measured by bins")
  func measures() {
    let confidences = [0.95, 0.85, 0.85, 0.25]
    let isRight = [true, true, false, false]
    let bins = Calibration.reliabilityCurve(
      confidences: confidences, isRight: isRight, binning: .equalWidth(10))
    #expect(bins.map(\.count) == [1, 2, 1])
    #expect(bins.map(\.accuracy) == [0, 0.5, 1])
    let error = Calibration.expectedCalibrationError(
      confidences: confidences, isRight: isRight, binning: .equalWidth(10))
    // (0.25 · 1 + 0.35 · 2 + 0.05 · 1) / 4
    #expect(abs((error ?? 0) - 0.25) < 1e-12)
    #expect(Calibration.expectedCalibrationError(confidences: [], isRight: []) == nil)
    let brier = Calibration.brierScore(probabilities: [[0.8, 0.2], [0.5, 0.5]], labels: [0, 1])
    #expect(abs((brier ?? 0) - 0.29) < 1e-12)
    let halves = Calibration.reliabilityCurve(
      confidences: confidences, isRight: isRight, binning: .equalCount(2))
    #expect(halves.map(\.count) == [2, 2])
  }

  @Test("refuses what it cannot use")
  func refusals() {
    #expect(throws: FitError.noExamples) { try TemperatureScaling.fit(logits: [], labels: []) }
    #expect(throws: FitError.notFinite(what: "a logit of example", index: 0)) {
      try VectorScaling.fit(logits: [[.nan, 1]], labels: [0])
    }
    #expect(throws: FitError.labelOutOfRange(index: 0, label: 2, classCount: 2)) {
      try TemperatureScaling.fit(logits: [[0, 1]], labels: [2])
    }
  }
}

@Suite("Cross-validation")
struct CrossValidationTests {
  @Test("keeps groups whole and classes balanced", arguments: 0..<10 as Range<UInt64>)
  func folds(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let groups = (0..<1000).map { _ in Int(generator.next() % 150) }
    let labels = (0..<1000).map { _ in Int32(generator.next() % 10 < 7 ? 0 : 1) }
    let folds = CrossValidation(labels: labels, groups: groups, foldCount: 5, seed: seed)
    for group in Set(groups) {
      #expect(Set(groups.indices.filter { groups[$0] == group }.map { folds.folds[$0] }).count == 1)
    }
    for fold in 0..<5 {
      let (training, heldOut) = folds.split(fold)
      #expect(training.count + heldOut.count == 1000)
      #expect(Set(training).isDisjoint(with: heldOut))
      for label in 0..<2 as Range<Int32> {
        let all = labels.filter { $0 == label }.count
        let held = heldOut.filter { labels[$0] == label }.count
        #expect(abs(Double(held) - Double(all) / 5) < 0.08 * Double(all))
      }
    }
    #expect(folds == CrossValidation(labels: labels, groups: groups, foldCount: 5, seed: seed))
  }

  @Test("grows nested parts for a learning curve without cutting groups")
  func learningCurve() {
    let groups = (0..<100).map { $0 / 7 }
    let parts = CrossValidation.learningCurve(
      shares: [0.1, 0.5, 1], groups: groups, count: 100, seed: 3)
    #expect(parts[2] == Array(0..<100))
    #expect(Set(parts[0]).isSubset(of: parts[1]))
    for part in parts {
      let inside = Set(part.map { groups[$0] })
      #expect(groups.indices.filter { inside.contains(groups[$0]) } == part)
    }
  }
}

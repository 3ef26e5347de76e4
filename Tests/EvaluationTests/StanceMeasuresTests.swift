import Evaluation
import LinearModels
import StanceScoring
import Testing

/// Compared with scikit-learn 1.9.1 (`f1_score`, `precision_recall_fscore_support`, `matthews_corrcoef`,
/// `log_loss`) on these answers; Brier score and calibration error with their formulas in Python.
@Suite("Stance measures")
struct StanceMeasuresTests {
  private static let answers: [(gold: Stance, predicted: Stance, probabilities: [Double])] = [
    (.neutral, .neutral, [0.126, 0.463, 0.411]),
    (.against, .against, [0.017, 0.232, 0.751]),
    (.favor, .against, [0.41, 0.127, 0.463]),
    (.against, .favor, [0.704, 0.071, 0.225]),
    (.neutral, .neutral, [0.292, 0.642, 0.066]),
    (.favor, .favor, [0.519, 0.046, 0.435]),
    (.neutral, .neutral, [0.055, 0.868, 0.077]),
    (.against, .against, [0.217, 0.195, 0.588]),
    (.against, .against, [0.034, 0.279, 0.687]),
    (.neutral, .against, [0.054, 0.331, 0.615]),
    (.neutral, .against, [0.166, 0.171, 0.663]),
    (.favor, .favor, [0.724, 0.176, 0.1]),
    (.favor, .against, [0.248, 0.124, 0.628]),
    (.favor, .favor, [0.492, 0.156, 0.352]),
    (.neutral, .against, [0.248, 0.318, 0.434]),
    (.favor, .favor, [0.843, 0.06, 0.097]),
    (.neutral, .neutral, [0.17, 0.692, 0.138]),
    (.against, .against, [0.044, 0.066, 0.89]),
    (.against, .against, [0.046, 0.238, 0.716]),
    (.favor, .favor, [0.525, 0.262, 0.213]),
    (.favor, .favor, [0.458, 0.09, 0.452]),
    (.against, .favor, [0.421, 0.369, 0.21]),
    (.neutral, .neutral, [0.259, 0.715, 0.026]),
    (.favor, .against, [0.309, 0.059, 0.632]),
  ]

  private func all(rounds: Int = 0) -> StanceMeasures {
    let answers = Self.answers.enumerated().map { index, answer in
      StanceAnswer(
        group: "article \(index / 4)", gold: answer.gold, predicted: answer.predicted,
        probabilities: answer.probabilities)
    }
    return StanceMeasures(answers, rounds: rounds)
  }

  @Test(
    "agree with scikit-learn to 12 digits",
    arguments: [
      ("macro-F1", 0.6768895592425004), ("F1 polar", 0.6285714285714286),
      ("accuracy", 0.6666666666666666), ("precision favor", 0.75), ("precision neutral", 1),
      ("precision against", 0.45454545454545453), ("recall favor", 0.6666666666666666),
      ("recall neutral", 0.625), ("recall against", 0.7142857142857143),
      ("F1 favor", 0.7058823529411765), ("F1 neutral", 0.7692307692307693),
      ("F1 against", 0.5555555555555556), ("Matthews correlation", 0.5215096958708494),
      ("log loss", 0.7298335740065282), ("Brier score", 0.4464820833333333),
      ("expected calibration error", 0.16604166666666667),
    ])
  func independentNumbers(name: String, value: Double) throws {
    let measure = try #require(all().measures.first { $0.name == name }?.value)
    #expect(abs(measure - value) < 1e-12)
  }

  @Test("count every answer once in the confusion matrix and in the bins")
  func counts() {
    let measures = all()
    #expect(measures.confusion.total == 24)
    #expect(measures.confusion[gold: 0, predicted: 2] == 3)
    #expect(measures.calibration.reduce(0) { $0 + $1.count } == 24)
    #expect(measures.groupCount == 6)
  }

  @Test("have intervals around their values, the same for the same seed")
  func intervals() throws {
    let first = all(rounds: 200).measures
    #expect(first == all(rounds: 200).measures)
    for measure in first {
      let interval = try #require(measure.interval)
      #expect(interval.lowerBound < interval.upperBound || measure.name == "precision neutral")
    }
    let accuracy = try #require(first.first { $0.name == "accuracy" })
    #expect(try #require(accuracy.interval).contains(2.0 / 3))
  }

  @Test("do not change with the order of groups' answers")
  func order() {
    let answers = (0..<40).map { index in
      StanceAnswer(
        group: "g\(index % 7)", gold: Stance.allCases[index % 3],
        predicted: Stance.allCases[index * index % 3], probabilities: [0.25, 0.5, 0.25])
    }
    #expect(
      StanceMeasures(answers).measures.map(\.interval)
        == StanceMeasures(answers.reversed()).measures.map(\.interval))
  }

  @Test("are not defined where nothing was measured")
  func undefined() {
    for measure in StanceMeasures([]).measures {
      #expect(measure.value == nil && measure.interval == nil, "\(measure.name)")
    }
    let one = StanceMeasures([
      StanceAnswer(group: "a", gold: .favor, predicted: .favor, probabilities: [1, 0, 0])
    ]).measures
    func value(_ name: String) -> Double? { one.first { $0.name == name }?.value }
    #expect(value("F1 favor") == 1)
    #expect(value("F1 neutral") == nil)
    #expect(value("precision against") == nil)
    #expect(value("Matthews correlation") == nil)
    // Classes without an F1 count as 0 in the mean.
    #expect(value("macro-F1") == 1.0 / 3)
    #expect(value("F1 polar") == 1)
    #expect(value("log loss") == 0)
  }

  @Test("macro-F1 stays when favor and against change places", arguments: 0..<20 as Range<UInt64>)
  func swap(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var matrix = ConfusionMatrix(classes: ["favor", "neutral", "against"])
    var swapped = matrix
    for _ in 0..<50 {
      let gold = Int.random(in: 0..<3, using: &generator)
      let predicted = Int.random(in: 0..<3, using: &generator)
      matrix[gold: gold, predicted: predicted] += 1
      swapped[gold: 2 - gold, predicted: 2 - predicted] += 1
    }
    let (a, b) = (try #require(matrix.macroF1), try #require(swapped.macroF1))
    #expect(abs(a - b) < 1e-12)
    #expect(matrix.total == 50)
  }
}

import Glibc
import StanceScoring

/// Whether one of two stance scorers is better on the same labelled quotes.
///
/// Differences are the second minus the first. Their intervals come from a paired bootstrap: each round
/// draws groups once and measures both scorers on them, so that what is hard for both cancels out.
public struct StanceComparison: Sendable {
  /// A labelled quote with both answers.
  public struct Example: Hashable, Sendable {
    public var id: String
    public var text: String
    public var target: String
    public var first: StanceAnswer
    public var second: StanceAnswer

    /// - Precondition: Both answers have the same gold and group.
    public init(
      id: String, text: String, target: String, first: StanceAnswer, second: StanceAnswer
    ) {
      precondition(
        first.gold == second.gold && first.group == second.group,
        "both answers must be to one labelled quote")
      self.id = id
      self.text = text
      self.target = target
      self.first = first
      self.second = second
    }
  }

  /// A measure of both, and their difference.
  public struct Row: Hashable, Sendable {
    public var name: String
    public var first: Double?
    public var second: Double?
    /// Second minus first, with its interval; nil when one of the two is not defined.
    public var difference: Measure
  }

  /// What can be said of the difference in macro-F1.
  public enum Verdict: Hashable, Sendable {
    case firstIsBetter, secondIsBetter, notShown
  }

  public let rows: [Row]
  public let groupCount: Int
  public let exampleCount: Int
  /// Quotes that only the first or only the second has right.
  public let onlyFirstRight: Int
  public let onlySecondRight: Int
  /// Quotes whose label differs, those that became right first, then those that became wrong; in the
  /// order of the examples.
  public let changed: [Example]

  /// - Parameter rounds: Bootstrap rounds; 0 leaves the intervals out.
  public init(_ examples: [Example], rounds: Int = 1000, seed: UInt64 = 1) {
    var tallies: [String: PairTally] = [:]
    for example in examples {
      tallies[example.first.group, default: PairTally()].add(example)
    }
    let groups = tallies.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map(\.value)
    var total = PairTally()
    for tally in groups { total += tally }
    let differences = Evaluation.measures(of: groups, rounds: rounds, seed: seed)
    let both = zip(total.first.measures, total.second.measures)
    rows = zip(both, differences).map { pair, difference in
      Row(
        name: pair.0.name, first: pair.0.value, second: pair.1.value, difference: difference)
    }
    groupCount = groups.count
    exampleCount = examples.count
    onlyFirstRight = examples.count { $0.first.isRight && !$0.second.isRight }
    onlySecondRight = examples.count { !$0.first.isRight && $0.second.isRight }
    let differing = examples.filter { $0.first.predicted != $0.second.predicted }
    changed =
      differing.filter(\.second.isRight) + differing.filter(\.first.isRight)
      + differing.filter { !$0.first.isRight && !$0.second.isRight }
  }

  /// The difference in macro-F1.
  public var headline: Row { rows[0] }

  /// What the interval of the difference in macro-F1 allows to say.
  public var verdict: Verdict {
    guard let interval = headline.difference.interval else { return .notShown }
    if interval.lowerBound > 0 { return .secondIsBetter }
    return interval.upperBound < 0 ? .firstIsBetter : .notShown
  }

  /// How probable it is, if both were equally often right, that the counts of quotes which only one has
  /// right differ as much as they do or more: the exact two-sided McNemar test. It takes quotes as
  /// independent, groups or not. Nil when both are right on the same quotes.
  ///
  /// Source: McNemar, "Note on the sampling error of the difference between correlated proportions or
  /// percentages", Psychometrika 1947; the exact form is the binomial test.
  public var mcNemarP: Double? {
    let count = onlyFirstRight + onlySecondRight
    guard count > 0 else { return nil }
    let total = Double(count)
    var tail = 0.0
    for hits in 0...min(onlyFirstRight, onlySecondRight) {
      let part = Double(hits)
      tail += exp(
        lgamma(total + 1) - lgamma(part + 1) - lgamma(total - part + 1) - total * log(2.0))
    }
    return min(1, 2 * tail)
  }
}

extension StanceAnswer {
  public var isRight: Bool { gold == predicted }
}

/// Counts of one group under both scorers; its measures are their differences.
private struct PairTally: Tally {
  var first = StanceTally()
  var second = StanceTally()

  mutating func add(_ example: StanceComparison.Example) {
    first.add(example.first)
    second.add(example.second)
  }

  static func += (total: inout PairTally, part: PairTally) {
    total.first += part.first
    total.second += part.second
  }

  var measures: [Measure] {
    zip(first.measures, second.measures).map { first, second in
      var difference: Double?
      if let before = first.value, let after = second.value { difference = after - before }
      return Measure(first.name, difference, scale: .number)
    }
  }
}

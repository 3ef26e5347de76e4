/// How far several annotators agree on the classes of the same items, beyond chance.
///
/// Classes are nominal; an annotator may leave items out.
public struct Agreement: Sendable {
  public let itemCount: Int
  public let annotatorCount: Int
  /// Krippendorff's alpha first, then Fleiss' kappa and, for two annotators, Cohen's; each with an
  /// interval from a bootstrap over items, nil where it is not defined.
  public let measures: [Measure]

  /// - Parameter labels: For each item the class that each annotator gave, nil when the annotator did
  ///   not see it; every item has as many places as there are annotators.
  public init(labels: [[Int?]], classCount: Int, rounds: Int = 1000, seed: UInt64 = 1) {
    let annotators = labels.first?.count ?? 0
    precondition(labels.allSatisfy { $0.count == annotators }, "every item needs all places")
    itemCount = labels.count
    annotatorCount = annotators
    let tallies = labels.map { AgreementTally($0, classCount: classCount) }
    measures = Evaluation.measures(of: tallies, rounds: rounds, seed: seed)
  }
}

/// Counts of one item: labels add up over items.
private struct AgreementTally: Tally {
  /// How often each class was given, on items with two labels or more.
  private var classCounts: [Double] = []
  /// Pairs of labels of one item that differ, over the item's labels less one.
  private var disagreement = 0.0
  /// The same for Fleiss, who needs every annotator on every item.
  private var fleissItems = 0.0
  private var fleissAgreement = 0.0
  private var fleissCounts: [Double] = []
  private var annotators = 0
  private var isComplete = true
  /// For two annotators, how often each pair of classes was given.
  private var pairs: [Double] = []

  init() {}

  init(_ labels: [Int?], classCount: Int) {
    annotators = labels.count
    classCounts = Array(repeating: 0, count: classCount)
    fleissCounts = classCounts
    pairs = Array(repeating: 0, count: classCount * classCount)
    let given = labels.compactMap { $0 }
    isComplete = given.count == labels.count
    var counts = Array(repeating: 0.0, count: classCount)
    for label in given { counts[label] += 1 }
    let total = Double(given.count)
    if given.count >= 2 {
      let same = counts.reduce(0) { $0 + $1 * ($1 - 1) }
      disagreement = (total * (total - 1) - same) / (total - 1)
      classCounts = counts
      fleissAgreement = same / (total * (total - 1))
      fleissItems = 1
      fleissCounts = counts
    }
    if labels.count == 2, let first = labels[0], let second = labels[1] {
      pairs[first * classCount + second] = 1
    }
  }

  static func += (total: inout AgreementTally, part: AgreementTally) {
    if total.classCounts.isEmpty {
      total = part
      return
    }
    guard !part.classCounts.isEmpty else { return }
    for index in total.classCounts.indices {
      total.classCounts[index] += part.classCounts[index]
      total.fleissCounts[index] += part.fleissCounts[index]
    }
    for index in total.pairs.indices { total.pairs[index] += part.pairs[index] }
    total.disagreement += part.disagreement
    total.fleissItems += part.fleissItems
    total.fleissAgreement += part.fleissAgreement
    total.isComplete = total.isComplete && part.isComplete
  }

  var measures: [Measure] {
    [
      Measure("Krippendorff's alpha", alpha), Measure("Fleiss' kappa", fleiss),
      Measure("Cohen's kappa", cohen),
    ]
  }

  /// Source: Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011 (nominal data).
  private var alpha: Double? {
    let total = classCounts.reduce(0, +)
    guard total > 1 else { return nil }
    let squares = classCounts.reduce(0) { $0 + $1 * ($1 - 1) }
    let expected = 1 - squares / (total * (total - 1))
    return ratio(expected - disagreement / total, expected)
  }

  /// Source: Fleiss, "Measuring nominal scale agreement among many raters", 1971. Nil when an annotator
  /// left an item out.
  private var fleiss: Double? {
    guard isComplete, annotators >= 2, fleissItems > 0 else { return nil }
    let total = fleissCounts.reduce(0, +)
    let expected = fleissCounts.reduce(0) { $0 + ($1 / total) * ($1 / total) }
    return ratio(fleissAgreement / fleissItems - expected, 1 - expected)
  }

  /// Source: Cohen, "A coefficient of agreement for nominal scales", 1960. Over the items that both saw.
  private var cohen: Double? {
    let classCount = classCounts.count
    let total = pairs.reduce(0, +)
    guard annotators == 2, total > 0 else { return nil }
    var observed = 0.0
    var expected = 0.0
    for index in 0..<classCount {
      observed += pairs[index * classCount + index] / total
      let first = (0..<classCount).reduce(0) { $0 + pairs[index * classCount + $1] }
      let second = (0..<classCount).reduce(0) { $0 + pairs[$1 * classCount + index] }
      expected += first * second / (total * total)
    }
    return ratio(observed - expected, 1 - expected)
  }
}

public import Corpora
import StanceScoring

/// How far several annotators agree on the classes of the same items, beyond chance.
///
/// Classes are nominal; an annotator may leave items out.
public struct Agreement: Sendable {
  public let itemCount: Int
  public let annotatorCount: Int
  /// Krippendorff's alpha first, then Fleiss' kappa and, for two annotators, Cohen's; each with an
  /// interval from a bootstrap over groups of items, nil where it is not defined.
  public let measures: [Measure]

  /// - Parameters:
  ///   - labels: For each item the class that each annotator gave, nil when the annotator did not see
  ///     it; every item has as many places as there are annotators.
  ///   - groups: The article of each item; without it every item is a group.
  public init(
    labels: [[Int?]], groups: [String]? = nil, classCount: Int, rounds: Int = 1000, seed: UInt64 = 1
  ) {
    let annotators = labels.first?.count ?? 0
    precondition(labels.allSatisfy { $0.count == annotators }, "every item needs all places")
    precondition(groups.map { $0.count == labels.count } ?? true, "every item needs a group")
    itemCount = labels.count
    annotatorCount = annotators
    var tallies: [AgreementTally] = []
    var places: [String: Int] = [:]
    for (index, item) in labels.enumerated() {
      let tally = AgreementTally(item, classCount: classCount)
      if let group = groups?[index], let place = places[group] {
        tallies[place] += tally
      } else {
        if let groups { places[groups[index]] = tallies.count }
        tallies.append(tally)
      }
    }
    measures = Evaluation.measures(of: tallies, rounds: rounds, seed: seed)
  }
}

/// How far the annotators of labelled quotes agree: all together, and two by two.
public struct AnnotatorAgreement: Sendable {
  /// In the order in which they appear.
  public let annotators: [String]
  public let all: Agreement
  /// Cohen's kappa of every two annotators, when there are more than two.
  public let pairs: [Measure]

  /// Nil when no quote was labelled by two annotators.
  public init?(_ quotes: [LabelledQuote], rounds: Int = 1000, seed: UInt64 = 1) {
    var places: [String: Int] = [:]
    var annotators: [String] = []
    for annotation in quotes.flatMap(\.annotations) where places[annotation.annotator] == nil {
      places[annotation.annotator] = annotators.count
      annotators.append(annotation.annotator)
    }
    var labels: [[Int?]] = []
    var groups: [String] = []
    for quote in quotes where quote.annotations.count > 1 {
      var row = [Int?](repeating: nil, count: annotators.count)
      for annotation in quote.annotations {
        row[places[annotation.annotator]!] = annotation.label.index
      }
      labels.append(row)
      groups.append(quote.group)
    }
    if labels.isEmpty { return nil }
    self.annotators = annotators
    all = Agreement(labels: labels, groups: groups, classCount: 3, rounds: rounds, seed: seed)
    var pairs: [Measure] = []
    if annotators.count > 2 {
      for first in annotators.indices {
        for second in annotators.indices where second > first {
          let both = labels.indices.filter {
            labels[$0][first] != nil && labels[$0][second] != nil
          }
          if both.isEmpty { continue }
          let agreement = Agreement(
            labels: both.map { [labels[$0][first], labels[$0][second]] },
            groups: both.map { groups[$0] }, classCount: 3, rounds: rounds, seed: seed)
          var cohen = agreement.measures[2]
          cohen.name =
            "Cohen's kappa \(annotators[first]) and \(annotators[second]), \(both.count) quotes"
          pairs.append(cohen)
        }
      }
    }
    self.pairs = pairs
  }

  /// The same quotes labelled in several files, one annotator a file.
  ///
  /// Quotes are the same when their ids are. A file's name without folder and ending is the annotator's.
  public static func merged(_ files: [(name: String, quotes: [LabelledQuote])]) -> [LabelledQuote] {
    var merged: [LabelledQuote] = []
    var places: [String: Int] = [:]
    for file in files {
      for quote in file.quotes {
        let annotation = StanceAnnotation(annotator: file.name, label: quote.label)
        if let place = places[quote.id] {
          merged[place].annotations.append(annotation)
        } else {
          places[quote.id] = merged.count
          var quote = quote
          quote.annotations = [annotation]
          merged.append(quote)
        }
      }
    }
    return merged
  }
}

/// Counts of one item; they add up over items.
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

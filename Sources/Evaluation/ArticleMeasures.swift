public import Corpora
import Documents
public import Quotes
import StanceScoring

/// How well the whole analysis of articles agrees with gold: who says what about whom, with which stance.
///
/// A quote matches when the characters of its content overlap with gold by at least half (intersection
/// over union), one to one, best first. A speaker or target matches when the names agree
/// (`NameMatcher`). A polar triple is a speaker, a target and `favor` or `against` inside a matched quote;
/// it counts when all three are right. Recall is over gold quotes of the kinds asked for, which may match
/// quotes of any kind. An output without a stance for a target counts as `neutral`.
public struct ArticleMeasures: Sendable {
  public let articleCount: Int
  /// Stances of targets that both have in a matched quote.
  public let confusion: ConfusionMatrix
  public let measures: [Measure]
  /// What the measures are made of: gold, found and wrongly found items.
  public let counts: ArticleCounts

  /// - Parameters:
  ///   - output: What a program found; an article of `gold` that is not there counts as without quotes.
  ///   - kinds: The kinds of quotes to count.
  ///   - rounds: Bootstrap rounds over articles for the intervals; 0 leaves them out.
  public init(
    gold: [AnnotatedArticle], output: [AnnotatedArticle],
    kinds: Set<Quote.Kind> = Set(Quote.Kind.allCases), rounds: Int = 1000, seed: UInt64 = 1
  ) {
    let found = Dictionary(output.map { ($0.id, $0) }) { _, last in last }
    let tallies = gold.map { ArticleTally(gold: $0, output: found[$0.id], kinds: kinds) }
    var total = ArticleTally()
    for tally in tallies { total += tally }
    articleCount = gold.count
    confusion = total.confusion
    counts = total.counts
    measures = Evaluation.measures(of: tallies, rounds: rounds, seed: seed)
  }
}

/// The counts behind `ArticleMeasures`.
public struct ArticleCounts: Hashable, Sendable {
  public var goldQuotes = 0
  public var outputQuotes = 0
  public var foundQuotes = 0
  /// Found quotes whose speaker is right, or rightly absent.
  public var rightSpeakers = 0
  public var goldTargets = 0
  public var outputTargets = 0
  public var foundTargets = 0
  public var goldTriples = 0
  public var outputTriples = 0
  public var foundTriples = 0

  static func += (total: inout ArticleCounts, part: ArticleCounts) {
    for path in all { total[keyPath: path] += part[keyPath: path] }
  }

  private static var all: [WritableKeyPath<ArticleCounts, Int>] {
    [
      \.goldQuotes, \.outputQuotes, \.foundQuotes, \.rightSpeakers, \.goldTargets, \.outputTargets,
      \.foundTargets, \.goldTriples, \.outputTriples, \.foundTriples,
    ]
  }
}

/// Counts of one article.
struct ArticleTally: Tally {
  var counts = ArticleCounts()
  var confusion = ConfusionMatrix(classes: Stance.allCases.map(\.rawValue))

  init() {}

  init(gold: AnnotatedArticle, output: AnnotatedArticle?, kinds: Set<Quote.Kind>) {
    let points = OffsetMap(gold.text)
    let wanted = gold.quotes.map { ($0, CodePointSet($0.content, points)) }
    let given = (output?.quotes ?? []).map { ($0, CodePointSet($0.content, points)) }
    let pairs = matching(wanted.count, given.count, atLeast: 0.5) {
      wanted[$0].1.overlap(with: given[$1].1)
    }
    for (index, (quote, _)) in wanted.enumerated() where kinds.contains(quote.kind) {
      counts.goldQuotes += 1
      counts.goldTargets += quote.targets.count
      counts.goldTriples += quote.targets.count { $0.isPolar }
      if let partner = pairs.ofFirst[index] {
        counts.foundQuotes += 1
        compare(given[partner].0, to: quote)
      }
    }
    for (index, (quote, _)) in given.enumerated() where kinds.contains(quote.kind) {
      counts.outputQuotes += 1
      if pairs.ofSecond[index] == nil { counts.outputTriples += quote.targets.count { $0.isPolar } }
    }
  }

  /// Counts the speaker and the targets of a quote that was found.
  private mutating func compare(_ output: AnnotatedQuote, to gold: AnnotatedQuote) {
    let matcher = NameMatcher.builtIn
    let isRight =
      switch (output.speaker, gold.speaker) {
      case (nil, nil): true
      case (let said?, let meant?): matcher.agree(matcher.name(said.name), matcher.name(meant.name))
      default: false
      }
    if isRight { counts.rightSpeakers += 1 }
    let wanted = gold.targets.map { matcher.name($0.name) }
    var used: Set<Int> = []
    for target in output.targets {
      counts.outputTargets += 1
      if target.isPolar { counts.outputTriples += 1 }
      let name = matcher.name(target.name)
      guard
        let match = wanted.indices.first(where: {
          !used.contains($0) && matcher.agree(wanted[$0], name)
        })
      else { continue }
      used.insert(match)
      counts.foundTargets += 1
      let label = target.stance ?? .neutral
      let want = gold.targets[match].stance ?? .neutral
      confusion[gold: want.index, predicted: label.index] += 1
      if isRight && label == want && label != .neutral { counts.foundTriples += 1 }
    }
  }

  static func += (total: inout ArticleTally, part: ArticleTally) {
    total.counts += part.counts
    total.confusion += part.confusion
  }

  var measures: [Measure] {
    func three(_ name: String, _ hit: Int, of output: Int, _ gold: Int) -> [Measure] {
      let precision = ratio(hit, output)
      let recall = ratio(hit, gold)
      return [
        Measure("\(name) precision", precision), Measure("\(name) recall", recall),
        Measure("\(name) F1", harmonicMean(precision, recall)),
      ]
    }
    // Here the definition has no macro-F1 when one of the classes has no F1.
    let classes = confusion.classes.indices.map { confusion.f1($0) }
    let isDefined = !classes.contains(nil)
    return three("quotes", counts.foundQuotes, of: counts.outputQuotes, counts.goldQuotes)
      + [Measure("speaker accuracy", ratio(counts.rightSpeakers, counts.foundQuotes))]
      + three("targets", counts.foundTargets, of: counts.outputTargets, counts.goldTargets)
      + [
        Measure("stance accuracy", confusion.accuracy),
        Measure("stance macro-F1", isDefined ? confusion.macroF1 : nil),
      ]
      + confusion.classes.indices.map { Measure("stance F1 \(confusion.classes[$0])", classes[$0]) }
      + three("polar triples", counts.foundTriples, of: counts.outputTriples, counts.goldTriples)
  }
}

extension AnnotatedQuote.Target {
  fileprivate var isPolar: Bool { stance != nil && stance != .neutral }
}

/// Code points of a text, as ranges that neither touch nor overlap, in order.
struct CodePointSet {
  private var ranges: [Range<Int>] = []

  init(_ spans: [TextSpan], _ map: OffsetMap) {
    for span in spans.sorted() {
      let range = map.codePoint(span.start)..<map.codePoint(span.end)
      if let last = ranges.last, range.lowerBound <= last.upperBound {
        ranges[ranges.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        ranges.append(range)
      }
    }
  }

  private var count: Int { ranges.reduce(0) { $0 + $1.count } }

  /// The size of the intersection over that of the union; 0 when one of the sets is empty.
  func overlap(with other: CodePointSet) -> Double {
    var shared = 0
    for a in ranges { for b in other.ranges { shared += a.clamped(to: b).count } }
    let union = count + other.count - shared
    return union == 0 ? 0 : Double(shared) / Double(union)
  }
}

/// Pairs things of two lists one to one, best first; equally good pairs in the order of the lists.
///
/// - Parameter score: How well two of them fit; pairs below `least` are no pairs.
package func matching(
  _ firstCount: Int, _ secondCount: Int, atLeast least: Double, score: (Int, Int) -> Double
) -> (ofFirst: [Int: Int], ofSecond: [Int: Int]) {
  var ranked: [(score: Double, first: Int, second: Int)] = []
  for first in 0..<firstCount {
    for second in 0..<secondCount {
      let value = score(first, second)
      if value >= least && value > 0 { ranked.append((value, first, second)) }
    }
  }
  ranked.sort { ($1.score, $0.first, $0.second) < ($0.score, $1.first, $1.second) }
  var ofFirst: [Int: Int] = [:]
  var ofSecond: [Int: Int] = [:]
  for pair in ranked where ofFirst[pair.first] == nil && ofSecond[pair.second] == nil {
    ofFirst[pair.first] = pair.second
    ofSecond[pair.second] = pair.first
  }
  return (ofFirst, ofSecond)
}

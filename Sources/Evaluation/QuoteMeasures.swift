public import Corpora
import Documents
import Quotes

/// How well the words of quotes and their sources agree with gold, whatever the actors' names.
///
/// Words are runs of letters and digits; punctuation and quotation marks are ignored.
///
/// - `token F1`: words inside any content.
/// - `exact F1`: one-to-one match on the same set of content words; `cover30` and `cover80`: the share of
///   the gold words that the output has is at least .3 or .8.
/// - `speaker accuracy`: on cover30 matches whose gold has a source: right when the sources share a word.
///   `joint F1`: quotes with cover30 and right speaker (gold without a source: when the output has none).
/// - `passages`: for every passage inside double quotation marks, owned by the quote that holds at least
///   half of its words: the share with the right source, and the share of the passages no gold quote owns
///   (scare quotes, titles) that the output leaves unowned too.
///
/// Recall is over gold quotes of a kind against all output; precision over output quotes of a kind
/// against all gold.
public struct QuoteMeasures: Sendable {
  public let articleCount: Int
  public let goldQuoteCount: Int
  public let outputQuoteCount: Int
  public let measures: [Measure]

  /// - Parameters:
  ///   - output: What a program found; an article of `gold` that is not there counts as without quotes.
  ///   - rounds: Bootstrap rounds over articles for the intervals; 0 leaves them out.
  public init(
    gold: [AnnotatedArticle], output: [AnnotatedArticle], rounds: Int = 1000, seed: UInt64 = 1
  ) {
    let found = Dictionary(output.map { ($0.id, $0) }) { _, last in last }
    let tallies = gold.map { QuoteTally(gold: $0, output: found[$0.id]) }
    var total = QuoteTally()
    for tally in tallies { total += tally }
    articleCount = gold.count
    goldQuoteCount = total.kinds.last?.gold ?? 0
    outputQuoteCount = total.kinds.last?.output ?? 0
    measures = Evaluation.measures(of: tallies, rounds: rounds, seed: seed)
  }
}

/// Counts of one article.
struct QuoteTally: Tally {
  /// Counts of the quotes of one kind, or of all.
  struct KindCounts {
    var gold = 0
    var output = 0
    /// Words: gold ones that the output has too, gold ones, output ones that gold has too, output ones.
    var words = Match()
    /// Matches at exact, cover30 and cover80.
    var matches = [Match(), Match(), Match()]
    var joint = Match()
    var sourced = 0
    var rightSources = 0
  }

  /// Found items among gold ones and among those of the output.
  struct Match {
    var recalled = 0
    var gold = 0
    var precise = 0
    var output = 0

    static func += (total: inout Match, part: Match) {
      total.recalled += part.recalled
      total.gold += part.gold
      total.precise += part.precise
      total.output += part.output
    }

    var f1: Double? { harmonicMean(ratio(precise, output), ratio(recalled, gold)) }
  }

  private typealias Parts = (content: WordSet, source: WordSet, kind: Quote.Kind)

  /// Direct, mixed, indirect, all.
  private(set) var kinds = Array(repeating: KindCounts(), count: 4)
  private var ownedPassages = 0
  private var rightPassages = 0
  private var unownedPassages = 0
  private var rejectedPassages = 0

  init() {}

  init(gold article: AnnotatedArticle, output: AnnotatedArticle?) {
    let words = WordIndex(article.text)
    func parts(_ quotes: [AnnotatedQuote]) -> [Parts] {
      quotes.map { (words.words(in: $0.content), words.words(in: $0.source), $0.kind) }
        .filter { !$0.0.isEmpty }
    }
    let gold = parts(article.quotes)
    let given = parts(output?.quotes ?? [])
    let goldWords = gold.reduce(into: words.none) { $0.formUnion($1.content) }
    let givenWords = given.reduce(into: words.none) { $0.formUnion($1.content) }
    func cover(_ i: Int, _ j: Int) -> Double {
      Double(gold[i].content.sharedCount(given[j].content)) / Double(gold[i].content.count)
    }
    func overlap(_ i: Int, _ j: Int) -> Double {
      let shared = gold[i].content.sharedCount(given[j].content)
      return Double(shared) / Double(gold[i].content.count + given[j].content.count - shared)
    }
    let pairings = [
      matching(gold.count, given.count, atLeast: 0.9999, score: overlap),
      matching(gold.count, given.count, atLeast: 0.3, score: cover),
      matching(gold.count, given.count, atLeast: 0.8, score: cover),
    ]
    func isRight(_ i: Int, _ j: Int) -> Bool {
      gold[i].source.sharedCount(given[j].source) > 0
        || gold[i].source.isEmpty && given[j].source.isEmpty
    }
    for (index, kind) in (Quote.Kind.allCases + [nil]).enumerated() {
      func counts(_ parts: Parts) -> Bool { kind == nil || parts.kind == kind }
      var tally = KindCounts()
      tally.gold = gold.count { counts($0) }
      tally.output = given.count { counts($0) }
      let wanted = gold.filter { counts($0) }.reduce(into: words.none) { $0.formUnion($1.content) }
      let said = given.filter { counts($0) }.reduce(into: words.none) { $0.formUnion($1.content) }
      tally.words = Match(
        recalled: wanted.sharedCount(givenWords), gold: wanted.count,
        precise: said.sharedCount(goldWords), output: said.count)
      for (place, pairing) in pairings.enumerated() {
        tally.matches[place] = Match(
          recalled: pairing.ofFirst.keys.count { counts(gold[$0]) }, gold: tally.gold,
          precise: pairing.ofSecond.keys.count { counts(given[$0]) }, output: tally.output)
      }
      tally.joint.gold = tally.gold
      tally.joint.output = tally.output
      for (i, j) in pairings[1].ofFirst where counts(gold[i]) {
        if isRight(i, j) { tally.joint.recalled += 1 }
        if !gold[i].source.isEmpty {
          tally.sourced += 1
          if gold[i].source.sharedCount(given[j].source) > 0 { tally.rightSources += 1 }
        }
      }
      for (j, i) in pairings[1].ofSecond where counts(given[j]) && isRight(i, j) {
        tally.joint.precise += 1
      }
      kinds[index] = tally
    }
    countPassages(words, gold, given)
  }

  private mutating func countPassages(_ words: WordIndex, _ gold: [Parts], _ given: [Parts]) {
    func owner(_ quotes: [Parts], _ passage: WordSet) -> Parts? {
      var best: (quote: Parts, shared: Int)?
      for quote in quotes {
        let shared = quote.content.sharedCount(passage)
        if shared > best?.shared ?? -1 { best = (quote, shared) }
      }
      return best.flatMap { 2 * $0.shared >= passage.count ? $0.quote : nil }
    }
    for passage in words.quotedPassages where !passage.isEmpty {
      let meant = owner(gold, passage)
      let said = owner(given, passage)
      guard let meant else {
        unownedPassages += 1
        if said == nil { rejectedPassages += 1 }
        continue
      }
      if meant.source.isEmpty { continue }
      ownedPassages += 1
      if let said, meant.source.sharedCount(said.source) > 0 { rightPassages += 1 }
    }
  }

  static func += (total: inout QuoteTally, part: QuoteTally) {
    for index in total.kinds.indices {
      total.kinds[index].gold += part.kinds[index].gold
      total.kinds[index].output += part.kinds[index].output
      total.kinds[index].words += part.kinds[index].words
      for place in 0..<3 { total.kinds[index].matches[place] += part.kinds[index].matches[place] }
      total.kinds[index].joint += part.kinds[index].joint
      total.kinds[index].sourced += part.kinds[index].sourced
      total.kinds[index].rightSources += part.kinds[index].rightSources
    }
    total.ownedPassages += part.ownedPassages
    total.rightPassages += part.rightPassages
    total.unownedPassages += part.unownedPassages
    total.rejectedPassages += part.rejectedPassages
  }

  var measures: [Measure] {
    var list: [Measure] = []
    for (kind, counts) in zip(Quote.Kind.allCases.map(\.rawValue) + ["all"], kinds) {
      list += [
        Measure("\(kind) token F1", counts.words.f1),
        Measure("\(kind) exact F1", counts.matches[0].f1),
        Measure("\(kind) cover30 F1", counts.matches[1].f1),
        Measure("\(kind) cover80 F1", counts.matches[2].f1),
        Measure("\(kind) joint F1", counts.joint.f1),
        Measure("\(kind) speaker accuracy", ratio(counts.rightSources, counts.sourced)),
      ]
    }
    return list + [
      Measure("passages with the right source", ratio(rightPassages, ownedPassages)),
      Measure("scare quotes rejected", ratio(rejectedPassages, unownedPassages)),
    ]
  }
}

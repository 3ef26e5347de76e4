public import Corpora
import Documents
public import Quotes
import StanceScoring

/// Something that the analysis of an article got wrong.
public struct ArticleError: Hashable, Sendable {
  /// What is wrong.
  public enum Kind: String, Sendable, CaseIterable {
    case missedQuote = "missed quote"
    case extraQuote = "extra quote"
    case wrongSpeaker = "wrong speaker"
    case missedTarget = "missed target"
    case extraTarget = "extra target"
    case wrongStance = "wrong stance"
  }

  public var kind: Kind
  public var article: String
  public var quoteKind: Quote.Kind
  /// The quote's words in one line: of gold, or of the analysis when gold has no such quote.
  public var text: String
  /// What gold says, and what the analysis says; empty for nothing.
  public var gold: String
  public var output: String
}

extension ArticleError {
  /// All errors of some articles, by the rules of `ArticleMeasures`: article by article, quote by quote.
  public static func errors(
    gold: [AnnotatedArticle], output: [AnnotatedArticle]
  ) -> [ArticleError] {
    let found = Dictionary(output.map { ($0.id, $0) }) { _, last in last }
    return gold.flatMap { article in errors(in: article, output: found[article.id]) }
  }

  private static func errors(
    in gold: AnnotatedArticle, output: AnnotatedArticle?
  ) -> [ArticleError] {
    let points = OffsetMap(gold.text)
    let wanted = gold.quotes.map { CodePointSet($0.content, points) }
    let given = (output?.quotes ?? []).map { CodePointSet($0.content, points) }
    let pairs = matching(wanted.count, given.count, atLeast: 0.5) {
      wanted[$0].overlap(with: given[$1])
    }
    var errors: [ArticleError] = []
    func add(_ kind: Kind, _ quote: AnnotatedQuote, gold meant: String, output said: String) {
      let words = quote.content.map { String(decoding: gold.text[$0.range], as: UTF8.self) }
      let line = words.joined(separator: " … ").split(whereSeparator: \.isWhitespace)
      errors.append(
        ArticleError(
          kind: kind, article: gold.id, quoteKind: quote.kind, text: line.joined(separator: " "),
          gold: meant, output: said))
    }
    for (index, quote) in gold.quotes.enumerated() {
      guard let output, let partner = pairs.ofFirst[index] else {
        add(.missedQuote, quote, gold: quote.speaker?.name ?? "", output: "")
        continue
      }
      for part in differences(quote, output.quotes[partner]) {
        add(part.kind, quote, gold: part.gold, output: part.output)
      }
    }
    for (index, quote) in (output?.quotes ?? []).enumerated() where pairs.ofSecond[index] == nil {
      add(.extraQuote, quote, gold: "", output: quote.speaker?.name ?? "")
    }
    return errors
  }

  /// What is wrong about a quote that was found.
  private static func differences(
    _ gold: AnnotatedQuote, _ output: AnnotatedQuote
  ) -> [(kind: Kind, gold: String, output: String)] {
    var found: [(kind: Kind, gold: String, output: String)] = []
    let matcher = NameMatcher.builtIn
    if gold.isSpeakerGiven {
      let isRight =
        switch (output.speaker, gold.speaker) {
        case (nil, nil): true
        case (let said?, let meant?):
          matcher.agree(matcher.name(said.name), matcher.name(meant.name))
        default: false
        }
      if !isRight {
        found.append((.wrongSpeaker, gold.speaker?.name ?? "", output.speaker?.name ?? ""))
      }
    }
    guard gold.areTargetsGiven else { return found }
    let wanted = gold.targets.map { matcher.name($0.name) }
    var used: Set<Int> = []
    for target in output.targets {
      let name = matcher.name(target.name)
      let match = wanted.indices.first {
        !used.contains($0) && matcher.agree(wanted[$0], name)
      }
      guard let match else {
        found.append((.extraTarget, "", target.name))
        continue
      }
      used.insert(match)
      let label = target.stance ?? .neutral
      let want = gold.targets[match].stance ?? .neutral
      if label != want {
        let name = gold.targets[match].name
        found.append(
          (.wrongStance, "\(want.rawValue) \(name)", "\(label.rawValue) \(target.name)"))
      }
    }
    for (index, target) in gold.targets.enumerated() where !used.contains(index) {
      found.append((.missedTarget, target.name, ""))
    }
    return found
  }
}

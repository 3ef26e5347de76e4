import Documents
import Syntax

extension QuoteExtractor {
  /// What a headline of the form "Name: what the name says" reports.
  ///
  /// The name must be one that the article goes on to write about, for a headline may open with a label
  /// as well ("Poll:", "Breaking:").
  func headlineQuotes(in context: QuoteContext) -> [Quote] {
    let (document, parse) = (context.document, context.parse)
    guard let first = document.paragraphs.first, document.paragraphs.count > 1,
      first.tokens.count < 40
    else { return [] }
    guard
      let colon = first.tokens.prefix(6).first(where: { document.normalized($0) == ":" }),
      colon + 2 < first.tokens.upperBound
    else { return [] }
    var start = colon
    while start > first.tokens.lowerBound, document.tokens[start - 1].kind == .word,
      document.tokens[start - 1].casing != .lower
    {
      start -= 1
    }
    guard start < colon else { return [] }
    let name = document.tokens[colon - 1].hash
    let isNamed = parse.entities.contains { entity in
      entity.tokens.lowerBound >= first.tokens.upperBound && entity.kind == .person
        && entity.tokens.contains { document.tokens[$0].hash == name }
    }
    guard isNamed else { return [] }
    var end = first.tokens.upperBound
    while end > colon + 1, document.tokens[end - 1].kind == .punctuation { end -= 1 }
    let content = colon + 1..<end
    guard content.contains(where: { document.tokens[$0].kind == .word }) else { return [] }
    return [
      Quote(
        kind: context.kind(of: [content]), content: [content], cue: [], source: [start..<colon],
        cueClass: .speech, confidence: 0.6, rule: "headline")
    ]
  }

  /// Whether a headline says that somebody does not say it: "Guild declines to blame Rehn".
  ///
  /// Headlines leave out so many small words that their verbs are often taken for nouns; a cue with
  /// "to" right behind what is taken for its source is the object of a verb of refusing or planning.
  func isLeftUnsaid(_ quote: Quote, in context: QuoteContext) -> Bool {
    let document = context.document
    guard let cue = quote.cue.first, let source = quote.source.first,
      document.paragraphs[Int(document.tokens[cue.lowerBound].paragraph)].role == .headline,
      cue.lowerBound > 0, document.normalized(cue.lowerBound - 1) == "to"
    else { return false }
    return source.upperBound == cue.lowerBound - 1
  }
}

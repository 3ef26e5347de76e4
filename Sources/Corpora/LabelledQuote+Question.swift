public import Documents
public import StanceScoring
public import Syntax

extension LabelledQuote {
  /// What to ask a stance scorer about this quote, or nil when no token lies in the target.
  ///
  /// The whole text may be read. Entities that are neither the target nor the source count as other
  /// actors.
  ///
  /// - Parameters:
  ///   - document: The document that was read from `text`.
  ///   - parse: Its parse.
  public func question(document: Document, parse: Parse) -> StanceQuestion? {
    guard let targetTokens = document.tokens(in: target) else { return nil }
    let sourceTokens = source.flatMap { document.tokens(in: $0) }
    let named = [targetTokens] + (sourceTokens.map { [$0] } ?? [])
    let others = parse.entities.map(\.tokens).filter { entity in
      !named.contains { $0.overlaps(entity) }
    }
    return StanceQuestion(
      document: document, parse: parse, context: [0..<document.tokens.count],
      targetMentions: [targetTokens], sourceMentions: sourceTokens.map { [$0] } ?? [],
      otherMentions: others, content: content.compactMap { document.tokens(in: $0) },
      cue: cue.compactMap { document.tokens(in: $0) })
  }
}

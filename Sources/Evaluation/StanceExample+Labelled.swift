public import Corpora
internal import Documents
internal import Quotes
public import StanceScoring

extension StanceExample {
  /// A labelled quote with its score.
  public init(_ quote: LabelledQuote, _ score: StanceScore) {
    func words(_ span: TextSpan) -> String {
      String(decoding: quote.text[span.range], as: UTF8.self)
    }
    self.init(
      id: quote.id, text: String(decoding: quote.text, as: UTF8.self),
      target: quote.targetName ?? words(quote.target),
      speaker: quote.speaker ?? quote.source.map(words),
      answer: StanceAnswer(
        group: quote.group, gold: quote.label, predicted: score.label,
        probabilities: score.probabilities),
      reasons: score.reasons)
    kind = quote.kind?.rawValue
    marks =
      quote.content.map { Mark($0, .content) } + quote.cue.map { Mark($0, .cue) }
      + (quote.source.map { [Mark($0, .source)] } ?? []) + [Mark(quote.target, .target)]
    metadata = quote.metadata
  }
}

extension LabelledQuote {
  /// What kind of quote the content is, by the quotation marks in it: direct when all of it stands inside
  /// marks, mixed when some does; nil when the content is not given.
  fileprivate var kind: Quote.Kind? {
    if content.isEmpty { return nil }
    let texts = content.map { String(decoding: text[$0.range], as: UTF8.self) }
    func isMark(_ scalar: Unicode.Scalar) -> Bool { "\u{22}“”„«»‟".unicodeScalars.contains(scalar) }
    if texts.allSatisfy({ $0.unicodeScalars.first.map(isMark) ?? false }) { return .direct }
    return texts.contains { $0.unicodeScalars.contains(where: isMark) } ? .mixed : .indirect
  }
}

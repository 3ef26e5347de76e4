public import Corpora
internal import Documents
public import StanceScoring

extension StanceExample {
  /// A labelled quote with its score.
  public init(_ quote: LabelledQuote, _ score: StanceScore) {
    func words(_ span: TextSpan) -> String {
      String(decoding: quote.text[span.range], as: UTF8.self)
    }
    self.init(
      id: quote.id, text: String(decoding: quote.text, as: UTF8.self), target: words(quote.target),
      speaker: quote.speaker ?? quote.source.map(words),
      answer: StanceAnswer(
        group: quote.group, gold: quote.label, predicted: score.label,
        probabilities: score.probabilities),
      reasons: score.reasons)
  }
}

internal import Actors
internal import Documents
internal import Quotes
public import Sayso
internal import StanceScoring

extension AnnotatedArticle {
  /// What the analyzer found, in the shape that gold has, so that the two can be compared.
  public init(_ scored: ScoredArticle) {
    let document = scored.document
    func spans(_ ranges: [Range<Int>]) -> [TextSpan] { ranges.map { document.span(ofTokens: $0) } }
    let quotes = scored.quotes.enumerated().map { index, quote in
      let attribution = scored.actors.attributions[index]
      let speaker = attribution.actor.map { id in
        let actor = scored.actors.actors[id]
        return AnnotatedQuote.Speaker(name: actor.name, kind: actor.kind)
      }
      let scores = scored.scores.isEmpty ? [] : scored.scores[index]
      let targets = scored.actors.targets[index].enumerated().map { position, target in
        AnnotatedQuote.Target(
          name: scored.actors.actors[target.actor].name,
          mentions: spans(target.mentions.map(\.tokens)),
          stance: scores.isEmpty ? nil : scores[position].label)
      }
      return AnnotatedQuote(
        kind: quote.kind, content: spans(quote.content), cue: spans(quote.cue),
        source: spans(quote.source), speaker: speaker, targets: targets)
    }
    self.init(id: document.id, text: document.bytes, quotes: quotes)
  }
}

internal import Actors
internal import Documents
internal import Quotes
internal import StanceScoring

extension ScoredArticle {
  /// What to ask a stance scorer about a quote: one question for each of its targets.
  ///
  /// The quote's content, cue and source may be read, with the words between them.
  func questions(aboutQuote index: Int) -> [StanceQuestion] {
    let quote = quotes[index]
    let targets = actors.targets[index]
    if targets.isEmpty { return [] }
    let context = Self.joined(quote.content + quote.cue + quote.source)
    func isInside(_ tokens: Range<Int>) -> Bool { context.contains { $0.contains(tokens) } }
    let speaker = actors.attributions[index].actor
    let mentions = actors.actors.map { actor in actor.mentions.map(\.tokens).filter(isInside) }
    var source = quote.source
    if let speaker { source += mentions[speaker].filter { !source.contains($0) } }
    source.sort { $0.lowerBound < $1.lowerBound }
    return targets.map { target in
      let own = target.mentions.map(\.tokens)
      let others = actors.actors.indices
        .filter { $0 != target.actor && $0 != speaker }
        .flatMap { mentions[$0] }
        .sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
      return StanceQuestion(
        document: document, parse: parse, context: Self.joined(context + own),
        targetMentions: own, sourceMentions: source, otherMentions: others,
        content: quote.content, cue: quote.cue)
    }
  }

  /// How many tokens may lie between two parts of a quote that are read together: a reporting clause.
  /// Chosen, not measured.
  private static let longestGap = 12

  /// The ranges in order, with those made one that touch or lie near each other.
  private static func joined(_ ranges: [Range<Int>]) -> [Range<Int>] {
    var joined: [Range<Int>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = joined.last, range.lowerBound <= last.upperBound + longestGap {
        joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        joined.append(range)
      }
    }
    return joined
  }
}

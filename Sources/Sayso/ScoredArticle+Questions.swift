internal import Actors
internal import Documents
internal import Quotes
package import StanceScoring

extension ScoredArticle {
  /// What to ask a stance scorer: for each quote one question for each of its targets.
  package func questions() -> [[StanceQuestion]] {
    let mentions = MentionIndex(actors.actors)
    return quotes.indices.map { questions(aboutQuote: $0, mentions: mentions) }
  }

  /// What to ask a stance scorer about a quote: one question for each of its targets.
  ///
  /// The quote's content, cue and source may be read, with the words between them.
  ///
  /// - Parameter mentions: The mentions of all actors of the article.
  func questions(aboutQuote index: Int, mentions: MentionIndex) -> [StanceQuestion] {
    let quote = quotes[index]
    let targets = actors.targets[index]
    if targets.isEmpty { return [] }
    let context = Self.joined(quote.content + quote.cue + quote.source)
    if context.reduce(0, { $0 + $1.count }) > 2 * Self.farthestWord {
      return targets.map { question(about: $0, inLongQuote: index, mentions: mentions) }
    }
    let inside = context.flatMap { mentions.mentions(inside: $0) }
    let speaker = actors.attributions[index].actor
    var source = quote.source
    for mention in inside
    where mention.actor == speaker && !source.contains(mention.tokens) {
      source.append(mention.tokens)
    }
    source.sort { $0.lowerBound < $1.lowerBound }
    return targets.map { target in
      let own = target.mentions.map(\.tokens)
      let others = inside.filter { $0.actor != target.actor && $0.actor != speaker }
      return StanceQuestion(
        document: document, parse: parse, context: Self.joined(context + own),
        targetMentions: own, sourceMentions: source, otherMentions: others.map(\.tokens),
        content: quote.content, cue: quote.cue)
    }
  }

  /// How far from a target a very long quote is read, in tokens. Chosen: no quote of the labelled
  /// articles is as long, and a text that is one quote costs no more than others of its length.
  private static let farthestWord = 500

  /// The question about a target of a quote too long to be read whole: what stands around the
  /// target's first mention.
  private func question(
    about target: Target, inLongQuote index: Int, mentions: MentionIndex
  ) -> StanceQuestion {
    let quote = quotes[index]
    let main = target.mentions[0].tokens
    let window = max(0, main.lowerBound - Self.farthestWord)..<(main.upperBound + Self.farthestWord)
    func near(_ ranges: [Range<Int>]) -> [Range<Int>] {
      ranges.compactMap { $0.overlaps(window) ? $0.clamped(to: window) : nil }
    }
    let context = Self.joined(near(quote.content + quote.cue + quote.source) + [main])
    let inside = context.flatMap { mentions.mentions(inside: $0) }
    let speaker = actors.attributions[index].actor
    let source = near(quote.source) + inside.filter { $0.actor == speaker }.map(\.tokens)
    return StanceQuestion(
      document: document, parse: parse, context: context,
      targetMentions: [main]
        + inside.filter { $0.actor == target.actor && $0.tokens != main }.map(\.tokens),
      sourceMentions: source.sorted { $0.lowerBound < $1.lowerBound },
      otherMentions: inside.filter { $0.actor != target.actor && $0.actor != speaker }
        .map(\.tokens),
      content: near(quote.content), cue: near(quote.cue))
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

/// The mentions of all actors of an article in text order, to be found by their place.
struct MentionIndex {
  struct Entry {
    var tokens: Range<Int>
    var actor: Int
  }

  private let entries: [Entry]

  init(_ actors: [Actor]) {
    entries = actors.flatMap { actor in
      actor.mentions.map { Entry(tokens: $0.tokens, actor: actor.id) }
    }.sorted {
      ($0.tokens.lowerBound, $0.tokens.upperBound, $0.actor)
        < ($1.tokens.lowerBound, $1.tokens.upperBound, $1.actor)
    }
  }

  /// The mentions that lie inside some tokens.
  ///
  /// - Complexity: O(log mentions + mentions that begin inside).
  func mentions(inside tokens: Range<Int>) -> [Entry] {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].tokens.lowerBound < tokens.lowerBound {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return entries[low...].prefix { $0.tokens.lowerBound < tokens.upperBound }
      .filter { $0.tokens.upperBound <= tokens.upperBound }
  }
}

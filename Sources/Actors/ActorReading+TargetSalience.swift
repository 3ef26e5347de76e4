import Documents
import Lexicons
import LinearModels
import Quotes
import Syntax

/// How much an article is about each of its actors, by what can be counted before any target is decided.
struct ActorSalience {
  /// Quotes whose content names the actor.
  var quotedIn: [Int]
  /// Quotes that the actor speaks.
  var spoken: [Int]
  /// Whether the headline names it.
  var isInHeadline: [Bool]
  /// How many other actors are named before it, in text order.
  var order: [Int]
  /// Mentions as the subject of a verb: what never acts is seldom an actor.
  var acting: [Int]
  /// The recogniser's surest word for the actor.
  var certainty: [Float]
  /// All mentions by name.
  var nameCount: Int
}

extension ActorReading {
  /// Counts what the whole article shows, once all speakers are known.
  func countedSalience() -> ActorSalience {
    let count = discourse.drafts.count
    var result = ActorSalience(
      quotedIn: Array(repeating: 0, count: count), spoken: Array(repeating: 0, count: count),
      isInHeadline: Array(repeating: false, count: count),
      order: Array(repeating: 99, count: count), acting: Array(repeating: 0, count: count),
      certainty: Array(repeating: 0, count: count), nameCount: 0)
    var seen = 0
    var lastQuote = Array(repeating: -1, count: count)
    for mention in mentions where mention.actor >= 0 {
      let token = mention.tokens.lowerBound
      result.nameCount += 1
      if result.order[mention.actor] == 99 {
        result.order[mention.actor] = seen
        seen += 1
      }
      let paragraph = Int(context.document.tokens[token].paragraph)
      if context.document.paragraphs[paragraph].role == .headline {
        result.isInHeadline[mention.actor] = true
      }
      let role = context.role(of: mention.tokens)
      if role == .subject || role == .passiveSubject { result.acting[mention.actor] += 1 }
      result.certainty[mention.actor] = max(
        result.certainty[mention.actor], mention.probability)
      let quote = Int(discourse.quoteOfToken[token])
      if quote >= 0, lastQuote[mention.actor] != quote {
        lastQuote[mention.actor] = quote
        result.quotedIn[mention.actor] += 1
      }
    }
    for attribution in attributions {
      if let actor = attribution.actor { result.spoken[actor] += 1 }
    }
    return result
  }

  mutating func addSalience(
    of candidate: TargetCandidate, among all: [TargetCandidate], quote index: Int, kind: UInt64,
    type: UInt64, role: UInt64
  ) {
    let actor = candidate.actor
    guard actor < salience.order.count else { return }
    let names = discourse.drafts[actor].names.count
    let share = salience.nameCount == 0 ? 0 : Double(names) / Double(salience.nameCount)
    let shareKey: UInt64 =
      share < 0.02 ? 0 : share < 0.05 ? 1 : share < 0.1 ? 2 : share < 0.2 ? 3 : share < 0.4 ? 4 : 5
    let quoted = UInt64(min(4, salience.quotedIn[actor]))
    let spoken = UInt64(min(3, salience.spoken[actor]))
    let headline: UInt64 = salience.isInHeadline[actor] ? 1 : 0
    let order = UInt64(min(6, salience.order[actor]))
    let speaker = attributions[index].actor
    let isOwn: UInt64 =
      speaker.map { affiliates[$0]?.contains(actor) ?? false } ?? false ? 1 : 0
    let speakerKind = UInt64(speaker.map { kindNumber(discourse.drafts[$0]) } ?? 0)
    buffer.add(310, shareKey, kind)
    buffer.add(311, headline, kind, role)
    buffer.add(312, quoted, kind)
    buffer.add(313, spoken, kind)
    buffer.add(314, order, kind)
    buffer.add(315, isOwn, kind, role)
    buffer.add(316, shareKey, role, kind)
    buffer.add(317, quoted, shareKey, headline)
    buffer.add(318, speakerKind, type)
    buffer.add(319, UInt64(names == 1 ? 1 : 0), role, type)
    // Whether others in the quote are more or less prominent.
    let busier = UInt64(
      min(3, all.count { discourse.drafts[$0.actor].names.count > names }))
    buffer.add(320, busier, UInt64(min(all.count, 5)), kind)
    buffer.add(321, busier, role)
    let draft = discourse.drafts[actor]
    let acting = UInt64(min(3, salience.acting[actor]))
    let certainty: UInt64 =
      salience.certainty[actor] > 0.95 ? 3 : salience.certainty[actor] > 0.8 ? 2 : 1
    let isListed = draft.country >= 0 || draft.organizationKind != nil
    let hasBodyNoun = draft.nameTokens.contains {
      context.names.role(context.hash($0))?.kind == .group
    }
    let nature: UInt64 = isListed ? 2 : hasBodyNoun ? 1 : 0
    buffer.add(322, acting, kind, UInt64(min(names, 3)))
    buffer.add(323, acting, role, nature)
    buffer.add(324, certainty, kind, nature)
    buffer.add(325, nature, kind, role)
    if draft.kind != .person, !isListed, let last = draft.nameTokens.last {
      buffer.add(326, context.parse.lemmaHashes[last], kind)
    }
  }

  /// Bodies and states that stand in the same phrase as a person: "Osk mayor Ida Holm", "Ida Holm,
  /// chair of the Harbour Trust".
  func affiliations() -> [Int: Set<Int>] {
    var found: [Int: Set<Int>] = [:]
    for (index, mention) in mentions.enumerated()
    where mention.kind == .person && mention.actor >= 0 {
      let chunk = context.chunk(mention.tokens.lowerBound)?.tokens ?? mention.tokens
      for other in namesInside(
        min(chunk.lowerBound, mention.full.lowerBound)..<mention.tokens.lowerBound)
      where other != index && mentions[other].kind != .person {
        found[mention.actor, default: []].insert(mentions[other].actor)
      }
      guard context.isComma(mention.tokens.upperBound) else { continue }
      let sentence = context.sentenceTokens(mention.tokens.lowerBound)
      var end = mention.tokens.upperBound + 1
      while end < sentence.upperBound, end < mention.tokens.upperBound + 14,
        !context.isComma(end), !context.isVerb(end)
      {
        end += 1
      }
      for other in namesInside(mention.tokens.upperBound + 1..<end)
      where mentions[other].kind != .person {
        found[mention.actor, default: []].insert(mentions[other].actor)
      }
    }
    return found
  }
}

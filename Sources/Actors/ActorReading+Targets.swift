import Documents
import Lexicons
import LinearModels
import Quotes
import Syntax

/// An actor mentioned in a quote, before it is decided whether the quote is about it.
struct TargetCandidate {
  var actor: Int
  var mentions: [Mention]
  /// The probability that the mentions mean this actor.
  var reference: Double
  /// Whether a mention stands in the content, not only in the reporting clause.
  var isInContent: Bool
  /// Whether some mention is more than a part of another name ("Clinton" in "the Clinton campaign").
  var isFree: Bool
}

extension ActorReading {
  /// How probable it must be that a pronoun or description in a quote stands for an actor.
  static let quotedPronounThreshold = 0.45
  static let quotedNominalThreshold = 0.35
  /// How far behind its cue a reporting clause is searched, in tokens.
  static let clauseReach = 12

  /// Decides whom a quote is about.
  mutating func readTargets(of index: Int) {
    let speaker = attributions[index].actor
    let candidates = targetCandidates(of: index, speaker: speaker)
    let polar = candidates.isEmpty ? 0 : polarCount(of: quotes[index])
    for (position, candidate) in candidates.enumerated() {
      buffer.removeAll()
      addFeatures(of: candidate, position: position, among: candidates, quote: index, polar: polar)
      var probability = targetModel?.probability(buffer.hashes) ?? 0.5
      if lessons != nil {
        let called = name(of: candidate.actor)
        let isTarget = lessons?.gather(quote: index, actorName: called, hashes: buffer.hashes)
        probability = isTarget ?? false ? 1 : 0
      }
      if Float(probability) >= targetThreshold {
        targets[index].append(
          Target(
            actor: candidate.actor, mentions: candidate.mentions, confidence: Float(probability)))
      }
    }
  }

  // MARK: Who is mentioned

  private mutating func targetCandidates(of index: Int, speaker: Int?) -> [TargetCandidate] {
    var found: [TargetCandidate] = []
    let silent = Set(speaker.map { [$0] + discourse.drafts[$0].jointMembers } ?? [])
    func note(
      _ actor: Int, _ mention: Mention, _ reference: Double, isInContent: Bool, isFree: Bool = true
    ) {
      guard !silent.contains(actor) else { return }
      if let old = found.firstIndex(where: { $0.actor == actor }) {
        found[old].mentions.append(mention)
        found[old].reference = max(found[old].reference, reference)
        found[old].isInContent = found[old].isInContent || isInContent
        found[old].isFree = found[old].isFree || isFree
      } else {
        found.append(
          TargetCandidate(
            actor: actor, mentions: [mention], reference: reference, isInContent: isInContent,
            isFree: isFree))
      }
    }
    let regions =
      quotes[index].content.map { ($0, true) } + clauseRegions(of: index).map { ($0, false) }
    for (region, isInContent) in regions.sorted(by: { $0.0.lowerBound < $1.0.lowerBound }) {
      var mention = firstMention(from: region.lowerBound)
      var token = region.lowerBound
      while token < region.upperBound {
        while mention < mentions.count, mentions[mention].tokens.lowerBound < token { mention += 1 }
        if mention < mentions.count, mentions[mention].tokens.lowerBound == token {
          // A composite and the name it builds on begin at the same token: both are mentions.
          var end = token + 1
          while mention < mentions.count, mentions[mention].tokens.lowerBound == token {
            let name = mentions[mention]
            if name.actor >= 0, name.tokens.upperBound <= region.upperBound {
              note(
                name.actor, Mention(tokens: name.full.clamped(to: region), form: name.form), 1,
                isInContent: isInContent, isFree: !name.isBase)
              end = max(end, name.tokens.upperBound)
            }
            mention += 1
          }
          token = end
          continue
        }
        var owner: Int?
        if isInContent, let participant = participant(at: token, speaker: speaker, quote: index) {
          note(
            participant, Mention(tokens: token..<token + 1, form: .pronoun),
            Self.addresseeReference,
            isInContent: true)
          add(token..<token + 1, form: .pronoun, to: participant)
          owner = participant
        } else if let (actor, anaphor, probability) = resolvedPronoun(
          at: token, quote: index, speaker: speaker)
        {
          if actor >= 0 {
            note(
              actor, Mention(tokens: anaphor.tokens, form: .pronoun), probability,
              isInContent: isInContent)
            owner = actor
          }
        }
        if let (actor, anaphor, probability) = resolvedDescription(
          at: token, before: region.upperBound, quote: index, speaker: speaker, owner: owner)
        {
          if actor >= 0 {
            note(
              actor, Mention(tokens: anaphor.tokens, form: .nominal), probability,
              isInContent: isInContent)
          }
          token = max(token + 1, anaphor.tokens.upperBound)
          continue
        }
        token += 1
      }
    }
    return found
  }

  /// The pronoun at a token with its actor (-1 when it stands for nobody known).
  private mutating func resolvedPronoun(
    at token: Int, quote: Int, speaker: Int?
  ) -> (Int, Anaphor, Double)? {
    guard context.isBody(token), let anaphor = context.pronoun(at: token) else { return nil }
    let isInsideMarks = context.document.tokens[token].quoteDepth > 0
    lessons?.beginMention(anaphor.tokens, head: token, isPronoun: true, in: quote)
    defer { lessons?.endSource() }
    guard
      let found = antecedent(
        of: anaphor, quote: (speaker, isInsideMarks), isSource: false,
        threshold: Self.quotedPronounThreshold)
    else { return (-1, anaphor, 0) }
    note(found.actor, anaphor, probability: found.probability, isQuoted: true)
    return (found.actor, anaphor, found.probability)
  }

  /// The description that begins at a token with its actor (-1 when it stands for nobody known).
  ///
  /// - Parameter owner: the actor of a pronoun that begins the description ("his brother").
  private mutating func resolvedDescription(
    at token: Int, before end: Int, quote: Int, speaker: Int?, owner: Int?
  ) -> (Int, Anaphor, Double)? {
    guard context.isBody(token), let (tokens, head) = description(at: token),
      tokens.upperBound <= end, mentionOfToken[head] < 0,
      context.parse.tags[head] == .noun || context.parse.tags[head] == .propn,
      let anaphor = context.nominal(tokens: tokens, head: head),
      anaphor.definiteness != .indefinite,
      anaphor.role != .document, !isGeneric(anaphor),
      anaphor.definiteness != .bare || anaphor.isPlural || anaphor.role != .person,
      anaphor.definiteness != .possessive || context.pronouns[context.hash(token)] == nil
        || anaphor.role != nil,
      !tokens.contains(where: { isNameOfItsOwn($0, head: head) })
    else { return nil }
    let isOwned = context.pronouns[context.hash(token)]?.use == .determiner
    let isInsideMarks = context.document.tokens[token].quoteDepth > 0
    lessons?.beginMention(anaphor.tokens, head: anaphor.head, isPronoun: false, in: quote)
    defer { lessons?.endSource() }
    guard
      let found = antecedent(
        of: anaphor, quote: (speaker, isInsideMarks), isSource: false,
        threshold: Self.quotedNominalThreshold, except: isOwned ? owner : nil)
    else {
      guard anaphor.definiteness == .definite else { return nil }
      if isGovernment(anaphor), let state = discourse.mainCountry {
        add(anaphor.tokens, form: .nominal, to: state)
        return (state, anaphor, Self.stateReference)
      }
      // "the electoral commission": a body of its own, under its own words.
      guard anaphor.role == .group else { return nil }
      return (
        describedActor(anaphor.tokens, head: anaphor.head, anaphor: anaphor), anaphor, 0.4
      )
    }
    note(found.actor, anaphor, probability: found.probability, isQuoted: true)
    return (found.actor, anaphor, found.probability)
  }

  /// The description that begins at a token: a noun chunk, or the owner in it ("the regime" in "the
  /// regime's trials").
  private func description(at token: Int) -> (tokens: Range<Int>, head: Int)? {
    guard let chunk = context.chunk(token), chunk.tokens.lowerBound == token else { return nil }
    if let mark = chunk.tokens.dropFirst().first(where: { context.isPossessiveMark($0) }),
      mark < chunk.head
    {
      return (token..<mark, mark - 1)
    }
    return (chunk.tokens, chunk.head)
  }

  /// Whether a description is of those who govern ("the government", "the authorities"), not of some
  /// of them ("the officials").
  private func isGovernment(_ anaphor: Anaphor) -> Bool {
    context.words.has(context.hash(anaphor.head), .government)
      && (!anaphor.isPlural || anaphor.word == Self.authority)
  }

  /// How sure "the government" is taken to mean that of the country the article is about, when nothing
  /// else is. Chosen: less than a resolved description.
  private static let stateReference = 0.3
  private static let authority = TextNormalizer.hash("authority".utf8)

  /// Who "I", "we" and "you" inside marks are: the speaker, and whoever is spoken to.
  private func participant(at token: Int, speaker: Int?, quote index: Int) -> Int? {
    guard context.document.tokens[token].quoteDepth > 0,
      let pronoun = context.pronouns[context.hash(token)]
    else { return nil }
    switch pronoun.person {
    case 1: return speaker
    case 2: return addressee(of: index)
    default: return nil
    }
  }

  /// Whom a quote is said to: the person behind the cue ("told Rehn"), else who spoke last, when it is
  /// another person a paragraph or two above.
  private func addressee(of index: Int) -> Int? {
    let quote = quotes[index]
    guard let cue = quote.cue.last, !cue.isEmpty else {
      return precedingSpeaker(of: index)
    }
    let end = min(context.sentenceTokens(cue.lowerBound).upperBound, cue.upperBound + 4)
    for token in cue.upperBound..<max(cue.upperBound, end) {
      if context.parse.tags[token] == .verb || context.isComma(token) { break }
      if quote.source.contains(where: { $0.contains(token) }) { break }
      let mention = mentionOfToken[token]
      if mention >= 0, mentions[Int(mention)].kind == .person, !context.isPreposition(token - 1) {
        return mentions[Int(mention)].actor
      }
    }
    return precedingSpeaker(of: index)
  }

  private func precedingSpeaker(of index: Int) -> Int? {
    let start = quotes[index].content[0].lowerBound
    let speaker = attributions[index].actor
    guard
      let last = discourse.recentSpeakers(before: start).last(where: { $0.actor != speaker }),
      discourse.drafts[last.actor].kind == .person,
      context.document.tokens[start].paragraph - context.document.tokens[last.token].paragraph <= 2
    else { return nil }
    return last.actor
  }

  /// How sure "you" is taken to mean who is spoken to. Chosen: less than a resolved name.
  private static let addresseeReference = 0.6

  /// Whether a description is of people at large ("the youth", "families"), whom nobody tracks.
  private func isGeneric(_ anaphor: Anaphor) -> Bool {
    anaphor.role == .person && anaphor.isPlural
      && !context.words.has(context.hash(anaphor.head), .government)
  }

  /// Whether a token of a description names somebody else; a demonym only tells whose it is ("the
  /// Norwegian ministry").
  private func isNameOfItsOwn(_ token: Int, head: Int) -> Bool {
    let index = Int(mentionOfToken[token])
    guard index >= 0 else { return false }
    return mentions[index].form != .demonym || !mentions[index].tokens.contains(token)
      || context.words.has(context.hash(head), .people)
  }

  /// Where the object of the cue may stand: behind the cue, outside the content and the source.
  private func clauseRegions(of index: Int) -> [Range<Int>] {
    let quote = quotes[index]
    guard let cue = quote.cue.last, !cue.isEmpty else { return [] }
    let end = min(
      context.sentenceTokens(cue.lowerBound).upperBound, cue.upperBound + Self.clauseReach)
    var regions: [Range<Int>] = []
    var start = cue.upperBound
    for token in cue.upperBound..<max(cue.upperBound, end) {
      let isTaken =
        quote.content.contains { $0.contains(token) }
        || quote.source.contains { $0.contains(token) }
        || discourse.quoteOfToken[token] >= 0
      if isTaken {
        if start < token { regions.append(start..<token) }
        start = token + 1
        if quote.content.contains(where: { $0.contains(token) }) { return regions }
      }
    }
    if start < end { regions.append(start..<end) }
    return regions
  }
}

extension ActorDraft {
  /// The actors of a joint speaker; empty for others.
  var jointMembers: [Int] { members.count > 1 ? members : [] }
}

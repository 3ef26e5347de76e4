import Documents
import Lexicons
import LinearModels
import Quotes
import Syntax

extension ActorReading {
  /// The features of "this quote is about that actor".
  mutating func addFeatures(
    of candidate: TargetCandidate, position: Int, among all: [TargetCandidate], quote index: Int,
    polar: Int
  ) {
    let quote = quotes[index]
    let draft = discourse.drafts[candidate.actor]
    let kind = UInt64(kindNumber(draft))
    let body = UInt64(draft.organizationKind?.featureNumber ?? 0)
    let type = kind << 8 | body << 1 | (draft.country >= 0 ? 1 : 0)
    let quoteKind: UInt64 = quote.kind == .direct ? 0 : quote.kind == .mixed ? 1 : 2
    let cueClass: UInt64 =
      quote.cueClass == .speech ? 0 : quote.cueClass == .evaluation ? 1 : 2
    let cueLemma = quote.cue.first.map { context.parse.lemmaHashes[$0.lowerBound] } ?? 0
    let count = UInt64(min(candidate.mentions.count, 4))
    let rivals = UInt64(min(all.count, 6))
    let place = UInt64(candidate.isInContent ? 1 : 0)
    let names = draft.names.count
    let frequency: UInt64 =
      names < 3 ? UInt64(names) : names < 6 ? 3 : names < 12 ? 4 : 5
    let prominence = UInt64(
      discourse.prominent.prefix(5).firstIndex(of: candidate.actor) ?? 5)
    let reference: UInt64 =
      candidate.reference >= 1
      ? 0 : candidate.reference > 0.8 ? 1 : candidate.reference > 0.5 ? 2 : 3
    let first = candidate.mentions[0].tokens.lowerBound
    let offset = max(0, first - quote.content[0].lowerBound)
    let length = quote.content.reduce(0) { $0 + $1.count }
    let part = UInt64(offset < 4 ? offset : offset < 8 ? 4 : offset < 16 ? 5 : offset < 32 ? 6 : 7)
    let size: UInt64 = length < 8 ? 0 : length < 16 ? 1 : length < 30 ? 2 : length < 60 ? 3 : 4
    let isLastSpeaker: UInt64 =
      discourse.recentSpeakers(before: quote.content[0].lowerBound).contains {
        $0.actor == candidate.actor
      } ? 1 : 0
    let ownSide: UInt64 =
      attributions[index].actor.map {
        draft.members.contains($0) || discourse.drafts[$0].members.contains(candidate.actor)
      } ?? false ? 1 : 0
    let wasTarget: UInt64 =
      index > 0 && targets[index - 1].contains { $0.actor == candidate.actor } ? 1 : 0

    buffer.add(201, type)
    buffer.add(202, kind, quoteKind, cueClass)
    buffer.add(203, type, count)
    buffer.add(204, type, frequency)
    buffer.add(205, kind, prominence, frequency)
    buffer.add(206, kind, rivals, UInt64(min(position, 4)))
    buffer.add(207, place, kind, cueClass)
    buffer.add(208, reference, kind)
    buffer.add(209, kind, part, size)
    buffer.add(210, kind, isLastSpeaker, wasTarget)
    buffer.add(211, ownSide)
    buffer.add(212, cueLemma, place)
    buffer.add(213, wasTarget, frequency, place)
    buffer.add(214, size, rivals, count)
    if draft.country >= 0 || draft.organizationKind != nil, let name = draft.usualName {
      buffer.add(215, TextNormalizer.hash(name.utf8))
    }

    let people = UInt64(
      min(
        3, all.count { discourse.drafts[$0.actor].kind == .person && $0.actor != candidate.actor }))
    let better = UInt64(min(3, all.count { $0.mentions.count > candidate.mentions.count }))
    buffer.add(216, kind, people, count)
    buffer.add(217, kind, people, rivals)
    buffer.add(218, kind, better, place)
    buffer.add(219, candidate.isFree ? 1 : 0, kind)
    buffer.add(200, candidate.actor == discourse.mainCountry ? 1 : 0, frequency)
    var strongest = GrammaticalRole.other
    for mention in candidate.mentions.prefix(6) {
      let tokens = mention.tokens
      let role = context.role(of: tokens)
      if rolesByStrength.firstIndex(of: role)! < rolesByStrength.firstIndex(of: strongest)! {
        strongest = role
      }
      addFeatures(ofMention: mention, role: role, type: type, kind: kind, place: place)
    }
    let best = UInt64(strongest.rawValue)
    buffer.add(250, best, type)
    buffer.add(251, best, count, kind)
    buffer.add(252, best, quoteKind << 4 | cueClass, kind)
    buffer.add(253, best, frequency, kind)
    buffer.add(254, best, rivals, kind)
    buffer.add(255, best, wasTarget << 1 | isLastSpeaker, kind)
    addSalience(of: candidate, among: all, quote: index, kind: kind, type: type, role: best)
    buffer.add(301, UInt64(min(polar, 3)), rivals)
    buffer.add(302, UInt64(min(polar, 3)), kind, best)
  }

  func kindNumber(_ draft: ActorDraft) -> Int {
    switch draft.kind {
    case .person: 1
    case .organization: draft.members.isEmpty ? 2 : 6
    case .place: 3
    case .group: 4
    case .nominal: 5
    }
  }

  private mutating func addFeatures(
    ofMention mention: Mention, role: GrammaticalRole, type: UInt64, kind: UInt64, place: UInt64
  ) {
    let tokens = mention.tokens
    let form = UInt64(Mention.Form.allCases.firstIndex(of: mention.form) ?? 0)
    let roleKey = UInt64(role.rawValue)
    let sentence = context.sentenceTokens(tokens.lowerBound)
    let chunk = context.chunk(tokens.upperBound - 1)
    let start = min(tokens.lowerBound, chunk?.tokens.lowerBound ?? tokens.lowerBound)
    let before = start > sentence.lowerBound ? context.parse.lemmaHashes[start - 1] : 1
    let before2 = start - 1 > sentence.lowerBound ? context.parse.lemmaHashes[start - 2] : 1
    let after =
      tokens.upperBound < sentence.upperBound ? context.parse.lemmaHashes[tokens.upperBound] : 2
    let after2 =
      tokens.upperBound + 1 < sentence.upperBound
      ? context.parse.lemmaHashes[tokens.upperBound + 1] : 2
    let quotedHere: UInt64 = context.document.tokens[tokens.lowerBound].quoteDepth > 0 ? 1 : 0
    buffer.add(220, form, type)
    buffer.add(221, form, roleKey, kind)
    buffer.add(222, roleKey, type)
    buffer.add(223, before, kind)
    buffer.add(224, after, kind)
    buffer.add(225, before, roleKey)
    buffer.add(226, after, roleKey)
    buffer.add(227, before, before2)
    buffer.add(228, roleKey, place, quotedHere)
    buffer.add(229, after, after2)
    buffer.add(230, before, after)
    if role == .modifier, let chunk {
      buffer.add(231, context.parse.lemmaHashes[chunk.head])
      buffer.add(232, context.parse.lemmaHashes[chunk.head], kind)
      let headRole = context.names.role(context.hash(chunk.head))
      buffer.add(233, headRole.map { UInt64($0.kind.rawValue) + 1 } ?? 0, type)
    }
    if role == .possessive, tokens.upperBound + 1 < sentence.upperBound {
      let owned = context.chunk(tokens.upperBound + 1)?.head ?? tokens.upperBound + 1
      buffer.add(234, context.parse.lemmaHashes[owned])
      let headRole = context.names.role(context.hash(owned))
      buffer.add(235, headRole.map { UInt64($0.kind.rawValue) + 1 } ?? 0, type)
    }
    if role == .oblique {
      buffer.add(236, before, type)
      if context.words.has(context.hash(start - 1), .locative) { buffer.add(237, type, form) }
    }
    // The nearest verb: of a subject behind it, of an object before it.
    if let verb = governingVerb(of: tokens, role: role, sentence: sentence) {
      addFrame(of: verb, role: role, kind: kind)
      buffer.add(240, context.parse.lemmaHashes[verb], roleKey)
      buffer.add(241, context.parse.lemmaHashes[verb], kind)
      let group = context.parse.verbGroupOfToken[verb]
      if group >= 0 {
        let entry = context.parse.verbGroups[Int(group)]
        buffer.add(
          242, roleKey, UInt64(entry.voice.rawValue) << 4 | UInt64(entry.form.rawValue), kind)
      }
    }
    for token in max(sentence.lowerBound, start - 4)..<start {
      buffer.add(260, context.parse.lemmaHashes[token], kind)
    }
    for token in tokens.upperBound..<min(sentence.upperBound, tokens.upperBound + 4) {
      buffer.add(261, context.parse.lemmaHashes[token], kind)
    }
    addPolarity(near: tokens, role: roleKey, kind: kind, sentence: sentence)
    addClausePlace(of: tokens, role: roleKey, kind: kind, place: place)
    let isFirst: UInt64 = tokens.lowerBound == sentence.lowerBound ? 1 : 0
    buffer.add(243, isFirst, roleKey, kind)
    if let chunk, chunk.tokens.lowerBound < tokens.lowerBound {
      buffer.add(244, context.parse.lemmaHashes[chunk.tokens.lowerBound], kind)
    }
  }

  private func governingVerb(
    of tokens: Range<Int>, role: GrammaticalRole, sentence: Range<Int>
  ) -> Int? {
    if role == .subject || role == .passiveSubject {
      for token in tokens.upperBound..<min(sentence.upperBound, tokens.upperBound + 12)
      where context.isVerb(token) {
        let group = context.parse.verbGroupOfToken[token]
        return group >= 0 ? context.parse.verbGroups[Int(group)].head : token
      }
      return nil
    }
    for token in stride(
      from: tokens.lowerBound - 1, through: max(sentence.lowerBound, tokens.lowerBound - 6), by: -1)
    where context.parse.tags[token] == .verb { return token }
    return nil
  }
}

/// Grammatical roles, from what a sentence is most about to what is said in passing.
private let rolesByStrength: [GrammaticalRole] = [
  .subject, .passiveSubject, .object, .possessive, .conjunct, .oblique, .other, .modifier,
]

import Documents
import Lexicons
import Syntax

/// Finds the stretches of text that name somebody: entities, and what the gazetteers know besides.
///
/// Cost is linear: every look to the left or right is bounded.
struct NameFinder {
  let context: ActorContext

  func mentions() -> [NameMention] {
    var found = merged(entities: entityMentions(), listed: listedMentions())
    found = withIntroductions(withBodies(found))
    settleKinds(&found)
    found = withFamilies(withSurnames(withPairs(withHandles(found))))
    for index in found.indices { describe(&found[index]) }
    found += composites(of: found)
    found.sort {
      ($0.tokens.lowerBound, $1.tokens.upperBound) < ($1.tokens.lowerBound, $0.tokens.upperBound)
    }
    // A composite stands right before the name it builds on, which has the same first token.
    for index in found.indices.dropLast() where found[index].base >= 0 {
      found[index].base = index + 1
      found[index + 1].isModifier = true
      found[index + 1].isBase = true
    }
    return found
  }

  // MARK: Entities

  func entityMentions() -> [NameMention] {
    let found: [NameMention] = context.parse.entities.flatMap { split($0) }.flatMap { parts($0) }
      .compactMap { entity in
        guard context.isBody(entity.tokens.lowerBound) else { return nil }
        var tokens = entity.tokens
        while tokens.count > 1, isEdge(tokens.upperBound - 1) { tokens.removeLast() }
        let isNickname = tokens.dropFirst().contains {
          context.document.tokens[$0].kind == .quotationMark
        }
        while tokens.count > 1, !isNickname, isLeadingWord(tokens.lowerBound) {
          tokens.removeFirst()
        }
        guard
          tokens.contains(where: {
            context.document.tokens[$0].kind == .word
              || context.document.tokens[$0].kind == .handle
          })
        else { return nil }
        // A lower-case single word is seldom a name.
        if tokens.count == 1, context.document.tokens[tokens.lowerBound].casing == .lower,
          entity.probability < 0.9
        {
          return nil
        }
        if tokens.count == 1, context.pronouns[context.hash(tokens.lowerBound)] != nil {
          return nil
        }
        if entity.kind != .person { dropOffice(from: &tokens) }
        if entity.kind == .person { extend(&tokens) }
        var mention = NameMention(
          tokens: tokens, kind: entity.kind, probability: entity.probability)
        separateTitle(&mention)
        return mention
      }
    // A name whose boundary was moved may hold the one before it.
    return found.indices.filter { index in
      index + 1 == found.count
        || found[index + 1].tokens.lowerBound > found[index].tokens.lowerBound
        || found[index + 1].tokens.upperBound < found[index].tokens.upperBound
    }.map { found[$0] }
  }

  /// "Harbour Trust Director Ines Vale" is a body and a person.
  func split(_ entity: Entity) -> [Entity] {
    guard entity.tokens.count > 2, context.isBody(entity.tokens.lowerBound) else { return [entity] }
    for token in entity.tokens.dropFirst().dropLast() {
      guard
        let title = context.longestPhrase(
          at: token, before: entity.tokens.upperBound - 1, in: context.names.titles),
        title.value.isRole,
        context.names.gender(ofGivenName: context.hash(title.tokens.upperBound)) != nil,
        context.document.tokens[title.tokens.upperBound].casing != .lower
      else { continue }
      let isPerson = context.words.has(context.hash(token - 1), .particle)
      if isPerson { continue }
      return [
        Entity(
          tokens: entity.tokens.lowerBound..<token,
          kind: entity.kind == .person ? .organization : entity.kind, probability: 0.6),
        Entity(
          tokens: title.tokens.upperBound..<entity.tokens.upperBound, kind: .person,
          probability: 0.8),
      ]
    }
    return [entity]
  }

  /// Adds the surname that the recogniser left off a first name, and the first name off a surname.
  func extend(_ tokens: inout Range<Int>) {
    func isFree(_ token: Int) -> Bool {
      context.document.tokens.indices.contains(token) && context.isBody(token)
        && context.sentence(token) == context.sentence(tokens.lowerBound)
        && context.parse.entityOfToken[token] < 0 && context.parse.tags[token] == .propn
        && context.document.tokens[token].kind == .word
        && (context.document.tokens[token].casing == .capitalized
          || context.document.tokens[token].casing == .mixed)
        && context.names.titles[context.phraseHash(token..<token + 1)] == nil
    }
    guard tokens.count == 1 else { return }
    let word = context.hash(tokens.lowerBound)
    let isGiven = context.names.gender(ofGivenName: word) != nil
    if isGiven, isFree(tokens.upperBound), context.document.tokens[tokens.upperBound].followsSpace {
      tokens = tokens.lowerBound..<tokens.upperBound + 1
    } else if isFree(tokens.lowerBound - 1),
      context.names.gender(ofGivenName: context.hash(tokens.lowerBound - 1)) != nil,
      !isGiven || context.names.isSurname(word)
    {
      tokens = tokens.lowerBound - 1..<tokens.upperBound
    }
  }

  /// Leaves the office of whoever is named next out of a body's name: "Osk Water CEO Ida Holm".
  private func dropOffice(from tokens: inout Range<Int>) {
    let last = tokens.upperBound - 1
    guard tokens.count > 1, context.document.tokens.indices.contains(tokens.upperBound),
      let role = context.names.role(context.hash(last)), role.kind == .person, !role.isPlural,
      context.sentence(last) == context.sentence(tokens.upperBound),
      context.document.tokens[last - 1].casing != .lower,
      context.names.titles[context.phraseHash(tokens)] == nil
    else { return }
    let next = context.parse.entityOfToken[tokens.upperBound]
    if next >= 0, context.parse.entities[Int(next)].kind == .person { tokens.removeLast() }
  }

  func isEdge(_ token: Int) -> Bool {
    let kind = context.document.tokens[token].kind
    return context.isPossessiveMark(token) || kind == .quotationMark
      || (kind == .punctuation && context.hash(token) != ActorContext.closeParenthesis)
  }

  func isLeadingWord(_ token: Int) -> Bool {
    let tag = context.parse.tags[token]
    let hash = context.hash(token)
    return hash == ActorContext.the || hash == ActorContext.a || hash == ActorContext.an
      || context.document.tokens[token].kind == .quotationMark
      || (tag == .punct && context.document.tokens[token].kind == .punctuation)
  }

  /// Splits a title off the front of a person's name, or finds it before the name.
  func separateTitle(_ mention: inout NameMention) {
    let start = mention.tokens.lowerBound
    if mention.kind == .person, mention.tokens.count > 1,
      let inner = title(at: start, before: mention.tokens.upperBound - 1),
      context.names.gender(ofGivenName: context.hash(start)) == nil || inner.tokens.count > 1
        || mention.tokens.count == 2 && inner.isGendered
    {
      mention.title = inner.tokens
      mention.tokens = inner.tokens.upperBound..<mention.tokens.upperBound
    }
    guard mention.kind == .person else { return }
    let lower = max(context.sentenceTokens(start).lowerBound, start - 6)
    guard lower < start else { return }
    for first in lower..<start {
      if let title = title(at: first, before: start), title.tokens.upperBound == start {
        mention.title = first..<(mention.title.isEmpty ? start : mention.title.upperBound)
        return
      }
    }
  }
}

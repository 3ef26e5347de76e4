import Documents
import Lexicons
import Syntax

extension NameFinder {
  // MARK: Gazetteers

  func listedMentions() -> [NameMention] {
    var found: [NameMention] = []
    for sentence in context.document.sentences
    where context.document.paragraphs[sentence.paragraph].isBody {
      var token = sentence.tokens.lowerBound
      while token < sentence.tokens.upperBound {
        guard let mention = listedMention(at: token, before: sentence.tokens.upperBound) else {
          token += 1
          continue
        }
        found.append(mention)
        token = mention.tokens.upperBound
      }
    }
    return found
  }

  func listedMention(at token: Int, before end: Int) -> NameMention? {
    let entry = context.document.tokens[token]
    guard entry.kind == .word, entry.casing != .lower else { return nil }
    // "US" against "us": short forms count in capitals only.
    if entry.span.count <= 3, entry.casing != .upper { return nil }
    let country = context.longestPhrase(at: token, before: end, in: context.names.countries)
    let organization = context.longestPhrase(
      at: token, before: end, in: context.names.organizations)
    if let country, country.tokens.count >= (organization?.tokens.count ?? 0) {
      var mention = NameMention(tokens: country.tokens, kind: .place, probability: 0.8)
      mention.country = country.value.country
      mention.countryUses = country.value.uses
      return mention
    }
    if let organization {
      var mention = NameMention(
        tokens: organization.tokens, kind: .organization,
        probability: organization.value.isAmbiguous ? 0.2 : 0.8)
      mention.organization = organization.value.organization
      mention.organizationKind = organization.value.kind
      mention.isAmbiguous = organization.value.isAmbiguous
      return mention
    }
    return nil
  }

  /// Entities and listed names as one list without overlaps, in text order.
  func merged(entities: [NameMention], listed: [NameMention]) -> [NameMention] {
    var result: [NameMention] = []
    var next = 0
    for entity in entities {
      var entity = entity
      var isKept = true
      while next < listed.count, listed[next].tokens.upperBound <= entity.tokens.lowerBound {
        if listed[next].probability > 0.5 { result.append(listed[next]) }
        next += 1
      }
      var index = next
      while index < listed.count, listed[index].tokens.lowerBound < entity.tokens.upperBound {
        let name = listed[index]
        let covers =
          name.tokens.lowerBound <= entity.tokens.lowerBound
          && name.tokens.upperBound >= entity.tokens.upperBound
        if covers, entity.kind != .person || name.tokens.count > entity.tokens.count {
          // The list knows what the entity is; an ambiguous form needs the entity's word for it.
          if name.probability < 0.5, entity.kind != .organization { break }
          entity.tokens = name.tokens
          entity.country = name.country
          entity.countryUses = name.countryUses
          entity.organization = name.organization
          entity.organizationKind = name.organizationKind
          entity.isAmbiguous = name.isAmbiguous
          if name.organization >= 0 { entity.kind = .organization }
          break
        }
        if name.tokens.lowerBound == entity.tokens.lowerBound, name.country >= 0,
          entity.kind != .person,
          entity.tokens.dropFirst(name.tokens.count).allSatisfy({
            context.words.has(context.hash($0), .government)
              || context.words.has(context.hash($0), .people)
          })
        {
          entity.tokens = name.tokens
          entity.country = name.country
          entity.countryUses = name.countryUses
          entity.kind = .place
          break
        }
        index += 1
      }
      if let last = result.last, last.tokens.overlaps(entity.tokens) { isKept = false }
      if isKept { result.append(entity) }
      while next < listed.count, listed[next].tokens.lowerBound < entity.tokens.upperBound {
        next += 1
      }
    }
    while next < listed.count {
      if listed[next].probability > 0.5 { result.append(listed[next]) }
      next += 1
    }
    return result
  }

  // MARK: Names built on names

  /// "the Clinton campaign", "Blinken's team", "the American people".
  func composites(of mentions: [NameMention]) -> [NameMention] {
    var found: [NameMention] = []
    for mention in mentions {
      let end = mention.tokens.upperBound
      guard end < context.document.tokens.count, mention.form != .government else { continue }
      var head = -1
      if let chunk = context.chunk(end - 1), chunk.head >= end {
        head = chunk.head
      } else if context.isPossessiveMark(end), end + 1 < context.document.tokens.count,
        let chunk = context.chunk(end + 1)
      {
        head = chunk.head
      }
      guard head >= end, head < end + 4,
        context.parse.entityOfToken[head] < 0
          || context.parse.entityOfToken[head]
            == context.parse.entityOfToken[end - 1]
      else { continue }
      let isPeople = mention.country >= 0 && context.words.has(context.hash(head), .people)
      let isSide = mention.kind == .person && context.words.has(context.hash(head), .side)
      guard isPeople || isSide else { continue }
      var composite = NameMention(
        tokens: mention.tokens.lowerBound..<head + 1, kind: isPeople ? .group : .organization,
        probability: mention.probability)
      composite.nameWords = mention.nameWords.suffix(1) + [context.hash(head)]
      composite.gender = .plural
      composite.title = mention.title
      composite.base = mention.tokens.lowerBound
      composite.isModifier = context.role(of: composite.tokens) == .modifier
      found.append(composite)
    }
    return found
  }
}

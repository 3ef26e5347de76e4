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

  private func entityMentions() -> [NameMention] {
    context.parse.entities.flatMap { split($0) }.compactMap { entity in
      guard context.isBody(entity.tokens.lowerBound) else { return nil }
      var tokens = entity.tokens
      while tokens.count > 1, isEdge(tokens.upperBound - 1) { tokens.removeLast() }
      while tokens.count > 1, isLeadingWord(tokens.lowerBound) { tokens.removeFirst() }
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
      if tokens.count == 1, context.pronouns[context.hash(tokens.lowerBound)] != nil { return nil }
      if entity.kind == .person { extend(&tokens) }
      var mention = NameMention(tokens: tokens, kind: entity.kind, probability: entity.probability)
      separateTitle(&mention)
      return mention
    }
  }

  /// "Harbour Trust Director Ines Vale" is a body and a person.
  private func split(_ entity: Entity) -> [Entity] {
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
  private func extend(_ tokens: inout Range<Int>) {
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

  private func isEdge(_ token: Int) -> Bool {
    let kind = context.document.tokens[token].kind
    return context.isPossessiveMark(token) || kind == .quotationMark
      || (kind == .punctuation && context.hash(token) != ActorContext.closeParenthesis)
  }

  private func isLeadingWord(_ token: Int) -> Bool {
    let tag = context.parse.tags[token]
    let hash = context.hash(token)
    return hash == ActorContext.the || hash == ActorContext.a || hash == ActorContext.an
      || context.document.tokens[token].kind == .quotationMark
      || (tag == .punct && context.document.tokens[token].kind == .punctuation)
  }

  /// Splits a title off the front of a person's name, or finds it before the name.
  private func separateTitle(_ mention: inout NameMention) {
    let start = mention.tokens.lowerBound
    if mention.kind == .person, mention.tokens.count > 1,
      let inner = context.longestPhrase(
        at: start, before: mention.tokens.upperBound - 1, in: context.names.titles),
      context.names.gender(ofGivenName: context.hash(start)) == nil || inner.tokens.count > 1
        || mention.tokens.count == 2 && inner.value.gender != .either
    {
      mention.title = inner.tokens
      mention.tokens = inner.tokens.upperBound..<mention.tokens.upperBound
    }
    guard mention.kind == .person else { return }
    let lower = max(context.sentenceTokens(start).lowerBound, start - 6)
    guard lower < start else { return }
    for first in lower..<start {
      if let title = context.longestPhrase(at: first, before: start, in: context.names.titles),
        title.tokens.upperBound == start
      {
        mention.title = first..<(mention.title.isEmpty ? start : mention.title.upperBound)
        return
      }
    }
  }

  // MARK: Handles and families

  /// Adds handles and other words that run a name together: "@AdaPike", "#AdaPike", "GovPike".
  private func withHandles(_ mentions: [NameMention]) -> [NameMention] {
    var found = mentions
    var isTaken = [Int: Int]()
    for (index, mention) in mentions.enumerated() where mention.tokens.count == 1 {
      isTaken[mention.tokens.lowerBound] = index
    }
    let covered = Set(mentions.lazy.filter { $0.tokens.count > 1 }.flatMap { Array($0.tokens) })
    for (token, entry) in context.document.tokens.enumerated()
    where entry.sentence >= 0 && !covered.contains(token) {
      let isHandle = entry.kind == .handle || entry.kind == .hashtag
      guard isHandle || (entry.kind == .word && entry.casing == .mixed) else { continue }
      let spelled = humps(token)
      if spelled.isEmpty && entry.kind != .handle { continue }
      var mention =
        isTaken[token].map { found[$0] }
        ?? NameMention(tokens: token..<token + 1, kind: .person, probability: 0.6)
      if !spelled.isEmpty {
        mention.kind = .person
        mention.nameWords = spelled.map { TextNormalizer.hash($0.utf8) }
        mention.spelledName = spelled.joined(separator: " ")
      }
      if let index = isTaken[token] { found[index] = mention } else { found.append(mention) }
    }
    return found.sorted { $0.tokens.lowerBound < $1.tokens.lowerBound }
  }

  /// The name words that capitals mark in one word, or none when they are no first and last name.
  private func humps(_ token: Int) -> [String] {
    let text = context.document.text(ofToken: token)
    guard text.utf8.count < 40 else { return [] }
    var parts: [String] = []
    var wasLower = true
    for character in text where character.isLetter {
      if character.isUppercase && wasLower || parts.isEmpty {
        parts.append(String(character))
      } else {
        parts[parts.count - 1].append(character)
      }
      wasLower = character.isLowercase
    }
    func hash(_ word: String) -> UInt64 { TextNormalizer.hash(word.utf8) }
    guard parts.count > 1 else { return [] }
    // "realAdaPike", "AdaPikeUSA": what stands around first and last name is none of it.
    for index in parts.indices.dropLast()
    where context.names.gender(ofGivenName: hash(parts[index])) != nil
      && parts[index].count > 2 && parts[index + 1].count > 2
      && !context.words.has(hash(parts[index]), .particle)
      && parts[index].first?.isUppercase == true
    {
      return Array(parts[index...(index + 1)])
    }
    if parts.count == 2, parts[1].count > 2,
      context.names.titles[TextNormalizer.hash(parts[0].utf8)]?.isRole == true
    {
      return [parts[1]]
    }
    return []
  }

  /// Adds first names with the capitalised word behind them that the recogniser passed over.
  private func withPairs(_ mentions: [NameMention]) -> [NameMention] {
    let isTaken = taken(mentions)
    var found = mentions
    var token = 0
    while token + 1 < context.document.tokens.count {
      defer { token += 1 }
      guard !isTaken[token], !isTaken[token + 1], isProper(token), isProper(token + 1),
        context.document.tokens[token + 1].followsSpace,
        context.sentence(token) == context.sentence(token + 1),
        context.names.gender(ofGivenName: context.hash(token)) != nil,
        context.names.titles[context.phraseHash(token..<token + 1)] == nil,
        context.names.role(context.hash(token + 1)) == nil
      else { continue }
      var mention = NameMention(tokens: token..<token + 2, kind: .person, probability: 0.6)
      separateTitle(&mention)
      found.append(mention)
      token += 1
    }
    return found.sorted { $0.tokens.lowerBound < $1.tokens.lowerBound }
  }

  /// Adds surnames of the article's persons that the recogniser passed over.
  private func withSurnames(_ mentions: [NameMention]) -> [NameMention] {
    var surnames: Set<UInt64> = []
    for mention in mentions where mention.kind == .person && mention.tokens.count > 1 {
      surnames.insert(context.hash(mention.tokens.upperBound - 1))
    }
    guard !surnames.isEmpty else { return mentions }
    let isTaken = taken(mentions)
    var found = mentions
    for token in context.document.tokens.indices
    where !isTaken[token] && isProper(token) && surnames.contains(context.hash(token)) {
      var mention = NameMention(tokens: token..<token + 1, kind: .person, probability: 0.6)
      separateTitle(&mention)
      found.append(mention)
    }
    return found.sorted { $0.tokens.lowerBound < $1.tokens.lowerBound }
  }

  private func taken(_ mentions: [NameMention]) -> [Bool] {
    var isTaken = [Bool](repeating: false, count: context.document.tokens.count)
    for mention in mentions { for token in mention.full { isTaken[token] = true } }
    return isTaken
  }

  /// Whether a token outside headlines is capitalised as a name is: the tagger may take a name that is
  /// also a word ("Price") for one, but not where a sentence begins.
  private func isProper(_ token: Int) -> Bool {
    let entry = context.document.tokens[token]
    guard entry.sentence >= 0, entry.kind == .word,
      entry.casing == .capitalized || entry.casing == .mixed,
      context.parse.entityOfToken[token] < 0,
      context.document.paragraphs[Int(entry.paragraph)].role != .headline
    else { return false }
    if context.parse.tags[token] == .propn { return true }
    let before = token - 1
    let beginsSentence =
      token == context.sentenceTokens(token).lowerBound
      || context.document.tokens[before].kind == .quotationMark
    if beginsSentence { return context.parse.tags[token] == .noun }
    // Where all words are capitalised, a capital says nothing.
    return context.document.tokens[before].casing == .lower
      || (before > 0 && context.document.tokens[before - 1].casing == .lower)
  }

  /// Adds families: "the Okaforts" beside a person of that surname in the singular.
  private func withFamilies(_ mentions: [NameMention]) -> [NameMention] {
    var surnames: Set<UInt64> = []
    for mention in mentions where mention.kind == .person && mention.tokens.count > 1 {
      surnames.insert(context.hash(mention.tokens.upperBound - 1))
    }
    guard !surnames.isEmpty else { return mentions }
    var taken: [Int: Int] = [:]
    for (index, mention) in mentions.enumerated() {
      for token in mention.tokens { taken[token] = index }
    }
    var found = mentions
    for (token, entry) in context.document.tokens.enumerated()
    where token > 0 && entry.sentence >= 0 && entry.casing == .capitalized
      && context.hash(token - 1) == ActorContext.the
    {
      let bytes = context.document.normalizedBytes[entry.normalized.range]
      guard bytes.last == UInt8(ascii: "s"), surnames.contains(TextHash.hash(bytes.dropLast()))
      else { continue }
      if let index = taken[token] {
        if found[index].tokens.count == 1 { found[index].kind = .group }
      } else {
        found.append(NameMention(tokens: token..<token + 1, kind: .group, probability: 0.8))
      }
    }
    return found.sorted { $0.tokens.lowerBound < $1.tokens.lowerBound }
  }

  // MARK: Gazetteers

  private func listedMentions() -> [NameMention] {
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

  private func listedMention(at token: Int, before end: Int) -> NameMention? {
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
  private func merged(entities: [NameMention], listed: [NameMention]) -> [NameMention] {
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

  // MARK: Description

  private func describe(_ mention: inout NameMention) {
    for token in mention.tokens where mention.spelledName == nil {
      guard
        context.document.tokens[token].kind == .word
          || context.document.tokens[token].kind == .handle
      else { continue }
      let hash = strippedHash(token)
      if mention.tokens.count > 1, context.words.has(hash, .suffix) { continue }
      mention.nameWords.append(hash)
    }
    if mention.nameWords.isEmpty {
      mention.nameWords = mention.tokens.map { context.hash($0) }
    }
    mention.isModifier = context.role(of: mention.tokens) == .modifier
    if mention.country >= 0 { describeCountry(&mention) }
    if mention.kind == .person {
      describePerson(&mention)
    } else if mention.organization >= 0, mention.tokens.count == 1,
      mention.organizationKind == .party,
      !context.document.text(ofToken: mention.tokens.lowerBound).allSatisfy(\.isUppercase)
    {
      mention.form = .demonym
    }
    addAppositions(&mention)
  }

  /// The hash of a word without an Arabic article in front.
  private func strippedHash(_ token: Int) -> UInt64 {
    let bytes = context.document.normalizedBytes[context.document.tokens[token].normalized.range]
    if bytes.count > 5, let dash = bytes.prefix(4).firstIndex(of: UInt8(ascii: "-")),
      dash - bytes.startIndex >= 2, context.words.has(TextHash.hash(bytes[..<dash]), .particle)
    {
      return TextHash.hash(bytes[(dash + 1)...])
    }
    return context.document.tokens[token].hash
  }

  private func describeCountry(_ mention: inout NameMention) {
    if mention.countryUses == .seat {
      // "the White House" is an institution of its own.
      mention.kind = .organization
      mention.country = -1
      return
    }
    mention.kind = .place
    let end = mention.tokens.upperBound
    if mention.countryUses.contains(.name) {
      mention.form = .name
    } else if mention.countryUses.contains(.capital) {
      mention.form = .capital
    } else if mention.countryUses.contains(.seat) {
      mention.form = .government
    } else {
      mention.form = .demonym
    }
    // "the Iraqi government", "U.S. officials", "Burma's military regime".
    guard end < context.document.tokens.count else { return }
    var head = -1
    if let chunk = context.chunk(mention.tokens.upperBound - 1), chunk.head >= end {
      head = chunk.head
    } else if context.isPossessiveMark(end), end + 1 < context.document.tokens.count,
      let chunk = context.chunk(end + 1)
    {
      head = chunk.head
    }
    guard head >= end, head < end + 5 else { return }
    if context.words.has(context.hash(head), .government),
      context.document.tokens[head].casing == .lower || head == end
    {
      mention.tokens = mention.tokens.lowerBound..<head + 1
      mention.form = .government
      mention.isModifier = context.role(of: mention.tokens) == .modifier
    }
  }

  private func describePerson(_ mention: inout NameMention) {
    for token in mention.title {
      let hash = context.hash(token)
      addRole(hash, to: &mention)
      if let title = context.names.titles[context.phraseHash(token..<token + 1)] {
        setGender(title.gender, of: &mention)
      }
    }
    if !mention.title.isEmpty {
      mention.roles.append(context.phraseHash(mention.title))
      if let title = context.names.titles[context.phraseHash(mention.title)] {
        setGender(title.gender, of: &mention)
      }
    }
    if mention.gender == .unknown, mention.nameWords.count > 1 || mention.title.isEmpty,
      let first = mention.nameWords.first,
      let gender = context.names.gender(ofGivenName: first)
    {
      if mention.nameWords.count > 1 || !context.names.isSurname(first) {
        setGender(gender, of: &mention)
      }
    }
  }

  private func setGender(_ gender: NameLexicon.Gender, of mention: inout NameMention) {
    guard mention.gender == .unknown else { return }
    switch gender {
    case .female: mention.gender = .female
    case .male: mention.gender = .male
    case .either: break
    }
  }

  private func addRole(_ hash: UInt64, to mention: inout NameMention) {
    let nouns = context.words.nouns(ofTitle: hash)
    let role = context.names.role(hash)
    guard role != nil || !nouns.isEmpty else { return }
    mention.roles.append(role?.singular ?? hash)
    for noun in nouns {
      mention.roles.append(noun)
      mention.roles += context.words.nouns(ofTitle: noun)
    }
    if mention.kind == .person, mention.gender == .unknown {
      if context.words.has(hash, .female) { mention.gender = .female }
      if context.words.has(hash, .male) { mention.gender = .male }
    }
  }

  /// "spokesman Ned Price", "Ned Price, the department's spokesman", "the mayor, Tomas Rehn".
  private func addAppositions(_ mention: inout NameMention) {
    guard mention.kind == .person || mention.kind == .organization else { return }
    let sentence = context.sentenceTokens(mention.tokens.lowerBound)
    if mention.kind == .person, let chunk = context.chunk(mention.tokens.upperBound - 1),
      mention.tokens.contains(chunk.head), chunk.tokens.lowerBound < mention.tokens.lowerBound
    {
      for token in chunk.tokens.lowerBound..<mention.tokens.lowerBound
      where context.parse.tags[token] == .noun || context.parse.tags[token] == .propn {
        if context.isPossessiveMark(token + 1) { continue }
        addRole(context.hash(token), to: &mention)
      }
    }
    // After the name: a comma, an age perhaps, and a noun chunk whose head is a role.
    var next = mention.tokens.upperBound
    if next < sentence.upperBound, context.isComma(next) {
      next += 1
      if next + 1 < sentence.upperBound, context.document.tokens[next].kind == .number,
        context.isComma(next + 1)
      {
        next += 2
      }
      if next + 3 < sentence.upperBound, context.parse.tags[next] == .pron,
        context.parse.tags[next + 1] == .aux
      {
        next += 2
      }
      if let chunk = nextChunk(from: next, before: sentence.upperBound) {
        addChunkRole(chunk, to: &mention)
      }
    } else if next + 1 < sentence.upperBound, context.parse.tags[next] == .aux,
      let chunk = nextChunk(from: next + 1, before: sentence.upperBound)
    {
      addChunkRole(chunk, to: &mention)
    }
    // Before the name: a noun chunk and a comma.
    let start = mention.full.lowerBound
    if start - 2 >= sentence.lowerBound, context.isComma(start - 1),
      let chunk = context.chunk(start - 2), chunk.head == start - 2,
      context.parse.entityOfToken[chunk.head] < 0
    {
      addChunkRole(chunk, to: &mention)
    }
  }

  private func nextChunk(from token: Int, before end: Int) -> NounChunk? {
    for index in token..<min(end, token + 2) {
      if let chunk = context.chunk(index) { return chunk }
      if context.parse.tags[index] != .det && context.parse.tags[index] != .adv { return nil }
    }
    return nil
  }

  private func addChunkRole(_ chunk: NounChunk, to mention: inout NameMention) {
    guard let role = context.names.role(context.hash(chunk.head)), !role.isPlural,
      role.kind == (mention.kind == .person ? .person : .group)
    else { return }
    addRole(context.hash(chunk.head), to: &mention)
    if chunk.head > chunk.tokens.lowerBound {
      mention.roles.append(context.phraseHash(chunk.head - 1..<chunk.head + 1))
    }
  }

  // MARK: Names built on names

  /// "the Clinton campaign", "Blinken's team", "the American people".
  private func composites(of mentions: [NameMention]) -> [NameMention] {
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
      composite.base = mention.tokens.lowerBound
      composite.isModifier = context.role(of: composite.tokens) == .modifier
      found.append(composite)
    }
    return found
  }
}

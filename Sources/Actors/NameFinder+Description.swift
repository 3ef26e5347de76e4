import Documents
import Lexicons
import Syntax

extension NameFinder {
  // MARK: Description

  func describe(_ mention: inout NameMention) {
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
  func strippedHash(_ token: Int) -> UInt64 {
    let bytes = context.document.normalizedBytes[context.document.tokens[token].normalized.range]
    if bytes.count > 5, let dash = bytes.prefix(4).firstIndex(of: UInt8(ascii: "-")),
      dash - bytes.startIndex >= 2, context.words.has(TextHash.hash(bytes[..<dash]), .particle)
    {
      return TextHash.hash(bytes[(dash + 1)...])
    }
    return context.document.tokens[token].hash
  }

  func describeCountry(_ mention: inout NameMention) {
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

  func describePerson(_ mention: inout NameMention) {
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

  func setGender(_ gender: NameLexicon.Gender, of mention: inout NameMention) {
    guard mention.gender == .unknown else { return }
    switch gender {
    case .female: mention.gender = .female
    case .male: mention.gender = .male
    case .either: break
    }
  }

  func addRole(_ hash: UInt64, to mention: inout NameMention) {
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
  func addAppositions(_ mention: inout NameMention) {
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

  func nextChunk(from token: Int, before end: Int) -> NounChunk? {
    for index in token..<min(end, token + 2) {
      if let chunk = context.chunk(index) { return chunk }
      if context.parse.tags[index] != .det && context.parse.tags[index] != .adv { return nil }
    }
    return nil
  }

  func addChunkRole(_ chunk: NounChunk, to mention: inout NameMention) {
    guard let role = context.names.role(context.hash(chunk.head)), !role.isPlural,
      role.kind == (mention.kind == .person ? .person : .group)
    else { return }
    addRole(context.hash(chunk.head), to: &mention)
    if chunk.head > chunk.tokens.lowerBound {
      mention.roles.append(context.phraseHash(chunk.head - 1..<chunk.head + 1))
    }
  }
}

import Documents
import Lexicons
import Syntax

extension NameFinder {
  // MARK: Handles and families

  /// Adds handles and other words that run a name together: "@AdaPike", "#AdaPike", "GovPike".
  func withHandles(_ mentions: [NameMention]) -> [NameMention] {
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
  func humps(_ token: Int) -> [String] {
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
  func withPairs(_ mentions: [NameMention]) -> [NameMention] {
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
  func withSurnames(_ mentions: [NameMention]) -> [NameMention] {
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

  func taken(_ mentions: [NameMention]) -> [Bool] {
    var isTaken = [Bool](repeating: false, count: context.document.tokens.count)
    for mention in mentions { for token in mention.full { isTaken[token] = true } }
    return isTaken
  }

  /// Whether a token outside headlines is capitalised as a name is: the tagger may take a name that is
  /// also a word ("Price") for one, but not where a sentence begins.
  func isProper(_ token: Int) -> Bool {
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
  func withFamilies(_ mentions: [NameMention]) -> [NameMention] {
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
}

import Documents
import Lexicons

// What names go on with.
extension EntityPass {
  /// Takes away single words that begin a sentence, are no names as a rule, and are nowhere else in
  /// the document written as one: "Port" of "Port director Ines Marsden".
  mutating func removeCommonWords() {
    var written: Set<UInt64> = []
    for token in tags.indices
    where words.positions[token] == 0 && isCapitalized(token)
      && document.tokens[token].sentence >= 0
    {
      written.insert(document.tokens[token].hash)
    }
    entities.removeAll { entity in
      let token = entity.tokens.lowerBound
      return entity.tokens.count == 1 && words.positions[token] & 1 == 1 && words.habits[token] == 1
        && document.tokens[token].casing == .capitalized
        && !written.contains(document.tokens[token].hash)
        && lists[token].isDisjoint(with: Gazetteer.Categories.names)
    }
  }

  func isTitle(_ token: Int) -> Bool {
    if titleEnds.contains(token) { return true }
    let lists = self.lists[token]
    guard !lists.isDisjoint(with: [.title, .role]) else { return false }
    // "candidate Tory Marsden", "artist Lama Haddad": one office is named already.
    let isAlsoName =
      lists.contains(.party)
      || lists.contains(.given) && lists.isDisjoint(with: [.surname, .honorific])
    if isAlsoName, token > 0,
      document.tokens[token - 1].casing == .lower,
      document.tokens[token - 1].sentence == document.tokens[token].sentence,
      self.lists[token - 1].contains(.role), tags[token - 1] == .noun
    {
      return false
    }
    if hasStop(token) || lists.isDisjoint(with: [.given, .surname]) { return true }
    // "Sultan Haitham": some titles are given names too.
    return lists.contains(.title) && token + 1 < tags.count
      && self.lists[token + 1].contains(.given)
  }

  func hasStop(_ token: Int) -> Bool {
    document.bytes[Int(document.tokens[token].span.end) - 1] == UInt8(ascii: ".")
  }

  /// Where a person's name begins with a given name after words that are no names of persons:
  /// "DGP Dilbagh Singh".
  func givenName(after tokens: Range<Int>) -> Int? {
    guard tokens.count >= 3,
      let given = tokens.dropLast().first(where: { lists[$0].contains(.given) }),
      given > tokens.lowerBound
    else { return nil }
    let isPrefix = (tokens.lowerBound..<given).allSatisfy { token in
      lists[token].isDisjoint(with: [.given, .surname])
        && (words.habits[token] & 1 == 1
          || document.tokens[token].casing == .upper
            && document.tokens[token].normalized.count > 1
            && document.bytes[Int(document.tokens[token].span.end) - 1] != UInt8(ascii: ".")
          || !lists[token].isDisjoint(with: [.body, .city, .place, .country, .organization]))
    }
    return isPrefix ? given : nil
  }

  /// The last title in a name that is not its last word.
  func lastTitle(in tokens: Range<Int>) -> Int? {
    tokens.dropLast().last { isTitle($0) }
  }

  func firstTitle(in tokens: Range<Int>) -> Int? {
    tokens.dropLast().first { isTitle($0) }
  }

  /// Joins to a person's name the capitalised words beside it that belong to no other entity.
  mutating func extend() {
    for index in entities.indices {
      var tokens = entities[index].tokens
      switch entities[index].kind {
      case .person:
        while isFreeName(tokens.lowerBound - 1, besides: tokens.lowerBound),
          lists[tokens.lowerBound - 1].isDisjoint(
            with: [.title, .role, .body, .adjective, .people]),
          !isDescribing(tokens.lowerBound - 1), !titleEnds.contains(tokens.lowerBound - 1),
          !lists[tokens.lowerBound].contains(.given) || isNameLike(tokens.lowerBound - 1)
        {
          tokens = (tokens.lowerBound - 1)..<tokens.upperBound
        }
        while isFreeName(tokens.upperBound, besides: tokens.upperBound - 1) {
          tokens = tokens.lowerBound..<(tokens.upperBound + 1)
        }
      case .organization:
        if let end = complementEnd(of: tokens) ?? enumerationEnd(of: tokens)
          ?? domainEnd(of: tokens) ?? companyEnd(of: tokens)
        {
          tokens = tokens.lowerBound..<end
          takeIn(tokens, to: index)
          continue
        }
        // "the Ministry of Electronics" and, after "and", "Information Technology".
        let next = tokens.upperBound
        if next + 1 < tags.count, tags[next] == .cconj, entityOfToken[next] < 0,
          tokens.contains(where: { lists[$0].contains(.body) }),
          tokens.contains(where: { tags[$0] == .adp }), !isTitle(next + 1),
          isFreeName(next + 1, besides: next) || isPart(next + 1)
        {
          if entityOfToken[next + 1] >= 0 {
            let other = Int(entityOfToken[next + 1])
            takeIn(tokens.lowerBound..<entities[other].tokens.upperBound, to: index)
            continue
          }
          tokens = tokens.lowerBound..<(next + 2)
          while isFreeName(tokens.upperBound, besides: tokens.upperBound - 1) {
            tokens = tokens.lowerBound..<(tokens.upperBound + 1)
          }
        }
      case .place, .group: break
      }
      // "the Clark County Coroner" and "'s Office".
      let mark = tokens.upperBound
      if mark + 1 < tags.count, isPossessive(mark), words.habits[mark - 1] == 1, tokens.count > 1,
        isFreeName(mark + 1, besides: mark), lists[mark + 1].contains(.body)
      {
        entities[index].kind = .organization
        tokens = tokens.lowerBound..<(mark + 2)
      }
      guard tokens != entities[index].tokens else { continue }
      entities[index].tokens = tokens
      for token in tokens { entityOfToken[token] = Int32(index) }
    }
  }

  /// Gives tokens to an entity; others that it now covers are empty.
  mutating func takeIn(_ tokens: Range<Int>, to index: Int) {
    for token in tokens where entityOfToken[token] >= 0 && entityOfToken[token] != Int32(index) {
      entities[Int(entityOfToken[token])].tokens = tokens.lowerBound..<tokens.lowerBound
    }
    entities[index].tokens = tokens
    for token in tokens { entityOfToken[token] = Int32(index) }
  }

  /// Where a body's name ends when what it is for follows: "the National Fund" and "for the Promotion of
  /// Reading".
  func complementEnd(of tokens: Range<Int>) -> Int? {
    guard let last = tokens.last, lists[last].contains(.body) else { return nil }
    var start = tokens.upperBound
    guard start + 1 < tags.count, complementWords.contains(document.tokens[start].hash),
      document.tokens[start].casing == .lower
    else { return nil }
    start += 1
    if start + 1 < tags.count, tags[start] == .det { start += 1 }
    guard isComplement(start, besides: last) else { return nil }
    var end = start + 1
    while end < tags.count {
      if isComplement(end, besides: last) {
        end += 1
      } else if end + 1 < tags.count, entityOfToken[end] < 0,
        particles.contains(document.tokens[end].hash) || tags[end] == .cconj,
        isComplement(end + 1, besides: last)
      {
        end += 2
      } else {
        break
      }
    }
    // "the Velm River Nation" and "for the Widget Scheme" are two.
    return undertakings.contains(document.tokens[end - 1].hash) ? nil : end
  }

  /// Where a body's name ends when it says what the body is of or about: "Velm University" and "of the
  /// Lowlands", "the Select Committee" and "on Velmark".
  func domainEnd(of tokens: Range<Int>) -> Int? {
    guard let last = tokens.last, lists[last].contains(.body), tokens.count > 1 else { return nil }
    var start = tokens.upperBound
    guard start + 1 < tags.count, document.tokens[start].casing == .lower, tags[start] == .adp,
      document.tokens[start].sentence == document.tokens[last].sentence
    else { return nil }
    if complementWords.contains(document.tokens[start].hash) {
      guard panels.contains(document.tokens[last].hash) else { return nil }
      start += 1
    } else {
      guard particles.contains(document.tokens[start].hash), tags[start + 1] == .det else {
        return nil
      }
      start += 2
    }
    guard start < tags.count, entityOfToken[start] >= 0 else { return nil }
    let domain = entities[Int(entityOfToken[start])]
    let isPart = domain.kind == .place && domain.tokens.lowerBound == start
    // "the National Library" is of the Netherlands, "Velm University of the Lowlands" is called so.
    let isOwner = tags[start - 1] == .det && isCountry(domain.tokens)
    return isPart && !isOwner ? domain.tokens.upperBound : nil
  }

  /// Where a company's name ends that goes on with a number or a comma and "Ltd".
  func companyEnd(of tokens: Range<Int>) -> Int? {
    var end = tokens.upperBound
    guard end < tags.count, !companyEnds.contains(document.tokens[end - 1].hash) else { return nil }
    if end + 1 < tags.count, isComma(end) || document.tokens[end].kind == .number { end += 1 }
    guard companyEnds.contains(document.tokens[end].hash), isCapitalized(end),
      document.tokens[end].sentence == document.tokens[tokens.lowerBound].sentence
    else { return nil }
    return end + 1
  }

  /// Where a body's name ends when it goes on with a list: "the Ministry of Agriculture" and ", Forestry
  /// and Fisheries".
  func enumerationEnd(of tokens: Range<Int>) -> Int? {
    guard let last = tokens.last, tokens.contains(where: { lists[$0].contains(.body) }),
      tokens.contains(where: { tags[$0] == .adp })
    else { return nil }
    var end = tokens.upperBound
    var isEnded = false
    while !isEnded, end + 1 < tags.count, isComma(end) || tags[end] == .cconj {
      isEnded = tags[end] == .cconj
      if !isEnded, tags[end + 1] == .cconj {
        isEnded = true
        end += 1
      }
      var next = end + 1
      while next < tags.count, isCommon(next), isComplement(next, besides: last) {
        if tags[next] == .cconj { isEnded = true }
        next += 1
      }
      guard next > end + 1 else { return nil }
      end = next
    }
    return isEnded && isComma(tokens.upperBound) ? end : nil
  }

  /// Whether a token may say what a body is for: capitalised, no one's name and in no other entity than
  /// an organization of common words.
  func isComplement(_ token: Int, besides other: Int) -> Bool {
    guard document.tokens[token].sentence == document.tokens[other].sentence,
      lists[token].isDisjoint(with: [.given, .surname, .title])
    else { return false }
    if isFreeName(token, besides: other) { return true }
    guard entityOfToken[token] >= 0 else { return false }
    return isPart(entities[Int(entityOfToken[token])].tokens.lowerBound)
  }

  /// Whether a word may be capitalised only for its place in a name: "Forestry", not "Oxfam" or "FIFA".
  func isCommon(_ token: Int) -> Bool {
    words.habits[token] == 1
      || words.habits[token] == 0 && lists[token].isEmpty
        && document.tokens[token].casing == .capitalized
  }

  /// Whether a word before a given name may be part of the name too.
  func isNameLike(_ token: Int) -> Bool {
    !lists[token].isDisjoint(with: [.given, .surname])
      || words.habits[token] & 1 == 0 && words.positions[token] & 1 == 0
        && lists[token].isDisjoint(with: [.place, .city, .country])
        && (document.tokens[token].casing != .upper || document.tokens[token].normalized.count <= 2)
  }

  /// Whether an organization begins at a token that no list knows, so that it may be the second half
  /// of a name.
  func isPart(_ token: Int) -> Bool {
    guard entityOfToken[token] >= 0 else { return false }
    let entity = entities[Int(entityOfToken[token])]
    return entity.kind == .organization && entity.tokens.lowerBound == token
      && entity.tokens.allSatisfy { isCommon($0) && !lists[$0].contains(.body) }
  }

  /// Whether a token beside another is a proper noun of the same sentence and in no entity.
  func isFreeName(_ token: Int, besides other: Int) -> Bool {
    guard token >= 0, token < tags.count, entityOfToken[token] < 0, tags[token] == .propn,
      document.tokens[token].sentence == document.tokens[other].sentence, isCapitalized(token),
      document.tokens[token].kind == .word, words.mode(token) == .ordinary,
      words.habits[token] != 1 || words.positions[token] & 1 == 0
    else { return false }
    return !calendar.contains(document.tokens[token].hash)
  }
}

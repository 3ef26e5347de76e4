import Documents
import Lexicons

// Names that the recogniser did not see.
extension EntityPass {
  /// Makes entities of capitalised words that nothing else explains, when there are two or more.
  mutating func addCapitalized() {
    for sentence in document.sentences {
      var token = sentence.tokens.lowerBound
      while token < sentence.tokens.upperBound {
        let start = token
        token += 1
        let isFullName =
          start + 1 < sentence.tokens.upperBound && isGivenOnly(start) && isFreeWord(start)
          && words.habits[start] != 1 && isSurname(start + 1, after: start)
        guard isFullName || beginsName(start, sentence.tokens) else { continue }
        var end = start + 1
        // "Ned Price": after a given name the next word is one, whatever it means in lower case.
        if end < sentence.tokens.upperBound, isSurname(end, after: start) { end += 1 }
        while end < sentence.tokens.upperBound {
          if isFreeName(end, besides: start) {
            end += 1
          } else if end + 1 < sentence.tokens.upperBound, entityOfToken[end] < 0,
            particles.contains(document.tokens[end].hash), isFreeName(end + 1, besides: start)
          {
            end += 2
          } else {
            break
          }
        }
        token = end
        var tokens = start..<end
        var hasTitle = start > sentence.tokens.lowerBound && isTitle(start - 1)
        // "the General Works Administration": no person is called so.
        if hasTitle, isBodyName(tokens), isFreeWord(start - 1), start > 1, tags[start - 2] == .det {
          tokens = (start - 1)..<tokens.upperBound
          hasTitle = false
        }
        while tokens.count > 1, isTitle(tokens.lowerBound), tokens.lowerBound >= start {
          tokens = (tokens.lowerBound + 1)..<tokens.upperBound
          hasTitle = true
        }
        while tokens.count > 1, particles.contains(document.tokens[tokens.lowerBound].hash) {
          tokens = (tokens.lowerBound + 1)..<tokens.upperBound
        }
        if tokens.contains(where: { events.contains(document.tokens[$0].hash) }) { continue }
        if tokens.count == 1, let kind = loneName(tokens.lowerBound, sentence.tokens) {
          entities.append(Entity(tokens: tokens, kind: kind, probability: 0.3))
          entityOfToken[tokens.lowerBound] = Int32(entities.count - 1)
          continue
        }
        // "the Imperial Ballroom": known words of which none tells whose name it is.
        let isTold =
          hasTitle || tokens.count > 2
          || tokens.contains {
            words.habits[$0] == 0 || document.tokens[$0].casing == .upper
              || !lists[$0].isDisjoint(with: [.given, .surname, .body])
          }
        if !isTold { continue }
        if tokens.count == 1,
          !hasTitle || isTitle(tokens.lowerBound) || words.habits[tokens.lowerBound] == 1
            || lists[tokens.lowerBound].contains(.body)
        {
          continue
        }
        // "Chicken Curry": capitalised for show, unless a body's name is made of common words.
        let isCommon = tokens.allSatisfy {
          words.habits[$0] == 1 && !lists[$0].contains(.given)
        }
        if isCommon, tokens.count == 2 || tokens.contains(where: isTitle),
          !tokens.contains(where: { lists[$0].contains(.body) })
        {
          continue
        }
        entities.append(
          Entity(tokens: tokens, kind: guess(tokens, hasTitle: hasTitle), probability: 0.3))
        for token in tokens { entityOfToken[token] = Int32(entities.count - 1) }
      }
    }
  }

  /// Whether the last word of a name tells that it is a body's.
  func isBodyName(_ tokens: Range<Int>) -> Bool {
    guard let last = tokens.last, tokens.count > 1 else { return false }
    return lists[last].contains(.body) && lists[last].isDisjoint(with: [.given, .surname])
      && !tokens.contains { tags[$0] == .adp }
  }

  /// The kind of a word that only its casing shows to be a name: "The Advocate" inside a sentence, or
  /// a word with digits ("Future45").
  func loneName(_ token: Int, _ sentence: Range<Int>) -> Entity.Kind? {
    guard token > sentence.lowerBound, document.tokens[token].span.count > 2,
      lists[token].isDisjoint(with: [.people, .adjective, .member])
    else { return nil }
    let before = token - 1
    let isNamedWithArticle =
      before > sentence.lowerBound && tags[before] == .det
      && document.tokens[before].casing == .capitalized && words.positions[before] == 0
      && tags[before - 1] != .punct
    if isNamedWithArticle { return .organization }
    let range = document.tokens[token].normalized.range
    let hasDigit = document.normalizedBytes[range].contains { $0 &- 0x30 < 10 }
    return hasDigit && words.habits[token] == 0 && document.tokens[token].kind == .word
      && document.tokens[token].casing == .capitalized ? .organization : nil
  }

  func isFreeWord(_ token: Int) -> Bool {
    entityOfToken[token] < 0 && document.tokens[token].casing == .capitalized
      && document.tokens[token].kind == .word
  }

  func isSurname(_ token: Int, after given: Int) -> Bool {
    lists[given].contains(.given)
      && lists[given].isDisjoint(with: [.place, .city, .country, .title])
      && document.tokens[given].span.count > 2 && words.mode(token) != .upper
      && isFreeWord(token) && !isTitle(token)
      && !calendar.contains(document.tokens[token].hash)
      && lists[token].isDisjoint(with: [.body, .adjective, .people, .member])
  }

  func beginsName(_ token: Int, _ sentence: Range<Int>) -> Bool {
    guard isFreeName(token, besides: token) else { return false }
    let isFirst = words.positions[token] & 1 == 1
    if isFirst && words.habits[token] == 3 { return false }
    // What follows a name directly is the rest of it, cut off by the recogniser.
    if token > sentence.lowerBound, entityOfToken[token - 1] >= 0 { return false }
    return lists[token].isDisjoint(with: [.adjective, .people]) && !peoples.contains(token)
      && !particles.contains(document.tokens[token].hash)
  }

  /// What a name of unknown words most likely is.
  func guess(_ tokens: Range<Int>, hasTitle: Bool) -> Entity.Kind {
    if hasTitle { return .person }
    let isBody = tokens.contains {
      lists[$0].contains(.body) || tags[$0] == .adp
        || document.tokens[$0].casing == .upper && document.tokens[$0].normalized.count > 1
    }
    if isBody { return .organization }
    if tokens.contains(where: { !lists[$0].isDisjoint(with: [.given, .surname]) }) {
      return .person
    }
    let isAfterArticle =
      tokens.lowerBound > 0 && tags[tokens.lowerBound - 1] == .det
      && document.tokens[tokens.lowerBound - 1].sentence
        == document.tokens[tokens.lowerBound].sentence
    return tokens.count <= 3 && !isAfterArticle && tokens.allSatisfy { words.habits[$0] != 1 }
      ? .person : .organization
  }

  func isEdge(_ token: Int) -> Bool {
    switch document.tokens[token].kind {
    case .punctuation: document.bytes[Int(document.tokens[token].span.start)] != UInt8(ascii: ")")
    case .quotationMark: true
    case .word:
      tags[token] == .part && document.tokens[token].normalized.count > 1
        || calendar.contains(document.tokens[token].hash)
    default: false
    }
  }

  /// "the Harbour Master's Office": whoever holds the office, what belongs to it is a body.
  mutating func addOffices() {
    for sentence in document.sentences {
      for mark in sentence.tokens.dropFirst(2).dropLast()
      where isPossessive(mark) && isCapitalized(mark - 1)
        && !lists[mark - 1].isDisjoint(with: [.title, .role])
      {
        var start = mark - 1
        while start - 1 >= sentence.tokens.lowerBound, mark - start < 8, isCapitalized(start - 1),
          document.tokens[start - 1].kind == .word, tags[start - 1] != .det,
          tags[start - 1] != .pron
        {
          start -= 1
        }
        var end = mark + 1
        while end < sentence.tokens.upperBound, end - mark < 8, isCapitalized(end),
          document.tokens[end].kind == .word, words.positions[end] == 0
        {
          end += 1
        }
        guard end > mark + 1, lists[end - 1].contains(.body), start > sentence.tokens.lowerBound,
          tags[start - 1] == .det
        else { continue }
        let tokens = start..<end
        let inside = Set(tokens.map { Int(entityOfToken[$0]) }.filter { $0 >= 0 })
        guard
          inside.allSatisfy({
            start <= entities[$0].tokens.lowerBound && entities[$0].tokens.upperBound <= end
          })
        else { continue }
        for index in inside { entities[index].tokens = start..<start }
        entities.append(Entity(tokens: tokens, kind: .organization, probability: 0.5))
        for token in tokens { entityOfToken[token] = Int32(entities.count - 1) }
      }
    }
  }

  /// Adds names that the lists know and the recogniser passed over.
  mutating func addListed() {
    for match in phrases where !isInEvent(match.tokens) {
      guard let kind = kind(of: match.categories), isName(match.tokens) else { continue }
      guard
        isFree(match.tokens)
          || kind == .organization && !match.categories.contains(.title) && takesPart(match.tokens)
      else { continue }
      entities.append(Entity(tokens: match.tokens, kind: kind, probability: 0.5))
      for token in match.tokens { entityOfToken[token] = Int32(entities.count - 1) }
    }
    for sentence in document.sentences {
      for token in sentence.tokens where entityOfToken[token] < 0 {
        if isSite(token) {
          entities.append(
            Entity(tokens: token..<(token + 1), kind: .organization, probability: 0.5))
          entityOfToken[token] = Int32(entities.count - 1)
          continue
        }
        let lists = self.lists[token]
        guard isCapitalized(token) || isCarelessPlace(token, lists) else { continue }
        let isInstitution =
          lists.contains(.ambiguous) && words.positions[token] == 0
          && token > sentence.tokens.lowerBound
          && (tags[token - 1] == .det && !isShowy(token) || isBeforeMedium(token, sentence.tokens))
        guard document.tokens[token].kind == .word, words.habits[token] != 1 || isInstitution,
          !peoples.contains(token)
        else { continue }
        let kind: Entity.Kind
        if lists.contains(.country), lists.isDisjoint(with: [.given, .surname]) {
          kind = .place
        } else if !lists.isDisjoint(with: [.organization, .party]), !lists.contains(.ambiguous),
          lists.isDisjoint(with: [.given, .surname, .city, .place, .title]),
          !lists.contains(.role) || words.habits[token] == 2 && words.positions[token] == 0
        {
          kind = .organization
        } else if lists.contains(.city), lists.isDisjoint(with: [.given, .surname, .title]),
          words.mode(token) != .ordinary || words.positions[token] == 0
        {
          kind = .place
        } else if isInstitution {
          kind = .organization
        } else {
          continue
        }
        let isPronoun = document.tokens[token].normalized.count == 2 && tags[token] == .pron
        let isNounModifier =
          tags[token] == .adj || lists.contains(.adjective) && tags[token] != .propn
        if isPronoun || isNounModifier { continue }
        entities.append(Entity(tokens: token..<(token + 1), kind: kind, probability: 0.5))
        entityOfToken[token] = Int32(entities.count - 1)
      }
    }
  }

  /// Whether the recogniser found one part of a listed name, which is then taken back: "USA" of "Harbour USA".
  mutating func takesPart(_ tokens: Range<Int>) -> Bool {
    guard let first = tokens.first(where: { entityOfToken[$0] >= 0 }),
      tags[tokens.lowerBound] != .det
    else { return false }
    let part = Int(entityOfToken[first])
    let isPart =
      tokens.lowerBound <= entities[part].tokens.lowerBound
      && entities[part].tokens.upperBound <= tokens.upperBound && entities[part].tokens != tokens
      && tokens.allSatisfy { entityOfToken[$0] < 0 || entityOfToken[$0] == part }
    if isPart { entities[part].tokens = tokens.lowerBound..<tokens.lowerBound }
    return isPart
  }

  /// "Lanternpost.com" in a sentence: whoever publishes there.
  func isSite(_ token: Int) -> Bool {
    guard document.tokens[token].kind == .url,
      document.bytes[Int(document.tokens[token].span.start)] &- UInt8(ascii: "A") < 26
    else { return false }
    let bytes = document.normalizedBytes[document.tokens[token].normalized.range]
    guard let stop = bytes.lastIndex(of: UInt8(ascii: ".")) else { return false }
    return siteEnds.contains(TextHash.hash(bytes[(stop + 1)...]))
  }

  /// "EVERY TIME", and "the People's Republic": capitalised, but not as a name of its own.
  func isShowy(_ token: Int) -> Bool {
    guard words.habits[token] == 1 else { return false }
    let isOwner = token + 2 < tags.count && isPossessive(token + 1) && isCapitalized(token + 2)
    return document.tokens[token].casing != .capitalized || isOwner
  }

  /// "Harbourer newspaper": a single word and what it is the name of.
  func isBeforeMedium(_ token: Int, _ sentence: Range<Int>) -> Bool {
    token + 1 < sentence.upperBound && media.contains(document.tokens[token + 1].hash)
      && document.tokens[token + 1].casing == .lower
  }

  /// "france" written without its capital by one who uses few.
  func isCarelessPlace(_ token: Int, _ lists: Gazetteer.Categories) -> Bool {
    document.tokens[token].casing == .lower && tags[token] == .propn
      && !lists.isDisjoint(with: [.country, .city]) && words.habits[token] & 1 == 0
      && document.tokens[token].normalized.count > 3
  }

  /// "the 1992 Harbour City general election": a year before a name and an event after it.
  func isInEvent(_ tokens: Range<Int>) -> Bool {
    let sentence = document.tokens[tokens.lowerBound].sentence
    let before = tokens.lowerBound - 1
    guard before >= 0, document.tokens[before].kind == .number,
      document.tokens[before].normalized.count == 4
    else { return false }
    return (tokens.upperBound..<min(tokens.upperBound + 3, tags.count)).contains {
      document.tokens[$0].sentence == sentence && events.contains(document.tokens[$0].hash)
    }
  }

  func kind(of lists: Gazetteer.Categories) -> Entity.Kind? {
    if lists.contains(.people) { return .group }
    if !lists.isDisjoint(with: [.organization, .party]), !lists.contains(.ambiguous) {
      return .organization
    }
    if !lists.isDisjoint(with: [.country, .city]) { return .place }
    if lists.contains(.place) { return .place }
    return nil
  }

  /// Whether the first and last words are written as names are.
  func isName(_ tokens: Range<Int>) -> Bool {
    isCapitalized(tokens.lowerBound) && isCapitalized(tokens.upperBound - 1)
      && words.mode(tokens.lowerBound) != .upper
      || words.mode(tokens.lowerBound) == .upper && tokens.count > 1
  }
}

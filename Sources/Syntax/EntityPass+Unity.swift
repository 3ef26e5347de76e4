import Documents
import Lexicons

// One name, one thing.
extension EntityPass {
  /// One kind for one name: the reading with the most weight, longer names first.
  mutating func unify() {
    // Words that stand alone for a place somewhere, and "Radio Velmark" named after it.
    var placeWords: Set<UInt64> = []
    for entity in entities where entity.tokens.count == 1 && told(entity) == .place {
      placeWords.insert(document.tokens[entity.tokens.lowerBound].hash)
    }
    // Surnames and given names of full names in the document.
    var personWords: Set<UInt64> = []
    for index in entities.indices
    where entities[index].kind != .group && entities[index].tokens.count >= 2 {
      let entity = entities[index]
      guard let last = entity.tokens.last, let first = entity.tokens.first else { continue }
      if entity.kind == .place, entity.tokens.count == 2, isGivenOnly(first),
        lists[last].isDisjoint(with: [.body, .city, .country, .place]),
        !listed.contains(entity.tokens)
      {
        entities[index].kind = .person
      }
      guard entities[index].kind == .person else { continue }
      if placeWords.contains(document.tokens[last].hash), !lists[first].contains(.given) {
        entities[index].kind = .organization
        continue
      }
      personWords.insert(document.tokens[last].hash)
      // A given name, or a surname that stands first ("Park Ji-hyun").
      if !lists[first].isDisjoint(with: [.given, .surname]) {
        personWords.insert(document.tokens[first].hash)
      }
    }
    var votes: [UInt64: [Float]] = [:]
    for entity in entities where entity.kind != .group {
      votes[key(entity.tokens), default: [0, 0, 0, 0]][Int(entity.kind.rawValue)] +=
        entity.probability + 0.01
      if let kind = told(entity) {
        votes[key(entity.tokens), default: [0, 0, 0, 0]][Int(kind.rawValue)] += 3
      }
    }
    for index in entities.indices where entities[index].kind != .group {
      let tokens = entities[index].tokens
      if tokens.count == 1, personWords.contains(document.tokens[tokens.lowerBound].hash),
        lists[tokens.lowerBound].isDisjoint(with: .country)
      {
        entities[index].kind = .person
        continue
      }
      if isCountry(tokens) {
        entities[index].kind = .place
        continue
      }
      guard let vote = votes[key(tokens)] else { continue }
      var best = Int(entities[index].kind.rawValue)
      for kind in 0..<4 where vote[kind] > vote[best] * 1.5 { best = kind }
      entities[index].kind = Entity.Kind(rawValue: UInt8(best)) ?? entities[index].kind
    }
  }

  func isGivenOnly(_ token: Int) -> Bool {
    lists[token].contains(.given)
      && lists[token].isDisjoint(with: [.place, .city, .country, .title, .body, .organization])
  }

  /// The kind that the words after a name tell: "Liwa al-Sabirin, a militia", "Velmark's parliament".
  func told(_ entity: Entity) -> Entity.Kind? {
    let end = entity.tokens.upperBound
    guard end + 1 < tags.count, document.tokens[end].sentence == document.tokens[end - 1].sentence
    else { return nil }
    let names = entity.tokens.reduce(into: Gazetteer.Categories()) { $0.formUnion(lists[$1]) }
    if tags[end] == .part, document.tokens[end].normalized.count > 1 {
      let isState =
        names.isDisjoint(with: [.given, .surname, .organization, .party, .body])
        && polities.contains(document.tokens[end + 1].hash)
      return isState && entity.tokens.count <= 2 ? .place : nil
    }
    guard isComma(end), tags[end + 1] == .det else { return nil }
    var head: Int?
    for token in (end + 2)..<min(end + 7, tags.count) {
      guard document.tokens[token].sentence == document.tokens[end].sentence else { break }
      if tags[token] == .noun || tags[token] == .propn {
        head = token
      } else if tags[token] != .adj && tags[token] != .part {
        break
      }
    }
    guard let head, entityOfToken[head] < 0 else { return nil }
    if lists[head].contains(.body), !lists[head].contains(.role), names.isDisjoint(with: .given) {
      return .organization
    }
    return lists[head].contains(.role) && !lists[head].contains(.body)
      && names.isDisjoint(with: [.country, .body]) && entity.kind != .place ? .person : nil
  }

  /// Whether a whole name is a country's and no one's given name or surname.
  func isCountry(_ tokens: Range<Int>) -> Bool {
    if tokens.count == 1 {
      let lists = self.lists[tokens.lowerBound]
      return lists.contains(.country) && lists.isDisjoint(with: [.given, .surname])
    }
    return countries.contains(tokens)
  }

  func key(_ tokens: Range<Int>) -> UInt64 {
    var key: UInt64 = 0
    for token in tokens { key = TextHash.combine(key, document.tokens[token].hash) }
    return key
  }

  /// Marks further occurrences of the document's names where they are written as names.
  mutating func spread() {
    var kinds: [UInt64: Entity.Kind] = [:]
    var longest = 1
    for entity in entities where entity.kind != .group && entity.tokens.count <= 6 {
      let isSafe = entity.tokens.count > 1 || isTelling(entity.tokens.lowerBound)
      guard isSafe else { continue }
      kinds[key(entity.tokens)] = entity.kind
      longest = max(longest, entity.tokens.count)
      if entity.kind == .person, entity.tokens.count >= 2, let last = entity.tokens.last,
        isTelling(last)
      {
        kinds[TextHash.combine(0, document.tokens[last].hash)] = .person
      }
      // "the Popular Harvest Front (PHF)": the letters in brackets stand for the name.
      let open = entity.tokens.upperBound
      if entity.kind == .organization, open + 2 < tags.count,
        document.tokens[open].kind == .punctuation,
        document.bytes[Int(document.tokens[open].span.start)] == UInt8(ascii: "("),
        document.tokens[open + 1].casing == .upper, document.tokens[open + 1].normalized.count >= 2,
        document.bytes[Int(document.tokens[open + 2].span.start)] == UInt8(ascii: ")")
      {
        kinds[TextHash.combine(0, document.tokens[open + 1].hash)] = .organization
      }
    }
    for sentence in document.sentences {
      var token = sentence.tokens.lowerBound
      while token < sentence.tokens.upperBound {
        guard entityOfToken[token] < 0, isCapitalized(token) else {
          token += 1
          continue
        }
        var state: UInt64 = 0
        var found: (end: Int, kind: Entity.Kind)?
        var end = token
        while end < sentence.tokens.upperBound, end - token < longest, entityOfToken[end] < 0 {
          state = TextHash.combine(state, document.tokens[end].hash)
          end += 1
          if let kind = kinds[state] { found = (end, kind) }
        }
        if let found {
          entities.append(
            Entity(tokens: token..<found.end, kind: found.kind, probability: 0.5))
          token = found.end
        } else {
          token += 1
        }
      }
    }
  }

  /// Whether a single word names the same one wherever it is capitalised.
  func isTelling(_ token: Int) -> Bool {
    words.habits[token] != 1 && document.tokens[token].normalized.count > 1
      && lists[token].isDisjoint(with: [.title, .role, .body])
      && !events.contains(document.tokens[token].hash)
      && !calendar.contains(document.tokens[token].hash)
  }

  /// Peoples, parties' members and other groups, by the lists.
  mutating func nameGroups() {
    for index in entities.indices where entities[index].tokens.count == 1 {
      let token = entities[index].tokens.lowerBound
      if isGroup(token) { entities[index].kind = .group }
    }
    for sentence in document.sentences {
      for token in sentence.tokens where entityOfToken[token] < 0 && isCapitalized(token) {
        guard isGroup(token) || isMember(token, sentence.tokens) else { continue }
        entities.append(Entity(tokens: token..<(token + 1), kind: .group, probability: 0.8))
      }
    }
    index()
  }

  /// "Iraqis", "Democrats": a plural that names a people or a party's members.
  func isGroup(_ token: Int) -> Bool {
    let lists = self.lists[token]
    if lists.contains(.people), lists.isDisjoint(with: [.surname, .country]) { return true }
    let range = document.tokens[token].normalized.range
    let isPlural =
      range.count > 4 && document.normalizedBytes[range.upperBound - 1] == UInt8(ascii: "s")
    return isPlural && document.tokens[token].casing != .upper
      && lists.contains(.party)
      && lists.isDisjoint(with: [.surname, .given])
  }

  /// "an Iraqi": the noun for one of a people, before no other noun.
  func isMember(_ token: Int, _ sentence: Range<Int>) -> Bool {
    guard lists[token].contains(.member), lists[token].isDisjoint(with: [.given, .surname]),
      tags[token] == .noun || tags[token] == .propn
    else { return false }
    let next = token + 1
    guard next < sentence.upperBound else { return true }
    return tags[next] != .noun && tags[next] != .propn && tags[next] != .adj
  }
}

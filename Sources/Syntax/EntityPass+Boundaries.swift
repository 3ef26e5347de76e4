import Documents
import Lexicons

// Where names begin and end.
extension EntityPass {
  /// Takes titles, with what stands before them, off persons' names, and possessives and marks off
  /// both ends of all.
  mutating func trim() {
    split()
    cutDescriptions()
    removeCommonWords()
    var bodies: [Entity] = []
    for index in entities.indices {
      var tokens = entities[index].tokens
      if entities[index].kind == .person, let title = lastTitle(in: tokens),
        title + 2 < tokens.upperBound && lists[title].isDisjoint(with: [.given, .surname])
          || (tokens.lowerBound..<title).allSatisfy({
            isTitle($0) || lists[$0].isDisjoint(with: [.given, .surname])
          }), !(title + 2 == tokens.upperBound && isTitle(title + 1))
      {
        // "PAHO Director Carissa Etienne": what stands before the title is the body she directs.
        let body = tokens.lowerBound..<(firstTitle(in: tokens) ?? title)
        if !body.isEmpty, body.allSatisfy({ isCapitalized($0) && tags[$0] != .pron }),
          body.contains(where: { lists[$0].isDisjoint(with: [.given, .surname]) })
        {
          bodies.append(Entity(tokens: body, kind: .organization, probability: 0.4))
        }
        tokens = (title + 1)..<tokens.upperBound
      }
      if entities[index].kind == .person, let given = givenName(after: tokens) {
        tokens = given..<tokens.upperBound
      }
      while tokens.count > 1, isEdge(tokens.upperBound - 1) {
        tokens = tokens.lowerBound..<(tokens.upperBound - 1)
      }
      while tokens.count > 1, isEdge(tokens.lowerBound) {
        tokens = (tokens.lowerBound + 1)..<tokens.upperBound
      }
      entities[index].tokens = tokens
    }
    entities.append(contentsOf: bodies)
    entities.removeAll { entity in
      !entity.tokens.contains {
        document.tokens[$0].kind == .word || document.tokens[$0].kind == .number
      }
    }
  }

  /// Cuts "the Assembly of First Nations Cindy Woodhouse" before the given name, and joins "Robert M."
  /// and "Levy".
  mutating func split() {
    var added: [Entity] = []
    for index in entities.indices {
      let tokens = entities[index].tokens
      let given = tokens.upperBound - 2
      if entities[index].kind == .organization, tokens.count >= 4,
        tokens.contains(where: { lists[$0].contains(.body) }),
        lists[given].contains(.given),
        lists[given].isDisjoint(with: [.place, .city, .body, .surname]),
        lists[given + 1].isDisjoint(with: [.body, .place, .city, .organization])
      {
        entities[index].tokens = tokens.lowerBound..<given
        added.append(Entity(tokens: given..<tokens.upperBound, kind: .person, probability: 0.5))
      }
      // "the Dock Workers Treasurer Cindy Woodhouse": an office and its holder after the body's name.
      if entities[index].kind == .organization, let title = titleBeforePerson(in: tokens) {
        entities[index].tokens = tokens.lowerBound..<(firstTitle(in: tokens) ?? title)
        added.append(
          Entity(tokens: (title + 1)..<tokens.upperBound, kind: .person, probability: 0.5))
        continue
      }
      // "in Port Velm Noor Haddad": a place and, in another part of the sentence, a person.
      if entities[index].kind == .place, let person = personAfterPlace(in: tokens) {
        entities[index].tokens = tokens.lowerBound..<person
        added.append(Entity(tokens: person..<tokens.upperBound, kind: .person, probability: 0.5))
        continue
      }
      // "the Widget Scheme" is no part of "the Velm River Nation for the Widget Scheme".
      if entities[index].kind == .organization, let last = tokens.last,
        undertakings.contains(document.tokens[last].hash),
        let joint = tokens.dropFirst().first(where: {
          complementWords.contains(document.tokens[$0].hash)
            && document.tokens[$0].casing == .lower && lists[$0 - 1].contains(.body)
        })
      {
        entities[index].tokens = tokens.lowerBound..<joint
        continue
      }
      // "the World Harbour Union's Advisory Council on Dredging" are two.
      if entities[index].kind == .organization,
        let mark = tokens.dropFirst().dropLast().first(where: { isPossessive($0) }),
        listed.contains(tokens.lowerBound..<mark) || isCountry(tokens.lowerBound..<mark)
          || lists[mark - 1].contains(.body) && mark - tokens.lowerBound > 2,
        ((mark + 1)..<tokens.upperBound).contains(where: { lists[$0].contains(.body) })
      {
        let owner = tokens.lowerBound..<mark
        entities[index].tokens = (mark + 1)..<tokens.upperBound
        added.append(
          Entity(
            tokens: owner, kind: isCountry(owner) ? .place : .organization, probability: 0.5))
        continue
      }
      // "the Conservative Union, Rurik Stahl": no name goes on with a given name after a comma.
      if let comma = tokens.first(where: { isComma($0) }), comma + 1 < tokens.upperBound,
        comma > tokens.lowerBound, lists[comma + 1].contains(.given)
      {
        entities[index].tokens = tokens.lowerBound..<comma
        added.append(
          Entity(tokens: (comma + 1)..<tokens.upperBound, kind: .person, probability: 0.5))
      }
      if index + 1 < entities.count, entities[index].kind == .person,
        entities[index + 1].kind == .person,
        entities[index + 1].tokens.lowerBound == tokens.upperBound,
        document.bytes[Int(document.tokens[tokens.upperBound - 1].span.end) - 1]
          == UInt8(ascii: ".")
      {
        entities[index + 1].tokens = tokens.lowerBound..<entities[index + 1].tokens.upperBound
        entities[index].tokens = tokens.lowerBound..<tokens.lowerBound
      }
    }
    entities.append(contentsOf: added)
  }

  /// The last title in a name that a given name and a surname follow to its end.
  func titleBeforePerson(in tokens: Range<Int>) -> Int? {
    guard let title = lastTitle(in: tokens), title + 2 < tokens.upperBound,
      lists[title + 1].contains(.given), title > tokens.lowerBound || !hasStop(title)
    else { return nil }
    let isPerson = ((title + 1)..<tokens.upperBound).allSatisfy { token in
      !lists[token].isDisjoint(with: [.given, .surname])
        || words.habits[token] & 1 == 0 && isCapitalized(token) && !lists[token].contains(.body)
    }
    return isPerson ? title : nil
  }

  /// Where a person's name begins after a place's that the recogniser has joined with it.
  func personAfterPlace(in tokens: Range<Int>) -> Int? {
    guard tokens.count >= 3,
      let given = tokens.dropLast().dropFirst().first(where: { lists[$0].contains(.given) }),
      (given..<tokens.upperBound).allSatisfy({
        !lists[$0].isDisjoint(with: [.given, .surname])
          && lists[$0].isDisjoint(with: [.place, .city, .country, .body])
      }),
      (tokens.lowerBound..<given).allSatisfy({
        lists[$0].isDisjoint(with: [.given, .surname])
          && !lists[$0].isDisjoint(with: [.place, .city, .country])
      })
    else { return nil }
    return given
  }

  func isPossessive(_ token: Int) -> Bool {
    tags[token] == .part && document.tokens[token].normalized.count > 1
  }

  /// Cuts off what describes a name from before it: "Lagos-based", and "Harbour School principal" of
  /// "Harbour School principal Ines Marsden".
  mutating func cutDescriptions() {
    var added: [Entity] = []
    for index in entities.indices {
      if let end = entities[index].tokens.dropLast().last(where: isDescribing) {
        entities[index].tokens = (end + 1)..<entities[index].tokens.upperBound
      }
      let tokens = entities[index].tokens
      guard
        let office = tokens.dropFirst().dropLast().last(where: { token in
          document.tokens[token].casing == .lower
            && !lists[token].isDisjoint(with: [.title, .role, .body])
        }), isCapitalized(office + 1), !particles.contains(document.tokens[office].hash)
      else { continue }
      let rest = (office + 1)..<tokens.upperBound
      if rest.contains(where: { lists[$0].contains(.body) }) {
        guard lists[office].isDisjoint(with: .body) else { continue }
        entities[index] = Entity(tokens: rest, kind: .organization, probability: 0.5)
      } else {
        let kind = entities[index].kind == .person ? .organization : entities[index].kind
        added.append(
          Entity(
            tokens: tokens.lowerBound..<(lists[office].contains(.body) ? office + 1 : office),
            kind: kind, probability: 0.5))
        entities[index] = Entity(tokens: rest, kind: .person, probability: 0.5)
      }
    }
    entities.append(contentsOf: added)
    // "the U.S.-led coalition" is not the U.S.
    entities = entities.filter { !($0.tokens.last.map(isDescribing) ?? true) }
  }

  /// "Lagos-based", "53-year-old".
  func isDescribing(_ token: Int) -> Bool {
    let bytes = document.normalizedBytes[document.tokens[token].normalized.range]
    guard let hyphen = bytes.lastIndex(of: UInt8(ascii: "-")) else { return false }
    return compoundEnds.contains(TextHash.hash(bytes[(hyphen + 1)...]))
  }

  func isComma(_ token: Int) -> Bool {
    document.tokens[token].kind == .punctuation
      && document.bytes[Int(document.tokens[token].span.start)] == UInt8(ascii: ",")
  }

  /// Joins "José", "Pepe" between quotation marks, and "Mujica".
  mutating func joinNicknames() {
    index()
    for index in entities.indices where entities[index].kind == .person {
      var end = entities[index].tokens.upperBound
      // The recogniser may have taken the quotation marks in.
      while end > entities[index].tokens.lowerBound + 1,
        document.tokens[end - 1].kind == .quotationMark
      {
        end -= 1
        if end > entities[index].tokens.lowerBound + 2,
          document.tokens[end - 2].kind == .quotationMark
        {
          end -= 2
        }
      }
      // Or the first of them alone, with the nickname.
      if end > entities[index].tokens.lowerBound + 2, end < tags.count,
        document.tokens[end].kind == .quotationMark,
        document.tokens[end - 2].kind == .quotationMark
      {
        end -= 2
      }
      guard end + 3 < tags.count, document.tokens[end].kind == .quotationMark,
        document.tokens[end + 2].kind == .quotationMark, isCapitalized(end + 1),
        isCapitalized(end + 3), document.tokens[end + 3].kind == .word,
        document.tokens[end].sentence == document.tokens[end + 3].sentence
      else { continue }
      let other = entityOfToken[end + 3]
      var last = end + 4
      if other >= 0, Int(other) != index {
        guard entities[Int(other)].kind == .person else { continue }
        last = entities[Int(other)].tokens.upperBound
        entities[Int(other)].tokens = last..<last
      }
      entities[index].tokens = entities[index].tokens.lowerBound..<last
      for token in entities[index].tokens {
        let inside = Int(entityOfToken[token])
        if inside >= 0, inside != index { entities[inside].tokens = last..<last }
        entityOfToken[token] = Int32(index)
      }
    }
    self.index()
  }
}

import Documents
import Lexicons

/// The second pass over a document's entities, which makes one name mean one thing.
///
/// The recogniser sees a sentence at a time. Here the whole document decides: a surname that stands
/// beside its full name elsewhere is a person's, a name with several readings takes the one it has most
/// often, acronyms take the kind of what they stand for. Countries, organizations and peoples that the
/// lists know are added where the recogniser was silent.
struct EntityPass {
  let document: Document
  let tags: [PartOfSpeech]
  let words: WordFeatures
  let lists: [Gazetteer.Categories]
  let phrases: [Gazetteer.Match]
  private(set) var entities: [Entity]
  private var entityOfToken: [Int32] = []

  init(
    _ document: Document, _ tags: [PartOfSpeech], _ words: WordFeatures,
    lists: [Gazetteer.Categories], phrases: [Gazetteer.Match], entities: [Entity]
  ) {
    self.document = document
    self.tags = tags
    self.words = words
    self.lists = lists
    self.phrases = phrases
    self.entities = entities
  }

  /// Runs all steps.
  mutating func run() {
    trim()
    index()
    addListed()
    index()
    unify()
    index()
    spread()
    index()
    nameGroups()
  }

  private mutating func index() {
    entities.sort { $0.tokens.lowerBound < $1.tokens.lowerBound }
    entityOfToken = [Int32](repeating: -1, count: tags.count)
    for (index, entity) in entities.enumerated() {
      for token in entity.tokens { entityOfToken[token] = Int32(index) }
    }
  }

  private func isFree(_ tokens: Range<Int>) -> Bool {
    tokens.allSatisfy { entityOfToken[$0] < 0 }
  }

  private func isCapitalized(_ token: Int) -> Bool {
    switch document.tokens[token].casing {
    case .capitalized, .upper, .mixed: true
    case .lower, .none: false
    }
  }

  /// Takes titles off the beginning of persons' names, and possessives and marks off the ends.
  private mutating func trim() {
    for index in entities.indices {
      var tokens = entities[index].tokens
      if entities[index].kind == .person {
        while tokens.count > 1, lists[tokens.lowerBound].contains(.title),
          lists[tokens.lowerBound].isDisjoint(with: .given)
            || document.bytes[Int(document.tokens[tokens.lowerBound].span.end) - 1] == 0x2E
        {
          tokens = (tokens.lowerBound + 1)..<tokens.upperBound
        }
      }
      while tokens.count > 1, isEdge(tokens.upperBound - 1) {
        tokens = tokens.lowerBound..<(tokens.upperBound - 1)
      }
      while tokens.count > 1, isEdge(tokens.lowerBound) {
        tokens = (tokens.lowerBound + 1)..<tokens.upperBound
      }
      entities[index].tokens = tokens
    }
    entities.removeAll { entity in
      !entity.tokens.contains {
        document.tokens[$0].kind == .word || document.tokens[$0].kind == .number
      }
    }
  }

  private func isEdge(_ token: Int) -> Bool {
    switch document.tokens[token].kind {
    case .punctuation: document.bytes[Int(document.tokens[token].span.start)] != UInt8(ascii: ")")
    case .quotationMark: true
    case .word: tags[token] == .part
    default: false
    }
  }

  /// Adds names that the lists know and the recogniser passed over.
  private mutating func addListed() {
    for match in phrases where isFree(match.tokens) {
      guard let kind = kind(of: match.categories), isName(match.tokens) else { continue }
      entities.append(Entity(tokens: match.tokens, kind: kind, probability: 0.5))
      for token in match.tokens { entityOfToken[token] = Int32(entities.count - 1) }
    }
    for sentence in document.sentences {
      for token in sentence.tokens where entityOfToken[token] < 0 && isCapitalized(token) {
        guard document.tokens[token].kind == .word, words.habits[token] != 1 else { continue }
        let lists = self.lists[token]
        let kind: Entity.Kind
        if lists.contains(.country), lists.isDisjoint(with: [.given, .surname]) {
          kind = .place
        } else if !lists.isDisjoint(with: [.organization, .party]),
          lists.isDisjoint(with: [.given, .surname, .city, .place, .title, .role])
        {
          kind = .organization
        } else if lists.contains(.city), lists.isDisjoint(with: [.given, .surname, .title]),
          words.mode(token) != .ordinary || words.positions[token] == 0
        {
          kind = .place
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

  private func kind(of lists: Gazetteer.Categories) -> Entity.Kind? {
    if lists.contains(.people) { return .group }
    if !lists.isDisjoint(with: [.organization, .party]) { return .organization }
    if !lists.isDisjoint(with: [.country, .city]) { return .place }
    if lists.contains(.place) { return .place }
    return nil
  }

  /// Whether the first and last words are written as names are.
  private func isName(_ tokens: Range<Int>) -> Bool {
    isCapitalized(tokens.lowerBound) && isCapitalized(tokens.upperBound - 1)
      && words.mode(tokens.lowerBound) != .upper
      || words.mode(tokens.lowerBound) == .upper && tokens.count > 1
  }

  /// One kind for one name: the reading with the most weight, longer names first.
  private mutating func unify() {
    var votes: [UInt64: [Float]] = [:]
    for entity in entities where entity.kind != .group {
      votes[key(entity.tokens), default: [0, 0, 0, 0]][Int(entity.kind.rawValue)] +=
        entity.probability + 0.01
    }
    // Surnames and given names of full names in the document.
    var personWords: Set<UInt64> = []
    for entity in entities where entity.kind == .person && entity.tokens.count >= 2 {
      guard let last = entity.tokens.last, let first = entity.tokens.first else { continue }
      personWords.insert(document.tokens[last].hash)
      if lists[first].contains(.given) { personWords.insert(document.tokens[first].hash) }
    }
    for index in entities.indices where entities[index].kind != .group {
      let tokens = entities[index].tokens
      if tokens.count == 1, personWords.contains(document.tokens[tokens.lowerBound].hash),
        lists[tokens.lowerBound].isDisjoint(with: .country)
      {
        entities[index].kind = .person
        continue
      }
      guard let vote = votes[key(tokens)] else { continue }
      var best = Int(entities[index].kind.rawValue)
      for kind in 0..<4 where vote[kind] > vote[best] * 1.5 { best = kind }
      entities[index].kind = Entity.Kind(rawValue: UInt8(best)) ?? entities[index].kind
    }
  }

  private func key(_ tokens: Range<Int>) -> UInt64 {
    var key: UInt64 = 0
    for token in tokens { key = TextHash.combine(key, document.tokens[token].hash) }
    return key
  }

  /// Marks further occurrences of the document's names where they are written as names.
  private mutating func spread() {
    var kinds: [UInt64: Entity.Kind] = [:]
    var longest = 1
    for entity in entities where entity.kind != .group && entity.tokens.count <= 6 {
      let isSafe =
        entity.tokens.count > 1 || words.habits[entity.tokens.lowerBound] != 1
      guard isSafe else { continue }
      kinds[key(entity.tokens)] = entity.kind
      longest = max(longest, entity.tokens.count)
      if entity.kind == .person, entity.tokens.count >= 2, let last = entity.tokens.last,
        words.habits[last] != 1
      {
        kinds[TextHash.combine(0, document.tokens[last].hash)] = .person
      }
      // "the Popular Harvest Front (PHF)": the letters in brackets stand for the name.
      let open = entity.tokens.upperBound
      if entity.kind == .organization, open + 2 < tags.count,
        document.tokens[open].kind == .punctuation,
        document.bytes[Int(document.tokens[open].span.start)] == UInt8(ascii: "("),
        document.tokens[open + 1].casing == .upper, document.tokens[open + 1].span.count >= 2,
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

  /// Peoples, parties' members and other groups, by the lists.
  private mutating func nameGroups() {
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
  private func isGroup(_ token: Int) -> Bool {
    let lists = self.lists[token]
    if lists.contains(.people), lists.isDisjoint(with: [.surname, .country]) { return true }
    let range = document.tokens[token].normalized.range
    let isPlural =
      range.count > 4 && document.normalizedBytes[range.upperBound - 1] == UInt8(ascii: "s")
    return isPlural && document.tokens[token].casing != .upper
      && !lists.isDisjoint(with: [.party, .ambiguous]) && lists.contains(.party)
      && lists.isDisjoint(with: [.surname, .given])
  }

  /// "an Iraqi": the noun for one of a people, before no other noun.
  private func isMember(_ token: Int, _ sentence: Range<Int>) -> Bool {
    guard lists[token].contains(.member), lists[token].isDisjoint(with: [.given, .surname]),
      tags[token] == .noun || tags[token] == .propn
    else { return false }
    let next = token + 1
    guard next < sentence.upperBound else { return true }
    return tags[next] != .noun && tags[next] != .propn && tags[next] != .adj
  }
}

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
  /// Names of several words that the lists hold.
  private let listed: Set<Range<Int>>
  private let countries: Set<Range<Int>>
  /// The tokens of titles of several words.
  private let titleEnds: Set<Int>
  private(set) var entities: [Entity]
  private var entityOfToken: [Int32] = []
  private let calendar = FunctionWords.builtIn.calendar
  private let particles = FunctionWords.builtIn.nameParticles
  private let polities = FunctionWords.builtIn.polities
  private let events = FunctionWords.builtIn.events
  private let compoundEnds = FunctionWords.builtIn.compoundEnds
  private let complementWords = FunctionWords.builtIn.complementWords
  private let siteEnds = FunctionWords.builtIn.siteEnds
  /// The tokens of adjectives and nouns of peoples of several words: "South Korean".
  private let peoples: Set<Int>

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
    titleEnds = Set(phrases.filter { $0.categories.contains(.title) }.flatMap(\.tokens))
    peoples = Set(
      phrases.filter { !$0.categories.isDisjoint(with: [.adjective, .member, .people]) }
        .flatMap(\.tokens))
    listed = Set(phrases.map(\.tokens))
    countries = Set(phrases.filter { $0.categories.contains(.country) }.map(\.tokens))
  }

  /// Runs all steps.
  mutating func run() {
    trim()
    index()
    extend()
    addListed()
    index()
    addCapitalized()
    joinNicknames()
    unify()
    spread()
    index()
    extend()
    index()
    // Once more, for what was added since.
    unify()
    nameGroups()
  }

  private mutating func index() {
    entities.removeAll { $0.tokens.isEmpty }
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

  /// Takes titles, with what stands before them, off persons' names, and possessives and marks off
  /// both ends of all.
  private mutating func trim() {
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
  private mutating func split() {
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

  private func isPossessive(_ token: Int) -> Bool {
    tags[token] == .part && document.tokens[token].normalized.count > 1
  }

  /// Cuts off what describes a name from before it: "Lagos-based", and "Harbour School principal" of
  /// "Harbour School principal Ines Marsden".
  private mutating func cutDescriptions() {
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
  private func isDescribing(_ token: Int) -> Bool {
    let bytes = document.normalizedBytes[document.tokens[token].normalized.range]
    guard let hyphen = bytes.lastIndex(of: UInt8(ascii: "-")) else { return false }
    return compoundEnds.contains(TextHash.hash(bytes[(hyphen + 1)...]))
  }

  private func isComma(_ token: Int) -> Bool {
    document.tokens[token].kind == .punctuation
      && document.bytes[Int(document.tokens[token].span.start)] == UInt8(ascii: ",")
  }

  /// Joins "José", "Pepe" between quotation marks, and "Mujica".
  private mutating func joinNicknames() {
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

  /// Takes away single words that begin a sentence, are no names as a rule, and are nowhere else in
  /// the document written as one: "Port" of "Port director Ines Marsden".
  private mutating func removeCommonWords() {
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

  private func isTitle(_ token: Int) -> Bool {
    if titleEnds.contains(token) { return true }
    let lists = self.lists[token]
    guard !lists.isDisjoint(with: [.title, .role]) else { return false }
    let hasStop = document.bytes[Int(document.tokens[token].span.end) - 1] == UInt8(ascii: ".")
    if hasStop || lists.isDisjoint(with: [.given, .surname]) { return true }
    // "Sultan Haitham": some titles are given names too.
    return lists.contains(.title) && token + 1 < tags.count
      && self.lists[token + 1].contains(.given)
  }

  /// Where a person's name begins with a given name after words that are no names of persons:
  /// "DGP Dilbagh Singh".
  private func givenName(after tokens: Range<Int>) -> Int? {
    guard tokens.count >= 3,
      let given = tokens.dropLast().first(where: { lists[$0].contains(.given) }),
      given > tokens.lowerBound
    else { return nil }
    let isPrefix = (tokens.lowerBound..<given).allSatisfy { token in
      lists[token].isDisjoint(with: [.given, .surname])
        && (words.habits[token] == 1
          || document.tokens[token].casing == .upper
            && document.tokens[token].normalized.count > 1
            && document.bytes[Int(document.tokens[token].span.end) - 1] != UInt8(ascii: ".")
          || !lists[token].isDisjoint(with: [.body, .city, .place, .country, .organization]))
    }
    return isPrefix ? given : nil
  }

  /// The last title in a name that is not its last word.
  private func lastTitle(in tokens: Range<Int>) -> Int? {
    tokens.dropLast().last { isTitle($0) }
  }

  private func firstTitle(in tokens: Range<Int>) -> Int? {
    tokens.dropLast().first { isTitle($0) }
  }

  /// Joins to a person's name the capitalised words beside it that belong to no other entity.
  private mutating func extend() {
    for index in entities.indices {
      var tokens = entities[index].tokens
      switch entities[index].kind {
      case .person:
        while isFreeName(tokens.lowerBound - 1, besides: tokens.lowerBound),
          lists[tokens.lowerBound - 1].isDisjoint(
            with: [.title, .role, .body, .adjective, .people]),
          !isDescribing(tokens.lowerBound - 1),
          !lists[tokens.lowerBound].contains(.given) || isNameLike(tokens.lowerBound - 1)
        {
          tokens = (tokens.lowerBound - 1)..<tokens.upperBound
        }
        while isFreeName(tokens.upperBound, besides: tokens.upperBound - 1) {
          tokens = tokens.lowerBound..<(tokens.upperBound + 1)
        }
      case .organization:
        if let end = complementEnd(of: tokens) ?? enumerationEnd(of: tokens) {
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
  private mutating func takeIn(_ tokens: Range<Int>, to index: Int) {
    for token in tokens where entityOfToken[token] >= 0 && entityOfToken[token] != Int32(index) {
      entities[Int(entityOfToken[token])].tokens = tokens.lowerBound..<tokens.lowerBound
    }
    entities[index].tokens = tokens
    for token in tokens { entityOfToken[token] = Int32(index) }
  }

  /// Where a body's name ends when what it is for follows: "the National Fund" and "for the Promotion of
  /// Reading".
  private func complementEnd(of tokens: Range<Int>) -> Int? {
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
    return end
  }

  /// Where a body's name ends when it goes on with a list: "the Ministry of Agriculture" and ", Forestry
  /// and Fisheries".
  private func enumerationEnd(of tokens: Range<Int>) -> Int? {
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
      while next < tags.count, words.habits[next] == 1, isComplement(next, besides: last) {
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
  private func isComplement(_ token: Int, besides other: Int) -> Bool {
    guard document.tokens[token].sentence == document.tokens[other].sentence,
      lists[token].isDisjoint(with: [.given, .surname, .title])
    else { return false }
    if isFreeName(token, besides: other) { return true }
    guard entityOfToken[token] >= 0 else { return false }
    return isPart(entities[Int(entityOfToken[token])].tokens.lowerBound)
  }

  /// Whether a word before a given name may be part of the name too.
  private func isNameLike(_ token: Int) -> Bool {
    !lists[token].isDisjoint(with: [.given, .surname])
      || words.habits[token] != 1 && words.positions[token] & 1 == 0
        && (document.tokens[token].casing != .upper || document.tokens[token].normalized.count <= 2)
  }

  /// Whether an organization begins at a token that no list knows, so that it may be the second half
  /// of a name.
  private func isPart(_ token: Int) -> Bool {
    guard entityOfToken[token] >= 0 else { return false }
    let entity = entities[Int(entityOfToken[token])]
    return entity.kind == .organization && entity.tokens.lowerBound == token
      && entity.tokens.allSatisfy { words.habits[$0] == 1 && !lists[$0].contains(.body) }
  }

  /// Whether a token beside another is a proper noun of the same sentence and in no entity.
  private func isFreeName(_ token: Int, besides other: Int) -> Bool {
    guard token >= 0, token < tags.count, entityOfToken[token] < 0, tags[token] == .propn,
      document.tokens[token].sentence == document.tokens[other].sentence, isCapitalized(token),
      document.tokens[token].kind == .word, words.mode(token) == .ordinary,
      words.habits[token] != 1 || words.positions[token] & 1 == 0
    else { return false }
    return !calendar.contains(document.tokens[token].hash)
  }

  /// Makes entities of capitalised words that nothing else explains, when there are two or more.
  private mutating func addCapitalized() {
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
        let isAfterTitle = start > sentence.tokens.lowerBound && isTitle(start - 1)
        var hasTitle = isAfterTitle
        while tokens.count > 1, isTitle(tokens.lowerBound) {
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

  /// The kind of a word that only its casing shows to be a name: "The Advocate" inside a sentence, or
  /// a word with digits ("Future45").
  private func loneName(_ token: Int, _ sentence: Range<Int>) -> Entity.Kind? {
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

  private func isFreeWord(_ token: Int) -> Bool {
    entityOfToken[token] < 0 && document.tokens[token].casing == .capitalized
      && document.tokens[token].kind == .word
  }

  private func isSurname(_ token: Int, after given: Int) -> Bool {
    lists[given].contains(.given)
      && lists[given].isDisjoint(with: [.place, .city, .country, .title])
      && document.tokens[given].span.count > 2 && words.mode(token) != .upper
      && isFreeWord(token) && !isTitle(token)
      && !calendar.contains(document.tokens[token].hash)
      && lists[token].isDisjoint(with: [.body, .adjective, .people, .member])
  }

  private func beginsName(_ token: Int, _ sentence: Range<Int>) -> Bool {
    guard isFreeName(token, besides: token) else { return false }
    let isFirst = words.positions[token] & 1 == 1
    if isFirst && words.habits[token] == 3 { return false }
    // What follows a name directly is the rest of it, cut off by the recogniser.
    if token > sentence.lowerBound, entityOfToken[token - 1] >= 0 { return false }
    return lists[token].isDisjoint(with: [.adjective, .people]) && !peoples.contains(token)
      && !particles.contains(document.tokens[token].hash)
  }

  /// What a name of unknown words most likely is.
  private func guess(_ tokens: Range<Int>, hasTitle: Bool) -> Entity.Kind {
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

  private func isEdge(_ token: Int) -> Bool {
    switch document.tokens[token].kind {
    case .punctuation: document.bytes[Int(document.tokens[token].span.start)] != UInt8(ascii: ")")
    case .quotationMark: true
    case .word:
      tags[token] == .part && document.tokens[token].normalized.count > 1
        || calendar.contains(document.tokens[token].hash)
    default: false
    }
  }

  /// Adds names that the lists know and the recogniser passed over.
  private mutating func addListed() {
    for match in phrases where isFree(match.tokens) && !isInEvent(match.tokens) {
      guard let kind = kind(of: match.categories), isName(match.tokens) else { continue }
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
        guard document.tokens[token].kind == .word, words.habits[token] != 1,
          !peoples.contains(token)
        else { continue }
        let kind: Entity.Kind
        if lists.contains(.country), lists.isDisjoint(with: [.given, .surname]) {
          kind = .place
        } else if !lists.isDisjoint(with: [.organization, .party]), !lists.contains(.ambiguous),
          lists.isDisjoint(with: [.given, .surname, .city, .place, .title, .role])
        {
          kind = .organization
        } else if lists.contains(.city), lists.isDisjoint(with: [.given, .surname, .title]),
          words.mode(token) != .ordinary || words.positions[token] == 0
        {
          kind = .place
        } else if lists.contains(.ambiguous), words.positions[token] == 0,
          token > sentence.tokens.lowerBound, tags[token - 1] == .det
        {
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

  /// "Lanternpost.com" in a sentence: whoever publishes there.
  private func isSite(_ token: Int) -> Bool {
    guard document.tokens[token].kind == .url,
      document.bytes[Int(document.tokens[token].span.start)] &- UInt8(ascii: "A") < 26
    else { return false }
    let bytes = document.normalizedBytes[document.tokens[token].normalized.range]
    guard let stop = bytes.lastIndex(of: UInt8(ascii: ".")) else { return false }
    return siteEnds.contains(TextHash.hash(bytes[(stop + 1)...]))
  }

  /// "france" written without its capital by one who uses few.
  private func isCarelessPlace(_ token: Int, _ lists: Gazetteer.Categories) -> Bool {
    document.tokens[token].casing == .lower && tags[token] == .propn
      && !lists.isDisjoint(with: [.country, .city]) && words.habits[token] & 1 == 0
      && document.tokens[token].normalized.count > 3
  }

  /// "the 1992 Harbour City general election": a year before a name and an event after it.
  private func isInEvent(_ tokens: Range<Int>) -> Bool {
    let sentence = document.tokens[tokens.lowerBound].sentence
    let before = tokens.lowerBound - 1
    guard before >= 0, document.tokens[before].kind == .number,
      document.tokens[before].normalized.count == 4
    else { return false }
    return (tokens.upperBound..<min(tokens.upperBound + 3, tags.count)).contains {
      document.tokens[$0].sentence == sentence && events.contains(document.tokens[$0].hash)
    }
  }

  private func kind(of lists: Gazetteer.Categories) -> Entity.Kind? {
    if lists.contains(.people) { return .group }
    if !lists.isDisjoint(with: [.organization, .party]), !lists.contains(.ambiguous) {
      return .organization
    }
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

  private func isGivenOnly(_ token: Int) -> Bool {
    lists[token].contains(.given)
      && lists[token].isDisjoint(with: [.place, .city, .country, .title, .body, .organization])
  }

  /// The kind that the words after a name tell: "Liwa al-Sabirin, a militia", "Velmark's parliament".
  private func told(_ entity: Entity) -> Entity.Kind? {
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
  private func isCountry(_ tokens: Range<Int>) -> Bool {
    if tokens.count == 1 {
      let lists = self.lists[tokens.lowerBound]
      return lists.contains(.country) && lists.isDisjoint(with: [.given, .surname])
    }
    return countries.contains(tokens)
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
  private func isTelling(_ token: Int) -> Bool {
    words.habits[token] != 1 && document.tokens[token].normalized.count > 1
      && lists[token].isDisjoint(with: [.title, .role, .body])
      && !events.contains(document.tokens[token].hash)
      && !calendar.contains(document.tokens[token].hash)
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
      && lists.contains(.party)
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

package import Documents
package import Lexicons
package import LinearModels

/// Finds the entries of the lists of names in a text.
///
/// Entries are phrases of tokens. A table holds a state for each beginning of a phrase, so that all
/// entries that begin at a token are found by following one state after another.
package struct Gazetteer: Sendable {
  /// What lists an entry stands in.
  package struct Categories: OptionSet, Hashable, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let given = Categories(rawValue: 1 << 0)
    package static let surname = Categories(rawValue: 1 << 1)
    package static let country = Categories(rawValue: 1 << 2)
    package static let city = Categories(rawValue: 1 << 3)
    package static let place = Categories(rawValue: 1 << 4)
    package static let party = Categories(rawValue: 1 << 5)
    package static let organization = Categories(rawValue: 1 << 6)
    /// An organization's form that is also an ordinary word or another name.
    package static let ambiguous = Categories(rawValue: 1 << 7)
    package static let title = Categories(rawValue: 1 << 8)
    /// A noun for a person by what they do.
    package static let role = Categories(rawValue: 1 << 9)
    /// A noun for a body of people ("committee").
    package static let body = Categories(rawValue: 1 << 10)
    /// "Iraqi" before a noun.
    package static let adjective = Categories(rawValue: 1 << 11)
    /// "an Iraqi", "a Muslim".
    package static let member = Categories(rawValue: 1 << 12)
    /// "Iraqis", "Muslims".
    package static let people = Categories(rawValue: 1 << 13)
    /// An honorific of one person: "Mr", "Mrs".
    package static let honorific = Categories(rawValue: 1 << 14)

    static let names: Categories = [
      .given, .surname, .country, .city, .place, .party, .organization,
    ]
  }

  /// A match of several tokens.
  package struct Match: Sendable {
    package var tokens: Range<Int>
    package var categories: Categories
  }

  /// The longest entry, in tokens.
  private static let longest = 9
  /// The upper half of each state; 0 in empty slots.
  private let keys: FlatArray<UInt32>
  /// The lists an entry stands in, and whether a longer entry continues it.
  private let values: FlatArray<UInt32>
  /// Marks a state from which a longer entry can be reached.
  private static let continues: UInt32 = 1 << 31

  /// Reads the lists that are part of the binary.
  ///
  /// - Throws: `LexiconError` when one of them is broken.
  package init() throws(LexiconError) {
    var phrases: [ArraySlice<UInt8>] = []
    var categories: [Categories] = []
    func read(
      _ name: String, _ formColumn: String, _ kindColumn: String?,
      _ category: (String) -> Categories
    ) throws(LexiconError) {
      let list = try WordList(builtIn: "names/\(name).tsv")
      let form = try list.column(formColumn)
      let kind = kindColumn == nil ? nil : try list.column(kindColumn!)
      for row in 0..<list.count {
        phrases.append(list.bytes(row: row, column: form))
        categories.append(category(kind.map { list.string(row: row, column: $0) } ?? ""))
      }
    }
    try read("given", "name", nil) { _ in .given }
    try read("nicknames", "short", nil) { _ in .given }
    try read("surnames", "name", nil) { _ in .surname }
    try read("countries", "form", "kind") { kind in
      switch kind {
      case "name", "seat": .country
      case "capital": .city
      case "adjective": .adjective
      case "person": .member
      default: .people
      }
    }
    try read("demonyms", "form", "kind") { kind in
      switch kind {
      case "place-adj": .adjective
      case "person", "group": .member
      default: .people
      }
    }
    try read("places", "name", "kind") { $0 == "city" ? .city : .place }
    try read("titles", "title", "kind") { $0 == "honorific" ? [.title, .honorific] : .title }
    try read("roles", "noun", "kind") { $0 == "person" ? .role : $0 == "group" ? .body : [] }
    try read("roles", "plural", "kind") { $0 == "person" ? .role : $0 == "group" ? .body : [] }
    let organizations = try WordList(builtIn: "names/organizations.tsv")
    let form = try organizations.column("form")
    let kind = try organizations.column("kind")
    let ambiguous = try organizations.column("ambiguous")
    for row in 0..<organizations.count {
      phrases.append(organizations.bytes(row: row, column: form))
      let isParty = organizations.string(row: row, column: kind) == "party"
      let isAmbiguous = organizations.string(row: row, column: ambiguous) == "1"
      categories.append(
        isAmbiguous
          ? (isParty ? [.ambiguous, .party] : .ambiguous) : isParty ? .party : .organization)
    }
    let tokens = PhraseTokens(phrases)
    var states: [UInt64: UInt32] = [:]
    for (index, category) in categories.enumerated() where !category.isEmpty {
      let range = tokens.offsets[index]..<tokens.offsets[index + 1]
      guard !range.isEmpty, range.count <= Self.longest else { continue }
      var state: UInt64 = 0
      for (position, hash) in zip(range, tokens.hashes[range]) {
        state = TextHash.combine(state, hash)
        let isLast = position == range.upperBound - 1
        states[state, default: 0] |= isLast ? category.rawValue : Self.continues
      }
    }
    let capacity = states.count * 3 / 2 + 16
    var keys = [UInt32](repeating: 0, count: capacity)
    var values = [UInt32](repeating: 0, count: capacity)
    for (state, value) in states.sorted(by: { $0.key < $1.key }) {
      var slot = Self.slot(state, capacity)
      while keys[slot] != 0 { slot = slot + 1 == capacity ? 0 : slot + 1 }
      keys[slot] = Self.key(state)
      values[slot] = value
    }
    self.keys = FlatArray(keys)
    self.values = FlatArray(values)
  }

  @inline(__always)
  private static func key(_ state: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: state >> 32) | 1 }

  @inline(__always)
  private static func slot(_ state: UInt64, _ capacity: Int) -> Int {
    Int(truncatingIfNeeded: ((state & 0xFFFF_FFFF) &* UInt64(truncatingIfNeeded: capacity)) >> 32)
  }

  /// Adds the table to a model file: reading it from there takes no time.
  package func write(to file: inout ModelFileWriter, as name: String) {
    file.add("\(name).keys", integers: Array(keys))
    file.add("\(name).values", integers: Array(values))
  }

  /// The table of a model file, used where it lies.
  ///
  /// - Throws: `ModelFileError` when a section is absent or they do not fit together.
  package init(from file: ModelFile, as name: String) throws(ModelFileError) {
    keys = try file.integerTable("\(name).keys")
    values = try file.integerTable("\(name).values")
    guard keys.count == values.count, keys.contains(0) else {
      throw .inconsistent(reason: "\"\(name)\" has \(keys.count) keys, \(values.count) values")
    }
  }

  /// What the table holds for a state; 0 when nothing.
  @inline(__always)
  private static func value(
    _ state: UInt64, _ keys: UnsafeBufferPointer<UInt32>, _ values: UnsafeBufferPointer<UInt32>
  ) -> UInt32 {
    let wanted = key(state)
    var slot = slot(state, keys.count)
    while keys[slot] != 0 {
      if keys[slot] == wanted { return values[slot] }
      slot = slot + 1 == keys.count ? 0 : slot + 1
    }
    return 0
  }

  /// The lists that hold each token alone, and the longest matches of several tokens.
  ///
  /// - Complexity: linear in the number of tokens.
  package func find(_ document: Document) -> (single: [Categories], phrases: [Match]) {
    keys.withUnsafeBufferPointer { keys in
      values.withUnsafeBufferPointer { values in find(document, keys, values) }
    }
  }

  private func find(
    _ document: Document, _ keys: UnsafeBufferPointer<UInt32>,
    _ values: UnsafeBufferPointer<UInt32>
  ) -> (single: [Categories], phrases: [Match]) {
    let tokens = document.tokens
    var single = [Categories](repeating: [], count: tokens.count)
    var phrases: [Match] = []
    for sentence in document.sentences {
      var covered = sentence.tokens.lowerBound
      for start in sentence.tokens {
        var state = TextHash.combine(0, tokens[start].hash)
        var found = Self.value(state, keys, values)
        guard found != 0 else {
          single[start] = lastPart(of: start, in: document, keys, values)
          continue
        }
        single[start] = Categories(rawValue: found & ~Self.continues)
        var index = start + 1
        var best: Match?
        while found & Self.continues != 0, index < sentence.tokens.upperBound {
          state = TextHash.combine(state, tokens[index].hash)
          found = Self.value(state, keys, values)
          if found & ~Self.continues != 0 {
            best = Match(
              tokens: start..<(index + 1),
              categories: Categories(rawValue: found & ~Self.continues))
          }
          index += 1
        }
        if let best, best.tokens.upperBound > covered {
          phrases.append(best)
          covered = best.tokens.upperBound
        }
      }
    }
    return (single, phrases)
  }

  /// What a compound that is not listed has from its last part, when that is an office: "co-organizer".
  @inline(__always)
  private func lastPart(
    of token: Int, in document: Document, _ keys: UnsafeBufferPointer<UInt32>,
    _ values: UnsafeBufferPointer<UInt32>
  ) -> Categories {
    let range = document.tokens[token].normalized.range
    guard range.count > 5, document.tokens[token].kind == .word else { return [] }
    let bytes = document.normalizedBytes[range]
    guard let hyphen = bytes.lastIndex(of: UInt8(ascii: "-")) else { return [] }
    let hash = TextHash.hash(bytes[(hyphen + 1)...])
    let found = Self.value(TextHash.combine(0, hash), keys, values)
    return Categories(rawValue: found).intersection([.title, .role])
  }
}

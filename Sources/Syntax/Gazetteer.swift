package import Documents
package import Lexicons

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
  private var keys: [UInt64]
  private var values: [UInt32]
  private var used = 0
  /// Marks a state from which a longer entry can be reached.
  private static let continues: UInt32 = 1 << 31

  /// The lists that are part of the binary; read once, at first use.
  package static let builtIn: Gazetteer = {
    do {
      return try Gazetteer()
    } catch {
      preconditionFailure("a list of names inside the binary is broken: \(error)")
    }
  }()

  private init() throws(LexiconError) {
    keys = [UInt64](repeating: 0, count: 1 << 17)
    values = [UInt32](repeating: 0, count: 1 << 17)
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
    let organizations = try WordList(builtIn: "names/organizations.tsv")
    let form = try organizations.column("form")
    let kind = try organizations.column("kind")
    let ambiguous = try organizations.column("ambiguous")
    for row in 0..<organizations.count {
      phrases.append(organizations.bytes(row: row, column: form))
      let isParty = organizations.string(row: row, column: kind) == "party"
      let isAmbiguous = organizations.string(row: row, column: ambiguous) == "1"
      categories.append(isAmbiguous ? .ambiguous : isParty ? .party : .organization)
    }
    let tokens = PhraseTokens(phrases)
    for (index, category) in categories.enumerated() where !category.isEmpty {
      let range = tokens.offsets[index]..<tokens.offsets[index + 1]
      guard !range.isEmpty, range.count <= Self.longest else { continue }
      insert(tokens.hashes[range], category)
    }
  }

  private mutating func insert(_ hashes: ArraySlice<UInt64>, _ category: Categories) {
    var state: UInt64 = 0
    for (index, hash) in zip(hashes.indices, hashes) {
      state = TextHash.combine(state, hash)
      let isLast = index == hashes.endIndex - 1
      merge(state, isLast ? category.rawValue : Self.continues)
    }
  }

  private mutating func merge(_ key: UInt64, _ value: UInt32) {
    if used * 3 > keys.count * 2 { grow() }
    let mask = keys.count - 1
    var slot = Int(truncatingIfNeeded: key) & mask
    while values[slot] != 0 && keys[slot] != key { slot = (slot + 1) & mask }
    if values[slot] == 0 { used += 1 }
    keys[slot] = key
    values[slot] |= value
  }

  private mutating func grow() {
    let oldKeys = keys
    let oldValues = values
    keys = [UInt64](repeating: 0, count: oldKeys.count * 2)
    values = [UInt32](repeating: 0, count: oldKeys.count * 2)
    used = 0
    for (key, value) in zip(oldKeys, oldValues) where value != 0 { merge(key, value) }
  }

  @inline(__always)
  private func value(_ key: UInt64) -> UInt32 {
    let mask = keys.count - 1
    var slot = Int(truncatingIfNeeded: key) & mask
    while values[slot] != 0 {
      if keys[slot] == key { return values[slot] }
      slot = (slot + 1) & mask
    }
    return 0
  }

  /// The lists that hold each token alone, and the longest matches of several tokens.
  ///
  /// - Complexity: linear in the number of tokens.
  package func find(_ document: Document) -> (single: [Categories], phrases: [Match]) {
    let tokens = document.tokens
    var single = [Categories](repeating: [], count: tokens.count)
    var phrases: [Match] = []
    for sentence in document.sentences {
      var covered = sentence.tokens.lowerBound
      for start in sentence.tokens {
        var state = TextHash.combine(0, tokens[start].hash)
        var found = value(state)
        guard found != 0 else { continue }
        single[start] = Categories(rawValue: found & ~Self.continues)
        var index = start + 1
        var best: Match?
        while found & Self.continues != 0, index < sentence.tokens.upperBound {
          state = TextHash.combine(state, tokens[index].hash)
          found = value(state)
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
}

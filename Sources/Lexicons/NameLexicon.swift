/// What the gazetteers know of names: genders of first names, titles, countries, organizations, roles.
///
/// Lookups are by the hashes of `Token.hash` for single words and by phrase hashes (see `PhraseTable`)
/// for the rest. A name that is listed is evidence for a reading, not proof.
public struct NameLexicon: Sendable {
  public enum Gender: UInt8, Sendable { case female, male, either }

  public struct Title: Sendable {
    public var gender: Gender
    /// Whether it says an office or a role that the holder can be called by alone ("Governor").
    public var isRole: Bool
  }

  /// How a form relates to its country.
  public struct CountryUses: OptionSet, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    public static let name = CountryUses(rawValue: 1)
    public static let capital = CountryUses(rawValue: 2)
    public static let adjective = CountryUses(rawValue: 4)
    public static let person = CountryUses(rawValue: 8)
    public static let people = CountryUses(rawValue: 16)
    /// What stands for the government ("Kremlin").
    public static let seat = CountryUses(rawValue: 32)
  }

  public struct CountryForm: Sendable {
    /// Index into `countryNames`.
    public var country: Int
    public var uses: CountryUses
  }

  public enum OrganizationKind: String, Sendable {
    case party, media, agency, government, international, military, parliament, court, company
    case armedGroup = "armed-group"
    case other
  }

  public struct OrganizationForm: Sendable {
    /// Index into `organizationNames`.
    public var organization: Int
    public var kind: OrganizationKind
    /// Whether the form is also an ordinary word or another name ("House").
    public var isAmbiguous: Bool
  }

  public enum RoleKind: UInt8, Sendable { case person, group, document }

  public struct Role: Sendable {
    public var kind: RoleKind
    public var isPlural: Bool
    /// The hash of the singular.
    public var singular: UInt64
  }

  public private(set) var countryNames: [String] = []
  public private(set) var organizationNames: [String] = []
  public private(set) var countries = PhraseTable<CountryForm>()
  public private(set) var organizations = PhraseTable<OrganizationForm>()
  public private(set) var titles = PhraseTable<Title>()
  private var givenNames: [UInt64: Gender] = [:]
  private var surnames: Set<UInt64> = []
  private var nicknames: [UInt64: [UInt64]] = [:]
  private var roles: [UInt64: Role] = [:]

  /// The gazetteers that are part of the binary.
  ///
  /// - Complexity: linear in their size: a few milliseconds. Make one and keep it.
  public static func builtIn() throws(LexiconError) -> NameLexicon {
    try NameLexicon(
      given: WordList(builtIn: "names/given.tsv"),
      nicknames: WordList(builtIn: "names/nicknames.tsv"),
      surnames: WordList(builtIn: "names/surnames.tsv"),
      countries: WordList(builtIn: "names/countries.tsv"),
      organizations: WordList(builtIn: "names/organizations.tsv"),
      titles: WordList(builtIn: "names/titles.tsv"), roles: WordList(builtIn: "names/roles.tsv"))
  }

  /// - Throws: `LexiconError` when a column is missing or a value is unknown.
  public init(
    given: WordList, nicknames: WordList, surnames: WordList, countries: WordList,
    organizations: WordList, titles: WordList, roles: WordList
  ) throws(LexiconError) {
    try readGiven(given)
    try readNicknames(nicknames)
    let surname = try surnames.column("name")
    for row in 0..<surnames.count {
      self.surnames.insert(surnames.hash(row: row, column: surname))
    }
    try readCountries(countries)
    try readOrganizations(organizations)
    try readTitles(titles)
    try readRoles(roles)
  }

  /// The gender of a first name, or nil when it is not listed as one.
  public func gender(ofGivenName word: UInt64) -> Gender? { givenNames[word] }

  /// Whether a word is listed as a family name.
  public func isSurname(_ word: UInt64) -> Bool { surnames.contains(word) }

  /// Whether one of two first names is a short form of the other ("Bill", "William").
  public func areVariants(_ one: UInt64, _ other: UInt64) -> Bool {
    nicknames[one]?.contains(other) == true || nicknames[other]?.contains(one) == true
  }

  /// Whether a noun, singular or plural, names somebody or something that can speak.
  public func role(_ noun: UInt64) -> Role? { roles[noun] }
}

// MARK: Reading

extension NameLexicon {
  private static func gender(
    _ list: WordList, _ row: Int, _ column: Int
  ) throws(LexiconError) -> Gender {
    switch list.string(row: row, column: column) {
    case "f": return .female
    case "m": return .male
    case "u": return .either
    case let other:
      throw list.error(
        row: row,
        .unknownValue(column: list.columns[column], found: other, expected: ["f", "m", "u"]))
    }
  }

  private mutating func readGiven(_ list: WordList) throws(LexiconError) {
    let name = try list.column("name")
    let gender = try list.column("gender")
    givenNames.reserveCapacity(list.count)
    for row in 0..<list.count {
      let value = try Self.gender(list, row, gender)
      let key = list.hash(row: row, column: name)
      if let old = givenNames[key], old != value {
        givenNames[key] = .either
        continue
      }
      givenNames[key] = value
    }
  }

  private mutating func readNicknames(_ list: WordList) throws(LexiconError) {
    let short = try list.column("short")
    let full = try list.column("full")
    for row in 0..<list.count {
      nicknames[list.hash(row: row, column: short), default: []]
        .append(list.hash(row: row, column: full))
    }
  }

  private mutating func readCountries(_ list: WordList) throws(LexiconError) {
    let name = try list.column("name")
    let form = try list.column("form")
    let kind = try list.column("kind")
    let uses: [String: CountryUses] = [
      "name": .name, "capital": .capital, "adjective": .adjective, "person": .person,
      "people": .people, "seat": .seat,
    ]
    var indices: [UInt64: Int] = [:]
    for row in 0..<list.count {
      let word = list.string(row: row, column: kind)
      guard let use = uses[word] else {
        throw list.error(
          row: row, .unknownValue(column: "kind", found: word, expected: uses.keys.sorted()))
      }
      let key = list.hash(row: row, column: name)
      let country = indices[key] ?? countryNames.count
      if country == countryNames.count {
        indices[key] = country
        countryNames.append(list.string(row: row, column: name))
      }
      countries.update(list.bytes(row: row, column: form)) { old in
        // A form of two countries goes to the one whose name it is, else to the later in the list.
        guard let old else { return CountryForm(country: country, uses: use) }
        if old.country == country {
          return CountryForm(country: country, uses: old.uses.union(use))
        }
        return old.uses.contains(.name) ? old : CountryForm(country: country, uses: use)
      }
    }
  }

  private mutating func readOrganizations(_ list: WordList) throws(LexiconError) {
    let name = try list.column("name")
    let form = try list.column("form")
    let kind = try list.column("kind")
    let ambiguous = try list.column("ambiguous")
    var indices: [UInt64: Int] = [:]
    for row in 0..<list.count {
      let key = list.hash(row: row, column: name)
      let organization = indices[key] ?? organizationNames.count
      if organization == organizationNames.count {
        indices[key] = organization
        organizationNames.append(list.string(row: row, column: name))
      }
      let entry = OrganizationForm(
        organization: organization,
        kind: OrganizationKind(rawValue: list.string(row: row, column: kind)) ?? .other,
        isAmbiguous: list.string(row: row, column: ambiguous) == "1")
      organizations.update(list.bytes(row: row, column: form)) { old in
        guard let old else { return entry }
        // A form of two organizations says neither for sure.
        var kept = old.isAmbiguous && !entry.isAmbiguous ? entry : old
        kept.isAmbiguous = old.organization == entry.organization ? kept.isAmbiguous : true
        return kept
      }
    }
  }

  private mutating func readTitles(_ list: WordList) throws(LexiconError) {
    let title = try list.column("title")
    let gender = try list.column("gender")
    let kind = try list.column("kind")
    for row in 0..<list.count {
      let entry = Title(
        gender: try Self.gender(list, row, gender),
        isRole: list.string(row: row, column: kind) != "honorific")
      titles.update(list.bytes(row: row, column: title)) { _ in entry }
    }
  }

  private mutating func readRoles(_ list: WordList) throws(LexiconError) {
    let noun = try list.column("noun")
    let kind = try list.column("kind")
    let plural = try list.column("plural")
    let kinds: [String: RoleKind] = ["person": .person, "group": .group, "document": .document]
    for row in 0..<list.count {
      let word = list.string(row: row, column: kind)
      guard let value = kinds[word] else {
        throw list.error(
          row: row, .unknownValue(column: "kind", found: word, expected: kinds.keys.sorted()))
      }
      let singular = list.hash(row: row, column: noun)
      let many = list.hash(row: row, column: plural)
      if many != singular {
        roles[many] = Role(kind: value, isPlural: true, singular: singular)
      }
      roles[singular] = Role(kind: value, isPlural: false, singular: singular)
    }
  }
}

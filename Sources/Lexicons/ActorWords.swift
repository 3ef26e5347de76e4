/// Small words that decide how mentions of actors join: particles of names, nouns for governments and
/// campaigns, kinship, genders of role nouns.
public struct ActorWords: Sendable {
  public enum Use: String, Sendable, CaseIterable {
    /// A particle inside names ("al", "van", "de la").
    case particle
    /// A suffix after names ("Jr.").
    case suffix
    /// What an abbreviated or shorter title is called alone; the value is the noun.
    case titleNoun = "title-noun"
    /// A noun that with a country's adjective means the state ("government").
    case government
    /// A noun that with a country's adjective means its people.
    case people
    /// A noun that with a name before it is an actor of its own ("campaign").
    case side
    /// A relation in a family.
    case kin
    /// A noun or word for a woman, for a man.
    case female, male
    /// A preposition before a mere location.
    case locative
    /// A preposition or conjunction that ends the core of a noun phrase.
    case preposition
    /// A noun for a place or its state ("country").
    case abstract
    /// What is put before a title with a hyphen ("ex-").
    case titlePrefix = "title-prefix"
    /// A noun that ends the name of something built or natural ("bridge").
    case landmark
  }

  private var uses: [UInt64: UInt32] = [:]
  private var values: [UInt64: [UInt64]] = [:]

  /// The list that is part of the binary.
  public static func builtIn() throws(LexiconError) -> ActorWords {
    try ActorWords(WordList(builtIn: "closed/actor-words.tsv"))
  }

  /// - Throws: `LexiconError` when a column is missing or a use is unknown.
  public init(_ list: WordList) throws(LexiconError) {
    let word = try list.column("word")
    let use = try list.column("use")
    let value = try list.column("value")
    for row in 0..<list.count {
      let name = list.string(row: row, column: use)
      guard let found = Use(rawValue: name) else {
        throw list.error(
          row: row,
          .unknownValue(column: "use", found: name, expected: Use.allCases.map(\.rawValue).sorted())
        )
      }
      let key = list.hash(row: row, column: word)
      uses[key, default: 0] |= Self.bit(found)
      if found == .titleNoun {
        values[key, default: []].append(list.hash(row: row, column: value))
      }
    }
  }

  /// Whether a word has a use.
  public func has(_ word: UInt64, _ use: Use) -> Bool {
    (uses[word] ?? 0) & Self.bit(use) != 0
  }

  /// What the holder of a title is called alone, besides the title itself.
  public func nouns(ofTitle word: UInt64) -> [UInt64] { values[word] ?? [] }

  private static func bit(_ use: Use) -> UInt32 {
    switch use {
    case .particle: 1
    case .suffix: 2
    case .titleNoun: 4
    case .government: 8
    case .people: 16
    case .side: 32
    case .kin: 64
    case .female: 128
    case .male: 256
    case .locative: 512
    case .preposition: 1024
    case .abstract: 2048
    case .titlePrefix: 4096
    case .landmark: 8192
    }
  }
}

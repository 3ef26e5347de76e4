/// How good or bad words make things appear, by part of speech.
///
/// Entries are lemmas and expressions; `Lexicons/valence` holds the lists and `Lexicons/README.md`
/// explains the columns.
public struct ValenceLexicon: Sendable {
  /// The valences of one word, -4 to 4; 0 where the list has no entry for the part of speech.
  public struct Valences: Hashable, Sendable {
    public var adjective: Float = 0
    public var adverb: Float = 0
    public var noun: Float = 0
    public var verb: Float = 0
    /// Interjections, and entries of user lists that name no part of speech.
    public var other: Float = 0

    /// The mean of the entries there are; 0 without any.
    public var mean: Float {
      let all = [adjective, adverb, noun, verb, other].filter { $0 != 0 }
      return all.isEmpty ? 0 : all.reduce(0, +) / Float(all.count)
    }
  }

  private var words: [UInt64: Valences] = [:]
  /// The same, for look-ups.
  private var table = HashTable<Valences>()
  private var expressions = ExpressionTable<Float>()

  public init() {}

  /// The lists that are part of the binary.
  public static func builtIn() throws(LexiconError) -> ValenceLexicon { try cached.get() }

  // Several stages read them.
  private static let cached: Result<ValenceLexicon, LexiconError> = Result {
    () throws(LexiconError) in
    var lexicon = ValenceLexicon()
    for name in ["adjectives", "adverbs", "nouns", "verbs", "expressions"] {
      try lexicon.append(WordList(builtIn: "valence/\(name).tsv"))
    }
    lexicon.makeIndex()
    return lexicon
  }

  /// Adds the entries of a list with the columns `entry`, `valence` and, if it likes, `pos`; an entry
  /// that is there already gets the new value.
  ///
  /// - Throws: `LexiconError` when a column is missing, a valence is no number or a part of speech is
  ///   unknown.
  public mutating func add(_ list: WordList) throws(LexiconError) {
    try append(list)
    makeIndex()
  }

  private mutating func makeIndex() {
    table = HashTable(words)
    expressions.makeIndex()
  }

  private mutating func append(_ list: WordList) throws(LexiconError) {
    let entry = try list.column("entry")
    let valence = try list.column("valence")
    let pos = list.columns.firstIndex(of: "pos")
    for row in 0..<list.count {
      let value = Float(try list.number(row: row, column: valence))
      let text = list.bytes(row: row, column: entry)
      if text.contains(UInt8(ascii: " ")) {
        expressions.add(text, value, replacing: true)
        continue
      }
      let hash = list.hash(row: row, column: entry)
      switch pos.map({ list.string(row: row, column: $0) }) ?? "X" {
      case "ADJ": words[hash, default: Valences()].adjective = value
      case "ADV": words[hash, default: Valences()].adverb = value
      case "NOUN": words[hash, default: Valences()].noun = value
      case "VERB": words[hash, default: Valences()].verb = value
      case "X", "INTJ": words[hash, default: Valences()].other = value
      case let found:
        throw list.error(
          row: row,
          .unknownValue(
            column: "pos", found: found, expected: ["ADJ", "ADV", "NOUN", "VERB", "INTJ", "X"]))
      }
    }
  }

  /// The valences of a single word, by the hash of its form or lemma.
  public subscript(hash: UInt64) -> Valences? { table[hash] }

  /// The longest listed expression that begins at a word.
  public func expression(
    at start: Int, in words: [ExpressionWord]
  ) -> (length: Int, value: Float)? {
    expressions.longest(at: start, in: words)
  }

  /// The lexicon in which good is bad and bad is good: for tests of symmetry.
  package func reversed() -> ValenceLexicon {
    var result = self
    result.words = words.mapValues {
      Valences(
        adjective: -$0.adjective, adverb: -$0.adverb, noun: -$0.noun, verb: -$0.verb,
        other: -$0.other)
    }
    result.expressions = expressions.mapValues { -$0 }
    result.makeIndex()
    return result
  }
}

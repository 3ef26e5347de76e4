/// Verbs, nouns and phrases that introduce what somebody says, judges or thinks.
///
/// Entries are lemmas, found by the hashes of `Token.hash`; `Lexicons/cues` holds the list and its
/// columns are explained in `Lexicons/README.md`.
public struct CueLexicon: Sendable {
  public enum CueClass: UInt8, Sendable { case speech, evaluation, attitude }

  public struct Entry: Hashable, Sendable {
    /// A hash of the entry and its part of speech: a number for features that stays when the list grows.
    public var key: UInt64
    public var cueClass: CueClass
    /// The source's stance to the content, -2 to 2.
    public var contentStance: Float
    /// The source's stance to the addressee or object, -2 to 2.
    public var addresseeStance: Float
    /// Whether it takes a direct quotation, a that-clause, an infinitive, an object.
    public var takesQuotation: Bool
    public var takesClause: Bool
    public var takesInfinitive: Bool
    public var takesObject: Bool
  }

  private let verbs: HashTable<Entry>
  private let nouns: HashTable<Entry>
  /// Phrases by the hash of their first word, longest first.
  private var phrases: [UInt64: [(words: [UInt64], entry: Entry)]] = [:]

  /// The list that is part of the binary.
  public static func builtIn() throws(LexiconError) -> CueLexicon { try cached.get() }

  // Several stages read it.
  private static let cached: Result<CueLexicon, LexiconError> = Result {
    () throws(LexiconError) in try CueLexicon(WordList(builtIn: "cues/cues.tsv"))
  }

  /// - Throws: `LexiconError` when a column is missing, a class is unknown or a stance is no number.
  /// - Complexity: linear in the size of the list.
  public init(_ list: WordList) throws(LexiconError) {
    let entryColumn = try list.column("entry")
    let posColumn = try list.column("pos")
    let classColumn = try list.column("class")
    let contentColumn = try list.column("content_stance")
    let addresseeColumn = try list.column("addressee_stance")
    let patternColumn = try list.column("pattern")
    var verbs: [UInt64: Entry] = [:]
    var nouns: [UInt64: Entry] = [:]
    for row in 0..<list.count {
      let words = list.bytes(row: row, column: entryColumn).split(separator: UInt8(ascii: " "))
        .map { TextNormalizer.hash($0) }
      guard let first = words.first else {
        throw list.error(row: row, .emptyField(column: "entry"))
      }
      let pos = list.bytes(row: row, column: posColumn)
      let className = list.string(row: row, column: classColumn)
      let cueClass: CueClass
      switch className {
      case "speech": cueClass = .speech
      case "evaluation": cueClass = .evaluation
      case "attitude": cueClass = .attitude
      default:
        throw list.error(
          row: row,
          .unknownValue(
            column: "class", found: className, expected: ["speech", "evaluation", "attitude"]))
      }
      let patterns = list.string(row: row, column: patternColumn).split(separator: ",")
      let entry = Entry(
        key: words.reduce(TextHash.hash(pos)) { TextHash.combine($0, $1) }, cueClass: cueClass,
        contentStance: Float(try list.number(row: row, column: contentColumn)),
        addresseeStance: Float(try list.number(row: row, column: addresseeColumn)),
        takesQuotation: patterns.contains("quote"),
        takesClause: patterns.contains("that") || patterns.contains("noun-that"),
        takesInfinitive: patterns.contains("inf") || patterns.contains("obj-inf"),
        takesObject: patterns.contains { $0.hasPrefix("obj") })
      if words.count > 1 {
        phrases[first, default: []].append((words, entry))
      } else if pos.elementsEqual("NOUN".utf8) {
        nouns[first] = entry
      } else {
        verbs[first] = entry
      }
    }
    self.verbs = HashTable(verbs)
    self.nouns = HashTable(nouns)
    for key in phrases.keys {
      phrases[key]?.sort { ($0.words.count, $1.entry.key) > ($1.words.count, $0.entry.key) }
    }
  }

  /// What the list says of a verb's lemma.
  public func verb(_ lemma: UInt64) -> Entry? { verbs[lemma] }
  /// What the list says of a noun's lemma.
  public func noun(_ lemma: UInt64) -> Entry? { nouns[lemma] }

  /// The longest listed phrase at a token, with its length in tokens.
  ///
  /// A word of a phrase matches a token by lemma or, as in "be quoted as saying", by form; "one's"
  /// matches any possessive.
  public func longestPhrase(
    at start: Int, before end: Int, lemmas: [UInt64], form: (Int) -> UInt64,
    isPossessive: (Int) -> Bool
  ) -> (count: Int, entry: Entry)? {
    guard let candidates = phrases[lemmas[start]] else { return nil }
    // By index: a copy of each candidate would cost more than the comparison.
    for index in candidates.indices {
      let words = candidates[index].words
      guard start + words.count <= end else { continue }
      let matches = words.indices.allSatisfy { place in
        lemmas[start + place] == words[place] || form(start + place) == words[place]
          || (words[place] == Self.ones && isPossessive(start + place))
      }
      if matches { return (words.count, candidates[index].entry) }
    }
    return nil
  }

  private static let ones = TextNormalizer.hash("one's".utf8)
}

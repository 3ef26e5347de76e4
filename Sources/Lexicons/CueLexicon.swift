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
  /// Which of the phrases begin with a word, by its hash.
  private let phrasesOfWord: HashTable<Range<Int>>
  /// By their first words, those of one word longest first.
  private let phrases: [(words: Range<Int>, entry: Entry)]
  /// The words of all phrases, one phrase after the other.
  private let phraseWords: [UInt64]

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
    var listed: [UInt64: [(words: [UInt64], entry: Entry)]] = [:]
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
        listed[first, default: []].append((words, entry))
      } else if pos.elementsEqual("NOUN".utf8) {
        nouns[first] = entry
      } else {
        verbs[first] = entry
      }
    }
    self.verbs = HashTable(verbs)
    self.nouns = HashTable(nouns)
    var places: [UInt64: Range<Int>] = [:]
    var phrases: [(words: Range<Int>, entry: Entry)] = []
    var phraseWords: [UInt64] = []
    for first in listed.keys.sorted() {
      let start = phrases.count
      for phrase in listed[first, default: []].sorted(by: {
        ($0.words.count, $1.entry.key) > ($1.words.count, $0.entry.key)
      }) {
        phrases.append((phraseWords.count..<phraseWords.count + phrase.words.count, phrase.entry))
        phraseWords += phrase.words
      }
      places[first] = start..<phrases.count
    }
    phrasesOfWord = HashTable(places)
    self.phrases = phrases
    self.phraseWords = phraseWords
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
    guard let candidates = phrasesOfWord[lemmas[start]] else { return nil }
    candidates: for index in candidates {
      let words = phrases[index].words
      guard start + words.count <= end else { continue }
      for place in 1..<words.count {
        let word = phraseWords[words.lowerBound + place]
        let token = start + place
        guard
          lemmas[token] == word || form(token) == word || (word == Self.ones && isPossessive(token))
        else { continue candidates }
      }
      return (words.count, phrases[index].entry)
    }
    return nil
  }

  private static let ones = TextNormalizer.hash("one's".utf8)
}

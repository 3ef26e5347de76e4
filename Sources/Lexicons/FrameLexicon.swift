/// What predicates imply about their participants.
///
/// Entries are lemmas and expressions; `Lexicons/frames` holds the lists and `Lexicons/README.md`
/// explains the columns.
public struct FrameLexicon: Sendable {
  /// Attitudes from -2 to 2.
  public struct Frame: Hashable, Sendable {
    /// The writer's attitude to who does it, to whom it is done, and to the third participant.
    public var agent: Float
    public var patient: Float
    public var third: Float
    /// The hash of the preposition before the third participant, or nil.
    public var thirdPreposition: UInt64?
    /// The agent's own attitude to the patient.
    public var agentToPatient: Float
    /// Whether the passive turns the sign for the patient.
    public var flipsInPassive: Bool

    var reversed: Frame {
      Frame(
        agent: -agent, patient: -patient, third: -third, thirdPreposition: thirdPreposition,
        agentToPatient: -agentToPatient, flipsInPassive: flipsInPassive)
    }
  }

  private var verbs: [UInt64: Frame] = [:]
  /// The same, for look-ups.
  private var verbTable = HashTable<Frame>()
  private var phrases = ExpressionTable<Frame>()
  private var nouns = ExpressionTable<Frame>()

  public init() {}

  /// The lists that are part of the binary.
  public static func builtIn() throws(LexiconError) -> FrameLexicon { try cached.get() }

  // Several stages read them.
  private static let cached: Result<FrameLexicon, LexiconError> = Result {
    () throws(LexiconError) in
    var lexicon = FrameLexicon()
    for name in ["verbs", "phrases", "nominalisations"] {
      try lexicon.append(WordList(builtIn: "frames/\(name).tsv"))
    }
    lexicon.makeIndex()
    return lexicon
  }

  /// Adds the entries of a list, by their part of speech: `VERB`, `X` (an expression) or `NOUN`.
  ///
  /// - Throws: `LexiconError` when a column is missing or a value is not one of its column.
  public mutating func add(_ list: WordList) throws(LexiconError) {
    try append(list)
    makeIndex()
  }

  private mutating func makeIndex() {
    verbTable = HashTable(verbs)
    phrases.makeIndex()
    nouns.makeIndex()
  }

  private mutating func append(_ list: WordList) throws(LexiconError) {
    let entry = try list.column("entry")
    let pos = try list.column("pos")
    let columns = (
      agent: try list.column("agent"), patient: try list.column("patient"),
      third: try list.column("third"), preposition: try list.column("third_prep"),
      agentToPatient: try list.column("agent_to_patient"), passive: try list.column("passive")
    )
    for row in 0..<list.count {
      let isThirdNamed = !list.bytes(row: row, column: columns.preposition).isEmpty
      let frame = Frame(
        agent: Float(try list.number(row: row, column: columns.agent)),
        patient: Float(try list.number(row: row, column: columns.patient)),
        third: Float(try list.number(row: row, column: columns.third)),
        thirdPreposition: isThirdNamed ? list.hash(row: row, column: columns.preposition) : nil,
        agentToPatient: Float(try list.number(row: row, column: columns.agentToPatient)),
        flipsInPassive: list.string(row: row, column: columns.passive) == "flip")
      let text = list.bytes(row: row, column: entry)
      switch list.string(row: row, column: pos) {
      case "NOUN": nouns.add(text, frame)
      case "VERB" where !text.contains(UInt8(ascii: " ")):
        verbs[list.hash(row: row, column: entry)] = frame
      case "VERB", "X": phrases.add(text, frame)
      case let found:
        throw list.error(
          row: row, .unknownValue(column: "pos", found: found, expected: ["VERB", "NOUN", "X"]))
      }
    }
  }

  /// The frame of a verb, by the hash of its lemma.
  public func verb(_ lemma: UInt64) -> Frame? { verbTable[lemma] }

  /// The longest phrase that begins at a word.
  public func phrase(at start: Int, in words: [ExpressionWord]) -> (length: Int, value: Frame)? {
    phrases.longest(at: start, in: words)
  }

  /// The longest nominalisation with its preposition that begins at a word.
  public func noun(at start: Int, in words: [ExpressionWord]) -> (length: Int, value: Frame)? {
    nouns.longest(at: start, in: words)
  }

  /// The lexicon in which good is bad and bad is good: for tests of symmetry.
  package func reversed() -> FrameLexicon {
    var result = self
    result.verbs = verbs.mapValues(\.reversed)
    result.phrases = phrases.mapValues(\.reversed)
    result.nouns = nouns.mapValues(\.reversed)
    result.makeIndex()
    return result
  }
}

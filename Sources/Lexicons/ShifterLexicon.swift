/// Words that change the polarity or the force of the words they govern.
///
/// `Lexicons/shifters` holds the list and `Lexicons/README.md` explains the columns.
public struct ShifterLexicon: Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    case negator, intensifier, diminisher, modal, conditional, counterfactual, irony, contrast
    case concession
  }
  public enum Direction: String, Sendable, CaseIterable { case forward, backward, both }
  public enum Scope: String, Sendable, CaseIterable { case word, phrase, clause, sentence }

  public struct Shifter: Hashable, Sendable {
    public var kind: Kind
    /// From 0 to 2; above 1 strengthens.
    public var strength: Float
    /// Where the governed words stand.
    public var direction: Direction
    public var scope: Scope
  }

  private var table = ExpressionTable<Shifter>()

  public init() {}

  /// The list that is part of the binary.
  public static func builtIn() throws(LexiconError) -> ShifterLexicon {
    var lexicon = ShifterLexicon()
    try lexicon.add(WordList(builtIn: "shifters/shifters.tsv"))
    return lexicon
  }

  /// Adds the entries of a list. Where an entry has several kinds, negation counts first, else the
  /// kind listed first.
  ///
  /// - Throws: `LexiconError` when a column is missing or a value is not one of its column.
  public mutating func add(_ list: WordList) throws(LexiconError) {
    let entry = try list.column("entry")
    let kind = try list.column("kind")
    let strength = try list.column("strength")
    let direction = try list.column("direction")
    let scope = try list.column("scope")
    for row in 0..<list.count {
      let shifter = Shifter(
        kind: try value(list, row, kind),
        strength: Float(try list.number(row: row, column: strength)),
        direction: try value(list, row, direction), scope: try value(list, row, scope))
      table.add(
        list.bytes(row: row, column: entry), shifter, replacing: shifter.kind == .negator)
    }
    table.makeIndex()
  }

  /// The longest shifter that begins at a word.
  public func shifter(at start: Int, in words: [ExpressionWord]) -> (length: Int, value: Shifter)? {
    table.longest(at: start, in: words)
  }

  private func value<Value: RawRepresentable & CaseIterable>(
    _ list: WordList, _ row: Int, _ column: Int
  ) throws(LexiconError) -> Value where Value.RawValue == String {
    let text = list.string(row: row, column: column)
    guard let value = Value(rawValue: text) else {
      throw list.error(
        row: row,
        .unknownValue(
          column: list.columns[column], found: text, expected: Value.allCases.map(\.rawValue)))
    }
    return value
  }
}

/// Pronouns with their person, number and gender, found by the hashes of `Token.hash`.
public struct PronounList: Sendable {
  public enum Number: UInt8, Sendable { case singular, plural, any }
  public enum Gender: UInt8, Sendable { case female, male, neuter, any }
  public enum Use: String, Sendable, CaseIterable {
    case subject, object, determiner, possessive, reflexive, relative, demonstrative
  }
  public struct Pronoun: Hashable, Sendable {
    /// 1, 2 or 3.
    public var person: Int
    public var number: Number
    public var gender: Gender
    public var use: Use
  }

  private let pronouns: HashTable<Pronoun>

  /// The list that is part of the binary.
  public static func builtIn() throws(LexiconError) -> PronounList {
    try PronounList(WordList(builtIn: "closed/pronouns.tsv"))
  }

  /// - Throws: `LexiconError` when a column is missing or a value is unknown.
  public init(_ list: WordList) throws(LexiconError) {
    let form = try list.column("form")
    let person = try list.column("person")
    let number = try list.column("number")
    let gender = try list.column("gender")
    let use = try list.column("use")
    var pronouns: [UInt64: Pronoun] = [:]
    for row in 0..<list.count {
      let numbers: [String: Number] = ["singular": .singular, "plural": .plural, "any": .any]
      let genders: [String: Gender] = [
        "female": .female, "male": .male, "neuter": .neuter, "any": .any,
      ]
      pronouns[list.hash(row: row, column: form)] = Pronoun(
        person: Int(try list.number(row: row, column: person)),
        number: try Self.value(numbers, "number", list, row, number),
        gender: try Self.value(genders, "gender", list, row, gender),
        use: try Self.value(
          Dictionary(uniqueKeysWithValues: Use.allCases.map { ($0.rawValue, $0) }), "use", list,
          row,
          use))
    }
    self.pronouns = HashTable(pronouns)
  }

  /// The pronoun of a normalised word, or nil when it is none.
  public subscript(hash: UInt64) -> Pronoun? { pronouns[hash] }

  private static func value<Value>(
    _ values: [String: Value], _ name: String, _ list: WordList, _ row: Int, _ column: Int
  ) throws(LexiconError) -> Value {
    let text = list.string(row: row, column: column)
    guard let value = values[text] else {
      throw list.error(
        row: row, .unknownValue(column: name, found: text, expected: values.keys.sorted()))
    }
    return value
  }
}

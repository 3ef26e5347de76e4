import Lexicons

/// The closed classes that decide where tokens, sentences and the body of an article end.
package struct TextRules: Sendable {
  /// What may follow an abbreviation's full stop.
  enum Abbreviation: String, CaseIterable {
    case title, month, number, place, organization, time, general
  }
  /// Where in a line a pattern of boilerplate stands.
  enum Place: String, CaseIterable {
    case start, end, anywhere, contains, line, byline, stamp, counter
  }
  struct Pattern: Sendable {
    /// Lower-case UTF-8.
    var text: [UInt8]
    var place: Place
  }
  /// How often a word was seen in each casing away from sentence starts.
  package struct Casing: Sendable {
    package var lower: Int32
    package var capitalized: Int32
    package var upper: Int32

    /// Whether the word is written in lower case unless it begins a sentence.
    package var isMostlyLower: Bool { lower >= 6 * (capitalized + upper) && lower >= 5 }
    /// Whether the word is a name wherever it stands.
    package var isMostlyCapitalized: Bool { capitalized + upper >= 6 * lower }
  }

  var abbreviations: [UInt64: Abbreviation] = [:]
  var clitics: Set<UInt64> = []
  var elisions: Set<UInt64> = []
  var domains: Set<UInt64> = []
  /// The length of the first part of a contraction, in bytes.
  var contractions: [UInt64: Int] = [:]
  var speechVerbs: Set<UInt64> = []
  var agencies: Set<UInt64> = []
  var patterns: [Pattern] = []
  package var casing: [UInt64: Casing] = [:]

  /// The rules that are part of the binary.
  ///
  /// They are read once, at first use, in about two milliseconds.
  package static let builtIn: TextRules = {
    do {
      return try TextRules()
    } catch {
      preconditionFailure("a word list inside the binary is broken: \(error)")
    }
  }()

  private init() throws(LexiconError) {
    let abbreviations = try WordList(builtIn: "text/abbreviations.tsv")
    for row in 0..<abbreviations.count {
      self.abbreviations[abbreviations.hash(row: row, column: 0)] = try Self.value(
        abbreviations, row: row, column: 1)
    }
    let tokens = try WordList(builtIn: "text/tokens.tsv")
    for row in 0..<tokens.count {
      let hash = tokens.hash(row: row, column: 0)
      switch tokens.string(row: row, column: 1) {
      case "clitic": clitics.insert(hash)
      case "elision": elisions.insert(hash)
      case "domain": domains.insert(hash)
      case "speech": speechVerbs.insert(hash)
      case "agency": agencies.insert(hash)
      case "contraction":
        let form = tokens.bytes(row: row, column: 0)
        let parts = form.split(separator: UInt8(ascii: "|"))
        contractions[TextHash.hash(form.filter { $0 != UInt8(ascii: "|") })] = parts[0].count
      case let other:
        throw tokens.error(
          row: row,
          .unknownValue(
            column: "kind", found: other,
            expected: ["agency", "clitic", "contraction", "domain", "elision", "speech"]))
      }
    }
    let boilerplate = try WordList(builtIn: "text/boilerplate.tsv")
    for row in 0..<boilerplate.count {
      let place: Place = try Self.value(boilerplate, row: row, column: 1)
      patterns.append(Pattern(text: Array(boilerplate.bytes(row: row, column: 0)), place: place))
    }
    let casing = try WordList(builtIn: "text/casing.tsv")
    self.casing.reserveCapacity(casing.count)
    for row in 0..<casing.count {
      self.casing[casing.hash(row: row, column: 0)] = Casing(
        lower: casing.integer(row: row, column: 1),
        capitalized: casing.integer(row: row, column: 2), upper: casing.integer(row: row, column: 3)
      )
    }
  }

  /// How a word is cased away from sentence starts: 0 unknown, 1 in lower case, 2 capitalised, 3 both.
  package func habit(of hash: UInt64) -> UInt8 {
    guard let casing = casing[hash] else { return 0 }
    return casing.isMostlyLower ? 1 : casing.isMostlyCapitalized ? 2 : 3
  }

  private static func value<Value: RawRepresentable<String> & CaseIterable>(
    _ list: WordList, row: Int, column: Int
  ) throws(LexiconError) -> Value {
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

extension WordList {
  /// A field of digits as a number: 0 for anything else.
  fileprivate func integer(row: Int, column: Int) -> Int32 {
    var value: Int32 = 0
    for byte in bytes(row: row, column: column) {
      guard (0x30...0x39).contains(byte), value < 100_000_000 else { return 0 }
      value = value * 10 + Int32(byte - 0x30)
    }
    return value
  }
}

import Lexicons

/// What the tokenizer makes of characters beyond ASCII, from `text/wordpiece.tsv`.
struct LetterTable: Sendable {
  enum Treatment: String, CaseIterable, Sendable {
    /// The character is as if it were not there.
    case drop
    case space
    /// A word of its own: punctuation, and the characters of Chinese.
    case alone
    /// Part of a word.
    case letter
  }

  private var firsts: [UInt32] = []
  private var lasts: [UInt32] = []
  private var treatments: [Treatment] = []
  /// What stands for the character, as UTF-8; empty for the character itself.
  private var texts: [[UInt8]] = []

  /// The table that is part of the binary, read at the first character that needs it.
  static let builtIn: LetterTable = {
    do {
      return try LetterTable()
    } catch {
      preconditionFailure("a word list inside the binary is broken: \(error)")
    }
  }()

  private init() throws(LexiconError) {
    let list = try WordList(builtIn: "text/wordpiece.tsv")
    func scalar(_ digits: Substring, row: Int, column: String) throws(LexiconError)
      -> Unicode.Scalar
    {
      guard let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) else {
        throw list.error(row: row, .notANumber(column: column, found: String(digits)))
      }
      return scalar
    }
    for row in 0..<list.count {
      firsts.append(
        try scalar(list.string(row: row, column: 0)[...], row: row, column: "first").value)
      lasts.append(
        try scalar(list.string(row: row, column: 1)[...], row: row, column: "last").value)
      let found = list.string(row: row, column: 2)
      guard let treatment = Treatment(rawValue: found) else {
        throw list.error(
          row: row,
          .unknownValue(
            column: "treatment", found: found, expected: Treatment.allCases.map(\.rawValue)))
      }
      treatments.append(treatment)
      var text: [UInt8] = []
      for code in list.string(row: row, column: 3).split(separator: " ") {
        text.append(contentsOf: UTF8.encode(try scalar(code, row: row, column: "text"))!)
      }
      texts.append(text)
    }
  }

  /// How to treat a character, and the text that takes its place; nil for text that stays as it is.
  ///
  /// - Complexity: O(log rows).
  subscript(scalar: Unicode.Scalar) -> (treatment: Treatment, text: [UInt8]?) {
    let value = scalar.value
    if value >= 0xAC00 && value <= 0xD7A3 { return (.letter, Self.jamo(of: value)) }
    var (low, high) = (0, firsts.count)
    while low < high {
      let middle = (low + high) / 2
      if firsts[middle] <= value { low = middle + 1 } else { high = middle }
    }
    guard low > 0, value <= lasts[low - 1] else { return (.letter, nil) }
    let text = texts[low - 1]
    return (treatments[low - 1], text.isEmpty ? nil : text)
  }

  /// The parts of a Hangul syllable (Unicode 16, section 3.12), as UTF-8.
  private static func jamo(of value: UInt32) -> [UInt8] {
    let index = value - 0xAC00
    let parts = [0x1100 + index / 588, 0x1161 + index % 588 / 28, 0x11A7 + index % 28]
    var text: [UInt8] = []
    for part in parts where part != 0x11A7 {
      text.append(contentsOf: UTF8.encode(Unicode.Scalar(part)!)!)
    }
    return text
  }
}

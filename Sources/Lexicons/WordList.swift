import BuiltIn

/// A tab-separated word list as it stands in its file: named columns, and rows of fields.
///
/// Lines that begin with `#` and blank lines are comments. The first other line names the columns;
/// each line after it is an entry with as many fields. Fields are kept as bytes: a list of fifty
/// thousand names is read in about a millisecond.
public struct WordList: Sendable {
  /// The name used in errors, such as `names/given.tsv`.
  public let name: String
  /// The names of the columns, from the left.
  public let columns: [String]
  private let bytes: [UInt8]
  /// Where each field begins and ends, row by row.
  private let fields: [Range<Int32>]
  /// The line of each row, from 1.
  private let lines: [Int32]

  /// The number of entries.
  public var count: Int { lines.count }

  /// Reads a list from the bytes of its file.
  ///
  /// - Throws: `LexiconError` when the text is not UTF-8, has no header, or a row has more or fewer
  ///   fields than the header.
  /// - Complexity: linear in the number of bytes.
  public init(name: String, bytes: [UInt8]) throws(LexiconError) {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      let line = bytes.split(separator: 10, omittingEmptySubsequences: false).firstIndex {
        String(validating: $0, as: UTF8.self) == nil
      }
      throw LexiconError(file: name, line: line.map { $0 + 1 }, problem: .notUTF8)
    }
    var columns: [String] = []
    var fields: [Range<Int32>] = []
    var lines: [Int32] = []
    var line: Int32 = 0
    var start = 0
    while start < bytes.count {
      line += 1
      var end = start
      while end < bytes.count && bytes[end] != 10 { end += 1 }
      let next = end + 1
      if end > start && bytes[end - 1] == 13 { end -= 1 }
      defer { start = next }
      if end == start || bytes[start] == UInt8(ascii: "#") { continue }
      if line == 1 && bytes[start..<end].starts(with: [0xEF, 0xBB, 0xBF]) { start += 3 }
      let fieldCount = fields.count
      var fieldStart = start
      for index in start..<end where bytes[index] == 9 {
        fields.append(Int32(fieldStart)..<Int32(index))
        fieldStart = index + 1
      }
      fields.append(Int32(fieldStart)..<Int32(end))
      if columns.isEmpty {
        columns = fields.map {
          String(decoding: bytes[Int($0.lowerBound)..<Int($0.upperBound)], as: UTF8.self)
        }
        fields = []
        continue
      }
      guard fields.count - fieldCount == columns.count else {
        throw LexiconError(
          file: name, line: Int(line),
          problem: .wrongFieldCount(expected: columns.count, found: fields.count - fieldCount))
      }
      lines.append(line)
    }
    guard !columns.isEmpty else { throw LexiconError(file: name, line: nil, problem: .noHeader) }
    self.name = name
    self.columns = columns
    self.bytes = bytes
    self.fields = fields
    self.lines = lines
  }

  /// Reads a list that is part of the binary.
  ///
  /// - Parameter name: its path below `Lexicons/`, such as `names/given.tsv`.
  /// - Throws: `LexiconError` when there is none of that name, or it cannot be read.
  public init(builtIn name: String) throws(LexiconError) {
    guard let bytes = BuiltIn.bytes(of: "lexicons/\(name)") else {
      throw LexiconError(file: name, line: nil, problem: .missingFile)
    }
    try self.init(name: name, bytes: Array(bytes))
  }

  /// The bytes of the whole file.
  public var contents: [UInt8] { bytes }

  /// The index of a column.
  ///
  /// - Throws: `LexiconError` naming the columns that are there.
  public func column(_ column: String) throws(LexiconError) -> Int {
    guard let index = columns.firstIndex(of: column) else {
      throw LexiconError(file: name, line: nil, problem: .missingColumn(column, found: columns))
    }
    return index
  }

  /// The bytes of a field.
  ///
  /// - Precondition: `row < count` and `column < columns.count`.
  public func bytes(row: Int, column: Int) -> ArraySlice<UInt8> {
    let field = fields[row * columns.count + column]
    return bytes[Int(field.lowerBound)..<Int(field.upperBound)]
  }

  /// A field as a string.
  public func string(row: Int, column: Int) -> String {
    String(decoding: bytes(row: row, column: column), as: UTF8.self)
  }

  /// A field as a number.
  ///
  /// - Throws: `LexiconError` naming the line when the field is no number.
  public func number(row: Int, column: Int) throws(LexiconError) -> Double {
    let text = string(row: row, column: column)
    guard let value = Double(text), value.isFinite else {
      throw error(row: row, .notANumber(column: columns[column], found: text))
    }
    return value
  }

  /// The hash of a field's normalised form: equal to `Token.hash` of the same word in a text.
  public func hash(row: Int, column: Int) -> UInt64 {
    let field = bytes(row: row, column: column)
    // Most fields are lower-case ASCII words, which are their own normal form.
    if field.allSatisfy({ $0 >= 0x61 && $0 <= 0x7A }) { return TextHash.hash(field) }
    return TextNormalizer.hash(field)
  }

  /// The line of a row in the file, from 1.
  public func line(row: Int) -> Int { Int(lines[row]) }

  /// An error that points at a row.
  public func error(row: Int, _ problem: LexiconError.Problem) -> LexiconError {
    LexiconError(file: name, line: line(row: row), problem: problem)
  }
}

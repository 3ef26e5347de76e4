/// Rows of a CSV or TSV file.
///
/// CSV is read as RFC 4180 says: a field may stand in double quotation marks, which are doubled
/// inside. In TSV a mark is a mark: texts there often open with one.
struct SeparatedTable {
  struct Row {
    /// The line where the row begins, from 1.
    var line: Int
    var fields: [String]
  }

  private let path: String
  private let bytes: [UInt8]
  private let separator: UInt8
  private var position = 0
  private var line = 1

  init(path: String, separator: UInt8) throws(CorpusError) {
    self.path = path
    self.separator = separator
    bytes = try FileBytes.read(path)
    do throws(CorpusProblem) {
      try FileBytes.check(bytes)
    } catch {
      throw CorpusError(path: path, problem: error)
    }
  }

  /// The next row that is not blank, or nil at the end.
  mutating func next() throws(CorpusError) -> Row? {
    while position < bytes.count {
      let first = line
      var fields: [String] = []
      repeat { fields.append(try field()) } while takeSeparator()
      takeLineBreak()
      if fields != [""] { return Row(line: first, fields: fields) }
    }
    return nil
  }

  private mutating func field() throws(CorpusError) -> String {
    let mark = UInt8(ascii: "\"")
    guard separator == UInt8(ascii: ","), position < bytes.count, bytes[position] == mark else {
      return plainField()
    }
    let first = line
    var value: [UInt8] = []
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == mark {
        guard position < bytes.count, bytes[position] == mark else {
          // Whatever follows the closing mark belongs to the field too, as spreadsheets read it.
          return String(decoding: value, as: UTF8.self) + plainField()
        }
        position += 1
      }
      if byte == 0x0A { line += 1 }
      value.append(byte)
    }
    throw CorpusError(path: path, line: first, problem: .unclosedQuote)
  }

  private mutating func plainField() -> String {
    let start = position
    while position < bytes.count, bytes[position] != separator, bytes[position] != 0x0A,
      bytes[position] != 0x0D
    {
      position += 1
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func takeSeparator() -> Bool {
    guard position < bytes.count, bytes[position] == separator else { return false }
    position += 1
    return true
  }

  private mutating func takeLineBreak() {
    if position < bytes.count, bytes[position] == 0x0D { position += 1 }
    if position < bytes.count, bytes[position] == 0x0A { position += 1 }
    line += 1
  }
}

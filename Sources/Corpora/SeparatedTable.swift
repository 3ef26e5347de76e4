/// Rows of a CSV or TSV file, read piece by piece: a row must fit into memory, the file need not.
///
/// CSV is read as RFC 4180 says: a field may stand in double quotation marks, which are doubled
/// inside. In TSV a mark is a mark: texts there often open with one.
public struct SeparatedTable {
  public struct Row: Sendable {
    /// The line where the row begins, from 1.
    public var line: Int
    public var fields: [String]
  }

  private static let mark = UInt8(ascii: "\"")

  private var reader: ByteReader
  private let separator: UInt8
  private let limit: Int
  private var buffer: [UInt8] = []
  private var position = 0
  private var isAtEnd = false
  private var line = 1
  /// The bytes of the fields of the row that is being read, one after the other.
  private var text: [UInt8] = []
  private var ends: [Int] = []
  private var isTooLong = false

  var path: String { reader.path }
  /// How many bytes of the file were read.
  var byteCount: Int { reader.byteCount }

  /// - Parameters:
  ///   - limit: How many bytes a row may have.
  ///   - separator: A comma or a tab.
  public init(
    path: String, separator: UInt8, standardInput: Int32 = 0, limit: Int = 16 << 20
  ) throws(CorpusError) {
    reader = try ByteReader(path: path, standardInput: standardInput)
    self.separator = separator
    self.limit = limit
    while !isAtEnd && buffer.count < 3 { isAtEnd = try !reader.readMore(into: &buffer) }
    if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// The next row that is not blank, or nil at the end.
  ///
  /// - Throws: `CorpusError`; after one of a row that is too long or no UTF-8, the next call reads the
  ///   row after it.
  public mutating func next() throws(CorpusError) -> Row? {
    while try peek() != nil {
      let first = line
      text.removeAll(keepingCapacity: true)
      ends.removeAll(keepingCapacity: true)
      isTooLong = false
      repeat {
        try readField()
        ends.append(text.count)
      } while try take(separator)
      _ = try take(0x0D)
      _ = try take(0x0A)
      line += 1
      if isTooLong {
        text = []
        throw CorpusError(path: path, line: first, problem: .tooLong(limit: limit))
      }
      if ends == [0] { continue }
      return Row(line: first, fields: try fields(line: first))
    }
    return nil
  }

  private func fields(line: Int) throws(CorpusError) -> [String] {
    do throws(CorpusProblem) {
      try FileBytes.check(text)
    } catch {
      throw CorpusError(path: path, line: line, problem: error)
    }
    var fields: [String] = []
    var start = 0
    for end in ends {
      fields.append(String(decoding: text[start..<end], as: UTF8.self))
      start = end
    }
    return fields
  }

  private mutating func readField() throws(CorpusError) {
    let first = line
    var isMarked = false
    if separator == UInt8(ascii: ",") { isMarked = try take(Self.mark) }
    if isMarked {
      while true {
        try keep { $0 == Self.mark || $0 == 0x0A }
        guard let byte = try peek() else {
          throw CorpusError(path: path, line: first, problem: .unclosedQuote)
        }
        position += 1
        if byte == Self.mark {
          // Whatever follows the closing mark belongs to the field too, as spreadsheets read it.
          guard try take(Self.mark) else { break }
        } else {
          line += 1
        }
        append(byte)
      }
    }
    try keep { [separator] in $0 == separator || $0 == 0x0A || $0 == 0x0D }
  }

  /// Keeps the bytes before the first that ends a stretch.
  private mutating func keep(until isEnd: (UInt8) -> Bool) throws(CorpusError) {
    while try peek() != nil {
      let end = buffer[position...].firstIndex(where: isEnd) ?? buffer.count
      if text.count + end - position > limit { isTooLong = true }
      if !isTooLong { text += buffer[position..<end] }
      position = end
      if end < buffer.count { return }
    }
  }

  private mutating func append(_ byte: UInt8) {
    if text.count >= limit { isTooLong = true }
    if !isTooLong { text.append(byte) }
  }

  /// The next byte without taking it, or nil at the end.
  private mutating func peek() throws(CorpusError) -> UInt8? {
    while position == buffer.count && !isAtEnd {
      buffer.removeAll(keepingCapacity: true)
      position = 0
      isAtEnd = try !reader.readMore(into: &buffer)
    }
    return position < buffer.count ? buffer[position] : nil
  }

  private mutating func take(_ byte: UInt8) throws(CorpusError) -> Bool {
    guard try peek() == byte else { return false }
    position += 1
    return true
  }
}

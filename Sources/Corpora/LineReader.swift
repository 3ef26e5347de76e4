/// Reads a file line by line, whatever its size, in memory for one line.
struct LineReader {
  /// How long a line may be where nothing else is said: 16 MiB.
  static let standardLimit = 16 << 20

  private var reader: ByteReader
  private let limit: Int
  private var buffer: [UInt8] = []
  private var position = 0
  private var isAtEnd = false
  /// Whether the rest of a line that is too long is still to be passed over.
  private var isSkipping = false
  /// The number of the line that `next` returned last, from 1.
  private(set) var line = 0

  var path: String { reader.path }
  /// How many bytes of the file were read.
  var byteCount: Int { reader.byteCount }

  /// Called before a read that would wait for whoever writes the input; false ends the input.
  var beforeWaiting: (() -> Bool)? {
    get { reader.beforeWaiting }
    set { reader.beforeWaiting = newValue }
  }

  /// - Parameter limit: How many bytes a line may have.
  init(path: String, standardInput: Int32 = 0, limit: Int = standardLimit) throws(CorpusError) {
    reader = try ByteReader(path: path, standardInput: standardInput)
    self.limit = limit
  }

  /// The next line without its line break, or nil at the end. A byte order mark is dropped.
  ///
  /// - Throws: `CorpusError`; after one of a line that is too long, the next call reads the line after it.
  mutating func next() throws(CorpusError) -> [UInt8]? {
    if isSkipping { try skip() }
    var searched = position
    while true {
      if let end = buffer[searched...].firstIndex(of: 0x0A) {
        defer { position = end + 1 }
        return try finish(position..<end)
      }
      if isAtEnd {
        guard position < buffer.count else { return nil }
        defer { position = buffer.count }
        return try finish(position..<buffer.count)
      }
      if buffer.count - position > limit + 1 {
        line += 1
        isSkipping = true
        throw CorpusError(path: path, line: line, problem: .tooLong(limit: limit))
      }
      buffer.removeFirst(position)
      searched = buffer.count
      position = 0
      isAtEnd = try !reader.readMore(into: &buffer)
    }
  }

  /// Passes over the rest of a line.
  private mutating func skip() throws(CorpusError) {
    isSkipping = false
    while true {
      if let end = buffer[position...].firstIndex(of: 0x0A) {
        position = end + 1
        return
      }
      // What was kept of a long line is as long as the limit: a new buffer gives it back.
      buffer = []
      position = 0
      if isAtEnd { return }
      isAtEnd = try !reader.readMore(into: &buffer)
    }
  }

  private mutating func finish(_ range: Range<Int>) throws(CorpusError) -> [UInt8] {
    line += 1
    var end = range.upperBound
    if end > range.lowerBound && buffer[end - 1] == 0x0D { end -= 1 }
    if end - range.lowerBound > limit {
      throw CorpusError(path: path, line: line, problem: .tooLong(limit: limit))
    }
    let text = Array(buffer[range.lowerBound..<end])
    return line == 1 ? FileBytes.withoutMark(text) : text
  }
}

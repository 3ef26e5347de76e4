import Foundation

/// Reads a whole file, without a byte order mark.
public func readFile(_ path: String) throws(CorpusError) -> [UInt8] { try FileBytes.read(path) }

/// Reads files whole or line by line.
enum FileBytes {
  /// The bytes of a file, without a byte order mark.
  static func read(_ path: String) throws(CorpusError) -> [UInt8] {
    var reader = try ByteReader(path: path)
    var bytes: [UInt8] = []
    while try reader.readMore(into: &bytes) {}
    return withoutMark(bytes)
  }

  /// The bytes without a byte order mark at their start.
  static func withoutMark(_ bytes: [UInt8]) -> [UInt8] {
    bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
  }

  /// What a path is called in ids: its last part without the ending.
  static func name(of path: String) -> String {
    let last = path.split(separator: "/").last.map { String($0) } ?? path
    guard let dot = last.lastIndex(of: "."), dot != last.startIndex else { return last }
    return String(last[..<dot])
  }

  /// The ending of a file's name in lower case, with its dot; empty when there is none.
  static func ending(of path: String) -> String {
    let last = path.split(separator: "/").last ?? ""
    guard let dot = last.lastIndex(of: "."), dot != last.startIndex else { return "" }
    return last[dot...].lowercased()
  }

  /// Refuses bytes that are no UTF-8 text.
  static func check(_ bytes: [UInt8]) throws(CorpusProblem) {
    if let offset = bytes.prefix(8192).firstIndex(of: 0) { throw .binary(offset: offset) }
    if let offset = firstInvalidOffset(bytes) {
      let line = 1 + bytes[..<offset].count { $0 == 0x0A }
      throw .invalidUTF8(offset: offset, line: line)
    }
  }

  /// Where valid UTF-8 ends, or nil when all of it is valid.
  private static func firstInvalidOffset(_ bytes: [UInt8]) -> Int? {
    guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var offset = 0
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      offset += UTF8.width(scalar)
    }
    return offset
  }
}

/// Reads a file in pieces; the file is closed when the reader is gone.
struct ByteReader {
  let path: String
  private let handle: FileHandle

  /// - Parameter path: A file, or `-` for standard input.
  init(path: String, standardInput: Int32 = 0) throws(CorpusError) {
    if path == "-" {
      self.path = "standard input"
      handle = FileHandle(fileDescriptor: standardInput, closeOnDealloc: false)
      return
    }
    self.path = path
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw CorpusError(path: path, problem: Self.problem(errno)) }
    handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var status = stat()
    if fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR {
      throw CorpusError(path: path, problem: .isFolder)
    }
  }

  /// Appends the next piece; false at the end.
  mutating func readMore(into bytes: inout [UInt8]) throws(CorpusError) -> Bool {
    while true {
      let start = bytes.count
      bytes.append(contentsOf: repeatElement(0, count: 1 << 18))
      let count = bytes.withUnsafeMutableBytes {
        Foundation.read(handle.fileDescriptor, $0.baseAddress! + start, 1 << 18)
      }
      let code = errno
      bytes.removeLast((1 << 18) - max(count, 0))
      if count < 0 && code == EINTR { continue }
      if count < 0 { throw CorpusError(path: path, problem: Self.problem(code)) }
      return count > 0
    }
  }

  private static func problem(_ code: Int32) -> CorpusProblem {
    switch code {
    case ENOENT, ENOTDIR: .noSuchFile
    case EACCES, EPERM: .noPermission
    default: .readFailure(String(cString: strerror(code)).lowercased())
    }
  }
}

/// Reads a file line by line, whatever its size; a line must fit into memory.
struct LineReader {
  private var reader: ByteReader
  private var buffer: [UInt8] = []
  private var position = 0
  private var isAtEnd = false
  /// The number of the line that `next` returned last, from 1.
  private(set) var line = 0

  var path: String { reader.path }

  init(path: String, standardInput: Int32 = 0) throws(CorpusError) {
    reader = try ByteReader(path: path, standardInput: standardInput)
  }

  /// The next line without its line break, or nil at the end. A byte order mark is dropped.
  mutating func next() throws(CorpusError) -> [UInt8]? {
    var searched = position
    while true {
      if let end = buffer[searched...].firstIndex(of: 0x0A) {
        defer { position = end + 1 }
        return finish(buffer[position..<end])
      }
      if isAtEnd {
        guard position < buffer.count else { return nil }
        defer { position = buffer.count }
        return finish(buffer[position...])
      }
      buffer.removeFirst(position)
      searched = buffer.count
      position = 0
      isAtEnd = try !reader.readMore(into: &buffer)
    }
  }

  private mutating func finish(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    line += 1
    let text = Array(bytes.last == 0x0D ? bytes.dropLast() : bytes)
    return line == 1 ? FileBytes.withoutMark(text) : text
  }
}

extension [UInt8] {
  /// Whether there is nothing but white space.
  var isBlank: Bool { allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) } }
}

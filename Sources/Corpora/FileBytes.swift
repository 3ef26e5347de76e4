import Compression

/// Reads a whole file, decompressed, without a byte order mark.
public func readFile(_ path: String) throws(CorpusError) -> [UInt8] { try FileBytes.read(path) }

/// What is common to all files: their names, their first bytes, their encoding.
enum FileBytes {
  /// How long a file may be that is read whole and is no article, once decompressed.
  static let longestFile = 1 << 30

  /// The bytes of a file, decompressed, without a byte order mark.
  ///
  /// - Parameter limit: How many bytes it may hold.
  static func read(_ path: String, limit: Int = longestFile) throws(CorpusError) -> [UInt8] {
    var reader = try ByteReader(path: path)
    var bytes: [UInt8] = []
    while try reader.readMore(into: &bytes) {
      if bytes.count > limit { throw CorpusError(path: path, problem: .tooLong(limit: limit)) }
    }
    return withoutMark(bytes)
  }

  /// The bytes without a byte order mark at their start.
  static func withoutMark(_ bytes: [UInt8]) -> [UInt8] {
    bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
  }

  /// What a path is called in ids: its last part without the ending, or both when one says that it
  /// is compressed.
  static func name(of path: String) -> String {
    let last = withoutCompression(path.split(separator: "/").last.map { String($0) } ?? path)
    guard let dot = last.lastIndex(of: "."), dot != last.startIndex else { return last }
    return String(last[..<dot])
  }

  /// The ending of a file's name in lower case, with its dot; empty when there is none.
  ///
  /// An ending that says how the file is compressed is passed over: that of `a.csv.gz` is `.csv`.
  static func ending(of path: String) -> String {
    let last = withoutCompression(path.split(separator: "/").last.map { String($0) } ?? "")
    guard let dot = last.lastIndex(of: "."), dot != last.startIndex else { return "" }
    return last[dot...].lowercased()
  }

  private static func withoutCompression(_ name: String) -> String {
    let lower = name.lowercased()
    for ending in CompressionFormat.allCases.map(\.ending)
    where lower.hasSuffix(ending) && lower.utf8.count > ending.utf8.count {
      return String(name.dropLast(ending.count))
    }
    return name
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

extension [UInt8] {
  /// Whether there is nothing but white space.
  var isBlank: Bool { allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) } }
}

import Glibc

/// Collects named sections and writes them as a model file.
///
/// The bytes depend on the sections alone, not on the order in which they were added.
public struct ModelFileWriter: Sendable {
  /// What kind of model the file holds, for example `"stance"`.
  public let kind: String
  private var sections: [String: Section] = [:]

  private struct Section: Sendable {
    var type: ModelElementType
    var count: Int
    var bytes: [UInt8]
  }

  /// A writer without sections.
  ///
  /// - Precondition: `kind` has 1 to 31 bytes of UTF-8.
  public init(kind: String) {
    precondition(
      (1..<ModelFileLayout.kindLength).contains(kind.utf8.count),
      "a kind has 1 to 31 bytes, \"\(kind)\" has \(kind.utf8.count)")
    self.kind = kind
  }

  /// Adds single-precision numbers.
  public mutating func add(_ name: String, floats: [Float]) { add(name, .float32, floats) }

  /// Adds double-precision numbers.
  public mutating func add(_ name: String, doubles: [Double]) { add(name, .float64, doubles) }

  /// Adds numbers rounded to half precision; `ModelFile.floats` reads them back as `Float`.
  ///
  /// - Precondition: every number is finite in half precision (at most 65,504 in size).
  public mutating func add(_ name: String, halfPrecision floats: [Float]) {
    let patterns = floats.map { value in
      let half = HalfPrecision.bits(of: value)
      precondition(half & 0x7C00 != 0x7C00, "\(value) does not fit in half precision")
      return half
    }
    add(name, .float16, patterns)
  }

  /// Adds 16-bit integers.
  public mutating func add(_ name: String, shorts: [UInt16]) { add(name, .uint16, shorts) }

  /// Adds 32-bit integers.
  public mutating func add(_ name: String, integers: [UInt32]) { add(name, .uint32, integers) }

  /// Adds 64-bit integers.
  public mutating func add(_ name: String, hashes: [UInt64]) { add(name, .uint64, hashes) }

  /// Adds bytes as they are.
  public mutating func add(_ name: String, bytes: [UInt8]) { add(name, .bytes, bytes) }

  /// Adds text as UTF-8.
  public mutating func add(_ name: String, string: String) {
    add(name, .bytes, Array(string.utf8))
  }

  private mutating func add<Element: BitwiseCopyable>(
    _ name: String, _ type: ModelElementType, _ elements: [Element]
  ) {
    precondition(
      (1..<ModelFileLayout.nameLength).contains(name.utf8.count) && !name.utf8.contains(0),
      "a section's name has 1 to 39 bytes, \"\(name)\" has \(name.utf8.count)")
    precondition(sections[name] == nil, "section \"\(name)\" was added twice")
    sections[name] = Section(
      type: type, count: elements.count, bytes: elements.withUnsafeBytes { Array($0) })
  }

  /// The bytes of the file.
  public func bytes() -> [UInt8] {
    let ordered = sections.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    var offset = ModelFileLayout.aligned(
      ModelFileLayout.headerLength + ordered.count * ModelFileLayout.entryLength)
    var file: [UInt8] = []
    file.append(contentsOf: ModelFileLayout.magic)
    file.append(littleEndian: ModelFileLayout.version)
    file.append(littleEndian: UInt32(ordered.count))
    let end = ordered.reduce(offset) { ModelFileLayout.aligned($0 + $1.value.bytes.count) }
    file.reserveCapacity(end)
    file.append(littleEndian: UInt64(end))
    file.append(contentsOf: repeatElement(0, count: 8 + 32))
    file.append(contentsOf: padded(kind, to: ModelFileLayout.kindLength))
    for (name, section) in ordered {
      file.append(contentsOf: padded(name, to: ModelFileLayout.nameLength))
      file.append(littleEndian: section.type.rawValue)
      file.append(littleEndian: UInt32(0))
      file.append(littleEndian: UInt64(offset))
      file.append(littleEndian: UInt64(section.count))
      offset = ModelFileLayout.aligned(offset + section.bytes.count)
    }
    for (_, section) in ordered {
      file.append(
        contentsOf: repeatElement(0, count: ModelFileLayout.aligned(file.count) - file.count))
      file.append(contentsOf: section.bytes)
    }
    file.append(contentsOf: repeatElement(0, count: end - file.count))
    let digest = file.withUnsafeBytes { SHA256.digest(of: $0) }
    file.replaceSubrange(
      ModelFileLayout.digestOffset..<(ModelFileLayout.digestOffset + 32), with: digest)
    let checksum = file.withUnsafeBytes { bytes in
      let header = UnsafeRawBufferPointer(rebasing: bytes[0..<ModelFileLayout.headerLength])
      return Checksum.of(header, followedBy: bytes)
    }
    withUnsafeBytes(of: checksum.littleEndian) {
      file.replaceSubrange(
        ModelFileLayout.checksumOffset..<(ModelFileLayout.checksumOffset + 8), with: $0)
    }
    return file
  }

  /// Writes the file under a temporary name beside `path` and then moves it there, so that a
  /// reader never sees half a file.
  ///
  /// - Throws: `ModelFileError.unwritable`.
  public func write(toPath path: String) throws(ModelFileError) {
    let temporary = path + ".partial-\(getpid())"
    let contents = bytes()
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .unwritable(path: path, reason: systemReason()) }
    var written = 0
    while written < contents.count {
      let count = contents.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress! + written, $0.count - written)
      }
      if count < 0 {
        if errno == EINTR { continue }
        let reason = systemReason()
        close(descriptor)
        unlink(temporary)
        throw .unwritable(path: path, reason: reason)
      }
      written += count
    }
    guard close(descriptor) == 0, rename(temporary, path) == 0 else {
      let reason = systemReason()
      unlink(temporary)
      throw .unwritable(path: path, reason: reason)
    }
  }

  private func padded(_ text: String, to length: Int) -> [UInt8] {
    let bytes = Array(text.utf8)
    return bytes + [UInt8](repeating: 0, count: length - bytes.count)
  }
}

/// What the system says about the call that just failed.
func systemReason() -> String {
  String(cString: strerror(errno))
}

extension [UInt8] {
  fileprivate mutating func append<Number: FixedWidthInteger>(littleEndian number: Number) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }
}

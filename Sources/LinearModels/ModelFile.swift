import Glibc

/// A model file, opened and checked: named sections of numbers, text and tables.
///
/// Opening executes nothing from the file. It checks the magic, the version, the length, every
/// offset and count, and a checksum over all bytes, at the speed of memory. The SHA-256 in the
/// header names the model; the checksum covers it, and `verify()` computes it anew.
///
/// The file is mapped, not read: `FlatArray` sections point into the mapping and keep it alive.
/// A file that another process shortens while it is mapped can still crash a reader, as with any
/// mapped file; writers replace files whole (see `ModelFileWriter.write(toPath:)`).
public struct ModelFile: Sendable {
  /// What kind of model the file holds.
  public let kind: String
  /// The version of the format it was written in.
  public let formatVersion: UInt32
  /// The SHA-256 of the file with its digest and checksum taken as zero; 64 hexadecimal digits.
  public let sha256: String
  /// The names of the sections, ascending by their UTF-8 bytes.
  public let sectionNames: [String]
  /// The number of bytes of the whole file.
  public var byteCount: Int { memory.bytes.count }

  private let memory: ModelMemory
  private let entries: [String: Entry]

  private struct Entry {
    var type: ModelElementType
    var offset: Int
    var count: Int
  }

  /// Maps the file at a path.
  public init(path: String) throws(ModelFileError) {
    try self.init(memory: ModelMemory(mapping: path))
  }

  /// Uses bytes that are part of the program, without a copy when they are aligned to 8 bytes.
  ///
  /// - Precondition: the bytes stay as they are for the rest of the program's life.
  public init(bytes: UnsafeRawBufferPointer) throws(ModelFileError) {
    if Int(bitPattern: bytes.baseAddress) % 8 == 0 {
      try self.init(memory: ModelMemory(staying: bytes))
    } else {
      try self.init(memory: ModelMemory(copying: bytes))
    }
  }

  /// Uses a copy of bytes.
  public init(_ bytes: [UInt8]) throws(ModelFileError) {
    try self.init(memory: bytes.withUnsafeBytes { ModelMemory(copying: $0) })
  }

  private init(memory: ModelMemory) throws(ModelFileError) {
    typealias Layout = ModelFileLayout
    let bytes = memory.bytes
    guard bytes.count >= Layout.magic.count,
      bytes[0..<Layout.magic.count].elementsEqual(Layout.magic)
    else { throw .notAModel }
    guard bytes.count >= Layout.headerLength else {
      throw .truncated(expected: UInt64(Layout.headerLength), found: UInt64(bytes.count))
    }
    func integer<Number: FixedWidthInteger>(_ offset: Int, _: Number.Type) -> Number {
      Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
    }
    formatVersion = integer(8, UInt32.self)
    guard formatVersion <= Layout.version, formatVersion > 0 else {
      throw .unknownVersion(found: formatVersion, newest: Layout.version)
    }
    let length = integer(16, UInt64.self)
    guard length == UInt64(bytes.count) else {
      throw .truncated(expected: length, found: UInt64(bytes.count))
    }
    guard memory.checksum() == integer(Layout.checksumOffset, UInt64.self) else { throw .damaged }
    sha256 = bytes[Layout.digestOffset..<(Layout.digestOffset + 32)].map(hexadecimal).joined()
    guard let kind = text(bytes, at: 64, length: Layout.kindLength) else {
      throw .malformed(reason: "the kind is not text")
    }
    self.kind = kind

    let sectionCount = Int(integer(12, UInt32.self))
    let tableEnd = Layout.headerLength + sectionCount * Layout.entryLength
    guard tableEnd <= bytes.count else {
      throw .malformed(reason: "\(sectionCount) sections do not fit in \(bytes.count) bytes")
    }
    var entries: [String: Entry] = [:]
    var names: [String] = []
    var previousEnd = tableEnd
    for index in 0..<sectionCount {
      let start = Layout.headerLength + index * Layout.entryLength
      guard let name = text(bytes, at: start, length: Layout.nameLength) else {
        throw .malformed(reason: "the name of section \(index) is not text")
      }
      guard let type = ModelElementType(rawValue: integer(start + 40, UInt32.self)) else {
        throw .malformed(reason: "section \"\(name)\" has an unknown element type")
      }
      let offset = integer(start + 48, UInt64.self)
      let count = integer(start + 56, UInt64.self)
      let (size, overflow) = count.multipliedReportingOverflow(by: UInt64(type.stride))
      guard !overflow, offset % UInt64(Layout.alignment) == 0, offset >= UInt64(previousEnd),
        offset <= length, size <= length - offset
      else {
        throw .malformed(reason: "section \"\(name)\" lies outside the file or over another")
      }
      previousEnd = Int(offset + size)
      guard entries[name] == nil else {
        throw .malformed(reason: "section \"\(name)\" is listed twice")
      }
      entries[name] = Entry(type: type, offset: Int(offset), count: Int(count))
      names.append(name)
    }
    self.memory = memory
    self.entries = entries
    sectionNames = names
  }

  /// Computes the SHA-256 of the whole file and compares it with the one in the header.
  ///
  /// - Throws: `ModelFileError.damaged` when they differ.
  public func verify() throws(ModelFileError) {
    let bytes = memory.bytes
    var hash = SHA256()
    hash.update(UnsafeRawBufferPointer(rebasing: bytes[0..<ModelFileLayout.checksumOffset]))
    [UInt8](repeating: 0, count: 40).withUnsafeBytes { hash.update($0) }
    hash.update(UnsafeRawBufferPointer(rebasing: bytes[(ModelFileLayout.checksumOffset + 40)...]))
    guard hash.digest().map(hexadecimal).joined() == sha256 else { throw .damaged }
  }

  /// Whether a section is there.
  public func contains(_ name: String) -> Bool { entries[name] != nil }

  /// What a section holds; `nil` when it is absent.
  public func elementType(of name: String) -> ModelElementType? { entries[name]?.type }

  /// Checks that the file holds the kind of model that the caller reads.
  ///
  /// - Throws: `ModelFileError.wrongKind`.
  public func expect(kind expected: String) throws(ModelFileError) {
    guard kind == expected else { throw .wrongKind(expected: expected, found: kind) }
  }

  /// A section of single- or half-precision numbers, as an array.
  public func floats(_ name: String) throws(ModelFileError) -> [Float] {
    if entries[name]?.type == .float16 {
      return try table(name, .float16, of: UInt16.self).map(HalfPrecision.value(of:))
    }
    return try array(name, .float32, of: Float.self)
  }

  /// A section of double-precision numbers, as an array.
  public func doubles(_ name: String) throws(ModelFileError) -> [Double] {
    try array(name, .float64, of: Double.self)
  }

  /// A section of 16-bit integers, as an array.
  public func shorts(_ name: String) throws(ModelFileError) -> [UInt16] {
    try array(name, .uint16, of: UInt16.self)
  }

  /// A section of 32-bit integers, as an array.
  public func integers(_ name: String) throws(ModelFileError) -> [UInt32] {
    try array(name, .uint32, of: UInt32.self)
  }

  /// A section of 64-bit integers, as an array.
  public func hashes(_ name: String) throws(ModelFileError) -> [UInt64] {
    try array(name, .uint64, of: UInt64.self)
  }

  /// A section of bytes, as an array.
  public func bytes(_ name: String) throws(ModelFileError) -> [UInt8] {
    try array(name, .bytes, of: UInt8.self)
  }

  /// A section of text.
  public func string(_ name: String) throws(ModelFileError) -> String {
    guard let text = String(validating: try bytes(name), as: UTF8.self) else {
      throw .malformed(reason: "section \"\(name)\" is not UTF-8")
    }
    return text
  }

  /// A section of single-precision numbers where it lies, without a copy.
  public func floatTable(_ name: String) throws(ModelFileError) -> FlatArray<Float> {
    try table(name, .float32, of: Float.self)
  }

  /// A section of 16-bit integers where it lies, without a copy.
  public func shortTable(_ name: String) throws(ModelFileError) -> FlatArray<UInt16> {
    try table(name, .uint16, of: UInt16.self)
  }

  /// A section of 32-bit integers where it lies, without a copy.
  public func integerTable(_ name: String) throws(ModelFileError) -> FlatArray<UInt32> {
    try table(name, .uint32, of: UInt32.self)
  }

  /// A section of 64-bit integers where it lies, without a copy.
  public func hashTable(_ name: String) throws(ModelFileError) -> FlatArray<UInt64> {
    try table(name, .uint64, of: UInt64.self)
  }

  /// A section of bytes where it lies, without a copy.
  public func byteTable(_ name: String) throws(ModelFileError) -> FlatArray<UInt8> {
    try table(name, .bytes, of: UInt8.self)
  }

  private func table<Element: BitwiseCopyable & Sendable>(
    _ name: String, _ type: ModelElementType, of _: Element.Type
  ) throws(ModelFileError) -> FlatArray<Element> {
    guard let entry = entries[name] else { throw .missingSection(name: name) }
    guard entry.type == type else {
      throw .wrongElementType(section: name, expected: type.name, found: entry.type.name)
    }
    let base = memory.bytes.baseAddress.map {
      ($0 + entry.offset).assumingMemoryBound(to: Element.self)
    }
    return FlatArray(base: base, count: entry.count, owner: memory)
  }

  private func array<Element: BitwiseCopyable & Sendable>(
    _ name: String, _ type: ModelElementType, of _: Element.Type
  ) throws(ModelFileError) -> [Element] {
    try table(name, type, of: Element.self).withUnsafeBufferPointer { Array($0) }
  }
}

/// The memory that a model file lies in.
private final class ModelMemory: @unchecked Sendable {
  // Unchecked: the bytes are never written after `init`.
  let bytes: UnsafeRawBufferPointer
  private let release: Release

  private enum Release {
    case nothing
    case unmapping
    case freeing
  }

  init(staying bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    release = .nothing
  }

  init(copying source: UnsafeRawBufferPointer) {
    let copy = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(1, source.count), alignment: ModelFileLayout.alignment)
    copy.copyMemory(from: source)
    bytes = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(copy)[0..<source.count])
    release = .freeing
  }

  init(mapping path: String) throws(ModelFileError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(path: path, reason: systemReason()) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw .unreadable(path: path, reason: systemReason())
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(path: path, reason: "not a regular file")
    }
    let size = Int(status.st_size)
    guard size > 0 else { throw .notAModel }
    // Populated at once: the checksum reads every page anyway, and one call is cheaper than
    // thousands of page faults.
    let flags = MAP_PRIVATE | MAP_POPULATE
    guard let base = mmap(nil, size, PROT_READ, flags, descriptor, 0), base != MAP_FAILED else {
      throw .unreadable(path: path, reason: systemReason())
    }
    bytes = UnsafeRawBufferPointer(start: base, count: size)
    release = .unmapping
  }

  /// The checksum of the file with its checksum field taken as zero.
  func checksum() -> UInt64 {
    let field = ModelFileLayout.checksumOffset
    var header = [UInt8](bytes[0..<ModelFileLayout.headerLength])
    header.replaceSubrange(field..<(field + 8), with: repeatElement(0, count: 8))
    return header.withUnsafeBytes { Checksum.of($0, followedBy: bytes) }
  }

  deinit {
    switch release {
    case .nothing: break
    case .unmapping: munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
    case .freeing: bytes.deallocate()
    }
  }
}

func hexadecimal(_ byte: UInt8) -> String {
  let digits = String(byte, radix: 16)
  return byte < 16 ? "0" + digits : digits
}

/// The text in a field padded with zeros, unless it is empty, fills the field or is not UTF-8.
private func text(_ bytes: UnsafeRawBufferPointer, at offset: Int, length: Int) -> String? {
  let field = bytes[offset..<(offset + length)]
  guard let end = field.firstIndex(of: 0), end > offset, field[end...].allSatisfy({ $0 == 0 })
  else { return nil }
  return String(validating: field[offset..<end], as: UTF8.self)
}

/// What a section of a model file holds.
public enum ModelElementType: UInt32, Sendable, CaseIterable {
  case bytes = 1
  case float16 = 2
  case float32 = 3
  case float64 = 4
  case uint16 = 5
  case uint32 = 6
  case uint64 = 7

  /// Bytes of one element.
  var stride: Int {
    switch self {
    case .bytes: 1
    case .float16, .uint16: 2
    case .float32, .uint32: 4
    case .float64, .uint64: 8
    }
  }

  /// The name used in messages.
  var name: String {
    switch self {
    case .bytes: "bytes"
    case .float16: "half-precision numbers"
    case .float32: "single-precision numbers"
    case .float64: "double-precision numbers"
    case .uint16: "16-bit integers"
    case .uint32: "32-bit integers"
    case .uint64: "64-bit integers"
    }
  }
}

/// The bytes of a model file: all integers little-endian.
///
///     0   8 bytes  magic "SAYSOMDL"
///     8   u32      format version
///     12  u32      number of sections
///     16  u64      length of the whole file
///     24  u64      checksum of the whole file, these eight bytes taken as zero
///     32  32 bytes SHA-256 of the whole file, bytes 24 to 63 taken as zero
///     64  32 bytes kind, UTF-8, padded with zeros
///     96  64 bytes for each section, names ascending:
///                  40 bytes name, UTF-8, padded with zeros; u32 element type; u32 zero;
///                  u64 offset, a multiple of 64; u64 number of elements
///     …   the sections in the order of the table, padded with zeros to multiples of 64
enum ModelFileLayout {
  static let magic: [UInt8] = Array("SAYSOMDL".utf8)
  static let version: UInt32 = 1
  static let headerLength = 96
  static let entryLength = 64
  static let nameLength = 40
  static let kindLength = 32
  static let alignment = 64
  static let checksumOffset = 24
  static let digestOffset = 32

  static func aligned(_ offset: Int) -> Int { (offset + alignment - 1) / alignment * alignment }
}

/// How bytes are compressed.
public enum CompressionFormat: String, Sendable, CaseIterable {
  /// RFC 1952; several members may follow each other, as `cat a.gz b.gz` makes them.
  case gzip
  /// RFC 8878; several frames may follow each other.
  case zstd

  /// The endings of file names that say so.
  public var ending: String {
    switch self {
    case .gzip: ".gz"
    case .zstd: ".zst"
    }
  }

  /// The format that the first bytes of a file show, or nil when they are not compressed.
  ///
  /// Four bytes decide; with fewer nothing is compressed.
  public init?(firstBytes bytes: some Collection<UInt8>) {
    if bytes.starts(with: [0x1F, 0x8B]) && bytes.count >= 4 {
      self = .gzip
    } else if bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) || Self.isSkippableFrame(bytes) {
      self = .zstd
    } else {
      return nil
    }
  }

  /// zstd's frames of data for other programs, which may stand before the first compressed one.
  private static func isSkippableFrame(_ bytes: some Collection<UInt8>) -> Bool {
    guard let first = bytes.first, bytes.count >= 4 else { return false }
    return first & 0xF0 == 0x50 && bytes.dropFirst().starts(with: [0x2A, 0x4D, 0x18])
  }
}

/// Why compressed bytes could not be read.
public enum CompressionError: Error, Hashable, Sendable {
  /// The bytes end before the compressed data does.
  case truncated(CompressionFormat)
  /// The bytes are not what the format allows, with the library's own words.
  case corrupt(CompressionFormat, reason: String)
  case outOfMemory

  /// A phrase that goes after a file's name.
  public var message: String {
    switch self {
    case .truncated(let format): "the \(format.rawValue) data ends too early"
    case .corrupt(let format, let reason): "the \(format.rawValue) data is broken: \(reason)"
    case .outOfMemory: "there is not enough memory to decompress the data"
    }
  }
}

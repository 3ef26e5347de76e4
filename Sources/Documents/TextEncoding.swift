/// How the bytes of a text stand for characters.
public enum TextEncoding: String, Hashable, Sendable, CaseIterable {
  case utf8 = "UTF-8"
  case utf16LittleEndian = "UTF-16LE"
  case utf16BigEndian = "UTF-16BE"
  /// What most texts are that call themselves ISO-8859-1 or ASCII: their quotation marks and dashes
  /// stand where those have control characters. Every byte has a character.
  case windows1252 = "Windows-1252"

  /// The encoding that a page, a header or a person means by a label.
  ///
  /// Labels of ISO-8859-1 and ASCII mean Windows-1252, as in every browser (WHATWG Encoding Standard,
  /// section 4.2); UTF-16 without an order is little-endian, as there.
  ///
  /// - Parameter label: such as `utf-8` or `ISO-8859-1`, in any case, with white space around it.
  /// - Returns: nil for an encoding that is not read.
  public init?(label: some Sequence<UInt8>) {
    let name = label.drop { $0 <= 0x20 }.filter { $0 > 0x20 }
      .map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
    switch String(decoding: name, as: UTF8.self) {
    case "utf-8", "utf8", "unicode-1-1-utf-8": self = .utf8
    case "utf-16", "utf-16le", "unicode", "ucs-2": self = .utf16LittleEndian
    case "utf-16be": self = .utf16BigEndian
    case "windows-1252", "cp1252", "x-cp1252", "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1",
      "latin-1", "l1", "ascii", "us-ascii", "ansi_x3.4-1968":
      self = .windows1252
    default: return nil
    }
  }
}

/// The 32 characters of Windows-1252 that differ from the control characters of ISO-8859-1.
enum Windows1252 {
  /// The characters of the bytes 0x80 to 0x9F; the five that are not assigned stand for themselves.
  private static let upper: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
  ]

  /// The Unicode scalar of a byte.
  static func scalar(_ byte: UInt8) -> UInt32 {
    (0x80...0x9F).contains(byte) ? upper[Int(byte) - 0x80] : UInt32(byte)
  }

  static func decode(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count + bytes.count / 8)
    for byte in bytes { UTF8Scan.append(scalar(byte), to: &text) }
    return text
  }
}

/// UTF-16 in either order of bytes.
enum UTF16Bytes {
  /// The text as UTF-8; surrogates without partner and a last odd byte become U+FFFD and are counted.
  static func decode(
    _ bytes: ArraySlice<UInt8>, bigEndian: Bool
  ) -> (text: [UInt8], repairs: Int) {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    var repairs = 0
    var index = bytes.startIndex
    func unit(_ index: Int) -> UInt32 {
      let (first, second) = (UInt32(bytes[index]), UInt32(bytes[index + 1]))
      return bigEndian ? first << 8 | second : second << 8 | first
    }
    while index + 1 < bytes.endIndex {
      let value = unit(index)
      index += 2
      switch value {
      case 0xD800..<0xDC00 where index + 1 < bytes.endIndex && unit(index) & 0xFC00 == 0xDC00:
        UTF8Scan.append(0x10000 + (value - 0xD800) << 10 + (unit(index) - 0xDC00), to: &text)
        index += 2
      case 0xD800..<0xE000:
        UTF8Scan.append(0xFFFD, to: &text)
        repairs += 1
      default: UTF8Scan.append(value, to: &text)
      }
    }
    if index < bytes.endIndex {
      UTF8Scan.append(0xFFFD, to: &text)
      repairs += 1
    }
    return (text, repairs)
  }

  /// The order of bytes of a text without mark, told from its zeros; nil when it is no UTF-16.
  ///
  /// Text in Latin letters has a zero in almost every other byte: in the second of each pair when
  /// little-endian, in the first when big-endian. At least two in five pairs must have one, and the
  /// other bytes next to none.
  static func isBigEndian(_ bytes: [UInt8]) -> Bool? {
    let sample = bytes.prefix(2048)
    guard sample.count >= 4, bytes.count % 2 == 0 else { return nil }
    var zeros = (even: 0, odd: 0)
    for (index, byte) in sample.enumerated() where byte == 0 {
      if index % 2 == 0 { zeros.even += 1 } else { zeros.odd += 1 }
    }
    let pairs = sample.count / 2
    if zeros.odd * 5 >= pairs * 2, zeros.even * 50 <= pairs { return false }
    if zeros.even * 5 >= pairs * 2, zeros.odd * 50 <= pairs { return true }
    return nil
  }
}

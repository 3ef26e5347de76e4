/// Brings spellings that differ only in case, accents or typography to one form.
///
/// Letters become lower case and lose their accents ("É", "ø", "ł" are "e", "o", "l"; "æ" and "ß" are
/// "ae" and "ss"), curly and other marks become the straight ones, dashes and hyphens become "-", white
/// space becomes one space character each, and marks that only join or space letters disappear.
/// Letters of other scripts keep their identity.
public enum TextNormalizer {
  /// The normalised form of UTF-8 bytes; bytes that are not UTF-8 are dropped.
  public static func normalized(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    if bytes.allSatisfy({ $0 < 0x80 }) {
      for byte in bytes { append(Unicode.Scalar(byte), to: &result) }
      return result
    }
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      append(scalar, to: &result)
    }
    return result
  }

  /// The hash of the normalised form.
  public static func hash(_ bytes: some Collection<UInt8>) -> UInt64 {
    TextHash.hash(normalized(bytes))
  }

  /// Appends the normalised form of one scalar: none, one or several bytes.
  public static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
    let value = scalar.value
    if value < 0x80 {
      let byte = UInt8(value)
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): bytes.append(byte | 0x20)
      case UInt8(ascii: "`"): bytes.append(UInt8(ascii: "'"))
      case 9...13: bytes.append(UInt8(ascii: " "))
      default: bytes.append(byte)
      }
      return
    }
    if let mark = plainMark(value) {
      bytes.append(mark)
      return
    }
    switch value {
    case 0x2026:
      bytes.append(contentsOf: "...".utf8)
    case 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0xFE00...0xFE0F, 0xFEFF,
      0x0300...0x036F:
      break
    case 0xC0...0x24F:
      bytes.append(contentsOf: latin[Int(value - 0xC0)])
    case 0x1E00...0x1EFF:
      bytes.append(contentsOf: latinAdditional[Int(value - 0x1E00)])
    default:
      let mapping = scalar.properties.lowercaseMapping
      bytes.append(contentsOf: mapping.utf8)
    }
  }

  /// The mark, dash or space of ASCII that another is a variant of, or nil.
  public static func plainMark(_ value: UInt32) -> UInt8? {
    switch value {
    // Among them the marks of Windows-1252 that somebody took for ISO-8859-1.
    case 0x60, 0x91, 0x92, 0x2018...0x201B, 0x02BC, 0x02B9, 0x2032, 0x2039, 0x203A, 0xB4:
      UInt8(ascii: "'")
    case 0x93, 0x94, 0x201C...0x201F, 0xAB, 0xBB, 0x2033, 0x300C...0x300F: UInt8(ascii: "\"")
    case 0x96, 0x97, 0x2010...0x2015, 0x2212, 0xFE58, 0xFE63, 0xFF0D: UInt8(ascii: "-")
    case 0xA0, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0x1680, 0x85:
      UInt8(ascii: " ")
    default: nil
    }
  }

  /// Base letters of the Latin-1, Extended-A and Extended-B blocks.
  private static let latin: [[UInt8]] = (0xC0...0x24F).map(baseLetters)
  /// Base letters of the block Latin Extended Additional (Vietnamese and others).
  private static let latinAdditional: [[UInt8]] = (0x1E00...0x1EFF).map(baseLetters)

  /// Reads the base letters off the character's name: "LATIN SMALL LETTER O WITH STROKE" is "o".
  private static func baseLetters(of value: Int) -> [UInt8] {
    guard let scalar = Unicode.Scalar(UInt32(value)) else { return [] }
    let words = (scalar.properties.name ?? "").utf8.split(separator: UInt8(ascii: " "))
    let isLatinLetter =
      words.count >= 4 && words[0].elementsEqual("LATIN".utf8)
      && words[2].elementsEqual("LETTER".utf8)
    if isLatinLetter {
      let base = words[3]
      if base.count <= 2 { return base.map { $0 | 0x20 } }
      if base.elementsEqual("SHARP".utf8) { return Array("ss".utf8) }
      if base.elementsEqual("DOTLESS".utf8), words.count > 4 { return words[4].map { $0 | 0x20 } }
      if base.elementsEqual("ETH".utf8) { return Array("d".utf8) }
      if base.elementsEqual("THORN".utf8) { return Array("th".utf8) }
    }
    return Array(scalar.properties.lowercaseMapping.utf8)
  }
}

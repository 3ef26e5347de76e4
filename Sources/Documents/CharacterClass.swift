/// What a scalar is to the tokenizer.
enum CharacterClass: UInt8 {
  case space
  case upper, lower
  /// A letter without case, of a script written with spaces.
  case letter
  /// A character that is a word by itself (Han, kana).
  case ideograph
  case digit
  /// A combining mark or invisible joiner: it belongs to what precedes it.
  case mark
  case doubleQuote, singleQuote
  case hyphen, dash
  case punctuation, symbol, emoji

  /// The class of a scalar: a table for ASCII, ranges for the common rest, Unicode's properties
  /// otherwise.
  @inline(__always)
  static func of(_ value: UInt32) -> CharacterClass {
    value < 0x80 ? ascii(UInt8(value)) : ofNonASCII(value)
  }

  @inline(__always)
  private static func ascii(_ byte: UInt8) -> CharacterClass {
    switch byte {
    case 0x61...0x7A: .lower
    case 0x41...0x5A: .upper
    case 0x20, 0x09...0x0D: .space
    case 0x30...0x39: .digit
    case 0x22: .doubleQuote
    case 0x27, 0x60: .singleQuote
    case 0x2D: .hyphen
    case 0x24, 0x2B, 0x3C...0x3E, 0x5E, 0x7C, 0x7E, 0x00...0x1F, 0x7F: .symbol
    default: .punctuation
    }
  }

  private static func ofNonASCII(_ value: UInt32) -> CharacterClass {
    switch value {
    case 0xA0, 0x85, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: return .space
    case 0x2019, 0x2018, 0x201A, 0x201B, 0x2039, 0x203A, 0x02BC, 0xB4, 0x2032: return .singleQuote
    case 0x201C...0x201F, 0xAB, 0xBB, 0x2033, 0x300C...0x300F: return .doubleQuote
    // Marks of Windows-1252 that somebody took for ISO-8859-1.
    case 0x91, 0x92: return .singleQuote
    case 0x93, 0x94: return .doubleQuote
    case 0x96, 0x97: return .dash
    case 0x80...0x9F: return .symbol
    case 0x2010, 0x2011: return .hyphen
    case 0x2012...0x2015, 0x2212: return .dash
    case 0x2026: return .punctuation
    case 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0xFEFF, 0xFE00...0xFE0F,
      0x0300...0x036F, 0x1F3FB...0x1F3FF, 0xE0020...0xE007F:
      return .mark
    case 0xC0...0xD6, 0xD8...0xDE: return .upper
    case 0xDF...0xF6, 0xF8...0xFF: return .lower
    case 0x2E80...0x2FDF, 0x3005, 0x3021...0x3029, 0x3031...0x3035, 0x3040...0x30FF,
      0x3400...0x4DBF,
      0x4E00...0x9FFF,
      0xF900...0xFAFF, 0x20000...0x3FFFD:
      return .ideograph
    case 0x1F1E6...0x1F1FF, 0x1F300...0x1FAFF, 0x2600...0x27BF, 0x2B50, 0x2B55, 0x231A, 0x231B:
      return .emoji
    default: break
    }
    guard let scalar = Unicode.Scalar(value) else { return .mark }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .titlecaseLetter: return .upper
    case .lowercaseLetter: return .lower
    case .modifierLetter, .otherLetter: return .letter
    case .decimalNumber, .letterNumber, .otherNumber: return .digit
    case .nonspacingMark, .spacingMark, .enclosingMark, .format, .control, .unassigned, .privateUse,
      .surrogate:
      return .mark
    case .spaceSeparator, .lineSeparator, .paragraphSeparator: return .space
    case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: return .symbol
    default: return .punctuation
    }
  }

  var isLetter: Bool {
    self == .upper || self == .lower || self == .letter
  }
  var isAlphanumeric: Bool { isLetter || self == .digit || self == .ideograph }
  var isQuote: Bool { self == .doubleQuote || self == .singleQuote }
}

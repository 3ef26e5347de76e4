package import Documents

/// What the features of the tagger and the recogniser look at in each token, as integers.
///
/// Word forms stand for themselves as hashes; numbers share a few forms by their pattern.
package struct WordFeatures {
  /// The hash of the normalised form, or of a number's pattern.
  package private(set) var forms: [UInt64] = []
  /// The last bytes of the normalised form, packed: the lowest byte is the last one.
  package private(set) var endings: [UInt64] = []
  /// The first bytes of the normalised form, packed.
  package private(set) var beginnings: [UInt64] = []
  /// Casing, kind, digits, hyphens and stops in one small number.
  package private(set) var shapes: [UInt64] = []
  /// How the sentence is cased around the token, and whether the token begins it.
  package private(set) var positions: [UInt8] = []
  /// How the word is cased elsewhere: 0 unknown, 1 in lower case, 2 capitalised, 3 both.
  package private(set) var habits: [UInt8] = []

  /// Casing that tells nothing: all words capitalised, no letter in lower case, or none in upper.
  package enum CasingMode: UInt8 { case ordinary, title, upper, lower }

  package init(_ document: Document, rules: TextRules) {
    let tokens = document.tokens
    let count = tokens.count
    forms.reserveCapacity(count)
    endings.reserveCapacity(count)
    beginnings.reserveCapacity(count)
    shapes.reserveCapacity(count)
    habits.reserveCapacity(count)
    positions = [UInt8](repeating: 0, count: count)
    document.normalizedBytes.withUnsafeBufferPointer { bytes in
      for token in tokens { append(token, bytes, rules) }
    }
    for sentence in document.sentences { place(sentence, tokens) }
  }

  private mutating func append(
    _ token: Token, _ bytes: UnsafeBufferPointer<UInt8>, _ casing: TextRules
  ) {
    let range = token.normalized.range
    var ending: UInt64 = 0
    var beginning: UInt64 = 0
    let taken = min(range.count, 5)
    for offset in 0..<taken {
      ending |= UInt64(bytes[range.upperBound - 1 - offset]) << UInt64(8 * offset)
      beginning |= UInt64(bytes[range.lowerBound + offset]) << UInt64(8 * offset)
    }
    var hasDigit = false
    var hasHyphen = false
    var hasStop = false
    var digits = 0
    for index in range {
      let byte = bytes[index]
      if byte &- 0x30 < 10 {
        hasDigit = true
        digits += 1
      }
      if byte == 0x2D { hasHyphen = true }
      if byte == 0x2E { hasStop = true }
    }
    let isYear =
      digits == 4 && range.count == 4
      && (bytes[range.lowerBound] == 0x31 || bytes[range.lowerBound] == 0x32)
    switch token.kind {
    case .number:
      // The pattern: a year, digits alone, or digits with the letters after them.
      let pattern: UInt64 =
        isYear ? 1 : digits == range.count ? 2 + UInt64(min(digits, 4)) : 8 + (ending & 0xFFFF)
      forms.append(0x6E75_6D00_0000_0000 | pattern)
    default:
      forms.append(token.hash)
    }
    endings.append(ending)
    beginnings.append(beginning)
    var shape = UInt64(token.casing.rawValue) | UInt64(token.kind.rawValue) << 3
    if hasDigit { shape |= 1 << 7 }
    if hasHyphen { shape |= 1 << 8 }
    if hasStop { shape |= 1 << 9 }
    if range.count == 1 { shape |= 1 << 10 }
    shapes.append(shape)
    let isWord = token.kind == .word
    habits.append(isWord ? casing.habit(of: token.hash) : 0)
  }

  /// Marks the sentence's first word and finds whether its casing tells names from words.
  private mutating func place(_ sentence: Sentence, _ tokens: [Token]) {
    var long = 0
    var capitalized = 0
    var upper = 0
    var lower = 0
    var cased = 0
    for index in sentence.tokens where tokens[index].kind == .word {
      switch tokens[index].casing {
      case .capitalized, .mixed: cased += 1
      case .upper where tokens[index].normalized.count > 1:
        upper += 1
        cased += 1
      case .lower: lower += 1
      default: break
      }
      guard tokens[index].normalized.count > 3 else { continue }
      long += 1
      if tokens[index].casing == .capitalized || tokens[index].casing == .mixed { capitalized += 1 }
    }
    var mode = CasingMode.ordinary
    if lower == 0 && upper >= 2 {
      mode = .upper
    } else if long >= 4 && capitalized * 4 >= long * 3 {
      mode = .title
    } else if lower >= 3 && cased == 0 {
      mode = .lower
    }
    var isFirst = true
    for index in sentence.tokens {
      let isMark = tokens[index].kind == .quotationMark || tokens[index].kind == .punctuation
      positions[index] = mode.rawValue << 1 | (isFirst ? 1 : 0)
      if !isMark { isFirst = false }
      if isMark, tokens[index].kind == .quotationMark { isFirst = true }
    }
  }

  /// The last `count` bytes of a form; forms of that length or less are whole.
  @inline(__always)
  package func ending(_ token: Int, _ count: UInt64) -> UInt64 {
    endings[token] & (1 << (8 * count) - 1)
  }

  @inline(__always)
  package func beginning(_ token: Int, _ count: UInt64) -> UInt64 {
    beginnings[token] & (1 << (8 * count) - 1)
  }

  package func mode(_ token: Int) -> CasingMode {
    CasingMode(rawValue: positions[token] >> 1) ?? .ordinary
  }
}

/// Hashes of features: a template's number with one or two values.
@inline(__always)
func feature(_ template: UInt64, _ value: UInt64) -> UInt64 {
  var hash = (value ^ (template &* 0x9E37_79B9_7F4A_7C15)) &* 0xFF51_AFD7_ED55_8CCD
  hash ^= hash >> 29
  hash = hash &* 0xC4CE_B9FE_1A85_EC53
  return hash ^ (hash >> 32)
}

@inline(__always)
func feature(_ template: UInt64, _ first: UInt64, _ second: UInt64) -> UInt64 {
  feature(template, (first &* 0xD6E8_FEB8_6659_FD93) ^ (second >> 7 | second << 57))
}

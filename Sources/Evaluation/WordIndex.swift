import Documents

/// The words of a text as the quote measures see them: runs of letters, digits and underscores, joined
/// by single apostrophes, hyphens or full stops.
struct WordIndex {
  private let scalars: [Unicode.Scalar]
  /// For each code point the number of its word, or -1.
  private let wordOfScalar: [Int32]
  private let wordCount: Int
  private let map: OffsetMap

  init(_ text: [UInt8]) {
    let scalars = Array(String(decoding: text, as: UTF8.self).unicodeScalars)
    var index = [Int32](repeating: -1, count: scalars.count)
    var words: Int32 = 0
    var position = 0
    while position < scalars.count {
      guard scalars[position].isWordCharacter else {
        position += 1
        continue
      }
      while position < scalars.count {
        if scalars[position].isWordCharacter
          || scalars[position].joinsWords && position + 1 < scalars.count
            && scalars[position + 1].isWordCharacter
        {
          index[position] = words
          position += 1
        } else {
          break
        }
      }
      words += 1
    }
    self.scalars = scalars
    wordOfScalar = index
    wordCount = Int(words)
    map = OffsetMap(text)
  }

  var none: WordSet { WordSet(capacity: wordCount) }

  /// The words that share a character with one of the spans.
  func words(in spans: [TextSpan]) -> WordSet {
    words(in: spans.map { map.codePoint($0.start)..<map.codePoint($0.end) })
  }

  private func words(in ranges: [Range<Int>]) -> WordSet {
    var set = none
    for range in ranges {
      for word in wordOfScalar[range] where word >= 0 { set.insert(Int(word)) }
    }
    return set
  }

  /// The words of each passage inside double marks; an unclosed one ends with its line.
  var quotedPassages: [WordSet] {
    var passages: [WordSet] = []
    var start: Int?
    func close(_ end: Int) {
      if let first = start { passages.append(words(in: [first..<end])) }
      start = nil
    }
    var position = 0
    while position < scalars.count {
      let scalar = scalars[position]
      let isDoubled =
        (scalar == "`" || scalar == "'") && position + 1 < scalars.count
        && scalars[position + 1] == scalar
      let width = isDoubled ? 2 : 1
      switch scalar {
      case "\n": close(position)
      case "“", "«", "„", "‟": start = start ?? position
      case "”", "»": close(position + width)
      case "\"": if start == nil { start = position } else { close(position + 1) }
      case "`" where isDoubled: start = start ?? position
      case "'" where isDoubled: close(position + width)
      default: break
      }
      position += width
    }
    close(scalars.count)
    return passages
  }
}

/// Some words of one text, by number.
struct WordSet {
  private var bits: [UInt64]

  init(capacity: Int) { bits = Array(repeating: 0, count: (capacity + 63) / 64) }

  mutating func insert(_ word: Int) { bits[word / 64] |= 1 << UInt64(word % 64) }

  mutating func formUnion(_ other: WordSet) {
    for index in bits.indices { bits[index] |= other.bits[index] }
  }

  var count: Int { bits.reduce(0) { $0 + $1.nonzeroBitCount } }
  var isEmpty: Bool { bits.allSatisfy { $0 == 0 } }

  /// How many words both have.
  func sharedCount(_ other: WordSet) -> Int {
    var count = 0
    for index in bits.indices { count += (bits[index] & other.bits[index]).nonzeroBitCount }
    return count
  }
}

extension Unicode.Scalar {
  /// A letter, digit, other number or underscore.
  fileprivate var isWordCharacter: Bool {
    if value < 0x80 {
      return (0x30...0x39).contains(value) || (0x41...0x5A).contains(value)
        || (0x61...0x7A).contains(value) || value == 0x5F
    }
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber:
      return true
    default: return false
    }
  }

  fileprivate var joinsWords: Bool { self == "’" || self == "'" || self == "-" || self == "." }
}

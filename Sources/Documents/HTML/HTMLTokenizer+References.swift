import Lexicons

// Character references: "&amp;", "&#8220;", "&#x201C;".
extension HTMLTokenizer {
  /// Reads a reference, or the sign itself, from the "&" that stands here.
  ///
  /// - Returns: The bytes that stand for it.
  mutating func readReference(inAttribute: Bool) -> [UInt8] {
    let start = position
    position += 1
    guard let next = byte(0) else { return [0x26] }
    if next == 0x23 { return readNumericReference(from: start) }
    guard let (length, characters) = CharacterReferences.builtIn.longest(bytes, at: position) else {
      return [0x26]
    }
    let endsInSemicolon = bytes[position + length - 1] == 0x3B
    if inAttribute, !endsInSemicolon, let after = byte(length),
      after == 0x3D || Self.isLetter(after) || after &- 0x30 < 10
    {
      // "?a=1&copy=2" in an address names no sign.
      return [0x26]
    }
    position += length
    return characters
  }

  private mutating func readNumericReference(from start: Int) -> [UInt8] {
    position += 1
    let isHexadecimal = byte(0).map { $0 | 0x20 == 0x78 } ?? false
    if isHexadecimal { position += 1 }
    var value: UInt32 = 0
    var digits = 0
    while let next = byte(0) {
      let digit: UInt32
      switch next {
      case 0x30...0x39: digit = UInt32(next - 0x30)
      case 0x61...0x66 where isHexadecimal: digit = UInt32(next - 0x57)
      case 0x41...0x46 where isHexadecimal: digit = UInt32(next - 0x37)
      default:
        digit = .max
      }
      if digit == .max { break }
      // Past the last character a value stays there, however many digits follow.
      value = min(value * (isHexadecimal ? 16 : 10) + digit, 0x110000)
      digits += 1
      position += 1
    }
    guard digits > 0 else { return Array(bytes[start..<position]) }
    if byte(0) == 0x3B { position += 1 }
    switch value {
    case 0, 0xD800...0xDFFF, 0x110000: value = 0xFFFD
    case 0x80...0x9F: value = Windows1252.scalar(UInt8(value))
    default: break
    }
    var output: [UInt8] = []
    UTF8Scan.append(value, to: &output)
    return output
  }
}

/// The named character references of HTML.
struct CharacterReferences: Sendable {
  private let names: [[UInt8]]
  private let characters: [[UInt8]]

  /// The list that is part of the binary, read at first use.
  static let builtIn: CharacterReferences = {
    do {
      return try CharacterReferences()
    } catch {
      preconditionFailure("a word list inside the binary is broken: \(error)")
    }
  }()

  private init() throws(LexiconError) {
    let list = try WordList(builtIn: "text/character-references.tsv")
    var names: [[UInt8]] = []
    var characters: [[UInt8]] = []
    names.reserveCapacity(list.count)
    characters.reserveCapacity(list.count)
    for row in 0..<list.count {
      names.append(Array(list.bytes(row: row, column: 0)))
      var text: [UInt8] = []
      for code in list.string(row: row, column: 1).split(separator: " ") {
        guard let value = UInt32(code, radix: 16), let scalar = Unicode.Scalar(value) else {
          throw list.error(
            row: row,
            .unknownValue(
              column: "characters", found: String(code), expected: ["hexadecimal numbers"]))
        }
        UTF8Scan.append(scalar.value, to: &text)
      }
      characters.append(text)
    }
    self.names = names
    self.characters = characters
  }

  /// The longest name that the bytes at an offset begin with, and what it stands for.
  ///
  /// The names are sorted, so those that begin with what was read so far lie together; each further
  /// byte narrows them down by two binary searches.
  func longest(
    _ bytes: UnsafeBufferPointer<UInt8>, at start: Int
  ) -> (length: Int, characters: [UInt8])? {
    var low = 0
    var high = names.count
    var depth = 0
    var found: Int?
    while low < high, start + depth < bytes.count {
      let byte = bytes[start + depth]
      low = first(in: low..<high) { $0.count > depth && $0[depth] >= byte }
      high = first(in: low..<high) { $0.count > depth && $0[depth] > byte }
      depth += 1
      if low < high, names[low].count == depth { found = low }
    }
    return found.map { (names[$0].count, characters[$0]) }
  }

  private func first(in range: Range<Int>, where holds: ([UInt8]) -> Bool) -> Int {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if holds(names[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

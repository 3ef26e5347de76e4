/// Why some bytes are not the JSON that was asked for.
public struct JSONProblem: Error, Hashable, Sendable {
  /// What should stand there.
  public var expected: String
  /// What stands there: a character in quotation marks, or "nothing more".
  public var found: String
  /// The byte where it should stand.
  public var offset: Int

  /// The problem as a phrase, such as `expected a colon, found "a"`.
  public var sentence: String { "expected \(expected), found \(found)" }
}

/// Reads JSON piece by piece, in the order of the text, without building a tree.
///
/// The caller walks through objects and arrays and skips what it does not want:
///
///     try scanner.beginObject()
///     while let key = try scanner.nextKey() {
///       if key == "id" { id = try scanner.string() } else { try scanner.skip() }
///     }
///
/// Everything is checked as RFC 8259 says, skipped values too. Numbers keep their digits. Half of a
/// surrogate pair becomes U+FFFD.
///
/// - Complexity: linear in the bytes that were passed over.
public struct JSONScanner: Sendable {
  private let bytes: [UInt8]
  private var position = 0
  /// Whether an object or array was just entered, so that no comma comes before its first part.
  private var isAtStart = false
  /// How deep values may be nested.
  private static let deepest = 500

  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  // MARK: Structure

  public mutating func beginObject() throws(JSONProblem) {
    try take(UInt8(ascii: "{"), "an object")
    isAtStart = true
  }

  /// The next key of the object, or nil at its end, which is passed; the value comes next.
  public mutating func nextKey() throws(JSONProblem) -> String? {
    skipSpace()
    if current == UInt8(ascii: "}") {
      position += 1
      isAtStart = false
      return nil
    }
    if !isAtStart { try take(UInt8(ascii: ","), "a comma or the object's end") }
    isAtStart = false
    let key = try string()
    try take(UInt8(ascii: ":"), "a colon")
    return key
  }

  public mutating func beginArray() throws(JSONProblem) {
    try take(UInt8(ascii: "["), "an array")
    isAtStart = true
  }

  /// Whether the array has another element, which comes next; its end is passed.
  public mutating func nextElement() throws(JSONProblem) -> Bool {
    skipSpace()
    if current == UInt8(ascii: "]") {
      position += 1
      isAtStart = false
      return false
    }
    if !isAtStart { try take(UInt8(ascii: ","), "a comma or the array's end") }
    isAtStart = false
    return true
  }

  /// Makes sure that nothing but white space is left.
  public mutating func finish() throws(JSONProblem) {
    skipSpace()
    if position < bytes.count { throw problem("the end") }
  }

  // MARK: Values

  /// What kind of value comes next.
  public enum Kind: Sendable { case object, array, string, number, bool, null, none }

  public mutating func peek() -> Kind {
    skipSpace()
    switch current {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
    case UInt8(ascii: "n"): return .null
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    default: return .none
    }
  }

  public mutating func string() throws(JSONProblem) -> String {
    skipSpace()
    let (range, isPlain) = try skipString()
    if isPlain { return String(decoding: bytes[range], as: UTF8.self) }
    return unescaped(range)
  }

  public mutating func number() throws(JSONProblem) -> Double {
    skipSpace()
    let range = try skipNumber()
    guard let value = Double(String(decoding: bytes[range], as: UTF8.self)) else {
      throw problem("a number")
    }
    return value
  }

  public mutating func integer() throws(JSONProblem) -> Int {
    skipSpace()
    let start = position
    let range = try skipNumber()
    guard let value = Int(String(decoding: bytes[range], as: UTF8.self)) else {
      position = start
      throw problem("a whole number")
    }
    return value
  }

  /// Passes a value over and returns its bytes as they stand.
  @discardableResult
  public mutating func skip() throws(JSONProblem) -> ArraySlice<UInt8> {
    skipSpace()
    let start = position
    try skipValue(depth: 0)
    return bytes[start..<position]
  }

  /// Passes a value over and returns it without the white space between its parts.
  public mutating func compactValue() throws(JSONProblem) -> String {
    let value = try skip()
    var compact: [UInt8] = []
    compact.reserveCapacity(value.count)
    var isInString = false
    var isEscaped = false
    for byte in value {
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
      } else if byte <= 0x20 {
        continue
      } else if byte == UInt8(ascii: "\"") {
        isInString = true
      }
      compact.append(byte)
    }
    return String(decoding: compact, as: UTF8.self)
  }

  // MARK: Bytes

  private var current: UInt8 { position < bytes.count ? bytes[position] : 0 }

  private func problem(_ expected: String) -> JSONProblem {
    JSONProblem(expected: expected, found: characterThere, offset: position)
  }

  /// The character at the position as messages show it.
  private var characterThere: String {
    guard position < bytes.count else { return "nothing more" }
    let rest = String(decoding: bytes[position..<min(position + 4, bytes.count)], as: UTF8.self)
    guard let scalar = rest.unicodeScalars.first else { return "nothing more" }
    switch scalar {
    case "\"": return "a quotation mark"
    case "\t": return "a tab"
    case "\n", "\r": return "a line break"
    default:
      let isShown = scalar.properties.generalCategory != .control && scalar != "\u{FFFD}"
      return isShown ? "\"\(scalar)\"" : "a byte of value \(bytes[position])"
    }
  }

  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  private mutating func take(_ byte: UInt8, _ name: String) throws(JSONProblem) {
    skipSpace()
    guard current == byte, position < bytes.count else { throw problem(name) }
    position += 1
  }

  private mutating func skipValue(depth: Int) throws(JSONProblem) {
    guard depth < Self.deepest else { throw problem("no more than \(Self.deepest) levels") }
    switch peek() {
    case .object:
      try beginObject()
      while try nextMember() { try skipValue(depth: depth + 1) }
    case .array:
      try beginArray()
      while try nextElement() { try skipValue(depth: depth + 1) }
    case .string: _ = try skipString()
    case .number: _ = try skipNumber()
    case .bool: try skipWord(current == UInt8(ascii: "t") ? "true" : "false")
    case .null: try skipWord("null")
    case .none: throw problem("a value")
    }
  }

  /// `nextKey`, but the key is not wanted.
  private mutating func nextMember() throws(JSONProblem) -> Bool {
    skipSpace()
    if current == UInt8(ascii: "}") {
      position += 1
      isAtStart = false
      return false
    }
    if !isAtStart { try take(UInt8(ascii: ","), "a comma or the object's end") }
    isAtStart = false
    skipSpace()
    _ = try skipString()
    try take(UInt8(ascii: ":"), "a colon")
    return true
  }

  private mutating func skipWord(_ word: StaticString) throws(JSONProblem) {
    for byte in "\(word)".utf8 {
      guard position < bytes.count, bytes[position] == byte else { throw problem("\(word)") }
      position += 1
    }
  }

  /// The bytes between the marks, and whether there is nothing to unescape.
  private mutating func skipString() throws(JSONProblem) -> (range: Range<Int>, isPlain: Bool) {
    guard current == UInt8(ascii: "\""), position < bytes.count else { throw problem("a string") }
    position += 1
    let start = position
    var isPlain = true
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        position += 1
        return (start..<(position - 1), isPlain)
      }
      if byte < 0x20 { throw problem("no control character in a string") }
      if byte == UInt8(ascii: "\\") {
        isPlain = false
        position += 1
        switch current {
        case UInt8(ascii: "u"):
          guard position + 4 < bytes.count, hexadecimal(position + 1) != nil else {
            throw problem("four hexadecimal digits")
          }
          position += 4
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
          UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
          break
        default: throw problem("an escape")
        }
      }
      position += 1
    }
    throw problem("the string's end")
  }

  private mutating func skipNumber() throws(JSONProblem) -> Range<Int> {
    let start = position
    func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    if current == UInt8(ascii: "-") { position += 1 }
    guard isDigit(current) else { throw problem("a number") }
    if current == UInt8(ascii: "0") {
      position += 1
    } else {
      while isDigit(current) { position += 1 }
    }
    if current == UInt8(ascii: ".") {
      position += 1
      guard isDigit(current) else { throw problem("a digit") }
      while isDigit(current) { position += 1 }
    }
    if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      position += 1
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
      guard isDigit(current) else { throw problem("a digit") }
      while isDigit(current) { position += 1 }
    }
    return start..<position
  }

  private func hexadecimal(_ start: Int) -> UInt32? {
    var value: UInt32 = 0
    for byte in bytes[start..<(start + 4)] {
      switch byte {
      case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
      case 0x41...0x46: value = value << 4 | UInt32(byte - 0x41 + 10)
      case 0x61...0x66: value = value << 4 | UInt32(byte - 0x61 + 10)
      default: return nil
      }
    }
    return value
  }

  /// - Precondition: `skipString` has checked the range.
  private func unescaped(_ range: Range<Int>) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(range.count)
    var index = range.lowerBound
    while index < range.upperBound {
      guard bytes[index] == UInt8(ascii: "\\") else {
        text.append(bytes[index])
        index += 1
        continue
      }
      let code = bytes[index + 1]
      index += 2
      switch code {
      case UInt8(ascii: "b"): text.append(0x08)
      case UInt8(ascii: "f"): text.append(0x0C)
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "r"): text.append(0x0D)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "u"):
        var value = hexadecimal(index) ?? 0xFFFD
        index += 4
        if (0xD800..<0xDC00).contains(value), index + 6 <= range.upperBound,
          bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u"),
          let low = hexadecimal(index + 2), (0xDC00..<0xE000).contains(low)
        {
          value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
          index += 6
        }
        text += String(Unicode.Scalar(value) ?? "\u{FFFD}").utf8
      default: text.append(code)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}

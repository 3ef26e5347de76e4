/// Writes JSON piece by piece, in the order of the calls.
///
/// The same calls give the same bytes on every machine: keys keep their order, integers are plain,
/// and a floating-point number is the shortest text that reads back as the same number. The text is
/// safe inside a script of an HTML page: U+2028, U+2029 and `<` are escaped.
///
/// Values must be nested correctly; a key without a value is a mistake of the caller and not checked.
public struct JSONWriter: Sendable {
  /// What was written so far.
  public private(set) var bytes: [UInt8] = []
  private var needsComma = false
  private var followsKey = false
  private var depth = 0
  private let isIndented: Bool

  /// - Parameter indented: Whether to write one value a line, two spaces a level, for human readers.
  public init(indented: Bool = false) {
    isIndented = indented
  }

  public var text: String { String(decoding: bytes, as: UTF8.self) }

  // MARK: Structure

  /// Writes an object: `members` writes keys and values in turn.
  public mutating func object(_ members: (inout JSONWriter) -> Void) {
    nest(UInt8(ascii: "{"), UInt8(ascii: "}"), members)
  }

  /// Writes an array: `elements` writes the values.
  public mutating func array(_ elements: (inout JSONWriter) -> Void) {
    nest(UInt8(ascii: "["), UInt8(ascii: "]"), elements)
  }

  /// Writes an array with one value for each element of a sequence.
  public mutating func array<S: Sequence>(
    _ elements: S, _ write: (inout JSONWriter, S.Element) -> Void
  ) {
    array { writer in for element in elements { write(&writer, element) } }
  }

  /// Writes a key; the next call writes its value.
  public mutating func key(_ name: String) {
    separate()
    quote(name.utf8)
    bytes.append(UInt8(ascii: ":"))
    if isIndented { bytes.append(UInt8(ascii: " ")) }
    needsComma = false
    followsKey = true
  }

  // MARK: Values

  public mutating func string(_ value: String) {
    separate()
    quote(value.utf8)
    needsComma = true
  }

  /// Writes a string from its UTF-8 bytes, which must be valid.
  public mutating func string(utf8 value: some Sequence<UInt8>) {
    separate()
    quote(value)
    needsComma = true
  }

  public mutating func integer(_ value: some BinaryInteger) { raw(String(value)) }

  /// Writes a number, or `null` when it is not finite, for JSON has no other word for that.
  public mutating func number(_ value: Double) {
    raw(value.isFinite ? Self.shortest(value.description) : "null")
  }

  /// Writes a number with the digits that a `Float` needs, or `null` when it is not finite.
  public mutating func number(_ value: Float) {
    raw(value.isFinite ? Self.shortest(value.description) : "null")
  }

  public mutating func bool(_ value: Bool) { raw(value ? "true" : "false") }

  public mutating func null() { raw("null") }

  /// Writes a value that is JSON already, as it stands, nothing escaped anew; `null` when it is no JSON.
  public mutating func value(json: String) {
    var scanner = JSONScanner(Array(json.utf8))
    let isValid = (try? scanner.skip()) != nil && (try? scanner.finish()) != nil
    raw(isValid ? json : "null")
  }

  // MARK: Members

  public mutating func member(_ name: String, _ value: String) {
    key(name)
    string(value)
  }

  /// Writes a string, or `null`.
  public mutating func member(_ name: String, optional value: String?) {
    key(name)
    if let value { string(value) } else { null() }
  }

  public mutating func member(_ name: String, _ value: some BinaryInteger) {
    key(name)
    integer(value)
  }

  public mutating func member(_ name: String, _ value: Double) {
    key(name)
    number(value)
  }

  /// Writes a number, or `null` for a measure that is not defined.
  public mutating func member(_ name: String, optional value: Double?) {
    key(name)
    if let value { number(value) } else { null() }
  }

  public mutating func member(_ name: String, _ value: Float) {
    key(name)
    number(value)
  }

  public mutating func member(_ name: String, _ value: Bool) {
    key(name)
    bool(value)
  }

  public mutating func member(object name: String, _ members: (inout JSONWriter) -> Void) {
    key(name)
    object(members)
  }

  public mutating func member<S: Sequence>(
    array name: String, _ elements: S, _ write: (inout JSONWriter, S.Element) -> Void
  ) {
    key(name)
    array(elements, write)
  }

  /// Ends a line, for files with one value a line.
  public mutating func endLine() {
    bytes.append(UInt8(ascii: "\n"))
    needsComma = false
  }

  // MARK: Bytes

  private mutating func nest(_ open: UInt8, _ close: UInt8, _ body: (inout JSONWriter) -> Void) {
    separate()
    bytes.append(open)
    needsComma = false
    depth += 1
    let start = bytes.count
    body(&self)
    depth -= 1
    if isIndented && bytes.count > start { breakLine() }
    bytes.append(close)
    needsComma = true
  }

  /// Writes what stands between the last value and the next.
  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    if isIndented && depth > 0 && !followsKey { breakLine() }
    followsKey = false
  }

  private mutating func breakLine() {
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
  }

  private mutating func raw(_ text: String) {
    separate()
    bytes.append(contentsOf: text.utf8)
    needsComma = true
  }

  /// Drops the `.0` of a whole number, as other writers of JSON do.
  private static func shortest(_ text: String) -> String {
    text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private mutating func quote(_ value: some Sequence<UInt8>) {
    bytes.append(UInt8(ascii: "\""))
    for byte in value {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
      case UInt8(ascii: "\r"): bytes.append(contentsOf: "\\r".utf8)
      case UInt8(ascii: "\t"): bytes.append(contentsOf: "\\t".utf8)
      case 0..<0x20, 0x7F, UInt8(ascii: "<"):
        escape(UInt16(byte))
      case 0xA8, 0xA9:
        // U+2028 and U+2029 are E2 80 A8 and E2 80 A9.
        if bytes[bytes.count - 1] == 0x80 && bytes[bytes.count - 2] == 0xE2 {
          bytes.removeLast(2)
          escape(byte == 0xA8 ? 0x2028 : 0x2029)
        } else {
          bytes.append(byte)
        }
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func escape(_ unit: UInt16) {
    let digits = Array("0123456789abcdef".utf8)
    bytes.append(contentsOf: "\\u".utf8)
    for shift in [12, 8, 4, 0] as [UInt16] { bytes.append(digits[Int(unit >> shift) & 15]) }
  }
}

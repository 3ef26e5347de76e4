/// What the markup of a page consists of, piece by piece.
enum HTMLToken: Equatable {
  case doctype(HTMLDoctype)
  case startTag(HTMLTag)
  case endTag(HTMLTag)
  case comment([UInt8])
  /// Characters with their references resolved; pieces that touch are one.
  case characters([UInt8])
}

/// A tag: names in lower case, attributes in their order, of several with one name the first.
struct HTMLTag: Equatable {
  struct Attribute: Equatable {
    var name: [UInt8]
    var value: [UInt8]
  }
  var name: [UInt8] = []
  var attributes: [Attribute] = []
  var isSelfClosing = false

  /// The value of an attribute, or nil.
  func value(of name: StaticString) -> [UInt8]? {
    attributes.first { $0.name.elementsEqual(name.bytes) }?.value
  }
}

/// `<!DOCTYPE …>`: nil where a part is missing.
struct HTMLDoctype: Equatable {
  var name: [UInt8]?
  var publicID: [UInt8]?
  var systemID: [UInt8]?
  var forcesQuirks = false
}

/// Cuts HTML into tokens as the WHATWG standard has it (HTML Living Standard, section 13.2.5).
///
/// Nothing is an error: whatever the bytes, the tokens are those a browser sees. The states of the
/// standard are places in this code; those that only tell parse errors apart are left out. Each byte is
/// looked at a bounded number of times, a name's attributes are compared by a set: cost is linear.
///
/// - Precondition: the bytes are valid UTF-8.
struct HTMLTokenizer {
  /// What kind of text stands here, set by the start tag before it.
  enum Content {
    case data
    /// `<title>` and `<textarea>`: text with references and no tags.
    case escapableText
    /// `<style>` and the like: neither references nor tags.
    case rawText
    case script
    /// All that follows is text.
    case plaintext
    case cdata
  }

  let bytes: UnsafeBufferPointer<UInt8>
  /// The offset of the next byte to read.
  var position = 0
  var content: Content
  /// The name of the tag that ends text without tags.
  var lastStartTag: [UInt8]
  /// Whether `<![CDATA[` begins a section: inside SVG and MathML only.
  var allowsCDATA = false
  /// Characters that wait for the next token.
  var text: [UInt8] = []
  private var waiting: HTMLToken?

  init(
    _ bytes: UnsafeBufferPointer<UInt8>, content: Content = .data, lastStartTag: [UInt8] = []
  ) {
    self.bytes = bytes
    self.content = content
    self.lastStartTag = lastStartTag
  }

  /// Line breaks as the standard wants them: LF alone.
  static func normalizingLineBreaks(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(13) else { return bytes }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var previous: UInt8 = 0
    for byte in bytes {
      if byte == 13 {
        result.append(10)
      } else if byte != 10 || previous != 13 {
        result.append(byte)
      }
      previous = byte
    }
    return result
  }

  /// The next token, or nil at the end.
  mutating func next() -> HTMLToken? {
    if let token = waiting {
      waiting = nil
      return token
    }
    while let found = scan() {
      guard let token = found.token else { continue }
      if text.isEmpty { return token }
      waiting = token
      return takeText()
    }
    return text.isEmpty ? nil : takeText()
  }

  private mutating func takeText() -> HTMLToken {
    defer { text = [] }
    return .characters(text)
  }

  /// Reads on to the next tag or comment; nil at the end, a nil token when only text was read.
  private mutating func scan() -> (token: HTMLToken?, Void)? {
    guard position < bytes.count else { return nil }
    switch content {
    case .data: return (scanData(), ())
    case .escapableText, .rawText: return (scanTextElement(), ())
    case .script: return (scanScript(), ())
    case .plaintext:
      appendText(upTo: bytes.count)
      return (nil, ())
    case .cdata:
      scanCDATA()
      return (nil, ())
    }
  }

  // MARK: - Data

  private mutating func scanData() -> HTMLToken? {
    let start = position
    while position < bytes.count, bytes[position] != 0x3C, bytes[position] != 0x26 {
      position += 1
    }
    text.append(contentsOf: bytes[start..<position])
    guard position < bytes.count else { return nil }
    if bytes[position] == 0x26 {
      text += readReference(inAttribute: false)
      return nil
    }
    return scanMarkup()
  }

  /// Reads what begins with "<": a tag, a comment, or the sign itself.
  private mutating func scanMarkup() -> HTMLToken? {
    position += 1
    guard let next = byte(0) else {
      text.append(0x3C)
      return nil
    }
    switch next {
    case 0x21:
      position += 1
      return scanDeclaration()
    case 0x2F:
      guard let letter = byte(1) else {
        text.append(contentsOf: [0x3C, 0x2F])
        position += 1
        return nil
      }
      position += 1
      if Self.isLetter(letter) { return scanTag(isEnd: true) }
      if letter == 0x3E {
        position += 1
        return nil
      }
      return scanBogusComment([])
    case 0x3F: return scanBogusComment([])
    case _ where Self.isLetter(next): return scanTag(isEnd: false)
    default:
      text.append(0x3C)
      return nil
    }
  }

  private mutating func scanDeclaration() -> HTMLToken? {
    if matches("--") {
      position += 2
      return scanComment()
    }
    if matches("doctype") {
      position += 7
      return scanDoctype()
    }
    if startsCDATA {
      position += 7
      if allowsCDATA {
        content = .cdata
        return nil
      }
      return scanBogusComment(Array("[CDATA[".utf8))
    }
    return scanBogusComment([])
  }

  private var startsCDATA: Bool {
    position + 7 <= bytes.count && bytes[position..<(position + 7)].elementsEqual("[CDATA[".utf8)
  }

  private mutating func scanCDATA() {
    while position < bytes.count {
      if bytes[position] == 0x5D, byte(1) == 0x5D, byte(2) == 0x3E {
        position += 3
        content = .data
        return
      }
      text.append(bytes[position])
      position += 1
    }
  }

  // MARK: - Tags

  /// Reads a tag whose name begins here; nil when the text ends inside it.
  mutating func scanTag(isEnd: Bool) -> HTMLToken? {
    var tag = HTMLTag()
    while let next = byte(0), !Self.isSpace(next), next != 0x2F, next != 0x3E {
      appendLowered(next, to: &tag.name)
      position += 1
    }
    guard scanAttributes(of: &tag) else { return nil }
    if isEnd { return .endTag(HTMLTag(name: tag.name)) }
    lastStartTag = tag.name
    return .startTag(tag)
  }

  /// Reads attributes and the end of the tag; false when the text ends first.
  mutating func scanAttributes(of tag: inout HTMLTag) -> Bool {
    var names: Set<[UInt8]> = []
    while true {
      skipSpaces()
      guard let next = byte(0) else { return false }
      if next == 0x3E {
        position += 1
        return true
      }
      if next == 0x2F {
        position += 1
        if byte(0) == 0x3E {
          position += 1
          tag.isSelfClosing = true
          return true
        }
        continue
      }
      var attribute = HTMLTag.Attribute(name: [], value: [])
      if next == 0x3D {
        attribute.name.append(0x3D)
        position += 1
      }
      while let next = byte(0), !Self.isSpace(next), next != 0x2F, next != 0x3E, next != 0x3D {
        appendLowered(next, to: &attribute.name)
        position += 1
      }
      skipSpaces()
      if byte(0) == 0x3D {
        position += 1
        skipSpaces()
        guard scanValue(of: &attribute) else { return false }
      }
      // Most tags have one attribute or none: the set is for those with thousands.
      if tag.attributes.isEmpty || names.insert(attribute.name).inserted {
        if tag.attributes.isEmpty { names.insert(attribute.name) }
        tag.attributes.append(attribute)
      }
    }
  }

  /// Reads an attribute's value; false when the text ends inside quotation marks.
  private mutating func scanValue(of attribute: inout HTMLTag.Attribute) -> Bool {
    guard let mark = byte(0) else { return false }
    if mark == 0x22 || mark == 0x27 {
      position += 1
      while let next = byte(0) {
        switch next {
        case mark:
          position += 1
          return true
        case 0x26: attribute.value += readReference(inAttribute: true)
        case 0:
          attribute.value.append(contentsOf: Self.replacement)
          position += 1
        default:
          attribute.value.append(next)
          position += 1
        }
      }
      return false
    }
    while let next = byte(0), !Self.isSpace(next), next != 0x3E {
      switch next {
      case 0x26: attribute.value += readReference(inAttribute: true)
      case 0:
        attribute.value.append(contentsOf: Self.replacement)
        position += 1
      default:
        attribute.value.append(next)
        position += 1
      }
    }
    return true
  }

  // MARK: - Bytes

  static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

  /// The byte some places ahead, or nil past the end.
  func byte(_ ahead: Int) -> UInt8? {
    position + ahead < bytes.count ? bytes[position + ahead] : nil
  }

  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
  static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 10 || byte == 9 || byte == 12
  }

  mutating func skipSpaces() {
    while let next = byte(0), Self.isSpace(next) { position += 1 }
  }

  /// Whether a word stands here, in any case.
  ///
  /// - Parameter word: in lower case.
  func matches(_ word: StaticString) -> Bool {
    let word = word.bytes
    guard position + word.count <= bytes.count else { return false }
    for (offset, byte) in word.enumerated() {
      let found = bytes[position + offset]
      if (found &- 0x41 < 26 ? found | 0x20 : found) != byte { return false }
    }
    return true
  }

  func appendLowered(_ byte: UInt8, to name: inout [UInt8]) {
    if byte == 0 {
      name.append(contentsOf: Self.replacement)
    } else {
      name.append(byte &- 0x41 < 26 ? byte | 0x20 : byte)
    }
  }

  /// Takes text over as it is but for NUL, which becomes U+FFFD.
  mutating func appendText(upTo end: Int) {
    while position < end {
      appendTextByte(bytes[position])
      position += 1
    }
  }

  mutating func appendTextByte(_ byte: UInt8) {
    if byte == 0 {
      text.append(contentsOf: Self.replacement)
    } else {
      text.append(byte)
    }
  }
}

extension StaticString {
  /// The bytes of a literal.
  var bytes: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount)
  }
}

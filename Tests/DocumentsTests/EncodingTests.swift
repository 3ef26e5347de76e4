import Testing

@testable import Documents

@Suite("Encodings")
struct EncodingTests {
  private static let story = "“Rain—at last,” said Zoë."

  private func utf16(_ text: String, bigEndian: Bool) -> [UInt8] {
    text.utf16.flatMap { unit in
      let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
      return bigEndian ? [high, low] : [low, high]
    }
  }

  /// The story in Windows-1252.
  private static let windows: [UInt8] =
    [0x93] + Array("Rain".utf8) + [0x97] + Array("at last,".utf8) + [0x94]
    + Array(" said Zo".utf8) + [0xEB, 0x2E]

  private func read(_ bytes: [UInt8], charset: String = "") throws -> ArticleText {
    try ArticleText(bytes, charset: charset, id: "test")
  }

  @Test("are told by mark, validity, declaration, in this order, and what was decided is said")
  func decided() throws {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let utf8 = Array(Self.story.utf8)
    let cases: [(bytes: [UInt8], charset: String, encoding: TextEncoding, notes: [String])] = [
      (utf8, "", .utf8, []),
      (mark + utf8, "", .utf8, []),
      (utf8, "utf-8", .utf8, []),
      (utf8, "ISO-8859-1", .utf8, ["Read as UTF-8, which it is, though Windows-1252 is declared."]),
      (Array("Rain.".utf8), "latin1", .utf8, []),
      (
        [0xFF, 0xFE] + utf16(Self.story, bigEndian: false), "", .utf16LittleEndian,
        ["Read as UTF-16LE: it begins with that byte order mark."]
      ),
      (
        [0xFE, 0xFF] + utf16(Self.story, bigEndian: true), "utf-8", .utf16BigEndian,
        ["Read as UTF-16BE: it begins with that byte order mark."]
      ),
      (
        utf16(Self.story, bigEndian: false), "", .utf16LittleEndian,
        ["Read as UTF-16LE: every other byte is zero."]
      ),
      (
        utf16(Self.story, bigEndian: true), "", .utf16BigEndian,
        ["Read as UTF-16BE: every other byte is zero."]
      ),
      (
        Self.windows, "", .windows1252,
        ["Read as Windows-1252: it is not UTF-8 and declares nothing."]
      ),
      (Self.windows, "latin-1", .windows1252, ["Read as Windows-1252: so it is declared."]),
      (
        Self.windows, "UTF-8", .windows1252,
        ["Read as Windows-1252: it is declared as UTF-8 but is not."]
      ),
      (
        Self.windows, "koi8-r", .windows1252,
        ["Read as Windows-1252: it declares \"koi8-r\", which is not read."]
      ),
    ]
    for (bytes, charset, encoding, notes) in cases {
      let text = try read(bytes, charset: charset)
      #expect(text.encoding == encoding)
      #expect(text.diagnostics.map(\.message) == notes)
      let expected = bytes == Array("Rain.".utf8) ? "Rain." : Self.story
      #expect(String(decoding: text.bytes, as: UTF8.self) == expected)
    }
  }

  @Test("broken in places stay UTF-8, and the broken bytes are counted")
  func repaired() throws {
    let bytes =
      Array("Zoë naïve\ncafé ".utf8) + [0x93] + Array("yes".utf8) + [0xE2, 0x80] + Array(" ü".utf8)
    let text = try read(bytes)
    #expect(String(decoding: text.bytes, as: UTF8.self) == "Zoë naïve\ncafé “yes\u{FFFD} ü")
    #expect(text.encoding == .utf8)
    #expect(
      text.diagnostics == [
        Diagnostic(
          line: 2, code: "repaired-text",
          message: "2 bytes that no UTF-8 has were read as Windows-1252 or replaced by U+FFFD.")
      ])
  }

  @Test("of half surrogate pairs and odd lengths are repaired")
  func brokenUTF16() throws {
    let text = try read([0xFF, 0xFE, 0x41, 0, 0x00, 0xD8, 0x42, 0, 0x43])
    #expect(String(decoding: text.bytes, as: UTF8.self) == "A\u{FFFD}B\u{FFFD}")
    #expect(text.diagnostics.map(\.code) == ["encoding", "repaired-text"])
  }

  @Test("leave offsets that count the decoded text")
  func offsets() throws {
    let text = try read(Self.windows)
    let document = try DocumentReader().read(text, id: "test")
    let map = OffsetMap(document.bytes)
    let passage = try #require(document.quotedPassages.first)
    #expect(map.codePoint(passage.span.end) == 15)
    #expect(document.diagnostics.map(\.code) == ["encoding"])
  }

  @Test("are refused when a NUL shows that the bytes are no text")
  func binary() {
    let error = #expect(throws: DocumentError.self) { try read(Array("GIF8\n\0\u{1}".utf8)) }
    #expect(error?.description == "test:2: found a NUL byte at offset 5; is this a text file?")
  }

  @Test(
    "are declared by a page's head",
    arguments: [
      ("<meta charset=utf-8>", "utf-8"), ("<META CHARSET='ISO-8859-1'/>", "ISO-8859-1"),
      (
        "<meta http-equiv=Content-Type content=\"text/html; charset = windows-1252\">",
        "windows-1252"
      ),
      ("<?xml version='1.0' encoding='utf-16'?><html>", "utf-16"),
      ("<!-- <meta charset=x> --><p>", ""), ("<meta name=charset content=x>", ""),
    ])
  func declared(_ head: String, _ label: String) {
    #expect(String(decoding: HTMLCharset.declared(in: Array(head.utf8)), as: UTF8.self) == label)
  }

  @Test("are texts whatever the bytes", arguments: 0..<300 as Range<UInt64>)
  func anyBytes(seed: UInt64) throws {
    var generator = TextGenerator(state: seed)
    let bytes = (0..<generator.next(200)).map { _ in UInt8(1 + generator.next(255)) }
    for format in ArticleText.Format.allCases {
      let text = try ArticleText(bytes, format: format, id: "bytes")
      #expect(String(validating: text.bytes, as: UTF8.self) != nil)
      let document = try DocumentReader().read(text, id: "bytes", allowEmpty: true)
      #expect(document.bytes == text.bytes)
    }
  }
}

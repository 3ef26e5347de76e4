import Testing

@testable import Documents

/// A small generator of its own, so that a seed names a text.
struct TextGenerator {
  var state: UInt64
  mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }
  private static let pieces = [
    "the ", "Minister ", "said", "“", "”", "\"", "'", "’", "‘", " ", "\n", "\n\n", ". ", "? ", "…",
    "...",
    "U.S. ", "Mr. ", "O’Neil", "n’t", "12 000", "3.5", "(", ") ", "—", "--", "«", "» ", "é",
    "e\u{301}",
    "😀", "中", "\u{A0}", "a.b.c", "x@y.org", "http://a.b/c ", "@me ", "#a1 ", "''", "``", "’90s ",
    "By ", "READ ALSO: ", "\r\n", ", ", "he ", "said ", "Ana ", "-", "/", "ş", "\u{200B}", "١٢",
  ]
  mutating func text() -> String {
    (0..<next(60)).map { _ in Self.pieces[next(Self.pieces.count)] }.joined()
  }
}

@Suite("Documents")
struct DocumentLawTests {
  @Test("words and sentences that were found elsewhere are kept as they are")
  func foundElsewhere() throws {
    let sentences = [
      ["“", "Do", "n't", "go", "”", ",", "she", "said", "."], [], ["It", "rained"],
    ]
    let document = try DocumentReader().read(sentences: sentences, id: "a")
    #expect(
      document.sentences.map { $0.tokens.map { document.text(ofToken: $0) } }
        == [sentences[0], sentences[2]])
    #expect(document.paragraphs.count == 2)
    #expect(document.quotedPassages.count == 1)
    for (line, broken) in [(1, [["a", ""]]), (2, [["a"], ["b\nc"]]), (1, [["\0"]])] {
      #expect {
        try DocumentReader().read(sentences: broken, id: "a")
      } throws: {
        ($0 as? DocumentError)?.line == line
      }
    }
  }

  @Test(
    "hold spans inside the text, on scalar boundaries, over all that is no space",
    arguments: 0..<400 as Range<UInt64>)
  func spans(seed: UInt64) throws {
    var generator = TextGenerator(state: seed)
    let text = generator.text()
    let document = try document(text)
    let bytes = document.bytes
    func isBoundary(_ offset: Int32) -> Bool {
      Int(offset) == bytes.count || bytes[Int(offset)] & 0xC0 != 0x80
    }
    var covered = [Bool](repeating: false, count: bytes.count)
    var last: Int32 = 0
    for token in document.tokens {
      #expect(token.span.start >= last && token.span.end > token.span.start)
      #expect(isBoundary(token.span.start) && isBoundary(token.span.end))
      for index in token.span.range { covered[index] = true }
      last = token.span.end
    }
    var index = 0
    for scalar in text.unicodeScalars {
      let length = String(scalar).utf8.count
      if !scalar.properties.isWhitespace { #expect(covered[index], "byte \(index) of \(text)") }
      index += length
    }
    for sentence in document.sentences {
      #expect(!sentence.tokens.isEmpty)
      let paragraph = document.paragraphs[sentence.paragraph]
      #expect(paragraph.tokens.lowerBound <= sentence.tokens.lowerBound)
      #expect(sentence.tokens.upperBound <= paragraph.tokens.upperBound)
    }
    for passage in document.quotedPassages {
      #expect(passage.span == document.span(ofTokens: passage.tokens))
    }
    #expect(Set(document.paragraphs.flatMap(\.tokens)).count == document.tokens.count)
  }

  @Test(
    "are the same for curly and straight marks, other spaces and line ends",
    arguments: 0..<400 as Range<UInt64>)
  func typography(seed: UInt64) throws {
    var generator = TextGenerator(state: seed)
    let text = generator.text().replacing("\r\n", with: "\n")
    let plain = try document(text)
    let swaps: [(String) -> String] = [
      {
        $0.replacing("“", with: "\"").replacing("”", with: "\"").replacing("’", with: "'")
          .replacing("‘", with: "'")
      },
      { $0.replacing("\u{A0}", with: " ") },
      { $0.replacing("\n", with: "\r\n") },
    ]
    for swap in swaps {
      let other = try document(swap(text))
      #expect(other.tokens.map(\.hash) == plain.tokens.map(\.hash), "\(text.debugDescription)")
      #expect(other.tokens.map(\.kind) == plain.tokens.map(\.kind))
      #expect(other.tokens.map(\.quoteDepth) == plain.tokens.map(\.quoteDepth))
      #expect(other.sentences.map(\.tokens) == plain.sentences.map(\.tokens))
      #expect(other.paragraphs.map(\.role) == plain.paragraphs.map(\.role))
      #expect(other.quotedPassages.map(\.tokens) == plain.quotedPassages.map(\.tokens))
    }
  }

  @Test(
    "are refused or read, never a crash, whatever the bytes", arguments: 0..<300 as Range<UInt64>)
  func anyBytes(seed: UInt64) {
    var generator = TextGenerator(state: seed)
    let bytes = (0..<generator.next(200)).map { _ in UInt8(generator.next(256)) }
    let isText = String(validating: bytes, as: UTF8.self) != nil && !bytes.contains(0)
    let document = try? DocumentReader().read(bytes, id: "bytes", allowEmpty: true)
    #expect((document != nil) == isText)
  }

  @Test(
    "say in a sentence why bytes cannot be read",
    arguments: [
      (
        [UInt8]("a\nb".utf8) + [0xE9, 0x20],
        "a:2: byte 0xE9 at offset 3 is not valid UTF-8; convert the text to UTF-8"
      ),
      ([0x61, 0], "a:1: found a NUL byte at offset 1; is this a text file?"),
      ([0x20, 10], "a: the text is empty"),
      ([], "a: the text is empty"),
    ])
  func errors(_ bytes: [UInt8], _ message: String) {
    let error = #expect(throws: DocumentError.self) { try DocumentReader().read(bytes, id: "a") }
    #expect(error?.description == message)
  }

  @Test("drop a byte order mark and read any line break")
  func lineBreaks() throws {
    let document = try document("\u{FEFF}One.\r\n\r\nTwo.\rThree.\u{2028}Four.")
    #expect(document.bytes.first == UInt8(ascii: "O"))
    #expect(document.paragraphs.count == 4)
  }
}

@Suite("Offset map")
struct OffsetMapTests {
  @Test("agrees with counting scalars and UTF-16 units", arguments: 0..<60 as Range<UInt64>)
  func counts(seed: UInt64) {
    var generator = TextGenerator(state: seed)
    let text = (0..<8).map { _ in generator.text() }.joined()
    let map = OffsetMap(Array(text.utf8))
    var utf8: Int32 = 0
    var points = 0
    var units = 0
    for scalar in text.unicodeScalars {
      #expect(map.codePoint(utf8) == points)
      #expect(map.utf16(utf8) == units)
      #expect(map.utf8Offset(ofCodePoint: points) == utf8)
      utf8 += Int32(String(scalar).utf8.count)
      points += 1
      units += scalar.value > 0xFFFF ? 2 : 1
    }
    #expect(map.codePoint(utf8) == points)
    #expect(map.utf16(utf8) == units)
  }
}

import Testing

@testable import Lexicons

@Suite("Word lists")
struct WordListTests {
  private func list(_ text: String) throws -> WordList {
    try WordList(name: "test.tsv", bytes: Array(text.utf8))
  }

  @Test("skip comments and blank lines and read fields by column")
  func fields() throws {
    let list = try list("# made up\nword\tkind\n\nriver\tnoun\r\n# more\nto run\tverb\n")
    #expect(list.columns == ["word", "kind"])
    #expect(list.count == 2)
    #expect(list.string(row: 0, column: 1) == "noun")
    #expect(list.string(row: 1, column: 0) == "to run")
    #expect(list.line(row: 1) == 6)
    let kind = try list.column("kind")
    #expect(kind == 1)
  }

  @Test(
    "name the file, the line and what would be right",
    arguments: [
      ("", "test.tsv: expected a first row with the names of the columns, found no row"),
      ("a\tb\nx\n", "test.tsv:2: expected 2 tab-separated fields, found 1"),
      ("a\nx\ty\n", "test.tsv:2: expected 1 tab-separated fields, found 2"),
    ])
  func errors(_ text: String, _ message: String) {
    let error = #expect(throws: LexiconError.self) { try list(text) }
    #expect(error?.description == message)
  }

  @Test("refuse bytes that are not UTF-8")
  func invalid() {
    #expect(throws: LexiconError(file: "x", line: 2, problem: .notUTF8)) {
      try WordList(name: "x", bytes: [0x61, 10, 0xFF])
    }
  }

  @Test("read numbers, and say where one is missing")
  func numbers() throws {
    let list = try list("word\tvalence\ngood\t1.5\nodd\tx\n")
    let valence = try list.number(row: 0, column: 1)
    #expect(valence == 1.5)
    #expect(
      throws: LexiconError(
        file: "test.tsv", line: 3, problem: .notANumber(column: "valence", found: "x"))
    ) { try list.number(row: 1, column: 1) }
  }

  @Test("say which columns are there when one is missing")
  func missingColumn() throws {
    let list = try list("a\tb\n")
    let error = #expect(throws: LexiconError.self) { try list.column("c") }
    #expect(error?.description == #"test.tsv: expected a column "c", found "a", "b""#)
  }

  @Test("refuse a list that the binary does not hold")
  func missingList() {
    #expect(throws: LexiconError(file: "no.tsv", line: nil, problem: .missingFile)) {
      try WordList(builtIn: "no.tsv")
    }
  }
}

@Suite("Normalised text")
struct TextNormalizerTests {
  @Test(
    "has one form for all spellings of a word",
    arguments: [
      ("Straße", "strasse"), ("ÉLYSÉE", "elysee"), ("Łódź", "lodz"), ("Ørsted", "orsted"),
      ("Nguyễn", "nguyen"), ("don’t", "don't"), ("“", "\""), ("„", "\""), ("‘", "'"),
      ("co‑op", "co-op"), ("…", "..."), ("e\u{301}tude", "etude"), ("Ærø", "aero"),
      ("Şırnak", "sirnak"), ("МОСКВА", "москва"), ("a\u{AD}b", "ab"),
    ])
  func forms(_ text: String, _ expected: String) {
    #expect(
      String(decoding: TextNormalizer.normalized(Array(text.utf8)), as: UTF8.self) == expected)
    #expect(TextNormalizer.hash(Array(text.utf8)) == TextHash.hash(Array(expected.utf8)))
  }

  @Test("hashes like the published FNV-1a before its bits are spread")
  func hash() {
    // The value for "a" is in the FNV authors' test vectors.
    #expect(TextHash.step(TextHash.start, 0x61) == 0xaf63_dc4c_8601_ec8c)
    #expect(TextHash.combine(1, 2) != TextHash.combine(2, 1))
  }
}

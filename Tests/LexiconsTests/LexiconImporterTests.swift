import Lexicons
import Testing

@Suite("Lexicon import")
struct LexiconImporterTests {
  /// A format, a file as it stands, and what becomes of it.
  static let files: [(format: LexiconFormat, name: String, text: String, entries: [String])] = [
    (
      .vader, "ratings.txt", "brisk\t1.4\t0.5\t[1, 2]\ngloomy\t-2.1\t0.7\t[-2, -2]\n",
      ["brisk X 1.5", "gloomy X -2.0"]
    ),
    (.afinn, "a.txt", "grubby\t-3\nno good\t-5\n", ["grubby X -2.5", "no good X -4.0"]),
    (
      .nrc, "n.txt",
      "\nrotten\tanger\t1\nrotten\tnegative\t1\nrotten\tpositive\t0\nsunny\tpositive\t1",
      ["rotten X -2.0", "sunny X 2.0"]
    ),
    (
      .mpqa, "m.tff",
      """
      type=strongsubj len=1 word1=vile pos1=adj stemmed1=n priorpolarity=negative
      type=weaksubj len=1 word1=aid pos1=verb stemmed1=y m priorpolarity=positive
      type=weaksubj len=1 word1=vast pos1=adj stemmed1=n priorpolarity=neutral
      """, ["aid VERB 1.5", "vile ADJ -3.0"]
    ),
    (
      .opinion, "negative-words.txt", "; a comment\n\nshabby\r\ntwo-faced\r\n",
      [
        "shabby X -2.0", "two-faced X -2.0",
      ]
    ),
    (
      .quanteda, "d.yml",
      """
      # a comment
      dictionary:
        positive:
          - sunny
          - "well done"   # two words
        negative: [rotten, 'two-faced']
        other:
          - table
      """, ["rotten X -2.0", "sunny X 2.0", "two-faced X -2.0", "well done X 2.0"]
    ),
    (
      .lexicoder, "l.lcd", "+negative\nrotten (1)\nbad luck (1)\n+positive\nsunny (1)\n",
      ["bad luck X -2.0", "rotten X -2.0", "sunny X 2.0"]
    ),
  ]

  static func lines(_ list: ImportedLexicon) -> [String] {
    list.entries.map { "\($0.entry) \($0.pos) \($0.valence)" }
  }

  @Test("reads each format", arguments: files.indices)
  func formats(_ index: Int) throws {
    let file = Self.files[index]
    let list = try LexiconImporter(file.format).read(name: file.name, bytes: Array(file.text.utf8))
    #expect(Self.lines(list) == file.entries)
  }

  @Test("writes a list that can be added and checked", arguments: files.indices)
  func roundTrip(_ index: Int) throws {
    let file = Self.files[index]
    let list = try LexiconImporter(file.format).read(name: file.name, bytes: Array(file.text.utf8))
    let table = Array(list.table(name: "mine", provenance: "a test").utf8)
    #expect(try LexiconCheck(name: "mine.tsv", bytes: table).problems == [])
    var lexicon = ValenceLexicon()
    try lexicon.add(WordList(name: "mine.tsv", bytes: table))
    for entry in list.entries where !entry.entry.contains(" ") {
      let mean = lexicon[TextHash.hash(entry.entry.utf8)]?.mean
      #expect(mean == Float(entry.valence))
    }
  }

  static let head = "%\n1\tfunct\n126\tposemo\n127\tnegemo\n%\n"

  /// Irregular lines of a `.dic` file, and what becomes of them.
  @Test(
    "reads the irregularities of .dic files",
    arguments: [
      ("sunny\t126\n", ["sunny X 2.0"]),
      ("rotten\t\t127\t\t1\n", ["rotten X -2.0"]),
      ("kind\t<of>1/126\n", ["kind X 2.0"]),
      ("like\t<hell>127/126\n", ["like X 2.0", "like hell X -2.0"]),
      ("fine\t(02 134)127/126\n", ["fine X 2.0"]),
      ("sharp\t126\nsharp\t127\n", []),
      ("grand\t1\ngrand\t126\n", ["grand X 2.0"]),
      ("well done\t126\n", ["well done X 2.0"]),
      ("glad* 126\n", ["glad X 2.0", "gladly X 2.0"]),
    ] as [(String, [String])])
  func irregularities(_ text: String, _ entries: [String]) throws {
    var importer = LexiconImporter(.liwc)
    importer.knownWords = ["gla", "glad", "gladly", "glass"]
    let list = try importer.read(name: "x.dic", bytes: Array((Self.head + text).utf8))
    #expect(Self.lines(list) == entries)
  }

  /// A format, a text, and the sentence about its mistake.
  @Test(
    "names the line of a mistake",
    arguments: [
      (.vader, "x\t1\ny z\n", #"x.txt:2: expected a word, a tab and a number, found "y z""#),
      (
        .nrc, "x\tanger\t7\n",
        #"x.txt:1: expected a word, a category and 0 or 1, by tabs, found "x\#tanger\#t7""#
      ),
      (.liwc, "%\n1\ta\n%\nx\t9\n", #"x.txt:4: expected the number of a category, found "9""#),
      (.liwc, "x\t9\n", #"x.txt:1: expected a line of % before the categories, found "x\#t9""#),
      (.liwc, "%\n1\tneg\n%\nx\t<of 1\n", #"x.txt:4: expected a closing ">", found "<of 1""#),
      (
        .quanteda, "positive:\n  - a\n  word\n",
        #"x.txt:3: expected a key with a colon, or a dash, found "word""#
      ),
      (
        .lexicoder, "word\n",
        #"x.txt:1: expected a line with + and a category before the first word, found "word""#
      ),
      (
        .quanteda, "fruit:\n  - pear\n",
        #"x.txt: no category is known to be good or bad; name them with --positive and --negative. Found "fruit""#
      ),
      (
        .opinion, "word\n",
        #"x.txt: expected a file name with "positive" or "negative" in it, found "x.txt""#
      ),
    ] as [(LexiconFormat, String, String)])
  func mistakes(_ format: LexiconFormat, _ text: String, _ sentence: String) {
    let error = #expect(throws: LexiconError.self) {
      try LexiconImporter(format).read(name: "x.txt", bytes: Array(text.utf8))
    }
    #expect(error?.description == sentence)
  }

  @Test("takes Latin-1 where the text is no UTF-8, and says so")
  func latin1() throws {
    let list = try LexiconImporter(.opinion).read(
      name: "positive.txt", bytes: Array("na".utf8) + [0xEF] + Array("ve\n".utf8))
    #expect(Self.lines(list) == ["na\u{EF}ve X 2.0"])
    #expect(list.notes == ["the text is not valid UTF-8 and was read as Latin-1"])
  }

  @Test("joins lists by the mean, and leaves out what is as good as bad")
  func joining() throws {
    let one = try LexiconImporter(.afinn).read(name: "a", bytes: Array("x\t5\ny\t5\n".utf8))
    let two = try LexiconImporter(.afinn).read(name: "b", bytes: Array("x\t-5\ny\t1\n".utf8))
    #expect(Self.lines(ImportedLexicon(joining: [one, two])) == ["y X 2.5"])
  }
}

@Suite("Lexicon check")
struct LexiconCheckTests {
  static let head = "# name: a\n# version: 1\n# license: CC0-1.0\n# provenance: a test\n"

  @Test(
    "finds what is wrong, with its line",
    arguments: [
      ("entry\tpos\tvalence\nbad\tADJ\t-2\n", []),
      (
        "entry\tpos\tvalence\nbad\tADJ\t-2\nawful\tADJ\t-3\n",
        [#"x:7: "awful" stands after "bad"; entries are sorted by their bytes"#]
      ),
      (
        "entry\tpos\tvalence\nbad\tADJ\t-2\nbad\tADJ\t-3\n",
        [#"x:7: "bad ADJ" is listed twice (first on line 6)"#]
      ),
      (
        "entry\tpos\tvalence\nbad\tADJ\t0\n",
        [#"x:6: 0 is no "valence"; expected -4.0 to 4.0 in steps of 0.5 and not 0"#]
      ),
      (
        "entry\tpos\tvalence\nbad\tADJ\tvery\n",
        [#"x:6: expected a number for "valence", found "very""#]
      ),
      ("entry\tpos\tvalence\nBad\tADJ\t-2\n", [#"x:6: no text can match "Bad"; expected "bad""#]),
      (
        "entry\tpos\tvalence\nbad\tADJECTIVE\t-2\n",
        [
          #"x:6: "ADJECTIVE" is no value of "pos"; expected ADJ, ADV, NOUN, VERB, INTJ, X"#
        ]
      ),
      (
        "entry\tkind\tstrength\tdirection\tscope\nnot\tnegator\t3\tforward\tword\n",
        [#"x:6: 3 is no "strength"; expected 0.0 to 2.0"#]
      ),
    ] as [(String, [String])])
  func problems(_ text: String, _ sentences: [String]) throws {
    let check = try LexiconCheck(name: "x", bytes: Array((Self.head + text).utf8))
    #expect(check.problems.map(\.description) == sentences)
  }

  @Test("asks for the lines of the head")
  func head() throws {
    let check = try LexiconCheck(
      name: "x", bytes: Array("# name: a\nentry\tpos\tvalence\nbad\tADJ\t-2\n".utf8))
    #expect(
      check.problems.map(\.description)
        == ["version", "license", "provenance"].map {
          "x: expected a line \"# \($0): …\" before the columns"
        })
  }

  @Test("refuses a table that is no list of ours")
  func unknown() {
    let error = #expect(throws: LexiconError.self) {
      try LexiconCheck(name: "x", bytes: Array("word\tmeaning\nbad\tno\n".utf8))
    }
    #expect(error?.description == #"x: expected a column "valence", found "word", "meaning""#)
  }
}

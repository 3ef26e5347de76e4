import Testing

@testable import Lexicons

@Suite("Lexicons of stance")
struct StanceLexiconTests {
  /// The words of a text with their lemmas: `form` or `form/lemma`.
  static func words(_ text: String) -> [ExpressionWord] {
    text.split(separator: " ").map { part in
      let pieces = part.split(separator: "/")
      let form = TextHash.hash(pieces[0].utf8)
      let lemma = pieces.count > 1 ? TextHash.hash(pieces[1].utf8) : form
      return ExpressionWord(
        form: form, lemma: lemma, isPossessive: ["her", "his", "their"].contains(pieces[0]),
        isReflexive: ["herself", "themselves"].contains(pieces[0]))
    }
  }

  static func list(_ rows: String) throws -> WordList {
    try WordList(name: "test.tsv", bytes: Array(rows.utf8))
  }

  @Test(
    "match the longest expression, by form or lemma, with any possessive or reflexive",
    arguments: [
      ("threat to peace", 2), ("poses/pose a threat to peace", 4), ("threats/threat to all", 2),
      ("turned/turn her back on us", 4), ("pride themselves on it", 3), ("a plan", 0),
      ("pose a", 0),
    ])
  func longest(_ text: String, _ length: Int) {
    var table = ExpressionTable<Int>()
    for (index, entry) in [
      "threat to", "pose a threat to", "turn one's back on", "pride oneself on",
    ]
    .enumerated() {
      table.add(Array(entry.utf8), index)
    }
    table.makeIndex()
    #expect((table.longest(at: 0, in: Self.words(text))?.length ?? 0) == length)
  }

  @Test("keep the valences of each part of speech")
  func partsOfSpeech() throws {
    var lexicon = ValenceLexicon()
    try lexicon.add(
      Self.list("entry\tpos\tvalence\nfine\tADJ\t2\nfine\tNOUN\t-1.5\nfine\tADJ\t2.5\n"))
    let valences = try #require(lexicon[TextHash.hash("fine".utf8)])
    #expect(valences.adjective == 2.5)
    #expect(valences.noun == -1.5)
    #expect(valences.verb == 0)
    #expect(valences.mean == 0.5)
    #expect(lexicon.reversed()[TextHash.hash("fine".utf8)]?.noun == 1.5)
  }

  @Test(
    "say what is wrong in a list",
    arguments: [
      (
        "entry\tpos\tvalence\nfine\tFOO\t2\n",
        #"test.tsv:2: "FOO" is no value of "pos"; expected ADJ, ADV, NOUN, VERB, INTJ, X"#
      ),
      (
        "entry\tpos\tvalence\nfine\tADJ\tgood\n",
        #"test.tsv:2: expected a number for "valence", found "good""#
      ),
      (
        "word\tvalence\nfine\t2\n",
        #"test.tsv: expected a column "entry", found "word", "valence""#
      ),
    ])
  func errors(_ rows: String, _ message: String) throws {
    var lexicon = ValenceLexicon()
    let list = try Self.list(rows)
    do {
      try lexicon.add(list)
      Issue.record("the list was accepted")
    } catch {
      #expect(error.description == message)
    }
  }

  @Test("find the built-in frames of verbs, phrases and nouns")
  func frames() throws {
    let lexicon = try FrameLexicon.builtIn()
    let betray = try #require(lexicon.verb(TextHash.hash("betray".utf8)))
    #expect(betray.agent < 0)
    #expect(lexicon.phrase(at: 0, in: Self.words("abused/abuse her power"))?.length == 3)
    let noun = try #require(lexicon.noun(at: 0, in: Self.words("abuse of children")))
    #expect(noun.value.agent < 0)
    #expect(lexicon.reversed().verb(TextHash.hash("betray".utf8))?.agent == -betray.agent)
  }

  @Test("prefer negation where a shifter has several kinds")
  func shifters() throws {
    var lexicon = ShifterLexicon()
    try lexicon.add(
      Self.list(
        """
        entry\tkind\tstrength\tdirection\tscope
        hardly\tdiminisher\t0.5\tforward\tword
        hardly\tnegator\t0.8\tforward\tphrase

        """))
    #expect(lexicon.shifter(at: 0, in: Self.words("hardly anyone"))?.value.kind == .negator)
    #expect(lexicon.shifter(at: 1, in: Self.words("hardly anyone")) == nil)
  }
}

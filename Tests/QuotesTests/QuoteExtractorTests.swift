import Documents
import Quotes
import Testing

@Suite("Quote extractor")
struct QuoteExtractorTests {
  @Test(
    "pairs direct quotes with their cue and source",
    arguments: [
      #"{q “We will appeal,”} {c said} {s Ms Okafor}."#,
      #"{q "We will appeal,"} {s Okafor} {c said} on Monday."#,
      #"{s The minister} {c said}: {q “Nobody was hurt and nobody will be.”}"#,
      #"{q “If they come,”} {s Sato} {c warned}, {q “we will answer with everything we have.”}"#,
      #"{q “The road is gone,”} {c said} {s Tomas Rehn} on Friday. {q “We have asked the army for help.”}"#,
      #"{q «This ruling is a mistake,»} {s Judge Caron} {c wrote} in a dissent."#,
      #"{q ''The vote was fair,''} {s Chairman Ruiz} {c insisted}."#,
      #"{q ‘The workers’ demands aren’t new,’} {s O’Leary} {c said}."#,
      #"{q "We have not been told anything at all,”} {s she} {c said}."#,
    ])
  func direct(_ marked: String) throws {
    try expectOne(marked, kind: .direct)
  }

  @Test(
    "takes the reported clause as the content of indirect quotes",
    arguments: [
      "{s The company} {c said} {q it would close two plants by the end of the year}.",
      "{s Officials} {c warned} that {q the river could flood again before Friday}.",
      "{c According to} {s the report}, {q the bridge had not been inspected for nine years}.",
      "{q The talks will resume in March}, {s a spokesman} {c said}.",
    ])
  func indirect(_ marked: String) throws {
    try expectOne(marked, kind: .indirect)
  }

  @Test(
    "takes the whole reported clause as the content of mixed quotes",
    arguments: [
      "{s Haddad} {c said} {q the plan was “a gift to the banks” and would be withdrawn}.",
      "{s The union} {c called} {q the offer “an insult to every nurse in the country”}.",
    ])
  func mixed(_ marked: String) throws {
    try expectOne(marked, kind: .mixed)
  }

  @Test(
    "leaves scare quotes, titles of works and nicknames alone",
    arguments: [
      "The so-called “smart” meters were installed last week.",
      "Her novel “The Long Winter” won the prize in 2019.",
      "Anton “The Hammer” Breuer retired from boxing in May.",
      "Both sides returned to Geneva for “indirect” talks about the border.",
    ])
  func noQuote(_ text: String) throws {
    #expect(try Extraction.quotes(in: text).isEmpty)
  }

  @Test("finds nothing where nobody says anything")
  func nothing() throws {
    #expect(try Extraction.quotes(in: "The bus left at nine. It was full.").isEmpty)
  }

  @Test("an odd number of marks costs one paragraph, not the article")
  func oddMarks() throws {
    let text = """
      “We never saw the letter, Ivanova said.

      “The letter was sent in March,” Petrov replied.

      “It was not,” Ivanova said.
      """
    let found = try Extraction.quotes(in: text)
    let contents = found.flatMap(\.parts.content)
    #expect(contents.contains("“The letter was sent in March,”"))
    #expect(contents.contains("“It was not,”"))
  }

  @Test("a transcript's turns belong to the names before their colons")
  func transcript() throws {
    let text = """
      The hearing went on for an hour.

      OKORO: Did you read the contract before you signed it?

      LIND: I did not read every page of it.

      OKORO: Then who did?
      """
    let turns = try Extraction.quotes(in: text).filter { $0.quote.rule == "turn" }
    #expect(turns.map(\.parts.source) == [["OKORO"], ["LIND"], ["OKORO"]])
  }

  @Test(
    "every range lies in the text, and content is never empty", arguments: 0..<40 as Range<UInt64>)
  func laws(seed: UInt64) throws {
    var state = seed &+ 1
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let pieces = [
      "“", "”", "\"", "'", "‘", "’", "said", "Okafor", "the minister", ",", ".", "\n\n", "that",
      "he",
      "will go", "according to", "«", "»", ":", "told", "—", "No", "warned",
    ]
    let text = (0..<60).map { _ in pieces[next(pieces.count)] }.joined(separator: " ") + " end."
    for (quote, parts) in try Extraction.quotes(in: text) {
      #expect(!quote.content.isEmpty)
      #expect(parts.content.allSatisfy { !$0.isEmpty })
      #expect((0...1).contains(quote.confidence))
    }
  }

  private func expectOne(_ marked: String, kind: Quote.Kind) throws {
    let expected = try MarkedText(marked)
    let found = try Extraction.quotes(in: expected.text)
    try #require(found.count == 1, "found \(found.map(\.parts.content)) in \(expected.text)")
    #expect(found[0].parts.content == expected.content)
    #expect(found[0].parts.source == expected.source)
    #expect(found[0].quote.kind == kind)
    if let cue = expected.cue.first, let foundCue = found[0].parts.cue.first {
      #expect(cue.contains(foundCue) || foundCue.contains(cue))
    } else {
      #expect(expected.cue.isEmpty == found[0].parts.cue.isEmpty)
    }
  }
}

import Documents
import Quotes
import Syntax
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

  @Test("two marks with nothing between them and a stray sign leave the quotes after them alone")
  func emptyMarks() throws {
    let text = #"""
      The form showed ""= where the name should stand.

      "It is a printing error," Ilse Brandt said.
      """#
    let found = try Extraction.quotes(in: text)
    #expect(found.flatMap(\.parts.content).contains(#""It is a printing error,""#))
    #expect(!found.contains { $0.parts.content.contains { !$0.contains("printing") } })
  }

  @Test("short answers that are whole paragraphs are two quotes, not one")
  func shortParagraphs() throws {
    let text = #"""
      "We are leaving tonight, all of us," Mara Voss told her brother.

      "Bob."

      "What."

      The door closed.
      """#
    let contents = try Extraction.quotes(in: text).map(\.parts.content)
    #expect(!contents.contains { $0.joined().contains("Bob") && $0.joined().contains("What") })
    #expect(!contents.contains { $0.joined().contains("door") })
  }

  @Test("a quotation that a paragraph break interrupts is found on both sides of it")
  func paragraphBreak() throws {
    let text = """
      “The harbour was built by our grandparents,” Mayor Ines Duarte said. “Nobody will sell it.

      “And nobody will close it either, whatever the ministry decides.”

      She left without taking questions.
      """
    let contents = try Extraction.quotes(in: text).flatMap(\.parts.content).joined(separator: " ")
    for part in ["built by our grandparents", "Nobody will sell it", "nobody will close it either"]
    {
      #expect(contents.contains(part), "\(part) is in no content: \(contents)")
    }
    #expect(!contents.contains("taking questions"))
  }

  @Test("a clause that describes the speaker is no part of what is said")
  func describedSpeaker() throws {
    let text = """
      “The bridge will not last another winter,” said Tomas Rehn, who has inspected it twice this year.
      """
    let found = try Extraction.quotes(in: text)
    #expect(found.map(\.parts.content) == [["“The bridge will not last another winter,”"]])
    #expect(found.first?.parts.source.first?.contains("Tomas Rehn") == true)
  }

  @Test("a quotation that no verb introduces is found")
  func noCue() throws {
    let text = """
      Ines Duarte shook her head.

      “I have never seen that contract, and I would not have signed it.”

      The clerk wrote it down.
      """
    let contents = try Extraction.quotes(in: text).flatMap(\.parts.content)
    #expect(contents == ["“I have never seen that contract, and I would not have signed it.”"])
  }

  @Test("single quotation marks beside apostrophes enclose a quote")
  func singleMarks() throws {
    let text = "'It's the nurses' decision, and they won't change it,' O'Hara said."
    let found = try Extraction.quotes(in: text)
    #expect(
      found.map(\.parts.content) == [["'It's the nurses' decision, and they won't change it,'"]])
    #expect(found.map(\.parts.source) == [["O'Hara"]])
  }

  @Test("a nickname in marks is nobody's words, and the quote beside it is found")
  func nickname() throws {
    let text = #"Anton "The Hammer" Breuer said: "I will box again before the year is over.""#
    let contents = try Extraction.quotes(in: text).flatMap(\.parts.content)
    #expect(contents == [#""I will box again before the year is over.""#])
  }

  @Test("an article of a megabyte yields a quote a paragraph, in time that grows with its length")
  func megabyte() throws {
    let paragraph = "“The road is closed until the river falls,” Tomas Rehn said on Monday.\n\n"
    func measured(_ count: Int) throws -> (quotes: Int, seconds: Double) {
      let text = String(repeating: paragraph, count: count)
      let start = ContinuousClock.now
      let document = try DocumentReader().read(Array(text.utf8), id: "long")
      let parse = try Extraction.syntax.get().parse(document)
      let quotes = try Extraction.extractor.get().quotes(in: document, parse: parse).count
      let spent = (ContinuousClock.now - start).components
      return (quotes, Double(spent.seconds) + Double(spent.attoseconds) / 1e18)
    }
    let whole = (1 << 20) / paragraph.utf8.count
    let part = try measured(whole / 8)
    let all = try measured(whole)
    #expect(all.quotes == whole)
    // Quadratic work would take 64 times as long.
    #expect(all.seconds < 24 * part.seconds, "\(part.seconds) s grew to \(all.seconds) s")
  }

  @Test("a post in a tweet's markup belongs to the author its tag names")
  func markedPost() throws {
    let text = """
      The mayor wrote about the flood.

      <tweet id="81" author="InesDuarte" datetime="2031-05-02">Stay at home tonight. Help is coming.</tweet>
      """
    let posts = try Extraction.quotes(in: text).filter { $0.quote.rule == "marked-post" }
    #expect(posts.map(\.parts.source) == [["InesDuarte"]])
    #expect(posts.map(\.parts.content) == [["Stay at home tonight. Help is coming."]])
  }

  @Test("paragraphs signed by a handle or a name on the next line belong to it")
  func signedPosts() throws {
    let text = """
      Readers on the new harbour.

      ONLINE.

      Nobody asked the people who fish there.

      @southpier.

      It will bring work, and work is what this town lacks.

      Karin Aldous.

      The harbour opens next year.
      """
    let posts = try Extraction.quotes(in: text).filter { $0.quote.rule == "signed-post" }
    #expect(posts.map(\.parts.source) == [["@southpier"], ["Karin Aldous"]])
  }

  @Test("a name over a paragraph about the named one is a heading, not a signature")
  func headings() throws {
    let text = """
      The three who stand for mayor.

      Karin Aldous.

      Aldous was born in the harbour district and has led the council since the flood.

      Tomas Rehn.

      Rehn is an engineer. Few voters had heard of Rehn before the spring.

      Ines Duarte.

      Duarte wants the council to meet in the open, and to publish its accounts.
      """
    #expect(try Extraction.quotes(in: text).filter { $0.quote.rule == "signed-post" }.isEmpty)
  }

  @Test("a headline with a colon reports whom the article goes on to write about, and no label")
  func headline() throws {
    let body = """


      Ines Duarte told the council on Monday that she would not sign the contract. The council meets again in May, and Duarte will be there.
      """
    func headlines(_ line: String) throws -> [[String]] {
      try Extraction.quotes(in: line + body).filter { $0.quote.rule == "headline" }
        .map { $0.parts.source + $0.parts.content }
    }
    #expect(
      try headlines("Duarte: Harbour contract is a gift to the banks")
        == [["Duarte", "Harbour contract is a gift to the banks"]])
    #expect(try headlines("Breaking: Council meets on harbour contract").isEmpty)
  }

  @Test("a headline that says what somebody declines to say reports nothing")
  func leftUnsaid() throws {
    let text = """
      Guild declines to blame Rehn for harbour fire

      The guild met on Monday in the old town. It talked about the fire, and about the money that is missing.
      """
    #expect(try Extraction.quotes(in: text).isEmpty)
  }

  @Test("what stands under a desk line is whose desk it is")
  func desk() throws {
    let text = """
      The club sent out a note on Friday.

      From the desk of Mara Lind:

      We open the new hall in May. Everybody is welcome there.
      """
    let found = try Extraction.quotes(in: text).filter { $0.quote.rule == "desk" }
    #expect(found.map(\.parts.source) == [["Mara Lind"]])
    #expect(
      found.map(\.parts.content) == [["We open the new hall in May. Everybody is welcome there."]])
  }

  @Test("content ends where the same speaker's next reporting clause begins")
  func nextReport() throws {
    let text = """
      Mara Lind said the harbour plan was unfair and warned that the union would strike in May.
      """
    let found = try Extraction.quotes(in: text).map(\.parts.content)
    #expect(
      found == [["the harbour plan was unfair"], ["the union would strike in May"]])
  }

  @Test("who said it is the one before a relative pronoun")
  func relativePronoun() throws {
    let relative = "The prize went to Mara Lind, who said that the book had taken nine years."
    #expect(try Extraction.quotes(in: relative).map(\.parts.source) == [["Mara Lind"]])
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

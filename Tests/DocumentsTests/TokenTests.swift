import Testing

@testable import Documents

func document(_ text: String) throws -> Document {
  try DocumentReader().read(Array(text.utf8), id: "test", allowEmpty: true)
}

func tokens(_ text: String) throws -> [String] {
  let document = try document(text)
  return document.tokens.indices.map { document.text(ofToken: $0) }
}

@Suite("Tokens")
struct TokenTests {
  /// Expected tokens, with a bar between them.
  @Test(
    "keep words whole and set marks, clitics and possessives apart",
    arguments: [
      ("We can't, she'll try.", "We|ca|n't|,|she|'ll|try|."),
      ("They’d said it wasn’t theirs.", "They|’d|said|it|was|n’t|theirs|."),
      ("D'Arcy's boat", "D'Arcy|'s|boat"),
      ("the sailors' union", "the|sailors|'|union"),
      ("Abu-Zayd met el-Masri", "Abu-Zayd|met|el-Masri"),
      ("a twenty-year-old R&D plan", "a|twenty-year-old|R&D|plan"),
      ("the U.N.'s U.N.-backed talks", "the|U.N.|'s|U.N.-backed|talks"),
      ("at 6:45 p.m., 3.25 or 1,204,000", "at|6:45|p.m.|,|3.25|or|1,204,000"),
      ("costs £12.5m, up 7%", "costs|£|12.5m|,|up|7|%"),
      ("in the 1970s and the ’80s", "in|the|1970s|and|the|’80s"),
      ("1 500 000 votes", "1 500 000|votes"),
      ("Dr. Ines R. Vale Jr. left", "Dr.|Ines|R.|Vale|Jr.|left"),
      ("Well . . . maybe... no…", "Well|. . .|maybe|...|no|…"),
      ("What?! No!!", "What|?!|No|!!"),
      ("ships--old ones—sank", "ships|--|old|ones|—|sank"),
      ("write to ann.lee@mail.example.org.", "write|to|ann.lee@mail.example.org|."),
      ("see www.example.com/a_(b), now", "see|www.example.com/a_(b)|,|now"),
      ("visit Example.com.", "visit|Example.com|."),
      ("#Vote2030 by @city_desk", "#Vote2030|by|@city_desk"),
      ("He cannot go", "He|can|not|go"),
      ("6'2\" tall", "6'2|\"|tall"),
      ("‘em 'til dawn", "‘em|'til|dawn"),
      ("``Yes,'' he said", "``|Yes|,|''|he|said"),
      ("The vote ended.Nobody knew", "The|vote|ended|.|Nobody|knew"),
      ("either/or (and [more])", "either|/|or|(|and|[|more|]|)"),
      ("東京 is big", "東|京|is|big"),
      ("so 👩‍🚀🎉!", "so|👩‍🚀|🎉|!"),
      ("fine :-) or ;( (see: b)", "fine|:-)|or|;(|(|see|:|b|)"),
      (
        "open notes.pdf at news.city.example.org now", "open|notes.pdf|at|news.city.example.org|now"
      ),
      ("the end.", "the|end|."),
      ("it\u{92}s a \u{93}yes\u{94}", "it|\u{92}s|a|\u{93}|yes|\u{94}"),
      ("(\u{301}a)\u{2060}", "(\u{301}|a|)\u{2060}"),
    ])
  func tokenize(_ text: String, _ expected: String) throws {
    let found = try tokens(text).joined(separator: "|")
    #expect(found == expected)
  }

  @Test("have a normalised form, a hash of it, a kind and a casing")
  func attributes() throws {
    let document = try document("McKay’s ÉTAT — 40 Ships “IN”")
    let forms = document.tokens.indices.map { document.normalized($0) }
    #expect(forms == ["mckay", "'s", "etat", "--", "40", "ships", "\"", "in", "\""])
    #expect(
      document.tokens.map(\.casing) == [
        .mixed, .lower, .upper, .none, .none, .capitalized, .none, .upper, .none,
      ])
    #expect(document.tokens[4].kind == .number)
    #expect(document.tokens[6].kind == .quotationMark)
    #expect(document.tokens[7].quoteDepth == 1)
    #expect(document.tokens[0].followsSpace && !document.tokens[1].followsSpace)
  }
}

@Suite("Sentences")
struct SentenceTests {
  /// Expected sentences, with a bar between them.
  @Test(
    "end where the next one begins",
    arguments: [
      "The dam held.|Nobody slept.",
      "Gov. Ada Pike met Lt. Gov. Roy Sund at 9 a.m. in the square.",
      "They left the U.K.|The others stayed.",
      "The U.K. Parliament rose early.",
      "Acme Corp. sued.|It won.",
      "It costs 3.5 dollars.|That is cheap!|Is it?|Yes.",
      "“Stop!” cried the ferryman.",
      "“Who pays?” Marta Olsen asked.|Nobody answered.",
      "“We waited. We prayed. Then it rained,” said Ode Brand.",
      "“It is over.”|The crowd cheered.",
      "Turn to page 4, No. 7 on the list.",
      "The answer was no.|They went home.",
      "He paused . . . and then he spoke.|All rose.",
      "(The office was shut.)|The mayor left.",
      "J. R. Okon and P. L. Diaz agreed.",
      "The case of Roe vs. Doe continues.",
      "On Oct. 9 the port closed.|It reopened in Nov. 2031.",
      "He left school in May. [4]|She stayed.",
      "It worked! :-)|We left. 🎉|They came.",
    ])
  func split(_ marked: String) throws {
    let expected = marked.split(separator: "|").map(String.init)
    let document = try document(expected.joined(separator: " "))
    #expect(document.sentences.map { document.text($0.span) } == expected)
  }

  @Test("never cross a paragraph")
  func paragraphs() throws {
    let document = try document("One line here\nAnother line there\n\nA third.")
    #expect(document.paragraphs.count == 3)
    #expect(document.sentences.count == 3)
  }

  @Test("run over line breaks when the text is hard-wrapped")
  func wrapped() throws {
    let document = try document(
      """
      The harbour board met on Monday to weigh a new plan for
      the old docks, which have stood empty since the spring of
      last year, when the last of the ferries was sold.

      No vote was taken at the end of the long meeting, and the
      members agreed to gather once more in a fortnight or so.
      """)
    #expect(document.paragraphs.count == 2)
    #expect(document.sentences.count == 2)
  }
}

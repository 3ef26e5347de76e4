import Testing

@testable import Documents

@Suite("Quotation marks")
struct QuotationMarkTests {
  private func passages(_ text: String) throws -> [String] {
    let document = try document(text)
    return document.quotedPassages.map { document.text($0.span) }
  }

  @Test(
    "of every style are paired",
    arguments: [
      ("“Yes,” she said.", ["“Yes,”"]),
      ("\"Yes,\" she said.", ["\"Yes,\""]),
      ("“Yes,\" she said. \"No,” he said.", ["“Yes,\"", "\"No,”"]),
      ("”Never,“ they wrote.", ["”Never,“"]),
      ("''Yes,'' she said.", ["''Yes,''"]),
      ("``Yes,'' she said.", ["``Yes,''"]),
      ("«Yes,» she said.", ["«Yes,»"]),
      ("« Yes », she said.", ["« Yes »"]),
      ("„Yes“, she said.", ["„Yes“"]),
      ("‘Yes,’ she said.", ["‘Yes,’"]),
      ("'Yes,' she said.", ["'Yes,'"]),
      ("The \"fair\"-minded judge", ["\"fair\""]),
      ("He said:\"Go\".", ["\"Go\""]),
      ("`Yes,' she said.", ["`Yes,'"]),
      ("“Yes,'' she said.", ["“Yes,''"]),
      ("‘‘Yes,’’ she said.", ["‘‘Yes,’’"]),
      (",,Yes,'' she said.", [",,Yes,''"]),
      ("»Yes«, she said.", ["»Yes«"]),
      ("›Yes‹, she said.", ["›Yes‹"]),
      ("‚Yes‘, she said.", ["‚Yes‘"]),
      ("„Yes\", she said.", ["„Yes\""]),
      ("「はい」", ["「はい」"]),
      ("She called it—“a farce”—and left.", ["“a farce”"]),
      ("(“Yes,” she said.)", ["“Yes,”"]),
      ("She said \" yes \" and left.", ["\" yes \""]),
      ("\"Yes,\"she said.\"No.\"", ["\"Yes,\"", "\"No.\""]),
      ("“Yes”“No”", ["“Yes”", "“No”"]),
      ("“…and so,” she said.", ["“…and so,”"]),
      ("It was 5'10\" long, she said.", []),
    ])
  func styles(_ text: String, _ expected: [String]) throws {
    let found = try passages(text)
    #expect(found == expected)
  }

  @Test(
    "that are single are told from apostrophes",
    arguments: [
      ("The drivers' strike isn't over, the '90s are.", []),
      ("‘The farmers’ losses aren’t small,’ Reed said.", ["‘The farmers’ losses aren’t small,’"]),
      ("They sang 'til dawn and gave 'em 'hope'.", ["'hope'"]),
      ("'It's the bosses' fault,' said Ola.", ["'It's the bosses' fault,'"]),
      ("Rock 'n' roll", []),
      ("’Twas night, o’clock, James’ hat, the boss’s hat.", []),
      ("The unions’ and farmers’ “plan”", ["“plan”"]),
      (
        "‘I know why ’em boys’ game isn’t on,’ Reed said.",
        ["‘I know why ’em boys’ game isn’t on,’"]
      ),
      (
        "\"The 'Big Six' firms' plan,\" she said.", ["\"The 'Big Six' firms' plan,\"", "'Big Six'"]
      ),
      ("\"'Stop,' he cried,\" she said.", ["\"'Stop,' he cried,\"", "'Stop,'"]),
      ("\"He cried 'stop'\" she said.", ["\"He cried 'stop'\"", "'stop'"]),
      ("She said “this is “twice” quoted” there.", ["“this is “twice” quoted”", "“twice”"]),
      ("a so-called ‘expert’ and his ‘friends’", ["‘expert’", "‘friends’"]),
    ])
  func apostrophes(_ text: String, _ expected: [String]) throws {
    let found = try passages(text)
    #expect(found == expected)
  }

  @Test("nest")
  func nested() throws {
    let document = try document("“She told me, ‘Leave “now”,’ so I left,” Ito said.")
    #expect(document.quotedPassages.map(\.depth) == [0, 1, 2])
    #expect(document.quotedPassages.map(\.isClosed) == [true, true, true])
    #expect(document.tokens.map(\.quoteDepth).max() == 3)
    #expect(document.tokens.first?.quoteDepth == 0)
    #expect(document.tokens.last?.quoteDepth == 0)
  }

  @Test("left open end with their paragraph, and a diagnostic says so")
  func unclosed() throws {
    let document = try document("“We lost it all, he said.\n\nThe “second” one is whole.")
    #expect(document.quotedPassages.map(\.isClosed) == [false, true])
    #expect(document.text(document.quotedPassages[0].span) == "“We lost it all, he said.")
    #expect(document.diagnostics.map(\.code) == ["unclosed-quote"])
    #expect(document.diagnostics.map(\.line) == [1])
  }

  @Test("carry on in the next paragraph when it begins with one")
  func continuation() throws {
    let document = try document("“We waited for rain.\n\n“It came in May,” Sol said.")
    #expect(document.quotedPassages.map(\.isClosed) == [false, true])
    #expect(document.quotedPassages.map(\.continuesPrevious) == [false, true])
    #expect(document.diagnostics.isEmpty)
  }

  @Test("carry on over several paragraphs, and one that is broken spoils no other")
  func recovery() throws {
    let document = try document(
      "\"One.\n\n\"Two.\n\n\"Three,\" said Sol.\n\nShe \"left. He stayed.\n\nThe \"end\" came.")
    #expect(document.quotedPassages.map(\.isClosed) == [false, false, true, false, true])
    #expect(
      document.quotedPassages.map(\.continuesPrevious) == [false, true, true, false, false])
    #expect(document.diagnostics.map(\.line) == [7])
    #expect(document.text(document.quotedPassages[4].span) == "\"end\"")
  }

  @Test("do not reach further than any quotation does")
  func endless() throws {
    let words = String(repeating: "rain ", count: 3_000)
    let document = try document("“We \(words) “yes” \(words) end.")
    #expect(document.quotedPassages.count == 2)
    #expect(document.quotedPassages[0].tokens.count == QuotationMarks.longestPassage)
    #expect(document.text(document.quotedPassages[1].span) == "“yes”")
    #expect(document.tokens.last?.quoteDepth == 0)
    #expect(document.diagnostics.map(\.code) == ["unclosed-quote"])
  }

  @Test("that close nothing are stray")
  func stray() throws {
    let document = try document("It was over,” she said.\nHe \"nodded\".")
    #expect(document.diagnostics.map(\.code) == ["stray-quote"])
    #expect(document.quotedPassages.count == 1)
  }
}

import Testing

@testable import Actors

/// Each row marks entities as a recogniser that errs would give them.
@Suite("Names that the recogniser got wrong")
struct RecogniserMistakeTests {
  @Test(
    "join whatever kind each mention was given",
    arguments: [
      (
        "Councillor {O Ama Deku} came. {P Deku} left.",
        ["Ama Deku: Councillor Ama Deku | Deku"]
      ),
      (
        "The leader of the guild, {O Orvik Sten}, spoke. {P Sten} then left.",
        ["Orvik Sten: Orvik Sten | Sten"]
      ),
      (
        "{O Orvik Sten}, chairman of the guild, spoke. {P Sten} then left.",
        ["Orvik Sten: Orvik Sten | Sten"]
      ),
      (
        "{L Tomas Rehn} won. {P Tomas Rehn} smiled, and {P Rehn} wept.",
        ["Tomas Rehn: Tomas Rehn | Tomas Rehn | Rehn"]
      ),
      (
        "{P Osk Harbour Union} struck. The {O Osk Harbour Union} was paid.",
        ["Osk Harbour Union: Osk Harbour Union | Osk Harbour Union"]
      ),
      (
        "{O Orrin Bank} fell. Shares in {P Orrin} rose, and {P Orrin} paid.",
        ["Orrin Bank: Orrin Bank | Orrin | Orrin"]
      ),
      (
        "{P Ida Holm} spoke. Later {O Holm} left.", ["Ida Holm: Ida Holm | Holm"]
      ),
    ])
  func kinds(_ text: String, _ expected: [String]) throws {
    #expect(try MarkedArticle(text).joined == expected)
  }

  @Test(
    "are no persons when they are built like streets and hills",
    arguments: [
      ("{P Ferry Bridge} fell.", Actor.Kind.place),
      ("{P Osk Tower East} burned.", .place),
      ("{P Ida Hill} spoke.", .person),
    ])
  func landmarks(_ text: String, _ expected: Actor.Kind) throws {
    #expect(try MarkedArticle(text).analysis.actors.map(\.kind) == [expected])
  }

  @Test("leave the office of whoever is named next out of a body's name")
  func offices() throws {
    let article = try MarkedArticle("{O Osk Water CEO} {P Ida Holm} spoke. {O Osk Water} paid.")
    #expect(article.analysis.actors.map(\.name) == ["Osk Water", "Ida Holm"])
  }

  @Test(
    "are freed of titles and given their nicknames",
    arguments: [
      (
        "{P Ida Holm} spoke. {O Mrs Holm} then left.", ["Ida Holm: Ida Holm | Mrs Holm"]
      ),
      (
        "{P Martin Zill} ran. {P Ex-Prime Minister Zill} lost.",
        ["Martin Zill: Martin Zill | Ex-Prime Minister Zill"]
      ),
      (
        "{P Roswitha} “{P Rosie” Kamm} spoke. {P Kamm} left.",
        ["Roswitha “Rosie” Kamm: Roswitha “Rosie” Kamm | Kamm"]
      ),
      (
        "{P Kamm” } spoke of it.", ["Kamm: Kamm"]
      ),
      (
        "{O Herons defeated Osk Bay} again. {L Osk Bay} wept.",
        ["Herons: Herons", "Osk Bay: Osk Bay | Osk Bay"]
      ),
      (
        "{L KELMARK} VOTED\n\nThe vote in {L Kelmark} was close, it was said on Monday.",
        ["Kelmark: KELMARK | Kelmark"]
      ),
    ])
  func boundaries(_ text: String, _ expected: [String]) throws {
    #expect(try MarkedArticle(text).joined == expected)
  }

  @Test(
    "leave speakers whole where the source is cut",
    arguments: [
      (
        #"{q "We wait,"} {c said} {s Secretary} of State {P Ida Holm}."#, ["Ida Holm"]
      ),
      (
        #"{s {P Ida Holm}}'s team {c said} {q it would wait}."#, ["Holm team"]
      ),
      (
        #"Secretary of State {s {P Ida Holm}'s team} {c said} {q it would wait}."#, ["Holm team"]
      ),
      (
        #"{q "We wait,"} {c said} {s the league's chair}, {P Tora Vik}."#, ["Tora Vik"]
      ),
    ])
  func sources(_ text: String, _ expected: [String]) throws {
    #expect(try MarkedArticle(text).speakers == expected)
  }
}

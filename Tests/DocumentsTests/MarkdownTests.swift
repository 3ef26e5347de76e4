import Testing

@testable import Documents

@Suite("Markdown articles")
struct MarkdownTests {
  private func paragraphs(_ text: String) throws -> [String] {
    let text = try ArticleText(Array(text.utf8), format: .markdown, id: "text")
    let document = try DocumentReader().read(text, id: "text", allowEmpty: true)
    return document.paragraphs.map { "\($0.role): \(document.text($0.span))" }
  }

  @Test(
    "give paragraphs with what the markup says",
    arguments: [
      ("# Rain #\n\nIt rained\nall day.", ["headline: Rain", "body: It rained all day."]),
      ("Rain\n====\nIt rained.", ["headline: Rain", "body: It rained."]),
      ("#1 in the list is rain.", ["body: #1 in the list is rain."]),
      (
        "> We lost.\n> All of it.\n\nShe left.",
        ["blockquote: We lost. All of it.", "body: She left."]
      ),
      (
        "- First, rain\n  and hail.\n- Then snow.\n1. End.",
        ["listItem: First, rain and hail.", "listItem: Then snow.", "listItem: End."]
      ),
      ("Rain.\n\n```\nx = 1\n```\n\nSnow.", ["body: Rain.", "boilerplate: x = 1", "body: Snow."]),
      ("Rain.\n\n* * *\n\nSnow.", ["body: Rain.", "body: Snow."]),
      ("---\ntitle: \"Rain\"\ntags: x\n---\nIt rained.", ["headline: Rain", "body: It rained."]),
      ("It **rained** *all* day_long, __she__ said.", ["body: It rained all day_long, she said."]),
      (
        "The [mayor](http://a.org/b_(c)) and [Ana][1] left.\n\n[1]: http://a.org",
        ["body: The mayor and Ana left."]
      ),
      ("See <http://a.org> ![a map](m.png)and <b>go</b>.[^1]", ["body: See http://a.org and go."]),
      ("Use `a*b` and ``Yes,'' he said.", ["body: Use a*b and ``Yes,'' he said."]),
      ("2 * 3 * 4 is \\*24\\* &amp; no _more", ["body: 2 * 3 * 4 is *24* & no _more"]),
      ("[[a](b)](c) and [not a link] and ](", ["body: a and [not a link] and ]("]),
    ])
  func roles(_ text: String, _ expected: [String]) throws {
    let found = try paragraphs(text)
    #expect(found == expected)
  }

  @Test("are the text itself where there is no markup")
  func plain() throws {
    let found = try paragraphs("“It rained,” she said.\n\nHe’s gone.")
    #expect(found == ["body: “It rained,” she said.", "body: He’s gone."])
  }
}

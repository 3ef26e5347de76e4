import Actors
import Corpora
import Documents
import Foundation
import Quotes
import StanceScoring
import Testing

@Suite("Annotated articles")
struct AnnotatedArticleTests {
  private let line = #"""
    {"id":"a","text":"“Ñe!” said Bo of Cy.","model":"x","quotes":[{"kind":"direct","content":[{"start":0,"end":5,"text":"“Ñe!”"}],"cue":[{"start":6,"end":10}],"source":[{"start":11,"end":13}],"speaker":{"name":"Bo","kind":"person","confidence":1},"targets":[{"name":"Cy","mentions":[{"start":17,"end":19}],"stance":{"label":"against","score":-1}}]}]}
    """#

  @Test("are read with everything that gold has")
  func reading() throws {
    let folder = try Folder()
    let articles = try AnnotatedArticle.read(folder.file("gold.jsonl", line))
    let quote = try #require(articles.first?.quotes.first)
    func words(_ spans: [TextSpan]) -> [String] {
      spans.map { String(decoding: articles[0].text[$0.range], as: UTF8.self) }
    }
    #expect(articles[0].id == "a")
    #expect(quote.kind == .direct)
    #expect(words(quote.content) == ["“Ñe!”"])
    #expect(words(quote.cue) == ["said"])
    #expect(words(quote.source) == ["Bo"])
    #expect(quote.speaker == .init(name: "Bo", kind: .person))
    #expect(quote.targets.map(\.name) == ["Cy"])
    #expect(words(quote.targets[0].mentions) == ["Cy"])
    #expect(quote.targets[0].stance == .against)
    #expect(articles[0].hasSpeakers && articles[0].hasTargets)
  }

  @Test("may leave out speakers, targets and single-span lists")
  func quotesOnly() throws {
    let folder = try Folder()
    let text =
      #"{"text":"Bo won.","quotes":[{"kind":"indirect","content":{"start":0,"end":2},"cue":null}]}"#
    let articles = try AnnotatedArticle.read(folder.file("gold.jsonl", text))
    #expect(articles[0].id == "gold:1")
    #expect(articles[0].quotes[0].content.count == 1)
    #expect(!articles[0].hasSpeakers && !articles[0].hasTargets)
  }

  @Test(
    "count offsets in the unit that they name",
    arguments: [
      ("codepoint", 2, 4, "é!"), ("utf16", 3, 5, "é!"), ("utf8", 5, 8, "é!"),
    ])
  func units(unit: String, start: Int, end: Int, words: String) throws {
    let folder = try Folder()
    let text =
      #"{"id":"a","offsets":"\#(unit)","quotes":[{"kind":"direct","content":[{"start":\#(start),"end":\#(end)}]}]}"#
    let file = try folder.file("out.jsonl", text)
    let articles = try AnnotatedArticle.read(file, texts: ["a": Array("😀 é!".utf8)])
    let span = articles[0].quotes[0].content[0]
    #expect(String(decoding: articles[0].text[span.range], as: UTF8.self) == words)
  }

  @Test(
    "say what is wrong",
    arguments: [
      (
        #"{"id":"a","quotes":[]}"#,
        #"missing "text": offsets have no meaning without the article's text"#
      ),
      (#"{"id":"a","text":"Bo"}"#, #"missing "quotes""#),
      (#"{"id":"a","text":"Bo","quotes":5}"#, #"expected a list for "quotes", found a number"#),
      (#"{"text":"Bo","quotes":[{"kind":"direct"}]}"#, #"missing "quotes[0].content""#),
      (
        #"{"text":"Bo","quotes":[{"kind":"spoken","content":[]}]}"#,
        #"expected direct, mixed or indirect for "quotes[0].kind", found "spoken""#
      ),
      (
        #"{"text":"Bo","quotes":[{"kind":"direct","content":[{"start":0}]}]}"#,
        #"missing "quotes[0].content[0].end""#
      ),
      (
        #"{"text":"Bo","quotes":[{"kind":"direct","content":[{"start":0,"end":5}]}]}"#,
        #""quotes[0].content[0]" runs from 0 to 5, but the text has 2 code points"#
      ),
      (
        #"{"text":"Bo","quotes":[{"kind":"direct","content":[{"start":0,"end":2}],"targets":[{"name":"A","stance":{"label":"for"}}]}]}"#,
        #"expected favor, neutral or against for "quotes[0].targets[0].stance.label", found "for""#
      ),
      (
        #"{"text":"Bo","quotes":[{"kind":"direct","content":[{"start":0,"end":2}],"targets":[{}]}]}"#,
        #"missing "quotes[0].targets[0].name""#
      ),
      (#"{"text":"Bo","quotes":[7]}"#, #"expected an object for "quotes[0]", found a number"#),
    ])
  func mistakes(line: String, message: String) throws {
    let folder = try Folder()
    let file = try folder.file("gold.jsonl", line)
    #expect { try AnnotatedArticle.read(file) } throws: { error in
      (error as? CorpusError)?.message == "\(file):1: \(message)"
    }
  }
}

import Actors
import Documents
import Foundation
import GoldenFiles
import Quotes
import Sayso
import StanceScoring
import Syntax
import Testing

@Suite("JSON of a scored article")
struct JSONTests {
  private let text = "“Zoë lied 😀,” said Ada Öz. “She cheated.”"

  /// One split quote of Ada Öz on Zoë, with seven reasons, and one of nobody.
  private func article() throws -> ScoredArticle {
    let document = try DocumentReader().read(Array(text.utf8), id: "a \"b\"")
    func tokens(_ words: String) -> Range<Int> {
      let range = text.range(of: words)!
      let start = text.utf8.distance(from: text.startIndex, to: range.lowerBound)
      return document.tokens(in: TextSpan(start..<(start + words.utf8.count)))!
    }
    let parse = Parse(
      tags: [], lemmas: [], lemmaBytes: [], lemmaHashes: [], entities: [], nounChunks: [],
      verbGroups: [], clauses: [], entityOfToken: [], nounChunkOfToken: [], verbGroupOfToken: [])
    let quotes = [
      Quote(
        kind: .direct, content: [tokens("“Zoë lied 😀,”"), tokens("“She cheated.”")],
        cue: [tokens("said")], source: [tokens("Ada Öz")], cueClass: .speech, confidence: 0.875,
        rule: "cue"),
      Quote(
        kind: .direct, content: [tokens("cheated")], cue: [], source: [], cueClass: .speech,
        confidence: 0.5, rule: "passage"),
    ]
    let actors = [
      Actor(
        id: 0, name: "Zoë", kind: .person, gender: .female,
        mentions: [
          Mention(tokens: tokens("Zoë"), form: .name),
          Mention(tokens: tokens("She"), form: .pronoun),
        ]),
      Actor(
        id: 1, name: "Ada Öz", kind: .person, gender: .female,
        mentions: [Mention(tokens: tokens("Ada Öz"), form: .name)]),
    ]
    let reasons = (1...7).map { Reason(feature: "word \($0)", value: 0.5, weight: Double(8 - $0)) }
    return ScoredArticle(
      document: document, parse: parse, quotes: quotes,
      actors: ActorAnalysis(
        actors: actors,
        attributions: [
          Attribution(actor: 1, confidence: 0.97, rule: "inverted-cue"),
          Attribution(actor: nil, confidence: 0.5, rule: "none"),
        ],
        targets: [[Target(actor: 0, mentions: actors[0].mentions, confidence: 0.9)], []]),
      scores: [
        [StanceScore(probabilities: [0.125, 0.25, 0.625], label: .against, reasons: reasons)], [],
      ])
  }

  @Test(
    "has its keys in order, and offsets in the asked unit",
    arguments: ["codepoint", "utf8", "utf16"])
  func offsets(unit: String) throws {
    let unit = try #require(OffsetUnit(rawValue: unit))
    let json = try article().json(modelDigest: "sha256:00", options: .init(offsets: unit))
    #expect(GoldenFile.difference(json, from: "article-\(unit).json") == nil)
  }

  @Test("has all reasons when asked to explain, five otherwise")
  func reasons() throws {
    func count(_ json: [UInt8]) -> Int {
      String(decoding: json, as: UTF8.self).components(separatedBy: "\"feature\"").count - 1
    }
    let article = try article()
    #expect(count(article.json(modelDigest: "x")) == 5)
    #expect(count(article.json(modelDigest: "x", options: .init(explainsFully: true))) == 7)
  }

  @Test("has only quotes and speakers when targets are left out")
  func quotesOnly() throws {
    let json = try article().json(modelDigest: "x", options: .init(includesTargets: false))
    let text = String(decoding: json, as: UTF8.self)
    #expect(!text.contains("targets") && !text.contains("stance"))
    #expect(text.contains(#""actors":[{"id":1,"name":"Ada Öz""#))
    #expect(text.contains(#""speaker":null"#))
  }
}

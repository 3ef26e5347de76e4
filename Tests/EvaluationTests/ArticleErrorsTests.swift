import Actors
import Corpora
import Documents
import Evaluation
import Quotes
import StanceScoring
import Testing

@Suite("Errors of articles")
struct ArticleErrorsTests {
  private func quote(
    _ range: Range<Int32>, _ speaker: String?, _ targets: [(String, Bool)]
  ) -> AnnotatedQuote {
    AnnotatedQuote(
      kind: .direct, content: [TextSpan(range.lowerBound, range.upperBound)], cue: [], source: [],
      speaker: speaker.map { .init(name: $0, kind: .person) },
      targets: targets.map {
        .init(name: $0.0, mentions: [], stance: $0.1 ? .favor : .against)
      })
  }

  @Test("are told one by one, and there are as many as the counts of the measures leave")
  func errors() {
    let text = Array("“One quote here.” “Two quotes here.” “Three quotes here.”".utf8)
    let gold = AnnotatedArticle(
      id: "a", text: text,
      quotes: [
        quote(0..<20, "Ada Okafor", [("Bo Lind", true), ("Cleo Marsh", true)]),
        quote(22..<42, "Bo Lind", [("Ada Okafor", false)]), quote(44..<60, nil, []),
      ])
    let output = AnnotatedArticle(
      id: "a", text: text,
      quotes: [
        quote(0..<20, "Ms Okafor", [("Bo Lind", false), ("Dov Zeller", true)]),
        quote(22..<42, "Cleo Marsh", [("Ada Okafor", false)]), quote(61..<64, "Bo Lind", []),
      ])
    let errors = ArticleError.errors(gold: [gold], output: [output])
    #expect(
      errors.map { "\($0.kind.rawValue): \($0.gold) / \($0.output)" } == [
        "wrong stance: favor Bo Lind / against Bo Lind", "extra target:  / Dov Zeller",
        "missed target: Cleo Marsh / ", "wrong speaker: Bo Lind / Cleo Marsh", "missed quote:  / ",
        "extra quote:  / Bo Lind",
      ])
    #expect(ArticleError.errors(gold: [gold], output: [gold]).isEmpty)
    let counts = ArticleMeasures(gold: [gold], output: [output], rounds: 0).counts
    #expect(errors.count { $0.kind == .missedQuote } == counts.goldQuotes - counts.foundQuotes)
    #expect(
      errors.count { $0.kind == .wrongSpeaker } == counts.foundQuotes - counts.rightSpeakers)
  }
}

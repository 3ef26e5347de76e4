import Corpora
import Documents
import Evaluation
import Quotes
import StanceScoring
import Testing

/// A quote over some bytes of a text.
private func quote(
  _ kind: Quote.Kind, _ content: Range<Int>, source: Range<Int>? = nil, speaker: String? = nil,
  _ targets: [(name: String, stance: Stance)] = []
) -> AnnotatedQuote {
  AnnotatedQuote(
    kind: kind, content: [TextSpan(content)], cue: [], source: source.map { [TextSpan($0)] } ?? [],
    speaker: speaker.map { .init(name: $0, kind: nil) },
    targets: targets.map { .init(name: $0.name, mentions: [], stance: $0.stance) })
}

private func article(_ quotes: [AnnotatedQuote], text: String? = nil) -> AnnotatedArticle {
  let text = text ?? String(repeating: "word ", count: 40)
  return AnnotatedArticle(id: "a", text: Array(text.utf8), quotes: quotes)
}

private func values(_ measures: [Measure]) -> [String: Double] {
  Dictionary(
    uniqueKeysWithValues: measures.compactMap { measure in
      measure.value.map { (measure.name, $0) }
    })
}

@Suite("Article measures")
struct ArticleMeasuresTests {
  @Test("a quote matches from half its characters on, and each only once")
  func matching() {
    let gold = [article([quote(.direct, 0..<100), quote(.direct, 100..<120)])]
    let output = [
      article([quote(.direct, 0..<50), quote(.direct, 0..<80), quote(.direct, 100..<109)])
    ]
    let measures = values(ArticleMeasures(gold: gold, output: output, rounds: 0).measures)
    #expect(measures["quotes recall"] == 0.5)
    #expect(measures["quotes precision"] == 1.0 / 3)
    #expect(measures["quotes F1"] == 0.4)
  }

  @Test("a triple counts when speaker, target and pole are right")
  func triples() {
    let gold = [
      article([
        quote(.direct, 0..<10, speaker: "Ada Okafor", [("Bo Lind", .against), ("Cy", .favor)]),
        quote(.mixed, 20..<30, speaker: "Ada Okafor", [("Bo Lind", .favor), ("Cy", .neutral)]),
        quote(.indirect, 40..<50, [("Cy", .favor)]),
      ])
    ]
    let output = [
      article([
        quote(.direct, 0..<10, speaker: "Okafor", [("Lind", .against), ("Cy", .against)]),
        quote(.mixed, 20..<30, speaker: "Bo Lind", [("Bo Lind", .favor), ("Dee", .favor)]),
        quote(.direct, 60..<70, [("Cy", .favor)]),
      ])
    ]
    let result = ArticleMeasures(gold: gold, output: output, rounds: 0)
    #expect(result.counts.goldTriples == 4)
    #expect(result.counts.outputTriples == 5)
    #expect(result.counts.foundTriples == 1)
    #expect(result.counts.foundTargets == 3)
    #expect(values(result.measures)["speaker accuracy"] == 0.5)
    #expect(result.confusion[gold: 0, predicted: 2] == 1)
    #expect(values(result.measures)["stance macro-F1"] == nil)
  }

  @Test("only quotes of the asked kinds count, matched against all kinds")
  func kinds() {
    let gold = [article([quote(.direct, 0..<10), quote(.indirect, 20..<30)])]
    let output = [article([quote(.mixed, 0..<10), quote(.indirect, 20..<30)])]
    let counts = ArticleMeasures(gold: gold, output: output, kinds: [.direct], rounds: 0).counts
    #expect(counts.goldQuotes == 1)
    #expect(counts.foundQuotes == 1)
    #expect(counts.outputQuotes == 0)
  }

  @Test("an article that nobody answered has no quotes in the output")
  func unanswered() {
    let gold = [article([quote(.direct, 0..<10, speaker: "Ada")])]
    let measures = values(ArticleMeasures(gold: gold, output: [], rounds: 100).measures)
    #expect(measures["quotes recall"] == 0)
    #expect(measures["quotes precision"] == nil)
    #expect(measures["speaker accuracy"] == nil)
  }

  @Test(
    "names agree when they mean the same",
    arguments: [
      ("Ada Okafor", "Okafor", true), ("Mr. Okafor", "Ada OKAFOR", true),
      ("Ada", "Ada Okafor", true), ("Ada Okafor", "Ben Okafor", true),
      ("Ada Okafor", "Ada Lind", false), ("Zoë Müller", "Zoe Muller", true),
      ("Americans", "United States", true), ("GOP", "the Republican Party", true),
      ("", "", false), ("—", "…", true), ("Mr", "President", false),
      ("Office of the Mayor", "Mayor Office", true),
    ])
  func names(a: String, b: String, agree: Bool) {
    let matcher = NameMatcher.builtIn
    #expect(matcher.agree(matcher.name(a), matcher.name(b)) == agree)
    #expect(matcher.agree(matcher.name(b), matcher.name(a)) == agree)
  }
}

@Suite("Quote measures")
struct QuoteMeasuresTests {
  private let text = #"“We will not sell,” said Ada Okafor. The "sale" was off, Lind said."#

  @Test("count words, speakers and passages")
  func counts() {
    // The two curly marks are three bytes long each.
    let direct = quote(.direct, 0..<23, source: 29..<39)
    let indirect = quote(.indirect, 41..<59, source: 61..<65)
    let gold = [article([direct, indirect], text: text)]
    let same = values(QuoteMeasures(gold: gold, output: gold, rounds: 0).measures)
    for name in ["all token F1", "all exact F1", "direct joint F1", "indirect speaker accuracy"] {
      #expect(same[name] == 1, "\(name)")
    }
    #expect(same["mixed exact F1"] == nil)
    #expect(same["passages with the right source"] == 1)
    #expect(same["scare quotes rejected"] == nil)

    let half = quote(.direct, 0..<11, source: 61..<65)
    let other = values(
      QuoteMeasures(gold: gold, output: [article([half], text: text)], rounds: 0).measures)
    // Two of the four words of one of two quotes; the source is wrong.
    #expect(other["direct exact F1"] == 0)
    #expect(other["direct cover30 F1"] == 1)
    #expect(other["direct cover80 F1"] == 0)
    #expect(other["direct speaker accuracy"] == 0)
    #expect(other["all cover30 F1"] == 2.0 / 3)
    #expect(other["all token F1"] == 2 * 1 * 0.25 / 1.25)
    #expect(other["passages with the right source"] == 0)
  }

  @Test("a scare quote is rejected when no quote of the output owns it")
  func scareQuotes() {
    let gold = [article([quote(.direct, 0..<23, source: 29..<39)], text: text)]
    let measures = values(QuoteMeasures(gold: gold, output: gold, rounds: 0).measures)
    #expect(measures["scare quotes rejected"] == 1)
    let greedy = [article([quote(.direct, 45..<51)], text: text)]
    let other = values(QuoteMeasures(gold: gold, output: greedy, rounds: 0).measures)
    #expect(other["scare quotes rejected"] == 0)
  }
}

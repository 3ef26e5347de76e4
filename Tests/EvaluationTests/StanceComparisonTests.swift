import Evaluation
import LinearModels
import StanceScoring
import Testing

@Suite("Stance comparison")
struct StanceComparisonTests {
  /// Random answers: the first right with one share, the second with another.
  private func examples(
    _ count: Int, seed: UInt64, right: (Double, Double)
  ) -> [StanceComparison.Example] {
    var generator = SeededGenerator(seed: seed)
    func answer(_ gold: Stance, _ group: String, _ share: Double) -> StanceAnswer {
      let isRight = Double.random(in: 0..<1, using: &generator) < share
      let other = Stance.allCases.filter { $0 != gold }.randomElement(using: &generator)!
      let label = isRight ? gold : other
      return StanceAnswer(
        group: group, gold: gold, predicted: label,
        probabilities: Stance.allCases.map { $0 == label ? 0.8 : 0.1 })
    }
    return (0..<count).map { index in
      let gold = Stance.allCases.randomElement(using: &generator)!
      let group = "article \(index / 4)"
      return .init(
        id: "\(index)", text: "text", target: "target",
        first: answer(gold, group, right.0), second: answer(gold, group, right.1))
    }
  }

  @Test("swapping the two turns every difference around", arguments: 1...5 as ClosedRange<UInt64>)
  func swapping(seed: UInt64) {
    let examples = examples(120, seed: seed, right: (0.5, 0.7))
    let swapped = examples.map { example in
      StanceComparison.Example(
        id: example.id, text: example.text, target: example.target, first: example.second,
        second: example.first)
    }
    let one = StanceComparison(examples, rounds: 100)
    let other = StanceComparison(swapped, rounds: 100)
    #expect(one.rows.map(\.first) == other.rows.map(\.second))
    #expect(
      zip(one.rows, other.rows).allSatisfy {
        $0.difference.value == $1.difference.value.map { -$0 }
      })
    #expect(one.mcNemarP == other.mcNemarP)
    #expect(one.onlyFirstRight == other.onlySecondRight)
    #expect(one.changed.count == other.changed.count)
  }

  @Test("tells a clear difference and does not invent one")
  func verdicts() {
    let clear = StanceComparison(examples(400, seed: 1, right: (0.4, 0.8)), rounds: 300)
    #expect(clear.verdict == .secondIsBetter)
    let same = examples(200, seed: 2, right: (0.6, 0.6)).map { example in
      StanceComparison.Example(
        id: example.id, text: "", target: "", first: example.first, second: example.first)
    }
    let none = StanceComparison(same, rounds: 300)
    #expect(none.verdict == .notShown)
    #expect(none.mcNemarP == nil)
    #expect(none.changed.isEmpty)
    #expect(none.rows.allSatisfy { ($0.difference.value ?? 0) == 0 })
  }

  // scipy.stats.binomtest(min(b, c), b + c).pvalue
  @Test(
    "McNemar's test is the exact binomial test",
    arguments: [
      (3, 10, 0.09228515625), (0, 6, 0.03125), (5, 5, 1.0), (12, 30, 0.007915897334896727),
      (1, 0, 1.0),
    ])
  func mcNemar(first: Int, second: Int, p: Double) throws {
    func answer(_ isRight: Bool) -> StanceAnswer {
      StanceAnswer(
        group: "a", gold: .favor, predicted: isRight ? .favor : .against,
        probabilities: [0.4, 0.3, 0.3])
    }
    let examples = (0..<(first + second)).map { index in
      StanceComparison.Example(
        id: "\(index)", text: "", target: "", first: answer(index < first),
        second: answer(index >= first))
    }
    let found = try #require(StanceComparison(examples, rounds: 0).mcNemarP)
    #expect(abs(found - p) < 1e-9)
  }
}

import LinearModels
import Testing

@testable import Evaluation

@Suite("Mean over clusters")
struct MeanIntervalTests {
  // scipy.stats.t.ppf(0.975, df)
  @Test(
    "has Student's quantiles",
    arguments: [
      (1, 12.706204736174707), (2, 4.302652729749462), (3, 3.182446305283708),
      (5, 2.5705818366147395), (9, 2.2621571627409915), (30, 2.0422724563012373),
      (200, 1.9718962236316089),
    ])
  func quantiles(degrees: Int, value: Double) {
    #expect(abs(studentQuantile(degrees: degrees) - value) < 2e-5 * value)
  }

  @Test("covers the truth in 93 to 97 % of samples, clustered by article")
  func coverage() {
    let trials = 2000
    var hits = 0
    var generator = SeededGenerator(seed: 1)
    func normal() -> Double {
      (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &generator) }
    }
    for _ in 0..<trials {
      let clusters = (0..<20).map { _ in
        let article = 0.2 * normal()
        let count = Int.random(in: 1...6, using: &generator)
        return (
          sum: (0..<count).reduce(0) { sum, _ in sum + 0.1 + article + 0.2 * normal() },
          count: count
        )
      }
      if clusteredMeanInterval(clusters, bounds: -9...9)!.contains(0.1) { hits += 1 }
    }
    let share = Double(hits) / Double(trials)
    print("intervals of a mean stance cover \(share) of \(trials)")
    #expect((0.93...0.97).contains(share))
  }

  @Test("of macro-F1 covers the truth in 93 to 97 % of samples")
  func macroF1() {
    // The truth is the measure of a very large sample; fewer trials and rounds than a study would take.
    var generator = SeededGenerator(seed: 3)
    func group(_ index: Int) -> StanceTally {
      var tally = StanceTally()
      let skill = Double.random(in: 0.4..<0.9, using: &generator)
      for _ in 0..<4 {
        let gold = [0, 0, 1, 1, 1, 2][Int.random(in: 0..<6, using: &generator)]
        let isRight = Double.random(in: 0..<1, using: &generator) < skill
        let label = isRight ? gold : (gold + Int.random(in: 1...2, using: &generator)) % 3
        tally.add(gold: gold, predicted: label)
      }
      return tally
    }
    var truth = StanceTally()
    for index in 0..<100_000 { truth += group(index) }
    let expected = truth.confusion.macroF1!
    let (trials, rounds) = SlowRun.isAsked ? (2000, 400) : (150, 100)
    var hits = 0
    for trial in 0..<trials {
      let tallies = (0..<100).map { MacroF1(confusion: group($0).confusion) }
      let measure = measures(of: tallies, rounds: rounds, seed: UInt64(trial))[0]
      if measure.interval!.contains(expected) { hits += 1 }
    }
    let share = Double(hits) / Double(trials)
    print("intervals of macro-F1 cover \(share) of \(trials)")
    #expect((SlowRun.isAsked ? 0.93...0.97 : 0.89...0.99).contains(share))
  }
}

/// Macro-F1 alone, so that the simulation spends no time on the others.
private struct MacroF1: Tally {
  var confusion = ConfusionMatrix(classes: ["favor", "neutral", "against"])

  init() {}

  init(confusion: ConfusionMatrix) { self.confusion = confusion }

  static func += (total: inout MacroF1, part: MacroF1) { total.confusion += part.confusion }

  var measures: [Measure] { [Measure("macro-F1", confusion.macroF1)] }
}

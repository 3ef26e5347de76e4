import StanceScoring
import Testing

@Suite("A score below what is asked")
struct AbstentionTests {
  @Test("takes no side and says so; its probabilities stay")
  func abstaining() {
    let rows:
      [(probabilities: [Double], label: Stance, least: Double, found: Stance, abstained: Bool)] = [
        ([0.7, 0.2, 0.1], .favor, 0.6, .favor, false),
        ([0.7, 0.2, 0.1], .favor, 0.7, .favor, false),
        ([0.7, 0.2, 0.1], .favor, 0.8, .neutral, true),
        ([0.2, 0.3, 0.5], .against, 0, .against, false),
        // A label need not be the most probable one.
        ([0.4, 0.45, 0.15], .favor, 0.42, .neutral, true),
        ([0.3, 0.4, 0.3], .neutral, 0.5, .neutral, true),
      ]
    for row in rows {
      var score = StanceScore(probabilities: row.probabilities, label: row.label, reasons: [])
      score.abstain(below: row.least)
      #expect(score.label == row.found)
      #expect(score.abstained == row.abstained)
      #expect(score.probabilities == row.probabilities)
    }
  }
}

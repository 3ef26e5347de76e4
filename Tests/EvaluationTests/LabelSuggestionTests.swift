import Evaluation
import Testing

@Suite("Suggested labels")
struct LabelSuggestionTests {
  private func candidate(_ favor: Double, _ words: Set<UInt64>) -> LabelSuggestion.Candidate {
    .init(probabilities: [favor, (1 - favor) / 2, (1 - favor) / 2], words: words)
  }

  @Test("come from the most uncertain quotes on")
  func uncertainty() {
    let candidates = [candidate(0.9, [1]), candidate(0.34, [2]), candidate(0.6, [3])]
    #expect(LabelSuggestion.picks(from: candidates, count: 3) == [1, 2, 0])
    #expect(LabelSuggestion.picks(from: candidates, count: 1) == [1])
    #expect(LabelSuggestion.picks(from: [], count: 5) == [])
  }

  @Test("do not repeat themselves while others are left")
  func diversity() {
    let same: Set<UInt64> = [1, 2, 3]
    let candidates = [candidate(0.34, same), candidate(0.34, same), candidate(0.8, [4, 5])]
    #expect(LabelSuggestion.picks(from: candidates, count: 2) == [0, 2])
    #expect(LabelSuggestion.picks(from: candidates, count: 9) == [0, 2, 1])
  }
}

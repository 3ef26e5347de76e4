import StanceScoring
import Testing

@Suite("Stance behaviour")
struct StanceBehaviourTests {
  @Test("keeps the pass rate of each capability", arguments: Capability.all)
  func capability(_ capability: Capability) throws {
    var passed = 0
    var missed: [String] = []
    for (mark, sentence) in capability.cases {
      let score = try BuiltInScorer.score(sentence)
      let passes =
        switch mark {
        case "+": score.score > 0
        case "-": score.score < 0
        default: score.label == .neutral
        }
      if passes { passed += 1 } else { missed.append("\(mark) \(sentence)") }
    }
    let rate = Double(passed) / Double(capability.cases.count)
    #expect(
      rate >= capability.floor,
      "\(capability.name): \(passed) of \(capability.cases.count); missed: \(missed)")
  }

  /// Sentences with a place for a name; the score must not depend on which name stands there.
  static let templates = [
    "{t NAME} has betrayed the valley.", "{t NAME} is a brilliant leader.",
    "{s Quill} {c said} {q {t NAME} had lied to voters}.",
    "{q “I trust {t NAME},”} {s Quill} {c said}.", "{s Quill} accused {t NAME} of fraud.",
    "{s Quill} thanked {t NAME} for the help.", "Critics of {t NAME} say the plan is a failure.",
    "{q “{t NAME} should resign,”} {s Quill} {c said}.",
    "The court found that {t NAME} broke the law.", "{s The union} endorsed {t NAME} on Friday.",
  ]
  static let names = ["Ilse Okonjo", "Tomasz Vireo", "Bram Oduya", "Odalys Brandt", "Mirela Sand"]

  @Test("does not change by more than .02 when a name is replaced", arguments: templates)
  func nameSwap(_ template: String) throws {
    let scores = try Self.names.map { name in
      try BuiltInScorer.score(template.replacing("NAME", with: name)).score
    }
    #expect(
      scores.max()! - scores.min()! <= 0.02, "\(zip(Self.names, scores).map { "\($0) \($1)" })")
  }
}

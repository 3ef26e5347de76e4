import StanceScoring
import Testing

@Suite("Stance behaviour")
struct StanceBehaviourTests {
  /// How many rows of each capability passed when the model was made. No change may fall below.
  static let floors: [String: Int] = [
    "address": 12,
    "comparison": 8,
    "conditionals": 8,
    "conditions and irony": 7,
    "contrast": 11,
    "demands and wishes": 10,
    "direction from source to target": 10,
    "double negation": 8,
    "elections and parties": 10,
    "idioms": 22,
    "irony": 4,
    "law and crime": 8,
    "modifiers of the target": 11,
    "negation": 16,
    "no evaluation": 19,
    "nouns of action": 16,
    "passive": 25,
    "plain evaluation": 21,
    "pronoun for the target": 8,
    "questions": 7,
    "quotation of a quotation": 6,
    "roles of verbs": 28,
    "stance of somebody else, reported": 6,
    "target swap": 13,
    "two targets, one sentence": 23,
    "war and diplomacy": 13,
  ]

  @Test("keeps the pass rate of each capability", arguments: Capability.all.map(\.name))
  func capability(_ name: String) throws {
    let capability = try #require(Capability.all.first { $0.name == name })
    var passed = 0
    var missed: [String] = []
    for (mark, sentence) in capability.cases {
      // As a text by itself, which is an article with one question.
      let question = try MarkedQuestion(sentence).question(BuiltInScorer.syntax)
      let score = BuiltInScorer.scorer.scores(
        [question], participants: [StanceParticipants(speaker: nil, target: 0)], explaining: false)[
          0]
      let passes =
        switch mark {
        case "+": score.score > 0
        case "-": score.score < 0
        default: score.label == .neutral
        }
      if passes { passed += 1 } else { missed.append("\(mark) \(sentence)") }
    }
    let floor = try #require(Self.floors[name], "no floor for \(name): \(passed)")
    #expect(
      passed >= floor, "\(name): \(passed) of \(capability.cases.count); missed: \(missed)")
  }

  @Test("is described by at least 400 rows")
  func size() {
    #expect(Capability.all.reduce(0) { $0 + $1.cases.count } >= 400)
    #expect(Set(Self.floors.keys) == Set(Capability.all.map(\.name)))
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

import Foundation
import LinearModels
import StanceScoring
import Testing

@Suite("Stance scores")
struct StanceScorerTests {
  static let questions = [
    "{t Ilse Okonjo} has betrayed every family in the valley.",
    "The council praised {t Tomasz Vireo} for his courage.",
    "{t Bram Oduya} will arrive on Monday.",
    "{s Dara Quill} {c said} {q {t the Harbour Alliance} had lied to voters}.",
    "{q “I have never trusted {t Mr Vireo},”} {s Quill} {c said}.",
    "{s Odalys Brandt} accused {t Bram Oduya} of fraud.",
    "{t X}",
    "🙂 {t 東京} !",
  ]

  @Test("have probabilities that sum to one", arguments: questions)
  func probabilities(_ marked: String) throws {
    let score = try BuiltInScorer.score(marked)
    #expect(abs(score.probabilities.reduce(0, +) - 1) < 1e-12)
    #expect(score.probabilities.allSatisfy { $0 > 0 && $0 < 1 })
  }

  @Test("have reasons that sum to the difference of the logits", arguments: questions)
  func reasons(_ marked: String) throws {
    let score = try BuiltInScorer.score(marked, explaining: true)
    let sum = score.reasons.reduce(0.0) { $0 + $1.contribution }
    let difference = log(score[.favor]) - log(score[.against])
    #expect(abs(sum - difference) < 1e-9)
    #expect(score.reasons.count { $0.feature == "intercept" } == 1)
  }

  @Test("are the same with and without reasons", arguments: questions)
  func explaining(_ marked: String) throws {
    let with = try BuiltInScorer.score(marked, explaining: true)
    let without = try BuiltInScorer.score(marked)
    #expect(with.probabilities == without.probabilities)
    #expect(with.label == without.label)
    #expect(without.reasons.isEmpty)
  }

  @Test("give every reason a name without holes", arguments: questions)
  func names(_ marked: String) throws {
    for reason in try BuiltInScorer.score(marked, explaining: true).reasons {
      #expect(!reason.feature.contains("feature "), "\(reason.feature)")
      #expect(!reason.feature.isEmpty)
    }
  }

  @Test(
    "do not change with typography",
    arguments: [
      (
        "{q “I’ve never trusted {t Mr Vireo}, he lies,”} {s Quill} {c said}.",
        "{q \"I've never trusted {t Mr Vireo}, he lies,\"} {s Quill} {c said}."
      )
    ])
  func typography(_ curly: String, _ straight: String) throws {
    let first = try BuiltInScorer.score(curly).probabilities
    let second = try BuiltInScorer.score(straight).probabilities
    for (one, other) in zip(first, second) { #expect(abs(one - other) < 1e-9) }
  }
}

@Suite("Stance models")
struct StanceModelTests {
  @Test("score the same after writing and reading")
  func roundTrip() throws {
    let scorer = BuiltInScorer.scorer
    let copy = try StanceScorer(ModelFile(scorer.model.bytes()), lexicons: scorer.lexicons)
    #expect(copy.sha256 == scorer.sha256)
    let question = try MarkedQuestion(StanceScorerTests.questions[0]).question(BuiltInScorer.syntax)
    #expect(copy.score(question) == scorer.score(question))
  }

  @Test("of another kind are refused")
  func wrongKind() throws {
    let file = try ModelFile(ModelFileWriter(kind: "syntax").bytes())
    #expect(throws: ModelFileError.self) {
      try StanceScorer(file, lexicons: BuiltInScorer.scorer.lexicons)
    }
  }

  @Test("answer with the head for what a question gives")
  func heads() throws {
    let model = BuiltInScorer.scorer.model
    func kind(_ marked: String) throws -> StanceModel.HeadKind {
      model.head(for: try MarkedQuestion(marked).question(BuiltInScorer.syntax)).kind
    }
    #expect(try kind("{t Ilse Okonjo} lied.") == .sentence)
    #expect(try kind("{s Quill} blamed {t Ilse Okonjo}.") == .directed)
    #expect(try kind("{s Quill} {c said} {q {t Ilse Okonjo} lied}.") == .quotes)
  }
}

@Suite("Stances of one article")
struct ArticleContextTests {
  static let article = [
    "{s Dara Quill} {c said} {q {t Bram Oduya} is a liar and a disgrace to the city}.",
    "{s Dara Quill} {c said} {q {t Bram Oduya} arrived on Monday}.",
    "{s Tomasz Vireo} {c said} {q {t Bram Oduya} arrived on Monday}.",
  ]

  static func questions() throws -> [StanceQuestion] {
    try article.map { try MarkedQuestion($0).question(BuiltInScorer.syntax) }
  }

  static let participants = [
    StanceParticipants(speaker: 0, target: 1), StanceParticipants(speaker: 0, target: 1),
    StanceParticipants(speaker: 2, target: 1),
  ]

  @Test("lean to what the same speaker says of the target elsewhere, more than to what others say")
  func speaker() throws {
    let scores = BuiltInScorer.scorer.scores(
      try Self.questions(), participants: Self.participants, explaining: false)
    #expect(scores[1][.against] > scores[2][.against] + 0.02)
  }

  @Test("have reasons that sum to the difference of the logits")
  func reasons() throws {
    let scores = BuiltInScorer.scorer.scores(
      try Self.questions(), participants: Self.participants)
    for score in scores {
      let sum = score.reasons.reduce(0.0) { $0 + $1.contribution }
      #expect(abs(sum - (log(score[.favor]) - log(score[.against]))) < 1e-9)
    }
    #expect(
      scores[1].reasons.contains { $0.feature == "the speaker's other quotes about the target" })
  }

  @Test("do not depend on the order of the questions")
  func order() throws {
    let questions = try Self.questions()
    let forward = BuiltInScorer.scorer.scores(
      questions, participants: Self.participants, explaining: false)
    let backward = BuiltInScorer.scorer.scores(
      questions.reversed(), participants: Self.participants.reversed(), explaining: false)
    for (one, other) in zip(forward, backward.reversed()) {
      #expect(abs(one.score - other.score) < 1e-9)
    }
  }

  @Test("of nothing are nothing")
  func empty() {
    #expect(BuiltInScorer.scorer.scores([], participants: []).isEmpty)
  }
}

import Encoders
import Foundation
import LinearModels
import StanceScoring
import Testing

@Suite("Stance scores with an encoder")
struct EncoderScoreTests {
  static let scorer: StanceScorer = {
    do { return try StanceScorer.builtIn(.encoder) } catch { fatalError("\(error)") }
  }()

  static func question(_ marked: String) throws -> StanceQuestion {
    try MarkedQuestion(marked).question(BuiltInScorer.syntax)
  }

  @Test(
    "have reasons that sum to the difference of the logits, the encoder's among them",
    arguments: StanceScorerTests.questions)
  func reasons(_ marked: String) throws {
    let score = Self.scorer.score(try Self.question(marked))
    let sum = score.reasons.reduce(0.0) { $0 + $1.contribution }
    #expect(abs(sum - log(score[.favor]) + log(score[.against])) < 1e-9)
    #expect(score.reasons.count { $0.feature == StanceScorer.encoderReason } == 1)
    #expect(score.reasons.count { $0.feature == "intercept" } == 1)
    let plain = Self.scorer.score(try Self.question(marked), explaining: false)
    #expect(plain.probabilities == score.probabilities)
    #expect(plain.label == score.label)
  }

  @Test(
    "do not depend on who is meant",
    arguments: [
      (
        "{t Ilse Okonjo} has betrayed every family in the valley.",
        "{t Bram Oduya} has betrayed every family in the valley."
      ),
      (
        "{s Dara Quill} {c said} {q {t Ilse Okonjo} had lied to voters}.",
        "{s Tomasz Vireo} {c said} {q {t Bram Oduya} had lied to voters}."
      ),
    ])
  func names(_ one: String, _ other: String) throws {
    let first = Self.scorer.score(try Self.question(one), explaining: false)
    let second = Self.scorer.score(try Self.question(other), explaining: false)
    #expect(abs(first.score - second.score) < 0.02)
  }

  @Test("do not change with typography")
  func typography() throws {
    let curly = "{q “I’ve never trusted {t Mr Vireo}, he lies,”} {s Quill} {c said}."
    let straight = "{q \"I've never trusted {t Mr Vireo}, he lies,\"} {s Quill} {c said}."
    let first = Self.scorer.score(try Self.question(curly), explaining: false)
    let second = Self.scorer.score(try Self.question(straight), explaining: false)
    #expect(abs(first.score - second.score) < 1e-6)
  }

  @Test("are the same whatever is scored beside them")
  func company() throws {
    let questions = try StanceScorerTests.questions.map { try Self.question($0) }
    let participants = questions.indices.map { StanceParticipants(speaker: nil, target: $0) }
    let together = Self.scorer.scores(questions, participants: participants, explaining: false)
    for (question, score) in zip(questions, together) {
      #expect(Self.scorer.score(question, explaining: false) == score)
    }
  }

  @Test("tell words that move the encoder's reading, but no name that is asked about")
  func occlusions() throws {
    let question = try Self.question("The council praised {t Tomasz Vireo} for his courage.")
    let found = Self.scorer.occlusions(of: question)
    #expect(!found.isEmpty)
    #expect(found.allSatisfy { !question.targetMentions[0].contains($0.token) })
    #expect(zip(found, found.dropFirst()).allSatisfy { abs($0.change) >= abs($1.change) })
    #expect(BuiltInScorer.scorer.occlusions(of: question).isEmpty)
  }

  @Test("need the encoder that the model was joined to")
  func otherEncoder() throws {
    let scorer = Self.scorer
    let copy = try StanceModel(ModelFile(scorer.model.bytes()))
    #expect(copy.encoding == scorer.model.encoding)
    let alone = StanceModel(
      heads: copy.heads, context: copy.context, groups: copy.groups, card: "")
    #expect(throws: ModelFileError.self) { try alone.expect(encoder: scorer.encoder!.encoder) }
    try copy.expect(encoder: scorer.encoder!.encoder)
  }
}

@Suite("Joins with an encoder")
struct EncoderJoinTests {
  @Test("add up the words, the vector and the intercepts")
  func logits() {
    let join = EncoderJoin(
      wordWeights: [0.5, 0, 0.25, 1], vectorWeights: [1, -1, 2, 0.5], intercepts: [0.125, -0.5],
      neutralOffset: 0)
    let logits = join.logits(words: (2, 4), vector: [3, -1])
    #expect(logits.favor == 2 * 0.5 + 4 * 0.25 + 3 - 2 + 0.125)
    #expect(logits.against == 4 - 3 - 0.5 - 0.5)
    #expect(join.width == 2)
  }

  @Test("judge relevance by the stage's confidence and the vector")
  func relevance() {
    let join = RelevanceJoin(
      confidenceWeight: 1, vectorWeights: [1, 0], intercept: 0, threshold: 0.5)
    #expect(abs(join.probability(confidence: 0.75, vector: [0, 9]) - 0.75) < 1e-6)
    #expect(join.probability(confidence: 0.75, vector: [2, 0]) > 0.9)
    #expect(join.probability(confidence: 0, vector: [0, 0]) > 0)
    #expect(join.probability(confidence: 1, vector: [0, 0]) < 1)
  }
}

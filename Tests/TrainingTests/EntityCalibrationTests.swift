import Corpora
import Documents
import Evaluation
import Syntax
import Testing

@testable import Training

@Suite("Calibration of entities")
struct EntityCalibrationTests {
  private static let words = [
    ["Marta", "Olsen", "flew", "to", "Peru", "."],
    ["Omar", "Haddad", "met", "Nadia", "Rahman", "."],
  ]

  /// Sixty documents whose gold is what the recogniser finds anyway, or nothing.
  private static func documents(areRight: Bool) -> [[EntitySentence]] {
    let labels =
      areRight
      ? [
        ["B-PER", "I-PER", "O", "O", "B-LOC", "O"], ["B-PER", "I-PER", "O", "B-PER", "I-PER", "O"],
      ]
      : [[String]](repeating: [String](repeating: "O", count: 6), count: 2)
    let sentences = zip(words, labels).map { EntitySentence(words: $0, labels: $1) }
    return [[EntitySentence]](repeating: sentences, count: 60)
  }

  @Test("makes entities that are right more probable than ones that are wrong")
  func directions() throws {
    let analyzer = try SyntaxAnalyzer()
    let right = try EntityTraining.calibration(analyzer, on: Self.documents(areRight: true))
    let wrong = try EntityTraining.calibration(analyzer, on: Self.documents(areRight: false))
    // The log-odds of clear names are about 4.
    #expect(right.factor * 4 + right.offset > 3)
    #expect(wrong.factor * 4 + wrong.offset < -3)
    // No entity here is of the second pass alone.
    #expect(right.madeFactor == 1 && right.madeOffset == 0)
  }

  @Test("is measured by the expected calibration error of the evaluation")
  func measured() throws {
    let sentence = Self.documents(areRight: true)[0]
    let document = try DocumentReader().read(sentences: sentence.map(\.words), id: "test")
    let parse = try SyntaxAnalyzer().parse(document)
    #expect(parse.entities.count == 4)
    var gold = sentence
    gold[1].labels = [String](repeating: "O", count: 6)
    let measures = EntitySpanMeasures(
      [(gold: gold, document: document, parse: parse, probabilities: [0.95, 0.85, 0.55, nil])],
      rounds: 10)
    // Right at .95 and .85, wrong at .55, and one without a probability.
    let error = try #require(measures.measures.first { $0.name == "expected calibration error" })
    let value: Double = try #require(error.value)
    let gaps: [Double] = [0.05, 0.15, 0.55]
    #expect(abs(value - gaps.reduce(0, +) / 3) < 1e-12)
    #expect(measures.calibration.map(\.count) == [0, 0, 0, 0, 0, 1, 0, 0, 1, 1])
    #expect(measures.calibration.map(\.hits) == [0, 0, 0, 0, 0, 0, 0, 0, 1, 1])
  }
}

import Corpora
import Documents
import StanceScoring
import Syntax
import Testing
import Training

@Suite("Lexicon evidence")
struct LexiconEvidenceTests {
  static func quotes() -> [LabelledQuote] {
    let sentences: [(String, Stance)] = [
      ("Vireo is a snollygoster, says the baker.", .against),
      ("Vireo was a snollygoster last year.", .against),
      ("The baker called Vireo a snollygoster.", .against),
      ("Vireo is a snollygoster and a baker.", .against),
      ("Vireo is a gigglemug, says the baker.", .favor),
      ("Vireo was a gigglemug last year.", .favor),
      ("The baker called Vireo a gigglemug.", .favor),
      ("Vireo is a gigglemug and a baker.", .favor),
      ("Vireo came by train.", .neutral),
    ]
    return sentences.enumerated().map { number, sentence in
      let start = Array(sentence.0.utf8).firstRange(of: Array("Vireo".utf8))!.lowerBound
      return LabelledQuote(
        id: "\(number)", text: Array(sentence.0.utf8),
        target: TextSpan(Int32(start), Int32(start + 5)),
        label: sentence.1, group: "\(number)")
    }
  }

  @Test("puts words first that go with one label, with their texts")
  func induction() throws {
    let evidence = LexiconEvidence(
      Self.quotes(), lexicons: StanceTrainingTests.lexicons, threads: 2,
      parse: { StanceTrainingTests.syntax.parse($0) })
    let bad = try #require(evidence.words.first { $0.lemma == "snollygoster" })
    let good = try #require(evidence.words.first { $0.lemma == "gigglemug" })
    #expect(bad.counts == [0, 0, 4] && good.counts == [4, 0, 0])
    #expect(bad.valence <= -1 && good.valence >= 1)
    #expect(bad.z < -1 && good.z > 1)
    #expect(bad.examples == ["0", "1", "2"] && good.examples == ["4", "5", "6"])
    #expect(!bad.isListed && !good.isListed)
    #expect(Set(evidence.words.prefix(2).map(\.lemma)) == ["snollygoster", "gigglemug"])
  }

  @Test("counts words of texts that no list has")
  func coverage() throws {
    var coverage = LexiconCoverage()
    let document = try DocumentReader().read(
      Array("The snollygoster praised the brilliant snollygoster.".utf8), id: "a")
    coverage.add(
      document, StanceTrainingTests.syntax.parse(document), StanceTrainingTests.lexicons)
    coverage.finish()
    #expect(coverage.missing.first?.lemma == "snollygoster")
    #expect(coverage.missing.first?.count == 2)
    #expect(coverage.listedCount == 2)
  }
}

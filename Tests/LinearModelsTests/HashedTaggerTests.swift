import LinearAlgebra
import LinearModels
import Testing

@Suite("Hashed tagger")
struct HashedTaggerTests {
  /// A tagger fitted to random sequences whose labels follow their first feature, most of the time.
  private static func tagger(
    seed: UInt64, labels: Int
  ) throws -> (tagger: HashedTagger, sequences: [HashedTagger.Sequence]) {
    var generator = SeededGenerator(seed: seed)
    var examples = HashedTagger.Examples()
    var sequences: [HashedTagger.Sequence] = []
    for _ in 0..<30 {
      var steps = HashedTagger.Sequence()
      var gold: [Int32] = []
      for _ in 0..<(1 + Int(generator.next() % 5)) {
        let first = generator.next() % 6
        steps.append([first, 100 + generator.next() % 4])
        gold.append(Int32((first + (generator.next() % 4 == 0 ? 1 : 0)) % UInt64(labels)))
      }
      examples.append(steps, labels: gold)
      sequences.append(steps)
    }
    let fit = try examples.fit(
      labelCount: labels, minimumCount: 1, options: LinearChainCRFOptions())
    return (fit.model, sequences)
  }

  @Test(
    "lists the best sequences in order, as scoring every sequence does",
    arguments: 0..<12 as Range<UInt64>)
  func bestSequences(seed: UInt64) throws {
    let labels = 2 + Int(seed % 3)
    let limit = 1 + Int(seed % 7)
    let (tagger, sequences) = try Self.tagger(seed: seed, labels: labels)
    for steps in sequences.prefix(8) {
      var scores = HashedTagger.Scores()
      for step in 0..<steps.count {
        tagger.append(Array(steps.features(ofStep: step)), to: &scores)
      }
      let all = LinearChainCRFTests.allPaths(length: steps.count, labels: labels)
        .map { tagger.score(of: $0, scores) }.sorted(by: >)
      let found = tagger.bestSequences(scores, limit: limit)
      #expect(found.count == min(limit, all.count))
      #expect(Set(found.map(\.labels)).count == found.count)
      #expect(found.first?.labels == tagger.decode(scores).labels)
      for (rank, sequence) in found.enumerated() {
        #expect(abs(sequence.gap - (all[rank] - all[0])) < 1e-3)
        #expect(abs(tagger.score(of: sequence.labels, scores) - all[rank]) < 1e-3)
      }
    }
  }
}

import LinearModels
import Testing

@Suite("Averaged perceptron tagger")
struct AveragedPerceptronTaggerTests {
  /// Labels that depend on a token's word and on the label before it.
  static func examples(seed: UInt64) -> (words: [[UInt64]], gold: [[Int32]]) {
    var generator = SeededGenerator(seed: seed)
    var words: [[UInt64]] = []
    var gold: [[Int32]] = []
    for _ in 0..<200 {
      let sentence = (0..<8).map { _ in generator.next() % 6 }
      var labels: [Int32] = []
      for word in sentence {
        labels.append(word == 5 ? ((labels.last ?? 0) + 1) % 3 : Int32(word % 3))
      }
      words.append(sentence)
      gold.append(labels)
    }
    return (words, gold)
  }

  static func hash(_ kind: UInt64, _ a: UInt64, _ b: UInt64 = 0) -> UInt64 {
    var generator = SeededGenerator(seed: kind << 32 ^ a << 16 ^ b)
    return generator.next()
  }

  @Test("learns from its own context", arguments: AveragedPerceptronTagger.Decoding.allCases)
  func learning(decoding: AveragedPerceptronTagger.Decoding) throws {
    let (words, gold) = Self.examples(seed: 1)
    func append(_ word: UInt64, _ context: TagContext, _ into: inout [UInt64]) {
      into.append(Self.hash(1, word))
      into.append(Self.hash(2, word, UInt64(bitPattern: Int64(context.previous))))
    }
    var options = AveragedPerceptronOptions()
    options.decoding = decoding
    options.epochs = 20
    let (model, report) = try AveragedPerceptronTagger.fit(
      gold: gold, labelCount: 3, options: options
    ) { sequence, token, context, into in append(words[sequence][token], context, &into) }
    #expect(report.passes > 1)
    var writer = ModelFileWriter(kind: "tagger")
    model.write(to: &writer, as: "t")
    let read = try AveragedPerceptronTagger(from: ModelFile(writer.bytes()), as: "t")
    let (newWords, newGold) = Self.examples(seed: 2)
    var right = 0
    for (sentence, labels) in zip(newWords, newGold) {
      func features(_ token: Int, _ context: TagContext, _ into: inout [UInt64]) {
        append(sentence[token], context, &into)
      }
      let tags = model.tag(count: sentence.count, features: features)
      #expect(tags == read.tag(count: sentence.count, features: features))
      right += zip(tags, labels).filter { $0 == $1 }.count
    }
    // Viterbi has one transition weight for each pair, not one for each pair and word.
    #expect(right > (decoding == .greedy ? 1550 : 1300))
  }

  @Test("chooses among the allowed labels only")
  func allowed() throws {
    let (words, gold) = Self.examples(seed: 1)
    let (model, _) = try AveragedPerceptronTagger.fit(gold: gold, labelCount: 3) {
      sequence, token, _, into in into.append(Self.hash(1, words[sequence][token]))
    }
    func features(_ token: Int, _ context: TagContext, _ into: inout [UInt64]) {
      into.append(Self.hash(1, words[0][token]))
    }
    let tags = model.tag(
      count: 8, allowed: { _ in [LabelSet(label: 2)] }, features: features)
    #expect(tags == [Int32](repeating: 2, count: 8))
  }
}

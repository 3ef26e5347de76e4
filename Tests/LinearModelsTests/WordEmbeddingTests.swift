import LinearAlgebra
import LinearModels
import Testing

@Suite("Word embeddings")
struct WordEmbeddingTests {
  /// Two topics of ten words each: words of one stand beside each other, never beside the other's.
  static func text(seed: UInt64) -> [Int32] {
    var generator = SeededGenerator(seed: seed)
    return (0..<400).flatMap { sentence -> [Int32] in
      let topic = Int32(sentence % 2) * 10
      return (0..<8).map { _ in topic + Int32.random(in: 0..<10, using: &generator) }
        + [-1, -1, -1, -1, -1]
    }
  }

  static func cosine(_ vectors: DenseMatrix<Float>, _ one: Int, _ other: Int) -> Float {
    zip(vectors.row(one), vectors.row(other)).reduce(0) { $0 + $1.0 * $1.1 }
  }

  @Test("put words of one topic near each other", arguments: 0..<8 as Range<UInt64>)
  func topics(seed: UInt64) {
    var options = WordEmbedding.Options()
    options.dimension = 2
    options.seed = seed
    let vectors = WordEmbedding(text: Self.text(seed: seed), wordCount: 20, options: options)
      .vectors
    for word in 1..<10 {
      #expect(Self.cosine(vectors, 0, word) > Self.cosine(vectors, 0, word + 10) + 0.5)
    }
  }

  @Test("have length one, or are zero for a word that is never seen")
  func length() {
    var options = WordEmbedding.Options()
    options.dimension = 4
    let vectors = WordEmbedding(text: Self.text(seed: 1), wordCount: 21, options: options).vectors
    for word in 0..<20 { #expect(abs(Self.cosine(vectors, word, word) - 1) < 1e-4) }
    #expect(vectors.row(20).allSatisfy { $0 == 0 })
  }

  @Test("are the same for any number of threads", arguments: [2, 5])
  func threads(_ count: Int) {
    var options = WordEmbedding.Options()
    options.dimension = 6
    let one = WordEmbedding(text: Self.text(seed: 3), wordCount: 20, options: options).vectors
    options.threads = count
    #expect(WordEmbedding(text: Self.text(seed: 3), wordCount: 20, options: options).vectors == one)
  }
}

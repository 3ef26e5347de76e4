import LinearAlgebra
import LinearModels
import Testing

@testable import Encoders

@Suite("Encoders")
struct EncoderTests {
  private func inputs(_ count: Int) throws -> [EncoderInput] {
    var generator = Generator(state: 11)
    return (0..<count).map { number in
      let length = 1 + number * 7 % 40
      let ids = (0..<length).map { _ in Int32((generator.number() + 1) * 95) }
      let places = (0..<(number % 4)).map { _ in Int((generator.number() + 1) / 2 * Float(length)) }
        .map { min($0, length - 1) }
      return EncoderInput(ids: ids, target: places, source: number % 3 == 0 ? [0] : [])
    }
  }

  @Test("give the reference's vectors in single precision")
  func references() throws {
    let encoder = try TinyEncoder.weights().encoder()
    let references = try TinyEncoder.references().filter { $0.vector != nil }
    #expect(references.count == 3)
    let vectors = encoder.vectors(of: references.map(\.input))
    for (row, reference) in references.enumerated() {
      let expected = reference.vector ?? []
      #expect(expected.count == encoder.vectorLength)
      for (found, expected) in zip(vectors.row(row), expected) {
        #expect(abs(found - expected) < 2e-5)
      }
    }
  }

  @Test("give nearly the same in eight bits, and read back what was written")
  func rounding() throws {
    let weights = try TinyEncoder.weights()
    let file = try ModelFile(
      weights.modelFile(seen: [7, 3, 4_000_000_000, 3], card: "a card").bytes())
    let encoder = try Encoder(file)
    #expect(encoder.card == "a card")
    #expect(encoder.shape == weights.shape)
    #expect(encoder.vocabulary.count == weights.vocabulary.count)
    #expect(
      [0, 3, 4, 7, 8, 4_000_000_000, .max].map { encoder.hasSeen($0) }
        == [false, true, false, true, false, true, false])
    let references = try TinyEncoder.references().filter { $0.vector != nil }
    let vectors = encoder.vectors(of: references.map(\.input))
    for (row, reference) in references.enumerated() {
      let expected = reference.vector ?? []
      let error = zip(vectors.row(row), expected).reduce(Float(0)) { $0 + abs($1.0 - $1.1) }
      let size = expected.reduce(Float(0)) { $0 + abs($1) }
      #expect(error < 0.03 * size)
      #expect(error > 0)
    }
  }

  @Test("give the same bytes in any order, beside any others, on any number of threads")
  func order() throws {
    let encoder = try Encoder(
      ModelFile(TinyEncoder.weights().modelFile(seen: [], card: "").bytes()))
    let inputs = try inputs(60)
    let alone = inputs.map { encoder.vectors(of: [$0]).elements.map(\.bitPattern) }
    for threads in [1, 2, 5] {
      let together = encoder.vectors(of: inputs, threads: threads)
      let backwards = encoder.vectors(of: inputs.reversed(), threads: threads)
      for row in inputs.indices {
        #expect(together.row(row).map(\.bitPattern) == alone[row])
        #expect(backwards.row(inputs.count - 1 - row).map(\.bitPattern) == alone[row])
      }
    }
    #expect(encoder.vectors(of: []).rowCount == 0)
  }

  @Test("give the same bytes with the loops of every processor")
  func levels() throws {
    var encoder = try Encoder(
      ModelFile(TinyEncoder.weights().modelFile(seen: [], card: "").bytes()))
    let inputs = try inputs(24)
    var expected: [UInt32]?
    for level in EncoderKernels.Level.allCases {
      guard let kernels = EncoderKernels(level: level) else { continue }
      encoder.kernels = kernels
      let found = encoder.vectors(of: inputs).elements.map(\.bitPattern)
      #expect(found == expected ?? found)
      expected = found
    }
    #expect(expected != nil)
  }

  @Test("find places outside the mean and no source to be zeros")
  func places() throws {
    let encoder = try TinyEncoder.weights().encoder()
    let width = encoder.shape.width
    let row = Array(
      encoder.vectors(of: [EncoderInput(ids: [2, 9, 3], target: [0], source: [])]).row(0))
    #expect(Array(row[..<width]) == Array(row[width..<(2 * width)]))
    #expect(row[(2 * width)...].allSatisfy { $0 == 0 })
  }

  @Test("refuse files whose parts do not fit")
  func inconsistent() throws {
    let bytes = try TinyEncoder.weights().modelFile(seen: [1, 2], card: "").bytes()
    // Any damage is found by the checksum.
    for index in stride(from: 0, to: bytes.count, by: 97) {
      var copy = bytes
      copy[index] ^= 0x10
      #expect(throws: ModelFileError.self) { try Encoder(ModelFile(copy)) }
    }
    // What a writer may get wrong is found by the reader.
    let good = try ModelFile(bytes)
    func file(_ change: (String) -> ((inout ModelFileWriter) -> Void)?) throws -> ModelFile {
      var writer = ModelFileWriter(kind: "encoder")
      for name in good.sectionNames {
        if let replace = change(name) {
          replace(&writer)
          continue
        }
        switch good.elementType(of: name) {
        case .bytes: writer.add(name, bytes: try good.bytes(name))
        case .uint32: writer.add(name, integers: try good.integers(name))
        case .uint64: writer.add(name, hashes: Array(try good.hashTable(name)))
        case .float16: writer.add(name, halfPrecision: try good.floats(name))
        default: writer.add(name, floats: try good.floats(name))
        }
      }
      return try ModelFile(writer.bytes())
    }
    _ = try Encoder(file { _ in nil })
    let mistakes: [(String, (inout ModelFileWriter) -> Void)] = [
      ("shape", { $0.add("shape", integers: [2, 32, 2, 64]) }),
      ("shape", { $0.add("shape", integers: [2, 32, 3, 64, 40]) }),
      ("shape", { $0.add("shape", integers: [3, 32, 2, 64, 40]) }),
      ("shape", { $0.add("shape", integers: [2, 32, 2, 64, 41]) }),
      ("seen", { $0.add("seen", integers: [2, 1]) }),
      ("readings.keys", { $0.add("readings.keys", hashes: [2, 1]) }),
      ("readings.values", { $0.add("readings.values", halfPrecision: [1]) }),
      ("vocabulary", { $0.add("vocabulary", string: "[UNK]\n[CLS]\n[SEP]\n") }),
      ("words.scales", { $0.add("words.scales", floats: [1]) }),
      ("layer1.up", { $0.add("layer1.up", bytes: [1]) }),
      ("layer1.up.bias", { $0.add("layer1.up.bias", floats: [Float](repeating: .nan, count: 64)) }),
      ("layer0.down.norm.gain", { _ in }),
    ]
    for (name, mistake) in mistakes {
      let broken = try file { $0 == name ? mistake : nil }
      #expect(throws: ModelFileError.self, "\(name)") { try Encoder(broken) }
    }
  }

  @Test("refuse tensors that are not those of an encoder")
  func tensors() throws {
    let pieces = try TinyEncoder.bytes("pieces.txt")
    let count = try TinyEncoder.vocabulary().count
    func message(_ bytes: [UInt8]) -> String {
      do throws(ModelFileError) {
        _ = try BertWeights(vocabulary: pieces, tensors: bytes, heads: 2)
        return ""
      } catch {
        return error.description
      }
    }
    let name = "encoder.layer.1.output.dense.bias"
    #expect(
      message([])
        == "the model file is malformed: the header of the tensors does not fit in 0 bytes")
    #expect(
      message([2, 0, 0, 0, 0, 0, 0, 0, 0x5B, 0x5D])
        == "the model file is malformed: the header of the tensors: expected an object, found \"[\""
    )
    #expect(
      message([2, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0x7D])
        == "the model file is malformed: the tensors are not those of a BERT encoder")
    #expect(
      message(TinyEncoder.tensors(pieces: count) { $0 == name ? nil : $1 })
        == "the model file is malformed: there is no tensor \"\(name)\" of 32-bit numbers")
    #expect(
      message(
        TinyEncoder.tensors(pieces: count) {
          $0 == name ? $1.replacing("[32]", with: "[31]") : $1
        })
        == "the model file is malformed: the tensor \"\(name)\" has the shape [31], expected [32]")
    #expect(
      message(TinyEncoder.tensors(pieces: count - 1))
        == "the model file is malformed: the tensor \"embeddings.word_embeddings.weight\" has the shape "
        + "[\(count - 1), 32], expected [\(count), 32]")
    #expect(message(TinyEncoder.tensors(pieces: count)) == "")
  }
}

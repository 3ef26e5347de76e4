import Foundation
import LinearModels
import Testing

@testable import Encoders

/// SplitMix64 as in references.py.
struct Generator {
  var state: UInt64

  /// From -1 to 1, exact in 24 bits.
  mutating func number() -> Float {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    z ^= z >> 31
    return Float(z >> 40) / 8_388_608 - 1
  }
}

/// The encoder of references.py, and what its libraries made of texts.
enum TinyEncoder {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appending(path: name)))
  }

  static func vocabulary() throws -> Vocabulary { try Vocabulary(text: bytes("pieces.txt")) }

  /// A line of references.jsonl: a text, or an input with its vectors.
  struct Reference: Decodable {
    var text: String?
    var ids: [Int32]
    var target: [Int]?
    var source: [Int]?
    var vector: [Float]?

    var input: EncoderInput { EncoderInput(ids: ids, target: target ?? [], source: source ?? []) }
  }

  static func references() throws -> [Reference] {
    try bytes("references.jsonl").split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(Reference.self, from: Data($0))
    }
  }

  /// The shapes of the tensors, by name.
  static func shapes(pieces: Int) -> [String: [Int]] {
    let (width, inner) = (32, 64)
    var shapes = [
      "embeddings.word_embeddings.weight": [pieces, width],
      "embeddings.position_embeddings.weight": [40, width],
      "embeddings.token_type_embeddings.weight": [2, width],
      "embeddings.LayerNorm.weight": [width], "embeddings.LayerNorm.bias": [width],
    ]
    for layer in 0..<2 {
      let name = "encoder.layer.\(layer)."
      let maps = [
        ("attention.self.query", width, width), ("attention.self.key", width, width),
        ("attention.self.value", width, width), ("attention.output.dense", width, width),
        ("intermediate.dense", inner, width), ("output.dense", width, inner),
      ]
      for (map, columns, inner) in maps {
        shapes[name + map + ".weight"] = [columns, inner]
        shapes[name + map + ".bias"] = [columns]
      }
      for norm in ["attention.output.LayerNorm", "output.LayerNorm"] {
        shapes[name + norm + ".weight"] = [width]
        shapes[name + norm + ".bias"] = [width]
      }
    }
    return shapes
  }

  /// The bytes of a safetensors file with the weights.
  ///
  /// - Parameter change: changes the entry of a tensor in the header; nil leaves it out.
  static func tensors(
    pieces: Int, change: (String, String) -> String? = { $1 }
  ) -> [UInt8] {
    var generator = Generator(state: 7)
    var data: [UInt8] = []
    var entries: [String] = []
    for (name, shape) in shapes(pieces: pieces).sorted(by: { $0.key < $1.key }) {
      let start = data.count
      let base: Float = name.hasSuffix("LayerNorm.weight") ? 1 : 0
      for _ in 0..<shape.reduce(1, *) {
        let value = base + 0.25 * generator.number()
        withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
      }
      let entry =
        #"{"dtype":"F32","shape":\#(shape),"data_offsets":[\#(start),\#(data.count)]}"#
      if let entry = change(name, entry) { entries.append("\"\(name)\":\(entry)") }
    }
    let header = Array("{\(entries.joined(separator: ","))}".utf8)
    return withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) } + header + data
  }

  static func weights() throws -> BertWeights {
    let vocabulary = try vocabulary()
    return try BertWeights(
      vocabulary: bytes("pieces.txt"), tensors: tensors(pieces: vocabulary.count), heads: 2)
  }
}

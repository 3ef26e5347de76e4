import Encoders
import Foundation
import JSONText
import LinearAlgebra
import LinearModels

/// How many texts an encoder reads a second on one core: `sayso-bench encoder MODEL INPUTS.jsonl`.
///
/// The model is a file, or a folder with the weights, which are then computed in single precision; the
/// inputs are what `sayso encode` prints.
struct EncoderCommand {
  struct Line: Codable {
    var texts: Int
    var pieces: Int
    /// Texts a second of processor time, in each round.
    var textsPerSecond: [Double]
    /// The sum of all numbers of all vectors: the same when the same work was done.
    var sum: Double
  }

  var model: String
  var inputs: String
  var rounds: Int

  func run() throws -> Line {
    let encoder = try readEncoder()
    let inputs = try readInputs()
    var line = Line(
      texts: inputs.count, pieces: inputs.reduce(0) { $0 + $1.ids.count }, textsPerSecond: [],
      sum: 0)
    for _ in 0..<rounds {
      let start = Self.processorTime()
      let vectors = encoder.vectors(of: inputs)
      line.textsPerSecond.append(Double(inputs.count) / (Self.processorTime() - start))
      line.sum = vectors.elements.reduce(0.0) { $0 + Double($1) }
    }
    return line
  }

  private static func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }

  private func readEncoder() throws -> Encoder {
    guard !FileManager.default.fileExists(atPath: model + "/vocab.txt") else {
      return try BertWeights(
        vocabulary: bytes(model + "/vocab.txt"), tensors: bytes(model + "/model.safetensors")
      ).encoder()
    }
    return try Encoder(ModelFile(path: model))
  }

  private func readInputs() throws -> [EncoderInput] {
    try bytes(inputs).split(separator: UInt8(ascii: "\n")).map { line in
      var scanner = JSONScanner(Array(line))
      var input = EncoderInput(ids: [], target: [], source: [])
      try scanner.beginObject()
      while let key = try scanner.nextKey() {
        switch key {
        case "ids": input.ids = try integers(&scanner).map(Int32.init)
        case "target": input.target = try integers(&scanner)
        case "source": input.source = try integers(&scanner)
        default: try scanner.skip()
        }
      }
      return input
    }
  }

  private func integers(_ scanner: inout JSONScanner) throws -> [Int] {
    var list: [Int] = []
    try scanner.beginArray()
    while try scanner.nextElement() { list.append(try scanner.integer()) }
    return list
  }

  private func bytes(_ path: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw BenchmarkError(description: "\(path) cannot be read")
    }
    return Array(data)
  }
}

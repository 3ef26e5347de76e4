import LinearModels

/// How long a model file of 20 MB takes to open and check, and whether a small one is refused with
/// any bit flipped and cut off anywhere: `sayso-bench open`.
struct OpenCommand {
  struct Line: Codable {
    var bytes: Int
    /// The median of nine openings.
    var milliseconds: Double
    var flippedBits: Int
    var flippedBitsRefused: Int
    var truncations: Int
    var truncationsRefused: Int
  }

  func run() throws -> Line {
    let path = ".build/bench-20mb.model"
    var writer = ModelFileWriter(kind: "benchmark")
    writer.add("weights", floats: (0..<5_000_000).map { Float($0) })
    try writer.write(toPath: path)
    var bytes = 0
    let clock = ContinuousClock()
    let times = try (0..<9).map { _ in
      try clock.measure { bytes = try ModelFile(path: path).byteCount }
    }
    let median = times.sorted()[4].components

    var small = ModelFileWriter(kind: "benchmark")
    small.add("weights", floats: (0..<40).map { Float($0) })
    small.add("card", string: "a card")
    let model = small.bytes()
    var line = Line(
      bytes: bytes, milliseconds: Double(median.seconds) * 1e3 + Double(median.attoseconds) * 1e-15,
      flippedBits: model.count * 8, flippedBitsRefused: 0, truncations: model.count,
      truncationsRefused: 0)
    for index in model.indices {
      if (try? ModelFile(Array(model[..<index]))) == nil { line.truncationsRefused += 1 }
      for bit in 0..<8 {
        var copy = model
        copy[index] ^= 1 << bit
        if (try? ModelFile(copy)) == nil { line.flippedBitsRefused += 1 }
      }
    }
    return line
  }

  static func markdown(_ line: Line) -> String {
    "\(line.bytes) bytes opened and checked in \(text(line.milliseconds, 2)) ms; "
      + "\(line.flippedBitsRefused) of \(line.flippedBits) flipped bits and "
      + "\(line.truncationsRefused) of \(line.truncations) truncations refused."
  }
}

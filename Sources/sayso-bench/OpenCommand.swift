import LinearModels

/// How long a model file of 20 MB takes to open and check: `sayso-bench open`.
struct OpenCommand {
  struct Line: Codable {
    var bytes: Int
    var milliseconds: Double
  }

  /// The median of nine openings.
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
    return Line(
      bytes: bytes, milliseconds: Double(median.seconds) * 1e3 + Double(median.attoseconds) * 1e-15)
  }
}

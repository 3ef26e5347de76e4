import Foundation
import LinearAlgebra
import LinearModels

/// One fit of ours on one data set, as a line of JSON: `sayso-bench fit`.
struct FitCommand {
  var paths: [String] = []
  var threads = 1
  var relativeGap = 1e-4
  var optimum: Double?
  var isDouble = false
  var rows: Int?

  struct Result: Codable {
    var tool: String
    var precision: String
    var shape: String
    var threads: Int
    /// The objective on scikit-learn's scale: mean log loss + ‖W‖² / (2 C n), C = 1.
    var objective: Double
    var estimatedGap: Double?
    var passes: Int
    var cpuSeconds: Double
    var seconds: Double
    var cpuToGap: [String: Double]
    var secondsToGap: [String: Double]
    var peakBytes: Int
    var loadedBytes: Int
    /// The SHA-256 of the model's file.
    var model: String
    var trace: [[Double]]
  }

  /// Runs `sayso-bench fit` as a process of its own, so that its memory can be told.
  static func inProcess(_ arguments: [String]) throws -> Result {
    let lines = try Subprocess().run([CommandLine.arguments[0], "fit"] + arguments)
    return try JSONDecoder().decode(Result.self, from: Data((lines.last ?? "").utf8))
  }

  func run() throws -> Result { isDouble ? try run(Double.self) : try run(Float.self) }

  private func run<Scalar: LinearScalar>(_: Scalar.Type) throws -> Result {
    var data = try DataSet<Scalar>.read(paths)
    if let rows { data = data.prefix(rows) }
    let loaded = peakBytes()
    let options = LogisticRegressionOptions(
      l2Penalty: 1, relativeGap: relativeGap, threads: threads)
    let classCount = Int(data.labels.max() ?? 0) + 1
    let (model, report) =
      switch data {
      case .sparse(let features, let labels):
        try LogisticRegression.fit(
          features, labels: labels, classCount: classCount, options: options)
      case .dense(let features, let labels):
        try LogisticRegression.fit(
          features, labels: labels, classCount: classCount, options: options)
      }
    let peak = peakBytes()
    var writer = ModelFileWriter(kind: "benchmark")
    if let weights = model.weights.elements as? [Float] {
      writer.add("weights", floats: weights)
    } else if let weights = model.weights.elements as? [Double] {
      writer.add("weights", doubles: weights)
    }
    writer.add("intercepts", doubles: model.intercepts.map { Double($0) })
    let scale = Double(data.labels.count)
    var cpuToGap: [String: Double] = [:]
    var secondsToGap: [String: Double] = [:]
    if let optimum {
      for (name, gap) in [("1e-2", 1e-2), ("1e-4", 1e-4), ("1e-6", 1e-6)] {
        let reached = report.trace.first { $0.objective / scale - optimum <= gap * optimum }
        cpuToGap[name] = reached?.processorSeconds
        secondsToGap[name] = reached?.seconds
      }
    }
    return Result(
      tool: "sayso", precision: isDouble ? "float64" : "float32", shape: data.shape,
      threads: threads, objective: report.objective / scale, estimatedGap: report.relativeGap,
      passes: report.passes, cpuSeconds: report.trace.last?.processorSeconds ?? 0,
      seconds: report.seconds, cpuToGap: cpuToGap, secondsToGap: secondsToGap,
      peakBytes: peak, loadedBytes: loaded, model: try ModelFile(writer.bytes()).sha256,
      trace: report.trace.map {
        [$0.processorSeconds, Double($0.passes), $0.objective / scale]
      })
  }
}

/// The most memory that the process has held since it began to run this program.
///
/// Not that of `getrusage`, which counts the memory of the process that started it too.
func peakBytes() -> Int {
  let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
  let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
  return (line?.split(whereSeparator: { " \t".contains($0) }).dropFirst().first)
    .flatMap { Int($0) }.map { $0 * 1024 } ?? 0
}

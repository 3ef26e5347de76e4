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
    var trace: [[Double]]
  }

  func run() throws -> Result { isDouble ? try run(Double.self) : try run(Float.self) }

  private func run<Scalar: LinearScalar>(_: Scalar.Type) throws -> Result {
    var data = try DataSet<Scalar>.read(paths)
    if let rows { data = data.prefix(rows) }
    let loaded = peakBytes()
    let options = LogisticRegressionOptions(
      l2Penalty: 1, relativeGap: relativeGap, threads: threads)
    let classCount = Int(data.labels.max() ?? 0) + 1
    let report =
      switch data {
      case .sparse(let features, let labels):
        try LogisticRegression.fit(
          features, labels: labels, classCount: classCount, options: options
        ).report
      case .dense(let features, let labels):
        try LogisticRegression.fit(
          features, labels: labels, classCount: classCount, options: options
        ).report
      }
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
      peakBytes: peakBytes(), loadedBytes: loaded,
      trace: report.trace.map {
        [$0.processorSeconds, Double($0.passes), $0.objective / scale]
      })
  }
}

/// The most memory that the process has held.
func peakBytes() -> Int {
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  return usage.ru_maxrss * 1024
}

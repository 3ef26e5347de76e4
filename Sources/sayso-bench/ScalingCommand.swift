import Foundation

/// How time grows from 10,000 to 1,000,000 rows of set b: `sayso-bench scaling`.
struct ScalingCommand {
  var data = ".build/bench-million"

  struct Line: Codable {
    var rows: Int
    var shape: String
    var passes: Int
    var cpuSeconds: Double
    var microsecondsPerRow: Double
    var peakBytes: Int
  }

  func run() throws -> [Line] {
    try [10_000, 30_000, 100_000, 300_000, 1_000_000].map { rows in
      let result = try FitCommand.inProcess(["\(data)/b", "--rows", "\(rows)", "--gap", "1e-4"])
      return Line(
        rows: rows, shape: result.shape, passes: result.passes, cpuSeconds: result.cpuSeconds,
        microsecondsPerRow: result.cpuSeconds * 1e6 / Double(rows), peakBytes: result.peakBytes)
    }
  }

  static func markdown(_ lines: [Line]) -> String {
    let rows = lines.map {
      "| \($0.shape) | \($0.passes) | \(String(format: "%.3f", $0.cpuSeconds)) | "
        + "\(String(format: "%.2f", $0.microsecondsPerRow)) | \($0.peakBytes / 1_000_000) |"
    }
    return (["| data | passes | CPU s | µs a row | peak MB |", "|---|---|---|---|---|"] + rows)
      .joined(separator: "\n")
  }
}

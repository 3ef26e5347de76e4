import Foundation

/// The same data in different formats: `sayso-bench formats`.
///
/// Set a as NumPy arrays and as svmlight must give the same model; as sentences it has features of
/// our own hashing, and another optimum.
struct FormatsCommand {
  var data = ".build/bench"

  struct Line: Codable {
    var file: String
    var shape: String
    var objective: Double
    var cpuSeconds: Double
    var peakBytes: Int
    var model: String
  }

  func run() throws -> [Line] {
    try ["a", "a.train.svm", "a_train.tsv"].map { file in
      let result = try FitCommand.inProcess(["\(data)/\(file)", "--gap", "1e-6"])
      return Line(
        file: file, shape: result.shape, objective: result.objective,
        cpuSeconds: result.cpuSeconds, peakBytes: result.peakBytes, model: result.model)
    }
  }

  static func markdown(_ lines: [Line]) -> String {
    let rows = lines.map {
      "| \($0.file) | \($0.shape) | \(text($0.objective, 9)) | \(text($0.cpuSeconds, 3)) | "
        + "\($0.peakBytes / 1_000_000) | \($0.model.prefix(12)) |"
    }
    return
      ([
        "| file | data | objective | CPU s to 1e-6 | peak MB | model's SHA-256 |",
        "|---|---|---|---|---|---|",
      ] + rows).joined(separator: "\n")
  }
}

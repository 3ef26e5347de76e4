import Foundation

/// One solver of another library, run by `Scripts/bench_peers.py`.
struct Peer {
  var tool: String
  var precision: String
  /// How often it is run at most; a run that uses up the limit is not repeated.
  var rounds: Int

  var isLiblinear: Bool { tool.hasPrefix("liblinear") }

  /// What a run reached, as the script prints it.
  struct Result: Decodable {
    /// The lowest objective seen; `nil` when none was computed within the limit.
    var best: Double?
    var overLimit: Bool
    var cpuToGap: [String: Double]
    var secondsToGap: [String: Double]
    var peakBytes: Int
  }

  /// The peers of each set: every solver of scikit-learn that can work on it, in the precisions
  /// that could be the fastest.
  ///
  /// newton-cholesky forms the whole Hessian and cannot work on the wide sets a and b: 364,440
  /// numbers squared.
  static func all(for set: String, rounds: Int) -> [Peer] {
    func peer(_ tool: String, _ precision: String, _ most: Int = .max) -> Peer {
      Peer(tool: tool, precision: precision, rounds: min(rounds, most))
    }
    switch set {
    case "a":
      return [
        peer("sag", "float32"), peer("sag", "float64"), peer("saga", "float32"),
        peer("saga", "float64"), peer("newton-cg", "float32"), peer("newton-cg", "float64"),
        peer("lbfgs", "float32", 1), peer("lbfgs", "float64", 1), peer("liblinear-s7", "float64"),
      ]
    case "b":
      return [
        peer("sag", "float32"), peer("saga", "float32", 1), peer("newton-cg", "float32", 1),
        peer("lbfgs", "float32", 1), peer("liblinear-s7", "float64", 1),
      ]
    default:
      return [
        peer("intelex", "float32"), peer("lbfgs", "float32"), peer("newton-cg", "float32"),
        peer("newton-cholesky", "float32", 1),
      ]
    }
  }

  /// Runs the peer once.
  ///
  /// - Parameters:
  ///   - optimum: the objective that gaps are relative to; without it LIBLINEAR runs to its own.
  ///   - limit: processor seconds of one fit; the process is stopped at three times as many, for
  ///     the script sums up several fits.
  func run(
    python: String, script: String, files: [String], optimum: Double?, limit: Double
  ) throws -> Result {
    let arguments =
      [python, script] + files + ["--tool", tool, "--dtype", precision, "--limit", "\(limit)"]
      + (optimum.map { ["--optimum", "\($0)"] } ?? [])
    let outcome = try Subprocess(limit: limit * 4 + 60).outcome(of: arguments)
    guard outcome.status == 0 || outcome.wasKilled else {
      throw BenchmarkError(
        description: "exit \(outcome.status): \(arguments.joined(separator: " "))")
    }
    guard let line = outcome.lines.last else {
      return Result(
        best: nil, overLimit: true, cpuToGap: [:], secondsToGap: [:], peakBytes: 0)
    }
    var result = try JSONDecoder().decode(Result.self, from: Data(line.utf8))
    if outcome.wasKilled { result.overLimit = true }
    return result
  }
}

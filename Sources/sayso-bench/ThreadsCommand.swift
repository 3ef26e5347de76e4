import Foundation

/// The same fit on one to four threads: time and the bytes of the model. `sayso-bench threads`.
struct ThreadsCommand {
  var data = ".build/bench"
  var rounds = 3
  var sets = ["a", "b", "c"]
  var progress = Progress()

  struct Line: Codable {
    var set: String
    var threads: Int
    /// The least wall-clock seconds of a fit to a gap of 1e-6 over the rounds: other work on the
    /// machine only adds to it.
    var seconds: Double
    var cpuSeconds: Double
    /// Seconds on one thread divided by these.
    var speedUp: Double
    /// The SHA-256 of the model.
    var model: String
  }

  func run() throws -> [Line] {
    var lines: [Line] = []
    for set in sets {
      var runs = [[FitCommand.Result]](repeating: [], count: 5)
      // The small set is over in a moment: more rounds.
      for round in 0..<(set == "a" ? rounds * 8 : rounds) {
        progress.say("set \(set): 1 to 4 threads, round \(round + 1)")
        for threads in 1...4 {
          runs[threads].append(
            try FitCommand.inProcess(
              CompareCommand.files(set, in: data) + ["--gap", "1e-6", "--threads", "\(threads)"]))
        }
      }
      for threads in 1...4 {
        let seconds = runs[threads].map(\.seconds).min() ?? .nan
        lines.append(
          Line(
            set: set, threads: threads, seconds: seconds,
            cpuSeconds: runs[threads].map(\.cpuSeconds).min() ?? .nan,
            speedUp: (runs[1].map(\.seconds).min() ?? .nan) / seconds,
            model: Set(runs[threads].map(\.model)).sorted().joined(separator: " and ")))
      }
    }
    return lines
  }

  static func markdown(_ lines: [Line]) -> String {
    let rows = lines.map {
      "| \($0.set) | \($0.threads) | \(text($0.seconds, 3)) | \(text($0.cpuSeconds, 3)) | "
        + "\(text($0.speedUp, 2)) | \($0.model.prefix(12)) |"
    }
    return
      ([
        "| set | threads | wall s to 1e-6 | CPU s | speed-up | model's SHA-256 |",
        "|---|---|---|---|---|---|",
      ] + rows).joined(separator: "\n")
  }
}

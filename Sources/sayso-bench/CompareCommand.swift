import Foundation

/// Ours and the peers in turn on the same files: `sayso-bench compare`.
///
/// The objective is scikit-learn's: mean log loss + ‖W‖² / (2 C n) with C = 1 and free intercepts.
/// The optimum is that of our own run in double precision to a relative gap of 1e-13. LIBLINEAR
/// solves one class against the rest with a penalised intercept, so it is measured by the best
/// value that it reaches itself.
struct CompareCommand {
  var data = ".build/bench"
  var python = ".build/bench-venv/bin/python"
  var scripts = "../shared/bench"
  var rounds = 3
  var sets = ["a", "b", "c"]
  var core = 0

  /// What one tool did on one set: medians over rounds.
  struct Row: Codable {
    var set: String
    var tool: String
    var precision: String
    var threads: Int
    var objective: Double?
    var cpuTo1e4: Double?
    var cpuTo1e6: Double?
    var secondsTo1e4: Double?
    var secondsTo1e6: Double?
    var peakBytes: Int
    var rounds: Int
  }

  struct Peer {
    var tool: String
    var precision: String
    /// Peers that take a minute on set b run once, whatever the number of rounds.
    var isSlow = false
  }

  /// What peers_lr.py prints in its last line.
  struct PeerLine: Decodable {
    var best: Double
    var peakGigabytes: Double
    var cpuTo1e4: Double?
    var cpuTo1e6: Double?
    var secondsTo1e4: Double?
    var secondsTo1e6: Double?

    enum CodingKeys: String, CodingKey {
      case best
      case peakGigabytes = "peak_gb"
      case cpuTo1e4 = "cpu_gap_0.0001"
      case cpuTo1e6 = "cpu_gap_1e-06"
      case secondsTo1e4 = "t_gap_0.0001"
      case secondsTo1e6 = "t_gap_1e-06"
    }
  }

  private var ours: String { CommandLine.arguments[0] }

  private func files(_ set: String) -> [String] {
    set == "c" ? ["\(data)/c_train_X.npy", "\(data)/c_train_y.npy"] : ["\(data)/\(set)"]
  }

  private func peers(_ set: String) -> [Peer] {
    switch set {
    case "a":
      [
        Peer(tool: "newton-cg", precision: "float64"), Peer(tool: "saga", precision: "float64"),
        Peer(tool: "liblinear-s7", precision: "float64"),
      ]
    case "b":
      [
        Peer(tool: "saga", precision: "float64"),
        Peer(tool: "newton-cg", precision: "float64", isSlow: true),
        Peer(tool: "liblinear-s7", precision: "float64", isSlow: true),
      ]
    default:
      [Peer(tool: "lbfgs", precision: "float32"), Peer(tool: "intelex", precision: "float32")]
    }
  }

  private func fit(
    _ set: String, _ extra: [String], threads: Int = 1
  ) throws -> FitCommand.Result {
    let lines = try Subprocess(core: threads == 1 ? core : nil).run(
      [ours, "fit"] + files(set) + ["--threads", "\(threads)"] + extra)
    return try JSONDecoder().decode(FitCommand.Result.self, from: Data((lines.last ?? "").utf8))
  }

  private func fit(_ set: String, _ peer: Peer, _ extra: [String]) throws -> PeerLine {
    let lines = try Subprocess(core: core).run(
      [python, "\(scripts)/peers_lr.py", set == "c" ? "dense" : "sparse"] + files(set)
        + ["--tool", peer.tool, "--threads", "1", "--dtype", peer.precision] + extra)
    return try JSONDecoder().decode(PeerLine.self, from: Data((lines.last ?? "").utf8))
  }

  func run() throws -> [Row] {
    var rows: [Row] = []
    for set in sets {
      let optimum = try fit(set, ["--precision", "float64", "--gap", "1e-13"]).objective
      var single: [FitCommand.Result] = []
      var twice: [FitCommand.Result] = []
      var four: [FitCommand.Result] = []
      let peers = peers(set)
      var results = [[PeerLine]](repeating: [], count: peers.count)
      let best =
        try peers.contains { $0.tool.hasPrefix("liblinear") }
        ? fit(set, Peer(tool: "liblinear-s7", precision: "float64"), ["--eps", "0.00001"]).best
        : nil
      for round in 0..<rounds {
        let extra = ["--optimum", "\(optimum)", "--gap", "1e-7"]
        single.append(try fit(set, extra))
        twice.append(try fit(set, extra, threads: 2))
        four.append(try fit(set, extra, threads: 4))
        for (index, peer) in peers.enumerated() where !peer.isSlow || round == 0 {
          let reference =
            peer.tool.hasPrefix("liblinear")
            ? ["--fstar-ovr", "\(best ?? 0)", "--eps", "0.1,0.01,0.001,0.0001"]
            : ["--fstar", "\(optimum)"]
          results[index].append(try fit(set, peer, reference))
        }
      }
      for (threads, fits) in [(1, single), (2, twice), (4, four)] {
        rows.append(
          Row(
            set: set, tool: "sayso", precision: "float32", threads: threads,
            objective: fits[0].objective, cpuTo1e4: median(fits.map { $0.cpuToGap["1e-4"] }),
            cpuTo1e6: median(fits.map { $0.cpuToGap["1e-6"] }),
            secondsTo1e4: median(fits.map { $0.secondsToGap["1e-4"] }),
            secondsTo1e6: median(fits.map { $0.secondsToGap["1e-6"] }),
            peakBytes: fits.map(\.peakBytes).max() ?? 0, rounds: rounds))
      }
      for (peer, lines) in zip(peers, results) {
        rows.append(
          Row(
            set: set, tool: peer.tool, precision: peer.precision, threads: 1,
            objective: lines[0].best, cpuTo1e4: median(lines.map(\.cpuTo1e4)),
            cpuTo1e6: median(lines.map(\.cpuTo1e6)),
            secondsTo1e4: median(lines.map(\.secondsTo1e4)),
            secondsTo1e6: median(lines.map(\.secondsTo1e6)),
            peakBytes: lines.map { Int($0.peakGigabytes * 1e9) }.max() ?? 0, rounds: lines.count))
      }
    }
    return rows
  }

  private func median(_ values: [Double?]) -> Double? {
    let known = values.compactMap { $0 }.sorted()
    return known.count == values.count && !known.isEmpty ? known[known.count / 2] : nil
  }

  /// The rows as a table in Markdown; ratios are of processor time to that of ours on one thread,
  /// or of wall-clock time for ours on more.
  static func markdown(_ rows: [Row]) -> String {
    func number(_ value: Double?, _ digits: Int) -> String {
      value.map { String(format: "%.\(digits)f", $0) } ?? "n/a"
    }
    var lines = [
      "| set | tool | precision | threads | objective | CPU s to 1e-4 | to 1e-6 "
        + "| wall s to 1e-4 | to 1e-6 | ratio at 1e-4 | at 1e-6 | peak MB |",
      "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows {
      let base = rows.first { $0.set == row.set && $0.tool == "sayso" && $0.threads == 1 }
      func ratio(_ cpu: KeyPath<Row, Double?>, _ wall: KeyPath<Row, Double?>) -> Double? {
        let path = row.threads == 1 ? cpu : wall
        guard let own = row[keyPath: path], let ours = base?[keyPath: path] else { return nil }
        return own / ours
      }
      let fields = [
        row.set, row.tool, row.precision, "\(row.threads)", number(row.objective, 10),
        number(row.cpuTo1e4, 3), number(row.cpuTo1e6, 3), number(row.secondsTo1e4, 3),
        number(row.secondsTo1e6, 3), number(ratio(\.cpuTo1e4, \.secondsTo1e4), 2),
        number(ratio(\.cpuTo1e6, \.secondsTo1e6), 2), "\(row.peakBytes / 1_000_000)",
      ]
      lines.append("| " + fields.joined(separator: " | ") + " |")
    }
    return lines.joined(separator: "\n")
  }
}

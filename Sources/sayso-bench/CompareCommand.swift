import Foundation

/// Ours and the peers in turn on the same files: `sayso-bench compare`.
///
/// The objective is scikit-learn's: mean log loss + ‖W‖² / (2 C n) with C = 1 and free intercepts.
/// The optimum is that of our own run in double precision to a relative gap of 1e-13. LIBLINEAR
/// solves one class against the rest with a penalised intercept, so it is measured by the best
/// value that it reaches itself.
///
/// Every run of a peer stands beside a run of ours: a ratio is the median of those of such pairs.
struct CompareCommand {
  var data = ".build/bench"
  var python = ".build/bench-venv/bin/python"
  var script = "Scripts/bench_peers.py"
  var rounds = 3
  var sets = ["a", "b", "c"]
  /// The most processor seconds of one fit of a peer.
  var limit = 40.0
  var progress = Progress()

  /// What one tool did on one set: medians over rounds.
  struct Row: Codable {
    var set: String
    var tool: String
    var precision: String
    var objective: Double?
    var cpuTo1e4: Double?
    var cpuTo1e6: Double?
    /// Its processor time divided by ours beside it; with `isOverLimit` and no time, the limit's.
    var ratioAt1e4: Double?
    var ratioAt1e6: Double?
    var peakBytes: Int
    var rounds: Int
    /// Whether a gap was not reached within `limit` processor seconds.
    var isOverLimit: Bool
    var limit: Double?
  }

  static let gaps = ["1e-4", "1e-6"]

  static func files(_ set: String, in data: String) -> [String] {
    set == "c" ? ["\(data)/c_train_X.npy", "\(data)/c_train_y.npy"] : ["\(data)/\(set)"]
  }

  private func files(_ set: String) -> [String] { Self.files(set, in: data) }

  /// Our own runs beside one run of a peer: one for each gap, which stops there by its own estimate.
  private struct OwnRun {
    var cpu: [String: Double]
    var objective: Double
    var peakBytes: Int
  }

  private func ownRun(_ set: String, optimum: Double) throws -> OwnRun {
    var run = OwnRun(cpu: [:], objective: .infinity, peakBytes: 0)
    for gap in Self.gaps {
      let arguments = files(set) + ["--optimum", "\(optimum)"]
      var result = try FitCommand.inProcess(arguments + ["--gap", gap])
      if result.cpuToGap[gap] == nil {
        // The estimate was wrong by less than ten, or the time stays unknown.
        let tenth = (Double(gap) ?? 0) / 10
        result = try FitCommand.inProcess(arguments + ["--gap", "\(tenth)"])
      }
      run.cpu[gap] = result.cpuToGap[gap]
      run.objective = min(run.objective, result.objective)
      run.peakBytes = max(run.peakBytes, result.peakBytes)
    }
    return run
  }

  func run() throws -> [Row] { try sets.flatMap(rows) }

  private func rows(of set: String) throws -> [Row] {
    progress.say("set \(set): optimum")
    let optimum = try FitCommand.inProcess(
      files(set) + ["--precision", "float64", "--gap", "1e-13"]
    ).objective
    var own: [OwnRun] = []
    var rows: [Row] = []
    for peer in Peer.all(for: set, rounds: rounds) {
      var reference = optimum
      if peer.isLiblinear {
        progress.say("set \(set): \(peer.tool), its own optimum")
        let result = try peer.run(
          python: python, script: script, files: files(set), optimum: nil, limit: limit * 2)
        reference = result.best ?? .nan
      }
      var results: [Peer.Result] = []
      var pairs: [OwnRun] = []
      for round in 0..<peer.rounds {
        progress.say("set \(set): \(peer.tool) \(peer.precision), round \(round + 1)")
        pairs.append(try ownRun(set, optimum: optimum))
        results.append(
          try peer.run(
            python: python, script: script, files: files(set), optimum: reference, limit: limit))
        if results[round].overLimit { break }
      }
      own += pairs
      func ratio(_ gap: String) -> Double? {
        median(
          zip(results, pairs).map { result, pair in
            guard let ours = pair.cpu[gap] else { return nil }
            return (result.cpuToGap[gap] ?? (result.overLimit ? limit : nil)).map { $0 / ours }
          })
      }
      rows.append(
        Row(
          set: set, tool: peer.tool, precision: peer.precision,
          objective: results.compactMap(\.best).min(),
          cpuTo1e4: median(results.map { $0.cpuToGap["1e-4"] }),
          cpuTo1e6: median(results.map { $0.cpuToGap["1e-6"] }), ratioAt1e4: ratio("1e-4"),
          ratioAt1e6: ratio("1e-6"), peakBytes: results.map(\.peakBytes).max() ?? 0,
          rounds: results.count, isOverLimit: results.contains(where: \.overLimit), limit: limit))
    }
    let ours = Row(
      set: set, tool: "sayso", precision: "float32", objective: own.map(\.objective).min(),
      cpuTo1e4: median(own.map { $0.cpu["1e-4"] }), cpuTo1e6: median(own.map { $0.cpu["1e-6"] }),
      ratioAt1e4: 1, ratioAt1e6: 1, peakBytes: own.map(\.peakBytes).max() ?? 0, rounds: own.count,
      isOverLimit: false, limit: nil)
    return [ours] + rows
  }

  /// The rows as a table in Markdown.
  static func markdown(_ rows: [Row]) -> String {
    var lines = [
      "| set | tool | precision | objective | CPU s to 1e-4 | to 1e-6 | times ours at 1e-4 "
        + "| at 1e-6 | peak MB | runs |",
      "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows {
      let isLiblinear = row.tool.hasPrefix("liblinear")
      func time(_ value: Double?) -> String {
        guard value == nil, row.isOverLimit, let limit = row.limit else { return text(value, 3) }
        return "over \(text(limit, 0))"
      }
      func ratio(_ value: Double?, _ time: Double?) -> String {
        (time == nil && row.isOverLimit && value != nil ? "over " : "") + text(value, 2)
      }
      let fields = [
        row.set, row.tool, row.precision,
        text(row.objective, 9) + (isLiblinear ? " (its own)" : ""), time(row.cpuTo1e4),
        time(row.cpuTo1e6), ratio(row.ratioAt1e4, row.cpuTo1e4),
        ratio(row.ratioAt1e6, row.cpuTo1e6), "\(row.peakBytes / 1_000_000)", "\(row.rounds)",
      ]
      lines.append("| " + fields.joined(separator: " | ") + " |")
    }
    return lines.joined(separator: "\n")
  }
}

/// The middle value, or `nil` when there is none or one is unknown.
func median(_ values: [Double?]) -> Double? {
  let known = values.compactMap { $0 }.sorted()
  return known.count == values.count && !known.isEmpty ? known[known.count / 2] : nil
}

/// A number with so many digits after the point, or "n/a".
func text(_ value: Double?, _ digits: Int) -> String {
  value.map { String(format: "%.\(digits)f", $0) } ?? "n/a"
}

import Foundation

/// What the learning core is held to, each with what was measured.
struct Verdict: Codable {
  var requirement: String
  /// What was measured, in words.
  var measured: String
  /// `nil` where nothing is required but to show the figure.
  var isMet: Bool?
}

extension Benchmark {
  /// A speed-up below this is more than what other work on the machine explains.
  private static var noise: Double { 0.95 }

  var verdicts: [Verdict] {
    var verdicts = [
      Verdict(
        requirement: "derivatives, optima, chains against brute force, degenerate data",
        measured: "by the tests of LinearModels: make test", isMet: nil)
    ]
    verdicts += speedVerdicts + threadVerdicts + kernelVerdicts
    if let formats, formats.count > 1 {
      verdicts.append(
        Verdict(
          requirement: "the same model from NumPy arrays and from svmlight",
          measured: "\(formats[0].model.prefix(12)) and \(formats[1].model.prefix(12))",
          isMet: formats[0].model == formats[1].model))
    }
    if let opening {
      verdicts.append(
        Verdict(
          requirement: "every flipped bit and every truncation of a small model refused",
          measured: "\(opening.flippedBitsRefused) of \(opening.flippedBits) and "
            + "\(opening.truncationsRefused) of \(opening.truncations)",
          isMet: opening.flippedBitsRefused == opening.flippedBits
            && opening.truncationsRefused == opening.truncations))
      verdicts.append(
        Verdict(
          requirement: "a model of 20 MB opens in less than 5 ms",
          measured: "\(text(opening.milliseconds, 2)) ms", isMet: opening.milliseconds < 5))
    }
    if let start {
      verdicts.append(
        Verdict(
          requirement: "process start to the report on one article in less than 60 ms",
          measured: "median \(text(start.medianMilliseconds, 1)) ms",
          isMet: start.medianMilliseconds < 60))
    }
    return verdicts
  }

  private var speedVerdicts: [Verdict] {
    guard let compared else { return [] }
    var verdicts: [Verdict] = []
    func require(_ set: String, _ name: String, _ least: Double, _ tools: (String) -> Bool) {
      for (gap, path, time) in [
        ("1e-4", \CompareCommand.Row.ratioAt1e4, \CompareCommand.Row.cpuTo1e4),
        ("1e-6", \.ratioAt1e6, \.cpuTo1e6),
      ] {
        let peers = compared.filter { $0.set == set && tools($0.tool) }
        guard !peers.isEmpty else { continue }
        let known = peers.filter { $0[keyPath: path] != nil }
        let best = known.min { ($0[keyPath: path] ?? 0) < ($1[keyPath: path] ?? 0) }
        let ratio = best.flatMap { $0[keyPath: path] }
        let isBound = best?[keyPath: time] == nil
        verdicts.append(
          Verdict(
            requirement: "set \(set), gap \(gap): at least \(text(least, 0)) times \(name)",
            measured: best.map {
              "\(isBound ? "over " : "")\(text(ratio, 2)) times \($0.tool) \($0.precision)"
            } ?? "no peer reached the gap",
            isMet: (ratio ?? 0) >= least))
      }
    }
    let others = ["intelex", "liblinear-s7", "sayso"]
    require("a", "the best of scikit-learn's solvers", 4) { !others.contains($0) }
    require("a", "LIBLINEAR -s 7", 1) { $0 == "liblinear-s7" }
    require("b", "the best of scikit-learn's solvers", 6) { !others.contains($0) }
    require("c", "the best of scikit-learn's solvers", 2) { !others.contains($0) }
    require("c", "scikit-learn-intelex", 2) { $0 == "intelex" }
    for set in ["a", "b", "c"] {
      let peers = compared.filter { $0.set == set && $0.tool != "sayso" && $0.peakBytes > 0 }
      guard let ours = compared.first(where: { $0.set == set && $0.tool == "sayso" }),
        let leanest = peers.min(by: { $0.peakBytes < $1.peakBytes })
      else { continue }
      verdicts.append(
        Verdict(
          requirement: "set \(set): peak memory at most that of the leanest peer",
          measured: "\(ours.peakBytes / 1_000_000) MB, \(leanest.tool) \(leanest.precision) "
            + "\(leanest.peakBytes / 1_000_000) MB",
          isMet: ours.peakBytes <= leanest.peakBytes))
    }
    return verdicts
  }

  private var threadVerdicts: [Verdict] {
    guard let threads else { return [] }
    var verdicts: [Verdict] = []
    func speedUps(_ set: String) -> [(threads: Int, value: Double)] {
      threads.filter { $0.set == set && [2, 4].contains($0.threads) }
        .map { ($0.threads, $0.speedUp) }
    }
    for set in ["a", "b", "c"] {
      let found = speedUps(set)
      if found.isEmpty { continue }
      let words = found.map { "\(text($0.value, 2)) on \($0.threads)" }.joined(separator: ", ")
      verdicts.append(
        set == "a"
          ? Verdict(
            requirement: "set a: never slower on 2 or 4 threads than on one (within 5 %)",
            measured: "speed-up \(words)", isMet: found.allSatisfy { $0.value >= Self.noise })
          : Verdict(
            requirement: "set \(set): speed-up on 2 and 4 threads stated", measured: words,
            isMet: nil))
    }
    let models = Dictionary(grouping: threads, by: \.set).mapValues { Set($0.map(\.model)) }
    verdicts.append(
      Verdict(
        requirement: "the same bytes of a model for 1, 2, 3 and 4 threads",
        measured: models.keys.sorted().map {
          "set \($0): \(models[$0, default: []].count) different"
        }.joined(separator: ", "),
        isMet: models.values.allSatisfy { $0.count == 1 }))
    return verdicts
  }

  private var kernelVerdicts: [Verdict] {
    guard let kernels else { return [] }
    let loops = Set(kernels.map(\.loop)).subtracting(["read"]).sorted()
    return loops.compactMap { loop in
      let versions = kernels.filter { $0.loop == loop }
      guard let plain = versions.first(where: { $0.version == "plain C" }),
        let best = versions.filter({ $0.version != "plain C" })
          .min(by: { $0.milliseconds < $1.milliseconds })
      else { return nil }
      return Verdict(
        requirement: "\(loop): share of memory bandwidth, beside plain C",
        measured: "\(text(best.shareOfBandwidth, 2)) (\(best.version)), plain C "
          + "\(text(plain.shareOfBandwidth, 2)): \(text(plain.milliseconds / best.milliseconds, 2))"
          + " times",
        isMet: nil)
    }
  }

  static func markdown(_ verdicts: [Verdict]) -> String {
    let rows = verdicts.map { verdict in
      let word = verdict.isMet.map { $0 ? "PASS" : "MISS" } ?? "shown"
      return "| \(word) | \(verdict.requirement) | \(verdict.measured) |"
    }
    return (["| | required | measured |", "|---|---|---|"] + rows).joined(separator: "\n")
  }
}

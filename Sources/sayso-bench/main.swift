import Foundation
import LinearModels

/// Prints a value as one line of JSON.
func printJSON(_ value: some Encodable) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys]
  print(String(decoding: try encoder.encode(value), as: UTF8.self))
}

func value(_ name: String, in arguments: inout [String]) -> String? {
  guard let place = arguments.firstIndex(of: name), place + 1 < arguments.count else { return nil }
  let value = arguments[place + 1]
  arguments.removeSubrange(place...(place + 1))
  return value
}

var arguments = Array(CommandLine.arguments.dropFirst())
let command = arguments.isEmpty ? "" : arguments.removeFirst()
do {
  switch command {
  case "fit":
    var fit = FitCommand()
    fit.threads = value("--threads", in: &arguments).flatMap(Int.init) ?? 1
    fit.relativeGap = value("--gap", in: &arguments).flatMap(Double.init) ?? 1e-4
    fit.optimum = value("--optimum", in: &arguments).flatMap(Double.init)
    fit.rows = value("--rows", in: &arguments).flatMap(Int.init)
    fit.isDouble = value("--precision", in: &arguments) == "float64"
    fit.paths = arguments
    try printJSON(try fit.run())
  case "kernels":
    for line in KernelsCommand().run() { try printJSON(line) }
  case "sequences":
    var sequences = SequenceCommand()
    sequences.threads = value("--threads", in: &arguments).flatMap(Int.init) ?? 1
    sequences.labels = value("--labels", in: &arguments).flatMap(Int.init) ?? sequences.labels
    for line in try sequences.run() { try printJSON(line) }
  case "prepare":
    var prepare = PrepareCommand()
    prepare.data = value("--data", in: &arguments) ?? prepare.data
    prepare.rows = value("--rows", in: &arguments).flatMap(Int.init) ?? prepare.rows
    try prepare.run()
  case "compare":
    var compare = CompareCommand()
    compare.data = value("--data", in: &arguments) ?? compare.data
    compare.output = value("--output", in: &arguments) ?? compare.output
    compare.rounds = value("--rounds", in: &arguments).flatMap(Int.init) ?? compare.rounds
    compare.core = value("--core", in: &arguments).flatMap(Int.init) ?? compare.core
    compare.allPeers = value("--slow-peers", in: &arguments) != "no"
    if !arguments.isEmpty { compare.sets = arguments }
    print(CompareCommand.markdown(try compare.run()))
  case "scaling":
    // How time grows with rows, on one large set b.
    let path = value("--data", in: &arguments) ?? ".build/bench-million"
    for rows in [10_000, 30_000, 100_000, 300_000, 1_000_000] {
      let lines = try Subprocess().run([
        CommandLine.arguments[0], "fit", "\(path)/b", "--rows", "\(rows)", "--gap", "1e-4",
      ])
      let result = try JSONDecoder().decode(
        FitCommand.Result.self, from: Data((lines.last ?? "").utf8))
      print(
        "| \(result.shape) | \(result.passes) passes | \(result.cpuSeconds) s |"
          + " \(result.peakBytes / 1_000_000) MB |")
    }
  case "open":
    // How long a model file of 20 MB takes to open and check.
    let path = ".build/bench-20mb.model"
    var writer = ModelFileWriter(kind: "benchmark")
    writer.add("weights", floats: (0..<5_000_000).map { Float($0) })
    try writer.write(toPath: path)
    for _ in 0..<5 {
      let clock = ContinuousClock()
      let start = clock.now
      let file = try ModelFile(path: path)
      print("\(file.byteCount) bytes opened and checked in \(clock.now - start)")
    }
  default:
    throw BenchmarkError(
      description: "usage: sayso-bench prepare|fit|compare|scaling|kernels|open|sequences …")
  }
} catch {
  FileHandle.standardError.write(Data("sayso-bench: \(error)\n".utf8))
  exit(64)
}

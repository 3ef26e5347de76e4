import Foundation

/// Everything that `sayso-bench all` measures, as it is written to a file.
struct Benchmark: Codable {
  var compared: [CompareCommand.Row]
  var scaling: [ScalingCommand.Line]
  var kernels: [KernelsCommand.Line]
  var sequences: [SequenceCommand.Line]
  var opening: OpenCommand.Line
}

/// Prints a value as one line of JSON.
func printJSON(_ value: some Encodable) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys]
  print(String(decoding: try encoder.encode(value), as: UTF8.self))
}

/// Takes an option's value out of the arguments.
func value(_ name: String, in arguments: inout [String]) -> String? {
  guard let place = arguments.firstIndex(of: name), place + 1 < arguments.count else { return nil }
  let value = arguments[place + 1]
  arguments.removeSubrange(place...(place + 1))
  return value
}

let usage = """
  usage: sayso-bench all [--core N] [--rounds N] [--output FILE]
         sayso-bench prepare [--data FOLDER] [--rows N]
         sayso-bench compare [a b c] [--data FOLDER] [--core N] [--rounds N]
         sayso-bench fit PREFIX | FILE.svm | X.npy y.npy [--gap G] [--threads N] [--rows N]
                         [--precision float64] [--optimum F]
         sayso-bench scaling | kernels | sequences | open
  """

var arguments = Array(CommandLine.arguments.dropFirst())
let command = arguments.isEmpty ? "" : arguments.removeFirst()
let core = value("--core", in: &arguments).flatMap(Int.init) ?? 0
let data = value("--data", in: &arguments)
let threads = value("--threads", in: &arguments).flatMap(Int.init) ?? 1
let rows = value("--rows", in: &arguments).flatMap(Int.init)
let rounds = value("--rounds", in: &arguments).flatMap(Int.init)
var compare = CompareCommand()
compare.core = core
compare.data = data ?? compare.data
compare.rounds = rounds ?? compare.rounds
var scaling = ScalingCommand()
scaling.core = core
scaling.data = data ?? scaling.data
var prepare = PrepareCommand()
prepare.data = data ?? prepare.data
prepare.rows = rows ?? prepare.rows
var sequences = SequenceCommand()
sequences.threads = threads
sequences.labels = value("--labels", in: &arguments).flatMap(Int.init) ?? sequences.labels

do {
  switch command {
  case "all":
    let output = value("--output", in: &arguments) ?? ".build/bench.json"
    try prepare.run()
    prepare.rows = 1_000_000
    prepare.data = scaling.data
    try prepare.run()
    let benchmark = Benchmark(
      compared: try compare.run(), scaling: try scaling.run(), kernels: KernelsCommand().run(),
      sequences: try sequences.run(), opening: try OpenCommand().run())
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    try encoder.encode(benchmark).write(to: URL(fileURLWithPath: output))
    print(CompareCommand.markdown(benchmark.compared), terminator: "\n\n")
    print(ScalingCommand.markdown(benchmark.scaling), terminator: "\n\n")
    print(KernelsCommand.markdown(benchmark.kernels), terminator: "\n\n")
    print(SequenceCommand.markdown(benchmark.sequences), terminator: "\n\n")
    print("\(benchmark.opening.bytes) bytes opened in \(benchmark.opening.milliseconds) ms")
  case "prepare": try prepare.run()
  case "compare":
    if !arguments.isEmpty { compare.sets = arguments }
    print(CompareCommand.markdown(try compare.run()))
  case "fit":
    var fit = FitCommand()
    fit.threads = threads
    fit.rows = rows
    fit.relativeGap = value("--gap", in: &arguments).flatMap(Double.init) ?? 1e-4
    fit.optimum = value("--optimum", in: &arguments).flatMap(Double.init)
    fit.isDouble = value("--precision", in: &arguments) == "float64"
    fit.paths = arguments
    try printJSON(try fit.run())
  case "scaling": print(ScalingCommand.markdown(try scaling.run()))
  case "kernels": print(KernelsCommand.markdown(KernelsCommand().run()))
  case "sequences": print(SequenceCommand.markdown(try sequences.run()))
  case "open": try printJSON(try OpenCommand().run())
  default: throw BenchmarkError(description: usage)
  }
} catch {
  FileHandle.standardError.write(Data("sayso-bench: \(error)\n".utf8))
  exit(64)
}

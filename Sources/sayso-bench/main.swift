import Foundation

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
  usage: sayso-bench all [--rounds N] [--limit SECONDS] [--output FILE]
         sayso-bench prepare [--data FOLDER] [--rows N]
         sayso-bench compare [a b c] [--data FOLDER] [--rounds N] [--limit SECONDS]
         sayso-bench threads [a b c] [--data FOLDER] [--rounds N]
         sayso-bench fit PREFIX | FILE.svm | FILE.tsv | X.npy y.npy [--gap G] [--threads N]
                         [--rows N] [--precision float64] [--optimum F]
         sayso-bench formats | scaling | kernels | sequences | open | start | hostile
         sayso-bench quotes [ARTICLES.jsonl] [--rounds N]
         sayso-bench stance [LABELLED.jsonl] [--rounds N]
         sayso-bench encoder MODEL INPUTS.jsonl [--rounds N]
  """

var arguments = Array(CommandLine.arguments.dropFirst())
let command = arguments.isEmpty ? "" : arguments.removeFirst()
let data = value("--data", in: &arguments)
let threads = value("--threads", in: &arguments).flatMap(Int.init) ?? 1
let rows = value("--rows", in: &arguments).flatMap(Int.init)
let rounds = value("--rounds", in: &arguments).flatMap(Int.init)
let limit = value("--limit", in: &arguments).flatMap(Double.init)
let progress = Progress()
var compare = CompareCommand()
compare.data = data ?? compare.data
compare.rounds = rounds ?? compare.rounds
compare.limit = limit ?? compare.limit
compare.progress = progress
var parallel = ThreadsCommand()
parallel.data = data ?? parallel.data
parallel.rounds = rounds ?? parallel.rounds
parallel.progress = progress
var formats = FormatsCommand()
formats.data = data ?? formats.data
var scaling = ScalingCommand()
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
    var benchmark = Benchmark()
    func part(_ name: String, _ measure: () throws -> Void) throws {
      progress.say(name)
      try measure()
      try benchmark.write(to: output)
    }
    try part("data sets and peers") {
      try prepare.run()
      prepare.rows = 1_000_000
      prepare.data = scaling.data
      try prepare.run()
    }
    try part("start") { benchmark.start = try StartCommand().run() }
    try part("model files") { benchmark.opening = try OpenCommand().run() }
    try part("formats") { benchmark.formats = try formats.run() }
    try part("kernels") { benchmark.kernels = KernelsCommand().run() }
    try part("sequences") { benchmark.sequences = try sequences.run() }
    try part("hostile texts") { benchmark.hostile = try HostileCommand().run() }
    try part("growth to a million rows") { benchmark.scaling = try scaling.run() }
    try part("threads") { benchmark.threads = try parallel.run() }
    try part("peers") { benchmark.compared = try compare.run() }
    progress.say("done")
    print(benchmark.markdown)
  case "prepare": try prepare.run()
  case "compare":
    if !arguments.isEmpty { compare.sets = arguments }
    var benchmark = Benchmark()
    benchmark.compared = try compare.run()
    print(benchmark.markdown)
  case "threads":
    if !arguments.isEmpty { parallel.sets = arguments }
    var benchmark = Benchmark()
    benchmark.threads = try parallel.run()
    print(benchmark.markdown)
  case "fit":
    var fit = FitCommand()
    fit.threads = threads
    fit.rows = rows
    fit.relativeGap = value("--gap", in: &arguments).flatMap(Double.init) ?? 1e-4
    fit.optimum = value("--optimum", in: &arguments).flatMap(Double.init)
    fit.isDouble = value("--precision", in: &arguments) == "float64"
    fit.paths = arguments
    try printJSON(try fit.run())
  case "formats": print(FormatsCommand.markdown(try formats.run()))
  case "scaling": print(ScalingCommand.markdown(try scaling.run()))
  case "kernels": print(KernelsCommand.markdown(KernelsCommand().run()))
  case "sequences": print(SequenceCommand.markdown(try sequences.run()))
  case "open": print(OpenCommand.markdown(try OpenCommand().run()))
  case "quotes":
    var quotes = QuotesCommand()
    quotes.path = arguments.first ?? quotes.path
    quotes.rounds = rounds ?? quotes.rounds
    print(QuotesCommand.markdown(try quotes.run()))
  case "stance":
    var stance = StanceCommand()
    if let path = arguments.first { stance.path = path }
    stance.rounds = rounds ?? stance.rounds
    try printJSON(try stance.run())
  case "encoder":
    guard arguments.count == 2 else { throw BenchmarkError(description: usage) }
    try printJSON(
      try EncoderCommand(model: arguments[0], inputs: arguments[1], rounds: rounds ?? 5).run())
  case "start": print(StartCommand.markdown(try StartCommand().run()))
  case "hostile": print(HostileCommand.markdown(try HostileCommand().run()))
  default: throw BenchmarkError(description: usage)
  }
} catch {
  FileHandle.standardError.write(Data("sayso-bench: \(error)\n".utf8))
  exit(64)
}

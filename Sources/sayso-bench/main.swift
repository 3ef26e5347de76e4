import Foundation

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
  default:
    throw BenchmarkError(description: "usage: sayso-bench fit|compare|kernels …")
  }
} catch {
  FileHandle.standardError.write(Data("sayso-bench: \(error)\n".utf8))
  exit(64)
}

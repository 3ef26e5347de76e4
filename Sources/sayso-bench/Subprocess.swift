import Foundation

/// Runs other programs one at a time, on one core when asked, so that runs can be compared.
struct Subprocess {
  /// The core to pin to, or `nil` for any.
  var core: Int?

  /// Runs a program and returns the lines of its standard output.
  ///
  /// - Throws: `BenchmarkError` when it cannot be run or fails.
  func run(_ arguments: [String]) throws -> [String] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = (core.map { ["taskset", "-c", "\($0)"] } ?? []) + arguments
    var environment = ProcessInfo.processInfo.environment
    // One thread for whatever library a peer calls.
    for name in ["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"] {
      environment[name] = "1"
    }
    process.environment = environment
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw BenchmarkError(
        description: "exit \(process.terminationStatus): \(arguments.joined(separator: " "))")
    }
    return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}

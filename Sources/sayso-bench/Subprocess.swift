import Foundation

/// Runs other programs one at a time, each with one thread for whatever library it calls.
struct Subprocess {
  /// What a program printed and how it ended.
  struct Outcome {
    var lines: [String]
    var status: Int32
    /// Whether it was ended by a signal: the hard limit of processor time.
    var wasKilled: Bool
  }

  /// The most processor seconds that a program may use, or `nil` for any number.
  var limit: Double?

  /// Runs a program and returns the lines of its standard output.
  ///
  /// - Throws: `BenchmarkError` when it cannot be run or fails.
  func run(_ arguments: [String]) throws -> [String] {
    let outcome = try outcome(of: arguments)
    guard outcome.status == 0, !outcome.wasKilled else {
      throw BenchmarkError(
        description: "exit \(outcome.status): \(arguments.joined(separator: " "))")
    }
    return outcome.lines
  }

  /// Runs a program and returns what it printed, however it ended.
  func outcome(of arguments: [String]) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      (limit.map { ["prlimit", "--cpu=\(Int($0.rounded(.up)))"] } ?? []) + arguments
    var environment = ProcessInfo.processInfo.environment
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
    return Outcome(
      lines: String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init),
      status: process.terminationStatus,
      wasKilled: process.terminationReason == .uncaughtSignal)
  }
}

/// Says what is being measured, on standard error.
struct Progress {
  private let start = ContinuousClock.now

  func say(_ text: String) {
    let seconds = (ContinuousClock.now - start).components.seconds
    FileHandle.standardError.write(Data("[\(seconds) s] \(text)\n".utf8))
  }
}

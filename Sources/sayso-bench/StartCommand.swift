import Foundation

/// How long `sayso` takes from the start of its process to the report on one article:
/// `sayso-bench start`.
struct StartCommand {
  var binary = ".build/release/sayso"
  var article = "seeds/articles/harbour-dredging.txt"
  var runs = 20

  struct Line: Codable {
    var article: String
    var runs: Int
    var leastMilliseconds: Double
    var medianMilliseconds: Double
    /// Processor time of the median run; less touched by other work on the machine.
    var medianProcessorMilliseconds: Double
    var reportBytes: Int
  }

  /// - Throws: `BenchmarkError` when the binary is not there or fails.
  func run() throws -> Line {
    guard FileManager.default.isExecutableFile(atPath: binary) else {
      throw BenchmarkError(description: "\(binary): not built; run make build first")
    }
    let clock = ContinuousClock()
    var walls: [Double] = []
    var processors: [Double] = []
    var reportBytes = 0
    // The first run brings the binary into memory and does not count.
    for run in 0...runs {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: binary)
      process.arguments = ["report", article]
      let pipe = Pipe()
      process.standardOutput = pipe
      process.standardError = FileHandle.nullDevice
      let before = childSeconds()
      var output = Data()
      let time = try clock.measure {
        try process.run()
        // The pipe ends when the process does; to wait for it by `Process` takes up to 50 ms more.
        output = pipe.fileHandleForReading.readDataToEndOfFile()
      }.components
      process.waitUntilExit()
      guard process.terminationStatus == 0, !output.isEmpty else {
        throw BenchmarkError(description: "\(binary) report \(article) failed")
      }
      reportBytes = output.count
      if run == 0 { continue }
      walls.append(Double(time.seconds) * 1e3 + Double(time.attoseconds) * 1e-15)
      processors.append((childSeconds() - before) * 1e3)
    }
    return Line(
      article: article, runs: runs, leastMilliseconds: walls.min() ?? .nan,
      medianMilliseconds: walls.sorted()[runs / 2],
      medianProcessorMilliseconds: processors.sorted()[runs / 2], reportBytes: reportBytes)
  }

  /// Processor seconds of all processes that have ended.
  private func childSeconds() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }

  static func markdown(_ line: Line) -> String {
    "Process start to the report on \(line.article), \(line.runs) runs: at least "
      + "\(text(line.leastMilliseconds, 1)) ms, median \(text(line.medianMilliseconds, 1)) ms, "
      + "median processor time \(text(line.medianProcessorMilliseconds, 1)) ms."
  }
}

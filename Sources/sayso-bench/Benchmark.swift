import Foundation

/// Everything that `sayso-bench all` measures, as it is written to a file. A part that has not run
/// yet is absent.
struct Benchmark: Codable {
  var compared: [CompareCommand.Row]?
  var threads: [ThreadsCommand.Line]?
  var formats: [FormatsCommand.Line]?
  var scaling: [ScalingCommand.Line]?
  var kernels: [KernelsCommand.Line]?
  var sequences: [SequenceCommand.Line]?
  var opening: OpenCommand.Line?
  var start: StartCommand.Line?
  var hostile: [HostileCommand.Line]?

  private enum CodingKeys: String, CodingKey {
    case compared
    case hostile
    case threads
    case formats
    case scaling
    case kernels
    case sequences
    case opening
    case start
  }

  /// What is written: the figures and whether they are as they must be.
  private struct Report: Encodable {
    var figures: Benchmark
    var verdicts: [Verdict]

    func encode(to encoder: any Encoder) throws {
      try figures.encode(to: encoder)
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(verdicts, forKey: .verdicts)
    }

    enum Key: String, CodingKey {
      case verdicts
    }
  }

  /// Writes the parts so far, so that a run which is stopped leaves them.
  func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    try encoder.encode(Report(figures: self, verdicts: verdicts))
      .write(to: URL(fileURLWithPath: path), options: .atomic)
  }

  /// All parts as tables in Markdown.
  var markdown: String {
    let parts = [
      compared.map(CompareCommand.markdown), threads.map(ThreadsCommand.markdown),
      formats.map(FormatsCommand.markdown), scaling.map(ScalingCommand.markdown),
      kernels.map(KernelsCommand.markdown), sequences.map(SequenceCommand.markdown),
      opening.map(OpenCommand.markdown), start.map(StartCommand.markdown),
      hostile.map(HostileCommand.markdown),
      Self.markdown(verdicts),
    ]
    return parts.compactMap { $0 }.joined(separator: "\n\n")
  }
}

import CommandLineKit
import Reports
import Sayso

private enum Format: String, CaseIterable, Sendable {
  case terminal, md, html, csv, json
}

private struct Arguments: AnalysisArguments, OutputArguments {
  var analysis = AnalysisOptions()
  var format: Format?
  var output: String?

  init() { analysis.options.stance = .probabilities }

  /// The format that was asked for, or the one that the file's name says.
  var chosenFormat: Format {
    if let format { return format }
    let ending = output?.split(separator: ".").last.map { String($0) }
    return ending.flatMap { Format(rawValue: $0) } ?? .terminal
  }
}

private let command = Command(
  "report", abstract: "Print for each speaker whom they talk about and whose side they take.",
  defaults: Arguments(), operands: .articles,
  flags: [
    .choice(
      "format", of: "format",
      help: "terminal, md, html, csv or json (default: by the output file's ending, else terminal)."
    ) { (arguments, format: Format) in arguments.format = format },
    .output("Where to write (default: standard output)."),
  ] + Flag.analysis)

let reportEntry = Tool.Entry(command) { (arguments, console) in
  let analyzer = try arguments.analysis.makeAnalyzer()
  var builder = SpeakerReportBuilder()
  let code = try analyzeArticles(arguments.analysis, with: analyzer, console: console) {
    SpeakerReportBuilder.Part($0)
  } deliver: {
    builder.add($0)
  }
  let report = builder.finish()
  let bytes =
    switch arguments.chosenFormat {
    case .terminal: Array(report.text(console.textStyle(forFile: arguments.output)).utf8)
    case .md: Array(report.markdown.utf8)
    case .html: Array(report.html.utf8)
    case .csv: Array(report.csv.utf8)
    case .json: report.json
    }
  try deliver(bytes, to: arguments.output, console: console)
  return code
}

extension Console {
  /// How text may look on standard output, or in a file.
  func textStyle(forFile file: String?) -> TextStyle {
    file == nil
      ? TextStyle(width: outTerminal.width, usesColor: outTerminal.allowsColor) : TextStyle()
  }
}

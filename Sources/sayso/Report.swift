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
  var filter = SpeakerReport.Filter()
  var since: ArticleDate?
  var order = SpeakerReport.Order.quotes
  var keepsFormulas = false

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
    .text("speaker", of: "words", help: "Only speakers with these words in their names.") {
      $0.filter.speakers.append($1)
    },
    .text("target", of: "words", help: "Only targets with these words in their names.") {
      $0.filter.targets.append($1)
    },
    .integer(
      "min-quotes", of: "n", in: 1...1_000_000,
      help: "Only pairs of speaker and target with so many quotes (default 1)."
    ) { $0.filter.minimumQuotes = $1 },
    Flag(
      "since", value: .required("date"),
      help: "Only articles with a date in their id or file name from this day on (2026-03-14)."
    ) { (arguments, text) throws(UsageError) in
      guard text.utf8.count == 10, let date = ArticleDate(in: text) else {
        throw .invalid(text, for: "--since <date>", expected: "a day such as 2026-03-14")
      }
      arguments.since = date
    },
    .choice(
      "sort", of: "order", help: "quotes, name, favor or against (default quotes)."
    ) { (arguments, order: SpeakerReport.Order) in arguments.order = order },
    Flag("raw", help: "Leave table cells as they are that a spreadsheet takes for formulas.") {
      (arguments, _) in arguments.keepsFormulas = true
    },
  ] + Flag.analysis)

let reportEntry = Tool.Entry(command) { (arguments, console) in
  let analyzer = try arguments.analysis.makeAnalyzer()
  var builder = SpeakerReportBuilder()
  let keepsText = arguments.chosenFormat == .html
  let code = try analyzeArticles(arguments.analysis, with: analyzer, console: console) {
    SpeakerReportBuilder.Part($0, keepsText: keepsText)
  } deliver: { part in
    if let since = arguments.since, part.date.map({ $0 < since }) ?? true { return }
    builder.add(part)
  }
  let report = builder.finish().filtered(arguments.filter).sorted(by: arguments.order)
  let bytes =
    switch arguments.chosenFormat {
    case .terminal: Array(report.text(console.textStyle(forFile: arguments.output)).utf8)
    case .md: Array(report.markdown.utf8)
    case .html: Array(report.html.utf8)
    case .csv: Array(report.csv(raw: arguments.keepsFormulas).utf8)
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

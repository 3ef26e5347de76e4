import Archives
import CommandLineKit
import Corpora
import Reports
import Sayso

private enum Format: String, CaseIterable, Sendable {
  case terminal, md, html, csv, json, ipynb
}

private struct Arguments: AnalysisArguments, OutputArguments {
  var analysis = AnalysisOptions()
  var format: Format?
  var output: String?
  var filter = SpeakerReport.Filter()
  var isMerge = false
  /// An archive to report on instead of articles.
  var database: String?
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
  discussion: """
    Articles are texts, or what 'sayso score' printed for them (.jsonl), which is not analyzed again: \
    the parts of a large run make one report, with --merge also when parts overlap; error records in them \
    are counted and passed over. A notebook has its \
    data beside it: --format ipynb needs -o, and writes .csv and .json files of the same name.
    """,
  defaults: Arguments(), operands: .articles(count: 0...Int.max),
  flags: [
    .choice(
      "format", of: "format",
      help: """
        terminal, md, html, csv, json or ipynb (default: by the output file's ending, else terminal).
        """
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
      help: """
        Only articles from this day on (2026-03-14), by their date field, id or file name.
        """
    ) { (arguments, text) throws(UsageError) in
      guard text.utf8.count == 10, let date = ArticleDate(in: text) else {
        throw .invalid(text, for: "--since <date>", expected: "a day such as 2026-03-14")
      }
      arguments.filter.since = date
    },
    .choice(
      "sort", of: "order", help: "quotes, name, favor or against (default quotes)."
    ) { (arguments, order: SpeakerReport.Order) in arguments.order = order },
    .integer(
      "top", of: "n", in: 1...1_000_000, help: "Only the first speakers of the order (default all)."
    ) { $0.filter.speakerCount = $1 },
    .text("db", of: "file", help: "Report on what 'sayso score --db' wrote to this file.") {
      $0.database = $1
    },
    Flag("merge", help: "Count an article once that comes again, by its id.") {
      (arguments, _) in arguments.isMerge = true
    },
    Flag("raw", help: "Leave table cells as they are that a spreadsheet takes for formulas.") {
      (arguments, _) in arguments.keepsFormulas = true
    },
  ] + Flag.analysis)

let reportEntry = Tool.Entry(command) { (arguments, console) in
  let format = arguments.chosenFormat
  if format == .ipynb && arguments.output == nil {
    throw UsageError.conflict(
      "--format ipynb needs a file, for it writes others beside it: -o <file>.")
  }
  if arguments.analysis.articles.isEmpty && arguments.database == nil {
    throw UsageError.missingArgument("article")
  }
  var builder = SpeakerReportBuilder(filter: arguments.filter, countsOnce: arguments.isMerge)
  let keepsText = format == .html
  if let database = arguments.database {
    try ArchivedArticles(path: database).read { id, line in
      if let article = try ReportArticle(json: line, name: id, keepsText: keepsText) {
        builder.add(article)
      }
    }
  }
  let code =
    try arguments.analysis.articles.isEmpty
    ? .success
    : analyzeArticles(
      arguments.analysis, with: arguments.analysis.makeAnalyzer(), console: console,
      scored: { (line, name) throws(CorpusProblem) in
        try ReportArticle(json: line, name: name, keepsText: keepsText)
      }
    ) {
      ReportArticle($1, date: $0.date, metadata: $0.metadata, keepsText: keepsText)
    } deliver: {
      builder.add($0)
    }
  if builder.errorRecordCount > 0 {
    let count = builder.errorRecordCount
    try console.err.write(
      count == 1
        ? "1 error record of an earlier run was passed over.\n"
        : "\(count) error records of an earlier run were passed over.\n")
  }
  let report = builder.finish()
    .sorted(by: arguments.order, first: arguments.filter.speakerCount)
  if format == .ipynb, let output = arguments.output {
    let base = output.hasSuffix(".ipynb") ? String(output.dropLast(6)) : output
    try OutputFile.write(report.csvBytes(raw: arguments.keepsFormulas), to: base + ".csv")
    try OutputFile.write(report.json, to: base + ".json")
    let name = base.split(separator: "/").last.map { String($0) } ?? base
    try OutputFile.write(report.notebook(besides: name), to: output)
    return code
  }
  let bytes =
    switch format {
    case .terminal: Array(report.text(console.textStyle(forFile: arguments.output)).utf8)
    case .md: Array(report.markdown.utf8)
    case .html: Array(report.html.utf8)
    case .csv: report.csvBytes(raw: arguments.keepsFormulas)
    case .json, .ipynb: report.json
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

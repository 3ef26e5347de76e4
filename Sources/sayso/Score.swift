import CommandLineKit
import Documents
import Sayso

private enum Format: String, CaseIterable, Sendable {
  case jsonl, csv
}

private struct Arguments: RunArguments {
  var analysis = AnalysisOptions()
  var format = Format.jsonl
  var json = ScoredArticle.JSONOptions()
  var output: String?
  var run = RunOptions()
  /// An archive to write to.
  var database: String?
  /// A file of labelled quotes to score instead of articles.
  var pairs: String?
}

private let command = Command(
  "score", abstract: "Print everything that is found in articles, one JSON object a line.",
  defaults: Arguments(), operands: .articles(count: 0...Int.max),
  flags: [
    .choice(
      "format", of: "format",
      help: "jsonl, or csv with a row for each quote and target (default jsonl)."
    ) { (arguments, format: Format) in arguments.format = format },
    Flag(
      "explain",
      help: """
        Give all reasons of each score, not only the five largest, and how much each word moves the encoder's \
        reading ("approximateWords"), which takes as many readings as there are words.
        """
    ) { (arguments, _) in
      arguments.json.explainsFully = true
      arguments.analysis.options.stance = .words
    },
    .choice(
      "offsets", of: "unit",
      help: "What offsets count: codepoint, utf8 or utf16 (default codepoint)."
    ) {
      (arguments, unit: OffsetUnit) in arguments.json.offsets = unit
    },
    Flag("text", help: "Write each article's text too, as annotated articles have it.") {
      (arguments, _) in arguments.json.includesText = true
    },
    .text(
      "pairs", of: "labels",
      help: "Score the labelled quotes of this file as they stand, instead of articles."
    ) { $0.pairs = $1 },
    .output("Where to write (default: standard output)."),
    .text(
      "db", of: "file",
      help: """
        Write to this SQLite file instead, which is made when it is not there; articles that are in it \
        unchanged are passed over.
        """
    ) { $0.database = $1 },
    .resume, .stream,
  ] + Flag.analysis)

let scoreEntry = Tool.Entry(command) { (arguments, console) in
  if let pairs = arguments.pairs {
    if !arguments.analysis.articles.isEmpty {
      throw UsageError.unexpectedArguments(arguments.analysis.articles)
    }
    return try printPairs(
      pairs, analysis: arguments.analysis, explains: arguments.json.explainsFully,
      output: arguments.output, console: console)
  }
  var arguments = arguments
  try arguments.resolve(isLines: arguments.format == .jsonl && arguments.database == nil)
  let analyzer = try arguments.analysis.makeAnalyzer()
  if let database = arguments.database {
    if arguments.output != nil {
      throw UsageError.conflict("--db and --output name two places to write to: give one.")
    }
    return try archiveArticles(
      in: database, arguments.analysis, with: analyzer, console: console)
  }
  let (digest, json) = (analyzer.modelDigest, arguments.json)
  switch arguments.format {
  case .jsonl:
    return try printArticles(
      arguments, with: analyzer, key: "score jsonl \(json.key)", console: console
    ) {
      $1.json(modelDigest: digest, options: json, record: $0.writeRecord) + [0x0A]
    }
  case .csv:
    let isGoingOn = arguments.run.resumes
    var table = ArticleTable(
      goingOnWith: isGoingOn ? arguments.output.map { $0 + ".partial" } : nil)
    return try printArticles(arguments, with: analyzer, key: "score csv", console: console) {
      ArticleTable.Part($0, $1)
    } text: {
      table.rows($0)
    } finish: {
      table.finish()
    }
  }
}

import CommandLineKit
import Documents
import Sayso

private struct Arguments: AnalysisArguments, OutputArguments {
  var analysis = AnalysisOptions()
  var json = ScoredArticle.JSONOptions()
  var output: String?
  var isStreaming = false
  /// A file of labelled quotes to score instead of articles.
  var pairs: String?
}

private let command = Command(
  "score", abstract: "Print everything that is found in articles, one JSON object a line.",
  defaults: Arguments(), operands: .articles(count: 0...Int.max),
  flags: [
    Flag("explain", help: "Give all reasons of each score, not only the five largest.") {
      (arguments, _) in arguments.json.explainsFully = true
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
    Flag("stream", help: "Hand on every article at once, for pipes that wait for each.") {
      (arguments, _) in arguments.isStreaming = true
    },
    .text(
      "pairs", of: "labels",
      help: "Score the labelled quotes of this file as they stand, instead of articles."
    ) { $0.pairs = $1 },
    .output("Where to write (default: standard output)."),
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
  if arguments.analysis.articles.isEmpty { throw UsageError.missingArgument("article") }
  return try printJSON(
    arguments.analysis, arguments.json, output: arguments.output,
    isStreaming: arguments.isStreaming, console: console)
}

/// Prints one JSON object for each article.
func printJSON(
  _ analysis: AnalysisOptions, _ options: ScoredArticle.JSONOptions, output: String?,
  isStreaming: Bool = false, console: Console
) throws -> ExitCode {
  let analyzer = try analysis.makeAnalyzer()
  let digest = analyzer.modelDigest
  var whole: [UInt8] = []
  let code = try analyzeArticles(analysis, with: analyzer, console: console) { article in
    article.json(modelDigest: digest, options: options) + [UInt8(ascii: "\n")]
  } deliver: { line in
    if output != nil {
      whole += line
    } else {
      try console.out.write(utf8: line)
      if isStreaming { try console.out.flush() }
    }
  }
  if let output { try OutputFile.write(whole, to: output) }
  return code
}

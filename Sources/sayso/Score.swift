import Actors
import CommandLineKit
import Documents
import Foundation
import Quotes
import Reports
import Sayso
import StanceScoring

private enum Format: String, CaseIterable, Sendable {
  case jsonl, csv
}

private struct Arguments: AnalysisArguments, OutputArguments {
  var analysis = AnalysisOptions()
  var format = Format.jsonl
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
    .choice(
      "format", of: "format",
      help: "jsonl, or csv with a row for each quote and target (default jsonl)."
    ) { (arguments, format: Format) in arguments.format = format },
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
  let analyzer = try arguments.analysis.makeAnalyzer()
  let (digest, json) = (analyzer.modelDigest, arguments.json)
  let isTable = arguments.format == .csv
  return try printArticles(
    arguments.analysis, with: analyzer, header: isTable ? CSV.row(tableHeader) : "",
    output: arguments.output, isStreaming: arguments.isStreaming, console: console
  ) { article in
    isTable ? table(article) : article.json(modelDigest: digest, options: json) + [0x0A]
  }
}

/// Prints something of each article, after a header.
func printArticles(
  _ analysis: AnalysisOptions, with analyzer: Analyzer, header: String = "", output: String?,
  isStreaming: Bool = false, console: Console,
  _ text: @escaping @Sendable (ScoredArticle) -> [UInt8]
) throws -> ExitCode {
  let draft = try output.map { path throws(OutputError) in try OutputDraft(path: path) }
  let buffer = draft?.buffer ?? console.out
  try buffer.write(header)
  let code = try analyzeArticles(analysis, with: analyzer, console: console, text) { text in
    try buffer.write(utf8: text)
    if isStreaming { try buffer.flush() }
  }
  try draft?.commit()
  return code
}

private let tableHeader = [
  "article", "quote", "kind", "speaker", "speaker_kind", "target", "label", "score", "favor",
  "neutral", "against", "content",
]

/// A row for each quote and target; a quote without targets has one row all the same.
private func table(_ article: ScoredArticle) -> [UInt8] {
  let document = article.document
  var text = ""
  for (index, quote) in article.quotes.enumerated() {
    let speaker = article.actors.attributions[index].actor.map { article.actors.actors[$0] }
    let words = quote.content.map { document.text(document.span(ofTokens: $0)) }
    let start = [
      document.id, "\(index)", quote.kind.rawValue, speaker?.name ?? "",
      speaker?.kind.rawValue ?? "",
    ]
    let content = words.joined(separator: " … ")
    let targets = article.actors.targets[index]
    if targets.isEmpty {
      text += CSV.row(start + Array(repeating: "", count: 6) + [content])
    }
    for (target, score) in zip(targets, article.scores[index]) {
      let numbers = [score.score] + score.probabilities
      text += CSV.row(
        start + [article.actors.actors[target.actor].name, score.label.rawValue]
          + numbers.map { String(format: "%.4f", $0) } + [content])
    }
  }
  return Array(text.utf8)
}

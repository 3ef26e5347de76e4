import CommandLineKit
import Documents
import Sayso

private struct Arguments: AnalysisArguments, OutputArguments {
  var analysis = AnalysisOptions()
  var json = ScoredArticle.JSONOptions(includesTargets: false)
  var output: String?

  init() { analysis.options.stance = .none }
}

private let command = Command(
  "quotes", abstract: "Print the quotes of articles and their speakers, one JSON object a line.",
  defaults: Arguments(), operands: .articles,
  flags: [
    .choice(
      "offsets", of: "unit",
      help: "What offsets count: codepoint, utf8 or utf16 (default codepoint)."
    ) {
      (arguments, unit: OffsetUnit) in arguments.json.offsets = unit
    },
    .output("Where to write (default: standard output)."),
  ] + Flag.analysis)

let quotesEntry = Tool.Entry(command) { (arguments, console) in
  let analyzer = try arguments.analysis.makeAnalyzer()
  let (digest, json) = (analyzer.modelDigest, arguments.json)
  return try printArticles(
    arguments.analysis, with: analyzer, output: arguments.output, console: console
  ) { $0.json(modelDigest: digest, options: json) + [0x0A] }
}

import CommandLineKit
import Documents
import Sayso

private struct Arguments: AnalysisArguments, RunArguments {
  var analysis = AnalysisOptions()
  var json = ScoredArticle.JSONOptions(includesTargets: false)
  var output: String?
  var run = RunOptions()

  init() { analysis.options.stance = .none }
}

private let command = Command(
  "quotes", abstract: "Print the quotes of articles and their speakers, one JSON object a line.",
  defaults: Arguments(), operands: .articles(count: 0...Int.max),
  flags: [
    .choice(
      "offsets", of: "unit",
      help: "What offsets count: codepoint, utf8 or utf16 (default codepoint)."
    ) {
      (arguments, unit: OffsetUnit) in arguments.json.offsets = unit
    },
    .output("Where to write (default: standard output)."),
    .resume, .stream,
  ] + Flag.analysis)

let quotesEntry = Tool.Entry(command) { (arguments, console) in
  var arguments = arguments
  try arguments.resolve(isLines: true)
  let analyzer = try arguments.analysis.makeAnalyzerWithoutStance()
  let (digest, json) = (analyzer.modelDigest, arguments.json)
  return try printArticles(arguments, with: analyzer, key: "quotes \(json.key)", console: console) {
    $1.json(modelDigest: digest, options: json, record: $0.writeRecord) + [0x0A]
  }
}

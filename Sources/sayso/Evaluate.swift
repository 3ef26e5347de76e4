import CommandLineKit
import Corpora
import Documents
import Evaluation
import Quotes
import Reports
import Sayso
import StanceScoring

private struct Arguments: AnalysisArguments {
  var analysis = AnalysisOptions()
  var folder: String?
  var rounds = 1000
  var seed = 1
  var heldOut: Double?
  var keepsFormulas = false

  init() { analysis.options.stance = .probabilities }
}

private let command = Command(
  "evaluate", abstract: "Compare the analysis with gold and report how well they agree.",
  discussion: """
    Gold is labelled quotes (.jsonl, .csv, .tsv) or annotated articles (.jsonl), as the content says, a \
    treebank (.conllu), or sentences with marked entities (.bio). \
    Intervals are the middle 95 % of a bootstrap over articles. A measure that is not defined is n/a.
    """,
  defaults: Arguments(),
  operands: .init("gold", help: "Files of gold, all of one kind.") {
    (arguments, words) in arguments.analysis.articles = words
  },
  flags: [
    .text(
      "output", short: "o", of: "folder",
      help: "Write report.txt, .json, .md, .html, .ipynb and tables (.csv) to this folder."
    ) { $0.folder = $1 },
    .integer("rounds", of: "n", in: 0...1_000_000, help: "Bootstrap rounds (default 1000).") {
      $0.rounds = $1
    },
    .integer(
      "seed", of: "n", in: 0...Int.max,
      help: "Seed of the bootstrap and of what is held out (default 1)."
    ) {
      $0.seed = $1
    },
    .number(
      "held-out", of: "share", in: 0...1,
      help: "Use only the articles that 'train --hold-out' with this share and seed leaves out."
    ) { $0.heldOut = $1 },
    Flag("raw", help: "Leave table cells as they are that a spreadsheet takes for formulas.") {
      (arguments, _) in arguments.keepsFormulas = true
    },
  ] + Flag.analysis)

let evaluateEntry = Tool.Entry(command) { (arguments, console) in
  var labelled: [LabelledQuote] = []
  var annotated: [AnnotatedArticle] = []
  var treebank: [TreebankSentence] = []
  var marked: [EntitySentence] = []
  for path in arguments.analysis.articles {
    switch try GoldFile.read(path) {
    case .quotes(let quotes): labelled += quotes
    case .articles(let articles): annotated += articles
    case .treebank(let sentences): treebank += sentences
    case .entities(let sentences): marked += sentences
    }
  }
  if let share = arguments.heldOut {
    let heldOut = HeldOutGroups(share: share, seed: UInt64(arguments.seed))
    labelled.removeAll { !heldOut.contains($0.group) }
    annotated.removeAll { !heldOut.contains($0.id) }
    if labelled.isEmpty && annotated.isEmpty {
      throw ToolError(message: "No article is held out: the share is too small.", code: .badData)
    }
  }
  let kinds = [labelled.isEmpty, annotated.isEmpty, treebank.isEmpty, marked.isEmpty]
  guard kinds.count(where: { !$0 }) == 1 else {
    throw UsageError.conflict("Files of different kinds of gold cannot be evaluated together.")
  }
  let analyzer = try arguments.analysis.makeAnalyzer()
  let report =
    if !labelled.isEmpty {
      try evaluate(labelled, with: analyzer, arguments)
    } else if !annotated.isEmpty {
      try evaluate(annotated, with: analyzer, arguments)
    } else if !treebank.isEmpty {
      try evaluate(treebank, with: analyzer, arguments)
    } else {
      try evaluate(marked, with: analyzer, arguments)
    }
  try console.out.write(report.text(console.textStyle(forFile: nil)))
  if let folder = arguments.folder {
    try write(report, to: folder, keepsFormulas: arguments.keepsFormulas)
  }
  return .success
}

/// Scores the labelled quotes and compares.
private func evaluate(
  _ gold: [LabelledQuote], with analyzer: Analyzer, _ arguments: Arguments
) throws -> EvaluationReport {
  var examples: [StanceExample] = []
  try forEachScore(gold, with: analyzer, threads: arguments.analysis.threads, explains: true) {
    quote, score in
    switch score {
    case .success(let score): examples.append(StanceExample(quote, score))
    case .failure(let problem):
      throw ToolError(message: "\"\(quote.id)\": \(problem.sentence)", code: .badData)
    }
  }
  let measures = StanceMeasures(
    examples.map(\.answer), rounds: arguments.rounds, seed: UInt64(arguments.seed))
  let details = StanceDetails(
    examples, rounds: arguments.rounds, seed: UInt64(arguments.seed))
  return EvaluationReport(
    measures, details: details, facts: facts(arguments, analyzer))
}

/// Analyzes the articles and compares.
private func evaluate(
  _ gold: [AnnotatedArticle], with analyzer: Analyzer, _ arguments: Arguments
) throws -> EvaluationReport {
  var output: [AnnotatedArticle] = []
  var analysis = arguments.analysis.options
  // A gold quote may be found under another kind: the kinds asked for choose what is counted.
  analysis.kinds = Set(Quote.Kind.allCases)
  let options = analysis
  try workInOrder(on: gold.makeIterator(), workers: arguments.analysis.threads) { article in
    Result {
      try AnnotatedArticle(analyzer.analyze(article.text, id: article.id, options: options))
    }
  } deliver: { result in
    output.append(try result.get())
  }
  let seed = UInt64(arguments.seed)
  let hasWhole = gold.contains { $0.hasSpeakers && $0.hasTargets }
  let whole =
    hasWhole
    ? ArticleMeasures(
      gold: gold, output: output, kinds: arguments.analysis.options.kinds, rounds: arguments.rounds,
      seed: seed)
    : nil
  let quotes = QuoteMeasures(gold: gold, output: output, rounds: arguments.rounds, seed: seed)
  return EvaluationReport(whole, quotes, facts: facts(arguments, analyzer))
}

/// Neither treebanks nor files of entities say where a document ends; thirty sentences are about one.
private let sentencesInDocument = 30

private func evaluate(
  _ gold: [TreebankSentence], with analyzer: Analyzer, _ arguments: Arguments
) throws -> EvaluationReport {
  let documents = try gold.chunked(sentencesInDocument).map { sentences in
    let document = try DocumentReader().read(sentences: sentences.map(\.words), id: "treebank")
    return (gold: sentences, parse: analyzer.parse(document))
  }
  let measures = TreebankMeasures(
    documents, rounds: arguments.rounds, seed: UInt64(arguments.seed))
  return EvaluationReport(measures, facts: facts(arguments, analyzer))
}

private func evaluate(
  _ gold: [EntitySentence], with analyzer: Analyzer, _ arguments: Arguments
) throws -> EvaluationReport {
  let documents = try gold.chunked(sentencesInDocument).map { sentences in
    let document = try DocumentReader().read(sentences: sentences.map(\.words), id: "entities")
    return (gold: sentences, document: document, parse: analyzer.parse(document))
  }
  let measures = EntitySpanMeasures(
    documents, rounds: arguments.rounds, seed: UInt64(arguments.seed))
  return EvaluationReport(measures, facts: facts(arguments, analyzer))
}

extension Array {
  /// The elements in stretches of one length, the last perhaps shorter.
  fileprivate func chunked(_ length: Int) -> [[Element]] {
    stride(from: 0, to: count, by: length).map { Array(self[$0..<Swift.min($0 + length, count)]) }
  }
}

/// What the report says of how it was made; nothing that changes from run to run.
private func facts(_ arguments: Arguments, _ analyzer: Analyzer) -> [EvaluationReport.Fact] {
  var command = ["sayso evaluate"] + arguments.analysis.articles
  if let share = arguments.heldOut { command.append("--held-out \(share)") }
  command += arguments.analysis.models.map { "--model \($0)" }
  return [
    .init("command", command.joined(separator: " ")),
    .init("version", saysoVersion),
    .init("model", analyzer.modelDigest),
    .init("bootstrap", "\(arguments.rounds) rounds over articles, seed \(arguments.seed)"),
  ]
}

private func write(
  _ report: EvaluationReport, to folder: String, keepsFormulas: Bool
) throws {
  try OutputFile.createFolder(folder)
  let files: [(ending: String, bytes: [UInt8])] = [
    ("txt", Array(report.text(TextStyle()).utf8)), ("json", report.json),
    ("md", Array(report.markdown.utf8)), ("html", Array(report.html.utf8)),
    ("ipynb", report.notebook),
  ]
  for file in files { try OutputFile.write(file.bytes, to: "\(folder)/report.\(file.ending)") }
  for table in report.tidyTables(raw: keepsFormulas) {
    try OutputFile.write(Array(table.text.utf8), to: "\(folder)/\(table.name)")
  }
}

import CommandLineKit
import Corpora
import Documents
import Evaluation
import Quotes
import Reports
import Sayso
import StanceScoring
import Training

private struct Arguments: AnalysisArguments {
  var analysis = AnalysisOptions()
  var folder: String?
  var rounds = 1000
  var seed = 1
  var heldOut: Double?
  var keepsFormulas = false
  var trainingFiles: [String] = []
  var studies: [StanceStudy.Kind] = []
  var isAgreementAlone = false

  init() { analysis.options.stance = .probabilities }
}

private let command = Command(
  "evaluate", abstract: "Compare the analysis with gold and report how well they agree.",
  discussion: """
    Gold is labelled quotes (.jsonl, .csv, .tsv, Label Studio's .json, brat's .ann) or annotated articles \
    (.jsonl), as the content says, a treebank (.conllu), or sentences with marked entities (.bio, .conll). \
    Intervals are the middle 95 % of a bootstrap over articles. A measure that is not defined is n/a.

    Several annotators: labelled quotes may have "annotations" ([{"annotator", "label"}]), columns \
    label_NAME, or several people's annotations in Label Studio. How far they agree is part of the \
    report; --agreement prints it alone, and then takes files without such fields for one annotator each.
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
    .text(
      "train", of: "file",
      help: """
        What the model was trained on, but for what is held out: quotes found there too are told. May \
        be given again.
        """
    ) { $0.trainingFiles.append($1) },
    .choices(
      "study", of: "studies",
      help: """
        Train anew on the gold and report cross-validation, ablation (by feature group) or \
        learning-curve, or several with commas.
        """
    ) { (arguments, studies: [StanceStudy.Kind]) in arguments.studies = studies },
    Flag("agreement", help: "Report only how far annotators agree; nothing is scored.") {
      (arguments, _) in arguments.isAgreementAlone = true
    },
    Flag("raw", help: "Leave table cells as they are that a spreadsheet takes for formulas.") {
      (arguments, _) in arguments.keepsFormulas = true
    },
  ] + Flag.analysis)

let evaluateEntry = Tool.Entry(command) { (arguments, console) in
  if arguments.isAgreementAlone {
    let report = try agreement(arguments)
    try console.out.write(report.text(console.textStyle(forFile: nil)))
    if let folder = arguments.folder {
      try write(report, to: folder, keepsFormulas: arguments.keepsFormulas)
    }
    return .success
  }
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
  try forEachScore(gold, with: analyzer, threads: arguments.analysis.threads, detail: .reasons) {
    quote, score in
    switch score {
    case .success(let (_, score)): examples.append(StanceExample(quote, score))
    case .failure(let problem):
      throw ToolError(message: "\"\(quote.id)\": \(problem.sentence)", code: .badData)
    }
  }
  let seed = UInt64(arguments.seed)
  let measures = StanceMeasures(examples.map(\.answer), rounds: arguments.rounds, seed: seed)
  let details = StanceDetails(examples, rounds: arguments.rounds, seed: seed)
  var report = EvaluationReport(measures, details: details, facts: facts(arguments, analyzer))
  if !arguments.trainingFiles.isEmpty {
    var seen = try arguments.trainingFiles.flatMap { try LabelledQuote.read($0) }
    if let share = arguments.heldOut {
      let heldOut = HeldOutGroups(share: share, seed: seed)
      seen.removeAll { heldOut.contains($0.group) }
    }
    let known = DuplicateCheck(seen)
    report.add(leaks: known, gold: gold, examples: examples, rounds: arguments.rounds, seed: seed)
  }
  if let agreement = AnnotatorAgreement(gold, rounds: arguments.rounds, seed: seed) {
    report.add(agreement)
  }
  if !arguments.studies.isEmpty {
    var experiment = StanceExperiment(
      Dictionary(grouping: gold, by: StanceTraining.kind(of:)), checks: [],
      lexicons: try arguments.analysis.stanceLexicons(), threads: arguments.analysis.threads,
      parse: { analyzer.parse($0) })
    experiment.rounds = arguments.rounds
    experiment.seed = seed
    report.studies = try arguments.studies.map { try experiment.study($0) }
  }
  // The models that rate stances: of stance, and the encoder where there is one.
  report.modelCards = zip(Analyzer.modelKinds, analyzer.modelCards).dropFirst(3)
    .filter { !$0.1.isEmpty }.map { .init($0, $1) }
  return report
}

/// Compares annotators; files without several annotators are one annotator each.
private func agreement(_ arguments: Arguments) throws -> EvaluationReport {
  var files: [(name: String, quotes: [LabelledQuote])] = []
  let paths = arguments.analysis.articles
  let names = paths.map { path in
    let last = path.split(separator: "/").last.map { String($0) } ?? path
    return last.lastIndex(of: ".").map { String(last[..<$0]) } ?? last
  }
  for (path, name) in zip(paths, names) {
    // Files of one name in several folders are called by their whole paths.
    let isClear = names.count { $0 == name } == 1
    files.append((isClear ? name : path, try LabelledQuote.read(path)))
  }
  var quotes = files.flatMap(\.quotes)
  if !quotes.contains(where: { $0.annotations.count > 1 }) {
    quotes = AnnotatorAgreement.merged(files)
  }
  guard
    let agreement = AnnotatorAgreement(
      quotes, rounds: arguments.rounds, seed: UInt64(arguments.seed))
  else {
    throw ToolError(
      message:
        "No quote has labels of two annotators: expected \"annotations\", columns label_NAME, "
        + "or files with the same ids.", code: .badData)
  }
  return EvaluationReport(
    agreement,
    facts: [
      .init("command", "sayso evaluate --agreement " + paths.joined(separator: " ")),
      .init("version", saysoVersion),
      .init("bootstrap", "\(arguments.rounds) rounds over articles, seed \(arguments.seed)"),
    ])
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
  let asked = arguments.analysis.options.kinds
  let kinds = Quote.Kind.allCases.filter { kind in
    asked.contains(kind) && gold.contains { $0.quotes.contains { $0.kind == kind } }
  }
  let byKind = kinds.map { kind in
    (
      name: kind.rawValue,
      measures: ArticleMeasures(
        gold: gold, output: output, kinds: [kind], rounds: arguments.rounds, seed: seed)
    )
  }
  var report = EvaluationReport(
    whole, quotes, byKind: hasWhole && kinds.count > 1 ? byKind : [],
    facts: facts(arguments, analyzer))
  report.articleErrors = ArticleError.errors(gold: gold, output: output)
    .filter { asked.contains($0.quoteKind) }
  report.modelCards = zip(Analyzer.modelKinds, analyzer.modelCards).filter { !$0.1.isEmpty }
    .map { .init($0, $1) }
  return report
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
  let coreference = try coreferenceMeasures(
    gold, with: analyzer, rounds: arguments.rounds, seed: UInt64(arguments.seed))
  return EvaluationReport(measures, coreference, facts: facts(arguments, analyzer))
}

private func evaluate(
  _ gold: [EntitySentence], with analyzer: Analyzer, _ arguments: Arguments
) throws -> EvaluationReport {
  let documents = try gold.chunked(sentencesInDocument).map { sentences in
    let document = try DocumentReader().read(sentences: sentences.map(\.words), id: "entities")
    let parse = analyzer.parse(document)
    return (
      gold: sentences, document: document, parse: parse,
      probabilities: analyzer.entityProbabilities(parse, of: document)
    )
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
  command += arguments.trainingFiles.map { "--train \($0)" }
  if !arguments.studies.isEmpty {
    command.append("--study " + arguments.studies.map(\.rawValue).joined(separator: ","))
  }
  if arguments.rounds != 1000 { command.append("--rounds \(arguments.rounds)") }
  if arguments.seed != 1 || arguments.heldOut != nil { command.append("--seed \(arguments.seed)") }
  return [
    .init("command", command.joined(separator: " ")),
    .init("version", saysoVersion),
    .init("model", analyzer.modelDigest),
    .init("scorer", analyzer.scorerKind.rawValue),
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

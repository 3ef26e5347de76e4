import CommandLineKit
import Corpora
import Documents
import Foundation
import Lexicons
import Sayso
import StanceScoring
import Syntax
import Training

/// What is done with word lists.
private enum Action: String, CaseIterable, Sendable {
  case check, `import`, coverage, induce
}

private struct Arguments: AnalysisArguments, OutputArguments {
  var analysis = AnalysisOptions()
  var action = Action.check
  var files: [String] = []
  var output: String?
  var format: LexiconFormat?
  var positive: [String] = []
  var negative: [String] = []
  var count = 50
  var minimumCount = 4
}

private let command = Command(
  "lexicon", abstract: "Check, import and extend word lists.",
  discussion: """
    check FILE... looks for what is wrong in lists of ours, line by line.
    import FILE... brings a list that others publish into our form.
    coverage FILE... tells which words of articles or labelled quotes matter and are in no list.
    induce FILE... proposes entries from labelled quotes, with the evidence for each.
    """,
  defaults: Arguments(),
  operands: .init("action file", count: 2...Int.max, help: "What to do, and the files.") {
    (arguments, words) throws(UsageError) in
    guard let action = Action(rawValue: words[0]) else {
      throw .invalid(
        words[0], for: "<action>",
        expected: Action.allCases.map(\.rawValue).joined(separator: ", "))
    }
    arguments.action = action
    arguments.files = Array(words.dropFirst())
  },
  flags: [
    .choice(
      "format", of: "format",
      help: """
        With import: vader, afinn, nrc, mpqa, opinion, liwc, quanteda or lexicoder (default: by the \
        ending .dic, .yml or .lcd).
        """
    ) { (arguments, format: LexiconFormat) in arguments.format = format },
    .text(
      "positive", of: "category", help: "With import: a category that is good; may be given again."
    ) {
      $0.positive.append($1)
    },
    .text(
      "negative", of: "category", help: "With import: a category that is bad; may be given again."
    ) {
      $0.negative.append($1)
    },
    .integer(
      "count", short: "n", of: "n", in: 1...1_000_000,
      help: "With coverage and induce: how many words (default 50)."
    ) { $0.count = $1 },
    .integer(
      "min-count", of: "n", in: 1...1_000_000,
      help: "With coverage and induce: leave out words seen less often (default 4)."
    ) { $0.minimumCount = $1 },
    .output("Where to write (default: standard output)."), .lexicons, .models, .threads,
  ])

let lexiconEntry = Tool.Entry(command) { (arguments, console) in
  switch arguments.action {
  case .check: try check(arguments, console)
  case .import: try importList(arguments, console)
  case .coverage: try coverage(arguments, console)
  case .induce: try induce(arguments, console)
  }
}

private func check(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
  var code = ExitCode.success
  for path in arguments.files {
    let check = try LexiconCheck(name: path, bytes: readFile(path))
    for problem in check.problems { try console.err.write("Error: \(problem)\n") }
    if !check.problems.isEmpty { code = .badData }
    let count = check.problems.count
    try console.out.write(
      "\(path): \(check.kind.rawValue), \(check.entryCount) entries, "
        + "\(count == 0 ? "no problem" : count == 1 ? "1 problem" : "\(count) problems")\n")
  }
  return code
}

private func importList(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
  var lists: [ImportedLexicon] = []
  for path in arguments.files {
    guard let format = arguments.format ?? format(of: path) else {
      throw UsageError.conflict(
        "The format of \(path) is not known by its ending; say --format <format>.")
    }
    var importer = LexiconImporter(format)
    importer.positiveCategories.formUnion(arguments.positive.map { $0.lowercased() })
    importer.negativeCategories.formUnion(arguments.negative.map { $0.lowercased() })
    importer.positiveCategories.subtract(arguments.negative.map { $0.lowercased() })
    importer.negativeCategories.subtract(arguments.positive.map { $0.lowercased() })
    importer.knownWords = try StanceLexicons.words()
    let list = try importer.read(name: path, bytes: readFile(path))
    for note in list.notes { try console.err.write("\(path): \(note)\n") }
    lists.append(list)
  }
  let joined = ImportedLexicon(joining: lists)
  let names = arguments.files.compactMap { $0.split(separator: "/").last }.joined(separator: ", ")
  let text = joined.table(name: names, provenance: "imported from \(names)")
  try deliver(Array(text.utf8), to: arguments.output, console: console)
  return .success
}

/// The format that a file's ending says.
private func format(of path: String) -> LexiconFormat? {
  switch path.split(separator: ".").last?.lowercased() {
  case "dic": .liwc
  case "yml", "yaml": .quanteda
  case "lcd", "lc3": .lexicoder
  default: nil
  }
}

/// Whether a file holds labelled quotes, whatever else the command takes.
private func labelledQuotes(_ path: String) throws -> [LabelledQuote]? {
  guard path.hasSuffix(".jsonl") || path.hasSuffix(".csv") || path.hasSuffix(".tsv") else {
    return nil
  }
  return try? LabelledQuote.read(path)
}

private func coverage(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
  let lexicons = try arguments.analysis.stanceLexicons()
  let syntax = try Analyzer.syntaxAnalyzer(
    models: arguments.analysis.models.map { try openModel($0) })
  let quotes = try arguments.files.map { try labelledQuotes($0) }
  if quotes.allSatisfy({ $0 != nil }) {
    let evidence = LexiconEvidence(
      quotes.compactMap { $0 }.flatMap { $0 }, lexicons: lexicons,
      threads: arguments.analysis.threads, parse: { syntax.parse($0) })
    let share = Double(evidence.bareCount) / Double(max(1, evidence.quoteCount))
    var text =
      "# \(evidence.quoteCount) quotes, \(evidence.bareCount) without a listed word "
      + "(\(String(format: "%.1f", share * 100)) %)\n"
    text += "word\tpos\tfavor\tneutral\tagainst\tz\n"
    let missing = evidence.words.filter {
      !$0.isListed && $0.total >= arguments.minimumCount
    }
    for word in missing.prefix(arguments.count) {
      text +=
        "\(word.lemma)\t\(word.pos)\t\(word.counts[0])\t\(word.counts[1])\t"
        + "\(word.counts[2])\t\(String(format: "%.2f", word.z))\n"
    }
    try deliver(Array(text.utf8), to: arguments.output, console: console)
    return .success
  }
  var coverage = LexiconCoverage()
  for input in ArticleInputs(arguments.files) {
    let article = try input.get().read()
    let document = try DocumentReader().read(article.text, id: article.id)
    coverage.add(document, syntax.parse(document), lexicons)
  }
  coverage.finish()
  let share = Double(coverage.listedCount) / Double(max(1, coverage.wordCount))
  var text =
    "# \(coverage.wordCount) nouns, verbs, adjectives and adverbs, "
    + "\(coverage.listedCount) of them listed (\(String(format: "%.1f", share * 100)) %)\n"
  text += "word\tpos\tcount\n"
  for word in coverage.missing.prefix(arguments.count) where word.count >= arguments.minimumCount {
    text += "\(word.lemma)\t\(word.pos)\t\(word.count)\n"
  }
  try deliver(Array(text.utf8), to: arguments.output, console: console)
  return .success
}

private func induce(_ arguments: Arguments, _ console: Console) throws -> ExitCode {
  let lexicons = try arguments.analysis.stanceLexicons()
  let syntax = try Analyzer.syntaxAnalyzer(
    models: arguments.analysis.models.map { try openModel($0) })
  let quotes = try arguments.files.flatMap { try LabelledQuote.read($0) }
  let evidence = LexiconEvidence(
    quotes, lexicons: lexicons, threads: arguments.analysis.threads, parse: { syntax.parse($0) })
  let proposals = evidence.words.filter {
    !$0.isListed && $0.total >= arguments.minimumCount && abs($0.z) >= 1.5
  }.prefix(arguments.count).sorted {
    $0.lemma != $1.lemma
      ? $0.lemma.utf8.lexicographicallyPrecedes($1.lemma.utf8) : $0.pos < $1.pos
  }
  let names = arguments.files.compactMap { $0.split(separator: "/").last }.joined(separator: ", ")
  var text = """
    # name: proposed from \(names)
    # version: 1
    # license: that of the labelled quotes
    # provenance: proposed from \(quotes.count) labelled quotes; counts and z are the evidence
    entry\tpos\tvalence\tregister\tfavor\tneutral\tagainst\tz\texamples

    """
  for word in proposals {
    text +=
      "\(word.lemma)\t\(word.pos)\t\(word.valence)\tgeneral\t\(word.counts[0])\t"
      + "\(word.counts[1])\t\(word.counts[2])\t\(String(format: "%.2f", word.z))\t"
      + "\(word.examples.isEmpty ? "-" : word.examples.joined(separator: " "))\n"
  }
  try deliver(Array(text.utf8), to: arguments.output, console: console)
  return .success
}

import CommandLineKit
import Corpora
import Documents
import Foundation
import JSONText
import LinearModels
import Quotes
import Sayso

/// How a run with one result an article goes on and ends.
struct RunOptions: Sendable {
  /// Whether to go on with what an earlier run left.
  var resumes = false
  /// Whether the articles are lines of a pipe, whose writer waits for each answer.
  var isStreaming = false
}

/// Arguments of a command that prints one result an article.
protocol RunArguments: AnalysisArguments, OutputArguments {
  var run: RunOptions { get set }
}

extension Flag where Arguments: RunArguments {
  static var resume: Flag {
    Flag(
      "resume", help: "Go on where an interrupted run with the same articles, -o and options ended."
    ) {
      (arguments, _) in arguments.run.resumes = true
    }
  }

  static var stream: Flag {
    Flag(
      "stream",
      help: """
        Answer each line of standard input (JSONL) with one line, in order and as soon as the writer \
        waits; a bad line is answered with an error record and is no failure.
        """
    ) { (arguments, _) in arguments.run.isStreaming = true }
  }
}

extension RunArguments {
  /// Refuses options that do not go together, and says where a stream's articles come from.
  ///
  /// - Parameter isLines: Whether the output has a line for each article.
  mutating func resolve(isLines: Bool) throws(UsageError) {
    if run.resumes && output == nil {
      throw .conflict("--resume needs the output file of the interrupted run: -o <file>.")
    }
    if run.isStreaming {
      if run.resumes { throw .conflict("--stream cannot be resumed.") }
      if analysis.articles.isEmpty { analysis.articles = ["-"] }
      guard analysis.articles == ["-"], isLines else {
        throw .conflict("--stream answers the lines of standard input with JSON.")
      }
      analysis.input.kind = .jsonl
      analysis.input.isStream = true
    }
    if analysis.articles.isEmpty { throw .missingArgument("article") }
  }
}

/// Prints one piece of output for each article; see `printArticles(_:with:key:console:_:text:finish:)`.
func printArticles(
  _ arguments: some RunArguments, with analyzer: Analyzer, key: String, console: Console,
  _ text: @escaping @Sendable (Article, ScoredArticle) -> [UInt8]
) throws -> ExitCode {
  try printArticles(
    arguments, with: analyzer, key: key, hasErrorRecords: true, console: console, text
  ) { $0 }
}

/// Prints something of each article, and in the place of one that cannot be read an error record.
///
/// - Parameters:
///   - key: The options that the output depends on.
///   - hasErrorRecords: Whether the output is JSONL, which has room for them.
///   - text: Called on the calling thread, in order.
///   - finish: What stands at the end.
func printArticles<Part: Sendable>(
  _ arguments: some RunArguments, with analyzer: Analyzer, key: String,
  hasErrorRecords: Bool = false, console: Console,
  _ transform: @escaping @Sendable (Article, ScoredArticle) -> Part,
  text: (Part) -> [UInt8], finish: () -> [UInt8] = { [] }
) throws -> ExitCode {
  let run = arguments.run
  let analysis = arguments.analysis
  let draft = try arguments.output.map { path throws(OutputError) in
    try ResumableDraft(
      path: path, key: "\(saysoVersion) \(analyzer.modelDigest) \(key) \(analysis.key)",
      resumes: run.resumes)
  }
  let buffer = draft?.buffer ?? console.out
  var articles = ArticleRun(analysis, analyzer: analyzer, console: console)
  articles.start = draft?.start ?? Checkpoint()
  articles.beforeWaiting = { try buffer.flush() }
  var code: ExitCode
  do {
    code = try articles.perform(transform) { failure, state in
      if hasErrorRecords { try buffer.write(utf8: failure.record(inStream: run.isStreaming)) }
      try draft?.checkpoint(state)
    } deliver: { part, state in
      try buffer.write(utf8: text(part))
      try draft?.checkpoint(state)
    }
  } catch let error as ToolError where error.code == .interrupted {
    guard let draft else { throw error }
    try draft.checkpoint(articles.state, isLast: true)
    throw ToolError(
      message: "Interrupted: the same command with --resume goes on.", code: .interrupted)
  }
  try buffer.write(utf8: finish())
  try draft?.commit()
  if draft != nil || articles.state.errors > 0 && !run.isStreaming {
    try console.err.write(articles.summary)
  }
  // The answers say which lines were bad; whoever runs the pipe takes another code for a breakdown.
  if run.isStreaming { code = .success }
  return code
}

extension ArticleFailure {
  /// A line that stands in the place of the article: its id or null, and what was wrong.
  ///
  /// In a stream the record stands where the line did, and does not name it: whoever cuts the stream into
  /// parts gets the same bytes.
  func record(inStream isStream: Bool) -> [UInt8] {
    var writer = JSONWriter()
    writer.object { json in
      json.member("id", optional: id)
      json.member(object: "error") { json in
        json.member("code", code.rawValue)
        json.member("message", isStream ? problem : message)
      }
    }
    writer.endLine()
    return writer.bytes
  }
}

extension Article {
  /// Writes the date and the other fields of the record, when it has them.
  func writeRecord(to json: inout JSONWriter) {
    if let date { json.member("date", date) }
    if metadata.isEmpty { return }
    json.member(object: "metadata") { json in
      for field in metadata {
        json.key(field.name)
        json.value(json: field.json)
      }
    }
  }
}

extension AnalysisOptions {
  /// A digest of the user's list of actors; empty when there is none.
  private var actorsDigest: String {
    guard let actors, let bytes = try? readFile(actors) else { return "" }
    return ModelFile.digest(of: [], with: [bytes])
  }

  /// The options that the analysis depends on, for telling whether two runs do the same.
  var key: String {
    let kinds = options.kinds.map(\.rawValue).sorted()
    let classes = options.cueClasses.map(\.rawValue).sorted()
    return """
      \(kinds) \(classes) \(options.minimumConfidence) \(options.stance) \
      \(options.leastStanceProbability) \(input.textField) \
      \(input.idField) \(input.dateField) \(input.kind?.rawValue ?? "") \(input.longestArticle) \
      \(actorsDigest)\(options.listedTargetsOnly ? " only" : "")
      """
  }
}

extension ScoredArticle.JSONOptions {
  /// The options as one word each.
  var key: String {
    "\(offsets) \(explainsFully ? "all" : "five") \(includesTargets) \(includesText)"
  }
}

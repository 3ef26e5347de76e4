import CommandLineKit
import Corpora
import Documents
import Sayso

/// An article that could not be read, as far as is known.
struct ArticleFailure: Sendable {
  /// The article's own id, or nil.
  var id: String?
  /// Where it stands, such as `articles.jsonl:17`.
  var place: String
  var message: String
  /// The message without its place.
  var problem: String
  var code: ExitCode
}

/// What became of one input.
private enum Outcome<Result: Sendable>: Sendable {
  case result(Result)
  case failure(ArticleFailure)
  /// An input that an earlier run has done.
  case done
}

/// Analyzes articles on several threads and hands on the results in the order of the inputs.
struct ArticleRun {
  var analysis: AnalysisOptions
  var analyzer: Analyzer
  var console: Console
  /// How far an earlier run came: so many inputs are only read, to see that they are the same.
  var start = Checkpoint()
  /// Whether an article needs no work, for its result is there already. Called on any thread.
  var isKnown: (@Sendable (Article) -> Bool)?
  /// Called before the run would wait for whoever writes its input.
  var beforeWaiting: () throws -> Void = {}

  /// How many inputs there were, and what became of them.
  private(set) var state = Checkpoint()
  private(set) var places: [String] = []
  /// How many articles needed no work.
  private(set) var knownCount = 0
  private var worst = ExitCode.success

  init(_ analysis: AnalysisOptions, analyzer: Analyzer, console: Console) {
    self.analysis = analysis
    self.analyzer = analyzer
    self.console = console
  }

  /// Goes through the articles.
  ///
  /// An article that cannot be read is reported on standard error and the rest goes on, until there are
  /// more errors than the options allow.
  ///
  /// - Parameters:
  ///   - scored: Makes a result of a line that holds a scored article, under a name for those without
  ///     an id, and nothing of other lines, which are analyzed. Called on any thread.
  ///   - transform: Called on any thread.
  ///   - fail: Called in the place of an article that cannot be read.
  ///   - deliver: Called for each other article, with how far the run is then.
  /// - Returns: The code of the worst error.
  mutating func perform<Result: Sendable>(
    scored: (@Sendable ([UInt8], String) throws(CorpusProblem) -> Result?)? = nil,
    _ transform: @escaping @Sendable (Article, ScoredArticle) -> Result,
    fail: (ArticleFailure, Checkpoint) throws -> Void = { _, _ in },
    deliver: (Result, Checkpoint) throws -> Void
  ) throws -> ExitCode {
    var progress = ProgressLine("articles", console: console)
    let (analyzer, options, start, isKnown) = (analyzer, analysis.options, start, isKnown)
    Interrupt.watch()
    try withoutActuallyEscaping(fail) { fail in
      try withoutActuallyEscaping(deliver) { deliver in
        var run = self
        defer { self = run }
        var share: Double?
        let work = OrderedWork<
          (Int, Swift.Result<ArticleInput, CorpusError>), (Outcome<Result>, UInt64)
        >(
          workers: analysis.threads
        ) { number, input in
          Self.outcome(
            of: input, analyzer: analyzer, options: options, isDone: number < start.items, isKnown,
            scored,
            transform)
        } deliver: { outcome, digest in
          if Interrupt.isRequested { throw ToolError.interrupted }
          run.state.items += 1
          run.state.digest = (run.state.digest ^ digest) &* 0x100_0000_01B3
          try progress.step(errors: run.state.errors, share: share)
          switch outcome {
          case .done:
            if run.state.items > start.items { run.knownCount += 1 }
            if run.state.items == start.items {
              guard run.state.digest == start.digest else { throw ToolError.otherInputs }
              run.state.errors = start.errors
            }
          case .result(let result): try deliver(result, run.state)
          case .failure(let failure):
            try progress.clear()
            try run.note(failure)
            try fail(failure, run.state)
            if run.state.errors > run.analysis.maximumErrors {
              throw ToolError(
                message: "Stopped after \(count(run.state.errors, "error")), as --max-errors says.",
                code: failure.code)
            }
          }
        }
        var inputs = ArticleInputs(
          analysis.articles, standardInput: console.input, options: analysis.input)
        defer {
          work.close()
          // They hold the closure below, which must not outlive its captures.
          inputs = ArticleInputs([])
        }
        var waitingError: (any Error)?
        inputs.beforeWaiting = { [beforeWaiting] in
          do {
            try work.drain()
            try beforeWaiting()
            return true
          } catch {
            waitingError = error
            return false
          }
        }
        var number = 0
        while let input = inputs.next() {
          share = inputs.share
          try work.submit((number, input))
          number += 1
        }
        if let waitingError { throw waitingError }
        try work.drain()
        if number < start.items { throw ToolError.otherInputs }
      }
    }
    try progress.clear()
    return worst
  }

  /// What becomes of one input, and a digest of it.
  private static func outcome<Result: Sendable>(
    of input: Swift.Result<ArticleInput, CorpusError>, analyzer: Analyzer,
    options: Analyzer.Options, isDone: Bool, _ isKnown: (@Sendable (Article) -> Bool)?,
    _ scored: (@Sendable ([UInt8], String) throws(CorpusProblem) -> Result?)?,
    _ transform: @Sendable (Article, ScoredArticle) -> Result
  ) -> (Outcome<Result>, UInt64) {
    var digest = InputDigest()
    do {
      let input = try input.get()
      if let scored, let line = input.jsonLine {
        do throws(CorpusProblem) {
          if let result = try scored(line, input.standardID) { return (.result(result), 0) }
        } catch {
          throw CorpusError(path: input.path, line: input.line, problem: error)
        }
      }
      let article = try input.read()
      digest.add(article.id.utf8)
      digest.add(article.text)
      if isDone || isKnown?(article) == true { return (.done, digest.value) }
      let scored: ScoredArticle
      do throws(DocumentError) {
        scored = try analyzer.analyze(article.body, id: article.id, options: options)
      } catch {
        throw CorpusError(
          path: article.path, line: article.line, problem: .refused(error.description))
      }
      return (.result(transform(article, scored)), digest.value)
    } catch {
      let (message, code) = describe(error)
      digest.add(message.utf8)
      if isDone { return (.done, digest.value) }
      let found = error as? CorpusError
      let identity = (try? input.get())?.identity
      return (
        .failure(
          ArticleFailure(
            id: identity, place: found?.place ?? "", message: message,
            problem: found?.sentence ?? message, code: code)),
        digest.value
      )
    }
  }

  private mutating func note(_ failure: ArticleFailure) throws {
    state.errors += 1
    worst = max(worst, failure.code)
    if places.count < 5 { places.append(failure.place) }
    try console.err.write("Error: \(failure.message)\n")
  }

  /// One line on what came in and went out, and where the errors are.
  var summary: String {
    var text = "\(count(state.items, "article")) in, \(state.items - state.errors) out"
    if knownCount > 0 { text += " (\(knownCount) unchanged)" }
    text += ", " + count(state.errors, "error")
    if !places.isEmpty {
      text += " (" + places.joined(separator: ", ")
      if state.errors > places.count { text += " and \(state.errors - places.count) more" }
      text += ")"
    }
    return text + "\n"
  }
}

/// A number with its noun, which gets an s for all numbers but one.
private func count(_ number: Int, _ noun: String) -> String {
  number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
}

/// FNV-1a over eight bytes at a time: enough to see that an input changed, not to keep secrets.
private struct InputDigest {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ bytes: some Sequence<UInt8>) {
    var word: UInt64 = 0
    var count: UInt64 = 0
    for byte in bytes {
      word = word << 8 | UInt64(byte)
      count += 1
      if count & 7 == 0 { mix(word) }
    }
    mix(word)
    mix(count)
  }

  private mutating func mix(_ word: UInt64) {
    value = (value ^ word) &* 0x100_0000_01B3
    value ^= value >> 29
  }
}

extension ToolError {
  static let interrupted = ToolError(message: "Interrupted.", code: .interrupted)
  static let otherInputs = ToolError(
    message: """
      The articles are not those that the partial file was begun with: go on with those, or begin \
      anew without --resume.
      """, code: .badData)
}

/// Analyzes articles and hands on the results in the order of the inputs; see `ArticleRun`.
func analyzeArticles<Result: Sendable>(
  _ analysis: AnalysisOptions, with analyzer: Analyzer, console: Console,
  scored: (@Sendable ([UInt8], String) throws(CorpusProblem) -> Result?)? = nil,
  _ transform: @escaping @Sendable (Article, ScoredArticle) -> Result,
  deliver: (Result) throws -> Void
) throws -> ExitCode {
  var run = ArticleRun(analysis, analyzer: analyzer, console: console)
  return try run.perform(scored: scored, transform) { result, _ in try deliver(result) }
}

/// Analyzes articles without a look at what their records say beside.
func analyzeArticles<Result: Sendable>(
  _ analysis: AnalysisOptions, with analyzer: Analyzer, console: Console,
  _ transform: @escaping @Sendable (ScoredArticle) -> Result,
  deliver: (Result) throws -> Void
) throws -> ExitCode {
  try analyzeArticles(
    analysis, with: analyzer, console: console, { _, scored in transform(scored) },
    deliver: deliver)
}

/// Writes a whole result to a file or to standard output.
func deliver(_ bytes: [UInt8], to output: String?, console: Console) throws {
  if let output {
    try OutputFile.write(bytes, to: output)
  } else {
    try console.out.write(utf8: bytes)
  }
}

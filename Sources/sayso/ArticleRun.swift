import CommandLineKit
import Corpora
import Documents
import Sayso

/// What became of one input.
private enum Outcome<Result: Sendable>: Sendable {
  case result(Result)
  case failure(message: String, code: ExitCode)
}

/// Analyzes articles on several threads and hands on the results in the order of the inputs.
///
/// An article that cannot be read is reported on standard error and the rest goes on; the code that is
/// returned then says so.
///
/// - Parameter scored: Makes a result of a line that holds a scored article, under a name for those
///   without an id, and nothing of other lines, which are analyzed.
func analyzeArticles<Result: Sendable>(
  _ analysis: AnalysisOptions, with analyzer: Analyzer, console: Console,
  scored: (@Sendable ([UInt8], String) throws(CorpusProblem) -> Result?)? = nil,
  _ transform: @escaping @Sendable (ScoredArticle) -> Result,
  deliver: (Result) throws -> Void
) throws -> ExitCode {
  var worst = ExitCode.success
  var progress = ProgressLine("articles", console: console)
  let options = analysis.options
  let inputs = ArticleInputs(analysis.articles, standardInput: console.input)
  try workInOrder(on: inputs, workers: analysis.threads) { input -> Outcome<Result> in
    do {
      let input = try input.get()
      if let scored, let line = input.jsonLine {
        do throws(CorpusProblem) {
          if let result = try scored(line, input.standardID) { return .result(result) }
        } catch {
          throw CorpusError(path: input.path, line: input.line, problem: error)
        }
      }
      let article = try input.read()
      do {
        return .result(
          transform(try analyzer.analyze(article.text, id: article.id, options: options)))
      } catch let error as DocumentError {
        throw CorpusError(
          path: article.path, line: article.line, problem: .refused(error.description))
      }
    } catch {
      let (message, code) = describe(error)
      return .failure(message: message, code: code)
    }
  } deliver: { outcome in
    try progress.step()
    switch outcome {
    case .result(let result): try deliver(result)
    case .failure(let message, let code):
      try progress.clear()
      try console.err.write("Error: \(message)\n")
      worst = max(worst, code)
    }
  }
  try progress.clear()
  return worst
}

/// Writes a whole result to a file or to standard output.
func deliver(_ bytes: [UInt8], to output: String?, console: Console) throws {
  if let output {
    try OutputFile.write(bytes, to: output)
  } else {
    try console.out.write(utf8: bytes)
  }
}

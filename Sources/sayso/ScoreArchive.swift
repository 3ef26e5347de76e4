import Archives
import CommandLineKit
import Corpora
import Sayso

/// Scores articles into a SQLite file; those that are there and unchanged are passed over.
func archiveArticles(
  in path: String, _ analysis: AnalysisOptions, with analyzer: Analyzer, console: Console
) throws -> ExitCode {
  let archive = try ArticleArchive(
    path: path, modelDigest: analyzer.modelDigest, scorer: analyzer.scorerKind,
    version: saysoVersion, options: analysis.key)
  var run = ArticleRun(analysis, analyzer: analyzer, console: console)
  run.isKnown = archive.isUnchanged
  let code: ExitCode
  do {
    code = try run.perform(
      { ($0, $1) },
      fail: { failure, _ in
        try archive.addError(
          place: failure.place, article: failure.id, code: Int(failure.code.rawValue),
          message: failure.message)
      }, deliver: { result, _ in try archive.add(result.0, result.1) })
  } catch let error as ToolError {
    // What was done before somebody asked to stop, or before one error too many, stays done.
    try archive.close()
    throw error.code == .interrupted
      ? ToolError(message: "Interrupted: the same command goes on.", code: .interrupted) : error
  }
  try archive.close()
  try console.err.write(run.summary)
  return code
}

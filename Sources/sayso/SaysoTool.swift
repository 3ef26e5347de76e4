import Archives
import BuiltIn
import CommandLineKit
import Corpora
import Documents
import Lexicons
import LinearModels
import Sayso

/// The version that `--version` prints and reports name.
let saysoVersion = "0.1.0"

/// The program: its commands, and what it says of the errors they throw.
let saysoTool: Tool = Tool(
  "sayso",
  abstract: "Tells who says what about whom in news articles, and whose side they take.",
  version: saysoVersion,
  commands: [
    reportEntry, scoreEntry, quotesEntry, trainEntry, evaluateEntry, compareEntry, suggestEntry,
    actorsEntry,
    inspectEntry, encodeEntry, configEntry, completionsEntry, manualEntry, lexiconEntry,
  ],
  versionDetails: modelDigests, describe: describe)

/// A line for each model in the binary with its digest.
@Sendable private func modelDigests() -> [String] {
  Analyzer.modelKinds.map { kind in
    let model = BuiltIn.bytes(of: "models/\(kind).model").flatMap { try? ModelFile(bytes: $0) }
    return "\(kind) model \(model.map { "sha256:" + $0.sha256 } ?? "is damaged")"
  }
}

/// An error that the program itself finds.
struct ToolError: Error {
  var message: String
  var code: ExitCode
}

/// The sentence and the exit code for an error that a command threw.
func describe(_ error: any Error) -> (message: String, status: ExitCode) {
  switch error {
  case let error as ToolError: (error.message, error.code)
  case let error as CorpusError: (error.message, error.exitCode)
  case let error as ArchiveError: (error.message, error.exitCode)
  case let error as DocumentError: (error.description, .badData)
  case let error as ModelFileError: (error.description, .badData)
  case let error as LexiconError: (error.description, .badData)
  default: ("\(error)", .failure)
  }
}

extension CorpusError {
  var exitCode: ExitCode {
    switch cause {
    case .missingInput: .missingInput
    case .badData: .badData
    case .inputOutput: .inputOutput
    }
  }
}

extension ArchiveError {
  var exitCode: ExitCode {
    switch cause {
    case .missing: .missingInput
    case .notAnArchive: .badData
    case .inputOutput: .inputOutput
    }
  }
}

import CommandLineKit
import Corpora
import Encoders
import Foundation
import JSONText
import Lexicons
import LinearAlgebra
import LinearModels
import Sayso
import StanceScoring
import Training

private struct Arguments: AnalysisArguments, OutputArguments {
  var analysis = AnalysisOptions()
  var files: [String] = []
  var vocabulary: String?
  var encoder: String?
  var printsVectors = false
  var output: String?
  var printsPieces = false
  var findsQuotes = false
}

private let command = Command(
  "encode",
  abstract:
    "Print what the encoder reads of labelled quotes or annotated articles, one JSON object a line.",
  discussion: """
    "ids" are the numbers of word pieces; "target" and "source" say where marks stand for the actors \
    that are asked about; "head" is the kind of question: quotes, directed or sentence. "key" names the \
    text: 32 bits of its hash. Of an annotated article each actor is read that a quote mentions, with the label \
    "none" where the quote is not about it. "vector" holds what the encoder makes of it: the vectors of the text, \
    the target and the source, one after the other.
    """,
  defaults: Arguments(),
  operands: .init("labels", help: "Files of labelled quotes or annotated articles.") {
    (arguments, words) in
    arguments.files = words
  },
  flags: [
    .text("vocabulary", of: "file", help: "The word pieces, one a line.") { $0.vocabulary = $1 },
    .text(
      "encoder", of: "model",
      help: """
        The encoder whose word pieces to use: a model file, or the folder it was made from, which is \
        computed in single precision.
        """
    ) { $0.encoder = $1 },
    Flag("vectors", help: "Print what the encoder makes of each quote too.") {
      (arguments, _) in arguments.printsVectors = true
    },
    Flag(
      "found", help: "Of annotated articles read the quotes that are found, where they match one."
    ) {
      (arguments, _) in arguments.findsQuotes = true
    },
    Flag("pieces", help: "Print the stretches of text and the marks too, before they are divided.")
    {
      (arguments, _) in arguments.printsPieces = true
    },
    .output("Where to write (default: standard output)."),
    .models, .threads,
  ])

let encodeEntry = Tool.Entry(command) { (arguments, console) in
  let encoder = try arguments.encoder.map { try EncoderFolder.encoder($0) }
  if arguments.printsVectors && encoder == nil {
    throw UsageError.missingValue(option: "--encoder <model>")
  }
  let vocabulary =
    try encoder?.vocabulary
    ?? arguments.vocabulary.map {
      try Vocabulary(text: try readFile($0))
    }
  guard let vocabulary else { throw UsageError.missingValue(option: "--encoder <model>") }
  let reader = QuestionPrinter(
    tokenizer: try QuestionTokenizer(vocabulary), encoder: arguments.printsVectors ? encoder : nil,
    printsPieces: arguments.printsPieces)
  var quotes: [(path: String, quote: LabelledQuote)] = []
  var articles: [AnnotatedArticle] = []
  for path in arguments.files {
    switch try GoldFile.read(path) {
    case .quotes(let read): quotes += read.map { (path, $0) }
    case .articles(let read): articles += read
    case .treebank, .entities:
      throw ToolError(
        message: "\(path): expected labelled quotes or annotated articles", code: .badData)
    }
  }
  let analyzer = try arguments.analysis.makeAnalyzerWithoutStance()
  let draft = try arguments.output.map { path throws(OutputError) in
    try OutputDraft(path: path)
  }
  let buffer = draft?.buffer ?? console.out
  var code = ExitCode.success
  try workInOrder(on: quotes.makeIterator(), workers: arguments.analysis.threads) { item in
    (
      item,
      Result { () throws(CorpusProblem) in
        let question = try question(of: item.quote, with: analyzer)
        var writer = JSONWriter()
        writer.object { json in
          json.member("id", item.quote.id)
          json.member("group", item.quote.group)
          json.member("head", StanceTraining.kind(of: item.quote).rawValue)
          json.member("label", item.quote.label.rawValue)
          json.member("key", TextKey.key(of: item.quote.text))
          reader.write(question, to: &json)
        }
        writer.endLine()
        return writer.bytes
      }
    )
  } deliver: { item, line in
    switch line {
    case .success(let line): try buffer.write(utf8: line)
    case .failure(let error):
      try console.err.write("Error: \(item.path): \"\(item.quote.id)\": \(error.sentence)\n")
      code = .badData
    }
  }
  let cues = try CueLexicon.builtIn()
  try workInOrder(on: articles.makeIterator(), workers: arguments.analysis.threads) { article in
    Result {
      let examples = try RelevanceExamples(
        article, analyzer: analyzer, cues: cues, usesGold: !arguments.findsQuotes)
      var writer = JSONWriter()
      for example in examples.examples {
        writer.object { json in
          json.member("id", example.id)
          json.member("group", article.id)
          json.member("head", StanceModel.HeadKind.quotes.rawValue)
          json.member("label", example.stance?.rawValue ?? "none")
          json.member("key", TextKey.key(of: article.text))
          reader.write(example.question, to: &json)
        }
        writer.endLine()
      }
      return writer.bytes
    }
  } deliver: { lines in
    try buffer.write(utf8: try lines.get())
  }
  try draft?.commit()
  return code
}

/// Writes what an encoder reads of questions.
private struct QuestionPrinter: Sendable {
  let tokenizer: QuestionTokenizer
  /// Nil when vectors are not asked for.
  let encoder: Encoder?
  let printsPieces: Bool

  func write(_ question: StanceQuestion, to json: inout JSONWriter) {
    let input = tokenizer.input(question)
    json.member(array: "ids", input.ids) { $0.integer($1) }
    json.member(array: "target", input.target) { $0.integer($1) }
    json.member(array: "source", input.source) { $0.integer($1) }
    if printsPieces { write(question.encoderPieces(), to: &json) }
    if let encoder {
      json.member(array: "vector", encoder.vectors(of: [input]).elements) { $0.number($1) }
    }
  }

  private func write(_ pieces: [StanceQuestion.EncoderPiece], to json: inout JSONWriter) {
    json.member(array: "pieces", pieces) { json, piece in
      json.object { json in
        switch piece {
        case .text(let text):
          json.key("text")
          json.string(utf8: text)
        case .target: json.member("mark", "target")
        case .source: json.member("mark", "source")
        case .contentStart: json.member("mark", "contentStart")
        case .contentEnd: json.member("mark", "contentEnd")
        }
      }
    }
  }
}

/// The files that an encoder is made from.
enum EncoderFolder {
  /// The weights in single precision: `vocab.txt` and `model.safetensors`.
  static func weights(_ folder: String) throws -> BertWeights {
    try BertWeights(
      vocabulary: readFile(folder + "/vocab.txt"), tensors: readFile(folder + "/model.safetensors"))
  }

  /// The numbers in `seen.txt`, one a line.
  static func seen(_ folder: String) throws -> [UInt32] {
    let path = folder + "/seen.txt"
    let lines = String(decoding: try readFile(path), as: UTF8.self).split(separator: "\n")
    return try lines.enumerated().map { line, text in
      guard let number = UInt32(text) else {
        throw ToolError(
          message: "\(path):\(line + 1): expected a number of 32 bits, found \"\(text)\"",
          code: .badData)
      }
      return number
    }
  }

  /// The lines of `readings.txt`: the pieces of a question, a tab, and what is told of it in each direction.
  /// None when there is no such file.
  static func readings(_ folder: String) throws -> [(ids: [Int32], values: [Float])] {
    let path = folder + "/readings.txt"
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    let lines = String(decoding: try readFile(path), as: UTF8.self).split(separator: "\n")
    return try lines.enumerated().map { line, text in
      let parts = text.split(separator: "\t", omittingEmptySubsequences: false)
        .map { $0.split(separator: " ") }
      let ids = parts[0].compactMap { Int32($0) }
      let values = (parts.last ?? []).compactMap { Float($0) }
      guard parts.count == 2, ids.count == parts[0].count, values.count == parts[1].count,
        !values.isEmpty, values.allSatisfy({ abs($0) <= 65504 })
      else {
        throw ToolError(
          message:
            "\(path):\(line + 1): expected whole numbers, a tab and numbers up to 65504, found \"\(text)\"",
          code: .badData)
      }
      return (ids, values)
    }
  }

  /// The encoder of a model file, or of such a folder.
  static func encoder(_ path: String) throws -> Encoder {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    return exists && isFolder.boolValue
      ? try weights(path).encoder() : try Encoder(openModel(path))
  }
}

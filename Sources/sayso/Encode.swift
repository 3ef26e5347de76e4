import CommandLineKit
import Corpora
import Encoders
import JSONText
import Lexicons
import Sayso
import StanceScoring
import Training

private struct Arguments: AnalysisArguments, OutputArguments {
  var analysis = AnalysisOptions()
  var files: [String] = []
  var vocabulary: String?
  var output: String?
  var printsPieces = false
}

private let command = Command(
  "encode", abstract: "Print what the encoder reads of labelled quotes, one JSON object a line.",
  discussion: """
    "ids" are the numbers of word pieces; "target" and "source" say where marks stand for the actors \
    that are asked about; "head" is the kind of question: quotes, directed or sentence. "key" names the \
    text: 32 bits of its hash.
    """,
  defaults: Arguments(),
  operands: .init("labels", help: "Files of labelled quotes.") { (arguments, words) in
    arguments.files = words
  },
  flags: [
    .text("vocabulary", of: "file", help: "The word pieces, one a line.") { $0.vocabulary = $1 },
    Flag("pieces", help: "Print the stretches of text and the marks too, before they are divided.") {
      (arguments, _) in arguments.printsPieces = true
    },
    .output("Where to write (default: standard output)."),
    .models, .threads,
  ])

let encodeEntry = Tool.Entry(command) { (arguments, console) in
  guard let path = arguments.vocabulary else {
    throw UsageError.missingValue(option: "--vocabulary <file>")
  }
  let tokenizer = try QuestionTokenizer(Vocabulary(text: try readFile(path)))
  let quotes = try arguments.files.flatMap { path in
    try LabelledQuote.read(path).map { (path: path, quote: $0) }
  }
  let analyzer = try arguments.analysis.makeAnalyzer()
  let draft = try arguments.output.map { path throws(OutputError) in
    try OutputDraft(path: path)
  }
  let buffer = draft?.buffer ?? console.out
  var code = ExitCode.success
  let printsPieces = arguments.printsPieces
  try workInOrder(on: quotes.makeIterator(), workers: arguments.analysis.threads) { item in
    (
      item,
      Result { () throws(CorpusProblem) in
        let question = try question(of: item.quote, with: analyzer)
        var writer = JSONWriter()
        writer.object { json in
          write(item.quote, question, tokenizer, printsPieces: printsPieces, to: &json)
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
  try draft?.commit()
  return code
}

private func write(
  _ quote: LabelledQuote, _ question: StanceQuestion, _ tokenizer: QuestionTokenizer,
  printsPieces: Bool, to json: inout JSONWriter
) {
  let input = tokenizer.input(question)
  json.member("id", quote.id)
  json.member("group", quote.group)
  json.member("head", StanceTraining.kind(of: quote).rawValue)
  json.member("label", quote.label.rawValue)
  json.member("key", UInt32(truncatingIfNeeded: TextHash.hash(quote.text)))
  json.member(array: "ids", input.ids) { $0.integer($1) }
  json.member(array: "target", input.target) { $0.integer($1) }
  json.member(array: "source", input.source) { $0.integer($1) }
  guard printsPieces else { return }
  json.member(array: "pieces", question.encoderPieces()) { json, piece in
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

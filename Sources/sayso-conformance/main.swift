import Documents
import Foundation

// What single parts of the library make of a line of JSON each: public test suites compare it with
// what they expect. `Scripts/conformance.py` and `Scripts/segmentation.py` run it.

/// A line as it comes in.
struct Question: Decodable {
  var input: String
  /// For HTML: the state of the standard to begin in, and the tag before.
  var state: String?
  var lastStartTag: String?
}

let usage = """
  usage: sayso-conformance html | text
         html: {"input","state","lastStartTag"} a line gives the tokens in the form of html5lib
         text: {"input"} a line gives {"tokens","sentences","stretches",
               "quotations","diagnostics"}, spans in code points
  """

guard let command = CommandLine.arguments.dropFirst().first, ["html", "text"].contains(command)
else {
  FileHandle.standardError.write(Data((usage + "\n").utf8))
  exit(64)
}

while let line = readLine() {
  do {
    let question = try JSONDecoder().decode(Question.self, from: Data(line.utf8))
    let answer: [Any] =
      command == "html"
      ? HTMLConformance.tokens(
        Array(question.input.utf8), state: question.state ?? "Data state",
        lastStartTag: question.lastStartTag ?? "")
      : [try segments(Array(question.input.utf8))]
    let data = try JSONSerialization.data(withJSONObject: answer, options: .sortedKeys)
    print(String(decoding: data, as: UTF8.self))
  } catch {
    FileHandle.standardError.write(Data("sayso-conformance: \(error)\n".utf8))
    exit(65)
  }
}

/// The tokens and sentences of a text. Stretches are the sentences with all that belongs to none: a
/// dateline goes with the sentence after it, a paragraph that is no body is one stretch.
func segments(_ bytes: [UInt8]) throws -> [String: Any] {
  let document = try DocumentReader().read(bytes, id: "text", allowEmpty: true)
  let map = OffsetMap(document.bytes)
  func span(_ span: TextSpan) -> [Int] { [map.codePoint(span.start), map.codePoint(span.end)] }
  var stretches: [[Int]] = []
  for paragraph in document.paragraphs where !paragraph.tokens.isEmpty {
    let ranges =
      paragraph.sentences.isEmpty
      ? [paragraph.tokens] : document.sentences[paragraph.sentences].map(\.tokens)
    for (place, range) in ranges.enumerated() {
      let first = place == 0 ? paragraph.tokens.lowerBound : range.lowerBound
      stretches.append(span(document.span(ofTokens: first..<range.upperBound)))
    }
  }
  return [
    "tokens": document.tokens.map { span($0.span) + [$0.kind == .word ? 1 : 0] },
    "stretches": stretches,
    "quotations": document.quotedPassages.map { span($0.span) + [$0.depth, $0.isClosed ? 1 : 0] },
    "diagnostics": document.diagnostics.map { "\($0.line): \($0.code)" },
    "sentences": document.sentences.map { span($0.span) },
  ]
}

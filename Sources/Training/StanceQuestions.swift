import Corpora
import Documents
import LinearAlgebra
import LinearModels
import StanceScoring
import Syntax

/// Labelled quotes with their texts parsed, ready to be asked about.
struct StanceQuestions: Sendable {
  var quotes: [LabelledQuote] = []
  /// One for each quote.
  var questions: [StanceQuestion] = []
  /// How many quotes have no token in their target.
  var skippedCount = 0

  /// - Parameter parse: the analysis that questions will have too.
  init(_ quotes: [LabelledQuote], threads: Int, parse: @Sendable (Document) -> Parse) {
    let found = inParts(quotes.count, threads: threads) { range in
      let documents = DocumentReader()
      // Several questions about one text follow each other: it is parsed once.
      var last: (text: [UInt8], document: Document, parse: Parse)?
      return range.map { index -> StanceQuestion? in
        let quote = quotes[index]
        if last?.text != quote.text {
          guard let document = try? documents.read(quote.text, id: quote.id) else { return nil }
          last = (quote.text, document, parse(document))
        }
        return last.flatMap { quote.question(document: $0.document, parse: $0.parse) }
      }
    }
    for (quote, question) in zip(quotes, found) {
      guard let question else {
        skippedCount += 1
        continue
      }
      self.quotes.append(quote)
      questions.append(question)
    }
  }

  /// Adds the words of each text once.
  func appendWords(to stream: inout WordStream) {
    var seen: Set<[UInt8]> = []
    for (quote, question) in zip(quotes, questions) where seen.insert(quote.text).inserted {
      stream.append(question.document, question.parse)
    }
  }
}

/// Labelled quotes as rows of features.
struct StanceRows {
  var quotes: [LabelledQuote]
  var rows: [StanceRow]
  var labels: [Int32]
  var skippedCount: Int

  init(_ questions: StanceQuestions, reader: StanceFeatureReader, threads: Int) {
    quotes = questions.quotes
    labels = quotes.map { Int32(Stance.allCases.firstIndex(of: $0.label)!) }
    skippedCount = questions.skippedCount
    rows = inParts(quotes.count, threads: threads) { range in
      range.map { reader.row(for: questions.questions[$0]) }
    }
  }
}

/// Makes a value for each number below a count, on several threads; the order does not depend on how
/// many.
func inParts<Value: Sendable>(
  _ count: Int, partSize: Int = 64, threads: Int, _ make: @Sendable (Range<Int>) -> [Value]
) -> [Value] {
  var parts = [[Value]](repeating: [], count: (count + partSize - 1) / partSize)
  parts.withUnsafeMutableBufferPointer { buffer in
    nonisolated(unsafe) let parts = buffer
    ThreadTeam(threads: threads).run(parts: parts.count) { part in
      parts[part] = make((part * partSize)..<min(count, (part + 1) * partSize))
    }
  }
  return parts.flatMap { $0 }
}

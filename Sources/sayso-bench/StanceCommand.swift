import Corpora
import Documents
import Foundation
import Sayso
import StanceScoring
import Syntax

/// Measures how fast stances are scored: questions whose documents are parsed and in memory, one thread.
struct StanceCommand {
  /// Labelled quotes.
  var path = "seeds/quotes.jsonl"
  var rounds = 5

  struct Line: Codable {
    var pairs: Int
    var words: Int
    var pairsPerSecond: Double
    var millionWordsPerSecond: Double
    /// From text: reading, tagging, names and scoring.
    var pairsPerSecondFromText: Double
    /// The sum of all scores, which shows that the same work was done.
    var checksum: Double
  }

  func run() throws -> Line {
    let analyzer = try Analyzer(scorer: .linear)
    let scorer = try StanceScorer.builtIn()
    let quotes = try LabelledQuote.read(path)
    let clock = ContinuousClock()
    var questions: [StanceQuestion] = []
    let reading = try clock.measure {
      for quote in quotes {
        let (document, parse) = try analyzer.read(quote.text, id: quote.id)
        if let question = quote.question(document: document, parse: parse) {
          questions.append(question)
        }
      }
    }
    var best = Duration.seconds(1_000_000)
    var checksum = 0.0
    for _ in 0..<rounds {
      checksum = 0
      let time = clock.measure {
        for question in questions { checksum += scorer.score(question, explaining: false).score }
      }
      best = min(best, time)
    }
    let words = questions.reduce(0) { $0 + $1.document.tokens.count }
    let seconds = best / .seconds(1)
    return Line(
      pairs: questions.count, words: words, pairsPerSecond: Double(questions.count) / seconds,
      millionWordsPerSecond: Double(words) / seconds / 1e6,
      pairsPerSecondFromText: Double(questions.count) / (seconds + reading / .seconds(1)),
      checksum: checksum)
  }
}

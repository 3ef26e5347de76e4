import Actors
import Corpora
import Foundation
import Quotes
import Sayso
import StanceScoring

/// How many articles a second get their quotes, with speakers, from their bytes on one core:
/// `sayso-bench quotes`.
///
/// Peers with neural parsers do 1 to 20 articles a second on one core.
struct QuotesCommand {
  /// Annotated articles; only their texts are read.
  var path = "../shared/data/quotes/polnear/dev.jsonl"
  var rounds = 5

  struct Line: Codable {
    var articles: Int
    var bytes: Int
    /// What was found, which shows that the work was done.
    var quotes: Int
    var quotesWithSpeaker: Int
    /// The median and the least over the rounds, of seconds of processor time on one core.
    var medianSeconds: Double
    var leastSeconds: Double
    var articlesPerSecond: Double
  }

  func run() throws -> Line {
    let texts = try AnnotatedArticle.read(path).map { (id: $0.id, bytes: $0.text) }
    let analyzer = try Analyzer(scorer: .linear)
    var options = Analyzer.Options()
    options.stance = .none
    options.cueClasses = [.speech, .evaluation, .attitude]
    var quotes = 0
    var attributed = 0
    var seconds: [Double] = []
    for _ in 0..<max(1, rounds) {
      (quotes, attributed) = (0, 0)
      let start = clock()
      for text in texts {
        let article = try analyzer.analyze(text.bytes, id: text.id, options: options)
        quotes += article.quotes.count
        attributed += article.actors.attributions.count { $0.actor != nil }
      }
      seconds.append(Double(clock() - start) / Double(CLOCKS_PER_SEC))
    }
    seconds.sort()
    let median = seconds[seconds.count / 2]
    return Line(
      articles: texts.count, bytes: texts.reduce(0) { $0 + $1.bytes.count }, quotes: quotes,
      quotesWithSpeaker: attributed, medianSeconds: median, leastSeconds: seconds[0],
      articlesPerSecond: Double(texts.count) / median)
  }

  static func markdown(_ line: Line) -> String {
    "\(line.articles) articles (\(line.bytes) bytes) in \(text(line.medianSeconds, 3)) s of one core "
      + "(least \(text(line.leastSeconds, 3)) s): \(text(line.articlesPerSecond, 0)) articles a second; "
      + "\(line.quotes) quotes, \(line.quotesWithSpeaker) with a speaker."
  }
}

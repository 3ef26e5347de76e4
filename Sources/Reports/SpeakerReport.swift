public import Actors
import Documents
import Evaluation
import Quotes
public import Sayso
public import StanceScoring

/// Who says what about whom in some articles, speaker by speaker.
///
/// A speaker of several articles is one when the names are equal; a speaker who is described but not named
/// is another one in each article. Speakers come in the order of their number of quotes, targets in the
/// order of the number of quotes about them; equally many in the order of the articles.
public struct SpeakerReport: Sendable {
  /// A speaker and whom the speaker talks about.
  public struct Speaker: Sendable {
    public var name: String
    public var kind: Actor.Kind
    public var quoteCount: Int
    public var articleCount: Int
    public var targets: [Target]
  }

  /// What a speaker says about one target.
  public struct Target: Sendable {
    public var name: String
    public var kind: Actor.Kind
    /// The quotes about the target.
    public var quotes: [ScoredQuote]
    public var articleCount: Int
    /// The mean of the quotes' scores, from -1 (against) to 1 (favor).
    public var meanScore: Double
    /// The 95 % interval of the mean, clustered by article, or over quotes when all are from one
    /// article; nil for fewer than three quotes.
    public var interval: ClosedRange<Double>?

    /// How many quotes have a stance.
    public func count(of stance: Stance) -> Int { quotes.count { $0.label == stance } }

    /// The quotes that say most: those that are not neutral with the largest scores.
    public func tellingQuotes(_ count: Int) -> [ScoredQuote] {
      let polar = quotes.enumerated().filter { $0.element.label != .neutral }
      let sorted = polar.sorted {
        (abs($1.element.score), $0.offset) < (abs($0.element.score), $1.offset)
      }
      return sorted.prefix(count).map(\.element)
    }
  }

  /// A quote about a target.
  public struct ScoredQuote: Sendable {
    public var article: String
    /// The content in one line.
    public var text: String
    public var label: Stance
    public var score: Double
    /// The quote's number among all quotes of the report, from 0.
    public var number = 0
  }

  public var articleCount = 0
  public var quoteCount = 0
  /// Quotes whose speaker is neither named nor described.
  public var speakerlessCount = 0
  public var speakers: [Speaker] = []
  /// The first articles with their marks, as many as a page can show; empty unless they were asked for.
  public var articles: [ArticleView] = []
  /// The bytes of all articles whose text was asked for.
  var articleBytes = 0

  /// The share of quotes without a speaker, or nil when there are no quotes.
  public var speakerlessShare: Double? {
    quoteCount == 0 ? nil : Double(speakerlessCount) / Double(quoteCount)
  }
}

/// Gathers articles into a `SpeakerReport`; it keeps the quotes and forgets the articles.
public struct SpeakerReportBuilder: Sendable {
  /// What one article adds; made on any thread.
  public struct Part: Sendable {
    fileprivate var quotes: [PartQuote] = []
    fileprivate var view: ArticleView?
    /// The day in the article's id.
    public let date: ArticleDate?

    /// - Parameter keepsText: Whether the report shall show the article itself.
    public init(_ article: ScoredArticle, keepsText: Bool = false) {
      let document = article.document
      date = ArticleDate(in: document.id)
      if keepsText { view = ArticleView(article) }
      for (index, quote) in article.quotes.enumerated() {
        let words = quote.content.map { document.text(document.span(ofTokens: $0)) }
        let line = words.joined(separator: " … ").split(whereSeparator: \.isWhitespace)
        let scores = index < article.scores.count ? article.scores[index] : []
        let targets = zip(article.actors.targets[index], scores).map { target, score in
          let actor = article.actors.actors[target.actor]
          return PartTarget(
            name: actor.name, kind: actor.kind,
            quote: .init(
              article: document.id, text: line.joined(separator: " "), label: score.label,
              score: score.score))
        }
        let speaker = article.actors.attributions[index].actor.map { article.actors.actors[$0] }
        quotes.append(
          PartQuote(
            article: document.id, speaker: speaker?.name, kind: speaker?.kind ?? .nominal,
            targets: targets))
      }
    }
  }

  fileprivate struct PartQuote: Sendable {
    var article: String
    var speaker: String?
    var kind: Actor.Kind
    var targets: [PartTarget]
  }

  fileprivate struct PartTarget: Sendable {
    var name: String
    var kind: Actor.Kind
    var quote: SpeakerReport.ScoredQuote
  }

  /// What makes two speakers one.
  private struct SpeakerKey: Hashable {
    var name: String
    /// The article for speakers without a name, which say nothing beyond it.
    var article: Int?
  }

  fileprivate struct Gathered {
    var speaker: SpeakerReport.Speaker
    var articles: Set<Int> = []
    var targets: [String: Int] = [:]
    var articlesOfTargets: [[Int]] = []
  }

  /// How many bytes of articles are kept: more than a page ever shows, and bounded.
  private static let keptBytes = 8_000_000

  private var report = SpeakerReport()
  private var places: [SpeakerKey: Int] = [:]
  private var gathered: [Gathered] = []

  public init() {}

  /// Adds an article.
  public mutating func add(_ part: Part) {
    let article = report.articleCount
    report.articleCount += 1
    if var view = part.view, report.articleBytes < Self.keptBytes {
      for index in view.quotes.indices { view.quotes[index].number += report.quoteCount }
      report.articles.append(view)
    }
    report.articleBytes += part.view?.text.count ?? 0
    for var quote in part.quotes {
      for index in quote.targets.indices { quote.targets[index].quote.number = report.quoteCount }
      report.quoteCount += 1
      guard let name = quote.speaker else {
        report.speakerlessCount += 1
        continue
      }
      let key = SpeakerKey(name: name, article: quote.kind == .nominal ? article : nil)
      let place = places[key] ?? gathered.count
      if place == gathered.count {
        places[key] = place
        gathered.append(
          Gathered(
            speaker: .init(
              name: name, kind: quote.kind, quoteCount: 0, articleCount: 0, targets: [])))
      }
      gathered[place].add(quote.targets, article: article)
    }
  }

  /// The report on all articles that were added.
  public func finish() -> SpeakerReport {
    var report = report
    report.speakers = gathered.map { item in
      var speaker = item.speaker
      speaker.articleCount = item.articles.count
      for index in speaker.targets.indices {
        speaker.targets[index].summarize(articles: item.articlesOfTargets[index])
      }
      speaker.targets = sortedByCount(speaker.targets) { $0.quotes.count }
      return speaker
    }
    report.speakers = sortedByCount(report.speakers, \.quoteCount)
    return report
  }

  private func sortedByCount<T>(_ items: [T], _ count: (T) -> Int) -> [T] {
    items.enumerated().sorted { a, b in
      (count(b.element), a.offset) < (count(a.element), b.offset)
    }.map(\.element)
  }
}

extension SpeakerReportBuilder.Gathered {
  fileprivate mutating func add(_ found: [SpeakerReportBuilder.PartTarget], article: Int) {
    speaker.quoteCount += 1
    articles.insert(article)
    for target in found {
      let place = targets[target.name] ?? speaker.targets.count
      if place == speaker.targets.count {
        targets[target.name] = place
        speaker.targets.append(
          .init(
            name: target.name, kind: target.kind, quotes: [], articleCount: 0, meanScore: 0,
            interval: nil))
        articlesOfTargets.append([])
      }
      speaker.targets[place].quotes.append(target.quote)
      articlesOfTargets[place].append(article)
    }
  }
}

extension SpeakerReport.Target {
  /// Calculates the mean and its interval.
  ///
  /// - Parameter articles: The number of each quote's article.
  fileprivate mutating func summarize(articles: [Int]) {
    let groups = Dictionary(grouping: zip(articles, quotes), by: \.0).sorted { $0.key < $1.key }
    articleCount = groups.count
    let clusters =
      groups.count > 1 ? groups.map { $0.value.map(\.1.score) } : quotes.map { [$0.score] }
    let tallies = clusters.map { (sum: $0.reduce(0, +), count: $0.count) }
    meanScore = tallies.reduce(0) { $0 + $1.sum } / Double(max(1, quotes.count))
    interval = quotes.count < 3 ? nil : clusteredMeanInterval(tallies, bounds: -1...1)
  }
}

extension ArticleView {
  /// An article with its quotes numbered from 0.
  init(_ article: ScoredArticle) {
    let document = article.document
    func spans(_ ranges: [Range<Int>]) -> [TextSpan] { ranges.map { document.span(ofTokens: $0) } }
    id = document.id
    text = document.bytes
    paragraphs = document.paragraphs.map(\.span)
    quotes = article.quotes.enumerated().map { index, quote in
      let scores = index < article.scores.count ? article.scores[index] : []
      return MarkedQuote(
        number: index,
        speaker: article.actors.attributions[index].actor.map { article.actors.actors[$0].name },
        content: spans(quote.content), cue: spans(quote.cue), source: spans(quote.source),
        targets: zip(article.actors.targets[index], scores).map { target, score in
          MarkedTarget(
            name: article.actors.actors[target.actor].name,
            mentions: spans(target.mentions.map(\.tokens)), label: score.label, score: score.score)
        })
    }
  }
}

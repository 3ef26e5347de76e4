import Actors
import StanceScoring

/// Gathers articles into a `SpeakerReport`.
///
/// Of each quote its score is kept, sixteen bytes, so that every figure counts every quote. Texts are
/// kept while there are no more than `keptQuotes`; beyond that each pair of speaker and target keeps its
/// most telling ones, so that the memory of a report does not grow with the length of what was said.
public struct SpeakerReportBuilder: Sendable {
  /// What makes two speakers one.
  private struct SpeakerKey: Hashable {
    var identity: SpeakerReport.Identity
    /// The article for speakers without a name, which say nothing beyond it.
    var article: Int?
  }

  private struct Gathered {
    var speaker: SpeakerReport.Speaker
    var lastArticle = -1
    /// The place of each target among the speaker's, or -1 when the filter leaves it out.
    var targets: [SpeakerReport.Identity: Int] = [:]
  }

  /// How many bytes of articles are kept: more than a page ever shows, and bounded.
  private static let keptBytes = 8_000_000
  /// How many quotes keep their texts. Chosen: about 50 MB.
  static let standardKeptQuotes = 100_000

  private var report = SpeakerReport()
  /// The place of each speaker, or -1 when the filter leaves it out.
  private var places: [SpeakerKey: Int] = [:]
  private var gathered: [Gathered] = []
  private var keptCount = 0
  private let keptQuotes: Int
  private let filter: SpeakerReport.Filter
  private var ids: Set<String>?

  /// - Parameters:
  ///   - filter: What the report leaves out.
  ///   - countsOnce: Whether an article that comes again, by its id, is passed over.
  public init(
    filter: SpeakerReport.Filter = SpeakerReport.Filter(), countsOnce: Bool = false,
    keptQuotes: Int? = nil
  ) {
    self.filter = filter
    self.keptQuotes = keptQuotes ?? Self.standardKeptQuotes
    ids = countsOnce ? [] : nil
  }

  /// How many of what was added were error records, of which nothing can be reported.
  public private(set) var errorRecordCount = 0

  /// Adds an article.
  public mutating func add(_ article: ReportArticle) {
    if article.isErrorRecord {
      errorRecordCount += 1
      return
    }
    if let since = filter.since, article.date.map({ $0 < since }) ?? true { return }
    if ids?.insert(article.id).inserted == false { return }
    if let scorer = article.scorer, !report.scorers.contains(scorer) {
      report.scorers = (report.scorers + [scorer]).sorted()
    }
    let number = report.articleCount
    report.articleCount += 1
    report.dates.append(article.date)
    if var view = article.view, report.articleBytes < Self.keptBytes {
      for index in view.quotes.indices { view.quotes[index].number += report.quoteCount }
      report.articles.append(view)
    }
    report.articleBytes += article.view?.text.count ?? 0
    for quote in article.quotes {
      add(quote, article: article.id, number: number)
      report.quoteCount += 1
    }
    if keptCount > keptQuotes { prune() }
  }

  private mutating func add(_ quote: ReportArticle.Quote, article: String, number: Int) {
    guard let name = quote.speaker else {
      report.speakerlessCount += 1
      return
    }
    let key = SpeakerKey(
      identity: .init(name: name, externalID: quote.speakerID),
      article: quote.kind == .nominal && quote.speakerID == nil ? number : nil)
    let place = place(of: key, quote, name: name)
    if place < 0 { return }
    gathered[place].speaker.quoteCount += 1
    if gathered[place].lastArticle != number {
      gathered[place].lastArticle = number
      gathered[place].speaker.articleCount += 1
    }
    for target in quote.targets {
      let index = self.target(target, of: place)
      if index < 0 { continue }
      gathered[place].speaker.targets[index].scores.append(
        .init(article: Int32(truncatingIfNeeded: number), label: target.label, score: target.score))
      gathered[place].speaker.targets[index].quotes.append(
        .init(
          article: article, text: quote.text, label: target.label, score: target.score,
          number: report.quoteCount))
      keptCount += 1
    }
  }

  private mutating func place(
    of key: SpeakerKey, _ quote: ReportArticle.Quote, name: String
  ) -> Int {
    if let place = places[key] { return place }
    guard filter.shows(speaker: name) else {
      places[key] = -1
      return -1
    }
    places[key] = gathered.count
    gathered.append(
      Gathered(
        speaker: .init(
          name: name, externalID: quote.speakerID, kind: quote.kind, quoteCount: 0,
          articleCount: 0, targets: [])))
    return gathered.count - 1
  }

  private mutating func target(_ target: ReportArticle.Target, of place: Int) -> Int {
    let identity = SpeakerReport.Identity(name: target.name, externalID: target.externalID)
    if let index = gathered[place].targets[identity] { return index }
    let index = filter.shows(target: target.name) ? gathered[place].speaker.targets.count : -1
    gathered[place].targets[identity] = index
    if index >= 0 {
      gathered[place].speaker.targets.append(
        .init(name: target.name, externalID: target.externalID, kind: target.kind))
    }
    return index
  }

  /// Halves the texts that are kept: those of pairs with many first, then pairs with few quotes.
  private mutating func prune() {
    report.keepsSome = true
    for limit in [64, 16, 4, 1] where keptCount > keptQuotes / 2 {
      for place in gathered.indices {
        for index in gathered[place].speaker.targets.indices {
          let count = gathered[place].speaker.targets[index].quotes.count
          if count <= limit { continue }
          gathered[place].speaker.targets[index].quotes =
            gathered[place].speaker.targets[index].keeping(limit)
          keptCount -= count - limit
        }
      }
    }
    if keptCount <= keptQuotes / 2 { return }
    var pairs: [(count: Int, place: Int, index: Int)] = []
    for (place, item) in gathered.enumerated() {
      for (index, target) in item.speaker.targets.enumerated() where !target.quotes.isEmpty {
        pairs.append((target.scores.count, place, index))
      }
    }
    // Of equally frequent pairs the later ones go first.
    pairs.sort { ($0.count, $1.place, $1.index) < ($1.count, $0.place, $0.index) }
    for pair in pairs where keptCount > keptQuotes / 2 {
      keptCount -= gathered[pair.place].speaker.targets[pair.index].quotes.count
      gathered[pair.place].speaker.targets[pair.index].quotes = []
    }
  }

  /// The report on all articles that were added.
  public func finish() -> SpeakerReport {
    var report = report
    report.speakers = gathered.map { item in
      var speaker = item.speaker
      for index in speaker.targets.indices { speaker.targets[index].summarize() }
      speaker.targets = sortedByCount(speaker.targets, \.quoteCount)
      return speaker
    }
    report.speakers = sortedByCount(report.speakers, \.quoteCount)
    return report.filtered(filter)
  }

  private func sortedByCount<T>(_ items: [T], _ count: (T) -> Int) -> [T] {
    items.enumerated().sorted { a, b in
      (count(b.element), a.offset) < (count(a.element), b.offset)
    }.map(\.element)
  }
}

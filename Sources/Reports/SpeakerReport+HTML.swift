import Actors
import Charts
import Evaluation
import StanceScoring

extension SpeakerReport {
  /// How much a page may hold, so that a report of any size opens in a browser.
  private enum Limit {
    /// Speakers with a section of their own, and in the matrix.
    static let speakers = 200
    /// Targets of a speaker.
    static let targets = 15
    static let matrix = 12
    /// Quotes that are listed; more quotes a pair means fewer pairs with all of theirs.
    static let quotes = 2500
    /// Bytes of articles; beyond twice as many only paragraphs with quotes are shown.
    static let articleBytes = 700_000
  }

  /// The report as a page that needs nothing but itself.
  public var html: String {
    var page = HTMLPage(title: "Who says what about whom")
    let (views, numbers) = articleMarkup()
    page.heading(1, "Who says what about whom")
    page.paragraph(summary)
    page.add(
      "<p class=\"note\">Scores run from −1 (against) over 0 to +1 (favor), with the 95 % interval "
        + "of their mean in brackets. <span class=\"favor\">+ favor</span>, "
        + "<span class=\"neutral\">= neutral</span>, <span class=\"against\">− against</span>. "
        + "\(Self.smallNote)</p>")
    if keepsSome {
      page.paragraph("There are more quotes than are listed: figures count all of them.")
    }
    addMatrix(to: &page)
    addTimeLine(to: &page)
    addNetwork(to: &page)
    page.heading(2, "Speakers")
    let shown = speakers.prefix(Limit.speakers)
    if shown.count < speakers.count {
      page.paragraph(
        "The first \(shown.count) of \(speakers.count) speakers; the tables have all of them.")
    }
    let pairs = shown.reduce(0) { $0 + min(Limit.targets, $1.targets.count) }
    let listed = max(1, Limit.quotes / max(1, pairs))
    for (index, speaker) in shown.enumerated() {
      add(speaker, index, listed: listed, numbers, to: &page)
    }
    if !views.isEmpty {
      page.heading(2, "Articles")
      page.add(
        "<p class=\"note\">Marked are <span class=\"q\">what is said</span>, "
          + "<span class=\"cue\">the words that attribute it</span>, "
          + "<span class=\"src\">who says it</span> and whom it is about, in "
          + "<span class=\"tg favor\">favor</span><sup>+</sup>, "
          + "<span class=\"tg neutral\">neutral</span><sup>=</sup> or "
          + "<span class=\"tg against\">against</span><sup>−</sup>.</p>")
      if views.count < articleCount {
        page.paragraph("The first \(views.count) of \(articleCount) articles.")
      }
      page.add(String(decoding: views.joined(), as: UTF8.self))
    }
    return page.text
  }

  /// The articles' markup, as many as a page may hold, and the numbers of the quotes in them.
  private func articleMarkup() -> (views: [[UInt8]], quotes: Set<Int>) {
    var views: [[UInt8]] = []
    var numbers: Set<Int> = []
    var size = 0
    for (index, article) in articles.enumerated() {
      let view = article.markup(index: index, onlyQuotes: articleBytes > 2 * Limit.articleBytes)
      size += view.count
      if size > 2 * Limit.articleBytes { break }
      views.append(view)
      for quote in article.quotes { numbers.insert(quote.number) }
    }
    return (views, numbers)
  }

  // MARK: Speakers

  private func add(
    _ speaker: Speaker, _ index: Int, listed: Int, _ numbers: Set<Int>, to page: inout HTMLPage
  ) {
    page.add("<section class=\"filterable\" id=\"s\(index)\">")
    page.heading(3, speaker.name)
    page.add(
      "<p class=\"where\">\(speaker.kind.rawValue), "
        + "\(Figures.count(speaker.quoteCount, "quote")) in "
        + "\(Figures.count(speaker.articleCount, "article"))</p>")
    defer { page.add("</section>") }
    if speaker.targets.isEmpty { return }
    let targets = speaker.targets.prefix(Limit.targets)
    if targets.count < speaker.targets.count {
      page.paragraph("The first \(targets.count) of \(speaker.targets.count) targets.")
    }
    page.table(
      ["about", "quotes", "mean score", "favor", "neutral", "against"],
      targets.enumerated().map { place, target in
        let list = "s\(index)t\(place)"
        return [
          .init(target.name, link: list), .init("\(target.quoteCount)", link: list),
          .init(target.figure, link: list, style: target.isSmall ? "few" : target.side.rawValue),
        ]
          + Stance.allCases.map { stance in
            let count = target.count(of: stance)
            let share = Double(count) / Double(max(1, target.quoteCount))
            let words =
              target.isSmall || count == 0 ? "\(count)" : "\(count) (\(Figures.percent(share)))"
            return .init(words, link: count == 0 ? nil : list)
          }
      })
    for (place, target) in targets.enumerated() {
      page.add("<h4 id=\"s\(index)t\(place)\">About \(HTMLPage.escape(target.name))</h4>")
      var list = "<ul class=\"quotes\">"
      let quotes = target.mostTelling(listed)
      for quote in quotes { list += item(quote, numbers) }
      list += "</ul>"
      if quotes.count < target.quoteCount {
        list += "<p class=\"note\">The \(quotes.count) most telling of \(target.quoteCount).</p>"
      }
      page.add(list)
    }
  }

  private func item(_ quote: ScoredQuote, _ numbers: Set<Int>) -> String {
    let label = quote.label.rawValue
    let score = Figures.trimmed(Figures.signed(quote.score))
    var item = "<li><span class=\"\(label)\">\(Figures.sign(quote.label)) \(label) \(score)</span> "
    item += HTMLPage.escape(Figures.cut(quote.text, quoteLength))
    let article = HTMLPage.escape(Figures.cut(quote.article, 60))
    item +=
      numbers.contains(quote.number)
      ? " <a href=\"#q\(quote.number)\">\(article)</a></li>"
      : " <span class=\"where\">\(article)</span></li>"
    return item
  }

  /// Long quotes are cut in long reports: the article has them whole.
  private var quoteLength: Int { quoteCount > 1000 ? 160 : 1000 }

  // MARK: Overviews

  /// The speakers with most quotes about somebody, with their places.
  private var topSpeakers: [(offset: Int, element: Speaker)] {
    Array(
      speakers.prefix(Limit.speakers).enumerated().filter { !$0.element.targets.isEmpty }
        .prefix(Limit.matrix))
  }

  /// The targets these speakers have most quotes about.
  private var topTargets: [(identity: Identity, name: String)] {
    var counts: [Identity: (name: String, id: String, count: Int)] = [:]
    for (_, speaker) in topSpeakers {
      for target in speaker.targets {
        counts[target.identity, default: (target.name, target.externalID ?? "", 0)].count +=
          target.quoteCount
      }
    }
    return counts.sorted {
      ($1.value.count, $0.value.name, $0.value.id) < ($0.value.count, $1.value.name, $1.value.id)
    }.prefix(Limit.matrix).map { ($0.key, $0.value.name) }
  }

  private func addMatrix(to page: inout HTMLPage) {
    let columns = topTargets
    let shown = Set(columns.map(\.identity))
    let rows = topSpeakers.filter { $0.element.targets.contains { shown.contains($0.identity) } }
    guard !columns.isEmpty, !rows.isEmpty else { return }
    page.heading(2, "Speakers and whom they talk about")
    page.table(
      ["speaker"] + columns.map(\.name),
      rows.map { index, speaker in
        [HTMLPage.Cell(speaker.name, link: "s\(index)")]
          + columns.map { column in
            guard let place = speaker.targets.firstIndex(where: { $0.identity == column.identity })
            else {
              return HTMLPage.Cell("")
            }
            let target = speaker.targets[place]
            let mean = Figures.trimmed(Figures.signed(target.meanScore))
            return HTMLPage.Cell(
              target.isSmall ? "(\(mean))" : mean,
              link: "s\(index)" + (place < Limit.targets ? "t\(place)" : ""),
              style: target.isSmall ? "few" : target.side.rawValue)
          }
      },
      caption:
        "Mean scores from −1 (against) to +1 (favor), coloured where the 95 % interval leaves out 0; in "
        + "parentheses: fewer than \(Self.smallCount) quotes. Speakers and targets with most quotes.",
      isMatrix: true)
  }

  private func addTimeLine(to page: inout HTMLPage) {
    let months = months
    if months.isEmpty { return }
    page.heading(2, "Mean score by month")
    add(months, "All speakers and targets", to: &page)
    // The pairs with most quotes that reach over two months.
    var pairs: [(name: String, months: [Month])] = []
    for (_, speaker) in topSpeakers {
      for target in speaker.targets.prefix(3) where pairs.count < 6 && !target.isSmall {
        let months = self.months(of: [target])
        if !months.isEmpty { pairs.append(("\(speaker.name) on \(target.name)", months)) }
      }
    }
    for pair in pairs { add(pair.months, pair.name, to: &page) }
  }

  private func add(_ months: [Month], _ name: String, to page: inout HTMLPage) {
    page.chart(
      { id in
        Charts.timeLine(
          id: id, title: "\(name), mean score by month",
          months.map { ($0.day, $0.name, $0.mean, $0.interval) })
      }, header: Self.monthHeader, rows: months.map(Self.cells))
  }

  private func addNetwork(to page: inout HTMLPage) {
    var names: [String] = []
    var identities: [Identity] = []
    func place(_ identity: Identity, _ name: String) -> Int {
      if let place = identities.firstIndex(of: identity) { return place }
      identities.append(identity)
      names.append(name)
      return names.count - 1
    }
    let known = Set(topSpeakers.map(\.element.identity)).union(topTargets.map(\.identity))
    var links: [(from: Int, to: Int, score: Double, count: Int)] = []
    var rows: [[String]] = []
    for speaker in speakers where speaker.kind != .nominal && known.contains(speaker.identity) {
      for target in speaker.targets where links.count < 24 {
        if target.leaning == .neutral || !known.contains(target.identity) { continue }
        // Where most quotes and the mean are on different sides, nothing is claimed.
        if (target.leaning == .favor) != (target.meanScore > 0) { continue }
        if target.identity == speaker.identity { continue }
        links.append(
          (
            place(speaker.identity, speaker.name), place(target.identity, target.name),
            target.meanScore, target.quoteCount
          ))
        rows.append([speaker.name, target.name, target.figure, "\(target.quoteCount)"])
      }
    }
    guard links.count > 1 else { return }
    page.heading(2, "Who favors and opposes whom")
    page.add(
      "<p class=\"note\">Solid arrows favor, dashed ones oppose; from the speaker to the one spoken "
        + "about.</p>")
    let actors = names
    let drawn = links
    page.chart(
      { id in
        Charts.network(
          id: id, title: "Who favors and opposes whom", actors: actors, links: drawn)
      }, header: ["speaker", "about", "mean score", "quotes"],
      rows: rows)
  }
}

extension SpeakerReport.Target {
  /// Whether there are too few quotes to rank the mean.
  var isSmall: Bool { quoteCount < SpeakerReport.smallCount }

  /// The side that the mean is on beyond doubt: that of its interval, or neutral when 0 lies inside.
  var side: Stance {
    guard let interval else { return .neutral }
    return interval.lowerBound > 0 ? .favor : interval.upperBound < 0 ? .against : .neutral
  }

  /// The mean with its interval; when there are few quotes the interval first.
  var figure: String {
    let mean = Figures.trimmed(Figures.signed(meanScore))
    let range = Figures.signedInterval(interval)
    if !isSmall { return range.isEmpty ? mean : "\(mean) \(range)" }
    return range.isEmpty ? "(\(mean))" : "\(range) (\(mean))"
  }

  /// The quotes with the largest scores, whatever the side, and then the others.
  func mostTelling(_ count: Int) -> [SpeakerReport.ScoredQuote] {
    if quotes.count <= count { return quotes }
    return quotes.enumerated().sorted {
      (abs($1.element.score), $0.offset) < (abs($0.element.score), $1.offset)
    }.prefix(count).map(\.element)
  }
}

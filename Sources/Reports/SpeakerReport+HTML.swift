import Actors
import StanceScoring

extension SpeakerReport {
  /// The report as a page that needs nothing but itself.
  public var html: String {
    var page = HTMLPage(title: "Who says what about whom")
    page.heading(1, "Who says what about whom")
    page.paragraph(summary)
    for speaker in speakers {
      page.heading(2, speaker.name)
      page.paragraph(
        "\(speaker.kind.rawValue), \(Figures.count(speaker.quoteCount, "quote")) in "
          + Figures.count(speaker.articleCount, "article"))
      if speaker.targets.isEmpty { continue }
      page.table(
        ["about", "quotes", "mean score", "95 % interval", "favor", "neutral", "against"],
        speaker.targets.map { target in
          [
            target.name, "\(target.quotes.count)",
            Figures.trimmed(Figures.signed(target.meanScore)),
            Figures.signedInterval(target.interval),
          ] + Stance.allCases.map { "\(target.count(of: $0))" }
        })
      for target in speaker.targets {
        for quote in target.tellingQuotes(2) {
          let note =
            "\(Figures.sign(quote.label)) \(quote.label.rawValue) on \(target.name) "
            + "(\(Figures.trimmed(Figures.signed(quote.score))), \(quote.article))"
          page.add(
            """
            <blockquote><p>\(HTMLPage.escape(quote.text))</p>
            <p class="\(quote.label.rawValue)">\(HTMLPage.escape(note))</p></blockquote>
            """)
        }
      }
    }
    return page.text
  }
}

import Actors
import Corpora
import Documents
import Foundation
import Reports
import Sayso
import Testing

@Suite("Speaker page")
struct SpeakerPageTests {
  private func page(_ articles: [ScoredArticle]) -> String {
    var builder = SpeakerReportBuilder()
    for article in articles { builder.add(.init(article, keepsText: true)) }
    return builder.finish().html
  }

  @Test("every link leads to a place on the page, and every place is there once")
  func links() throws {
    let html = try page(Samples.all())
    let targets = html.matches(of: #/href="#([^"]+)"/#).map { String($0.1) }
    let places = html.matches(of: #/ id="([^"]+)"/#).map { String($0.1) }
    #expect(!targets.isEmpty)
    #expect(Set(places).count == places.count)
    #expect(Set(targets).subtracting(places).isEmpty)
  }

  @Test("names every table, leads past the contents, and has one heading of the first level")
  func access() throws {
    let html = try page(Samples.all())
    let count = { (part: String) in html.components(separatedBy: part).count - 1 }
    #expect(count("<table") == count("<caption"))
    #expect(count("<h1>") == 1)
    #expect(count("<svg") == count("<desc"))
    #expect(html.contains("<a class=\"skip\" href=\"#main\">"))
  }

  @Test("shows the title and the other fields of an article's record, and lets none become markup")
  func metadata() throws {
    var builder = SpeakerReportBuilder()
    builder.add(
      .init(
        try Samples.all()[0],
        metadata: [
          .init(name: "title", text: "<b>Lind</b>"), .init(name: "<i>", text: "\"><script>"),
          .init(name: "pages", json: "12"),
        ], keepsText: true))
    let html = builder.finish().html
    #expect(html.contains("<h3>&lt;b&gt;Lind&lt;/b&gt;</h3>"))
    #expect(html.contains("&lt;i&gt;: &quot;&gt;&lt;script&gt; · pages: 12"))
  }

  @Test("shows the article with quotes and targets marked by sign and class")
  func marks() throws {
    let html = try page(Samples.all())
    #expect(html.contains("<span class=\"q tg favor\">"))
    #expect(html.contains("<sup>+</sup>"))
    #expect(html.contains("<sup>−</sup>"))
  }

  @Test("puts the interval before a mean of few quotes")
  func few() throws {
    let html = try page(Samples.all())
    #expect(html.contains("(−0.90)"))
    #expect(!html.contains(">−0.90<"))
  }

  @Test(
    "lets no text become markup",
    arguments: [
      "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'-alert(1)-'",
      "</title></style></script><svg onload=alert(1)>", "javascript:alert(1)", "--><b>", "]]>",
      "a\0b\u{1}\u{86}c", "\u{202E}abc", "😀e\u{301}",
    ])
  func escaping(text: String) throws {
    let article = try Samples.article(
      text.replacing("\0", with: ""), actors: [(text, .person), (text + "2", .organization)],
      [
        .init(speaker: 0, text: "said " + text.replacing("\0", with: ""), targets: [(1, 0.9)]),
        .init(speaker: 1, text: "more", targets: [(0, -0.9)]),
      ])
    let html = page([article])
    let body = html[
      html.range(of: "<main id=\"main\" tabindex=\"-1\">")!
        .upperBound..<html.range(of: "</main>")!.lowerBound]
    for tag in ["<script", "<img", "<b>", "<style", "<title>alert"] { #expect(!body.contains(tag)) }
    #expect(html.components(separatedBy: "<script").count == 2)
    #expect(!body.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
  }

  @Test("of ten thousand quotes stays under three million bytes")
  func size() throws {
    let names: [(name: String, kind: Actor.Kind)] = (0..<400).map {
      ("Person Number \($0)", .person)
    }
    let filler = " and the harbour board has said the same of every plan that came before it"
    var articles: [ScoredArticle] = []
    for number in 0..<500 {
      var lines: [Samples.Line] = []
      for line in 0..<20 {
        let score = Double((number + line) % 19 - 9) / 10
        lines.append(
          Samples.Line(
            speaker: (number * 7 + line * 13) % 400, text: "“Quote \(line) of \(number)\(filler)”",
            targets: [((number + line * 3) % 40, score)]))
      }
      let id = "2026-\(10 + number % 3)-1\(number % 9) article \(number)"
      articles.append(try Samples.article(id, actors: names, lines))
    }
    let clock = ContinuousClock()
    var builder = SpeakerReportBuilder()
    var html = ""
    let time = clock.measure {
      for article in articles { builder.add(.init(article, keepsText: true)) }
      html = builder.finish().html
    }
    print("a page over 10,000 quotes: \(html.utf8.count) bytes in \(time)")
    #expect(html.utf8.count < 3_000_000)
    #expect(html.contains("10000 quotes"))
    if let file = ProcessInfo.processInfo.environment["LARGE_PAGE"] {
      try html.write(toFile: file, atomically: true, encoding: .utf8)
    }
  }

  @Test("keeps only what a filter asks for, and ranks no small counts")
  func filters() throws {
    func report(_ filter: SpeakerReport.Filter = .init()) throws -> SpeakerReport {
      var builder = SpeakerReportBuilder(filter: filter)
      for article in try Samples.all() { builder.add(.init(article)) }
      return builder.finish()
    }
    var filter = SpeakerReport.Filter()
    filter.targets = ["lind"]
    #expect(try report(filter).speakers.map(\.name) == ["Ada Okafor"])
    filter.minimumQuotes = 9
    #expect(try report(filter).speakers.isEmpty)
    filter = SpeakerReport.Filter()
    filter.speakers = ["CLERK", "lind"]
    #expect(
      try report(filter).speakers.map(\.name) == ["a tired clerk", "Bo Lind", "a tired clerk"])
    let report = try report()
    #expect(report.sorted(by: .quotes, first: 1).speakers.map(\.name) == ["Ada Okafor"])
    #expect(report.sorted(by: .name).speakers.first?.name == "Ada Okafor")
    #expect(report.sorted(by: .favor).speakers.map(\.name) == report.speakers.map(\.name))
  }
}

@Suite("Days of articles")
struct ArticleDateTests {
  @Test(
    "are read from ids",
    arguments: [
      ("2026-03-14-harbour", "2026-03-14"), ("paper/1999-12-31", "1999-12-31"),
      ("2026-13-01", nil), ("12026-01-02x", "2026-01-02"), ("none", nil), ("2026-1-2", nil),
    ] as [(String, String?)])
  func reading(id: String, day: String?) {
    #expect(ArticleDate(in: id) == day.flatMap { ArticleDate(in: $0) })
    #expect((ArticleDate(in: id) == nil) == (day == nil))
  }
}

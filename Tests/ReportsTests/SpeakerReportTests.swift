import Actors
import Corpora
import Foundation
import GoldenFiles
import Reports
import Sayso
import StanceScoring
import Testing

@Suite("Speaker report")
struct SpeakerReportTests {
  private func report(_ articles: [ScoredArticle]) -> SpeakerReport {
    var builder = SpeakerReportBuilder()
    for article in articles { builder.add(.init(article)) }
    return builder.finish()
  }

  @Test("joins speakers of several articles by name, and the nameless not")
  func joining() throws {
    let report = try report(Samples.all())
    #expect(
      report.speakers.map(\.name) == [
        "Ada Okafor", "a tired clerk", "Bo Lind", "a tired clerk",
      ])
    #expect(report.speakers[0].articleCount == 2)
    #expect(report.speakers[0].quoteCount == 3)
    #expect(report.quoteCount == 7)
    #expect(report.speakerlessCount == 1)
  }

  @Test("joins actors by the identifier of a list when they have one")
  func identifiers() throws {
    let (ada, bo) = ("Ada Okafor", "Bo Lind")
    // The same two under other names, another Ada Okafor, and one whom the list does not have.
    let cast: [(id: String?, name: String, target: (id: String?, name: String))] = [
      ("Q1", ada, ("Q2", bo)), ("Q1", "Mayor Okafor", ("Q2", "Lind")), ("Q7", ada, ("Q2", bo)),
      (nil, ada, (nil, bo)),
    ]
    let articles = try cast.enumerated().map { number, row in
      var ids: [Int: String] = [:]
      ids[0] = row.id
      ids[1] = row.target.id
      return try Samples.article(
        "a\(number)", actors: [(row.name, .person), (row.target.name, .person)], ids: ids,
        [.init(speaker: 0, text: "“He keeps his word.”", targets: [(1, 0.8)])])
    }
    let report = report(articles)
    #expect(report.speakers.map(\.name) == [ada, ada, ada])
    #expect(report.speakers.map(\.externalID) == ["Q1", "Q7", nil])
    #expect(report.speakers.map(\.articleCount) == [2, 1, 1])
    #expect(report.speakers[0].targets.map(\.name) == [bo])
    #expect(report.speakers[0].targets[0].quoteCount == 2)
    let rows = String(decoding: report.csvBytes(), as: UTF8.self).split(separator: "\r\n")
    #expect(rows[0].hasSuffix(",against,scorer,speaker_id,target_id"))
    #expect(
      rows.dropFirst().map { $0.suffix(13) } == [",linear,Q1,Q2", ",linear,Q7,Q2", ",0,0,linear,,"])
    // From what score prints it is the same.
    var builder = SpeakerReportBuilder()
    for article in articles {
      let line = article.json(modelDigest: "sha256:0", options: .init())
      builder.add(try #require(try ReportArticle(json: line, name: "x")))
    }
    #expect(builder.finish().json == report.json)
    // The matrix has a column for each of the two targets, though they share a name.
    #expect(report.html.contains("<th scope=\"col\">\(bo)</th><th scope=\"col\">\(bo)</th>"))
  }

  @Test("takes the mean over quotes, with an interval from three quotes on")
  func means() throws {
    let targets = try report(Samples.all()).speakers[0].targets
    #expect(targets.map(\.name) == ["Bo Lind", "Harbour <Union>"])
    #expect(abs(targets[0].meanScore - 0.5) < 1e-12)
    let interval = try #require(targets[0].interval)
    #expect(interval.contains(0.5))
    #expect(targets[0].count(of: .favor) == 2)
    #expect(targets[0].count(of: .neutral) == 1)
    #expect(targets[1].interval == nil)
    #expect(targets[0].tellingQuotes(1).map(\.score) == [0.8])
  }

  @Test(
    "looks as it should",
    arguments: [
      "speakers.txt", "speakers-color.txt", "speakers.md", "speakers.json", "speakers.csv",
      "speakers.html",
      "speakers.ipynb",
    ])
  func goldens(name: String) throws {
    let report = try report(Samples.all())
    let bytes: [UInt8] =
      switch name {
      case "speakers.txt": Array(report.text(TextStyle(width: 80)).utf8)
      case "speakers-color.txt": Array(report.text(TextStyle(width: 100, usesColor: true)).utf8)
      case "speakers.md": Array(report.markdown.utf8)
      case "speakers.json": report.json
      case "speakers.csv": report.csvBytes()
      case "speakers.ipynb": report.notebook(besides: "speakers")
      default: Array(report.html.utf8)
      }
    #expect(GoldenFile.difference(bytes, from: name) == nil)
  }

  @Test("is the same from what score prints, with and without the articles' texts")
  func scores() throws {
    let articles = try Samples.all()
    let direct = try report(articles)
    for keepsText in [true, false] {
      let options = ScoredArticle.JSONOptions(includesText: keepsText)
      var builder = SpeakerReportBuilder()
      for article in articles {
        let line = article.json(modelDigest: "sha256:0", options: options)
        builder.add(try #require(try ReportArticle(json: line, name: "x", keepsText: keepsText)))
      }
      let report = builder.finish()
      #expect(report.json == direct.json)
      #expect(report.text(TextStyle()) == direct.text(TextStyle()))
      #expect(report.articles.count == (keepsText ? articles.count : 0))
    }
    #expect(try ReportArticle(json: Array(#"{"id":"a","text":"b"}"#.utf8), name: "x") == nil)
    #expect(throws: CorpusProblem.self) {
      try ReportArticle(json: Array(#"{"quotes":[}"#.utf8), name: "x")
    }
  }

  @Test("passes over what stands in the place of an article that could not be read")
  func errorRecords() throws {
    var builder = SpeakerReportBuilder()
    for article in try Samples.all() { builder.add(.init(article)) }
    let line = #"{"id":"x","error":{"code":65,"message":"in.jsonl:3: missing \"text\""}}"#
    builder.add(try #require(try ReportArticle(json: Array(line.utf8), name: "x")))
    #expect(builder.errorRecordCount == 1)
    #expect(builder.finish().json == (try report(Samples.all())).json)
    // An article may have a field of that name.
    let article = #"{"text":"It rained.","error":{}}"#
    #expect(try ReportArticle(json: Array(article.utf8), name: "x") == nil)
  }

  @Test("counts an article once that comes again, when asked to")
  func merging() throws {
    var builder = SpeakerReportBuilder(countsOnce: true)
    for article in try Samples.all() + Samples.all() { builder.add(.init(article)) }
    #expect(builder.finish().json == (try report(Samples.all())).json)
  }

  @Test("of very many quotes counts all and keeps the most telling", arguments: [1, 3, 10, 100])
  func pruning(kept: Int) throws {
    let names: [(name: String, kind: Actor.Kind)] = (0..<4).map { ("Actor \($0)", .person) }
    let articles = try (0..<20).map { (number: Int) -> ScoredArticle in
      let lines = (0..<4).map { (line: Int) -> Samples.Line in
        let target = (line + number % 3 + 1) % 4
        let score = Double((number * 7 + line) % 19 - 9) / 10
        return Samples.Line(
          speaker: line, text: "“Quote \(line) of \(number)”", targets: [(target, score)])
      }
      return try Samples.article("a\(number)", actors: names, lines)
    }
    var builder = SpeakerReportBuilder(keptQuotes: kept)
    for article in articles { builder.add(.init(article)) }
    let some = builder.finish()
    let all = try report(articles)
    #expect(some.keepsSome == (kept < 80))
    #expect(some.csvBytes() == all.csvBytes())
    let keptTargets: [SpeakerReport.Target] = some.speakers.flatMap { $0.targets }
    let count = keptTargets.reduce(0) { $0 + $1.quotes.count }
    #expect(kept < 80 ? count <= kept : count == 80)
    // A pair that keeps one quote keeps one of the largest of those it had when it let go of them.
    #expect(keptTargets.allSatisfy { $0.quotes.count <= $0.quoteCount })
  }

  @Test("tells means by month when articles have dates")
  func months() throws {
    let names: [(name: String, kind: Actor.Kind)] = [("Ada Okafor", .person), ("Bo Lind", .person)]
    var builder = SpeakerReportBuilder()
    for (date, score) in [("2026-01-05", 0.8), ("2026-01-20", 0.4), ("2026-03-02", -0.6)] {
      let article = try Samples.article(
        "a\(score)", actors: names, [.init(speaker: 0, text: "“Well.”", targets: [(1, score)])])
      builder.add(.init(article, date: date))
    }
    let text = builder.finish().text(TextStyle())
    #expect(text.contains("2026-01") && text.contains("+0.60") && text.contains("2026-03"))
    #expect(!text.contains("2026-02"))
    #expect(builder.finish().html.contains("mean score by month"))
  }

  @Test("leaves out articles before a day and those without one")
  func since() throws {
    var filter = SpeakerReport.Filter()
    filter.since = ArticleDate(in: "2026-02-01")
    var builder = SpeakerReportBuilder(filter: filter)
    for (article, date) in zip(try Samples.all(), ["2026-01-31", "2026-02-01"]) {
      builder.add(.init(article, date: date))
    }
    builder.add(.init(try Samples.all()[0]))
    #expect(builder.finish().articleCount == 1)
  }

  @Test("no line is wider than the terminal", arguments: [60, 80, 120])
  func width(width: Int) throws {
    let text = try report(Samples.all()).text(TextStyle(width: width))
    for line in text.split(separator: "\n") {
      #expect(line.count <= max(width, 80), "\(line)")
    }
  }

  @Test("of no articles says so without dividing by zero")
  func empty() {
    let report = report([])
    #expect(report.text(TextStyle()) == "0 articles, 0 quotes, 0 speakers\n")
    #expect(report.speakerlessShare == nil)
  }
}

@Suite("Tables with commas")
struct CSVTests {
  @Test(
    "quote what needs it and disarm formulas",
    arguments: [
      ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"no\"", "\"say \"\"no\"\"\""),
      ("two\nlines", "\"two\nlines\""), ("=1+1", "'=1+1"), ("-0.5", "-0.5"), ("-x", "'-x"),
      ("@me", "'@me"), ("", ""),
    ])
  func fields(text: String, field: String) {
    #expect(CSV.row([text, "z"]) == field + ",z\r\n")
  }
}

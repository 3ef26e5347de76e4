import Actors
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
    ])
  func goldens(name: String) throws {
    let report = try report(Samples.all())
    let bytes: [UInt8] =
      switch name {
      case "speakers.txt": Array(report.text(TextStyle(width: 80)).utf8)
      case "speakers-color.txt": Array(report.text(TextStyle(width: 100, usesColor: true)).utf8)
      case "speakers.md": Array(report.markdown.utf8)
      case "speakers.json": report.json
      case "speakers.csv": Array(report.csv.utf8)
      default: Array(report.html.utf8)
      }
    #expect(GoldenFile.difference(bytes, from: name) == nil)
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

import Corpora
import Documents
import Evaluation
import Foundation
import GoldenFiles
import Reports
import StanceScoring
import Testing

@Suite("Evaluation report")
struct EvaluationReportTests {
  private var report: EvaluationReport {
    let answers = (0..<30).map { index in
      StanceAnswer(
        group: "article \(index / 5)", gold: index % 4 == 0 ? .favor : .neutral,
        predicted: index % 3 == 0 ? .favor : .neutral,
        probabilities: index % 3 == 0 ? [0.625, 0.25, 0.125] : [0.125, 0.75, 0.125])
    }
    var report = EvaluationReport(
      StanceMeasures(answers, rounds: 200),
      details: StanceDetails(
        answers.enumerated().map { index, answer in
          var example = StanceExample(
            id: "\(index)", text: index == 3 ? "=<b>\(index)</b>" : "Quote \(index % 29)",
            target: index % 2 == 0 ? "Ada" : "Bo", speaker: nil, answer: answer,
            reasons: [
              Reason(feature: "intercept", value: 1, weight: 0.1),
              Reason(feature: "word: <good>", value: 1, weight: index % 3 == 0 ? 0.5 : -0.25),
            ])
          example.marks = [.init(TextSpan(0, 7), .content), .init(TextSpan(1, 3), .target)]
          example.metadata = [
            MetadataField(
              name: "<outlet>", text: (3..<18).contains(index) ? "=Gull" : "Tern \(index)"),
            MetadataField(name: "date", text: "2026-0\(1 + index / 15)-12"),
          ]
          return example
        }, rounds: 200),
      facts: [.init("command", "sayso evaluate `gold`|<b>.jsonl"), .init("model", "none")])
    report.studies = [
      StanceStudy(
        kind: .learningCurve,
        rows: [10, 100].map { share in
          StanceStudy.Row(
            setting: "\(share) %", questions: "quotes", set: "held out", exampleCount: share,
            featureCount: 7, measures: StanceStudy.measures(answers, rounds: 20, seed: 1))
        })
    ]
    report.modelCards = [.init("stance", "trained on <nothing>")]
    return report
  }

  @Test("has a slice for each value of every field that many quotes have, of dates the month")
  func slices() throws {
    let slices = try #require(report.details?.slices)
    let found = Set(slices.map { "\($0.dimension)=\($0.value)" })
    #expect(found.isSuperset(of: ["<outlet>==Gull", "date=2026-01", "target=Ada"]))
    #expect(!found.contains { $0.hasPrefix("<outlet>=Tern") })
  }

  @Test("shows how far annotators agree")
  func agreement() throws {
    let quotes = (0..<12).map { index in
      LabelledQuote(
        id: "\(index)", text: Array("Ada said so".utf8), target: TextSpan(0, 3), label: .favor,
        group: "g\(index / 3)",
        annotations: ["a", "b", "c"].enumerated().map { place, name in
          StanceAnnotation(
            annotator: name, label: Stance.allCases[(index + (index % 4 == 0 ? place : 0)) % 3])
        })
    }
    let agreement = try #require(AnnotatorAgreement(quotes, rounds: 50))
    #expect(agreement.pairs.count == 3)
    let text = EvaluationReport(agreement, facts: []).text(TextStyle())
    #expect(text.contains("12 quotes labelled by two or more of 3 annotators: a, b, c."))
    #expect(text.contains("Cohen's kappa a and c, 12 quotes"))
    #expect(
      AnnotatorAgreement(
        quotes.map { quote in
          var quote = quote
          quote.annotations = []
          return quote
        }) == nil)
    // One annotator a file is the same as several in one.
    let files = ["a", "b", "c"].enumerated().map { place, name in
      (
        name: name,
        quotes: quotes.map { quote in
          var quote = quote
          quote.label = quote.annotations[place].label
          quote.annotations = []
          return quote
        }
      )
    }
    let merged = try #require(AnnotatorAgreement(AnnotatorAgreement.merged(files), rounds: 50))
    #expect(merged.all.measures == agreement.all.measures)
  }

  @Test("tells quotes that training has seen, whatever their case and marks")
  func leaks() throws {
    func quote(_ id: String, _ text: String, _ target: String, group: String) -> LabelledQuote {
      let start = text.utf8.count - text.drop { $0 != target.first! }.utf8.count
      return LabelledQuote(
        id: id, text: Array(text.utf8), target: TextSpan(Int32(start), Int32(start + 3)),
        label: .favor, group: group)
    }
    let known = DuplicateCheck([quote("1", "“Bob met Ada,” she said.", "Ada", group: "x")])
    #expect(known.leak(of: quote("2", "bob met ADA she said", "ADA", group: "y")) == .question)
    #expect(known.leak(of: quote("3", "Bob met Ada, she said", "Bob", group: "y")) == .text)
    #expect(known.leak(of: quote("4", "Bob left Ada", "Ada", group: "x")) == .group)
    #expect(known.leak(of: quote("5", "Bob left Ada", "Ada", group: "y")) == nil)
  }

  @Test(
    "looks as it should",
    arguments: [
      "evaluation.txt", "evaluation.md", "evaluation.json", "evaluation.html", "evaluation.ipynb",
    ])
  func goldens(name: String) {
    let bytes: [UInt8] =
      switch name {
      case "evaluation.txt": Array(report.text(TextStyle(width: 80)).utf8)
      case "evaluation.md": Array(report.markdown.utf8)
      case "evaluation.json": report.json
      case "evaluation.html": Array(report.html.utf8)
      default: report.notebook
      }
    #expect(GoldenFile.difference(bytes, from: name) == nil)
  }

  @Test("has tidy tables whose rows have as many fields as their header")
  func tables() throws {
    let tables = report.tidyTables()
    #expect(
      tables.map(\.name) == [
        "measures.csv", "confusion.csv", "studies.csv", "answers.csv", "slices.csv",
      ])
    for table in tables {
      let lines = table.text.split(separator: "\r\n")
      #expect(lines.count > 1)
    }
    #expect(tables[3].text.contains(",'=<b>3</b>,"))
    #expect(report.tidyTables(raw: true)[3].text.contains(",=<b>3</b>,"))
  }

  @Test("says n/a for what is not defined, and how it enters the mean")
  func undefined() {
    let text = report.text(TextStyle())
    #expect(text.contains("recall against"))
    #expect(text.contains("n/a"))
    #expect(text.contains("Neither gold nor predicted: against; it enters the macro-F1 as 0."))
  }

  @Test("its notebook has the fields that nbformat 4.5 requires")
  func notebook() throws {
    let object = try JSONSerialization.jsonObject(with: Data(report.notebook))
    let notebook = try #require(object as? [String: Any])
    #expect(notebook["nbformat"] as? Int == 4)
    #expect(notebook["nbformat_minor"] as? Int == 5)
    #expect(notebook["metadata"] is [String: Any])
    let cells = try #require(notebook["cells"] as? [[String: Any]])
    var ids: Set<String> = []
    for cell in cells {
      let id = try #require(cell["id"] as? String)
      #expect(ids.insert(id).inserted, "\(id) is there twice")
      #expect(cell["source"] is [String])
      #expect(cell["metadata"] is [String: Any])
      guard cell["cell_type"] as? String == "code" else { continue }
      #expect(cell["execution_count"] is Int)
      let outputs = try #require(cell["outputs"] as? [[String: Any]])
      #expect(
        outputs.allSatisfy { ["stream", "display_data"].contains($0["output_type"] as? String) })
    }
  }
}

@Suite("Studies of stance")
struct StanceStudyTests {
  @Test("are tables of fixed columns, and JSON with all digits")
  func text() throws {
    func row(_ setting: String, _ value: Double?, _ interval: ClosedRange<Double>?)
      -> StanceStudy.Row
    {
      StanceStudy.Row(
        setting: setting, questions: "quotes", set: "held out", exampleCount: 40, featureCount: 7,
        measures: StanceStudy.measureNames.map {
          Measure($0, value, interval: interval)
        })
    }
    let study = StanceStudy(
      kind: .ablation,
      rows: [row("all groups", 0.5, 0.25...0.75), row("without frames", nil, nil)])
    let lines = study.text.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(
      lines[0].hasPrefix("setting         questions  set       texts  features  macro-F1 "))
    #expect(
      lines[1].hasPrefix(
        "all groups      quotes     held out  40     7         0.500 [0.250, 0.750]  0.500 ["))
    #expect(lines[2].hasPrefix("without frames  quotes     held out  40     7         n/a  "))
    struct Read: Decodable {
      struct Row: Decodable {
        struct Measure: Decodable { var value, low, high: Double? }
        var setting: String
        var measures: [Measure]
      }
      var study: String
      var rows: [Row]
    }
    let json = try JSONDecoder().decode(Read.self, from: Data(study.json))
    #expect(
      json.study == "ablation" && json.rows.map(\.setting) == ["all groups", "without frames"])
    #expect(
      json.rows[0].measures.allSatisfy { $0.value == 0.5 && $0.low == 0.25 && $0.high == 0.75 })
    #expect(json.rows[1].measures.allSatisfy { $0.value == nil })
  }
}

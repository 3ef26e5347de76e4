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
    return EvaluationReport(
      StanceMeasures(answers, rounds: 200),
      details: StanceDetails(
        answers.enumerated().map { index, answer in
          StanceExample(
            id: "\(index)", text: index == 3 ? "=<b>\(index)</b>" : "Quote \(index % 29)",
            target: index % 2 == 0 ? "Ada" : "Bo", speaker: nil, answer: answer,
            reasons: [
              Reason(feature: "intercept", value: 1, weight: 0.1),
              Reason(feature: "word: <good>", value: 1, weight: index % 3 == 0 ? 0.5 : -0.25),
            ])
        }, rounds: 200),
      facts: [.init("command", "sayso evaluate `gold`|<b>.jsonl"), .init("model", "none")])
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
      tables.map(\.name) == ["measures.csv", "confusion.csv", "answers.csv", "slices.csv"])
    for table in tables {
      let lines = table.text.split(separator: "\r\n")
      #expect(lines.count > 1)
    }
    #expect(tables[2].text.contains(",'=<b>3</b>\r\n"))
    #expect(report.tidyTables(raw: true)[2].text.contains(",=<b>3</b>\r\n"))
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

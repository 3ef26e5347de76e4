import Charts
public import Evaluation
import StanceScoring

extension EvaluationReport {
  /// The report as a page that needs nothing but itself.
  public var html: String {
    var page = HTMLPage(title: title)
    page.heading(1, title)
    page.table(["fact", "value"], facts.map { [$0.name, $0.value] })
    for table in tables {
      page.heading(2, table.title)
      if !table.note.isEmpty { page.paragraph(table.note) }
      page.chart(
        { measureChart(table, id: $0) }, header: measureHeader, rows: measureRows(table))
      let others = table.measures.filter { $0.scale != .share }
      if !others.isEmpty {
        page.table(
          measureHeader,
          others.map {
            [$0.name, Figures.value($0.value), Figures.interval($0.interval)]
          })
      }
    }
    page.add("<div class=\"charts\">")
    if let confusion {
      page.chart(
        { confusionChart(confusion, id: $0) },
        header: ["gold"] + confusion.classes, rows: confusionRows(confusion))
    }
    if !calibration.isEmpty {
      page.chart(
        { reliabilityChart(id: $0) }, header: calibrationHeader, rows: calibrationCells)
    }
    if let details { addCurves(details, to: &page) }
    page.add("</div>")
    if let details {
      addSlices(details, to: &page)
      addFeatures(details, to: &page)
      addErrors(details, to: &page)
    }
    return page.text
  }

  private func addCurves(_ details: StanceDetails, to page: inout HTMLPage) {
    func rows(_ points: (RankCurves) -> [RankCurves.Point]) -> [[String]] {
      details.curves.flatMap { stance, curves in
        Self.curveRows(points(curves)).map { [stance.rawValue] + $0 }
      }
    }
    page.chart(
      { rocChart(details, id: $0) }, header: ["stance", "false positive rate", "recall"],
      rows: rows(\.roc))
    page.chart(
      { precisionRecallChart(details, id: $0) }, header: ["stance", "recall", "precision"],
      rows: rows(\.precisionRecall))
    page.chart(
      { coverageChart(details, id: $0) }, header: ["share answered", "accuracy"],
      rows: Self.curveRows(details.coverage.points))
  }

  private func addSlices(_ details: StanceDetails, to page: inout HTMLPage) {
    page.heading(2, "Slices")
    if details.slices.isEmpty {
      page.paragraph("No slice has \(StanceDetails.smallestSlice) quotes.")
      return
    }
    page.paragraph(
      "Quotes that have something in common, worst first, with their accuracy against that of all "
        + "other quotes; p after Holm's correction for looking at \(details.slices.count) slices. "
        + "Slices of fewer than \(StanceDetails.smallestSlice) quotes are left out.")
    page.table(Self.sliceHeader, details.slices.prefix(60).map(Self.cells))
  }

  private static var sliceHeader: [String] {
    ["by", "value", "quotes", "groups", "accuracy", "difference", "95 % interval", "p"]
  }

  private static func cells(_ slice: StanceDetails.Slice) -> [String] {
    [
      slice.dimension, slice.value, "\(slice.count)", "\(slice.groupCount)",
      Figures.value(slice.accuracy), Figures.trimmed(Figures.signed(slice.difference)),
      Figures.signedInterval(slice.interval),
      slice.adjustedP.map { $0 < 0.0005 ? "< 0.001" : Figures.fixed($0, 3) } ?? "n/a",
    ]
  }

  private func addFeatures(_ details: StanceDetails, to page: inout HTMLPage) {
    if details.favoring.isEmpty && details.opposing.isEmpty { return }
    page.heading(2, "Most telling features")
    page.paragraph("What moved all answers together most, in logits of favor over against.")
    for (name, features) in [("favor", details.favoring), ("against", details.opposing)] {
      page.heading(3, "Toward \(name)")
      page.table(
        ["feature", "contribution", "answers"],
        features.map {
          [$0.feature, Figures.trimmed(Figures.signed($0.contribution)), "\($0.count)"]
        })
    }
  }

  private func addErrors(_ details: StanceDetails, to page: inout HTMLPage) {
    let errors = details.errors
    page.heading(2, "Wrong answers")
    page.paragraph(
      "\(errors.count) of \(details.examples.count), the most certain first"
        + (errors.count > 300 ? "; the first 300." : "."))
    page.table(
      ["quote", "target", "gold", "predicted", "probability", "largest reasons"],
      errors.prefix(300).map { example in
        let answer = example.answer
        let reasons = example.reasons.prefix(3).map {
          "\($0.feature) \(Figures.trimmed(Figures.signed($0.contribution)))"
        }
        let place = Stance.allCases.firstIndex(of: answer.predicted) ?? 0
        return [
          .init(Figures.cut(TextBlock.line(example.text), 300)), .init(example.target),
          .init(
            "\(Figures.sign(answer.gold)) \(answer.gold.rawValue)", style: answer.gold.rawValue),
          .init(
            "\(Figures.sign(answer.predicted)) \(answer.predicted.rawValue)",
            style: answer.predicted.rawValue),
          .init(Figures.value(answer.probabilities[place])),
          .init(reasons.joined(separator: "; ")),
        ] as [HTMLPage.Cell]
      })
  }
}

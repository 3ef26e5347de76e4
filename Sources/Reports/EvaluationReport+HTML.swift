import Charts
import Documents
public import Evaluation
import Quotes
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
        header: ["gold"] + confusion.classes, rows: confusionRates(confusion))
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
    addArticleErrors(to: &page)
    for study in studies { add(study, to: &page) }
    if !modelCards.isEmpty {
      page.heading(2, "Models")
      for card in modelCards {
        page.heading(3, card.name)
        page.add("<pre>\(HTMLPage.escape(card.value))</pre>")
      }
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
    page.paragraph(sliceNote(details))
    page.table(
      Self.sliceHeader,
      details.slices.prefix(60).map { Self.cells($0).map { HTMLPage.Cell($0) } },
      isFilterable: details.slices.count > 12)
  }

  func sliceNote(_ details: StanceDetails) -> String {
    "Quotes that have something in common, worst first, with their accuracy against that of all "
      + "other quotes; p after Holm's correction for looking at \(details.slices.count) slices. "
      + "Slices with fewer than \(StanceDetails.smallestSlice) quotes in them or outside are left out."
  }

  static var sliceHeader: [String] {
    ["by", "value", "quotes", "groups", "accuracy", "difference", "95 % interval", "p"]
  }

  static func cells(_ slice: StanceDetails.Slice) -> [String] {
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
    page.paragraph(
      "What tells the answers of a stance from all others: a feature's mean contribution to them less that "
        + "to the others, in logits of favor over against.")
    for (name, features) in [("favor", details.favoring), ("against", details.opposing)] {
      page.heading(3, "Toward \(name)")
      page.table(
        ["feature", "contribution", "answers"],
        features.map {
          [$0.feature, Figures.trimmed(Figures.signed($0.contribution)), "\($0.count)"]
        })
    }
  }

  /// How many wrong answers a page lists.
  private static let errorCount = 300

  private func addErrors(_ details: StanceDetails, to page: inout HTMLPage) {
    let errors = details.errors
    page.heading(2, "Wrong answers")
    page.add(
      "<p>\(errors.count) of \(details.examples.count), the most certain first"
        + (errors.count > Self.errorCount ? "; the first \(Self.errorCount)" : "")
        + ". Marked are <span class=\"q\">what is said</span>, <span class=\"cue\">the words that "
        + "attribute it</span>, <span class=\"src\">who says it</span> and "
        + "<span class=\"tg neutral\">whom it is about</span>.</p>")
    page.table(
      ["quote", "target", "speaker", "gold", "predicted", "probability", "largest reasons"],
      errors.prefix(Self.errorCount).map { example in
        let answer = example.answer
        let reasons = example.reasons.prefix(5).map {
          "\($0.feature) \(Figures.trimmed(Figures.signed($0.contribution)))"
        }
        let place = Stance.allCases.firstIndex(of: answer.predicted) ?? 0
        var quote = HTMLPage.Cell("")
        quote.markup = example.markup(longest: 600)
        return [
          quote, .init(example.target), .init(example.speaker ?? ""),
          .init(
            "\(Figures.sign(answer.gold)) \(answer.gold.rawValue)", style: answer.gold.rawValue),
          .init(
            "\(Figures.sign(answer.predicted)) \(answer.predicted.rawValue)",
            style: answer.predicted.rawValue),
          .init(Figures.value(answer.probabilities[place])),
          .init(reasons.joined(separator: "; ")),
        ] as [HTMLPage.Cell]
      }, isFilterable: true)
  }

  private func addArticleErrors(to page: inout HTMLPage) {
    if articleErrors.isEmpty { return }
    page.heading(2, "Errors")
    page.paragraph(
      errorCounts + ". "
        + (articleErrors.count > Self.articleErrorCount
          ? "The first \(Self.articleErrorCount) are here, all in errors.csv." : ""))
    page.table(
      ["quote", "error", "gold", "found", "kind", "article"],
      articleErrors.prefix(Self.articleErrorCount).map { error in
        [
          .init(Figures.cut(error.text, 400)), .init(error.kind.rawValue), .init(error.gold),
          .init(error.output), .init(error.quoteKind.rawValue), .init(error.article),
        ] as [HTMLPage.Cell]
      }, isFilterable: true)
  }

  /// How many errors of the analysis of articles a page lists.
  private static let articleErrorCount = 1000

  /// How many errors of each kind there are.
  var errorCounts: String {
    ArticleError.Kind.allCases.map { kind in
      "\(kind.rawValue): \(articleErrors.count { $0.kind == kind })"
    }.joined(separator: ", ")
  }

  private func add(_ study: StanceStudy, to page: inout HTMLPage) {
    page.heading(2, study.title)
    page.paragraph(study.explanation)
    for series in study.allSeries {
      let name = "macro-F1 of \(series.questions), \(series.set)"
      let rows = series.rows.map { row -> [String] in
        [row.setting, "\(row.exampleCount)", "\(row.featureCount)"]
          + row.measures.flatMap { [Figures.value($0.value), Figures.interval($0.interval)] }
      }
      page.chart(
        { id in
          Charts.bars(
            id: id, title: name,
            series.rows.map { row in
              Charts.Bar(
                study.kind == .learningCurve
                  ? "\(row.setting), \(row.exampleCount) texts" : row.setting,
                row.measures.first?.value, interval: row.measures.first?.interval)
            })
        },
        header: ["setting", "texts", "features"]
          + StanceStudy.measureNames.flatMap { [$0, "95 % interval"] },
        rows: rows)
    }
  }
}

extension StanceStudy {
  var title: String {
    switch kind {
    case .crossValidation: "Cross-validation"
    case .ablation: "Without one group of features"
    case .learningCurve: "With fewer labels"
    }
  }

  var explanation: String {
    let start = "Models trained anew on this gold, each measured on articles that it has not seen"
    return switch kind {
    case .crossValidation: start + "."
    case .ablation: start + ": all groups of features, and then each left out in turn."
    case .learningCurve:
      start + ": learning from, and measured on, growing shares of the articles."
    }
  }

  /// The rows that belong together, in the order of their first ones.
  var allSeries: [(questions: String, set: String, rows: [Row])] {
    var found: [(questions: String, set: String, rows: [Row])] = []
    for row in rows
    where !found.contains(where: { $0 == row.questions && $1 == row.set && !$2.isEmpty }) {
      found.append((row.questions, row.set, series(questions: row.questions, set: row.set)))
    }
    return found
  }
}

extension StanceExample {
  /// The text with its parts marked, cut around its target when it is long.
  func markup(longest: Int) -> String {
    let bytes = Array(text.utf8)
    var cuts: Set<Int> = [0, bytes.count]
    for mark in marks {
      cuts.insert(Int(mark.span.start))
      cuts.insert(Int(mark.span.end))
    }
    let places = cuts.filter { $0 >= 0 && $0 <= bytes.count }.sorted()
    var out = ""
    var left = longest
    for (start, end) in zip(places, places.dropFirst()) where start < end {
      if left <= 0 {
        out += "…"
        break
      }
      let here = marks.filter { Int($0.span.start) <= start && Int($0.span.end) >= end }
      var piece = String(decoding: bytes[start..<end], as: UTF8.self)
      piece = String(piece.map { $0.isWhitespace ? " " : $0 })
      if piece.count > left { piece = String(piece.prefix(left)) + "…" }
      left -= piece.count
      var classes = here.contains { $0.role == .content } ? ["q"] : []
      switch here.map(\.role.rawValue).max() {
      case Mark.Role.cue.rawValue: classes.append("cue")
      case Mark.Role.source.rawValue: classes.append("src")
      case Mark.Role.target.rawValue: classes += ["tg", answer.gold.rawValue]
      default: break
      }
      let escaped = HTMLPage.escape(piece)
      out +=
        classes.isEmpty
        ? escaped : "<span class=\"\(classes.joined(separator: " "))\">\(escaped)</span>"
    }
    return out
  }
}

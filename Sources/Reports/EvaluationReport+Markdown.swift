public import Evaluation
import StanceScoring

extension EvaluationReport {
  /// The report as Markdown.
  public var markdown: String {
    var text = "# \(Markdown.escape(title))\n\n"
    for fact in facts { text += "- \(Markdown.escape(fact.name)): \(Markdown.code(fact.value))\n" }
    for table in tables {
      text += "\n## \(Markdown.escape(table.title))\n\n"
      if !table.note.isEmpty { text += Markdown.escape(table.note) + "\n\n" }
      text += Markdown.table(measureHeader, measureRows(table))
    }
    if let confusion {
      text += "\n## Confusion\n\nRows are gold, columns predicted.\n\n"
      text += Markdown.table(["gold"] + confusion.classes, confusionRates(confusion))
    }
    if !calibration.isEmpty {
      text += "\n## Calibration\n\n"
      text += Markdown.table(calibrationHeader, calibrationCells)
    }
    if let details { text += markdown(details) }
    if !articleErrors.isEmpty {
      text += "\n## Errors\n\n\(errorCounts). All are in `errors.csv`.\n"
    }
    for study in studies {
      text += "\n## \(study.title)\n\n\(study.explanation)\n\n"
      text += Markdown.table(
        ["setting", "questions", "set", "texts"] + StanceStudy.measureNames,
        study.rows.map { row in
          [row.setting, row.questions, row.set, "\(row.exampleCount)"]
            + row.measures.map {
              Figures.value($0.value)
                + ($0.interval == nil ? "" : " \(Figures.interval($0.interval))")
            }
        })
    }
    for card in modelCards {
      text += "\n## Model: \(Markdown.escape(card.name))\n\n"
      for line in card.value.split(separator: "\n") { text += "    \(line)\n" }
    }
    return text
  }

  private func markdown(_ details: StanceDetails) -> String {
    var text = ""
    if !details.slices.isEmpty {
      text += "\n## Slices\n\n\(sliceNote(details))\n\n"
      text += Markdown.table(Self.sliceHeader, details.slices.prefix(20).map(Self.cells))
    }
    for (name, features) in [("favor", details.favoring), ("against", details.opposing)]
    where !features.isEmpty {
      text += "\n## Most telling features toward \(name)\n\n"
      text += Markdown.table(
        ["feature", "contribution", "answers"],
        features.map {
          [$0.feature, Figures.trimmed(Figures.signed($0.contribution)), "\($0.count)"]
        })
    }
    let errors = details.errors
    if !errors.isEmpty {
      text +=
        "\n## Wrong answers\n\n\(errors.count) of \(details.examples.count), the most certain "
      text += "of them here; all are in `answers.csv`.\n"
      for example in errors.prefix(10) {
        text += "\n> \(Markdown.escape(Figures.cut(TextBlock.line(example.text), 400)))\n>\n"
        text += "> — on \(Markdown.escape(example.target)): \(example.answer.predicted.rawValue) "
        text += "instead of \(example.answer.gold.rawValue)\n"
      }
    }
    return text
  }

  /// Counts with their shares of the row and of the column.
  func confusionRates(_ matrix: ConfusionMatrix) -> [[String]] {
    matrix.classes.indices.map { gold in
      [matrix.classes[gold]]
        + matrix.classes.indices.map { predicted in
          let count = matrix[gold: gold, predicted: predicted]
          func share(_ whole: Int) -> String {
            Figures.percent(whole == 0 ? nil : Double(count) / Double(whole))
          }
          return "\(count) (row \(share(matrix.support(gold))), "
            + "column \(share(matrix.predicted(predicted))))"
        }
    }
  }

  var measureHeader: [String] { ["measure", "value", "95 % interval"] }

  func measureRows(_ table: Table) -> [[String]] {
    table.measures.map {
      [$0.name, Figures.value($0.value), Figures.interval($0.interval)]
    }
  }

  func confusionRows(_ matrix: ConfusionMatrix) -> [[String]] {
    matrix.classes.indices.map { gold in
      [matrix.classes[gold]] + matrix.classes.indices.map { "\(matrix[gold: gold, predicted: $0])" }
    }
  }

  var calibrationHeader: [String] { ["confidence", "answers", "mean confidence", "share right"] }

  var calibrationCells: [[String]] {
    calibrationRows.map {
      [$0.range, "\($0.count)", Figures.value($0.confidence), Figures.value($0.accuracy)]
    }
  }
}

extension Markdown {
  /// A table whose cells are plain text.
  static func table(_ header: [String], _ rows: [[String]]) -> String {
    func line(_ cells: [String]) -> String {
      "| " + cells.map(escape).joined(separator: " | ") + " |\n"
    }
    let rule = "|---|" + String(repeating: "--:|", count: max(0, header.count - 1)) + "\n"
    return line(header) + rule + rows.map(line).joined()
  }

  /// Text as it is, in a code span.
  static func code(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return line.contains("`") ? "`` \(line) ``" : "`\(line)`"
  }
}

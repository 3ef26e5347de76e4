public import Evaluation

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
      text += Markdown.table([""] + confusion.classes, confusionRows(confusion))
    }
    if !calibration.isEmpty {
      text += "\n## Calibration\n\n"
      text += Markdown.table(calibrationHeader, calibrationCells)
    }
    return text
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

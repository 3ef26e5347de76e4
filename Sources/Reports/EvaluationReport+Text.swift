public import Evaluation

extension EvaluationReport {
  /// The report as plain text for a terminal or a file.
  public func text(_ style: TextStyle) -> String {
    var text = style.bold(title) + "\n\n"
    let factWidth = facts.map(\.name.count).max() ?? 0
    for fact in facts {
      text += "  " + Figures.pad(fact.name, factWidth) + "  " + fact.value + "\n"
    }
    for table in tables { text += "\n" + self.text(table, style) }
    if let confusion { text += "\n" + self.text(confusion, style) }
    if !calibration.isEmpty { text += "\n" + calibrationText(style) }
    for study in studies {
      text += "\n" + style.bold(study.title) + "\n"
      for series in study.allSeries { text += self.text(series, style) }
    }
    return text
  }

  private func text(_ table: Table, _ style: TextStyle) -> String {
    var text = style.bold(table.title) + "\n"
    if !table.note.isEmpty { text += TextBlock.wrap(table.note, width: style.width) }
    let nameWidth = table.measures.map(\.name.count).max() ?? 0
    let barWidth = max(0, min(30, style.width - nameWidth - 28))
    for measure in table.measures {
      var line = "  " + Figures.pad(measure.name, nameWidth)
      line += "  " + Figures.padLeft(Figures.value(measure.value), 5)
      line += "  " + Figures.pad(Figures.interval(measure.interval), 14)
      if measure.scale == .share, let value = measure.value {
        line += "  " + TextBlock.bar(value, width: barWidth)
      }
      text += TextBlock.withoutTrailingSpaces(line) + "\n"
    }
    return text
  }

  private func text(
    _ series: (questions: String, set: String, rows: [StanceStudy.Row]), _ style: TextStyle
  ) -> String {
    var text = "  macro-F1 of \(series.questions), \(series.set)\n"
    let nameWidth = series.rows.map(\.setting.count).max() ?? 0
    for row in series.rows {
      guard let measure = row.measures.first else { continue }
      var line = "    " + Figures.pad(row.setting, nameWidth)
      line += Figures.padLeft("\(row.exampleCount)", 8)
      line += "  " + Figures.padLeft(Figures.value(measure.value), 5)
      line += "  " + Figures.pad(Figures.interval(measure.interval), 14)
      if let value = measure.value { line += "  " + TextBlock.bar(value, width: 20) }
      text += TextBlock.withoutTrailingSpaces(line) + "\n"
    }
    return text
  }

  private func text(_ matrix: ConfusionMatrix, _ style: TextStyle) -> String {
    let classes = matrix.classes
    let width = max(9, (classes.map(\.count).max() ?? 0) + 2)
    var text = style.bold("Confusion (rows gold, columns predicted)") + "\n"
    text += "  " + Figures.pad("", width)
    text += classes.map { Figures.padLeft($0, width) }.joined() + "\n"
    for gold in classes.indices {
      text += "  " + Figures.pad(classes[gold], width)
      text +=
        classes.indices.map {
          Figures.padLeft("\(matrix[gold: gold, predicted: $0])", width)
        }.joined() + "\n"
    }
    return text
  }

  private func calibrationText(_ style: TextStyle) -> String {
    var text = style.bold("Calibration (confidence of the answer, share that is right)") + "\n"
    for row in calibrationRows {
      text += "  \(row.range)  " + Figures.padLeft("\(row.count)", 6)
      text += "  " + Figures.padLeft(Figures.value(row.confidence), 5)
      text += "  " + Figures.padLeft(Figures.value(row.accuracy), 5)
      if let accuracy = row.accuracy { text += "  " + TextBlock.bar(accuracy, width: 20) }
      text = TextBlock.withoutTrailingSpaces(text) + "\n"
    }
    return text
  }

  /// Each bin's bounds, count, mean confidence and share of right answers.
  var calibrationRows: [(range: String, count: Int, confidence: Double?, accuracy: Double?)] {
    calibration.enumerated().map { index, bin in
      let count = Double(bin.count)
      return (
        "\(Figures.fixed(Double(index) / 10, 1))–\(Figures.fixed(Double(index + 1) / 10, 1))",
        bin.count, bin.count == 0 ? nil : bin.confidence / count,
        bin.count == 0 ? nil : Double(bin.hits) / count
      )
    }
  }
}

/// Pieces of plain text.
enum TextBlock {
  /// A bar for a share of 1.
  static func bar(_ share: Double, width: Int) -> String {
    let filled = Int((min(max(share, 0), 1) * Double(width)).rounded())
    return String(repeating: "█", count: filled) + String(repeating: "·", count: width - filled)
  }

  /// A paragraph in lines that are indented by two.
  static func wrap(_ text: String, width: Int) -> String {
    var lines: [String] = []
    var line = " "
    for word in text.split(separator: " ") {
      if line.count + 1 + word.count > width {
        lines.append(line)
        line = " "
      }
      line += " " + word
    }
    return (lines + [line]).joined(separator: "\n") + "\n"
  }

  static func withoutTrailingSpaces(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }
}

public import Evaluation
import JSONText
import StanceScoring

extension StanceComparison {
  /// The verdict in one or two sentences, with the interval.
  public func sentence(first: String, second: String) -> String {
    guard let difference = headline.difference.value else {
      return "Nothing can be said: macro-F1 is not defined."
    }
    var figures = "macro-F1 B − A \(Figures.trimmed(signed(difference)))"
    if let interval = headline.difference.interval {
      figures += ", 95 % interval [\(Figures.trimmed(signed(interval.lowerBound))), "
      figures += "\(Figures.trimmed(signed(interval.upperBound)))]"
    }
    let basis = "\(Figures.count(exampleCount, "quote")) in \(Figures.count(groupCount, "group"))"
    switch verdict {
    case .secondIsBetter: return "\(second) is better than \(first): \(figures), \(basis)."
    case .firstIsBetter: return "\(first) is better than \(second): \(figures), \(basis)."
    case .notShown:
      return "No difference is shown between \(first) and \(second): \(figures), \(basis)."
    }
  }

  /// The comparison as plain text.
  ///
  /// - Parameter changes: How many of the changed quotes to show.
  public func text(
    first: String, second: String, changes: Int = 20, _ style: TextStyle
  ) -> String {
    var text = TextBlock.wrap(sentence(first: first, second: second), width: style.width)
    text += "\n  A  \(first)\n  B  \(second)\n\n"
    let width = rows.map(\.name.count).max() ?? 0
    let header = "  " + Figures.pad("measure", width) + "      A      B   B − A  95 % interval"
    text += style.bold(header) + "\n"
    for row in rows {
      var line = "  " + Figures.pad(row.name, width)
      line += "  " + Figures.padLeft(Figures.value(row.first), 5)
      line += "  " + Figures.padLeft(Figures.value(row.second), 5)
      line += "  " + Figures.padLeft(row.difference.value.map(signed) ?? "n/a", 6)
      line += "  " + interval(row)
      text += TextBlock.withoutTrailingSpaces(line) + "\n"
    }
    text += "\n  Only A right: \(onlyFirstRight); only B right: \(onlySecondRight); "
    text += "McNemar's exact test \(probability)\n"
    if !changed.isEmpty && changes > 0 {
      text += "\n" + style.bold("Changed answers (\(changed.count))") + "\n"
      for example in changed.prefix(changes) {
        let labels = [example.first.gold, example.first.predicted, example.second.predicted]
        let line =
          "  \(mark(example)) \(Figures.pad(labels.map(Figures.sign).joined(separator: " "), 6)) "
          + "\(TextBlock.line(example.target)): \(TextBlock.line(example.text))"
        text += Figures.cut(line, style.width) + "\n"
      }
      if changed.count > changes { text += "  … and \(changed.count - changes) more\n" }
      text += "  ✓ became right, ✗ became wrong, · both wrong; stance in gold, A and B\n"
    }
    return text
  }

  /// The comparison as JSON: every figure with all its digits.
  public func json(first: String, second: String) -> [UInt8] {
    var writer = JSONWriter(indented: true)
    writer.object { json in
      json.member("first", first)
      json.member("second", second)
      json.member("verdict", sentence(first: first, second: second))
      json.member("quotes", exampleCount)
      json.member("groups", groupCount)
      json.member("onlyFirstRight", onlyFirstRight)
      json.member("onlySecondRight", onlySecondRight)
      json.member("mcNemarP", optional: mcNemarP)
      json.member(array: "measures", rows) { json, row in
        json.object { json in
          json.member("name", row.name)
          json.member("first", optional: row.first)
          json.member("second", optional: row.second)
          json.member("difference", optional: row.difference.value)
          json.member("low", optional: row.difference.interval?.lowerBound)
          json.member("high", optional: row.difference.interval?.upperBound)
        }
      }
      json.member(array: "changed", changed) { json, example in
        json.object { json in
          json.member("id", example.id)
          json.member("target", example.target)
          json.member("text", example.text)
          json.member("gold", example.first.gold.rawValue)
          json.member("first", example.first.predicted.rawValue)
          json.member("second", example.second.predicted.rawValue)
        }
      }
    }
    writer.endLine()
    return writer.bytes
  }

  private func mark(_ example: Example) -> String {
    example.second.isRight ? "✓" : example.first.isRight ? "✗" : "·"
  }

  private var probability: String {
    guard let p = mcNemarP else { return "n/a" }
    return p < 0.0005 ? "p < 0.001" : "p = \(Figures.fixed(p, 3))"
  }

  private func interval(_ row: Row) -> String {
    row.difference.interval.map {
      "[\(Figures.trimmed(signed($0.lowerBound))), \(Figures.trimmed(signed($0.upperBound)))]"
    } ?? ""
  }

  /// A difference with its sign and three decimals.
  private func signed(_ value: Double) -> String {
    let text = Figures.fixed(value, 3)
    if text.hasPrefix("-") { return "−" + text.dropFirst() }
    return text == "0.000" ? " 0.000" : "+" + text
  }
}

extension TextBlock {
  /// The text in one line.
  static func line(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

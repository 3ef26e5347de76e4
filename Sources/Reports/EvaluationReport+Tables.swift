public import Evaluation
import StanceScoring

extension EvaluationReport {
  /// The figures as tidy tables, one file each: a row is one measure, answer, slice or point.
  ///
  /// - Parameter raw: Whether cells stay as they are that a spreadsheet would take for formulas.
  public func tidyTables(raw: Bool = false) -> [(name: String, text: String)] {
    func table(_ header: [String], _ rows: [[String]]) -> String {
      (CSV.row(raw: raw, header) + rows.map { CSV.row(raw: raw, $0) }.joined())
    }
    func number(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
    var files = [
      (
        name: "measures.csv",
        text: table(
          ["table", "measure", "value", "low", "high"],
          tables.flatMap { part in
            part.measures.map {
              [
                part.title, $0.name, number($0.value), number($0.interval?.lowerBound),
                number($0.interval?.upperBound),
              ]
            }
          })
      )
    ]
    if let confusion {
      let rows = confusion.classes.indices.flatMap { gold in
        confusion.classes.indices.map { predicted in
          [
            confusion.classes[gold], confusion.classes[predicted],
            "\(confusion[gold: gold, predicted: predicted])",
          ]
        }
      }
      files.append(("confusion.csv", table(["gold", "predicted", "count"], rows)))
    }
    guard let details else { return files }
    let answers = details.examples.map { example in
      [
        example.id, example.answer.group, example.target, example.speaker ?? "",
        example.answer.gold.rawValue, example.answer.predicted.rawValue,
      ] + example.answer.probabilities.map { number($0) } + [example.text]
    }
    files.append(
      (
        "answers.csv",
        table(
          [
            "id", "group", "target", "speaker", "gold", "predicted", "favor", "neutral", "against",
            "text",
          ], answers)
      ))
    let slices = details.slices.map { slice in
      [
        slice.dimension, slice.value, "\(slice.count)", "\(slice.groupCount)",
        number(slice.accuracy), number(slice.difference), number(slice.interval?.lowerBound),
        number(slice.interval?.upperBound), number(slice.adjustedP),
      ]
    }
    files.append(
      (
        "slices.csv",
        table(
          [
            "by", "value", "quotes", "groups", "accuracy", "difference", "low", "high",
            "adjusted_p",
          ], slices)
      ))
    return files
  }
}

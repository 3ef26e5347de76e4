import Corpora
public import Evaluation
import Quotes
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
    if !studies.isEmpty {
      let rows = studies.flatMap { study in
        study.rows.flatMap { row in
          row.measures.map { measure in
            [
              study.kind.rawValue, row.setting, row.questions, row.set, "\(row.exampleCount)",
              "\(row.featureCount)", measure.name, number(measure.value),
              number(measure.interval?.lowerBound), number(measure.interval?.upperBound),
            ]
          }
        }
      }
      files.append(
        (
          "studies.csv",
          table(
            [
              "study", "setting", "questions", "set", "texts", "features", "measure", "value",
              "low", "high",
            ], rows)
        ))
    }
    if !articleErrors.isEmpty {
      files.append(
        (
          "errors.csv",
          table(
            ["article", "error", "kind", "gold", "found", "text"],
            articleErrors.map {
              [
                $0.article, $0.kind.rawValue, $0.quoteKind.rawValue, $0.gold, $0.output, $0.text,
              ]
            })
        ))
    }
    guard let details else { return files }
    var columns: [String] = []
    for example in details.examples {
      for field in example.metadata where !columns.contains(field.name) {
        columns.append(field.name)
      }
    }
    let answers = details.examples.map { example in
      [
        example.id, example.answer.group, example.target, example.speaker ?? "",
        example.answer.gold.rawValue, example.answer.predicted.rawValue,
      ] + example.answer.probabilities.map { number($0) } + [
        example.text, example.kind ?? "",
        example.reasons.prefix(5).map { "\($0.feature) \(Figures.fixed($0.contribution, 3))" }
          .joined(separator: "; "),
      ]
        + columns.map { column in
          example.metadata.first { $0.name == column }?.text ?? ""
        }
    }
    files.append(
      (
        "answers.csv",
        table(
          [
            "id", "group", "target", "speaker", "gold", "predicted", "favor", "neutral", "against",
            "text", "kind", "reasons",
          ] + columns.map(FlatName.flat), answers)
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

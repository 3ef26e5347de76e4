public import Evaluation
import Foundation
import JSONText

extension StanceStudy {
  /// The study as a table of fixed columns, one model and set a line.
  public var text: String {
    var lines = [["setting", "questions", "set", "texts", "features"] + Self.measureNames]
    for row in rows {
      lines.append(
        [row.setting, row.questions, row.set, "\(row.exampleCount)", "\(row.featureCount)"]
          + row.measures.map(Self.cell))
    }
    let widths = lines[0].indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { line in
      let cells = line.indices.map {
        line[$0] + String(repeating: " ", count: widths[$0] - line[$0].count)
      }
      var text = cells.joined(separator: "  ")
      while text.last == " " { text.removeLast() }
      return text + "\n"
    }.joined()
  }

  private static func cell(_ measure: Measure) -> String {
    guard let value = measure.value else { return "n/a" }
    let number = String(format: "%.3f", value)
    guard let interval = measure.interval else { return number }
    return number + String(format: " [%.3f, %.3f]", interval.lowerBound, interval.upperBound)
  }

  /// The study as one JSON object.
  public var json: [UInt8] {
    var writer = JSONWriter(indented: true)
    write(to: &writer)
    writer.endLine()
    return writer.bytes
  }

  func write(to writer: inout JSONWriter) {
    writer.object { json in
      json.member("study", kind.rawValue)
      json.key("rows")
      json.array(rows) { json, row in
        json.object { json in
          json.member("setting", row.setting)
          json.member("questions", row.questions)
          json.member("set", row.set)
          json.member("examples", row.exampleCount)
          json.member("features", row.featureCount)
          json.key("measures")
          json.array(row.measures) { json, measure in
            json.object { json in
              json.member("name", measure.name)
              json.member("value", optional: measure.value)
              json.member("low", optional: measure.interval?.lowerBound)
              json.member("high", optional: measure.interval?.upperBound)
            }
          }
        }
      }
    }
  }
}

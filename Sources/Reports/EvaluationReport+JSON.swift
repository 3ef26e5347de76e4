public import Evaluation
import JSONText

extension EvaluationReport {
  /// The report as JSON: every figure with all its digits; `null` where a measure is not defined.
  public var json: [UInt8] {
    var writer = JSONWriter(indented: true)
    writer.object { json in
      json.member("title", title)
      json.member(object: "facts") { json in
        for fact in facts { json.member(fact.name, fact.value) }
      }
      json.member(array: "tables", tables) { json, table in
        json.object { json in
          json.member("title", table.title)
          json.member("note", table.note)
          json.member(array: "measures", table.measures) { json, measure in
            json.object { json in
              json.member("name", measure.name)
              json.member("value", optional: measure.value)
              json.member("low", optional: measure.interval?.lowerBound)
              json.member("high", optional: measure.interval?.upperBound)
            }
          }
        }
      }
      if let confusion {
        json.member(object: "confusion") { json in
          json.member(array: "classes", confusion.classes) { $0.string($1) }
          json.member(array: "goldByPredicted", confusion.classes.indices) { json, gold in
            json.array(confusion.classes.indices) { json, predicted in
              json.integer(confusion[gold: gold, predicted: predicted])
            }
          }
        }
      }
      json.member(array: "calibration", calibrationRows) { json, row in
        json.object { json in
          json.member("bin", row.range)
          json.member("answers", row.count)
          json.member("confidence", optional: row.confidence)
          json.member("accuracy", optional: row.accuracy)
        }
      }
      if let details {
        json.member(array: "slices", details.slices) { json, slice in
          json.object { json in
            json.member("by", slice.dimension)
            json.member("value", slice.value)
            json.member("quotes", slice.count)
            json.member("groups", slice.groupCount)
            json.member("accuracy", slice.accuracy)
            json.member("difference", slice.difference)
            json.member("low", optional: slice.interval?.lowerBound)
            json.member("high", optional: slice.interval?.upperBound)
            json.member("adjustedP", optional: slice.adjustedP)
          }
        }
      }
      if !studies.isEmpty {
        json.member(array: "studies", studies) { json, study in study.write(to: &json) }
      }
      if !modelCards.isEmpty {
        json.member(object: "models") { json in
          for card in modelCards { json.member(card.name, card.value) }
        }
      }
    }
    writer.endLine()
    return writer.bytes
  }
}

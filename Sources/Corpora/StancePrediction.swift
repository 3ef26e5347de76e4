public import StanceScoring

/// What some program answered to a labelled quote: a line of a file of predictions.
///
///     {"id":"a1","label":"favor","probabilities":{"favor":0.7,"neutral":0.2,"against":0.1}}
///
/// Without `probabilities` the label counts as certain.
public struct StancePrediction: Hashable, Sendable {
  public var id: String
  public var label: Stance
  /// In the order of `Stance.allCases`.
  public var probabilities: [Double]
  /// Whether the file gave probabilities.
  public var hasProbabilities: Bool

  /// Reads a JSONL file of predictions. The first mistake ends the reading.
  public static func read(_ path: String) throws(CorpusError) -> [StancePrediction] {
    var predictions: [StancePrediction] = []
    var lines: [String: Int] = [:]
    try forEachLine(of: path, expected: "one prediction a line") {
      (line, number) throws(CorpusProblem) in
      let record = try decodeLine(Record.self, from: line)
      if let first = lines.updateValue(number, forKey: record.prediction.id) {
        throw .duplicate(id: record.prediction.id, firstLine: first)
      }
      predictions.append(record.prediction)
    }
    return predictions
  }

  private struct Record: Decodable {
    var prediction: StancePrediction

    init(from decoder: any Decoder) throws {
      let fields = try Fields(decoder)
      let label = try fields.word("label", Stance.self)
      var probabilities = Stance.allCases.map { $0 == label ? 1.0 : 0 }
      let isGiven = fields.has("probabilities")
      if isGiven {
        probabilities = try fields.object("probabilities", Probabilities.self).values
      }
      prediction = StancePrediction(
        id: try fields.string("id"), label: label, probabilities: probabilities,
        hasProbabilities: isGiven)
    }
  }

  private struct Probabilities: Decodable {
    var values: [Double]

    init(from decoder: any Decoder) throws {
      let fields = try Fields(decoder)
      values = [
        try fields.number("favor"), try fields.number("neutral"), try fields.number("against"),
      ]
    }
  }
}

import Charts
import Evaluation
import StanceScoring

/// The charts of an evaluation, which its page and its notebook show.
extension EvaluationReport {
  func measureChart(_ table: Table, id: String) -> SVGDrawing {
    Charts.bars(
      id: id, title: "\(table.title), with 95 % intervals",
      table.measures.filter { $0.scale == .share }.map {
        Charts.Bar($0.name, $0.value, interval: $0.interval)
      })
  }

  func confusionChart(_ matrix: ConfusionMatrix, id: String) -> SVGDrawing {
    Charts.matrix(
      id: id, title: "Confusion: rows are gold, columns predicted", rows: matrix.classes,
      columns: matrix.classes,
      matrix.classes.indices.map { gold in
        matrix.classes.indices.map { matrix[gold: gold, predicted: $0] }
      })
  }

  func reliabilityChart(id: String) -> SVGDrawing {
    let points = calibrationRows.compactMap { row -> (x: Double, y: Double)? in
      guard let confidence = row.confidence, let accuracy = row.accuracy else { return nil }
      return (confidence, accuracy)
    }
    return Charts.curves(
      id: id, title: "Reliability",
      details: "Mean confidence of the answers against the share that is right, in ten bins.",
      x: "confidence", y: "share right", [.init("answers", points, style: "favor")],
      showsDiagonal: true, showsDots: true)
  }

  func rocChart(_ details: StanceDetails, id: String) -> SVGDrawing {
    Charts.curves(
      id: id, title: "ROC curves", details: "Each stance against the others.",
      x: "false positive rate", y: "recall",
      details.curves.map { stance, curves in
        .init(
          "\(stance.rawValue), area \(Figures.value(curves.rocArea))",
          Self.thinned(curves.roc), style: stance.rawValue)
      }, showsDiagonal: true)
  }

  func precisionRecallChart(_ details: StanceDetails, id: String) -> SVGDrawing {
    Charts.curves(
      id: id, title: "Precision and recall", details: "Each stance against the others.",
      x: "recall", y: "precision",
      details.curves.map { stance, curves in
        .init(
          "\(stance.rawValue), average \(Figures.value(curves.averagePrecision))",
          Self.thinned(curves.precisionRecall), style: stance.rawValue)
      })
  }

  func coverageChart(_ details: StanceDetails, id: String) -> SVGDrawing {
    Charts.curves(
      id: id, title: "Coverage and accuracy",
      details: "Accuracy when only the most certain answers are given.", x: "share answered",
      y: "accuracy", [.init("answers", Self.thinned(details.coverage.points), style: "favor")])
  }

  /// At most 200 points, the ends among them.
  static func thinned(_ points: [RankCurves.Point], to count: Int = 200) -> [(x: Double, y: Double)]
  {
    guard points.count > count else { return points.map { ($0.x, $0.y) } }
    return (0..<count).map { index in
      let point = points[index * (points.count - 1) / (count - 1)]
      return (point.x, point.y)
    }
  }

  static func curveRows(_ points: [RankCurves.Point]) -> [[String]] {
    thinned(points, to: 21).map { [Figures.fixed($0.x, 3), Figures.fixed($0.y, 3)] }
  }
}

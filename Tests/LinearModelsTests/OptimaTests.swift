import Foundation
import LinearAlgebra
import LinearModels
import Testing

/// Optima that scikit-learn finds for the same data: `optima.py` beside this file made the numbers.
@Suite("Optima of another implementation")
struct OptimaTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var rows: Int
    var columns: Int
    var classes: Int
    var density: Double
    var c: Double
    var seed: UInt64
    var optimum: Double
    var testDescription: String { "\(rows) x \(columns), \(classes) classes, C = \(c)" }
  }

  // python3 optima.py, scikit-learn 1.9.1, numpy 2.4.6
  static let cases = [
    (80, 6, 3, 1.0, 1.0, 1, 32.50118769900954),
    (120, 40, 3, 0.15, 10.0, 2, 24.668437497211098),
    (60, 90, 4, 0.1, 1.0, 3, 28.648004067149763),
    (200, 12, 5, 0.5, 0.05, 4, 230.42569331118338),
    (150, 25, 3, 0.3, 100.0, 5, 23.971977894523576),
    (300, 8, 7, 0.9, 0.5, 6, 345.3156783572173),
  ].map {
    Case(
      rows: $0.0, columns: $0.1, classes: $0.2, density: $0.3, c: $0.4, seed: $0.5, optimum: $0.6)
  }

  static func examples(_ data: Case) throws -> (dense: DenseMatrix<Double>, labels: [Int32]) {
    var generator = SeededGenerator(seed: data.seed)
    var matrix = DenseMatrix<Double>(rowCount: data.rows, columnCount: data.columns)
    var labels: [Int32] = []
    for row in 0..<data.rows {
      for column in 0..<data.columns {
        let draw = Examples.number(&generator)
        if abs(draw) < data.density {
          matrix[row, column] = draw / data.density * Double(1 + column % 3)
        }
      }
      var best: Int32 = 0
      var bestScore = -Double.infinity
      for label in 0..<data.classes {
        var score = 2 * Examples.number(&generator)
        for column in 0..<data.columns {
          score += matrix[row, column] * cos(Double(column + 2 * label))
        }
        if score > bestScore {
          best = Int32(label)
          bestScore = score
        }
      }
      labels.append(best)
    }
    return (matrix, labels)
  }

  @Test("are reached to 1e-8 in double precision, by sparse and dense data", arguments: cases)
  func optimum(data: Case) throws {
    let (dense, labels) = try Self.examples(data)
    var builder = SparseMatrixBuilder<Double>()
    for row in 0..<data.rows {
      let columns = (0..<data.columns).filter { dense[row, $0] != 0 }
      try builder.append(
        columns: columns.map { UInt32($0) }, values: columns.map { dense[row, $0] })
    }
    let options = LogisticRegressionOptions(l2Penalty: 1 / data.c, relativeGap: 1e-12)
    let bySparse = try LogisticRegression.fit(
      builder.matrix(columnCount: data.columns), labels: labels, classCount: data.classes,
      options: options
    ).report
    let byDense = try LogisticRegression.fit(
      dense, labels: labels, classCount: data.classes, options: options
    ).report
    for report in [bySparse, byDense] {
      #expect(report.hasConverged)
      #expect(abs(report.objective - data.optimum) < 1e-8 * data.optimum)
    }
  }
}

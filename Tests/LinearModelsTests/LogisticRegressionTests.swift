import LinearAlgebra
import LinearModels
import Testing

@Suite("Logistic regression")
struct LogisticRegressionTests {
  /// The objective and its gradient, computed the plain way.
  static func objective(
    _ model: LogisticRegression<Double>, _ features: SparseMatrix<Double>, _ labels: [Int32],
    penalty: Double, weights: [Double]? = nil
  ) -> (value: Double, gradient: [Double]) {
    let classes = model.classCount
    var value = 0.0
    var gradient = [Double](repeating: 0, count: (model.featureCount + 1) * classes)
    for row in 0..<features.rowCount {
      let vector = features.row(row)
      let shares = model.probabilities(vector)
      let label = Int(labels[row])
      let weight = weights?[row] ?? 1
      value -= weight * Double.logarithm(shares[label])
      for index in 0..<classes {
        let residual = weight * (shares[index] - (index == label ? 1 : 0))
        for (column, number) in zip(vector.columns, vector.values) {
          gradient[Int(column) * classes + index] += number * residual
        }
        gradient[model.featureCount * classes + index] += residual
      }
    }
    for (index, weight) in model.weights.elements.enumerated() {
      value += 0.5 * penalty * weight * weight
      gradient[index] += penalty * weight
    }
    return (value, gradient)
  }

  @Test("ends where the gradient vanishes, in double precision", arguments: 1..<9 as Range<UInt64>)
  func optimum(seed: UInt64) throws {
    let classes = 2 + Int(seed % 4)
    let (features, labels) = try Examples.sparse(
      Double.self, rows: 200, columns: 40, classes: classes, seed: seed)
    let options = LogisticRegressionOptions(l2Penalty: 0.5, relativeGap: 1e-13)
    let (model, report) = try LogisticRegression.fit(
      features, labels: labels, classCount: classes, options: options)
    let (value, gradient) = Self.objective(model, features, labels, penalty: 0.5)
    #expect(report.hasConverged)
    #expect(abs(value - report.objective) < 1e-9 * value)
    #expect(gradient.allSatisfy { abs($0) < 1e-4 })
  }

  @Test("reaches the gap it reports, in single precision", arguments: 1..<9 as Range<UInt64>)
  func singlePrecision(seed: UInt64) throws {
    let (features, labels) = try Examples.sparse(
      Float.self, rows: 500, columns: 100, classes: 3, seed: seed)
    let exact = try LogisticRegression<Float>.fit(
      features, labels: labels, classCount: 3, options: .init(l2Penalty: 1, relativeGap: 1e-9))
    let quick = try LogisticRegression<Float>.fit(
      features, labels: labels, classCount: 3, options: .init(l2Penalty: 1, relativeGap: 1e-4))
    #expect(quick.report.objective <= exact.report.objective * (1 + 1e-4))
    #expect(quick.report.passes <= exact.report.passes)
    let right = labels.indices.filter { exact.model.decision(features.row($0)) == labels[$0] }
    #expect(right.count > 350)
  }

  @Test("counts an example with weight 3 as three examples")
  func exampleWeights() throws {
    let (features, labels) = try Examples.sparse(
      Double.self, rows: 60, columns: 12, classes: 3, seed: 5)
    var options = LogisticRegressionOptions(l2Penalty: 1, relativeGap: 1e-13)
    let order = Array(0..<60) + Array(0..<20) + Array(0..<20)
    let repeated = try LogisticRegression.fit(
      features.rows(order), labels: order.map { labels[$0] }, classCount: 3, options: options)
    options.exampleWeights = (0..<60).map { $0 < 20 ? 3 : 1 }
    let weighted = try LogisticRegression.fit(
      features, labels: labels, classCount: 3, options: options)
    #expect(abs(repeated.report.objective - weighted.report.objective) < 1e-9)
  }

  @Test("refuses data it cannot learn from")
  func refusals() throws {
    let (features, labels) = try Examples.sparse(
      Float.self, rows: 10, columns: 5, classes: 2, seed: 1)
    typealias Model = LogisticRegression<Float>
    #expect(throws: FitError.unequalCounts(what: "labels", expected: 10, found: 9)) {
      try Model.fit(features, labels: Array(labels.dropLast()), classCount: 2)
    }
    #expect(throws: FitError.noExamples) {
      try Model.fit(SparseMatrixBuilder<Float>().matrix(columnCount: 5), labels: [], classCount: 2)
    }
    var bad = labels
    bad[3] = 2
    #expect(throws: FitError.labelOutOfRange(index: 3, label: 2, classCount: 2)) {
      try Model.fit(features, labels: bad, classCount: 2)
    }
  }
}

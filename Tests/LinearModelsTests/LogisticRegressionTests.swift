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

  /// A sparse matrix as a dense one.
  static func dense<Scalar>(_ matrix: SparseMatrix<Scalar>, columns: Range<Int>) -> DenseMatrix<
    Scalar
  > {
    var result = DenseMatrix<Scalar>(rowCount: matrix.rowCount, columnCount: columns.count)
    for row in 0..<matrix.rowCount {
      let vector = matrix.row(row)
      for (column, value) in zip(vector.columns, vector.values) where columns.contains(Int(column))
      {
        result[row, Int(column) - columns.lowerBound] = value
      }
    }
    return result
  }

  @Test("finds one optimum for sparse, dense and mixed data, cold or warm, in both precisions")
  func representations() throws {
    let (features, labels) = try Examples.sparse(
      Double.self, rows: 150, columns: 30, classes: 3, seed: 2)
    var options = LogisticRegressionOptions(l2Penalty: 0.7, relativeGap: 1e-12)
    let sparse = try LogisticRegression.fit(
      features, labels: labels, classCount: 3, options: options)
    let dense = try LogisticRegression.fit(
      Self.dense(features, columns: 0..<30), labels: labels, classCount: 3, options: options)
    var left = SparseMatrixBuilder<Double>()
    for row in 0..<150 {
      let vector = features.row(row)
      let kept = vector.columns.indices.filter { vector.columns[$0] < 18 }
      try left.append(
        columns: kept.map { vector.columns[$0] }, values: kept.map { vector.values[$0] })
    }
    let mixed = try LogisticRegression.fit(
      sparse: left.matrix(columnCount: 18), dense: Self.dense(features, columns: 18..<30),
      labels: labels, classCount: 3, options: options)
    let expected = sparse.report.objective
    #expect(abs(dense.report.objective - expected) < 1e-9 * expected)
    #expect(abs(mixed.report.objective - expected) < 1e-9 * expected)
    for model in [dense.model, mixed.model] {
      for (a, b) in zip(model.weights.elements, sparse.model.weights.elements) {
        #expect(abs(a - b) < 1e-4)
      }
    }
    options.relativeGap = 1e-6
    let warm = try LogisticRegression.fit(
      features, labels: labels, classCount: 3, options: options, warmStart: sparse.model)
    #expect(warm.report.passes <= 12)
    #expect(abs(warm.report.trace[0].objective - expected) < 1e-9 * expected)
  }

  @Test("takes a scale as a penalty factor, and class weights as example weights")
  func blocksAndClassWeights() throws {
    let (features, labels) = try Examples.sparse(
      Double.self, rows: 150, columns: 30, classes: 3, seed: 8)
    var options = LogisticRegressionOptions(l2Penalty: 0.7, relativeGap: 1e-12)
    func objective() throws -> Double {
      try LogisticRegression.fit(features, labels: labels, classCount: 3, options: options).report
        .objective
    }
    let plain = try objective()
    options.blocks = [ColumnBlock(columns: 3..<9, scale: 2)]
    let scaled = try objective()
    options.blocks = [ColumnBlock(columns: 3..<9, penaltyFactor: 0.25)]
    let lighter = try objective()
    #expect(scaled < plain)
    #expect(abs(scaled - lighter) < 1e-9)
    options.blocks = []
    options.classWeights = [1, 2, 0.5]
    let byClass = try objective()
    options.classWeights = nil
    options.exampleWeights = labels.map { [1, 2, 0.5][Int($0)] }
    #expect(abs(try objective() - byClass) < 1e-12 * byClass)
  }

  @Test("fits one class against the rest as so many separate problems")
  func oneVersusRest() throws {
    let (features, labels) = try Examples.sparse(
      Double.self, rows: 150, columns: 30, classes: 3, seed: 9)
    var options = LogisticRegressionOptions(l2Penalty: 1, relativeGap: 1e-12)
    options.isOneVersusRest = true
    let joint = try LogisticRegression.fit(
      features, labels: labels, classCount: 3, options: options)
    var sum = 0.0
    for label in 0..<3 as Range<Int32> {
      // Softmax over two classes splits a weight in two halves: twice the penalty on each half is
      // the penalty on the whole.
      options.isOneVersusRest = false
      options.l2Penalty = 2
      let binary = try LogisticRegression.fit(
        features, labels: labels.map { $0 == label ? 0 : 1 }, classCount: 2, options: options)
      sum += binary.report.objective
      for feature in 0..<30 {
        let difference = binary.model.weights[feature, 0] - binary.model.weights[feature, 1]
        #expect(abs(difference - joint.model.weights[feature, Int(label)]) < 1e-4)
      }
    }
    #expect(abs(sum - joint.report.objective) < 1e-9 * sum)
  }

  @Test("a regularisation path has the optimum of each penalty, strongest first")
  func path() throws {
    let (features, labels) = try Examples.sparse(
      Double.self, rows: 200, columns: 40, classes: 3, seed: 5)
    var options = LogisticRegressionOptions()
    options.relativeGap = 1e-8
    let steps = try LogisticRegression<Double>.path(
      features, labels: labels, classCount: 3, penalties: [0.1, 10, 1], options: options)
    #expect(steps.map(\.l2Penalty) == [10, 1, 0.1])
    for step in steps {
      options.l2Penalty = step.l2Penalty
      let alone = try LogisticRegression<Double>.fit(
        features, labels: labels, classCount: 3, options: options)
      #expect(abs(step.report.objective - alone.report.objective) < 1e-6 * alone.report.objective)
    }
  }
}

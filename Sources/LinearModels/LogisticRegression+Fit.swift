import LinearAlgebra

extension LogisticRegression {
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  static func fitMultinomial(
    _ design: Design<Scalar>, labels: [Int32], classCount: Int,
    options: LogisticRegressionOptions, warmStart: LogisticRegression?
  ) throws(FitError) -> (model: LogisticRegression, report: FitReport) {
    let watch = Stopwatch()
    try options.validate()
    let exampleWeights = try options.combinedWeights(
      labels: labels, rowCount: design.rowCount, classCount: classCount)
    let penalties = try options.penalties(columnCount: design.columnCount)
    if let warmStart {
      guard warmStart.featureCount == design.columnCount, warmStart.classCount == classCount else {
        throw .unequalCounts(
          what: "weights in the model to start from",
          expected: (design.columnCount + 1) * classCount,
          found: (warmStart.featureCount + 1) * warmStart.classCount)
      }
    }
    let labels = Buffer(labels)
    let weights = Buffer(exampleWeights.map { Scalar($0) })
    var fitted =
      options.isOneVersusRest
      ? minimise(
        OneVersusRestLoss(classCount: classCount, labels: labels, weights: weights), design,
        penalties, options, warmStart)
      : minimise(
        SoftmaxLoss(classCount: classCount, labels: labels, weights: weights), design, penalties,
        options, warmStart)
    fitted.report.seconds = watch.seconds
    return fitted
  }

  private static func minimise<L: Loss<Scalar>>(
    _ loss: L, _ design: Design<Scalar>, _ penalties: ColumnPenalties,
    _ options: LogisticRegressionOptions, _ warmStart: LogisticRegression?
  ) -> (model: LogisticRegression, report: FitReport) {
    let (weights, intercepts, report) = minimisePenalised(
      loss, design, penalties: penalties, options: options,
      warmStart: warmStart.map { ($0.weights.elements, $0.intercepts) })
    var matrix = DenseMatrix<Scalar>(rowCount: design.columnCount, columnCount: loss.classCount)
    matrix.elements = weights
    return (LogisticRegression(weights: matrix, intercepts: intercepts), report)
  }
}

/// Minimises a loss of linear scores plus its penalty.
func minimisePenalised<L: Loss>(
  _ loss: L, _ design: Design<L.Scalar>, penalties: ColumnPenalties,
  options: LogisticRegressionOptions, warmStart: (weights: [L.Scalar], intercepts: [L.Scalar])?
) -> (weights: [L.Scalar], intercepts: [L.Scalar], report: FitReport) {
  let watch = Stopwatch()
  // A pass over less data than this takes about as long as handing parts of it to a thread: with
  // 400,000 values two threads were slower than one.
  let valuesPerThread = 1 << 20
  let values = design.sparse.valueCount + design.dense.elements.count
  let threads = min(options.threads, max(1, values / valuesPerThread))
  var problem = LinearProblem(design, loss: loss, penalties: penalties, threads: threads)
  let point =
    warmStart.map { problem.variables(weights: $0.weights, intercepts: $0.intercepts) }
    ?? problem.space.vector()
  let solver = TrustRegionNewton(
    relativeGap: options.relativeGap, maximumPasses: options.maximumPasses,
    noise: Double(L.Scalar.ulpOfOne) * 0.1)
  let outcome = solver.minimise(&problem, from: point, watch: watch)
  let (weights, intercepts) = problem.weights(of: point)
  let report = FitReport(
    objective: outcome.value, relativeGap: outcome.relativeGap,
    hasConverged: outcome.hasConverged, passes: outcome.passes,
    seconds: watch.seconds, trace: outcome.trace)
  return (weights, intercepts, report)
}

extension LogisticRegressionOptions {
  /// The most classes: the shares of a row lie on the stack.
  static var classLimit: Int { 16_384 }

  func validate() throws(FitError) {
    guard l2Penalty >= 0, l2Penalty.isFinite else {
      throw .invalidOption(
        name: "the L2 penalty", value: "\(l2Penalty)", expected: "a number of at least 0")
    }
    guard relativeGap > 0, relativeGap.isFinite else {
      throw .invalidOption(
        name: "the relative gap", value: "\(relativeGap)", expected: "a number above 0")
    }
    guard threads >= 1 else {
      throw .invalidOption(
        name: "the number of threads", value: "\(threads)", expected: "1 or more")
    }
  }

  /// The weight of each example times that of its class.
  func combinedWeights(
    labels: [Int32], rowCount: Int, classCount: Int
  ) throws(FitError) -> [Double] {
    guard (1...Self.classLimit).contains(classCount) else {
      throw .invalidOption(
        name: "the number of classes", value: "\(classCount)",
        expected: "1 to \(Self.classLimit)")
    }
    guard labels.count == rowCount else {
      throw .unequalCounts(what: "labels", expected: rowCount, found: labels.count)
    }
    if let bad = labels.firstIndex(where: { $0 < 0 || Int($0) >= classCount }) {
      throw .labelOutOfRange(index: bad, label: Int(labels[bad]), classCount: classCount)
    }
    var weights = exampleWeights ?? [Double](repeating: 1, count: rowCount)
    guard weights.count == rowCount else {
      throw .unequalCounts(what: "example weights", expected: rowCount, found: weights.count)
    }
    if let classWeights {
      guard classWeights.count == classCount else {
        throw .unequalCounts(
          what: "class weights", expected: classCount, found: classWeights.count)
      }
      for index in weights.indices { weights[index] *= classWeights[Int(labels[index])] }
    }
    if let bad = weights.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
      throw .notFinite(what: "the weight of example", index: bad)
    }
    guard weights.contains(where: { $0 > 0 }) else { throw .noExamples }
    return weights
  }

  /// The penalty of each column.
  func penalties(columnCount: Int) throws(FitError) -> ColumnPenalties {
    var penalties = ColumnPenalties(usual: l2Penalty, count: columnCount)
    for block in blocks {
      guard block.columns.lowerBound >= 0, block.columns.upperBound <= columnCount else {
        throw .columnOutOfRange(
          index: 0, column: block.columns.upperBound - 1, columnCount: columnCount)
      }
      guard block.penaltyFactor >= 0, block.penaltyFactor.isFinite else {
        throw .invalidOption(
          name: "the penalty factor of a block", value: "\(block.penaltyFactor)",
          expected: "a number of at least 0")
      }
      guard block.scale > 0, block.scale.isFinite else {
        throw .invalidOption(
          name: "the scale of a block", value: "\(block.scale)", expected: "a number above 0")
      }
      for column in block.columns {
        penalties[column] *= block.penaltyFactor / (block.scale * block.scale)
      }
    }
    return penalties
  }
}

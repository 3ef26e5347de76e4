import LinearAlgebra

extension LogisticRegression {
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  static func fitMultinomial(
    _ design: Design<Scalar>, labels: [Int32], classCount: Int,
    options: LogisticRegressionOptions, warmStart: LogisticRegression?
  ) throws(FitError) -> (model: LogisticRegression, report: FitReport) {
    let clock = ContinuousClock()
    let start = clock.now
    try options.validate()
    let exampleWeights = try options.combinedWeights(
      labels: labels, rowCount: design.rowCount, classCount: classCount)
    let penalties = try options.penalties(columnCount: design.columnCount)
    let dimension = (design.columnCount + 1) * classCount
    let point = Buffer<Scalar>(count: dimension, filledWith: 0)
    if let warmStart {
      guard warmStart.featureCount == design.columnCount, warmStart.classCount == classCount else {
        throw .unequalCounts(
          what: "weights in the model to start from", expected: dimension,
          found: (warmStart.featureCount + 1) * warmStart.classCount)
      }
      for (index, weight) in (warmStart.weights.elements + warmStart.intercepts).enumerated() {
        point[index] = weight
      }
    }
    var problem = MultinomialProblem(
      design, labels: labels, exampleWeights: exampleWeights, classCount: classCount,
      penalties: penalties)
    let solver = TrustRegionNewton(
      relativeGap: options.relativeGap, maximumPasses: options.maximumPasses,
      noise: Double(Scalar.ulpOfOne) * 0.1)
    let outcome = solver.minimise(&problem, from: point)
    let all = UnsafeBufferPointer(start: point.base, count: dimension)
    let split = design.columnCount * classCount
    var weights = DenseMatrix<Scalar>(rowCount: design.columnCount, columnCount: classCount)
    weights.elements = Array(all[..<split])
    return (
      LogisticRegression(weights: weights, intercepts: Array(all[split...])),
      FitReport(
        objective: outcome.value, relativeGap: outcome.relativeGap,
        hasConverged: outcome.hasConverged, passes: outcome.passes,
        seconds: LinearModels.seconds(since: start, clock), trace: outcome.trace)
    )
  }
}

extension LogisticRegressionOptions {
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
    guard classCount >= 1 else {
      throw .invalidOption(
        name: "the number of classes", value: "\(classCount)", expected: "1 or more")
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
  func penalties(columnCount: Int) throws(FitError) -> [Double] {
    var penalties = [Double](repeating: l2Penalty, count: columnCount)
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

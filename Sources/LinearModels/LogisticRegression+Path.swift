public import LinearAlgebra

extension LogisticRegression {
  /// One model of a regularisation path.
  public struct PathStep: Sendable {
    /// The L2 penalty λ of this model.
    public var l2Penalty: Double
    public var model: LogisticRegression
    public var report: FitReport
  }

  /// Fits a model for each of several penalties, from the strongest to the weakest, each one beginning
  /// where the one before it ended: that takes fewer passes than as many fits from nothing.
  ///
  /// - Parameters:
  ///   - features: One row an example.
  ///   - labels: The class of each example, 0 ..< `classCount`.
  ///   - classCount: The number of classes.
  ///   - penalties: Values of λ, each at least 0; their order does not matter.
  ///   - options: How to fit; its own `l2Penalty` is not used.
  /// - Returns: the models from the strongest to the weakest penalty.
  /// - Throws: `FitError` as `fit` does.
  public static func path(
    _ features: SparseMatrix<Scalar>, labels: [Int32], classCount: Int, penalties: [Double],
    options: LogisticRegressionOptions = .init()
  ) throws(FitError) -> [PathStep] {
    var steps: [PathStep] = []
    for penalty in penalties.sorted(by: >) {
      var options = options
      options.l2Penalty = penalty
      let (model, report) = try fit(
        features, labels: labels, classCount: classCount, options: options,
        warmStart: steps.last?.model)
      steps.append(PathStep(l2Penalty: penalty, model: model, report: report))
    }
    return steps
  }
}

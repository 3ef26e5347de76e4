/// How a logistic regression is fitted.
public struct LogisticRegressionOptions: Sendable {
  /// The strength λ of the L2 penalty (λ/2)‖W‖². The loss is summed over examples, so λ is 1/C in
  /// the terms of scikit-learn. At least 0; with 0 separable data has no optimum, and the fit ends
  /// at `maximumPasses` with large finite weights.
  public var l2Penalty: Double = 1
  /// Stop when the objective is estimated to be this close to its minimum, relative to it.
  ///
  /// In single precision the fit also stops where rounding drowns any further progress, at about
  /// 1e-8.
  public var relativeGap: Double = 1e-4
  /// The most passes over the data.
  public var maximumPasses: Int = 2000
  /// Factors for the examples of each class, or `nil` for 1.
  public var classWeights: [Double]?
  /// A factor for each example, at least 0, or `nil` for 1.
  public var exampleWeights: [Double]?
  /// Blocks of columns whose penalty or scale is not 1.
  public var blocks: [ColumnBlock] = []
  /// Whether to fit each class against the others by itself. Probabilities are then those of
  /// softmax all the same: a fit of this kind ranks classes, it does not calibrate them.
  public var isOneVersusRest = false
  /// The number of threads; the result does not depend on it.
  public var threads: Int = 1

  /// The usual options: λ = 1, relative gap 1e-4, one thread.
  public init() {}

  /// Options with the given penalty.
  public init(l2Penalty: Double, relativeGap: Double = 1e-4, threads: Int = 1) {
    self.l2Penalty = l2Penalty
    self.relativeGap = relativeGap
    self.threads = threads
  }
}

/// A range of columns with a penalty or a scale of its own.
public struct ColumnBlock: Sendable, Hashable {
  /// The columns; in data with a sparse and a dense part the dense columns follow the sparse ones.
  public var columns: Range<Int>
  /// What the L2 penalty is multiplied by; at least 0.
  public var penaltyFactor: Double
  /// What the features are multiplied by before learning; above 0. The returned weights are for
  /// the features as given: a scale s is the same as a penalty factor 1/s².
  public var scale: Double

  /// A block of columns.
  public init(columns: Range<Int>, penaltyFactor: Double = 1, scale: Double = 1) {
    self.columns = columns
    self.penaltyFactor = penaltyFactor
    self.scale = scale
  }
}

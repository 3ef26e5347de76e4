public import LinearAlgebra

/// A multinomial logistic regression: one column of weights and one intercept for each class.
///
/// The probabilities of a row x are softmax(x W + b).
public struct LogisticRegression<Scalar: LinearScalar>: Sendable, Equatable {
  /// The weights, features × classes.
  public let weights: DenseMatrix<Scalar>
  /// The intercept of each class.
  public let intercepts: [Scalar]

  /// The number of classes.
  public var classCount: Int { intercepts.count }
  /// The number of features.
  public var featureCount: Int { weights.rowCount }

  /// A model from its weights.
  ///
  /// - Precondition: as many intercepts as weight columns, at least one.
  public init(weights: DenseMatrix<Scalar>, intercepts: [Scalar]) {
    precondition(
      weights.columnCount == intercepts.count && !intercepts.isEmpty,
      "\(weights.columnCount) columns of weights, \(intercepts.count) intercepts")
    self.weights = weights
    self.intercepts = intercepts
  }

  /// The logit of each class for a sparse row.
  ///
  /// - Precondition: every column is below `featureCount`.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func logits(columns: [UInt32], values: [Scalar]) -> [Scalar] {
    precondition(columns.count == values.count, "\(columns.count) columns, \(values.count) values")
    var logits = intercepts
    let classes = classCount
    for (column, value) in zip(columns, values) {
      precondition(Int(column) < featureCount, "column \(column) of \(featureCount)")
      let start = Int(column) * classes
      for index in 0..<classes { logits[index] += value * weights.elements[start + index] }
    }
    return logits
  }

  /// The logit of each class for a sparse row.
  public func logits(_ row: SparseVector<Scalar>) -> [Scalar] {
    logits(columns: row.columns, values: row.values)
  }

  /// The logit of each class for a dense row.
  ///
  /// - Precondition: as many values as features.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func logits(_ row: ArraySlice<Scalar>) -> [Scalar] {
    precondition(row.count == featureCount, "\(row.count) values, \(featureCount) features")
    var logits = intercepts
    let classes = classCount
    for (feature, value) in row.enumerated() {
      for index in 0..<classes {
        logits[index] += value * weights.elements[feature * classes + index]
      }
    }
    return logits
  }

  /// The probability of each class for a sparse row; they sum to 1.
  public func probabilities(columns: [UInt32], values: [Scalar]) -> [Scalar] {
    softmax(logits(columns: columns, values: values))
  }

  /// The probability of each class for a sparse row; they sum to 1.
  public func probabilities(_ row: SparseVector<Scalar>) -> [Scalar] { softmax(logits(row)) }

  /// The probability of each class for a dense row; they sum to 1.
  public func probabilities(_ row: ArraySlice<Scalar>) -> [Scalar] { softmax(logits(row)) }

  /// The probabilities of each row of a matrix.
  public func probabilities(_ rows: SparseMatrix<Scalar>) -> DenseMatrix<Scalar> {
    var result = DenseMatrix<Scalar>(rowCount: rows.rowCount, columnCount: classCount)
    for row in 0..<rows.rowCount {
      let range = rows.rowOffsets[row]..<rows.rowOffsets[row + 1]
      let some = probabilities(
        columns: Array(rows.columns[range]), values: Array(rows.values[range]))
      result.elements.replaceSubrange((row * classCount)..<((row + 1) * classCount), with: some)
    }
    return result
  }

  /// The probabilities of each row of a matrix.
  public func probabilities(_ rows: DenseMatrix<Scalar>) -> DenseMatrix<Scalar> {
    var result = DenseMatrix<Scalar>(rowCount: rows.rowCount, columnCount: classCount)
    for row in 0..<rows.rowCount {
      result.elements.replaceSubrange(
        (row * classCount)..<((row + 1) * classCount), with: probabilities(rows.row(row)))
    }
    return result
  }

  /// The class with the highest logit for a sparse row; the lowest of equals.
  public func decision(_ row: SparseVector<Scalar>) -> Int32 { highest(logits(row)) }

  /// The class with the highest logit for a dense row; the lowest of equals.
  public func decision(_ row: ArraySlice<Scalar>) -> Int32 { highest(logits(row)) }
}

/// The probabilities that belong to logits: exp(zₖ) over their sum, without overflow.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
public func softmax<Scalar: LinearScalar>(_ logits: [Scalar]) -> [Scalar] {
  guard let peak = logits.max() else { return [] }
  var result = logits.map { Scalar.exponential($0 - peak) }
  let total = result.reduce(0, +)
  for index in result.indices { result[index] /= total }
  return result
}

/// The position of the highest value; the lowest of equals.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
func highest<Scalar: LinearScalar>(_ values: [Scalar]) -> Int32 {
  var best = 0
  for index in values.indices where values[index] > values[best] { best = index }
  return Int32(best)
}

extension LogisticRegression {
  /// Fits a model to sparse rows: minimises
  ///
  ///     Σᵢ sᵢ · −log softmax(xᵢ W + b)[yᵢ]  +  (λ/2) Σⱼ cⱼ ‖Wⱼ‖²
  ///
  /// where sᵢ is the example weight times the class weight and cⱼ the penalty factor of the
  /// column. Intercepts are not penalised. For two classes the same classifier comes from
  /// a binary logistic regression with half the penalty.
  ///
  /// - Parameters:
  ///   - features: one row an example.
  ///   - labels: the class of each example, 0 ..< `classCount`.
  ///   - classCount: the number of classes.
  ///   - options: the penalty, weights and when to stop.
  ///   - warmStart: a model to begin from, with the same numbers of features and classes.
  /// - Throws: `FitError` when the data is empty, labels are out of range or shapes differ.
  /// - Complexity: a pass costs O(nonzeros × classes); sparse data takes tens of passes.
  public static func fit(
    _ features: SparseMatrix<Scalar>, labels: [Int32], classCount: Int,
    options: LogisticRegressionOptions = .init(), warmStart: LogisticRegression? = nil
  ) throws(FitError) -> (model: LogisticRegression, report: FitReport) {
    try fitMultinomial(
      Design(sparse: features), labels: labels, classCount: classCount, options: options,
      warmStart: warmStart)
  }

  /// Fits a model to dense rows; otherwise as for sparse ones.
  ///
  /// - Throws: `FitError`, also when a feature is not finite.
  public static func fit(
    _ features: DenseMatrix<Scalar>, labels: [Int32], classCount: Int,
    options: LogisticRegressionOptions = .init(), warmStart: LogisticRegression? = nil
  ) throws(FitError) -> (model: LogisticRegression, report: FitReport) {
    try fitMultinomial(
      Design(dense: features), labels: labels, classCount: classCount, options: options,
      warmStart: warmStart)
  }

  /// Fits a model to rows with a sparse and a dense part; the weights of the dense columns follow
  /// those of the sparse ones.
  ///
  /// - Throws: `FitError`, also when a feature is not finite or the parts differ in rows.
  public static func fit(
    sparse: SparseMatrix<Scalar>, dense: DenseMatrix<Scalar>, labels: [Int32], classCount: Int,
    options: LogisticRegressionOptions = .init(), warmStart: LogisticRegression? = nil
  ) throws(FitError) -> (model: LogisticRegression, report: FitReport) {
    try fitMultinomial(
      Design(sparse: sparse, dense: dense), labels: labels, classCount: classCount,
      options: options, warmStart: warmStart)
  }

  /// The logit of each class for a row with a sparse and a dense part.
  ///
  /// - Precondition: sparse columns and dense values together have `featureCount` columns.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func logits(sparse row: SparseVector<Scalar>, dense: ArraySlice<Scalar>) -> [Scalar] {
    let classes = classCount
    precondition(dense.count <= featureCount, "\(dense.count) of \(featureCount) features")
    var result = logits(row)
    let first = (featureCount - dense.count) * classes
    for (feature, value) in dense.enumerated() {
      for index in 0..<classes {
        result[index] += value * weights.elements[first + feature * classes + index]
      }
    }
    return result
  }
}

public import LinearAlgebra

/// A conditional logit: one weight vector, softmax over the candidates of a group.
///
/// The probability of candidate c of a group is exp(x_c · w) over the sum for all candidates of the
/// group. There is no intercept, for it would cancel.
///
/// D. McFadden, "Conditional logit analysis of qualitative choice behavior" (1974).
public struct RankingRegression<Scalar: LinearScalar>: Sendable, Equatable {
  /// The weight of each feature.
  public let weights: [Scalar]

  /// The number of features.
  public var featureCount: Int { weights.count }

  /// A model from its weights.
  public init(weights: [Scalar]) {
    self.weights = weights
  }

  /// The score of a candidate.
  ///
  /// - Precondition: every column is below `featureCount`.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func score(_ candidate: SparseVector<Scalar>) -> Scalar {
    var score: Scalar = 0
    for (column, value) in zip(candidate.columns, candidate.values) {
      score += value * weights[Int(column)]
    }
    return score
  }

  /// The score of a candidate with a dense part, whose weights follow those of the sparse part.
  ///
  /// - Precondition: sparse columns and dense values together have `featureCount` columns.
  public func score(sparse: SparseVector<Scalar>, dense: [Scalar]) -> Scalar {
    precondition(dense.count <= featureCount, "\(dense.count) of \(featureCount) features")
    var score = score(sparse)
    let first = featureCount - dense.count
    for (feature, value) in dense.enumerated() { score += value * weights[first + feature] }
    return score
  }

  /// The probability of each candidate of a group; they sum to 1.
  public func probabilities(_ group: [SparseVector<Scalar>]) -> [Scalar] {
    softmax(group.map(score))
  }

  /// The candidate with the highest score, the first of equals; `nil` for no candidates.
  public func decision(_ group: [SparseVector<Scalar>]) -> Int? {
    group.isEmpty ? nil : Int(highest(group.map(score)))
  }
}

extension RankingRegression {
  /// Fits a model to groups of which one candidate is chosen: minimises
  ///
  ///     Σ_g s_g · −log softmax(X_g w)[chosen_g]  +  (λ/2) Σⱼ cⱼ wⱼ²
  ///
  /// - Parameters:
  ///   - candidates: one row a candidate, group after group.
  ///   - groupOffsets: the first candidate of each group, and at the end the number of candidates.
  ///   - chosen: for each group the position of its choice among its candidates.
  ///   - options: as for logistic regression; `exampleWeights` are those of the groups, and class
  ///     weights do not apply.
  ///   - warmStart: a model to begin from, with the same number of features.
  /// - Throws: `FitError` when there are no groups, a group has no candidates, or a choice is not
  ///   among them.
  public static func fit(
    _ candidates: SparseMatrix<Scalar>, groupOffsets: [Int], chosen: [Int],
    options: LogisticRegressionOptions = .init(), warmStart: RankingRegression? = nil
  ) throws(FitError) -> (model: RankingRegression, report: FitReport) {
    try fitGroups(
      Design(sparse: candidates), groupOffsets: groupOffsets,
      shares: choiceShares(chosen, groupOffsets: groupOffsets), options: options,
      warmStart: warmStart)
  }

  /// Fits a model to groups with a share of the choice for each candidate: several right
  /// candidates, or soft labels. The shares of a group are at least 0 and are scaled to sum to 1;
  /// a group whose shares are all 0 is passed over.
  public static func fit(
    _ candidates: SparseMatrix<Scalar>, groupOffsets: [Int], shares: [Double],
    options: LogisticRegressionOptions = .init(), warmStart: RankingRegression? = nil
  ) throws(FitError) -> (model: RankingRegression, report: FitReport) {
    try fitGroups(
      Design(sparse: candidates), groupOffsets: groupOffsets, shares: shares, options: options,
      warmStart: warmStart)
  }

  /// Fits a model to candidates with a sparse and a dense part; the weights of the dense columns
  /// follow those of the sparse ones.
  public static func fit(
    sparse: SparseMatrix<Scalar>, dense: DenseMatrix<Scalar>, groupOffsets: [Int], chosen: [Int],
    options: LogisticRegressionOptions = .init(), warmStart: RankingRegression? = nil
  ) throws(FitError) -> (model: RankingRegression, report: FitReport) {
    try fitGroups(
      Design(sparse: sparse, dense: dense), groupOffsets: groupOffsets,
      shares: choiceShares(chosen, groupOffsets: groupOffsets), options: options,
      warmStart: warmStart)
  }

  /// A share of 1 for each group's choice.
  private static func choiceShares(
    _ chosen: [Int], groupOffsets: [Int]
  ) throws(FitError) -> [Double] {
    guard chosen.count == groupOffsets.count - 1 else {
      throw .unequalCounts(
        what: "choices", expected: max(0, groupOffsets.count - 1), found: chosen.count)
    }
    var shares = [Double](repeating: 0, count: max(0, groupOffsets.last ?? 0))
    for (group, choice) in chosen.enumerated() {
      let place = groupOffsets[group] + choice
      guard choice >= 0, place < groupOffsets[group + 1], shares.indices.contains(place) else {
        throw .malformedGroup(
          index: group,
          reason: "has \(groupOffsets[group + 1] - groupOffsets[group]) candidates, and its "
            + "choice is candidate \(choice)")
      }
      shares[place] = 1
    }
    return shares
  }

  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private static func fitGroups(
    _ design: Design<Scalar>, groupOffsets: [Int], shares: [Double],
    options: LogisticRegressionOptions, warmStart: RankingRegression?
  ) throws(FitError) -> (model: RankingRegression, report: FitReport) {
    try options.validate()
    guard groupOffsets.count > 1 else { throw .noExamples }
    let groupCount = groupOffsets.count - 1
    guard groupOffsets.first == 0, groupOffsets.last == design.rowCount else {
      throw .unequalCounts(
        what: "candidates in the groups", expected: design.rowCount,
        found: (groupOffsets.last ?? 0) - (groupOffsets.first ?? 0))
    }
    guard shares.count == design.rowCount else {
      throw .unequalCounts(what: "shares", expected: design.rowCount, found: shares.count)
    }
    if let weights = options.exampleWeights {
      guard weights.count == groupCount else {
        throw .unequalCounts(what: "group weights", expected: groupCount, found: weights.count)
      }
      if let bad = weights.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
        throw .notFinite(what: "the weight of group", index: bad)
      }
    }
    if let warmStart, warmStart.featureCount != design.columnCount {
      throw .unequalCounts(
        what: "weights in the model to start from", expected: design.columnCount,
        found: warmStart.featureCount)
    }
    let choices = Buffer<Scalar>(count: design.rowCount, filledWith: 0)
    let groupWeights = Buffer<Scalar>(count: groupCount, filledWith: 0)
    let groups = Buffer<UInt32>(count: design.rowCount, filledWith: 0)
    for group in 0..<groupCount {
      let rows = groupOffsets[group]..<max(groupOffsets[group], groupOffsets[group + 1])
      guard !rows.isEmpty, rows.upperBound == groupOffsets[group + 1],
        rows.upperBound <= design.rowCount
      else { throw .malformedGroup(index: group, reason: "has no candidates") }
      var total = 0.0
      for row in rows {
        guard shares[row] >= 0, shares[row].isFinite else {
          throw .notFinite(what: "the share of candidate", index: row)
        }
        total += shares[row]
        groups[row] = UInt32(group)
      }
      guard total > 0 else { continue }
      let weight = options.exampleWeights?[group] ?? 1
      groupWeights[group] = Scalar(weight)
      for row in rows { choices[row] = Scalar(shares[row] / total * weight) }
    }
    guard (0..<groupCount).contains(where: { groupWeights[$0] > 0 }) else { throw .noExamples }
    let loss = GroupSoftmaxLoss(
      groupOffsets: groupOffsets, choices: choices, groupWeights: groupWeights, groups: groups)
    let fitted = minimisePenalised(
      loss, design, penalties: try options.penalties(columnCount: design.columnCount),
      options: options, warmStart: warmStart.map { ($0.weights, []) })
    return (RankingRegression(weights: fitted.weights), fitted.report)
  }
}

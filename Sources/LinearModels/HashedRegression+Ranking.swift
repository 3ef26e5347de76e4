import LinearAlgebra

extension HashedRegression {
  /// Groups of candidates of which some are right: what a ranking is fitted to.
  ///
  /// The fitted model has no intercept; the softmax of a group's logits are the probabilities of its
  /// candidates (see `RankingRegression`).
  public struct Groups: Sendable {
    private var hashes: [UInt64] = []
    private var offsets = [0]
    private var groupOffsets = [0]
    private var shares: [Double] = []

    public init() {}

    /// The number of groups.
    public var count: Int { groupOffsets.count - 1 }

    /// Adds a group with its candidates' features and whether each is right.
    ///
    /// - Precondition: at least one candidate is right.
    public mutating func append(_ candidates: [(hashes: [UInt64], isRight: Bool)]) {
      let rightCount = candidates.count { $0.isRight }
      precondition(rightCount > 0, "a group needs a right candidate")
      for candidate in candidates {
        hashes += candidate.hashes
        offsets.append(hashes.count)
        shares.append(candidate.isRight ? 1 / Double(rightCount) : 0)
      }
      groupOffsets.append(shares.count)
    }

    /// Adds the groups of others.
    public mutating func append(contentsOf other: Groups) {
      let start = hashes.count
      let candidates = shares.count
      hashes += other.hashes
      offsets += other.offsets.dropFirst().map { $0 + start }
      groupOffsets += other.groupOffsets.dropFirst().map { $0 + candidates }
      shares += other.shares
    }

    /// Fits a ranking: features seen less often than `minimumCount` are left out, and afterwards those
    /// whose weight is below `threshold` in size.
    ///
    /// - Throws: `FitError` when there is nothing to learn from.
    public func fit(
      l2Penalty: Double, minimumCount: Int, threshold: Float = 0, threads: Int
    ) throws -> (model: HashedRegression, report: FitReport) {
      var builder = FeatureVocabularyBuilder()
      builder.count(hashes)
      let vocabulary = builder.vocabulary(minimumCount: minimumCount)
      var rows = SparseMatrixBuilder<Float>()
      for row in 0..<shares.count {
        rows.append(
          ones: vocabulary.columns(of: Array(hashes[offsets[row]..<offsets[row + 1]])))
      }
      let (model, report) = try RankingRegression<Float>.fit(
        rows.matrix(columnCount: vocabulary.columnCount), groupOffsets: groupOffsets,
        shares: shares, options: LogisticRegressionOptions(l2Penalty: l2Penalty, threads: threads))
      var kept: [UInt32] = []
      var weights: [Float] = []
      for column in 0..<vocabulary.columnCount where abs(model.weights[column]) > threshold {
        kept.append(UInt32(column))
        weights.append(model.weights[column])
      }
      return (
        HashedRegression(
          vocabulary: vocabulary.keeping(kept), weights: weights, intercept: 0), report
      )
    }
  }
}

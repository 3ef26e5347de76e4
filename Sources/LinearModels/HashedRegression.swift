import LinearAlgebra

/// A binary logistic regression over hashed features that are on or off.
///
/// Its file holds a key and a half-precision weight a feature, seven bytes, and the lookup table is made
/// when it is read.
public struct HashedRegression: Sendable {
  private let keys: [UInt64]
  /// The weight of each feature for the class 1 against the class 0.
  private let weights: [Float]
  private let intercept: Float
  private let table: HashedWeights

  /// The number of features.
  public var featureCount: Int { weights.count }

  /// The logit of class 1: the intercept and the weights of the features that the model knows.
  ///
  /// - Complexity: linear in the number of hashes.
  public func logit(_ hashes: [UInt64]) -> Float { logit(hashes, inDomain: nil) }

  /// The logit of class 1 for features and their copies for one data set, as
  /// `FeatureBuffer.addCopies(forDomain:)` makes them.
  public func logit(_ hashes: [UInt64], domain: UInt64) -> Float {
    logit(hashes, inDomain: domain)
  }

  private func logit(_ hashes: [UInt64], inDomain domain: UInt64?) -> Float {
    var sum = intercept
    withUnsafeMutablePointer(to: &sum) {
      table.add(hashes, domain: domain, to: UnsafeMutableBufferPointer(start: $0, count: 1))
    }
    return sum
  }

  /// The probability of class 1.
  public func probability(_ hashes: [UInt64]) -> Double {
    1 / (1 + Float64.exponential(-Double(logit(hashes))))
  }

  /// Adds the model to a file, as sections whose names begin with `name`.
  public func write(to file: inout ModelFileWriter, as name: String) {
    HashedWeights.write(keys: keys, to: &file, as: "\(name).keys")
    file.add("\(name).weights", halfPrecision: weights)
    file.add("\(name).intercept", floats: [intercept])
  }

  /// The model of a file.
  ///
  /// - Throws: `ModelFileError` when a section is absent or the sections do not fit together.
  public init(from file: ModelFile, as name: String) throws(ModelFileError) {
    keys = try HashedWeights.keys(from: file, as: "\(name).keys")
    weights = try file.floats("\(name).weights")
    let intercepts = try file.floats("\(name).intercept")
    guard keys.count == weights.count, intercepts.count == 1 else {
      throw .inconsistent(
        reason: "\"\(name)\" has \(keys.count) features, \(weights.count) weights and "
          + "\(intercepts.count) intercepts")
    }
    table = HashedWeights(keys: keys, weights: weights, width: 1)
    intercept = intercepts[0]
  }

  init(vocabulary: FeatureVocabulary, weights: [Float], intercept: Float) {
    keys = vocabulary.hashes().map(HashedWeights.key(of:))
    table = HashedWeights(keys: keys, weights: weights, width: 1)
    self.weights = weights
    self.intercept = intercept
  }

  /// Labelled rows of hashed features: what the model is fitted to.
  public struct Examples: Sendable {
    private var hashes: [UInt64] = []
    private var offsets = [0]
    private var labels: [Int32] = []
    private var exampleWeights: [Double] = []

    public init() {}

    public var count: Int { labels.count }

    public mutating func append(_ row: [UInt64], isPositive: Bool, weight: Double = 1) {
      hashes += row
      offsets.append(hashes.count)
      labels.append(isPositive ? 1 : 0)
      exampleWeights.append(weight)
    }

    /// Adds the rows of other examples.
    public mutating func append(contentsOf other: Examples) {
      let start = hashes.count
      hashes += other.hashes
      offsets += other.offsets.dropFirst().map { $0 + start }
      labels += other.labels
      exampleWeights += other.exampleWeights
    }

    /// Fits a model: features seen less often than `minimumCount` are left out, and afterwards those
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
      for row in 0..<labels.count {
        rows.append(
          ones: vocabulary.columns(of: Array(hashes[offsets[row]..<offsets[row + 1]])))
      }
      var options = LogisticRegressionOptions(l2Penalty: l2Penalty, threads: threads)
      options.exampleWeights = exampleWeights
      let (model, report) = try LogisticRegression<Float>.fit(
        rows.matrix(columnCount: vocabulary.columnCount), labels: labels, classCount: 2,
        options: options)
      var kept: [UInt32] = []
      var weights: [Float] = []
      for column in 0..<vocabulary.columnCount {
        let weight = model.weights[column, 1] - model.weights[column, 0]
        if abs(weight) > threshold {
          kept.append(UInt32(column))
          weights.append(weight)
        }
      }
      return (
        HashedRegression(
          vocabulary: vocabulary.keeping(kept), weights: weights,
          intercept: model.intercepts[1] - model.intercepts[0]), report
      )
    }
  }
}

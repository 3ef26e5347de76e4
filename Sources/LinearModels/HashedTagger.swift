public import LinearAlgebra

/// A linear-chain CRF over hashed features that are on or off.
///
/// Its file holds a key of five bytes and a half-precision weight for each label a feature.
public struct HashedTagger: Sendable {
  private let keys: [UInt64]
  private let model: LinearChainCRF
  private let table: HashedWeights

  public var featureCount: Int { model.columnCount }

  /// The labels of the best sequence, and the probability of every label at each step.
  public func decode(
    _ sequence: Sequence
  ) -> (labels: [Int32], probabilities: DenseMatrix<Float>) {
    var scores = Scores()
    for step in 0..<sequence.count {
      append(Array(sequence.features(ofStep: step)), to: &scores)
    }
    return decode(scores)
  }

  /// The scores of the labels at the steps of one sequence, without those of neighbouring labels.
  public struct Scores: Sendable {
    fileprivate var values: [Float] = []

    public init() {}

    /// Forgets all steps and keeps the memory.
    public mutating func removeAll() { values.removeAll(keepingCapacity: true) }
  }

  /// Appends a step with the given features.
  public func append(_ features: [UInt64], to scores: inout Scores) {
    let start = scores.values.count
    for _ in 0..<model.labelCount { scores.values.append(0) }
    scores.values.withUnsafeMutableBufferPointer {
      table.add(features, to: UnsafeMutableBufferPointer(rebasing: $0[start...]))
    }
  }

  /// The labels of the best sequence, and the probability of every label at each step.
  public func decode(
    _ scores: Scores
  ) -> (labels: [Int32], probabilities: DenseMatrix<Float>) {
    (model.viterbi(scores: scores.values), model.marginals(scores: scores.values))
  }

  /// The most probable label sequences, best first, each with the logarithm of the ratio of its
  /// probability to that of the best.
  public func bestSequences(_ scores: Scores, limit: Int) -> [(labels: [Int32], gap: Float)] {
    model.bestSequences(scores: scores.values, limit: limit)
  }

  /// The score of a label sequence: the logarithm of its probability, up to a constant that all
  /// sequences of these steps share.
  ///
  /// - Precondition: one label a step.
  public func score(of labels: [Int32], _ scores: Scores) -> Float {
    precondition(
      labels.count * model.labelCount == scores.values.count, "not one label for each step")
    return Float(model.goldScore(labels[...], scores: scores.values))
  }

  /// The probability of every label at each step, steps × labels.
  public func marginals(_ scores: Scores) -> DenseMatrix<Float> {
    model.marginals(scores: scores.values)
  }

  /// Adds the model to a file, as sections whose names begin with `name`.
  public func write(to file: inout ModelFileWriter, as name: String) {
    HashedWeights.write(keys: keys, to: &file, as: "\(name).keys")
    model.write(to: &file, as: name, halfPrecision: true)
  }

  /// The model of a file.
  ///
  /// - Throws: `ModelFileError` when a section is absent or the sections do not fit together.
  public init(from file: ModelFile, as name: String) throws(ModelFileError) {
    keys = try HashedWeights.keys(from: file, as: "\(name).keys")
    model = try LinearChainCRF(from: file, as: name)
    guard keys.count == model.columnCount else {
      throw .inconsistent(
        reason: "\"\(name)\" has \(keys.count) features and weights for \(model.columnCount)")
    }
    table = HashedWeights(keys: keys, weights: model.weights, width: model.labelCount)
  }

  fileprivate init(vocabulary: FeatureVocabulary, model: LinearChainCRF) {
    keys = vocabulary.hashes().map(HashedWeights.key(of:))
    table = HashedWeights(keys: keys, weights: model.weights, width: model.labelCount)
    self.model = model
  }

  /// The hashed features of each step of one sequence.
  public struct Sequence: Sendable {
    fileprivate var hashes: [UInt64] = []
    fileprivate var offsets = [0]

    public init() {}

    public var count: Int { offsets.count - 1 }

    public mutating func append(_ step: [UInt64]) {
      hashes += step
      offsets.append(hashes.count)
    }

    /// The features of one step.
    public func features(ofStep step: Int) -> ArraySlice<UInt64> {
      hashes[offsets[step]..<offsets[step + 1]]
    }
  }

  /// Labelled sequences: what the model is fitted to.
  public struct Examples: Sendable {
    private var sequences: [(steps: Sequence, labels: [Int32])] = []

    public init() {}

    public var count: Int { sequences.count }

    /// - Precondition: one label a step.
    public mutating func append(_ steps: Sequence, labels: [Int32]) {
      precondition(steps.count == labels.count, "\(steps.count) steps, \(labels.count) labels")
      sequences.append((steps, labels))
    }

    /// Fits a model: features seen less often than `minimumCount` are left out, and afterwards those
    /// whose weights are all below `threshold` in size.
    ///
    /// - Throws: `FitError` when there is nothing to learn from.
    public func fit(
      labelCount: Int, minimumCount: Int, threshold: Float = 0, options: LinearChainCRFOptions
    ) throws -> (model: HashedTagger, report: FitReport) {
      var builder = FeatureVocabularyBuilder()
      for sequence in sequences { builder.count(sequence.steps.hashes) }
      let vocabulary = builder.vocabulary(minimumCount: minimumCount)
      var tagged = TaggedSequences()
      for sequence in sequences {
        var tokens = TokenFeatures()
        for step in 0..<sequence.steps.count {
          tokens.append(Array(sequence.steps.features(ofStep: step)), in: vocabulary)
        }
        tagged.append(tokens, labels: sequence.labels)
      }
      let (model, report) = try LinearChainCRF.fit(
        tagged, columnCount: vocabulary.columnCount, labelCount: labelCount, options: options)
      let (pruned, kept) = model.pruned(threshold: threshold)
      return (HashedTagger(vocabulary: vocabulary.keeping(kept), model: pruned), report)
    }
  }
}

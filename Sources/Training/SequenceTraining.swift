import LinearModels
import Syntax

/// Fits a conditional random field and keeps its strongest features.
enum SequenceTraining {
  /// The model is the mean of `partCount` models, each fitted to a share of the sequences drawn for it
  /// (L. Breiman, "Bagging predictors", 1996; here the mean of the weights, whose scores are the mean
  /// of the models' scores): names are rare, and what one fit makes of a rare one is chance.
  ///
  /// - Parameters:
  ///   - features: the hashes of each token of each sentence.
  ///   - labels: the gold labels.
  static func fit(
    _ features: [[[UInt64]]], _ labels: [[Int32]], _ vocabulary: FeatureVocabulary,
    labelCount: Int, epochs: Int, learningRate: Double, l2Penalty: Double,
    constraints: LabelConstraints?, featureLimit: Int, threads: Int,
    partCount: Int = 1, share: Double = 1
  ) throws(FitError) -> SequenceModel {
    var options = LinearChainCRFOptions()
    options.method = .averagedAdaGrad(epochs: epochs, learningRate: learningRate)
    options.l2Penalty = l2Penalty
    options.constraints = constraints
    options.threads = threads
    var weights = [Float](repeating: 0, count: vocabulary.columnCount * labelCount)
    var edges = [Float](repeating: 0, count: labelCount * (labelCount + 2))
    var allowed = LabelConstraints(labelCount: labelCount)
    // Few sentences are all needed.
    let share = features.count < 100 ? 1 : share
    for part in 0..<partCount {
      var sequences = TaggedSequences()
      for index in features.indices where isDrawn(index, for: part, share: share) {
        var columns = TokenFeatures()
        for hashes in features[index] { columns.append(hashes, in: vocabulary) }
        sequences.append(columns, labels: labels[index])
      }
      options.seed = UInt64(part + 1)
      let (model, _) = try LinearChainCRF.fit(
        sequences, columnCount: vocabulary.columnCount, labelCount: labelCount, options: options)
      allowed = model.constraints
      model.weights.withUnsafeBufferPointer { fitted in
        for index in weights.indices { weights[index] += fitted[index] / Float(partCount) }
      }
      for index in edges.indices { edges[index] += model.edges[index] / Float(partCount) }
    }
    let hashes = vocabulary.hashes()
    var strengths: [(strength: Float, column: Int)] = []
    strengths.reserveCapacity(hashes.count)
    for column in hashes.indices {
      let row = weights[(column * labelCount)..<((column + 1) * labelCount)]
      let mean = row.reduce(0, +) / Float(labelCount)
      // What a feature decides is how far its weights lie from each other.
      let strength = row.reduce(0) { max($0, ($1 - mean).magnitude) }
      if strength > 0 { strengths.append((strength, column)) }
    }
    strengths.sort { ($1.strength, $0.column) < ($0.strength, $1.column) }
    let kept = strengths.prefix(featureLimit).map(\.column)
    let keptModel = LinearChainCRF(
      labelCount: labelCount,
      weights: FlatArray(kept.flatMap { weights[($0 * labelCount)..<(($0 + 1) * labelCount)] }),
      edges: edges, constraints: allowed)
    return SequenceModel(keptModel, hashes: kept.map { hashes[$0] })
  }

  /// Whether a sequence is among the share drawn for a part: the same on every run.
  private static func isDrawn(_ index: Int, for part: Int, share: Double) -> Bool {
    guard share < 1 else { return true }
    var hash = UInt64(index) &* 0x9E37_79B9_7F4A_7C15
    hash ^= UInt64(part + 1) &* 0xC4CE_B9FE_1A85_EC53
    hash = (hash ^ hash >> 31) &* 0xFF51_AFD7_ED55_8CCD
    hash ^= hash >> 33
    return Double(hash & 0xFF_FFFF) < share * Double(0x100_0000)
  }
}

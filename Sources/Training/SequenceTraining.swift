import LinearModels
import Syntax

/// Fits a conditional random field and keeps its strongest features.
enum SequenceTraining {
  /// - Parameters:
  ///   - features: the hashes of each token of each sentence.
  ///   - labels: the gold labels.
  static func fit(
    _ features: [[[UInt64]]], _ labels: [[Int32]], _ vocabulary: FeatureVocabulary,
    labelCount: Int, epochs: Int, learningRate: Double, l2Penalty: Double,
    constraints: LabelConstraints?, featureLimit: Int, threads: Int
  ) throws(FitError) -> SequenceModel {
    var sequences = TaggedSequences()
    for (tokens, labels) in zip(features, labels) {
      var columns = TokenFeatures()
      for hashes in tokens { columns.append(hashes, in: vocabulary) }
      sequences.append(columns, labels: labels)
    }
    var options = LinearChainCRFOptions()
    options.method = .averagedAdaGrad(epochs: epochs, learningRate: learningRate)
    options.l2Penalty = l2Penalty
    options.constraints = constraints
    options.threads = threads
    let (model, _) = try LinearChainCRF.fit(
      sequences, columnCount: vocabulary.columnCount, labelCount: labelCount, options: options)
    let hashes = vocabulary.hashes()
    var strengths: [(strength: Float, column: Int)] = []
    strengths.reserveCapacity(hashes.count)
    let weights = Array(model.weights)
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
      edges: model.edges, constraints: model.constraints)
    return SequenceModel(keptModel, hashes: kept.map { hashes[$0] })
  }
}

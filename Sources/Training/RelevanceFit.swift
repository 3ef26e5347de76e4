package import Corpora
import Encoders
package import Lexicons
import LinearAlgebra
import LinearModels
package import Sayso
package import StanceScoring

/// Learns which of the actors that a quote mentions it is about, from an encoder's vectors beside what the
/// actor stage says.
package enum RelevanceFit {
  /// What was fitted, and how it did on articles that were held out.
  package struct Result: Sendable {
    package var join: RelevanceJoin
    package var exampleCount: Int
    package var goldCount: Int
    /// F1 of targets in cross-validation by article, among the quotes that were found.
    package var f1: Double
  }

  /// What the vector's elements are multiplied by, beside the directions of the encoder at full size.
  private static let elementScale: Float = 0.05
  private static let l2Penalty = 3.0

  /// Fits to the quotes that are found in articles.
  ///
  /// - Returns: nil when there are none.
  /// - Throws: `DocumentError` when a text is blank.
  package static func fit(
    _ articles: [AnnotatedArticle], analyzer: Analyzer, cues: CueLexicon,
    encoder: QuestionEncoder, folds: Int, threads: Int
  ) throws -> Result? {
    let read = inParts(articles.count, partSize: 1, threads: threads) { range in
      range.map { index in
        Swift.Result {
          try RelevanceExamples(articles[index], analyzer: analyzer, cues: cues, usesGold: false)
        }
      }
    }
    var examples: [RelevanceExamples.Example] = []
    var groupOfExample: [Int] = []
    var keys: [UInt32] = []
    var goldCount = 0
    for (group, result) in read.enumerated() {
      let found = try result.get()
      goldCount += found.goldCount
      examples += found.examples
      groupOfExample += repeatElement(group, count: found.examples.count)
      keys += repeatElement(TextKey.key(of: articles[group].text), count: found.examples.count)
    }
    let told = try ToldByEncoder(
      examples.map(\.question), keys: keys, encoder: encoder, threads: threads)
    // Targets of which nothing is told are not looked for either.
    goldCount -= examples.count { $0.isTarget } - told.indices.count { examples[$0].isTarget }
    let labels = told.indices.map { Int32(examples[$0].isTarget ? 1 : 0) }
    let groups = told.indices.map { groupOfExample[$0] }
    let directions = encoder.encoder.directions
    let width = encoder.encoder.vectorLength
    let columnCount = 1 + directions.rowCount + (told.vectors?.columnCount ?? 0)
    var rows: [Float] = []
    rows.reserveCapacity(told.indices.count * columnCount)
    for (row, index) in told.indices.enumerated() {
      rows.append(Float(RelevanceJoin.logit(examples[index].confidence)))
      rows += told.directions.row(row)
      for value in told.vectors?.row(row) ?? [] { rows.append(value * elementScale) }
    }
    guard Set(labels).count == 2, Set(groups).count > 1 else { return nil }
    let design = try DenseMatrix(
      rowCount: labels.count, columnCount: columnCount, elements: rows)
    let split = CrossValidation(
      labels: labels, groups: groups, foldCount: min(folds, Set(groups).count), seed: 1)
    var scored = [(probability: Double, isTarget: Bool)](
      repeating: (0, false), count: labels.count)
    for fold in 0..<split.foldCount {
      let (training, tested) = split.split(fold)
      let model = try fit(design.rows(training), labels: training.map { labels[$0] })
      for index in tested {
        scored[index] = (
          Double(model.probabilities(design.row(index))[1]), labels[index] == 1
        )
      }
    }
    let (threshold, f1) = ActorTraining.bestThreshold(scored, goldCount: goldCount)
    let model = try fit(design, labels: labels)
    func contrast(_ column: Int) -> Float { model.weights[column, 1] - model.weights[column, 0] }
    var weights: [Float] = []
    for element in 0..<width {
      var weight =
        told.vectors == nil ? 0 : contrast(1 + directions.rowCount + element) * elementScale
      for direction in 0..<directions.rowCount {
        weight += directions[direction, element] * contrast(1 + direction)
      }
      weights.append(weight)
    }
    return Result(
      join: RelevanceJoin(
        confidenceWeight: contrast(0), vectorWeights: weights,
        intercept: model.intercepts[1] - model.intercepts[0], threshold: threshold),
      exampleCount: labels.count, goldCount: goldCount, f1: f1)
  }

  private static func fit(
    _ design: DenseMatrix<Float>, labels: [Int32]
  ) throws -> LogisticRegression<Float> {
    try LogisticRegression<Float>.fit(
      design, labels: labels, classCount: 2,
      options: LogisticRegressionOptions(l2Penalty: l2Penalty, relativeGap: 1e-6)
    ).model
  }
}

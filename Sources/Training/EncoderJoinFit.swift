import Corpora
import Encoders
import LinearAlgebra
import LinearModels
import StanceScoring

/// Learns how the vectors of an encoder join the words of one head.
struct EncoderJoinFit {
  let kind: StanceModel.HeadKind
  let rows: StanceRows
  /// For each row the logits that the words give it by a model that did not see its article.
  let logits: [(favor: Double, against: Double)]
  let encoder: Encoder
  let told: ToldByEncoder
  let folds: Int

  /// What was fitted, and how it did on texts that were held out.
  struct Fit {
    var join: EncoderJoin
    /// Which rows it was fitted to.
    var indices: [Int]
    /// For each of them its logits by a join that did not see its article.
    var logits: [(favor: Double, against: Double)]
  }

  // How sizes of the columns tell what is likely before any text is seen: most weight goes to a mean of what
  // the encoder's own head and the words say, less to each of them apart, least to the vector's elements.
  // Measured on the development sets: without that order a fit lost three points, and with a penalty of 3 two.
  private static let meanScale: Float = 4
  private static let partScale: Float = 0.2
  private static let elementScale: Float = 0.1
  /// The share of the encoder's head in the mean.
  private static let headShare: Float = 0.6
  private static let l2Penalty = 100.0
  /// With fewer texts nothing is fitted. Chosen.
  private static let fewestTexts = 60

  /// Nil when there are too few texts that the encoder has not seen, or all have the same label.
  func fit() throws -> Fit? {
    let labels = told.indices.map { rows.labels[$0] }
    guard labels.count >= Self.fewestTexts, Set(labels).count == 3 else { return nil }
    let design = try design()
    let groups = CrossValidation.numbers(of: told.indices.map { rows.quotes[$0].group })
    let folds = CrossValidation(
      labels: labels, groups: groups, foldCount: min(folds, max(2, Set(groups).count)), seed: 1)
    var heldOut = [(favor: Double, against: Double)](
      repeating: (0, 0), count: labels.count)
    for fold in 0..<folds.foldCount {
      let (training, tested) = folds.split(fold)
      if training.isEmpty || tested.isEmpty { continue }
      let model = try fit(design.rows(training), labels: training.map { labels[$0] })
      for index in tested {
        let logits = model.logits(design.row(index))
        heldOut[index] = (Double(logits[0] - logits[1]), Double(logits[2] - logits[1]))
      }
    }
    let model = try fit(design, labels: labels)
    let offset = DecisionRule(kind).neutralOffset(heldOut, labels: labels)
    return Fit(
      join: join(model, neutralOffset: offset), indices: told.indices, logits: heldOut)
  }

  private func fit(
    _ design: DenseMatrix<Float>, labels: [Int32]
  ) throws -> LogisticRegression<Float> {
    try LogisticRegression<Float>.fit(
      design, labels: labels, classCount: 3,
      options: LogisticRegressionOptions(l2Penalty: Self.l2Penalty, relativeGap: 1e-6)
    ).model
  }

  /// The first of the two directions in which the encoder's own head for these questions tells favor and
  /// against from neutral; nil where it has none.
  private var ownDirection: Int? {
    let first = 2 * StanceModel.HeadKind.encoderOrder.firstIndex(of: kind)!
    return first + 1 < encoder.directions.rowCount ? first : nil
  }

  /// The columns: the mean of the encoder's head and the words, for favor and against; the words' logits;
  /// the directions of the encoder; its vector, where it is known of all texts.
  private func design() throws -> DenseMatrix<Float> {
    let columnCount = 4 + encoder.directions.rowCount + (self.told.vectors?.columnCount ?? 0)
    var elements: [Float] = []
    elements.reserveCapacity(self.told.indices.count * columnCount)
    for (row, index) in self.told.indices.enumerated() {
      let told = Array(self.told.directions.row(row))
      let words = [Float(logits[index].favor), Float(logits[index].against)]
      for label in 0..<2 {
        let head = ownDirection.map { told[$0 + label] } ?? 0
        elements.append(
          Self.meanScale * (Self.headShare * head + (1 - Self.headShare) * words[label]))
      }
      for value in words + told { elements.append(value * Self.partScale) }
      for value in self.told.vectors?.row(row) ?? [] { elements.append(value * Self.elementScale) }
    }
    return try DenseMatrix(
      rowCount: self.told.indices.count, columnCount: columnCount, elements: elements)
  }

  /// The model with the directions folded into the weights of the vector.
  private func join(_ model: LogisticRegression<Float>, neutralOffset: Double) -> EncoderJoin {
    func contrast(_ column: Int, _ label: Int) -> Float {
      model.weights[column, label] - model.weights[column, 1]
    }
    let directions = encoder.directions
    let first = 4 + directions.rowCount
    var weights: [Float] = []
    for element in 0..<encoder.vectorLength {
      for label in [0, 2] {
        var weight =
          told.vectors == nil ? 0 : contrast(first + element, label) * Self.elementScale
        for direction in 0..<directions.rowCount {
          var share = contrast(4 + direction, label) * Self.partScale
          if let own = ownDirection, own == direction || own + 1 == direction {
            share += contrast(direction - own, label) * Self.meanScale * Self.headShare
          }
          weight += directions[direction, element] * share
        }
        weights.append(weight)
      }
    }
    let words = [(0, 0), (0, 2), (1, 0), (1, 2)].map { pole, label in
      contrast(pole, label) * Self.meanScale * (1 - Self.headShare)
        + contrast(2 + pole, label) * Self.partScale
    }
    return EncoderJoin(
      wordWeights: words, vectorWeights: weights,
      intercepts: [0, 2].map { model.intercepts[$0] - model.intercepts[1] },
      neutralOffset: neutralOffset)
  }
}

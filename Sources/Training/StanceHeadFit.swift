import Corpora
import Foundation
import LinearAlgebra
import LinearModels
import StanceScoring

/// Fits one head of a stance model.
struct StanceHeadFit {
  let kind: StanceModel.HeadKind
  let rows: StanceRows
  let options: StanceTraining.Options

  private var l2Penalty: Double {
    options.l2Penalty ?? 1
  }

  func fit() throws -> (StanceModel.Head, StanceTraining.HeadReport) {
    guard !rows.rows.isEmpty else { throw FitError.noExamples }
    let vocabulary = self.vocabulary()
    let matrix = try matrix(vocabulary)
    let heldOut = try heldOutLogits(matrix)
    let labels = rows.labels.map(Int.init)
    let scaling = try VectorScaling.fit(logits: heldOut, labels: labels, l2Penalty: 1)
    let calibrated = heldOut.map { row in
      let scaled = (0..<3).map { row[$0] * scaling.factors[$0] + scaling.offsets[$0] }
      return (favor: scaled[0] - scaled[1], against: scaled[2] - scaled[1])
    }
    let offset = neutralOffset(calibrated)
    let (model, report) = try LogisticRegression<Float>.fit(
      matrix, labels: rows.labels, classCount: 3, options: fitOptions)
    let head = head(model, vocabulary, scaling, offset)
    let answers = zip(zip(rows.quotes, rows.labels), calibrated).map { item, logits in
      StanceTraining.HeldOutAnswer(
        id: item.0.id, group: item.0.group, gold: item.0.label,
        predicted: head.label(favor: logits.favor, against: logits.against),
        probabilities: StanceModel.Head.probabilities(
          favor: logits.favor, against: logits.against))
    }
    return (
      head,
      StanceTraining.HeadReport(
        kind: kind, exampleCount: rows.rows.count, skippedCount: rows.skippedCount,
        featureCount: head.vocabulary.columnCount, heldOut: answers, neutralOffset: offset,
        hasConverged: report.hasConverged)
    )
  }

  private var fitOptions: LogisticRegressionOptions {
    LogisticRegressionOptions(l2Penalty: l2Penalty, relativeGap: 1e-3, threads: options.threads)
  }

  private func vocabulary() -> FeatureVocabulary {
    var builder = FeatureVocabularyBuilder()
    for row in rows.rows { builder.count(row.hashes) }
    return builder.vocabulary(
      minimumCount: options.minimumCount ?? (rows.rows.count > 10_000 ? 3 : 2))
  }

  private func matrix(_ vocabulary: FeatureVocabulary) throws -> SparseMatrix<Float> {
    var builder = SparseMatrixBuilder<Float>()
    for row in rows.rows {
      var columns: [UInt32] = []
      var values: [Float] = []
      for (hash, value) in zip(row.hashes, row.values) {
        guard let column = vocabulary.column(of: hash) else { continue }
        columns.append(column)
        values.append(value)
      }
      try builder.append(columns: columns, values: values)
    }
    return try builder.matrix(columnCount: vocabulary.columnCount)
  }

  /// The logits of each example by a model that saw no text of its group.
  ///
  /// The vocabulary is that of all texts, which gives nothing away: it holds no labels.
  private func heldOutLogits(_ matrix: SparseMatrix<Float>) throws -> [[Double]] {
    var numbers: [String: Int] = [:]
    let groups = rows.quotes.map { quote in
      let number = numbers[quote.group] ?? numbers.count
      numbers[quote.group] = number
      return number
    }
    let folds = CrossValidation(
      labels: rows.labels, groups: groups, foldCount: min(options.folds, max(2, numbers.count)),
      seed: 1)
    var logits = [[Double]](repeating: [0, 0, 0], count: rows.rows.count)
    for fold in 0..<folds.foldCount {
      let seen = rows.rows.indices.filter { folds.folds[$0] != fold }
      let unseen = rows.rows.indices.filter { folds.folds[$0] == fold }
      guard !seen.isEmpty, !unseen.isEmpty else { continue }
      let (model, _) = try LogisticRegression<Float>.fit(
        matrix.rows(seen), labels: seen.map { rows.labels[$0] }, classCount: 3,
        options: fitOptions)
      for index in unseen { logits[index] = model.logits(matrix.row(index)).map(Double.init) }
    }
    return logits
  }

  /// How much the logit of neutral must be moved to choose the best labels.
  ///
  /// For quotes what counts is that poles are found and right; for the others each class counts
  /// the same. The curve is averaged over neighbouring offsets, for single examples make it rough.
  private func neutralOffset(_ logits: [(favor: Double, against: Double)]) -> Double {
    let offsets = stride(from: -1.5, through: 1.0, by: 0.05).map { $0 }
    let gains = offsets.map { offset in
      var confusion = [[Double]](repeating: [0, 0, 0], count: 3)
      for (row, label) in zip(logits, rows.labels) {
        let choice =
          max(row.favor, row.against) <= offset ? 1 : row.favor >= row.against ? 0 : 2
        confusion[Int(label)][choice] += 1
      }
      return Self.gain(confusion, countsPoles: kind == .quotes)
    }
    var best = offsets.count / 2
    var bestGain = -Double.infinity
    for index in offsets.indices {
      let window = gains[max(0, index - 3)...min(gains.count - 1, index + 3)]
      let gain = window.reduce(0, +) / Double(window.count)
      if gain > bestGain + 1e-12 {
        best = index
        bestGain = gain
      }
    }
    return offsets[best]
  }

  private static func gain(_ confusion: [[Double]], countsPoles: Bool) -> Double {
    func f1(_ hits: Double, _ said: Double, _ meant: Double) -> Double {
      said + meant > 0 ? 2 * hits / (said + meant) : 0
    }
    let meant = confusion.map { $0.reduce(0, +) }
    let said = (0..<3).map { column in confusion.reduce(0) { $0 + $1[column] } }
    let macro = (0..<3).reduce(0.0) { $0 + f1(confusion[$1][$1], said[$1], meant[$1]) } / 3
    guard countsPoles else { return macro }
    let polar = f1(confusion[0][0] + confusion[2][2], said[0] + said[2], meant[0] + meant[2])
    return (macro + polar) / 2
  }

  /// The model with the calibration folded into its weights, neutral as reference, small weights
  /// left out.
  private func head(
    _ model: LogisticRegression<Float>, _ vocabulary: FeatureVocabulary, _ scaling: VectorScaling,
    _ offset: Double
  ) -> StanceModel.Head {
    let factors = scaling.factors.map { Float($0) }
    var kept: [UInt32] = []
    var weights: [Float] = []
    for column in 0..<vocabulary.columnCount {
      let neutral = model.weights[column, 1] * factors[1]
      let favor = model.weights[column, 0] * factors[0] - neutral
      let against = model.weights[column, 2] * factors[2] - neutral
      if max(abs(favor), abs(against)) < options.pruning { continue }
      kept.append(UInt32(column))
      weights.append(favor)
      weights.append(against)
    }
    let neutral = model.intercepts[1] * factors[1] + Float(scaling.offsets[1])
    let intercepts = [
      model.intercepts[0] * factors[0] + Float(scaling.offsets[0]) - neutral,
      model.intercepts[2] * factors[2] + Float(scaling.offsets[2]) - neutral,
    ]
    return StanceModel.Head(
      vocabulary: vocabulary.keeping(kept), weights: weights, intercepts: intercepts,
      neutralOffset: offset)
  }
}

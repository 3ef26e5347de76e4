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
  /// Heads for other kinds of questions: what they say of a text is a feature of it.
  let helpers: [StanceModel.Head]

  /// What a helper's logits are multiplied by as features. Between 0.3 and 1 the choice hardly
  /// mattered in cross-validation.
  private static let helperScale: Float = 0.5

  /// Chosen by cross-validation; between half and twice as much nothing moves by more than .003.
  private var l2Penalty: Double {
    if let l2Penalty = options.l2Penalty { return l2Penalty }
    return switch kind {
    case .quotes: 4
    case .directed: 3
    case .sentence: 1
    }
  }

  /// The head fitted to all texts, without calibration: what another head takes as a helper.
  func fitPlain() throws -> StanceModel.Head {
    guard !rows.rows.isEmpty else { throw FitError.noExamples }
    let vocabulary = self.vocabulary()
    let (model, _) = try LogisticRegression<Float>.fit(
      try matrix(vocabulary), labels: rows.labels, classCount: 3, options: fitOptions)
    return head(model, vocabulary, VectorScaling(factors: [1, 1, 1], offsets: [0, 0, 0]), 0)
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
    let offset = DecisionRule(kind).neutralOffset(calibrated, labels: rows.labels)
    let (model, report) = try LogisticRegression<Float>.fit(
      matrix, labels: rows.labels, classCount: 3, options: fitOptions)
    let head = head(model, vocabulary, scaling, offset)
    let answers = zip(zip(rows.quotes, rows.labels), calibrated).map { item, logits in
      StanceTraining.HeldOutAnswer(
        id: item.0.id, group: item.0.group, gold: item.0.label,
        predicted: StanceModel.Head.label(
          favor: logits.favor, against: logits.against, neutralOffset: offset),
        probabilities: StanceModel.Head.probabilities(
          favor: logits.favor, against: logits.against))
    }
    return (
      head,
      StanceTraining.HeadReport(
        kind: kind, exampleCount: rows.rows.count, skippedCount: rows.skippedCount,
        featureCount: head.vocabulary.columnCount, heldOut: answers, logits: calibrated,
        neutralOffset: offset,
        hasConverged: report.hasConverged)
    )
  }

  private var fitOptions: LogisticRegressionOptions {
    LogisticRegressionOptions(
      l2Penalty: l2Penalty, relativeGap: options.relativeGap, threads: options.threads)
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
      for (number, helper) in helpers.enumerated() {
        let logits = helper.logits(row)
        columns.append(UInt32(vocabulary.columnCount + 2 * number))
        values.append(Float(logits.favor) * Self.helperScale)
        columns.append(UInt32(vocabulary.columnCount + 2 * number + 1))
        values.append(Float(logits.against) * Self.helperScale)
      }
      try builder.append(columns: columns, values: values)
    }
    return try builder.matrix(columnCount: vocabulary.columnCount + 2 * helpers.count)
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

  /// The model as a head: calibration and helpers are folded into its weights, neutral is the
  /// reference, and small weights are left out.
  private func head(
    _ model: LogisticRegression<Float>, _ vocabulary: FeatureVocabulary, _ scaling: VectorScaling,
    _ offset: Double
  ) -> StanceModel.Head {
    let factors = scaling.factors.map { Float($0) }
    /// The calibrated weights of a column for favor and against, relative to neutral.
    func contrast(_ column: Int) -> (favor: Float, against: Float) {
      let neutral = model.weights[column, 1] * factors[1]
      return (
        model.weights[column, 0] * factors[0] - neutral,
        model.weights[column, 2] * factors[2] - neutral
      )
    }
    var hashes = vocabulary.hashes()
    var weights: [Float] = []
    for column in hashes.indices {
      let (favor, against) = contrast(column)
      weights.append(favor)
      weights.append(against)
    }
    let neutral = model.intercepts[1] * factors[1] + Float(scaling.offsets[1])
    var intercepts = [
      model.intercepts[0] * factors[0] + Float(scaling.offsets[0]) - neutral,
      model.intercepts[2] * factors[2] + Float(scaling.offsets[2]) - neutral,
    ]
    for (number, helper) in helpers.enumerated() {
      let byFavor = contrast(vocabulary.columnCount + 2 * number)
      let byAgainst = contrast(vocabulary.columnCount + 2 * number + 1)
      func shares(_ favor: Float, _ against: Float) -> (favor: Float, against: Float) {
        (
          (favor * byFavor.favor + against * byAgainst.favor) * Self.helperScale,
          (favor * byFavor.against + against * byAgainst.against) * Self.helperScale
        )
      }
      let intercept = shares(helper.intercepts[0], helper.intercepts[1])
      intercepts[0] += intercept.favor
      intercepts[1] += intercept.against
      var columns: [UInt64: Int] = [:]
      for (column, hash) in hashes.enumerated() { columns[hash] = column }
      for (index, hash) in helper.vocabulary.hashes().enumerated() {
        let share = shares(helper.weights[2 * index], helper.weights[2 * index + 1])
        if let column = columns[hash] {
          weights[2 * column] += share.favor
          weights[2 * column + 1] += share.against
        } else {
          hashes.append(hash)
          weights.append(share.favor)
          weights.append(share.against)
        }
      }
    }
    let kept = hashes.indices.filter {
      max(abs(weights[2 * $0]), abs(weights[2 * $0 + 1])) >= options.pruning
    }
    return StanceModel.Head(
      vocabulary: FeatureVocabulary(hashes: kept.map { hashes[$0] }),
      weights: kept.flatMap { [weights[2 * $0], weights[2 * $0 + 1]] }, intercepts: intercepts,
      neutralOffset: offset)
  }
}

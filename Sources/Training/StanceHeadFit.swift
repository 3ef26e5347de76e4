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
  /// Nil when words do not count by their vectors.
  let vectors: StanceWordVectors?

  /// What a helper's logits are multiplied by as features. Between 0.3 and 1 the choice hardly
  /// mattered in cross-validation.
  private static let helperScale: Float = 0.5

  /// Chosen by cross-validation; between half and twice as much nothing moves by more than .003.
  private var l2Penalty: Double {
    if let l2Penalty = options.l2Penalty { return l2Penalty }
    return switch kind {
    case .quotes: 3
    case .directed: 4
    case .sentence: 1.5
    }
  }

  /// The head fitted to all texts, without calibration: what another head takes as a helper.
  func fitPlain() throws -> StanceModel.Head {
    guard !rows.rows.isEmpty else { throw FitError.noExamples }
    let design = try design()
    let model = try fit(design, examples: nil)
    return head(model, design, VectorScaling(factors: [1, 1, 1], offsets: [0, 0, 0]), 0)
  }

  func fit() throws -> (StanceModel.Head, StanceTraining.HeadReport) {
    guard !rows.rows.isEmpty else { throw FitError.noExamples }
    let design = try design()
    let (heldOut, model) = try fitInFolds(design)
    let labels = rows.labels.map(Int.init)
    let scaling = try VectorScaling.fit(logits: heldOut, labels: labels, l2Penalty: 1)
    let calibrated = heldOut.map { row in
      let scaled = (0..<3).map { row[$0] * scaling.factors[$0] + scaling.offsets[$0] }
      return (favor: scaled[0] - scaled[1], against: scaled[2] - scaled[1])
    }
    let offset = DecisionRule(kind).neutralOffset(calibrated, labels: rows.labels)
    let head = head(model, design, scaling, offset)
    let answers = zip(rows.quotes, calibrated).map { quote, logits in
      StanceTraining.HeldOutAnswer(quote, logits: logits, neutralOffset: offset)
    }
    return (
      head,
      StanceTraining.HeadReport(
        kind: kind, exampleCount: rows.rows.count, skippedCount: rows.skippedCount,
        featureCount: head.vocabulary.columnCount, heldOut: answers, logits: calibrated,
        neutralOffset: offset, hasConverged: model.hasConverged)
    )
  }

  /// The examples as the columns that are fitted: features, then helpers, then the vectors of words.
  private struct Design {
    var vocabulary: FeatureVocabulary
    var isIndicator: [Bool]
    var sparse: SparseMatrix<Float>
    var dense: DenseMatrix<Float>
  }

  /// Weights for the columns of a design as they are, without the weighing of `ColumnInformation`.
  private struct Fitted {
    var model: LogisticRegression<Float>
    var hasConverged: Bool
  }

  private func design() throws -> Design {
    let (vocabulary, isIndicator) = vocabulary()
    let sparse = try matrix(vocabulary)
    return Design(
      vocabulary: vocabulary,
      isIndicator: isIndicator + [Bool](repeating: false, count: 2 * helpers.count),
      sparse: sparse,
      dense: try vectors?.matrix(rows.rows)
        ?? DenseMatrix(rowCount: rows.rows.count, columnCount: 0))
  }

  /// Fits to some of the examples, or to all.
  private func fit(_ design: Design, examples: [Int]?) throws -> Fitted {
    let sparse = examples.map { design.sparse.rows($0) } ?? design.sparse
    let dense = examples.map { design.dense.rows($0) } ?? design.dense
    let labels = examples.map { $0.map { rows.labels[$0] } } ?? rows.labels
    let information = ColumnInformation(
      sparse, labels: labels, isIndicator: design.isIndicator,
      power: kind == .directed ? 0.3 : 0.5)
    let (model, report) = try LogisticRegression<Float>.fit(
      sparse: try information.applied(to: sparse), dense: dense, labels: labels, classCount: 3,
      options: fitOptions)
    var weights = model.weights
    for (column, factor) in information.factors.enumerated() {
      for label in 0..<3 { weights[column, label] *= factor }
    }
    return Fitted(
      model: LogisticRegression(weights: weights, intercepts: model.intercepts),
      hasConverged: report.hasConverged)
  }

  private var fitOptions: LogisticRegressionOptions {
    // Fits run side by side, each on one thread.
    LogisticRegressionOptions(l2Penalty: l2Penalty, relativeGap: options.relativeGap)
  }

  /// The features that are frequent enough to have a weight of their own, and which are indicators.
  private func vocabulary() -> (vocabulary: FeatureVocabulary, isIndicator: [Bool]) {
    var builder = FeatureVocabularyBuilder()
    for row in rows.rows {
      for index in row.hashes.indices where row.kinds[index] != .similarity {
        builder.count(row.hashes[index])
      }
    }
    let vocabulary = builder.vocabulary(
      minimumCount: options.minimumCount ?? (rows.rows.count > 10_000 ? 3 : 2))
    var isIndicator = [Bool](repeating: false, count: vocabulary.columnCount)
    for row in rows.rows {
      for index in row.hashes.indices where row.kinds[index] == .indicator {
        if let column = vocabulary.column(of: row.hashes[index]) { isIndicator[Int(column)] = true }
      }
    }
    return (vocabulary, isIndicator)
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

  /// The logits of each example by a model that saw no text of its group, and the model of all.
  ///
  /// The vocabulary is that of all texts, which gives nothing away: it holds no labels.
  private func fitInFolds(_ design: Design) throws -> (heldOut: [[Double]], all: Fitted) {
    let groups = CrossValidation.numbers(of: rows.quotes.map(\.group))
    let folds = CrossValidation(
      labels: rows.labels, groups: groups, foldCount: min(options.folds, max(2, Set(groups).count)),
      seed: 1)
    var fits = [Result<Fitted, any Error>?](repeating: nil, count: folds.foldCount + 1)
    fits.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let fits = buffer
      ThreadTeam(threads: options.threads).run(parts: fits.count) { fold in
        let seen = rows.rows.indices.filter { folds.folds[$0] != fold }
        // A fold that leaves nothing to learn from, or nothing to say, has no fit.
        if seen.isEmpty || (fold < folds.foldCount && seen.count == rows.rows.count) { return }
        fits[fold] = Result { try fit(design, examples: fold < folds.foldCount ? seen : nil) }
      }
    }
    var logits = [[Double]](repeating: [0, 0, 0], count: rows.rows.count)
    for fold in 0..<folds.foldCount {
      guard let model = try fits[fold]?.get().model else { continue }
      for index in rows.rows.indices where folds.folds[index] == fold {
        logits[index] = model.logits(
          sparse: design.sparse.row(index), dense: design.dense.row(index)
        ).map(Double.init)
      }
    }
    guard let all = try fits[folds.foldCount]?.get() else { throw FitError.noExamples }
    return (logits, all)
  }

  /// The model as a head: calibration and helpers are folded into its weights, neutral is the
  /// reference, and small weights are left out.
  private func head(
    _ fitted: Fitted, _ design: Design, _ scaling: VectorScaling, _ offset: Double
  ) -> StanceModel.Head {
    let model = fitted.model
    let vocabulary = design.vocabulary
    let factors = scaling.factors.map { Float($0) }
    /// The calibrated weights of a column for favor and against, relative to neutral.
    func contrast(_ column: Int) -> (favor: Float, against: Float) {
      let neutral = model.weights[column, 1] * factors[1]
      return (
        model.weights[column, 0] * factors[0] - neutral,
        model.weights[column, 2] * factors[2] - neutral
      )
    }
    var table = WeightTable()
    for (column, hash) in vocabulary.hashes().enumerated() {
      table.add(StanceModel.Head.key(hash), contrast(column))
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
      for (index, key) in helper.vocabulary.hashes().enumerated() {
        table.add(key, shares(helper.weights[2 * index], helper.weights[2 * index + 1]))
      }
    }
    if let vectors {
      let first = design.sparse.columnCount
      let folded = vectors.folded((0..<vectors.columnCount).map { contrast(first + $0) })
      for (hash, weight) in zip(vectors.features.hashes(), folded) {
        table.add(StanceModel.Head.key(hash), weight)
      }
    }
    let kept = table.keys.indices.filter {
      max(abs(table.weights[2 * $0]), abs(table.weights[2 * $0 + 1])) >= options.pruning
    }
    return StanceModel.Head(
      vocabulary: FeatureVocabulary(hashes: kept.map { table.keys[$0] }),
      weights: kept.flatMap { [table.weights[2 * $0], table.weights[2 * $0 + 1]] },
      intercepts: intercepts, neutralOffset: offset)
  }
}

/// Weights of favor and against by the keys of features, in the order in which they were first added.
private struct WeightTable {
  private(set) var keys: [UInt64] = []
  private(set) var weights: [Float] = []
  private var places: [UInt64: Int] = [:]

  /// Adds to the weights of a feature.
  mutating func add(_ key: UInt64, _ weight: (favor: Float, against: Float)) {
    if let place = places[key] {
      weights[2 * place] += weight.favor
      weights[2 * place + 1] += weight.against
    } else {
      places[key] = keys.count
      keys.append(key)
      weights.append(weight.favor)
      weights.append(weight.against)
    }
  }
}

import LinearAlgebra
import LinearModels
import Testing

@Suite("Degenerate data")
struct DegenerateDataTests {
  static func fit(
    _ rows: [[Double]], _ labels: [Int32], classes: Int, penalty: Double = 1
  ) throws -> (sparse: LogisticRegression<Double>, dense: LogisticRegression<Double>) {
    let columns = rows.first?.count ?? 0
    var builder = SparseMatrixBuilder<Double>()
    for row in rows {
      try builder.append(columns: row.indices.map { UInt32($0) }, values: row)
    }
    let options = LogisticRegressionOptions(l2Penalty: penalty, relativeGap: 1e-8)
    let dense = try DenseMatrix<Double>(
      rowCount: rows.count, columnCount: columns, elements: rows.flatMap { $0 })
    return (
      try LogisticRegression.fit(
        builder.matrix(columnCount: columns), labels: labels, classCount: classes, options: options
      ).model,
      try LogisticRegression.fit(dense, labels: labels, classCount: classes, options: options).model
    )
  }

  static func isFinite(_ model: LogisticRegression<Double>) -> Bool {
    (model.weights.elements + model.intercepts).allSatisfy(\.isFinite)
  }

  @Test("gives finite models", arguments: [0, 1e-6, 1])
  func finite(penalty: Double) throws {
    let table: [(rows: [[Double]], labels: [Int32], classes: Int)] = [
      ([[-2, 1], [-1, 1], [1, 1], [2, 1]], [0, 0, 1, 1], 2),  // separable
      ([[1, 2], [3, 4], [5, 6]], [1, 1, 1], 3),  // one class of three occurs
      ([[1, 2], [3, 4]], [0, 0], 1),  // there is only one class
      ([[0, 0], [0, 0], [0, 0]], [0, 1, 2], 3),  // nothing to go by
      ([[5, 5], [5, 5], [5, 5], [5, 5]], [0, 1, 0, 1], 2),  // constant and duplicate columns
      ([[1, 1], [1, 1], [1, 1]], [0, 0, 1], 2),  // duplicate rows that disagree
      ([[1e-30, 1e15], [2e-30, -1e15], [0, 3]], [0, 1, 1], 2),  // far apart in scale
    ]
    for (index, data) in table.enumerated() {
      let (sparse, dense) = try Self.fit(
        data.rows, data.labels, classes: data.classes, penalty: penalty)
      #expect(Self.isFinite(sparse), "row \(index), sparse")
      #expect(Self.isFinite(dense), "row \(index), dense")
    }
  }

  @Test("learns the frequencies of classes when there are no columns")
  func noColumns() throws {
    let (sparse, dense) = try Self.fit([[], [], [], []], [0, 0, 0, 1], classes: 2)
    for model in [sparse, dense] {
      #expect(abs(model.probabilities(columns: [], values: [])[0] - 0.75) < 1e-4)
    }
  }

  @Test("with NaN or infinity is refused", arguments: [Double.nan, .infinity, -.infinity])
  func notFinite(value: Double) throws {
    #expect(throws: LinearAlgebraError.notFinite(row: 1, column: 0)) {
      try SparseMatrix(
        columnCount: 1, rowOffsets: [0, 1, 2], columns: [0, 0], values: [1, value])
    }
    let dense = try DenseMatrix(rowCount: 2, columnCount: 1, elements: [1, value])
    #expect(throws: FitError.notFinite(what: "a feature of example", index: 1)) {
      try LogisticRegression.fit(dense, labels: [0, 1], classCount: 2)
    }
    var options = LogisticRegressionOptions()
    options.exampleWeights = [1, value]
    let sound = try DenseMatrix(rowCount: 2, columnCount: 1, elements: [1, 2.0])
    #expect(throws: FitError.notFinite(what: "the weight of example", index: 1)) {
      try LogisticRegression.fit(sound, labels: [0, 1], classCount: 2, options: options)
    }
  }

  @Test("that is empty is refused")
  func empty() throws {
    #expect(throws: FitError.noExamples) { try Self.fit([], [], classes: 2) }
    #expect(throws: FitError.noExamples) {
      try LinearChainCRF.fit(TaggedSequences(), columnCount: 3, labelCount: 2)
    }
    #expect(throws: FitError.noExamples) {
      try AveragedPerceptronTagger.fit(gold: [[], []], labelCount: 2) { _, _, _, _ in }
    }
  }

  @Test(
    "says what is wrong in a sentence",
    arguments: [
      (FitError.noExamples, "there are no examples to learn from"),
      (
        .labelOutOfRange(index: 4, label: 7, classCount: 3),
        "example 4 has label 7; labels are 0 to 2"
      ),
      (
        .unequalCounts(what: "labels", expected: 3, found: 2), "expected 3 labels, found 2"
      ),
      (
        .forbiddenTransition(sequence: 2, token: 5),
        "sequence 2: the gold label of token 5 cannot follow the one before it"
      ),
      (.tooLarge(needed: 9, allowed: 4), "the model needs 9 bytes to train, 4 are allowed"),
    ])
  func messages(error: FitError, sentence: String) {
    #expect(error.description == sentence)
  }
}

import LinearAlgebra
import LinearModels
import Testing

@Suite("Ranking regression")
struct RankingRegressionTests {
  /// Groups of one to five candidates; the choice depends on a hidden weight vector, with noise.
  static func groups(
    seed: UInt64
  ) throws -> (candidates: SparseMatrix<Double>, offsets: [Int], chosen: [Int]) {
    var generator = SeededGenerator(seed: seed)
    let hidden = (0..<10).map { _ in 3 * Examples.number(&generator) }
    var builder = SparseMatrixBuilder<Double>()
    var offsets = [0]
    var chosen: [Int] = []
    for _ in 0..<150 {
      var scores: [Double] = []
      for _ in 0..<(1 + generator.next() % 5) {
        let columns = (0..<3).map { _ in UInt32(generator.next() % 10) }
        let row = SparseVector<Double>(ones: columns)
        try builder.append(row)
        scores.append(
          zip(row.columns, row.values).reduce(Examples.number(&generator)) {
            $0 + hidden[Int($1.0)] * $1.1
          })
      }
      offsets.append(builder.rowCount)
      chosen.append(scores.indices.max { scores[$0] < scores[$1] } ?? 0)
    }
    return (try builder.matrix(columnCount: 10), offsets, chosen)
  }

  @Test("ends where the gradient vanishes", arguments: 0..<5 as Range<UInt64>)
  func optimum(seed: UInt64) throws {
    let (candidates, offsets, chosen) = try Self.groups(seed: seed)
    let (model, report) = try RankingRegression.fit(
      candidates, groupOffsets: offsets, chosen: chosen,
      options: .init(l2Penalty: 0.3, relativeGap: 1e-13))
    var gradient = model.weights.map { 0.3 * $0 }
    var value = model.weights.reduce(0.0) { $0 + 0.15 * $1 * $1 }
    var right = 0
    for group in chosen.indices {
      let rows = (offsets[group]..<offsets[group + 1]).map { candidates.row($0) }
      let shares = model.probabilities(rows)
      value -= Double.logarithm(shares[chosen[group]])
      for (index, row) in rows.enumerated() {
        for (column, number) in zip(row.columns, row.values) {
          gradient[Int(column)] += number * (shares[index] - (index == chosen[group] ? 1 : 0))
        }
      }
      right += model.decision(rows) == chosen[group] ? 1 : 0
    }
    #expect(abs(value - report.objective) < 1e-9 * value)
    #expect(gradient.allSatisfy { abs($0) < 1e-4 })
    #expect(right > 110)
  }

  @Test("takes a share of 1 for a choice, and passes over groups without one")
  func shares() throws {
    let (candidates, offsets, chosen) = try Self.groups(seed: 1)
    var shares = [Double](repeating: 0, count: candidates.rowCount)
    for (group, choice) in chosen.enumerated() where group % 3 != 0 {
      shares[offsets[group] + choice] = 2.5
    }
    var options = LogisticRegressionOptions(l2Penalty: 1, relativeGap: 1e-12)
    let soft = try RankingRegression.fit(
      candidates, groupOffsets: offsets, shares: shares, options: options)
    options.exampleWeights = chosen.indices.map { $0 % 3 == 0 ? 0 : 1 }
    let hard = try RankingRegression.fit(
      candidates, groupOffsets: offsets, chosen: chosen, options: options)
    #expect(abs(soft.report.objective - hard.report.objective) < 1e-9)
  }

  @Test("refuses groups without candidates and choices outside their group")
  func refusals() throws {
    let (candidates, offsets, chosen) = try Self.groups(seed: 1)
    var empty = offsets
    empty.insert(offsets[4], at: 4)
    #expect(throws: FitError.malformedGroup(index: 4, reason: "has no candidates")) {
      try RankingRegression.fit(
        candidates, groupOffsets: empty, shares: [Double](repeating: 1, count: offsets.last!))
    }
    var outside = chosen
    outside[2] = 9
    #expect(throws: FitError.self) {
      try RankingRegression.fit(candidates, groupOffsets: offsets, chosen: outside)
    }
  }
}

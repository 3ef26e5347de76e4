import LinearAlgebra
import Testing

@testable import LinearModels

/// Gradients and Hessian products of the solver's problems against finite differences.
@Suite("Derivatives")
struct LinearProblemTests {
  static func design(seed: UInt64) throws -> (Design<Double>, labels: [Int32]) {
    let (sparse, labels) = try Examples.sparse(
      Double.self, rows: 40, columns: 25, classes: 4, seed: seed)
    var generator = SeededGenerator(seed: seed + 50)
    let dense = try DenseMatrix<Double>(
      rowCount: 40, columnCount: 3,
      elements: (0..<120).map { _ in Examples.number(&generator) })
    return (try Design(sparse: sparse, dense: dense), labels)
  }

  func check<L: Loss<Double>>(_ loss: L, _ design: Design<Double>, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var penalties = ColumnPenalties(usual: 1.5, count: design.columnCount)
    penalties[1] = 0.5
    var problem = LinearProblem(
      design, loss: loss, penalties: penalties, threads: 1, valuesPerPart: 20)
    let count = problem.space.count
    // Start where padding lanes are zero, as they are for a solver: along gradients.
    let mask = problem.space.vector()
    let point = problem.space.vector()
    _ = problem.value(at: point)
    problem.gradient(into: mask)
    func draw() -> Buffer<Double> {
      let vector = problem.space.vector()
      for index in 0..<count where mask[index] != 0 { vector[index] = Examples.number(&generator) }
      return vector
    }
    let start = draw()
    let direction = draw()
    _ = problem.value(at: start)
    let gradient = problem.space.vector()
    problem.gradient(into: gradient)
    let product = problem.space.vector()
    problem.hessianProduct(direction, into: product)
    let step = 1e-5
    func shifted(_ amount: Double) -> (value: Double, gradient: Buffer<Double>) {
      let moved = problem.space.vector()
      for index in 0..<count { moved[index] = start[index] + amount * direction[index] }
      let value = problem.value(at: moved)
      let slope = problem.space.vector()
      problem.gradient(into: slope)
      return (value, slope)
    }
    let after = shifted(step)
    let before = shifted(-step)
    let slope = problem.space.dot(gradient, direction)
    #expect(abs((after.value - before.value) / (2 * step) - slope) < 1e-6 * max(1, abs(slope)))
    for index in 0..<count {
      let difference = (after.gradient[index] - before.gradient[index]) / (2 * step)
      #expect(abs(difference - product[index]) < 1e-6 * max(1, abs(product[index])))
    }
  }

  @Test("of the softmax loss", arguments: 0..<8 as Range<UInt64>)
  func softmax(seed: UInt64) throws {
    let (design, labels) = try Self.design(seed: seed)
    check(
      SoftmaxLoss(
        classCount: 4, labels: Buffer(labels),
        weights: Buffer((0..<40).map { 0.5 + Double($0 % 3) })),
      design, seed: seed)
  }

  @Test("of the one-versus-rest loss", arguments: 0..<8 as Range<UInt64>)
  func oneVersusRest(seed: UInt64) throws {
    let (design, labels) = try Self.design(seed: seed)
    check(
      OneVersusRestLoss(
        classCount: 4, labels: Buffer(labels),
        weights: Buffer((0..<40).map { 0.5 + Double($0 % 3) })),
      design, seed: seed)
  }

  @Test("of the loss over groups", arguments: 0..<8 as Range<UInt64>)
  func groups(seed: UInt64) throws {
    let (design, _) = try Self.design(seed: seed)
    let offsets = [0, 1, 4, 9, 20, 22, 40]
    var choices = [Double](repeating: 0, count: 40)
    var groups: [UInt32] = []
    var weights: [Double] = []
    for group in 0..<6 {
      let weight = 1 + Double(group) / 2
      weights.append(weight)
      choices[offsets[group]] += 0.75 * weight
      choices[offsets[group + 1] - 1] += 0.25 * weight
      for _ in offsets[group]..<offsets[group + 1] { groups.append(UInt32(group)) }
    }
    check(
      GroupSoftmaxLoss(
        groupOffsets: offsets, choices: Buffer(choices), groupWeights: Buffer(weights),
        groups: Buffer(groups)),
      design, seed: seed)
  }

  @Test("of the likelihood of a conditional random field", arguments: 0..<8 as Range<UInt64>)
  func chain(seed: UInt64) {
    let data = Examples.sequences(count: 12, columns: 9, labels: 3, seed: seed)
    var options = LinearChainCRFOptions()
    options.l2Penalty = 0.5
    var problem = CRFProblem(
      data, columnCount: 9, constraints: LabelConstraints(labelCount: 3), options: options)
    var generator = SeededGenerator(seed: seed)
    let point = Buffer<Float>(count: problem.dimension, filledWith: 0)
    let direction = Buffer<Float>(count: problem.dimension, filledWith: 0)
    for index in 0..<problem.dimension {
      point[index] = Float(Examples.number(&generator))
      direction[index] = Float(Examples.number(&generator))
    }
    let gradient = Buffer<Float>(count: problem.dimension, filledWith: 0)
    let unused = Buffer<Float>(count: problem.dimension, filledWith: 0)
    _ = problem.value(at: point, gradient: gradient)
    func value(_ amount: Float) -> Double {
      let moved = Buffer<Float>(count: problem.dimension, filledWith: 0)
      for index in 0..<problem.dimension { moved[index] = point[index] + amount * direction[index] }
      return problem.value(at: moved, gradient: unused)
    }
    let slope = (0..<problem.dimension).reduce(0.0) {
      $0 + Double(gradient[$1]) * Double(direction[$1])
    }
    // Weights are in single precision: a step large enough to stand out of their rounding.
    let difference = (value(0x1p-6) - value(-0x1p-6)) / 0x1p-5
    #expect(abs(difference - slope) < 2e-3 * max(1, abs(slope)))
  }

  // The problem itself is given the threads: a fit uses one for data as small as this.
  @Test("and the way to the optimum are the same bytes for one to four threads")
  func threads() throws {
    let (features, labels) = try Examples.sparse(
      Float.self, rows: 9000, columns: 3000, classes: 3, seed: 3)
    let design = try Design(
      sparse: features, dense: LogisticRegressionTests.dense(features, columns: 0..<20))
    let loss = SoftmaxLoss(
      classCount: 3, labels: Buffer(labels), weights: Buffer<Float>(count: 9000, filledWith: 1))
    let penalties = ColumnPenalties(usual: 1, count: design.columnCount)
    let solver = TrustRegionNewton(relativeGap: 1e-6, maximumPasses: 200, noise: 1e-8)
    let points = (1...4).map { threads in
      var problem = LinearProblem(
        design, loss: loss, penalties: penalties, threads: threads, valuesPerPart: 5000)
      let point = problem.space.vector()
      _ = solver.minimise(&problem, from: point, watch: Stopwatch())
      return (0..<point.count).map { point[$0].bitPattern }
    }
    #expect(points[0].contains { $0 != 0 })
    #expect(points.allSatisfy { $0 == points[0] })
  }
}

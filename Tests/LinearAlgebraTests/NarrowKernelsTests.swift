import Testing

@testable import LinearAlgebra

/// Every compiled version of the kernels against the Swift reference.
@Suite("Kernels")
struct NarrowKernelsTests {
  /// Reproducible numbers in −1 ..< 1.
  struct Numbers {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
    mutating func list<Scalar: LinearScalar>(_ count: Int) -> [Scalar] {
      (0..<count).map { _ in Scalar(Double(next() % 4096) / 2048 - 1) }
    }
  }

  struct Case: CustomTestStringConvertible {
    var level: KernelLevel
    var width: Int
    var testDescription: String { "\(level), width \(width)" }
  }

  static let cases = KernelLevel.allCases.flatMap { level in
    [1, 2, 4, 8, 24].map { Case(level: level, width: $0) }
  }

  func expectEqual<Scalar: LinearScalar>(_ a: [Scalar], _ b: [Scalar], _ what: String) {
    let tolerance = Double(Scalar.ulpOfOne) * 200
    for (x, y) in zip(a, b) {
      #expect(abs(Double(x - y)) <= tolerance * max(1, abs(Double(y))), "\(what)")
    }
  }

  @Test("agree with the reference in single precision", arguments: cases)
  func float(_ version: Case) {
    guard let kernels = NarrowKernels<Float>(level: version.level) else { return }
    check(kernels, ReferenceKernels<Float>.table, width: version.width)
  }

  @Test("agree with the reference in double precision", arguments: cases)
  func double(_ version: Case) {
    guard let kernels = NarrowKernels<Double>(level: version.level) else { return }
    check(kernels, ReferenceKernels<Double>.table, width: version.width)
  }

  /// A model trained on one processor is then the same on another.
  @Test("give the same bits with AVX2 and with AVX-512")
  func sameBits() {
    if let one = NarrowKernels<Float>(level: .avx2),
      let other = NarrowKernels<Float>(level: .avx512)
    {
      for width in [1, 2, 4, 8, 24] { check(one, other, width: width, exactly: true) }
    }
    if let one = NarrowKernels<Double>(level: .avx2),
      let other = NarrowKernels<Double>(level: .avx512)
    {
      for width in [1, 2, 4, 8, 24] { check(one, other, width: width, exactly: true) }
    }
  }

  func check<Scalar: LinearScalar>(
    _ kernels: NarrowKernels<Scalar>, _ reference: NarrowKernels<Scalar>, width: Int,
    exactly: Bool = false
  ) {
    var numbers = Numbers(state: UInt64(width))
    let rows = 37
    let columns = 53
    let begin = 2
    let end = 36
    /// Runs a loop with both tables on copies of the same output and compares.
    func compare(
      _ what: String, count: Int,
      _ body: (NarrowKernels<Scalar>, UnsafeMutablePointer<Scalar>) -> Double
    ) {
      let start: [Scalar] = numbers.list(count)
      var first = start
      var second = start
      let x = first.withUnsafeMutableBufferPointer { body(kernels, $0.baseAddress!) }
      let y = second.withUnsafeMutableBufferPointer { body(reference, $0.baseAddress!) }
      if exactly { #expect(first == second && x == y, "\(what)") }
      expectEqual(first, second, what)
      expectEqual([Scalar(x)], [Scalar(y)], what)
    }

    var offsets = [0]
    var indices: [UInt32] = []
    for _ in 0..<rows {
      for _ in 0..<(numbers.next() % 9) { indices.append(UInt32(numbers.next() % 53)) }
      offsets.append(indices.count)
    }
    let values: [Scalar] = numbers.list(indices.count)
    let narrow: [Scalar] = numbers.list(columns * width)
    let start: [Scalar] = numbers.list(width)
    let penalty: [Scalar] = numbers.list(rows)
    let other: [Scalar] = numbers.list(rows * width)
    compare("sparse", count: rows * width) {
      $0.sparse(
        begin, end, offsets, indices, values, narrow, width, start, penalty, other, $1)
      return 0
    }
    compare("sparse without extras", count: rows * width) {
      $0.sparse(begin, end, offsets, indices, values, narrow, width, nil, nil, nil, $1)
      return 0
    }
    compare("sparse squared", count: rows * width) {
      $0.sparseSquared(begin, end, offsets, indices, values, narrow, width, $1)
      return 0
    }

    compare("sparse scatter", count: columns * width) {
      $0.sparseScatter(begin, end, offsets, indices, values, other, width, $1)
      return 0
    }

    let lanes = width == 8 ? 7 : width == 4 ? 3 : width
    let matrix: [Scalar] = numbers.list(rows * columns)
    let weights: [Scalar] = numbers.list(lanes * columns)
    let residual: [Scalar] = numbers.list(rows * width)
    compare("dense forward", count: rows * width) {
      $0.denseForward(begin, end, matrix, columns, weights, lanes, width, $1)
      return 0
    }
    compare("dense backward", count: lanes * columns) {
      $0.denseBackward(begin, end, matrix, columns, residual, lanes, width, $1)
      return 0
    }
    compare("dense backward squared", count: lanes * columns) {
      $0.denseBackwardSquared(begin, end, matrix, columns, residual, lanes, width, $1)
      return 0
    }

    let exampleWeights: [Scalar] = (numbers.list(rows) as [Scalar]).map { abs($0) }
    for classes in [width + 1, max(1, width - 1)] {
      let scales = (0..<classes).map { 1 / Scalar(($0 + 1) * ($0 + 2)).squareRoot() }
      let labels = (0..<rows).map { Int32($0 % classes) }
      var shares: [Scalar] = []
      for _ in 0..<rows {
        let row = (numbers.list(classes) as [Scalar]).map { $0 + 1.1 }
        shares += row.map { $0 / row.reduce(0, +) }
      }
      compare("softmax", count: rows * width) { table, scores in
        var result = shares
        let loss = table.softmax(
          begin, end, classes, width, scales, labels, exampleWeights, &result, scores)
        return loss + Double(result.enumerated().reduce(Scalar(0)) { $0 + Scalar($1.0) * $1.1 })
      }
      compare("softmax curvature", count: rows * width) {
        $0.softmaxCurvature(
          begin, end, classes, width, scales, shares, exampleWeights, $1)
        return 0
      }
      compare("softmax diagonal", count: rows * width) {
        $0.softmaxDiagonal(
          begin, end, classes, width, scales, shares, exampleWeights, $1)
        return 0
      }
      guard classes <= width else { continue }
      compare("logistic", count: rows * width) { table, scores in
        var result = shares
        let loss = table.logistic(
          begin, end, classes, width, labels, exampleWeights, &result, scores)
        return loss + Double(result.reduce(0, +))
      }
      compare("logistic curvature", count: rows * width) {
        $0.logisticCurvature(begin, end, classes, width, shares, exampleWeights, $1)
        return 0
      }
      compare("logistic diagonal", count: rows * width) {
        $0.logisticDiagonal(begin, end, classes, width, shares, exampleWeights, $1)
        return 0
      }
    }

    let count = 2600
    let a: [Scalar] = numbers.list(count)
    let b: [Scalar] = numbers.list(count)
    let c: [Scalar] = numbers.list(count)
    compare("dot", count: 0) { table, _ in table.dot(3, count - 1, a, b) }
    compare("advance", count: 3 * count) {
      $0.advance(3, count - 1, 0.3, a, b, c, $1, $1 + count, $1 + 2 * count)
    }
    compare("extend", count: count) {
      $0.extend(3, count - 1, 0.3, a, $1)
      return 0
    }
    compare("add", count: count) {
      $0.add(3, count - 1, 0.3, a, $1)
      return 0
    }
  }

  @Test("include the baseline and the level that this processor has")
  func levels() {
    #expect(NarrowKernels<Float>(level: .baseline) != nil)
    #expect(NarrowKernels<Double>(level: KernelLevel.best) != nil)
  }
}

@Suite("OpenBLAS")
struct DenseKernelsTests {
  @Test("factors a Gram matrix and solves with it, in both precisions")
  func cholesky() {
    check(Float.self, tolerance: 1e-4)
    check(Double.self, tolerance: 1e-12)
  }

  func check<Scalar: LinearScalar>(_: Scalar.Type, tolerance: Double) {
    let kernels = Scalar.denseKernels
    let rows: [Scalar] = [1, 2, 0, -1, 1, 3, 0.5, 0.5, 1, 2, -2, 1]
    var gram = [Scalar](repeating: 0, count: 9)
    kernels.addGram(2, 3, rows, &gram)
    rows.withUnsafeBufferPointer { kernels.addGram(2, 3, $0.baseAddress! + 6, &gram) }
    #expect(kernels.cholesky(3, &gram))
    // Two right-hand sides: Gram times (1, 2, 3) and times (0, 0, 1), computed by hand from rows.
    func product(_ vector: [Scalar]) -> [Scalar] {
      var result = [Scalar](repeating: 0, count: 3)
      for row in 0..<4 {
        let dot = (0..<3).reduce(Scalar(0)) { $0 + rows[row * 3 + $1] * vector[$1] }
        for column in 0..<3 { result[column] += rows[row * 3 + column] * dot }
      }
      return result
    }
    var sides = product([1, 2, 3]) + product([0, 0, 1])
    kernels.solve(3, 2, gram, &sides)
    for (found, expected) in zip(sides, [1, 2, 3, 0, 0, 1] as [Scalar]) {
      #expect(abs(Double(found - expected)) < tolerance)
    }
    var indefinite: [Scalar] = [1, 2, 2, 1]
    #expect(!kernels.cholesky(2, &indefinite))
  }
}

import LinearAlgebra

/// An approximate inverse of the Hessian of dense columns and intercepts: one Gram matrix of
/// sampled rows, factored by Cholesky.
///
/// The Hessian is Σᵢ Dᵢ ⊗ xᵢ xᵢᵀ with a small matrix Dᵢ between the lanes of each row. Taking for it
/// the multiple of the identity with the same trace leaves I ⊗ G with one Gram matrix G for all
/// lanes.
struct DensePreconditioner<Scalar: LinearScalar> {
  /// The most columns for which a Gram matrix is worth its cost.
  static var columnLimit: Int { 4096 }
  /// Rows of a sample: enough for the Gram matrix to be near that of all rows; measured on 200,000
  /// rows of 512 columns, where more did not save a pass.
  private static var sampleSize: Int { 16_384 }
  /// Rows that one part of the sum holds.
  private static var partSize: Int { 2048 }

  private let order: Int
  private let laneCount: Int
  private let factor: Buffer<Scalar>
  private let sides: Buffer<Scalar>

  /// - Parameters:
  ///   - curvatures: the diagonal of each row's second derivative, rows × width.
  ///   - hasIntercept: whether a column of ones follows the matrix's.
  /// - Returns: `nil` when the Gram matrix is not positive definite.
  init?(
    _ matrix: UnsafePointer<Scalar>, rowCount: Int, columnCount: Int,
    curvatures: UnsafePointer<Scalar>, laneCount: Int, width: Int,
    hasIntercept: Bool, penalties: UnsafePointer<Scalar>, team: ThreadTeam
  ) {
    let order = columnCount + (hasIntercept ? 1 : 0)
    let sample = min(rowCount, max(Self.sampleSize, 4 * columnCount))
    let partCount = (sample + Self.partSize - 1) / Self.partSize
    // Parts of the sum are added up in pairs of fixed order, at most eight at a time in memory.
    let groupCount = min(partCount, 8)
    let grams = Buffer<Scalar>(count: groupCount * order * order, filledWith: 0)
    let divisor = Scalar(laneCount)
    let scale = Scalar(rowCount) / Scalar(sample)
    let kernels = Scalar.denseKernels
    team.run(parts: groupCount) { group in
      let rows = Buffer<Scalar>(count: Self.partSize * order, filledWith: 0)
      for part in stride(from: group, to: partCount, by: groupCount) {
        let begin = part * Self.partSize
        let end = min(sample, begin + Self.partSize)
        for index in begin..<end {
          let row = index * rowCount / sample
          var total: Scalar = 0
          for lane in 0..<laneCount { total += curvatures[row * width + lane] }
          let factor = (total * scale / divisor).squareRoot()
          let target = rows.base + (index - begin) * order
          let source = matrix + row * columnCount
          for column in 0..<columnCount { target[column] = factor * source[column] }
          if hasIntercept { target[columnCount] = factor }
        }
        kernels.addGram(end - begin, order, rows.base, grams.base + group * order * order)
      }
    }
    let gram = Buffer<Scalar>(count: order * order, filledWith: 0)
    for group in 0..<groupCount {
      Scalar.kernels.add(
        0, order * order, 1, grams.base + group * order * order, gram.base)
    }
    var trace: Scalar = 0
    for index in 0..<order { trace += gram.base[index * order + index] }
    let ridge = trace / Scalar(max(1, order)) * Scalar.ulpOfOne * 16
    for index in 0..<order {
      gram.base[index * order + index] += (index < columnCount ? penalties[index] : 0) + ridge
    }
    guard kernels.cholesky(order, gram.base) else { return nil }
    self.order = order
    self.laneCount = laneCount
    factor = gram
    sides = Buffer(count: order * laneCount, filledWith: 0)
  }

  /// Solves in place for the dense weights, lane after lane, and the intercepts.
  func apply(
    _ weights: UnsafeMutablePointer<Scalar>, intercepts: UnsafeMutablePointer<Scalar>?,
    columnCount: Int
  ) {
    for lane in 0..<laneCount {
      let side = sides.base + lane * order
      side.update(from: weights + lane * columnCount, count: columnCount)
      if let intercepts, order > columnCount { side[columnCount] = intercepts[lane] }
    }
    Scalar.denseKernels.solve(order, laneCount, factor.base, sides.base)
    for lane in 0..<laneCount {
      let side = sides.base + lane * order
      (weights + lane * columnCount).update(from: side, count: columnCount)
      if let intercepts, order > columnCount { intercepts[lane] = side[columnCount] }
    }
  }
}

/// What `DenseKernels` computes, written plainly: the reference for tests, and what runs where
/// OpenBLAS is not installed.
package enum ReferenceDenseKernels<Scalar: LinearScalar> {
  package static var table: DenseKernels<Scalar> {
    DenseKernels(addGram: addGram, cholesky: cholesky, solve: solve)
  }

  /// gram[i, j] += Σ rows[r, i] · rows[r, j] for i ≤ j, row-major.
  static func addGram(
    rows: Int, columns: Int, matrix: UnsafePointer<Scalar>, gram: UnsafeMutablePointer<Scalar>
  ) {
    for row in 0..<rows {
      let values = matrix + row * columns
      for first in 0..<columns {
        let line = gram + first * columns
        for second in first..<columns { line[second] += values[first] * values[second] }
      }
    }
  }

  /// matrix[i, j] for i ≤ j, row-major, becomes U of UᵀU.
  static func cholesky(order: Int, matrix: UnsafeMutablePointer<Scalar>) -> Bool {
    for pivot in 0..<order {
      let line = matrix + pivot * order
      guard line[pivot] > 0 else { return false }
      let root = line[pivot].squareRoot()
      for column in pivot..<order { line[column] /= root }
      for row in (pivot + 1)..<max(order, pivot + 1) {
        let factor = line[row]
        for column in row..<order { matrix[row * order + column] -= factor * line[column] }
      }
    }
    return true
  }

  /// Solves Uᵀ U x = side for each side.
  static func solve(
    order: Int, count: Int, factor: UnsafePointer<Scalar>, sides: UnsafeMutablePointer<Scalar>
  ) {
    for index in 0..<count {
      let side = sides + index * order
      for row in 0..<order {
        side[row] /= factor[row * order + row]
        for column in (row + 1)..<max(order, row + 1) {
          side[column] -= factor[row * order + column] * side[row]
        }
      }
      for row in stride(from: order - 1, through: 0, by: -1) {
        for column in (row + 1)..<max(order, row + 1) {
          side[row] -= factor[row * order + column] * side[column]
        }
        side[row] /= factor[row * order + row]
      }
    }
  }
}

/// Eigenvalues and eigenvectors of small symmetric matrices, by cyclic Jacobi rotations (G. Golub and
/// C. Van Loan, "Matrix Computations", section 8.5).
enum SymmetricEigen {
  /// - Parameter matrix: row-major, symmetric.
  /// - Returns: The eigenvalues, in no order, and the eigenvectors as columns of a row-major matrix.
  /// - Complexity: O(order³) a sweep; about ten sweeps.
  static func decompose(
    _ matrix: [Double], order: Int
  ) -> (values: [Double], vectors: [Double]) {
    precondition(matrix.count == order * order, "\(matrix.count) elements, order \(order)")
    var a = matrix
    var v = [Double](repeating: 0, count: order * order)
    for index in 0..<order { v[index * order + index] = 1 }
    let total = matrix.reduce(0.0) { $0 + $1 * $1 }
    a.withUnsafeMutableBufferPointer { a in
      v.withUnsafeMutableBufferPointer { v in
        for _ in 0..<30 {
          var rest = 0.0
          for row in 0..<order {
            for column in (row + 1)..<max(row + 1, order) {
              rest += a[row * order + column] * a[row * order + column]
            }
          }
          if rest <= total * 1e-24 { break }
          for p in 0..<order {
            for q in (p + 1)..<max(p + 1, order) where a[p * order + q] != 0 {
              rotate(a, v, p, q, order)
            }
          }
        }
      }
    }
    return ((0..<order).map { a[$0 * order + $0] }, v)
  }

  @inline(__always)
  private static func rotate(
    _ a: UnsafeMutableBufferPointer<Double>, _ v: UnsafeMutableBufferPointer<Double>, _ p: Int,
    _ q: Int, _ order: Int
  ) {
    let theta = (a[q * order + q] - a[p * order + p]) / (2 * a[p * order + q])
    let sign: Double = theta >= 0 ? 1 : -1
    let tangent = sign / (abs(theta) + (theta * theta + 1).squareRoot())
    let cosine = 1 / (tangent * tangent + 1).squareRoot()
    let sine = tangent * cosine
    for k in 0..<order {
      let (x, y) = (a[k * order + p], a[k * order + q])
      a[k * order + p] = cosine * x - sine * y
      a[k * order + q] = sine * x + cosine * y
    }
    for k in 0..<order {
      let (x, y) = (a[p * order + k], a[q * order + k])
      a[p * order + k] = cosine * x - sine * y
      a[q * order + k] = sine * x + cosine * y
      let (r, s) = (v[k * order + p], v[k * order + q])
      v[k * order + p] = cosine * r - sine * s
      v[k * order + q] = sine * r + cosine * s
    }
  }
}

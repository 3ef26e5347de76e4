internal import COpenBLAS

/// The loops over matrices that are large in both dimensions, by OpenBLAS.
///
/// OpenBLAS is held to one thread of its own: work is shared out by `ThreadTeam`, in parts that do
/// not depend on the number of threads, and results must not either.
public struct DenseKernels<Scalar: BitwiseCopyable>: @unchecked Sendable {
  // Unchecked: the members are plain functions without state.

  /// gram += rowsᵀ · rows for a row-major matrix of rows × columns; fills one triangle, the one
  /// that `cholesky` reads.
  package let addGram: (Int, Int, UnsafePointer<Scalar>, UnsafeMutablePointer<Scalar>) -> Void
  /// Replaces a symmetric matrix of an order by its Cholesky factor; false when it is not positive
  /// definite.
  package let cholesky: (Int, UnsafeMutablePointer<Scalar>) -> Bool
  /// Solves for a number of right-hand sides, one after the other in memory, given the factor.
  package let solve: (Int, Int, UnsafePointer<Scalar>, UnsafeMutablePointer<Scalar>) -> Void
}

/// Holds OpenBLAS to one thread, once.
private let openBLASIsBounded: Bool = {
  openblas_set_num_threads(1)
  return true
}()

extension DenseKernels<Float> {
  /// result = left · rightᵀ, for row-major matrices of rows × inner and columns × inner; the rows of the
  /// result lie `stride` numbers apart.
  package static func multiply(
    rows: Int, columns: Int, inner: Int, _ left: UnsafePointer<Float>,
    _ right: UnsafePointer<Float>, _ result: UnsafeMutablePointer<Float>, stride: Int
  ) {
    precondition(openBLASIsBounded)
    cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasTrans, blasint(rows), blasint(columns), blasint(inner), 1,
      left, blasint(inner), right, blasint(inner), 0, result, blasint(stride))
  }

  static let openBLAS: DenseKernels = {
    precondition(openBLASIsBounded)
    return DenseKernels(
      addGram: { rows, columns, matrix, gram in
        cblas_ssyrk(
          CblasRowMajor, CblasUpper, CblasTrans, blasint(columns), blasint(rows), 1, matrix,
          blasint(columns), 1, gram, blasint(columns))
      },
      cholesky: { order, matrix in
        var size = blasint(order)
        var info: blasint = 0
        spotrf_("L", &size, matrix, &size, &info)
        return info == 0
      },
      solve: { order, count, factor, sides in
        for transposition in [CblasNoTrans, CblasTrans] {
          cblas_strsm(
            CblasColMajor, CblasLeft, CblasLower, transposition, CblasNonUnit, blasint(order),
            blasint(count), 1, factor, blasint(order), sides, blasint(order))
        }
      })
  }()
}

extension DenseKernels<Double> {
  static let openBLAS: DenseKernels = {
    precondition(openBLASIsBounded)
    return DenseKernels(
      addGram: { rows, columns, matrix, gram in
        cblas_dsyrk(
          CblasRowMajor, CblasUpper, CblasTrans, blasint(columns), blasint(rows), 1, matrix,
          blasint(columns), 1, gram, blasint(columns))
      },
      cholesky: { order, matrix in
        var size = blasint(order)
        var info: blasint = 0
        dpotrf_("L", &size, matrix, &size, &info)
        return info == 0
      },
      solve: { order, count, factor, sides in
        for transposition in [CblasNoTrans, CblasTrans] {
          cblas_dtrsm(
            CblasColMajor, CblasLeft, CblasLower, transposition, CblasNonUnit, blasint(order),
            blasint(count), 1, factor, blasint(order), sides, blasint(order))
        }
      })
  }()
}

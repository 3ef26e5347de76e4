internal import COpenBLAS

/// The loops over matrices that are large in both dimensions, by OpenBLAS where it is installed.
///
/// OpenBLAS is held to one thread of its own: work is shared out by `ThreadTeam`, in parts that do
/// not depend on the number of threads, and results must not either. Where it is not installed,
/// `ReferenceDenseKernels` takes its place: the same results to rounding, more slowly.
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

/// OpenBLAS, loaded when it is first asked for; `nil` where it is not installed.
///
/// A run that only applies models never asks.
private let openBLAS: COpenBLAS? = {
  var routines = COpenBLAS()
  return copenblas_load(&routines) != 0 ? routines : nil
}()

private let rowMajor = Int32(COpenBLASRowMajor)
private let columnMajor = Int32(COpenBLASColumnMajor)
private let upper = Int32(COpenBLASUpper)
private let lower = Int32(COpenBLASLower)
private let transpose = Int32(COpenBLASTranspose)
private let transpositions = [Int32(COpenBLASNoTranspose), transpose]
private let left = Int32(COpenBLASLeft)
private let nonUnit = Int32(COpenBLASNonUnit)

extension DenseKernels<Float> {
  static let best: DenseKernels = {
    guard let ssyrk = openBLAS?.ssyrk, let spotrf = openBLAS?.spotrf, let strsm = openBLAS?.strsm
    else { return ReferenceDenseKernels<Float>.table }
    return DenseKernels(
      addGram: { rows, columns, matrix, gram in
        ssyrk(
          rowMajor, upper, transpose, Int32(columns), Int32(rows), 1, matrix, Int32(columns), 1,
          gram, Int32(columns))
      },
      cholesky: { order, matrix in
        var size = Int32(order)
        var info: Int32 = 0
        spotrf("L", &size, matrix, &size, &info)
        return info == 0
      },
      solve: { order, count, factor, sides in
        for transposition in transpositions {
          strsm(
            columnMajor, left, lower, transposition, nonUnit, Int32(order), Int32(count), 1, factor,
            Int32(order), sides, Int32(order))
        }
      })
  }()
}

extension DenseKernels<Double> {
  static let best: DenseKernels = {
    guard let dsyrk = openBLAS?.dsyrk, let dpotrf = openBLAS?.dpotrf, let dtrsm = openBLAS?.dtrsm
    else { return ReferenceDenseKernels<Double>.table }
    return DenseKernels(
      addGram: { rows, columns, matrix, gram in
        dsyrk(
          rowMajor, upper, transpose, Int32(columns), Int32(rows), 1, matrix, Int32(columns), 1,
          gram, Int32(columns))
      },
      cholesky: { order, matrix in
        var size = Int32(order)
        var info: Int32 = 0
        dpotrf("L", &size, matrix, &size, &info)
        return info == 0
      },
      solve: { order, count, factor, sides in
        for transposition in transpositions {
          dtrsm(
            columnMajor, left, lower, transposition, nonUnit, Int32(order), Int32(count), 1, factor,
            Int32(order), sides, Int32(order))
        }
      })
  }()
}

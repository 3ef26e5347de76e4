internal import CKernels

/// The loops of linear models over matrices that are large in one dimension and narrow in the
/// other, for one precision and one instruction set.
///
/// Narrow matrices have `width` numbers a row; width is 1, 2, 4 or a multiple of 8. Each loop works
/// on the rows or lines `begin ..< end`, so that threads can share out the work. What each computes
/// is written in `ReferenceKernels`.
public struct NarrowKernels<Scalar: BitwiseCopyable>: @unchecked Sendable {
  // Unchecked: the members are plain functions without state.
  package typealias Input = UnsafePointer<Scalar>
  package typealias Output = UnsafeMutablePointer<Scalar>

  package let sparse:
    (
      Int, Int, UnsafePointer<Int>, UnsafePointer<UInt32>, Input, Input, Int, Input?, Input?,
      Input?, Output
    ) -> Void
  package let sparseSquared:
    (
      Int, Int, UnsafePointer<Int>, UnsafePointer<UInt32>, Input, Input, Int, Output
    ) -> Void
  package let sparseScatter:
    (
      Int, Int, UnsafePointer<Int>, UnsafePointer<UInt32>, Input, Input, Int, Output
    ) -> Void
  package let denseForward: (Int, Int, Input, Int, Input, Int, Int, Output) -> Void
  package let denseBackward: (Int, Int, Input, Int, Input, Int, Int, Output) -> Void
  package let denseBackwardSquared: (Int, Int, Input, Int, Input, Int, Int, Output) -> Void
  package let softmax:
    (
      Int, Int, Int, Int, Input, UnsafePointer<Int32>, Input, Output, Output
    ) -> Double
  package let softmaxCurvature: (Int, Int, Int, Int, Input, Input, Input, Output) -> Void
  package let softmaxDiagonal: (Int, Int, Int, Int, Input, Input, Input, Output) -> Void
  package let logistic: (Int, Int, Int, Int, UnsafePointer<Int32>, Input, Output, Output) -> Double
  package let logisticCurvature: (Int, Int, Int, Int, Input, Input, Output) -> Void
  package let logisticDiagonal: (Int, Int, Int, Int, Input, Input, Output) -> Void
  package let dot: (Int, Int, Input, Input) -> Double
  package let advance: (Int, Int, Scalar, Input, Input, Input, Output, Output, Output) -> Double
  package let extend: (Int, Int, Scalar, Input, Output) -> Void
  package let add: (Int, Int, Scalar, Input, Output) -> Void
}

/// The instruction sets that the kernels are compiled for.
package enum KernelLevel: Int32, CaseIterable, Sendable {
  /// What every processor of the architecture has.
  case baseline = 0
  /// AVX2 with fused multiply-add.
  case avx2 = 1
  /// AVX-512.
  case avx512 = 2

  /// The highest level of this processor.
  package static let best = KernelLevel(rawValue: ckernels_best_level()) ?? .baseline
}

extension NarrowKernels<Float> {
  /// The kernels of a level, or `nil` where the processor lacks it.
  package init?(level: KernelLevel) {
    guard let table = ckernels_float(level.rawValue)?.pointee else { return nil }
    self.init(
      sparse: table.sparse, sparseSquared: table.sparse_squared,
      sparseScatter: table.sparse_scatter,
      denseForward: table.dense_forward, denseBackward: table.dense_backward,
      denseBackwardSquared: table.dense_backward_squared, softmax: table.softmax,
      softmaxCurvature: table.softmax_curvature, softmaxDiagonal: table.softmax_diagonal,
      logistic: table.logistic, logisticCurvature: table.logistic_curvature,
      logisticDiagonal: table.logistic_diagonal, dot: table.dot, advance: table.advance,
      extend: table.extend, add: table.add)
  }
}

extension NarrowKernels<Double> {
  /// The kernels of a level, or `nil` where the processor lacks it.
  package init?(level: KernelLevel) {
    guard let table = ckernels_double(level.rawValue)?.pointee else { return nil }
    self.init(
      sparse: table.sparse, sparseSquared: table.sparse_squared,
      sparseScatter: table.sparse_scatter,
      denseForward: table.dense_forward, denseBackward: table.dense_backward,
      denseBackwardSquared: table.dense_backward_squared, softmax: table.softmax,
      softmaxCurvature: table.softmax_curvature, softmaxDiagonal: table.softmax_diagonal,
      logistic: table.logistic, logisticCurvature: table.logistic_curvature,
      logisticDiagonal: table.logistic_diagonal, dot: table.dot, advance: table.advance,
      extend: table.extend, add: table.add)
  }
}

/// The two precisions that matrices and models come in: `Float` and `Double`.
public protocol LinearScalar: BinaryFloatingPoint, BitwiseCopyable, Sendable {
  /// The natural exponential.
  static func exponential(_ value: Self) -> Self
  /// The natural logarithm.
  static func logarithm(_ value: Self) -> Self
  /// The hot loops of this precision for the processor that the program runs on.
  static var kernels: NarrowKernels<Self> { get }
  /// OpenBLAS in this precision.
  static var denseKernels: DenseKernels<Self> { get }
}

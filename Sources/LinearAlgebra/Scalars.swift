import Glibc

extension Float: LinearScalar {
  public static func exponential(_ value: Float) -> Float { expf(value) }
  public static func logarithm(_ value: Float) -> Float { logf(value) }
  public static let kernels =
    NarrowKernels<Float>(level: .best) ?? ReferenceKernels<Float>.table
  public static var denseKernels: DenseKernels<Float> { .openBLAS }
}

extension Double: LinearScalar {
  public static func exponential(_ value: Double) -> Double { exp(value) }
  public static func logarithm(_ value: Double) -> Double { log(value) }
  public static let kernels =
    NarrowKernels<Double>(level: .best) ?? ReferenceKernels<Double>.table
  public static var denseKernels: DenseKernels<Double> { .openBLAS }
}

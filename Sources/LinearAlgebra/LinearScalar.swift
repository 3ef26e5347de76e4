/// The two precisions that matrices and models come in: `Float` and `Double`.
///
/// The requirements are the hot loops. They are chosen by type once per call over a block of rows,
/// so generic code above them costs nothing.
public protocol LinearScalar: BinaryFloatingPoint, BitwiseCopyable, Sendable {
  /// The natural exponential.
  static func exponential(_ value: Self) -> Self
  /// The natural logarithm.
  static func logarithm(_ value: Self) -> Self
}

import LinearModels

/// How many layers an encoder has, and how wide they are.
public struct EncoderShape: Hashable, Sendable {
  public var layers: Int
  /// The length of the vector of a piece.
  public var width: Int
  /// Into how many parts attention divides a vector.
  public var heads: Int
  /// The length of the vectors between the two halves of a layer.
  public var inner: Int
  /// How many pieces a text may have.
  public var positions: Int

  public init(layers: Int, width: Int, heads: Int, inner: Int, positions: Int) {
    self.layers = layers
    self.width = width
    self.heads = heads
    self.inner = inner
    self.positions = positions
  }

  /// Whether the kernels can compute it: widths are multiples of 16, and sums of products fit in 32 bits.
  var isSupported: Bool {
    (1...64).contains(layers) && (16...8192).contains(width) && (16...16384).contains(inner)
      && (1...1024).contains(heads) && (2...4096).contains(positions) && inner % 16 == 0
      && width % heads == 0 && width / heads % 16 == 0
  }
}

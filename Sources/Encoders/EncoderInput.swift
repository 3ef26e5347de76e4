/// A text as an encoder reads it: pieces by number, and where the actors that are asked about stand.
public struct EncoderInput: Hashable, Sendable {
  /// The pieces, those of the start and the end included.
  public var ids: [Int32]
  /// Where the target stands: indices into `ids`.
  public var target: [Int]
  /// Where the source stands; empty when the text does not name it.
  public var source: [Int]

  public init(ids: [Int32], target: [Int], source: [Int]) {
    self.ids = ids
    self.target = target
    self.source = source
  }
}

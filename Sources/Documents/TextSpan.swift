/// A stretch of a document's text: the UTF-8 offsets of its first byte and of the byte after its last.
///
/// Text is stored once, in `Document.bytes`; everything found in it is a span. Offsets always lie on
/// boundaries of Unicode scalars. Other units (code points, UTF-16) are computed on output by
/// `OffsetMap`.
public struct TextSpan: Hashable, Sendable, Comparable {
  /// The UTF-8 offset of the first byte.
  public var start: Int32
  /// The UTF-8 offset after the last byte.
  public var end: Int32

  /// - Precondition: `0 <= start <= end`.
  public init(_ start: Int32, _ end: Int32) {
    precondition(0 <= start && start <= end, "a span cannot run from \(start) to \(end)")
    self.start = start
    self.end = end
  }

  public init(_ range: Range<Int>) {
    self.init(Int32(range.lowerBound), Int32(range.upperBound))
  }

  /// The span's bytes as a range of indices into `Document.bytes`.
  public var range: Range<Int> { Int(start)..<Int(end) }
  public var count: Int { Int(end - start) }
  public var isEmpty: Bool { start == end }

  /// Whether the two spans share at least one byte.
  public func overlaps(_ other: TextSpan) -> Bool { start < other.end && other.start < end }
  /// Whether `other` lies wholly inside this span.
  public func contains(_ other: TextSpan) -> Bool { start <= other.start && other.end <= end }

  /// The smallest span that holds both.
  public func union(_ other: TextSpan) -> TextSpan {
    TextSpan(min(start, other.start), max(end, other.end))
  }

  public static func < (left: TextSpan, right: TextSpan) -> Bool {
    (left.start, left.end) < (right.start, right.end)
  }
}

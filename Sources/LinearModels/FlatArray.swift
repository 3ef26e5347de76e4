/// An immutable array whose elements lie in memory of its own or inside an opened model file.
///
/// Tables of millions of entries are used where the file is mapped: no copy is made, and pages
/// that nothing looks at are never read. The file's memory stays alive as long as an array that
/// points into it.
public struct FlatArray<Element: BitwiseCopyable & Sendable>: RandomAccessCollection,
  @unchecked Sendable
{
  // Unchecked: the memory is never written after `init`, and `owner` only keeps it alive.
  private let owner: AnyObject?
  @usableFromInline let base: UnsafePointer<Element>?
  public let count: Int

  public var startIndex: Int { 0 }
  public var endIndex: Int { count }

  /// A copy of an array's elements.
  public init(_ elements: [Element]) {
    let storage = OwnedElements(elements)
    owner = storage
    base = UnsafePointer(storage.base)
    count = elements.count
  }

  /// A view of memory that `owner` keeps alive and unchanged.
  init(base: UnsafePointer<Element>?, count: Int, owner: AnyObject) {
    self.owner = owner
    self.base = base
    self.count = count
  }

  @inlinable
  public subscript(index: Int) -> Element {
    precondition(index >= 0 && index < count, "index \(index) of \(count)")
    return base.unsafelyUnwrapped[index]
  }

  /// Calls `body` with the elements' memory, valid during the call.
  public func withUnsafeBufferPointer<Result>(
    _ body: (UnsafeBufferPointer<Element>) throws -> Result
  ) rethrows -> Result {
    try withExtendedLifetime(owner) {
      try body(UnsafeBufferPointer(start: base, count: count))
    }
  }
}

/// Memory for the elements of a `FlatArray` that stands alone.
private final class OwnedElements<Element: BitwiseCopyable> {
  let base: UnsafeMutablePointer<Element>
  private let count: Int

  init(_ elements: [Element]) {
    count = elements.count
    base = .allocate(capacity: Swift.max(1, count))
    elements.withUnsafeBufferPointer { source in
      if let start = source.baseAddress { base.initialize(from: start, count: count) }
    }
  }

  deinit {
    base.deallocate()
  }
}

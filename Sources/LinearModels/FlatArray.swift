import Glibc

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

  /// As many elements of zero bits, which `body` may change.
  init(
    count: Int, initializingWith body: (UnsafeMutableBufferPointer<Element>) throws -> Void
  ) rethrows {
    let storage = OwnedElements<Element>(zeros: count)
    try body(UnsafeMutableBufferPointer(start: storage.base, count: count))
    owner = storage
    base = UnsafePointer(storage.base)
    self.count = count
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
  private let mapped: (start: UnsafeMutableRawPointer, byteCount: Int)?

  init(_ elements: [Element]) {
    mapped = nil
    base = .allocate(capacity: Swift.max(1, elements.count))
    elements.withUnsafeBufferPointer { source in
      if let start = source.baseAddress { base.initialize(from: start, count: source.count) }
    }
  }

  /// Memory of zero bits: large tables lie in pages of two megabytes where the system has them, since
  /// looking up one feature after another in pages of four kilobytes mostly waits for their addresses.
  init(zeros count: Int) {
    let byteCount = count * MemoryLayout<Element>.stride
    let page = 1 << 21
    if byteCount >= page / 2,
      let start = mmap(
        nil, byteCount + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      start != MAP_FAILED
    {
      let aligned = start + (page - Int(bitPattern: start) & (page - 1)) & (page - 1)
      madvise(aligned, (byteCount + page - 1) & ~(page - 1), MADV_HUGEPAGE)
      mapped = (start, byteCount + page)
      base = aligned.bindMemory(to: Element.self, capacity: count)
    } else {
      mapped = nil
      base = .allocate(capacity: Swift.max(1, count))
      memset(base, 0, byteCount)
    }
  }

  deinit {
    if let mapped {
      munmap(mapped.start, mapped.byteCount)
    } else {
      base.deallocate()
    }
  }
}

import LinearAlgebra

/// Working memory of a solver, aligned for SIMD loads and freed with its owner.
///
/// Arrays would do but for exclusivity and uniqueness checks in the innermost loops.
final class Buffer<Element: BitwiseCopyable>: @unchecked Sendable {
  // Unchecked: solvers split a buffer into disjoint blocks, one thread a block.
  let base: UnsafeMutablePointer<Element>
  let count: Int

  /// Memory that the caller writes before reading it.
  init(uninitializedCount count: Int) {
    self.count = count
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: max(64, count * MemoryLayout<Element>.stride), alignment: 64)
    base = raw.bindMemory(to: Element.self, capacity: max(1, count))
  }

  convenience init(count: Int, filledWith value: Element) {
    self.init(uninitializedCount: count)
    base.initialize(repeating: value, count: count)
  }

  /// A copy of an array.
  convenience init(_ elements: [Element]) {
    self.init(uninitializedCount: elements.count)
    elements.withUnsafeBufferPointer { source in
      if let start = source.baseAddress { base.initialize(from: start, count: source.count) }
    }
  }

  @inline(__always)
  subscript(index: Int) -> Element {
    get { base[index] }
    set { base[index] = newValue }
  }

  deinit {
    UnsafeMutableRawPointer(base).deallocate()
  }
}

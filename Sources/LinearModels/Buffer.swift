import LinearAlgebra

/// Working memory of a solver, aligned for SIMD loads and freed with its owner.
///
/// Arrays would do but for exclusivity and uniqueness checks in the innermost loops.
final class Buffer<Element: BitwiseCopyable>: @unchecked Sendable {
  // Unchecked: solvers split a buffer into disjoint blocks, one thread a block.
  let base: UnsafeMutablePointer<Element>
  let count: Int

  init(count: Int, filledWith value: Element) {
    self.count = count
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: max(64, count * MemoryLayout<Element>.stride), alignment: 64)
    base = raw.bindMemory(to: Element.self, capacity: max(1, count))
    base.initialize(repeating: value, count: count)
  }

  convenience init(_ elements: some Collection<Element>, filler: Element) {
    self.init(count: elements.count, filledWith: filler)
    for (index, element) in elements.enumerated() { base[index] = element }
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

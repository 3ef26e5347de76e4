/// Values by 64-bit hashes, in flat arrays: an open-addressing table that is made once and then read.
///
/// A look-up costs one or two memory reads and no reference counting, which in loops over words is
/// several times faster than `Dictionary`.
struct HashTable<Value: Sendable>: Sendable {
  /// 0 marks an empty slot; the hash 0 is kept as 1.
  private var keys: [UInt64] = [0, 0]
  private var places: [UInt32] = [0, 0]
  private var values: [Value] = []
  private var mask = 1

  init() {}

  /// - Complexity: linear in the number of entries.
  init(_ entries: [UInt64: Value]) {
    var capacity = 16
    while capacity < entries.count * 2 { capacity *= 2 }
    keys = [UInt64](repeating: 0, count: capacity)
    places = [UInt32](repeating: 0, count: capacity)
    values.reserveCapacity(entries.count)
    mask = capacity - 1
    for (key, value) in entries {
      var slot = start(max(key, 1))
      while keys[slot] != 0 { slot = (slot + 1) & mask }
      keys[slot] = max(key, 1)
      places[slot] = UInt32(values.count)
      values.append(value)
    }
  }

  @inline(__always)
  private func start(_ key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 24) & mask
  }

  @inline(__always)
  subscript(hash: UInt64) -> Value? {
    let key = max(hash, 1)
    var slot = start(key)
    while keys[slot] != 0 {
      if keys[slot] == key { return values[Int(places[slot])] }
      slot = (slot &+ 1) & mask
    }
    return nil
  }
}

/// A 64-bit checksum that runs at the speed of memory, for damage rather than malice.
///
/// Eight lanes each fold in every eighth word: `lane = (lane ^ word) * odd`. For a fixed rest of
/// the input this is a bijection of the word, and so is each step that joins the lanes: a change
/// confined to one 64-bit word always changes the result.
enum Checksum {
  private static let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// The checksum of bytes; a tail of less than eight bytes counts as if padded with zeros, so the
  /// length is folded in too.
  static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    of(UnsafeRawBufferPointer(rebasing: bytes[0..<0]), followedBy: bytes)
  }

  /// The checksum of bytes whose beginning is replaced by `head`.
  static func of(
    _ head: UnsafeRawBufferPointer, followedBy bytes: UnsafeRawBufferPointer
  ) -> UInt64 {
    precondition(head.count % 32 == 0 && head.count <= bytes.count, "a head of \(head.count)")
    let words = bytes.count / 8
    let headWords = head.count / 8
    var (l0, l1, l2, l3) = (UInt64(1), UInt64(2), UInt64(3), UInt64(4))
    var (l4, l5, l6, l7) = (UInt64(5), UInt64(6), UInt64(7), UInt64(8))
    var word = 0
    if let base = bytes.baseAddress {
      @inline(__always) func load(_ index: Int) -> UInt64 {
        UInt64(littleEndian: base.loadUnaligned(fromByteOffset: index &* 8, as: UInt64.self))
      }
      while word < headWords {
        let value = UInt64(
          littleEndian: head.loadUnaligned(fromByteOffset: word &* 8, as: UInt64.self))
        l0 = (l0 ^ value) &* multiplier
        l0 ^= l0 >> 32
        word &+= 1
      }
      while word &+ 8 <= words {
        l0 = (l0 ^ load(word)) &* multiplier
        l1 = (l1 ^ load(word &+ 1)) &* multiplier
        l2 = (l2 ^ load(word &+ 2)) &* multiplier
        l3 = (l3 ^ load(word &+ 3)) &* multiplier
        l4 = (l4 ^ load(word &+ 4)) &* multiplier
        l5 = (l5 ^ load(word &+ 5)) &* multiplier
        l6 = (l6 ^ load(word &+ 6)) &* multiplier
        l7 = (l7 ^ load(word &+ 7)) &* multiplier
        word &+= 8
      }
      while word < words {
        l0 = (l0 ^ load(word)) &* multiplier
        l0 ^= l0 >> 32
        word &+= 1
      }
    }
    var tail: UInt64 = 0
    for index in (words * 8)..<bytes.count {
      tail |= UInt64(bytes[index]) << UInt64((index & 7) * 8)
    }
    var result = UInt64(bytes.count)
    for lane in [l0, l1, l2, l3, l4, l5, l6, l7, tail] {
      result = (result ^ lane) &* multiplier
      result ^= result >> 29
    }
    return result
  }
}

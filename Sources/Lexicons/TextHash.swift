/// The 64-bit hash of a normalised word: the same in every run and on every machine.
///
/// FNV-1a over the bytes, then the finishing steps of MurmurHash3 so that any bits of the result can
/// index a table. Word lists, tokens and feature names all use it, so a token is looked up in a list
/// by comparing two integers.
public enum TextHash {
  /// The state before the first byte.
  @inlinable public static var start: UInt64 { 0xcbf2_9ce4_8422_2325 }

  /// The state after one more byte.
  @inlinable public static func step(_ state: UInt64, _ byte: UInt8) -> UInt64 {
    (state ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
  }

  /// Spreads a state's bits over the whole word.
  @inlinable public static func finish(_ state: UInt64) -> UInt64 {
    var mixed = state
    mixed ^= mixed >> 33
    mixed = mixed &* 0xff51_afd7_ed55_8ccd
    mixed ^= mixed >> 33
    mixed = mixed &* 0xc4ce_b9fe_1a85_ec53
    mixed ^= mixed >> 33
    return mixed
  }

  /// The hash of bytes that are normalised already.
  @inlinable public static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var state = start
    for byte in bytes { state = step(state, byte) }
    return finish(state)
  }

  /// The hash of two hashes in this order: for phrases and conjoined features.
  @inlinable public static func combine(_ first: UInt64, _ second: UInt64) -> UInt64 {
    finish((first &* 0x9e37_79b9_7f4a_7c15) ^ (second &+ 0x2545_f491_4f6c_dd1d))
  }
}

/// IEEE 754 binary16 numbers as bit patterns, without a `Float16` type: Swift has none on x86-64
/// for every platform, and a file must read the same everywhere.
enum HalfPrecision {
  /// The nearest half-precision number, ties to even; infinite above 65,519.
  static func bits(of value: Float) -> UInt16 {
    let pattern = value.bitPattern
    let sign = UInt16(truncatingIfNeeded: (pattern >> 16) & 0x8000)
    let magnitude = pattern & 0x7FFF_FFFF
    if magnitude > 0x7F80_0000 { return sign | 0x7E00 }
    if magnitude >= 0x477F_F000 { return sign | 0x7C00 }
    if magnitude < 0x3880_0000 {
      // Subnormal: adding one half moves the wanted bits to the end of the significand, rounded.
      let rounded = Float(bitPattern: magnitude) + 0.5
      return sign | UInt16(truncatingIfNeeded: rounded.bitPattern - Float(0.5).bitPattern)
    }
    let odd = (magnitude >> 13) & 1
    return sign | UInt16(truncatingIfNeeded: (magnitude - 0x3800_0000 + 0xFFF + odd) >> 13)
  }

  /// The number of a bit pattern.
  static func value(of bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let magnitude = UInt32(bits & 0x7FFF)
    if magnitude >= 0x7C00 {
      return Float(bitPattern: sign | 0x7F80_0000 | ((magnitude & 0x3FF) << 13))
    }
    if magnitude < 0x400 {
      let size = Float(magnitude) * 0x1p-24
      return sign == 0 ? size : -size
    }
    return Float(bitPattern: sign | ((magnitude << 13) + 0x3800_0000))
  }

  /// The number of a bit pattern that is neither infinite nor no number, from the lower sixteen bits of a
  /// word: without branches, for inner loops.
  @inline(__always)
  static func finiteValue(of word: UInt64) -> Float {
    let bits = UInt32(truncatingIfNeeded: word)
    let magnitude = Float(bitPattern: (bits & 0x7FFF) << 13) * 0x1p112
    return Float(bitPattern: magnitude.bitPattern | (bits & 0x8000) << 16)
  }
}

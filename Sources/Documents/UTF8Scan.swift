/// Reading scalars from UTF-8 bytes.
enum UTF8Scan {
  /// The first offset at which the bytes are not valid UTF-8 or hold NUL; nil when all are text.
  ///
  /// Overlong forms, surrogates and values past U+10FFFF are refused (Unicode 16, table 3-7).
  static func firstInvalid(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var index = 0
    let count = bytes.count
    while index < count {
      // Eight ASCII bytes at a time: none has its high bit set and none is NUL.
      while index + 8 <= count {
        let word = UnsafeRawPointer(bytes.baseAddress! + index).loadUnaligned(as: UInt64.self)
        let high = word & 0x8080_8080_8080_8080
        let zero = (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
        if high | zero != 0 { break }
        index += 8
      }
      guard index < count else { break }
      let length = validLength(bytes, at: index)
      if length == 0 { return index }
      index += length
    }
    return nil
  }

  /// The length of the valid sequence at an index, or 0.
  private static func validLength(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    let first = bytes[index]
    if first < 0x80 { return first == 0 ? 0 : 1 }
    func isContinuation(_ offset: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
      index + offset < bytes.count && range.contains(bytes[index + offset])
    }
    switch first {
    case 0xC2...0xDF:
      return isContinuation(1) ? 2 : 0
    case 0xE0...0xEF:
      let second: ClosedRange<UInt8> =
        first == 0xE0 ? 0xA0...0xBF : first == 0xED ? 0x80...0x9F : 0x80...0xBF
      return isContinuation(1, second) && isContinuation(2) ? 3 : 0
    case 0xF0...0xF4:
      let second: ClosedRange<UInt8> =
        first == 0xF0 ? 0x90...0xBF : first == 0xF4 ? 0x80...0x8F : 0x80...0xBF
      return isContinuation(1, second) && isContinuation(2) && isContinuation(3) ? 4 : 0
    default:
      return 0
    }
  }

  /// The scalar at an index and its length in bytes.
  ///
  /// - Precondition: the bytes are valid UTF-8 and the index begins a scalar.
  @inline(__always)
  static func scalar(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> (
    value: UInt32, length: Int
  ) {
    let first = UInt32(bytes[index])
    if first < 0x80 { return (first, 1) }
    func low(_ offset: Int) -> UInt32 { UInt32(bytes[index + offset] & 0x3F) }
    if first < 0xE0 { return ((first & 0x1F) << 6 | low(1), 2) }
    if first < 0xF0 { return ((first & 0x0F) << 12 | low(1) << 6 | low(2), 3) }
    return ((first & 0x07) << 18 | low(1) << 12 | low(2) << 6 | low(3), 4)
  }

  /// The scalar that ends before an index, and its length; nil at the lower bound.
  @inline(__always)
  static func scalarBefore(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int, from lower: Int) -> (
    value: UInt32, length: Int
  )? {
    guard index > lower else { return nil }
    var start = index - 1
    while start > lower && bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return scalar(bytes, start)
  }
}

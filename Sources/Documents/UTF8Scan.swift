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

  /// How much of a text is UTF-8.
  struct Survey {
    /// Valid sequences of two and more bytes.
    var multibyte = 0
    /// Bytes, or beginnings of a sequence, that are not valid.
    var invalid = 0
    var firstInvalid = 0
  }

  /// Counts valid and invalid sequences.
  static func survey(_ bytes: UnsafeBufferPointer<UInt8>) -> Survey {
    var survey = Survey()
    var index = 0
    while index < bytes.count {
      if bytes[index] < 0x80 {
        index += 1
        continue
      }
      let length = validLength(bytes, at: index)
      if length > 0 {
        survey.multibyte += 1
        index += length
      } else {
        if survey.invalid == 0 { survey.firstInvalid = index }
        survey.invalid += 1
        index += brokenLength(bytes, at: index)
      }
    }
    return survey
  }

  /// The text with each broken byte read as Windows-1252, and each sequence cut short as U+FFFD.
  static func repaired(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count + 16)
    var index = 0
    while index < bytes.count {
      let length = bytes[index] == 0 ? 1 : validLength(bytes, at: index)
      if length > 0 {
        text.append(contentsOf: bytes[index..<(index + length)])
        index += length
      } else {
        let broken = brokenLength(bytes, at: index)
        append(broken > 1 ? 0xFFFD : Windows1252.scalar(bytes[index]), to: &text)
        index += broken
      }
    }
    return text
  }

  /// How many bytes at an index begin a valid sequence that is cut short; 1 when none does.
  private static func brokenLength(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    guard index + 1 < bytes.count else { return 1 }
    let (first, second) = (bytes[index], bytes[index + 1])
    let isBegun: Bool
    switch first {
    case 0xE0: isBegun = (0xA0...0xBF).contains(second)
    case 0xED: isBegun = (0x80...0x9F).contains(second)
    case 0xE1...0xEF: isBegun = second & 0xC0 == 0x80
    case 0xF0: isBegun = (0x90...0xBF).contains(second)
    case 0xF1...0xF3: isBegun = second & 0xC0 == 0x80
    case 0xF4: isBegun = (0x80...0x8F).contains(second)
    default: isBegun = false
    }
    guard isBegun else { return 1 }
    let isLonger = first >= 0xF0 && index + 2 < bytes.count && bytes[index + 2] & 0xC0 == 0x80
    return isLonger ? 3 : 2
  }

  /// Appends a scalar as UTF-8.
  ///
  /// - Precondition: the value is a Unicode scalar.
  static func append(_ value: UInt32, to text: inout [UInt8]) {
    if value < 0x80 {
      text.append(UInt8(value))
    } else if value < 0x800 {
      text.append(UInt8(0xC0 | value >> 6))
      text.append(UInt8(0x80 | value & 0x3F))
    } else if value < 0x10000 {
      text.append(UInt8(0xE0 | value >> 12))
      text.append(UInt8(0x80 | value >> 6 & 0x3F))
      text.append(UInt8(0x80 | value & 0x3F))
    } else {
      text.append(UInt8(0xF0 | value >> 18))
      text.append(UInt8(0x80 | value >> 12 & 0x3F))
      text.append(UInt8(0x80 | value >> 6 & 0x3F))
      text.append(UInt8(0x80 | value & 0x3F))
    }
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

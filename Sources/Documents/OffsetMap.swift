/// Converts UTF-8 offsets of a text to code points and UTF-16 code units.
///
/// Counts are stored every 64 bytes, so a conversion reads at most 64 bytes. A text that is all ASCII
/// stores nothing.
public struct OffsetMap: Sendable {
  private static let stride = 64
  private let bytes: [UInt8]
  private let codePoints: [Int32]
  private let utf16Units: [Int32]

  /// Counts the code points of valid UTF-8 in one pass.
  public init(_ bytes: [UInt8]) {
    guard bytes.contains(where: { $0 >= 0x80 }) else {
      self.bytes = []
      codePoints = []
      utf16Units = []
      return
    }
    var codePoints: [Int32] = []
    var utf16Units: [Int32] = []
    codePoints.reserveCapacity(bytes.count / Self.stride + 1)
    utf16Units.reserveCapacity(bytes.count / Self.stride + 1)
    var points: Int32 = 0
    var units: Int32 = 0
    for index in bytes.indices {
      if index % Self.stride == 0 {
        codePoints.append(points)
        utf16Units.append(units)
      }
      let byte = bytes[index]
      if byte & 0xC0 != 0x80 {
        points += 1
        units += byte >= 0xF0 ? 2 : 1
      }
    }
    codePoints.append(points)
    utf16Units.append(units)
    self.bytes = bytes
    self.codePoints = codePoints
    self.utf16Units = utf16Units
  }

  /// The number of code points before a UTF-8 offset.
  ///
  /// - Precondition: the offset lies in the text, on a boundary of scalars.
  public func codePoint(_ utf8Offset: Int32) -> Int {
    guard !bytes.isEmpty else { return Int(utf8Offset) }
    return count(codePoints, utf8Offset) { _ in 1 }
  }

  /// The number of UTF-16 code units before a UTF-8 offset.
  ///
  /// - Precondition: the offset lies in the text, on a boundary of scalars.
  public func utf16(_ utf8Offset: Int32) -> Int {
    guard !bytes.isEmpty else { return Int(utf8Offset) }
    return count(utf16Units, utf8Offset) { $0 >= 0xF0 ? 2 : 1 }
  }

  /// The UTF-8 offset at which a code point begins; the text's length for the point after the last.
  ///
  /// - Returns: nil when the text has fewer code points.
  public func utf8Offset(ofCodePoint codePoint: Int) -> Int32? {
    guard codePoint >= 0 else { return nil }
    guard !bytes.isEmpty else { return Int32(exactly: codePoint) }
    // The last checkpoint that is not past the code point.
    var low = 0
    var high = codePoints.count - 1
    guard codePoint <= Int(codePoints[high]) else { return nil }
    while low < high {
      let middle = (low + high + 1) / 2
      if Int(codePoints[middle]) <= codePoint { low = middle } else { high = middle - 1 }
    }
    if low == codePoints.count - 1 { return Int32(bytes.count) }
    var seen = Int(codePoints[low])
    var index = low * Self.stride
    while index < bytes.count {
      if bytes[index] & 0xC0 != 0x80 {
        if seen == codePoint { return Int32(index) }
        seen += 1
      }
      index += 1
    }
    return Int32(bytes.count)
  }

  private func count(_ checkpoints: [Int32], _ offset: Int32, _ units: (UInt8) -> Int) -> Int {
    let checkpoint = Int(offset) / Self.stride
    precondition(
      Int(offset) <= bytes.count, "offset \(offset) is past the text's \(bytes.count) bytes")
    var result = Int(checkpoints[min(checkpoint, checkpoints.count - 1)])
    guard checkpoint < checkpoints.count - 1 || Int(offset) < bytes.count else { return result }
    for index in (checkpoint * Self.stride)..<Int(offset) where bytes[index] & 0xC0 != 0x80 {
      result += units(bytes[index])
    }
    return result
  }
}

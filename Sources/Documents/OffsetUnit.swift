/// What an offset into a text counts.
public enum OffsetUnit: String, Sendable, CaseIterable {
  /// Unicode code points, as Python and R count.
  case codepoint
  /// Bytes of UTF-8.
  case utf8
  /// UTF-16 code units, as JavaScript and Java count.
  case utf16
}

extension OffsetMap {
  /// How many units stand before a UTF-8 offset.
  ///
  /// - Precondition: the offset lies in the text, on a boundary of scalars.
  public func offset(_ utf8Offset: Int32, in unit: OffsetUnit) -> Int {
    switch unit {
    case .codepoint: codePoint(utf8Offset)
    case .utf8: Int(utf8Offset)
    case .utf16: utf16(utf8Offset)
    }
  }
}

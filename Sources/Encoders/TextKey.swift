import Lexicons

/// What names a text among those that an encoder learned from.
public enum TextKey {
  /// 32 bits of the text's hash: that a text is taken for another of thirty thousand happens once in a
  /// hundred thousand times, and then one text less is learned from.
  public static func key(of text: [UInt8]) -> UInt32 {
    UInt32(truncatingIfNeeded: TextHash.hash(text))
  }
}

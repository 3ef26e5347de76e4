/// Turns the bytes of an article into a `Document`.
///
/// Reading fails for no valid UTF-8 text. Cost is linear in the number of bytes.
public struct DocumentReader: Sendable {
  /// - Parameter lexicons: abbreviations and titles that decide where sentences end.
  public init() {}
}

import CBuiltIn

/// The word lists and models that are part of the binary.
///
/// They are there from the first instruction: nothing is read from disk, and the binary runs where
/// no file of the project is left.
public enum BuiltIn {
  /// The bytes of one file, or nil when the binary holds none of that name.
  ///
  /// Names are paths such as `lexicons/cues/cues.tsv` or `models/stance.model`. The bytes are read
  /// where they lie and live as long as the process.
  ///
  /// - Complexity: linear in the number of files, which is a few dozen.
  public static func bytes(of name: String) -> UnsafeRawBufferPointer? {
    for index in 0..<saysoBuiltInFileCount {
      let file = saysoBuiltInFileAt(index)
      if String(cString: file.name) == name {
        return UnsafeRawBufferPointer(start: file.start, count: file.end - file.start)
      }
    }
    return nil
  }

  /// The names of all files, sorted.
  public static var names: [String] {
    (0..<saysoBuiltInFileCount).map { String(cString: saysoBuiltInFileAt($0).name) }.sorted()
  }
}

import Foundation

/// A file beside a test that holds what an output should be.
///
/// With `RECORD_GOLDENS=1` in the environment the files are written anew, and the comparison fails, so
/// that recording cannot slip through. Read the difference before it goes in.
public enum GoldenFile {
  /// The first difference between an output and its file, or nil when they are equal.
  ///
  /// - Parameters:
  ///   - name: The file's name in the folder `Goldens` beside the test.
  ///   - test: The test's own path.
  public static func difference(
    _ output: some Sequence<UInt8>, from name: String, test: String = #filePath
  ) -> String? {
    let folder = URL(fileURLWithPath: test).deletingLastPathComponent()
      .appendingPathComponent("Goldens")
    let file = folder.appendingPathComponent(name)
    let found = Data(output)
    if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1" {
      do {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try found.write(to: file)
      } catch {
        return "\(name) cannot be recorded: \(error)"
      }
      return "\(name) was recorded; run again without RECORD_GOLDENS"
    }
    guard let expected = try? Data(contentsOf: file) else {
      return "\(name) is not there; record it with RECORD_GOLDENS=1"
    }
    if expected == found { return nil }
    let expectedLines = String(decoding: expected, as: UTF8.self).components(separatedBy: "\n")
    let foundLines = String(decoding: found, as: UTF8.self).components(separatedBy: "\n")
    let line = zip(expectedLines, foundLines).enumerated().first { $0.element.0 != $0.element.1 }
    let number = line?.offset ?? min(expectedLines.count, foundLines.count)
    func text(_ lines: [String]) -> String { number < lines.count ? lines[number] : "<end>" }
    return """
      \(name) differs in line \(number + 1):
      expected: \(text(expectedLines))
      found:    \(text(foundLines))
      """
  }
}

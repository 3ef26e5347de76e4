import Foundation

/// The files behind a path: the path itself, all files of articles below a folder, or all that match a
/// pattern, in the order of their paths' bytes.
///
/// Folders are read when their turn comes, so that memory is bounded by the largest of them. Hidden
/// files and folders, files named README and links to folders are passed over.
struct ArticleFiles: Sequence, IteratorProtocol {
  private struct Entry {
    var path: String
    /// With a slash at the end when it is a folder: sorted this way, folders give paths in order.
    var key: String
    var isFolder: Bool { key.hasSuffix("/") }
  }

  /// What is still to be visited, the next at the end.
  private var pending: [Entry]
  /// Parts of the pattern that paths below the first folder must match, or nil for all articles.
  private let pattern: [String]?
  private let base: String
  private(set) var count = 0
  /// Folders that may not be read.
  private(set) var failure: CorpusError?

  /// The files below a folder.
  init(folder: String) {
    base = folder.hasSuffix("/") ? folder : folder + "/"
    pattern = nil
    pending = [Entry(path: folder, key: "/")]
  }

  /// The files that match a pattern: `*` and `?` stand for letters of one name, `[…]` for one of some
  /// letters, `**` for any number of folders.
  init?(pattern: String) {
    let parts = pattern.split(separator: "/", omittingEmptySubsequences: false).map { String($0) }
    guard let first = parts.firstIndex(where: { $0.contains { "*?[".contains($0) } }) else {
      return nil
    }
    let folder = parts[..<first].joined(separator: "/")
    base = first == 0 ? "" : folder + "/"
    self.pattern = Array(parts[first...])
    pending = [Entry(path: first == 0 ? "." : folder.isEmpty ? "/" : folder, key: "/")]
  }

  mutating func next() -> String? {
    while let entry = pending.popLast() {
      if !entry.isFolder {
        count += 1
        return entry.path
      }
      pending += entries(of: entry).reversed()
    }
    return nil
  }

  /// What a folder holds of interest, in order.
  private mutating func entries(of folder: Entry) -> [Entry] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    } catch {
      failure = CorpusError(path: folder.path, problem: .noPermission)
      return []
    }
    var entries: [Entry] = []
    for name in names where !name.hasPrefix(".") {
      let isBase = folder.key == "/"
      let path =
        isBase ? base + name : folder.path + "/" + name
      var status = stat()
      guard lstat(path, &status) == 0 else { continue }
      if status.st_mode & S_IFMT == S_IFDIR {
        entries.append(Entry(path: path, key: name + "/"))
      } else if isWanted(path, name: name) {
        entries.append(Entry(path: path, key: name))
      }
    }
    return entries.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }

  private func isWanted(_ path: String, name: String) -> Bool {
    guard let pattern else {
      // A file without an ending may be anything.
      return !FileBytes.ending(of: name).isEmpty && ArticleFileKind(path: name) != nil
        && FileBytes.name(of: name).uppercased() != "README"
    }
    let parts = path.dropFirst(base.count).split(separator: "/").map { String($0) }
    return Self.matches(parts[...], pattern[...])
  }

  private static func matches(_ parts: ArraySlice<String>, _ pattern: ArraySlice<String>) -> Bool {
    guard let first = pattern.first else { return parts.isEmpty }
    if first == "**" {
      return matches(parts, pattern.dropFirst())
        || !parts.isEmpty && matches(parts.dropFirst(), pattern)
    }
    guard let part = parts.first, fnmatch(first, part, FNM_PERIOD) == 0 else { return false }
    return matches(parts.dropFirst(), pattern.dropFirst())
  }
}

import Foundation

/// What the scorer is expected to do in one respect: rows of `seeds/behaviour/stance.txt`.
///
/// A `+` row passes when favor is more probable than against, a `-` row when it is the other way
/// round, a `0` row when the label is neutral.
struct Capability: Sendable {
  var name: String
  var cases: [(mark: Character, sentence: String)]

  /// The capabilities of the table, in its order.
  static let all: [Capability] = {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../seeds/behaviour/stance.txt").standardized
    guard let text = try? String(contentsOf: url, encoding: .utf8) else {
      fatalError("\(url.path) cannot be read")
    }
    var all: [Capability] = []
    for line in text.split(separator: "\n") where !line.hasPrefix("//") {
      if line.hasPrefix("# ") {
        all.append(Capability(name: String(line.dropFirst(2)), cases: []))
      } else if let mark = line.first, !all.isEmpty {
        all[all.count - 1].cases.append((mark, String(line.dropFirst(2))))
      }
    }
    return all
  }()
}

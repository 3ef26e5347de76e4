import Foundation
import Lexicons

/// Decides whether two names mean the same actor, as the article measures count it.
///
/// Names are folded to lower-case ASCII letters and digits without accents, and common ways to name a
/// country or party are made one. Then they agree when they are equal, have the same last word, or the words of one
/// are all in the other; titles do not count. `Lexicons/evaluation/names.tsv` holds the lists.
public struct NameMatcher: Sendable {
  /// A name ready to be compared.
  public struct Name: Hashable, Sendable {
    /// Whether the name was empty as written.
    var isEmpty: Bool
    var folded: String
    /// The words that are no titles.
    var words: [String]
  }

  private let folds: [String: String]
  private let titles: Set<String>

  public static let builtIn = NameMatcher()

  private init() {
    var folds: [String: String] = [:]
    var titles: Set<String> = []
    do {
      let list = try WordList(builtIn: "evaluation/names.tsv")
      let (entry, rule) = (try list.column("entry"), try list.column("rule"))
      let meaning = try list.column("meaning")
      for row in 0..<list.count {
        let name = list.string(row: row, column: entry)
        switch list.string(row: row, column: rule) {
        case "fold": folds[name] = list.string(row: row, column: meaning)
        default: titles.insert(name)
        }
      }
    } catch {
      preconditionFailure("the list of names in the binary cannot be read: \(error)")
    }
    self.folds = folds
    self.titles = titles
  }

  public func name(_ text: String) -> Name {
    var letters: [UInt8] = []
    // Compatibility decomposition leaves a letter's accents as marks of their own, which go.
    for scalar in text.decomposedStringWithCompatibilityMapping.unicodeScalars where scalar.isASCII
    {
      let byte = UInt8(scalar.value)
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): letters.append(byte + 32)
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        letters.append(byte)
      default: letters.append(UInt8(ascii: " "))
      }
    }
    let words = letters.split(separator: UInt8(ascii: " ")).map {
      String(decoding: $0, as: UTF8.self)
    }
    let plain = words.joined(separator: " ")
    let folded = folds[plain] ?? plain
    let parts = folded.split(separator: " ").map { String($0) }.filter { !titles.contains($0) }
    return Name(isEmpty: text.isEmpty, folded: folded, words: parts)
  }

  public func agree(_ a: Name, _ b: Name) -> Bool {
    if a.isEmpty || b.isEmpty { return false }
    if a.folded == b.folded { return true }
    guard let lastA = a.words.last, let lastB = b.words.last else {
      return a.folded.isEmpty || b.folded.isEmpty || a.folded.contains(b.folded)
        || b.folded.contains(a.folded)
    }
    return lastA == lastB || Set(a.words).isSubset(of: b.words)
      || Set(b.words).isSubset(of: a.words)
  }
}

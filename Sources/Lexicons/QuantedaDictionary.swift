import Foundation

/// A dictionary as quanteda keeps it: YAML of nested keys, with lists of terms below the innermost.
///
/// Read is the part of YAML that such files have: indented keys, lists with dashes, lists in brackets,
/// strings with and without quotes, comments.
enum QuantedaDictionary {
  /// - Throws: `LexiconError` with the line that is none of these.
  static func terms(
    _ name: String, _ lines: DictionaryLines
  ) throws(LexiconError) -> [DictionaryTerm] {
    var terms: [DictionaryTerm] = []
    var keys: [(indent: Int, name: String)] = []
    for (number, text) in lines.lines {
      let indent = text.prefix { $0 == " " }.count
      let line = text.dropFirst(indent)
      func failure(_ expected: String) -> LexiconError {
        LexiconError(
          file: name, line: number,
          problem: .malformed(found: String(line.prefix(60)), expected: expected))
      }
      if line.isEmpty || line.hasPrefix("#") || line == "---" || line == "..." { continue }
      if line.hasPrefix("\t") { throw failure("spaces before a key, not a tab") }
      if line.hasPrefix("-") {
        guard let term = value(line.dropFirst()), !term.isEmpty else {
          throw failure("a term after the dash")
        }
        guard !keys.isEmpty else { throw failure("a key before the first term") }
        terms.append(DictionaryTerm(line: number, text: term, categories: keys.map(\.name)))
        continue
      }
      guard let (key, rest) = split(line) else { throw failure("a key with a colon, or a dash") }
      while let last = keys.last, last.indent >= indent { keys.removeLast() }
      keys.append((indent, key))
      if rest.isEmpty { continue }
      guard rest.first == "[", rest.last == "]" else {
        throw failure("a list in brackets after the key, or nothing")
      }
      for part in rest.dropFirst().dropLast().split(separator: ",") {
        guard let term = value(part), !term.isEmpty else { throw failure("terms between commas") }
        terms.append(DictionaryTerm(line: number, text: term, categories: keys.map(\.name)))
      }
    }
    return terms
  }

  /// A key and what follows its colon.
  private static func split(_ line: Substring) -> (key: String, rest: Substring)? {
    var end = line.startIndex
    if let mark = line.first, mark == "\"" || mark == "'" {
      guard let close = line.dropFirst().firstIndex(of: mark) else { return nil }
      end = close
    }
    guard let colon = line[end...].firstIndex(of: ":"), let key = value(line[..<colon]) else {
      return nil
    }
    let rest = withoutComment(line[line.index(after: colon)...])
    return (key, rest)
  }

  private static func withoutComment(_ text: Substring) -> Substring {
    var text = text.drop { $0 == " " }
    if text.first == "#" { return "" }
    if let comment = text.range(of: " #") { text = text[..<comment.lowerBound] }
    while text.last?.isWhitespace == true { text = text.dropLast() }
    return text
  }

  /// A string with or without quotes; nil when a quote is not closed.
  private static func value(_ text: Substring) -> String? {
    var text = text.drop { $0 == " " }
    if let mark = text.first, mark == "\"" || mark == "'" {
      guard let close = text.dropFirst().firstIndex(of: mark) else { return nil }
      return String(text[text.index(after: text.startIndex)..<close])
    }
    text = withoutComment(text)
    return String(text)
  }
}

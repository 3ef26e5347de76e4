/// Looks for everything that is wrong in a list of ours, line by line.
///
/// What a list is for follows from its columns: `agent` is in lists of frames, `strength` in lists of
/// shifters, `content_stance` in lists of cues, `valence` in lists of valences.
public struct LexiconCheck: Sendable {
  public enum Kind: String, Sendable {
    case valence, frames, shifters, cues
  }

  public let kind: Kind
  public let entryCount: Int
  /// In the order of the lines.
  public let problems: [LexiconError]

  /// - Throws: `LexiconError` when the file is no table, or its columns are of no kind of list.
  public init(name: String, bytes: [UInt8]) throws(LexiconError) {
    let list = try WordList(name: name, bytes: bytes)
    kind = try Self.kind(of: list)
    entryCount = list.count
    var problems = Self.missingHeads(name, bytes)
    let entry = try list.column("entry")
    let second = list.columns.firstIndex { $0 == "pos" || $0 == "kind" }
    let rules = Self.rules[kind] ?? []
    var lines: [[String]: Int] = [:]
    var previous: [String]?
    for row in 0..<list.count {
      func report(_ problem: LexiconError.Problem) {
        problems.append(list.error(row: row, problem))
      }
      for (column, name) in list.columns.enumerated()
      where name != "third_prep" && list.bytes(row: row, column: column).isEmpty {
        report(.emptyField(column: name))
      }
      let text = list.string(row: row, column: entry)
      let normal = text.lowercased().split(separator: " ").joined(separator: " ")
        .replacing("\u{2019}", with: "'")
      if normal != text { report(.notNormal(text, expected: normal)) }
      let key = [text] + (second.map { [list.string(row: row, column: $0)] } ?? [])
      if let first = lines[key] {
        report(.duplicate(key.joined(separator: " "), firstLine: first))
      } else {
        lines[key] = list.line(row: row)
        if let previous, Self.precedes(key, previous) {
          report(.notSorted(text, after: previous[0]))
        }
        previous = key
      }
      for rule in rules {
        guard let column = list.columns.firstIndex(of: rule.column) else { continue }
        if let problem = rule.problem(list.string(row: row, column: column)) { report(problem) }
      }
    }
    self.problems = problems
  }

  /// What a list is for.
  ///
  /// - Throws: `LexiconError` when no column tells.
  static func kind(of list: WordList) throws(LexiconError) -> Kind {
    for (column, kind) in [
      ("agent", Kind.frames), ("strength", .shifters), ("content_stance", .cues),
      ("valence", .valence),
    ] where list.columns.contains(column) { return kind }
    throw LexiconError(
      file: list.name, line: nil, problem: .missingColumn("valence", found: list.columns))
  }

  private static func precedes(_ one: [String], _ other: [String]) -> Bool {
    for (left, right) in zip(one, other) where left != right {
      return left.utf8.lexicographicallyPrecedes(right.utf8)
    }
    return false
  }

  private static func missingHeads(_ name: String, _ bytes: [UInt8]) -> [LexiconError] {
    let head = bytes.split(separator: 10).prefix { $0.first == UInt8(ascii: "#") }.map {
      String(decoding: $0, as: UTF8.self)
    }
    return ["name", "version", "license", "provenance"].filter { key in
      !head.contains { $0.hasPrefix("# \(key): ") && $0.count > key.count + 4 }
    }.map { LexiconError(file: name, line: nil, problem: .missingHead($0)) }
  }

  /// What a field may be.
  private struct Rule {
    var column: String
    var problem: @Sendable (String) -> LexiconError.Problem?

    /// A number in steps of a half.
    static func steps(_ column: String, _ range: ClosedRange<Double>, zero: Bool = true) -> Rule {
      Rule(column: column) { text in
        guard let value = Double(text) else { return .notANumber(column: column, found: text) }
        let isStep = (value * 2).rounded() == value * 2
        guard range.contains(value), isStep, zero || value != 0 else {
          return .outOfRange(
            column: column, found: text,
            expected: "\(range.lowerBound) to \(range.upperBound) in steps of 0.5"
              + (zero ? "" : " and not 0"))
        }
        return nil
      }
    }

    static func number(_ column: String, _ range: ClosedRange<Double>) -> Rule {
      Rule(column: column) { text in
        guard let value = Double(text) else { return .notANumber(column: column, found: text) }
        return range.contains(value)
          ? nil
          : .outOfRange(
            column: column, found: text, expected: "\(range.lowerBound) to \(range.upperBound)")
      }
    }

    static func words(_ column: String, _ expected: [String]) -> Rule {
      Rule(column: column) { text in
        expected.contains(text)
          ? nil : .unknownValue(column: column, found: text, expected: expected)
      }
    }
  }

  private static let rules: [Kind: [Rule]] = [
    .valence: [
      .words("pos", ["ADJ", "ADV", "NOUN", "VERB", "INTJ", "X"]),
      .steps("valence", -4...4, zero: false),
    ],
    .frames: [
      .words("pos", ["VERB", "NOUN", "X"]), .steps("agent", -2...2), .steps("patient", -2...2),
      .steps("third", -2...2), .steps("agent_to_patient", -2...2),
      .words("passive", ["same", "flip"]),
    ],
    .shifters: [
      .words("kind", ShifterLexicon.Kind.allCases.map(\.rawValue)), .number("strength", 0...2),
      .words("direction", ShifterLexicon.Direction.allCases.map(\.rawValue)),
      .words("scope", ShifterLexicon.Scope.allCases.map(\.rawValue)),
    ],
    .cues: [
      .words("pos", ["VERB", "NOUN", "X"]),
      .words("class", ["speech", "evaluation", "attitude"]),
      .steps("content_stance", -2...2), .steps("addressee_stance", -2...2),
    ],
  ]
}

import Testing

@testable import Lexicons

/// The lists of cues, frames and shifters that are part of the binary keep to their format.
@Suite("Lists of cues, frames and shifters")
struct CueFrameShifterListTests {
  private static let frameLists = [
    "frames/nominalisations.tsv", "frames/phrases.tsv", "frames/verbs.tsv",
  ]

  private func fields(_ list: WordList, _ column: String) throws -> [String] {
    let index = try list.column(column)
    return (0..<list.count).map { list.string(row: $0, column: index) }
  }

  private func numbers(_ list: WordList, _ column: String) throws -> [Double] {
    let index = try list.column(column)
    return try (0..<list.count).map { try list.number(row: $0, column: index) }
  }

  @Test(
    "have the size promised and rows sorted by bytes without repeated keys",
    arguments: [
      ("cues/cues.tsv", 900), ("frames/nominalisations.tsv", 500), ("frames/phrases.tsv", 1000),
      ("frames/verbs.tsv", 1500), ("shifters/shifters.tsv", 350),
    ])
  func order(_ name: String, _ size: Int) throws {
    let list = try WordList(builtIn: name)
    #expect(list.count >= size)
    let keys = (0..<list.count).map {
      Array(list.bytes(row: $0, column: 0)) + [0] + Array(list.bytes(row: $0, column: 1))
    }
    for (before, after) in zip(keys, keys.dropFirst()) {
      #expect(
        before.lexicographicallyPrecedes(after),
        "\(name): \(String(decoding: after, as: UTF8.self))")
    }
  }

  @Test(
    "hold lower-case entries with single spaces and straight apostrophes",
    arguments: ["cues/cues.tsv", "shifters/shifters.tsv"] + frameLists)
  func spelling(_ name: String) throws {
    let list = try WordList(builtIn: name)
    for entry in try fields(list, "entry") {
      let words = entry.split(separator: " ", omittingEmptySubsequences: false)
      #expect(words.allSatisfy { !$0.isEmpty }, "\(name): \(entry)")
      #expect(entry == entry.lowercased() && !entry.contains("’"), "\(name): \(entry)")
    }
  }

  @Test("cues have a known part of speech, class, stance and pattern")
  func cues() throws {
    let list = try WordList(builtIn: "cues/cues.tsv")
    let pos = Set(try fields(list, "pos"))
    #expect(pos == ["VERB", "NOUN", "X"])
    let classes = Set(try fields(list, "class"))
    #expect(classes == ["speech", "evaluation", "attitude"])
    let patterns = Set(try fields(list, "pattern").flatMap { $0.split(separator: ",") })
    let plain: Set<Substring> = ["quote", "that", "inf", "obj", "noun-that"]
    for pattern in patterns where !plain.contains(pattern) {
      #expect(pattern.hasPrefix("obj-") || pattern.hasPrefix("prep-"), "\(pattern)")
    }
    for column in ["content_stance", "addressee_stance"] {
      let values = try numbers(list, column)
      #expect(values.allSatisfy(isHalfStep), "\(column)")
    }
  }

  @Test(
    "frames have stances in half steps, and a third participant only with its preposition",
    arguments: frameLists)
  func frames(_ name: String) throws {
    let list = try WordList(builtIn: name)
    for column in ["agent", "patient", "third", "agent_to_patient"] {
      let values = try numbers(list, column)
      #expect(values.allSatisfy(isHalfStep), "\(column)")
    }
    let entries = try fields(list, "entry")
    for (entry, (third, preposition)) in zip(
      entries, zip(try numbers(list, "third"), try fields(list, "third_prep")))
    where preposition.isEmpty {
      #expect(third == 0, "\(name): \(entry)")
    }
    let passive = Set(try fields(list, "passive"))
    #expect(passive.isSubset(of: ["same", "flip"]))
  }

  @Test(
    "say who is seen how by whom",
    arguments: [
      ("murder", -2, 1, -2), ("rescue", 2, 1, 1.5), ("accuse", 0, -1, -2), ("endorse", 0.5, 1, 2),
      ("mislead", -2, 1, -1.5), ("fail", -1, 0, 0), ("win", 1, 0, 0), ("meet", 0, 0, 0),
    ] as [(String, Double, Double, Double)])
  func roles(_ verb: String, _ agent: Double, _ patient: Double, _ toPatient: Double) throws {
    let list = try WordList(builtIn: "frames/verbs.tsv")
    let row = try #require(try fields(list, "entry").firstIndex(of: verb))
    let found = try ["agent", "patient", "agent_to_patient"].map {
      try list.number(row: row, column: list.column($0))
    }
    #expect(found == [agent, patient, toPatient])
  }

  @Test("shifters have a known kind, direction and scope and a factor from 0 to 2")
  func shifters() throws {
    let list = try WordList(builtIn: "shifters/shifters.tsv")
    let kinds = Set(try fields(list, "kind"))
    #expect(
      kinds == [
        "negator", "intensifier", "diminisher", "modal", "conditional", "counterfactual", "irony",
        "contrast", "concession",
      ])
    let directions = Set(try fields(list, "direction"))
    #expect(directions.isSubset(of: ["forward", "backward", "both"]))
    let scopes = Set(try fields(list, "scope"))
    #expect(scopes.isSubset(of: ["word", "phrase", "clause", "sentence"]))
    let strengths = try numbers(list, "strength")
    #expect(strengths.allSatisfy { (0...2).contains($0) })
  }

  private func isHalfStep(_ value: Double) -> Bool {
    (-2...2).contains(value) && (value * 2).rounded() == value * 2
  }
}

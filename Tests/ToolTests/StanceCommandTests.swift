import CommandLineKit
import Corpora
import Foundation
import StanceScoring
import Testing

@testable import sayso_tool

/// The commands that deal in labelled quotes, on a part of the seeds.
@Suite("Stance commands")
struct StanceCommandTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path
  private let folder = FileManager.default.temporaryDirectory.path + "/sayso-\(UUID().uuidString)"

  /// The first labelled quotes of the seeds, in a file of their own.
  private func labels(_ count: Int) throws -> String {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let seeds = try String(contentsOfFile: Self.root + "/seeds/quotes.jsonl", encoding: .utf8)
    let lines = seeds.split(separator: "\n").prefix(count)
    let path = folder + "/labels.jsonl"
    try (lines.joined(separator: "\n") + "\n").write(
      toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  private func run(_ words: [String]) -> (code: ExitCode, out: String, err: String) {
    let console = Console(out: OutputBuffer(), err: OutputBuffer())
    let code = saysoTool.run(words, console: console)
    return (code, console.out.text, console.err.text)
  }

  @Test("two sets of predictions are compared, with what changed between them")
  func comparing() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = try labels(40)
    let gold = try LabelledQuote.read(path)
    func predictions(_ name: String, _ label: (Int) -> String) throws -> String {
      let lines = gold.indices.map { #"{"id":"\#(gold[$0].id)","label":"\#(label($0))"}"# }
      let file = folder + "/" + name
      try (lines.joined(separator: "\n") + "\n").write(
        toFile: file, atomically: true, encoding: .utf8)
      return file
    }
    let right = try predictions("right.jsonl") { gold[$0].label.rawValue }
    let neutral = try predictions("neutral.jsonl") { _ in "neutral" }
    let wrongCount = gold.count { $0.label != .neutral }
    let output = folder + "/comparison.json"
    func compare(_ words: String...) -> String {
      let result = run(["compare"] + words + [path, "--rounds", "200"])
      #expect(result.code == .success)
      return result.out.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    let out = compare(right, neutral, "--changes", "2", "-o", output)
    #expect(out.hasPrefix("\(right) is better than \(neutral): macro-F1 B − A −"))
    #expect(out.contains("Only A right: \(wrongCount); only B right: 0; McNemar's exact test p <"))
    #expect(out.contains("Changed answers (\(wrongCount))"))
    #expect(out.contains("… and \(wrongCount - 2) more"))
    struct Comparison: Decodable {
      struct Change: Decodable { var id, gold, first, second: String }
      var verdict: String
      var quotes, onlyFirstRight, onlySecondRight: Int
      var changed: [Change]
    }
    let json = try JSONDecoder().decode(
      Comparison.self, from: Data(contentsOf: URL(fileURLWithPath: output)))
    #expect(json.quotes == 40 && json.onlyFirstRight == wrongCount && json.onlySecondRight == 0)
    #expect(json.changed.count == wrongCount)
    #expect(json.changed.allSatisfy { $0.gold == $0.first && $0.second == "neutral" })
    let turned = compare(neutral, right)
    #expect(turned.hasPrefix("\(right) is better than") && turned.contains("✓"))
    let same = compare(right, right)
    #expect(same.hasPrefix("No difference is shown between") && !same.contains("Changed answers"))
  }

  @Test(
    "pairs that are explained show the words an encoder reads, and sides are taken as surely as asked"
  )
  func explaining() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = try labels(3)
    let explained = run(["score", "--pairs", path, "--explain"])
    #expect(explained.code == .success)
    let lines = explained.out.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines.allSatisfy { $0.contains(#""approximateWords":[{"start":"#) })
    let linear = run(["score", "--pairs", path, "--explain", "--scorer", "linear"])
    #expect(linear.out.contains("reasons") && !linear.out.contains("approximateWords"))
    let unsure = run(["score", "--pairs", path, "--min-stance-confidence", "1"])
    #expect(
      unsure.out.split(separator: "\n").allSatisfy {
        $0.contains(#""label":"neutral","abstained":true"#)
      })
    let plain = run(["score", "--pairs", path])
    #expect(!plain.out.contains("abstained"))
  }

  @Test("pairs come back in order, with probabilities that sum to one, for any number of threads")
  func pairs() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = try labels(12)
    let one = run(["score", "--pairs", path, "--threads", "1"])
    #expect(one.code == .success)
    #expect(run(["score", "--pairs", path, "--threads", "3"]).out == one.out)
    struct Answer: Decodable {
      var id: String
      var label: String
      var probabilities: [String: Double]
    }
    let answers = try one.out.split(separator: "\n").map {
      try JSONDecoder().decode(Answer.self, from: Data($0.utf8))
    }
    #expect(try answers.map(\.id) == LabelledQuote.read(path).map(\.id))
    for answer in answers {
      #expect(abs(answer.probabilities.values.reduce(0, +) - 1) < 1e-9)
      #expect(answer.probabilities.keys.sorted() == ["against", "favor", "neutral"])
    }
  }

  @Test("a model that was trained is the one that is evaluated")
  func training() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = try labels(60)
    let model = folder + "/stance.model"
    let split = ["--seed", "2"]
    let trained = run(["train", path, "-o", model, "--hold-out", "0.3"] + split)
    #expect(trained.code == .success, "\(trained.err)")
    let again = run(
      ["train", path, "-o", model + "2", "--hold-out", "0.3", "--threads", "1"] + split)
    #expect(again.code == .success)
    let bytes = FileManager.default.contents(atPath: model)
    #expect(bytes != nil && bytes == FileManager.default.contents(atPath: model + "2"))
    let words = ["evaluate", path, "--held-out", "0.3", "--rounds", "10"] + split
    let evaluated = run(words + ["--model", model])
    #expect(evaluated.code == .success, "\(evaluated.err)")
    #expect(evaluated.out.contains("macro-F1"))
    #expect(evaluated.out != run(words).out)
  }

  @Test("what score prints with the text can be read back as annotated articles")
  func roundTrip() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    _ = try labels(1)
    let article = Self.root + "/seeds/articles/harbour-dredging.txt"
    for unit in ["codepoint", "utf8", "utf16"] {
      let path = folder + "/\(unit).jsonl"
      #expect(run(["score", article, "--text", "--offsets", unit, "-o", path]).code == .success)
      let articles = try AnnotatedArticle.read(path)
      #expect(articles.count == 1 && !articles[0].quotes.isEmpty)
      #expect(articles[0].hasSpeakers && articles[0].hasTargets)
    }
  }

  @Test("score writes a table with as many cells in each row as in the header")
  func table() throws {
    let article = Self.root + "/seeds/articles/harbour-dredging.txt"
    let result = run(["score", article, "--format", "csv"])
    #expect(result.code == .success)
    #expect(result.out.hasPrefix("article,quote,kind,speaker,speaker_kind,target,label,score,"))
    for row in result.out.components(separatedBy: "\r\n").dropLast() {
      // Outside quotation marks, which are doubled inside them, commas separate cells.
      let outside = row.components(separatedBy: "\"").enumerated().filter { $0.offset % 2 == 0 }
      #expect(outside.reduce(0) { $0 + $1.element.count { $0 == "," } } == 14, "\(row)")
    }
  }

  @Test(
    "say what is wrong",
    arguments: [
      (["score", "--pairs", "/nowhere.jsonl"], ExitCode.missingInput),
      (["score", "--pairs", "x.jsonl", "y.txt"], .usage),
      (["train", "/nowhere.jsonl", "-o", "/tmp/x"], .missingInput),
      (["train", "/nowhere.jsonl"], .usage), (["train", "-o", "/tmp/x"], .usage),
      (["report", "x.txt", "--model", "/nowhere.model"], .missingInput),
      (["report", "x.txt", "--model", #filePath], .badData),
    ])
  func mistakes(words: [String], code: ExitCode) {
    let result = run(words)
    #expect(result.code == code)
    #expect(result.out.isEmpty && result.err.hasPrefix("Error: "))
  }
}

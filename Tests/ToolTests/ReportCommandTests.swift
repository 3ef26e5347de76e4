import CommandLineKit
import Foundation
import Testing

@testable import sayso_tool

@Suite("Reports by command")
struct ReportCommandTests {
  private let folder = FileManager.default.temporaryDirectory.path + "/sayso-\(UUID().uuidString)"

  private func run(_ words: [String]) -> (code: ExitCode, out: String, err: String) {
    let console = Console(out: OutputBuffer(), err: OutputBuffer())
    let code = saysoTool.run(words, console: console)
    return (code, console.out.text, console.err.text)
  }

  private func write(_ text: String, to name: String) throws -> String {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let path = "\(folder)/\(name)"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  private var articles: String {
    (0..<6).map { number in
      #"{"id":"gull-\#(number)","date":"2026-0\#(number + 1)-02","outlet":"Gull","text":"#
        + #""“Mayor Ada Okafor has failed the harbour \#(number) times,” said Bo Lind."}"# + "\n"
    }.joined()
  }

  @Test(
    "scores of a corpus, whole, in parts or in parts that overlap, make the report of its articles")
  func merging() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let texts = try write(articles, to: "a.jsonl")
    let scores = run(["score", texts]).out
    let lines = scores.split(separator: "\n", omittingEmptySubsequences: true).map { "\($0)\n" }
    #expect(lines.count == 6)
    let direct = run(["report", "--format", "json", texts])
    #expect(direct.code == .success)
    #expect(direct.out.contains("\"months\""))
    let first = try write(lines[..<4].joined(), to: "1.jsonl")
    let second = try write(lines[4...].joined(), to: "2.jsonl")
    let overlap = try write(lines[2...].joined(), to: "3.jsonl")
    #expect(run(["report", "--format", "json", first, second]).out == direct.out)
    #expect(run(["report", "--format", "json", "--merge", first, overlap]).out == direct.out)
    #expect(run(["report", "--format", "json", first, overlap]).out != direct.out)
  }

  @Test("a notebook is written with its data beside it, and nowhere else")
  func notebook() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let texts = try write(articles, to: "a.jsonl")
    #expect(run(["report", "--format", "ipynb", texts]).code == .usage)
    #expect(run(["report", texts, "-o", folder + "/r.ipynb"]).code == .success)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    #expect(files == ["a.jsonl", "r.csv", "r.ipynb", "r.json"])
  }

  @Test("annotators are compared from one file or from one file each")
  func agreement() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func line(_ number: Int, _ label: String) -> String {
      #"{"id":"\#(number)","text":"Ada won.","target":{"start":0,"end":3},"#
        + #""label":"\#(label)","group":"g\#(number / 2)"}"# + "\n"
    }
    let first = ["favor", "favor", "against", "neutral", "against", "favor"]
    let second = ["favor", "neutral", "against", "neutral", "favor", "favor"]
    let a = try write(first.enumerated().map(line).joined(), to: "anna.jsonl")
    let b = try write(second.enumerated().map(line).joined(), to: "bert.jsonl")
    let apart = run(["evaluate", "--agreement", "--rounds", "50", a, b])
    #expect(apart.code == .success)
    let rows = zip(first, second).enumerated().map { number, labels in
      "\(number),Ada won.,Ada,\(labels.0),\(labels.1),g\(number / 2)\n"
    }
    let table = try write(
      "id,text,target,label_anna,label_bert,group\n" + rows.joined(), to: "both.csv")
    let together = run(["evaluate", "--agreement", "--rounds", "50", table])
    func measures(_ text: String) -> [Substring] {
      text.split(separator: "\n").filter { $0.contains("kappa") || $0.contains("alpha") }
    }
    #expect(measures(apart.out) == measures(together.out))
    // By hand: 4 of 6 agree; chance gives (3·3 + 2·1 + 1·2) / 36.
    #expect(measures(apart.out).contains { $0.contains("Cohen's kappa") && $0.contains("0.478") })
    #expect(run(["evaluate", "--agreement", a]).code == .badData)
  }
}

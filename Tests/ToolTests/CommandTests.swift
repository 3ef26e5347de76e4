import CommandLineKit
import Foundation
import GoldenFiles
import Testing

@testable import sayso_tool

/// What a run of the program printed, and how it ended.
private func run(_ words: String...) -> (code: ExitCode, out: String, err: String) {
  let console = Console(out: OutputBuffer(), err: OutputBuffer())
  let code = saysoTool.run(words, console: console)
  return (code, console.out.text, console.err.text)
}

/// The folder of the repository.
private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent().path

@Suite("Commands")
struct CommandTests {
  @Test(
    "explain themselves",
    arguments: [
      "", "report", "score", "quotes", "train", "evaluate", "actors", "inspect", "encode", "config",
      "completions", "manual",
    ])
  func help(command: String) {
    let result = command.isEmpty ? run("--help") : run("help", command)
    #expect(result.code == .success)
    let name = "help\(command.isEmpty ? "" : "-" + command).txt"
    #expect(GoldenFile.difference(result.out.utf8, from: name) == nil)
  }

  @Test(
    "end with the code of their mistake",
    arguments: [
      (["score"], ExitCode.usage), (["score", "--kinds", "spoken", "x"], .usage),
      (["nonsense"], .usage), (["quotes", "--cues", "speech,", "x"], .usage),
      (["score", "/nowhere.txt"], .missingInput), (["report", "/nowhere.txt"], .missingInput),
      (["score", "/dev/null"], .badData), (["evaluate", "/nowhere.jsonl"], .missingInput),
      (["evaluate", "/dev/null"], .badData), (["--version"], .success),
      (["score", "/nowhere.txt", "--help"], .success),
    ])
  func codes(words: [String], code: ExitCode) {
    let console = Console(out: OutputBuffer(), err: OutputBuffer())
    #expect(saysoTool.run(words, console: console) == code)
    #expect(console.err.text.isEmpty == (code == .success))
  }

  @Test("a bad input does not keep the others from being read")
  func partialFailure() {
    let result = run("score", "/nowhere.txt", root + "/seeds/articles/harbour-dredging.txt")
    #expect(result.code == .missingInput)
    #expect(
      result.err == """
        Error: /nowhere.txt: no such file or folder
        2 articles in, 1 out, 1 error (/nowhere.txt)

        """)
    let lines = result.out.split(separator: "\n")
    #expect(
      lines[0] == """
        {"id":"nowhere","error":{"code":66,"message":"/nowhere.txt: no such file or folder"}}
        """)
    #expect(lines[1].hasPrefix(#"{"id":"harbour-dredging","offsets":"codepoint","#))
  }

  @Test(
    "print the same bytes for any number of threads",
    arguments: ["score", "report", "quotes", "actors", "inspect"])
  func threads(command: String) {
    let names = ["harbour-dredging", "lumen-takeover", "velmark-budget", "cup-final-kestrels"]
    func output(_ threads: String) -> String {
      let console = Console(out: OutputBuffer(), err: OutputBuffer())
      let paths = names.map { "\(root)/seeds/articles/\($0).txt" }
      #expect(saysoTool.run([command, "--threads", threads] + paths, console: console) == .success)
      return console.out.text
    }
    let one = output("1")
    #expect(!one.isEmpty)
    #expect(output("3") == one)
  }

  @Test("evaluate writes the same report in five formats, and its tables")
  func evaluation() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/sayso-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let result = run(
      "evaluate", root + "/seeds/articles.gold.jsonl", "--rounds", "20", "-o", folder + "/a/b")
    #expect(result.code == .success)
    #expect(result.out.contains("polar triples F1"))
    let files = try FileManager.default.contentsOfDirectory(atPath: folder + "/a/b").sorted()
    let reports = ["html", "ipynb", "json", "md", "txt"].map { "report.\($0)" }
    #expect(files == ["confusion.csv", "errors.csv", "measures.csv"] + reports)
    #expect(try String(contentsOfFile: folder + "/a/b/report.txt", encoding: .utf8) == result.out)
  }
}

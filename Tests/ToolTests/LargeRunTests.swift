import CommandLineKit
import Foundation
import Testing

@testable import sayso_tool

/// A folder that is gone after the test.
private final class Folder {
  let path = FileManager.default.temporaryDirectory.path + "/sayso-tool-\(UUID().uuidString)"

  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String, _ text: String) throws -> String {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name))
    return path + "/" + name
  }

  func text(_ name: String) throws -> String {
    try String(contentsOfFile: path + "/" + name, encoding: .utf8)
  }
}

/// Articles with one quote each; some lines are broken.
private func lines(_ count: Int) -> String {
  (0..<count).map { number in
    number % 7 == 5
      ? "{\"id\":\"a\(number)\"}\n"
      : """
      {"id":"a\(number)","text":"“Harbour fee \(number) is a scandal,” said Ada Okafor of Dorn Marine.",\
      "desk":"d\(number)"}

      """
  }.joined()
}

private func run(
  _ words: [String], input: Int32 = 0
) -> (code: ExitCode, out: String, err: String) {
  let console = Console(out: OutputBuffer(), err: OutputBuffer(), input: input)
  let code = saysoTool.run(words, console: console)
  return (code, console.out.text, console.err.text)
}

@Suite("Large runs")
struct LargeRunTests {
  @Test("a run that was cut off goes on to the same file", arguments: ["jsonl", "csv"])
  func resuming(format: String) throws {
    let folder = try Folder()
    let articles = try folder.file("in.jsonl", lines(40))
    let output = folder.path + "/out"
    let words = ["score", articles, "--format", format, "-o", output]
    #expect(run(words).code == .badData)
    let whole = try folder.text("out")
    // After 5 errors the run ends, as if somebody had stopped it.
    let cut = run(words + ["--max-errors", "3"])
    #expect(cut.code == .badData)
    #expect(cut.err.hasSuffix("Error: Stopped after 4 errors, as --max-errors says.\n"))
    #expect(try folder.text("out") == whole)
    try FileManager.default.removeItem(atPath: output)
    let resumed = run(words + ["--resume"])
    #expect(resumed.code == .badData)
    #expect(resumed.err.hasSuffix("40 articles in, 35 out, 5 errors \(places(articles))\n"))
    #expect(try folder.text("out") == whole)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [
        "in.jsonl", "out",
      ])
  }

  private func places(_ path: String) -> String {
    "(" + [6, 13, 20, 27, 34].map { "\(path):\($0)" }.joined(separator: ", ") + ")"
  }

  @Test("a table without a readable article has its header")
  func emptyTable() throws {
    let folder = try Folder()
    let output = folder.path + "/out.csv"
    #expect(run(["score", "/nowhere.txt", "--format", "csv", "-o", output]).code == .missingInput)
    #expect(
      try folder.text("out.csv") == """
        article,quote,kind,speaker,speaker_kind,target,label,score,favor,neutral,against,content,date,\
        scorer,other_fields\r

        """)
  }

  @Test("the fields of records come out in both formats")
  func fields() throws {
    let folder = try Folder()
    let text = "“The fee is a scandal,” said Ada Okafor of Dorn Marine."
    let articles = try folder.file(
      "in.jsonl",
      """
      {"id":"a","text":"\(text)","desk":"a, b","date":"2026-03-01"}
      {"id":"b","text":"\(text)","desk":"c","label":[1]}

      """)
    let json = run(["score", articles])
    #expect(
      json.out.hasPrefix(#"{"id":"a","date":"2026-03-01","metadata":{"desk":"a, b"},"offsets""#))
    let rows = run(["score", articles, "--format", "csv"]).out.split(whereSeparator: \.isNewline)
    #expect(rows[0].hasSuffix(",content,date,scorer,desk,other_fields"))
    #expect(rows[1].hasSuffix(#",2026-03-01,encoder,"a, b","#))
    #expect(rows[2].hasSuffix(#",,encoder,c,"{""label"":[1]}""#))
  }

  @Test("a stream answers each line with one line, and bad lines are no failure")
  func stream() throws {
    let folder = try Folder()
    let input = lines(9) + "\n" + "{\"text\":\"It rained.\"}\n{\n"
    let descriptor = open(try folder.file("stdin", input), O_RDONLY)
    defer { close(descriptor) }
    let result = run(["score", "--stream"], input: descriptor)
    #expect(result.code == .success)
    let answers = result.out.split(separator: "\n")
    #expect(answers.count == 12)
    #expect(answers[3].hasPrefix(#"{"id":"a3","metadata":{"desk":"d3"},"#))
    // Without the line's number: parts of a stream have the same answers as the whole.
    #expect(answers[5] == #"{"id":"a5","error":{"code":65,"message":"missing \"text\""}}"#)
    #expect(answers[9].hasPrefix(#"{"id":null,"error":{"code":65,"#))
    let broken = "column 2: not valid JSON: expected a string, found nothing more"
    #expect(answers[11] == "{\"id\":null,\"error\":{\"code\":65,\"message\":\"\(broken)\"}}")
    #expect(answers[10].hasPrefix(#"{"id":"","offsets":"codepoint","#))
  }

  @Test("a stream's answer comes before the next line is written", arguments: ["1", "3"])
  func waiting(threads: String) async throws {
    var input: [Int32] = [0, 0]
    var output: [Int32] = [0, 0]
    #expect(pipe(&input) == 0 && pipe(&output) == 0)
    let (source, sink) = (input[0], output[1])
    let worker = Thread {
      let console = Console(
        out: OutputBuffer(descriptor: sink), err: OutputBuffer(), input: source)
      _ = saysoTool.run(["score", "--stream", "--threads", threads], console: console)
      close(sink)
    }
    worker.stackSize = 8 << 20
    worker.start()
    for number in 0..<3 {
      let line = Array("{\"id\":\"\(number)\",\"text\":\"It rained.\"}\n".utf8)
      #expect(write(input[1], line, line.count) == line.count)
      var answer = [UInt8](repeating: 0, count: 4096)
      let count = read(output[0], &answer, answer.count)
      #expect(String(decoding: answer[..<count], as: UTF8.self).hasPrefix("{\"id\":\"\(number)\","))
    }
    close(input[1])
    var rest: UInt8 = 0
    #expect(read(output[0], &rest, 1) == 0)
    close(output[0])
  }

  @Test(
    "options that do not go together are refused",
    arguments: [
      (
        ["score", "x.txt", "--resume"],
        "--resume needs the output file of the interrupted run: -o <file>."
      ),
      (["score", "--stream", "--resume", "-o", "x"], "--stream cannot be resumed."),
      (["score", "x.txt", "--stream"], "--stream answers the lines of standard input with JSON."),
      (
        ["score", "--stream", "--format", "csv"],
        "--stream answers the lines of standard input with JSON."
      ),
    ])
  func conflicts(words: [String], message: String) {
    let result = run(words)
    #expect(result.code == .usage)
    #expect(result.err.hasPrefix("Error: \(message)\n"))
  }

  @Test("a partial file of other options or articles is not gone on with")
  func otherRuns() throws {
    let folder = try Folder()
    let articles = try folder.file("in.jsonl", lines(9))
    let output = folder.path + "/out"
    let journal = folder.path + "/out.journal"
    #expect(run(["score", articles, "-o", output, "--max-errors", "0"]).code == .badData)
    let other = run(["score", articles, "-o", output, "--offsets", "utf8", "--resume"])
    #expect(other.code == .inputOutput)
    #expect(
      other.err == """
        Error: \(output).partial was begun with other models or options: go on with those, or begin \
        anew without --resume

        """)
    // As if three articles had been done that are not these.
    let head = try folder.text("out.journal").split(separator: "\n")[0]
    try Data("\(head)\n3 0 12345 0;\n".utf8).write(to: URL(fileURLWithPath: journal))
    let changed = run(["score", articles, "-o", output, "--resume"])
    #expect(changed.code == .badData)
    #expect(
      changed.err.hasPrefix("Error: The articles are not those that the partial file was begun"))
  }

  @Test("an archive takes up what is new, and reports say the same of it as of the articles")
  func archive() throws {
    let folder = try Folder()
    let database = folder.path + "/corpus.sqlite"
    let few = try folder.file("few.jsonl", lines(10))
    let all = try folder.file("all.jsonl", lines(30))
    #expect(
      run(["score", few, "--db", database]).err.hasSuffix(
        "10 articles in, 9 out, 1 error (\(few):6)\n"))
    let more = run(["score", all, "--db", database])
    #expect(more.err.contains("30 articles in, 26 out (9 unchanged), 4 errors"))
    #expect(run(["score", all, "--db", database]).err.contains("(26 unchanged)"))
    let report = run(["report", "--db", database, "--format", "json"])
    #expect(report.code == .success)
    #expect(report.out == run(["report", all, "--format", "json"]).out)
    #expect(run(["score", all, "--db", all]).code == .badData)
    #expect(run(["report", "--db", folder.path + "/none.sqlite"]).code == .missingInput)
    #expect(run(["score", all, "--db", folder.path + "/no/x.sqlite"]).code == .inputOutput)
    #expect(run(["score", all, "--db", database, "-o", "x"]).code == .usage)
  }
}

import CommandLineKit
import Foundation
import Testing

@Suite("Output")
struct OutputTests {
  @Test("a closed pipe ends the program quietly")
  func closedPipe() {
    signal(SIGPIPE, SIG_IGN)
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    close(ends[0])
    defer { close(ends[1]) }
    let command = Command("talk", abstract: "Talks.", defaults: 0, flags: [])
    let tool = Tool(
      "talker", abstract: "", version: "",
      commands: [
        .init(command) { (_, console) in
          for _ in 0..<10 { try console.out.write(String(repeating: "x", count: 70_000)) }
          return .failure
        }
      ], describe: { _ in ("", .failure) })
    let errors = OutputBuffer()
    let console = Console(out: OutputBuffer(descriptor: ends[1]), err: errors)
    #expect(tool.run(["talk"], console: console) == .success)
    #expect(errors.text == "")
  }

  @Test("a full device is an I/O failure with its reason")
  func fullDevice() {
    let descriptor = open("/dev/full", O_WRONLY)
    defer { close(descriptor) }
    let errors = OutputBuffer()
    let console = Console(out: OutputBuffer(descriptor: descriptor), err: errors)
    let tool = Tool(
      "t", abstract: "a", version: "1", commands: [], describe: { _ in ("", .failure) })
    #expect(tool.run(["--version"], console: console) == .inputOutput)
    #expect(errors.text == "Error: standard output: cannot be written: no space left on device\n")
  }

  @Test("a file is replaced as a whole and keeps its permissions")
  func replacing() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/sayso-\(UUID().uuidString)/a/b"
    try OutputFile.createFolder(folder)
    try OutputFile.createFolder(folder)
    defer { try? FileManager.default.removeItem(atPath: folder + "/../..") }
    let path = folder + "/x.txt"
    try OutputFile.write(Array("one".utf8), to: path)
    chmod(path, 0o600)
    try OutputFile.write(Array("two".utf8), to: path)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "two")
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["x.txt"])
    #expect(
      throws: OutputError.failed(
        path: path, reason: "a file of that name is there, and a folder is needed")
    ) { try OutputFile.createFolder(path) }
    #expect(
      throws: OutputError.failed(
        path: folder + "/none/x", reason: "no such file or directory")
    ) { try OutputFile.write([], to: folder + "/none/x") }
  }

  @Test("a draft appears when it is complete, and leaves nothing when it is not")
  func drafts() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/sayso-\(UUID().uuidString)"
    try OutputFile.createFolder(folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    do {
      let draft = try OutputDraft(path: folder + "/a.txt")
      try draft.buffer.write("half")
      try draft.buffer.flush()
      #expect(!FileManager.default.fileExists(atPath: folder + "/a.txt"))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    let draft = try OutputDraft(path: folder + "/a.txt")
    try draft.buffer.write("whole")
    try draft.commit()
    #expect(try String(contentsOfFile: folder + "/a.txt", encoding: .utf8) == "whole")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.txt"])
    #expect(
      throws: OutputError.failed(path: folder + "/no/x", reason: "no such file or directory")
    ) { try OutputDraft(path: folder + "/no/x") }
    #expect(throws: OutputError.failed(path: folder, reason: "is a directory")) {
      try OutputDraft(path: folder)
    }
  }

  @Test("progress is shown on a terminal only, and leaves an empty line")
  func progress() throws {
    func shown(errTerminal: Bool, outTerminal: Bool) throws -> String {
      let console = Console(
        out: OutputBuffer(), err: OutputBuffer(), outTerminal: Terminal(isTerminal: outTerminal),
        errTerminal: Terminal(isTerminal: errTerminal))
      var line = ProgressLine("articles", console: console)
      try line.step()
      Thread.sleep(forTimeInterval: 0.12)
      try line.step()
      try line.clear()
      return console.err.text
    }
    #expect(try shown(errTerminal: false, outTerminal: false) == "")
    #expect(try shown(errTerminal: true, outTerminal: true) == "")
    let text = try shown(errTerminal: true, outTerminal: false)
    #expect(text.hasPrefix("\r2 articles, ") && text.hasSuffix("\r\u{1B}[K"))
  }

  @Test("is no terminal and has no colour when it goes to a file")
  func terminal() {
    let console = Console.standard(environment: ["COLUMNS": "100", "NO_COLOR": "1"])
    #expect(!console.outTerminal.allowsColor)
    #expect(Terminal() == Terminal(isTerminal: false, width: 80, allowsColor: false))
  }
}

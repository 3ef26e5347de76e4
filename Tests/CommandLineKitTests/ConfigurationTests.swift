import CommandLineKit
import Foundation
import Testing

private struct Options: Sendable {
  enum Size: String, CaseIterable, Sendable { case small, large }
  var size = Size.small
  var count = 1
  var isQuiet = false
}

private let flags: [Flag<Options>] = [
  .choice("size", short: "s", of: "size", help: "Size of the brush.") { $0.size = $1 },
  .integer("brush-count", of: "n", in: 1...9, help: "How many.") { $0.count = $1 },
  Flag("quiet", help: "Say nothing.") { (options, _) in options.isQuiet = true },
]

private let tool = Tool(
  "brush", abstract: "Works with colours.", version: "1.2.3",
  commands: ["paint", "wash"].map { name in
    Tool.Entry(
      Command(
        name, abstract: "It \(name)s. Don't wait: go.", defaults: Options(),
        flags: name == "paint" ? flags : Array(flags[1...]))
    ) { (options, console) in
      try console.out.write("\(options.size) \(options.count) \(options.isQuiet)")
      return .success
    }
  },
  versionDetails: { ["paint 7"] }, describe: { _ in ("", .failure) })

@Suite("Configuration")
struct ConfigurationTests {
  /// Runs a line with a configuration file.
  private func run(
    _ line: String, config: String? = nil, environment: [String: String] = [:]
  ) throws -> (code: ExitCode, out: String, err: String) {
    let folder = FileManager.default.temporaryDirectory.path + "/sayso-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var environment = environment
    environment["XDG_CONFIG_HOME"] = folder
    if let config {
      try OutputFile.createFolder(folder + "/brush")
      try OutputFile.write(Array(config.utf8), to: folder + "/brush/config")
    }
    let console = Console(out: OutputBuffer(), err: OutputBuffer(), environment: environment)
    let code = tool.run(line.split(separator: " ").map { String($0) }, console: console)
    return (code, console.out.text, console.err.text.replacing(folder, with: ""))
  }

  @Test(
    "the command line wins over the environment, and that over the file",
    arguments: [
      ("paint", "", [:], "small 1 false"),
      ("paint", "size = large\n# a comment\n\nquiet = true", [:], "large 1 true"),
      (
        "paint", "brush-count=3\n[paint]\nbrush-count = 4\n[wash]\nquiet = yes", [:],
        "small 4 false"
      ),
      ("wash", "brush-count=3\n[paint]\nbrush-count = 4\n[wash]\nquiet = yes", [:], "small 3 true"),
      ("paint", "[paint]\nbrush-count = 4", ["BRUSH_BRUSH_COUNT": "5"], "small 5 false"),
      ("paint --brush-count 6", "brush-count = 4", ["BRUSH_BRUSH_COUNT": "5"], "small 6 false"),
      ("paint", "quiet = false", ["BRUSH_SIZE": "", "BRUSH_COLOUR": "red"], "small 1 false"),
      ("wash", "size = large", [:], "small 1 false"),
    ])
  func precedence(
    line: String, config: String, environment: [String: String], out: String
  ) throws {
    let result = try run(line, config: config, environment: environment)
    #expect(result.out == out)
    #expect(result.err == "")
  }

  @Test(
    "mistakes say where they are",
    arguments: [
      ("colour = red", [:], "/brush/config:1: no command has an option 'colour'."),
      (
        "quite = true", [:],
        "/brush/config:1: no command has an option 'quite'. Did you mean 'quiet'?"
      ),
      ("[wash]\nsize = large", [:], "/brush/config:2: 'brush wash' has no option 'size'."),
      ("[dry]", [:], "/brush/config:1: there is no command 'dry'."),
      ("quiet", [:], "/brush/config:1: expected 'name = value' or '[command]'."),
      (
        "quiet = maybe", [:],
        "/brush/config:1: The value 'maybe' is invalid for '--quiet': expected true or false."
      ),
      (
        "size = huge", [:],
        "/brush/config:1: The value 'huge' is invalid for '--size <size>': expected small or large."
      ),
      (
        "", ["BRUSH_BRUSH_COUNT": "x"],
        "BRUSH_BRUSH_COUNT: The value 'x' is invalid for '--brush-count <n>': expected a whole number "
          + "from 1 to 9."
      ),
      ("", ["BRUSH_CONFIG": "/no/file"], "BRUSH_CONFIG names /no/file, which cannot be read."),
    ])
  func mistakes(config: String, environment: [String: String], message: String) throws {
    let result = try run("paint", config: config, environment: environment)
    #expect(result.code == .usage)
    #expect(result.err.hasPrefix("Error: \(message)\n"))
    // Help is there all the same.
    #expect(try run("paint --help", config: config, environment: environment).code == .success)
  }

  @Test("what is in force is listed with where it comes from")
  func listing() throws {
    #expect(
      try tool.configuration(environment: ["HOME": "/nobody", "BRUSH_SIZE": "large"]) == """
        # Configuration file: /nobody/.config/brush/config (not there)
        size = large\t# BRUSH_SIZE

        """)
    #expect(
      try tool.configuration(environment: [:]) == """
        # Configuration file: none (not there)
        # No option is set: all have their defaults.

        """)
  }

  @Test("the version has its details below")
  func version() throws {
    #expect(try run("--version").out == "1.2.3\npaint 7\n")
  }

  @Test(
    "the manual and the completions name every command, option and choice",
    arguments: Shell.allCases)
  func completions(shell: Shell) {
    let script = tool.completions(for: shell)
    for word in ["paint", "wash", "brush-count", "quiet", "small", "large"] {
      #expect(script.contains(word))
      #expect(
        tool.manual.replacing("\\-", with: "-").contains(word) || word == "small" || word == "large"
      )
    }
  }

  @Test(
    "bash completes commands, options and choices",
    arguments: [
      ("brush pa", "paint"), ("brush ", "paint wash help --version --help"),
      ("brush paint --si", "--size"), ("brush paint --size ", "small large"),
      ("brush paint -s l", "large"), ("brush wash --b", "--brush-count"),
      ("brush wash --brush-count ", ""), ("brush help w", "wash"),
    ])
  func bash(line: String, words: String) throws {
    let script = """
      \(tool.completions(for: .bash))
      COMP_WORDS=(\(line))
      \(line.hasSuffix(" ") ? "COMP_WORDS+=('')" : "")
      COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
      _brush
      echo "${COMPREPLY[*]}"
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", script]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(String(decoding: output, as: UTF8.self) == words + "\n")
  }
}

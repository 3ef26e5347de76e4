import CommandLineKit
import Testing

/// A small program with every kind of option.
private struct Options: Sendable {
  enum Size: String, CaseIterable, Sendable { case small, medium, large }
  var penalty = 1.0
  var threads = 0
  var size = Size.small
  var sizes: [Size] = []
  var isQuiet = false
  var output = ""
  var files: [String] = []
}

private enum Broken: Error { case file }

private let paint = Command(
  "paint", abstract: "Paints files.", discussion: "Every file is painted once.",
  defaults: Options(),
  operands: .init("file", help: "What to paint; - is standard input.") {
    (options, words) in options.files = words
  },
  flags: [
    .number("l2-penalty", of: "lambda", in: 0...Double.infinity, help: "Strength of the penalty.") {
      $0.penalty = $1
    },
    .integer("threads", of: "n", in: 1...64, help: "How many painters.") { $0.threads = $1 },
    .choice("size", short: "s", of: "size", help: "Size of the brush.") { $0.size = $1 },
    .choices("sizes", of: "sizes", help: "Sizes of all brushes, for those who own many of them.") {
      $0.sizes = $1
    },
    Flag("quiet", short: "q", help: "Say nothing.") { (options, _) in options.isQuiet = true },
    .text("output", short: "o", of: "file", help: "Where to write.") { $0.output = $1 },
  ])

private let tool = Tool(
  "brush", abstract: "Works with colours.", version: "1.2.3",
  commands: [
    .init(paint) { (options, console) in
      if options.files == ["missing"] { throw Broken.file }
      try console.out.write(
        """
        \(options.penalty) \(options.threads) \(options.size) \
        \(options.sizes.map(\.rawValue)) \(options.isQuiet) '\(options.output)' \(options.files)
        """)
      return options.files == ["bad"] ? .badData : .success
    },
    .init(
      Command("train", abstract: "Trains a painter.", defaults: Options(), flags: [])
    ) { (_, _) in .success },
  ],
  describe: { _ in ("missing: no such file", .missingInput) })

private func run(_ line: String) -> (status: ExitCode, out: String, err: String) {
  let console = Console(out: OutputBuffer(), err: OutputBuffer())
  let status = tool.run(line.split(separator: " ").map { String($0) }, console: console)
  return (status, console.out.text, console.err.text)
}

@Suite("Command line")
struct ToolTests {
  @Test(
    "reads options and operands in every form",
    arguments: [
      ("paint a", #"1.0 0 small [] false '' ["a"]"#),
      ("paint --l2-penalty 0.5 a b", #"0.5 0 small [] false '' ["a", "b"]"#),
      ("paint --l2-penalty=0.5 a", #"0.5 0 small [] false '' ["a"]"#),
      ("paint a -s large -q -o x", #"1.0 0 large [] true 'x' ["a"]"#),
      ("paint --sizes small,large a", #"1.0 0 small ["small", "large"] false '' ["a"]"#),
      ("paint -- --quiet", #"1.0 0 small [] false '' ["--quiet"]"#),
      ("paint - --quiet", #"1.0 0 small [] true '' ["-"]"#),
      ("paint -o - a", #"1.0 0 small [] false '-' ["a"]"#),
      ("paint --output=--odd a", #"1.0 0 small [] false '--odd' ["a"]"#),
    ])
  func reading(line: String, output: String) {
    let result = run(line)
    #expect(result.out == output)
    #expect(result.err == "")
    #expect(result.status == .success)
  }

  @Test(
    "explains mistakes and exits with 64",
    arguments: [
      ("paint --l2-penality 1 a", "Unknown option '--l2-penality'. Did you mean '--l2-penalty'?"),
      ("paint --colour red a", "Unknown option '--colour'."),
      ("paint -x a", "Unknown option '-x'."),
      ("paint a --output", "Missing value for '--output <file>'."),
      ("paint a --output --quiet", "Missing value for '--output <file>'."),
      (
        "paint --output= a",
        "The value '' is invalid for '--output <file>': expected a text that is not empty."
      ),
      ("paint --quiet=yes a", "The option '--quiet' takes no value, but 'yes' was given."),
      (
        "paint --l2-penalty -1 a",
        "The value '-1' is invalid for '--l2-penalty <lambda>': expected a number of at least 0."
      ),
      (
        "paint --l2-penalty nan a",
        "The value 'nan' is invalid for '--l2-penalty <lambda>': expected a number of at least 0."
      ),
      (
        "paint --threads 2.5 a",
        "The value '2.5' is invalid for '--threads <n>': expected a whole number from 1 to 64."
      ),
      (
        "paint --size huge a",
        "The value 'huge' is invalid for '--size <size>': expected small, medium or large."
      ),
      (
        "paint --sizes small, a",
        "The value 'small,' is invalid for '--sizes <sizes>': expected one or more of small, medium, large, separated by commas."
      ),
      ("paint", "Missing expected argument '<file>'."),
      ("train a", "Unexpected argument 'a'."),
      ("train a b", "Unexpected arguments 'a', 'b'."),
      ("trian", "Unknown command 'trian'. Did you mean 'train'?"),
      ("help trian", "Unknown command 'trian'. Did you mean 'train'?"),
      ("--verson", "Unknown option '--verson'. Did you mean '--version'?"),
    ])
  func mistakes(line: String, message: String) {
    let result = run(line)
    #expect(result.err.split(separator: "\n").first.map { String($0) } == "Error: \(message)")
    #expect(result.out == "")
    #expect(result.status == .usage)
  }

  @Test("adds the usage line and a pointer to the help")
  func pointer() {
    #expect(
      run("paint --l2-penality 1").err == """
        Error: Unknown option '--l2-penality'. Did you mean '--l2-penalty'?
        Usage: brush paint [<options>] <file> ...
          See 'brush paint --help' for more information.

        """)
    #expect(
      run("nothing").err == """
        Error: Unknown command 'nothing'.
        Usage: brush <command>
          See 'brush --help' for more information.

        """)
  }

  @Test(
    "shows help whatever else is on the line",
    arguments: ["paint --help", "paint -h", "help paint", "paint --colour --help", "paint a -h b"])
  func help(line: String) {
    let result = run(line)
    #expect(result.status == .success)
    #expect(
      result.out == """
        OVERVIEW: Paints files.

        Every file is painted once.

        USAGE: brush paint [<options>] <file> ...

        ARGUMENTS:
          <file>                  What to paint; - is standard input.

        OPTIONS:
          --l2-penalty <lambda>   Strength of the penalty.
          --threads <n>           How many painters.
          -s, --size <size>       Size of the brush.
          --sizes <sizes>         Sizes of all brushes, for those who own many of them.
          -q, --quiet             Say nothing.
          -o, --output <file>     Where to write.
          -h, --help              Show help information.

        """)
  }

  @Test("lists its commands", arguments: ["", "help", "--help", "-h", "nonsense --help"])
  func overview(line: String) {
    #expect(
      run(line).out == """
        OVERVIEW: Works with colours.

        USAGE: brush <command>

        OPTIONS:
          --version               Show the version.
          -h, --help              Show help information.

        COMMANDS:
          paint                   Paints files.
          train                   Trains a painter.

        EXIT CODES:
          0                       All went well; a reader of the output that leaves
                                  early is no failure.
          1                       Something that the other codes do not name.
          64                      A mistake on the command line, in the environment or
                                  the configuration file.
          65                      An input is there but is not what it should be.
          66                      An input is not there or may not be opened.
          74                      Reading or writing failed, as on a full disk.
          130                     Somebody asked the program to stop; its files are
                                  whole.

        See 'brush help <command>' for detailed help.

        """)
  }

  @Test("--help after -- is an operand")
  func helpAfterEnd() {
    #expect(run("paint -- --help").out.hasSuffix(#"["--help"]"#))
  }

  @Test("prints its version")
  func version() { #expect(run("--version").out == "1.2.3\n") }

  @Test("ends with the status of the command or of what it threw")
  func statuses() {
    #expect(run("paint bad").status == .badData)
    let missing = run("paint missing")
    #expect(missing.status == .missingInput)
    #expect(missing.err == "Error: missing: no such file\n")
  }
}

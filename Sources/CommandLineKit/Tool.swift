/// A program of several commands: it finds the command, prints help, and turns errors into exit codes.
///
/// `--help` wins over any mistake on its line. A closed pipe is no failure: whoever reads the output
/// has seen enough.
public struct Tool: Sendable {
  /// A command as the tool sees it, whatever its arguments are.
  public struct Entry: Sendable {
    public let name: String
    public let abstract: String
    let discussion: String
    let operands: [(name: String, help: String)]
    /// Its options, in the order of the help.
    public let options: [OptionSummary]
    let usage: @Sendable (_ tool: String) -> String
    let help: @Sendable (_ tool: String, _ width: Int) -> String
    let run: @Sendable ([String], Console) throws -> ExitCode

    /// - Parameter run: Does the work; what it throws becomes a message and an exit code.
    public init<Arguments>(
      _ command: Command<Arguments>,
      run: @escaping @Sendable (Arguments, Console) throws -> ExitCode
    ) {
      name = command.name
      abstract = command.abstract
      discussion = command.discussion
      operands = command.operands.map { [($0.name, $0.help)] } ?? []
      options = command.flags.map(\.summary)
      usage = { command.usage(tool: $0) }
      help = { command.help(tool: $0, width: $1) }
      self.run = { try run(command.parse($0), $1) }
    }
  }

  public let name: String
  public let abstract: String
  public let version: String
  /// More on the version, such as the digests of what is built in; a line each.
  let versionDetails: @Sendable () -> [String]
  public let commands: [Entry]
  /// What to say of an error that a command threw, and how to exit.
  let describe: @Sendable (any Error) -> (message: String, status: ExitCode)

  public init(
    _ name: String, abstract: String, version: String, commands: [Entry],
    versionDetails: @escaping @Sendable () -> [String] = { [] },
    describe: @escaping @Sendable (any Error) -> (message: String, status: ExitCode)
  ) {
    self.name = name
    self.abstract = abstract
    self.version = version
    self.versionDetails = versionDetails
    self.commands = commands
    self.describe = describe
  }

  /// Runs the program with the words after its name, and says how to exit.
  public func run(_ words: [String], console: Console) -> ExitCode {
    do {
      let status = try dispatch(words, console)
      try console.out.flush()
      return status
    } catch OutputError.closedPipe {
      return .success
    } catch let error as OutputError {
      report("Error: \(error.message)\n", console)
      return .inputOutput
    } catch let error as UsageError {
      report(explain(error, for: words), console)
      return .usage
    } catch {
      let (message, status) = describe(error)
      // Results that were complete before the error stay results.
      try? console.out.flush()
      report("Error: \(message)\n", console)
      return status
    }
  }

  private func dispatch(_ words: [String], _ console: Console) throws -> ExitCode {
    let options = words.prefix { $0 != "--" }
    let wantsHelp = options.contains { $0 == "--help" || $0 == "-h" }
    let width = console.outTerminal.width
    let entry = words.first.flatMap { word in commands.first { $0.name == word } }
    if wantsHelp {
      try console.out.write(entry?.help(name, width) ?? help(width: width))
      return .success
    }
    if let entry {
      let settings = try Configuration(self, environment: console.environment).settings(for: entry)
      var given: [String] = []
      for setting in settings {
        do throws(UsageError) {
          given += try Configuration.words(setting, of: entry)
        } catch {
          throw UsageError.setting(error.message, origin: setting.origin)
        }
      }
      // A mistake in a setting must not look like one on the command line.
      do {
        return try entry.run(given + words.dropFirst(), console)
      } catch let error as UsageError {
        throw error.withOrigin(settings)
      }
    }
    switch words.first {
    case nil:
      try console.out.write(help(width: width))
    case "help":
      guard words.count > 1 else {
        try console.out.write(help(width: width))
        break
      }
      guard let entry = commands.first(where: { $0.name == words[1] }) else {
        throw unknown(words[1])
      }
      try console.out.write(entry.help(name, width))
    case "--version":
      try console.out.write(([version] + versionDetails()).map { $0 + "\n" }.joined())
    case let word?:
      if word.hasPrefix("-") {
        throw UsageError.unknownOption(
          word, nearest: nearest(to: word, among: ["--help", "--version"]))
      }
      throw unknown(word)
    }
    return .success
  }

  private func unknown(_ word: String) -> UsageError {
    .unknownCommand(word, nearest: nearest(to: word, among: commands.map(\.name) + ["help"]))
  }

  /// The help page of the whole program.
  public func help(width: Int) -> String {
    var page = HelpPage(width: width)
    page.paragraph("OVERVIEW: " + abstract)
    page.paragraph("USAGE: \(name) <command>")
    page.table(
      "OPTIONS",
      [
        (label: "--version", help: "Show the version."),
        (label: "-h, --help", help: "Show help information."),
      ])
    page.table("COMMANDS", commands.map { (label: $0.name, help: $0.abstract) })
    page.table("EXIT CODES", Self.codes.map { (label: "\($0.code.rawValue)", help: $0.meaning) })
    page.paragraph("See '\(name) help <command>' for detailed help.")
    return page.text
  }

  private func explain(_ error: UsageError, for words: [String]) -> String {
    let entry = words.first.flatMap { word in commands.first { $0.name == word } }
    let usage = entry?.usage(name) ?? "\(name) <command>"
    let path = entry.map { "\(name) \($0.name)" } ?? name
    return """
      Error: \(error.message)
      Usage: \(usage)
        See '\(path) --help' for more information.

      """
  }

  private func report(_ text: String, _ console: Console) {
    // Nobody is left to tell when standard error is closed too.
    try? console.err.write(text)
    try? console.err.flush()
  }
}

import CommandLineKit

private struct NoArguments: Sendable {}

private struct CompletionArguments: Sendable {
  var shell = Shell.bash
}

let completionsEntry: Tool.Entry = Tool.Entry(
  Command(
    "completions", abstract: "Print a script that makes a shell complete commands and options.",
    discussion: """
      Load it with 'source <(sayso completions bash)', the same for zsh, or 'sayso completions fish | \
      source'.
      """,
    defaults: CompletionArguments(),
    operands: .init("shell", count: 1...1, help: "bash, zsh or fish.") {
      (arguments, words) throws(UsageError) in
      guard let shell = Shell(rawValue: words[0]) else {
        throw .invalid(words[0], for: "<shell>", expected: "bash, zsh or fish")
      }
      arguments.shell = shell
    }, flags: [])
) { (arguments, console) in
  try console.out.write(saysoTool.completions(for: arguments.shell))
  return .success
}

let manualEntry: Tool.Entry = Tool.Entry(
  Command(
    "manual", abstract: "Print the reference page in the language of man.",
    discussion: "Read it with 'sayso manual | man -l -'.", defaults: NoArguments(), flags: [])
) { (_, console) in
  try console.out.write(saysoTool.manual)
  return .success
}

let configEntry: Tool.Entry = Tool.Entry(
  Command(
    "config", abstract: "Show the options that the environment and the configuration file set.",
    discussion: Tool.configurationHelp(tool: "sayso"), defaults: NoArguments(), flags: [])
) { (_, console) in
  try console.out.write(saysoTool.configuration(environment: console.environment))
  return .success
}

import CommandLineKit
import Foundation

// A reader that leaves early ends a pipe, not the program: writing then fails with an error of its own.
signal(SIGPIPE, SIG_IGN)
let console = Console.standard(environment: ProcessInfo.processInfo.environment)
if let mistake = ThreadCount.mistake(console.environment) {
  try? console.err.write("Error: \(mistake)\n")
  try? console.err.flush()
  exit(ExitCode.usage.rawValue)
}
let code = saysoTool.run(Array(CommandLine.arguments.dropFirst()), console: console)
exit(code.rawValue)

import Foundation

/// How many threads a command works on when `--threads` does not say.
enum ThreadCount {
  /// The environment variable that bounds the threads of all commands.
  static let variable = "SAYSO_THREADS"

  /// What the variable says, or the number of cores.
  static let standard = setting(ProcessInfo.processInfo.environment) ?? cores

  private static var cores: Int { ProcessInfo.processInfo.activeProcessorCount }

  /// The mistake in the variable as a sentence, or nil when it is a count or not set.
  static func mistake(_ environment: [String: String]) -> String? {
    guard let text = environment[variable], setting(environment) == nil else { return nil }
    return "\(variable) is \"\(text)\": expected a whole number from 1 to 1024"
  }

  private static func setting(_ environment: [String: String]) -> Int? {
    guard let count = environment[variable].flatMap({ Int($0) }), (1...1024).contains(count) else {
      return nil
    }
    return count
  }
}

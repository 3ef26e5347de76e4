/// What is known of an option apart from the arguments it fills: for help, completions and the manual.
public struct OptionSummary: Hashable, Sendable {
  /// The name without dashes.
  public let name: String
  public let short: Character?
  /// What the value is called, or nil for an option without one.
  public let value: String?
  public let help: String
  /// The words that the value may be, or empty for other values.
  public let choices: [String]

  /// The option as the help shows it, such as `-o, --output <file>`.
  var label: String {
    (short.map { "-\($0), " } ?? "") + "--\(name)" + (value.map { " <\($0)>" } ?? "")
  }

  /// Whether the value names a file or folder.
  var isPath: Bool { ["file", "folder", "model", "labels", "path"].contains(value) }
}

extension Flag {
  var summary: OptionSummary {
    let value: String? = if case .required(let name) = self.value { name } else { nil }
    return OptionSummary(name: name, short: short, value: value, help: help, choices: choices)
  }
}

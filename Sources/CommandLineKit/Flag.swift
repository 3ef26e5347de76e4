/// An option of a command, declared once: parsing, help and usage line all come from it.
///
/// `Arguments` is the plain value that parsing fills. Reading files and loading models is not for
/// `apply`: it only checks the text and stores it.
public struct Flag<Arguments>: Sendable {
  /// What stands after the option's name.
  public enum Value: Hashable, Sendable {
    /// Nothing: the option's presence says all.
    case none
    /// A value, shown under this name in the help.
    case required(String)
  }

  public let name: String
  /// A one-letter form, or nil.
  public let short: Character?
  public let value: Value
  public let help: String
  /// The words that the value may be, or empty for other values.
  let choices: [String]
  /// Checks the text of the value and stores it; the text is empty for an option without a value.
  let apply: @Sendable (inout Arguments, String) throws(UsageError) -> Void

  /// - Parameters:
  ///   - name: The name without dashes.
  ///   - choices: The words that the value may be, when they are few.
  public init(
    _ name: String, short: Character? = nil, value: Value = .none, choices: [String] = [],
    help: String,
    _ apply: @escaping @Sendable (inout Arguments, String) throws(UsageError) -> Void
  ) {
    self.choices = choices
    self.name = name
    self.short = short
    self.value = value
    self.help = help
    self.apply = apply
  }

  /// The option as messages and usage lines show it, such as `--l2-penalty <lambda>`.
  public var display: String {
    switch value {
    case .none: "--\(name)"
    case .required(let value): "--\(name) <\(value)>"
    }
  }

  /// The option as the help shows it, with its short form.
  var label: String { summary.label }
}

extension Flag {
  /// An option whose value is one of a few words.
  public static func choice<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
    _ name: String, short: Character? = nil, of value: String, help: String,
    _ apply: @escaping @Sendable (inout Arguments, Choice) -> Void
  ) -> Flag {
    let legal = Choice.allCases.map(\.rawValue)
    return Flag(name, short: short, value: .required(value), choices: legal, help: help) {
      (arguments, text) throws(UsageError) in
      guard let choice = Choice(rawValue: text) else {
        throw .invalid(text, for: "--\(name) <\(value)>", expected: alternatives(legal))
      }
      apply(&arguments, choice)
    }
  }

  /// An option whose value is a list of words, separated by commas.
  public static func choices<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
    _ name: String, of value: String, help: String,
    _ apply: @escaping @Sendable (inout Arguments, [Choice]) -> Void
  ) -> Flag {
    let legal = Choice.allCases.map(\.rawValue)
    return Flag(name, value: .required(value), choices: legal, help: help) {
      (arguments, text) throws(UsageError) in
      var list: [Choice] = []
      for word in text.split(separator: ",", omittingEmptySubsequences: false) {
        guard let choice = Choice(rawValue: String(word)) else {
          throw .invalid(
            text, for: "--\(name) <\(value)>",
            expected: "one or more of \(legal.joined(separator: ", ")), separated by commas")
        }
        list.append(choice)
      }
      apply(&arguments, list)
    }
  }

  /// An option whose value is a whole number within limits.
  public static func integer(
    _ name: String, short: Character? = nil, of value: String, in limits: ClosedRange<Int>,
    help: String, _ apply: @escaping @Sendable (inout Arguments, Int) -> Void
  ) -> Flag {
    Flag(name, short: short, value: .required(value), help: help) {
      (arguments, text) throws(UsageError) in
      guard let number = Int(text), limits.contains(number) else {
        let expected =
          limits.upperBound == .max
          ? "a whole number of at least \(limits.lowerBound)"
          : "a whole number from \(limits.lowerBound) to \(limits.upperBound)"
        throw .invalid(text, for: "--\(name) <\(value)>", expected: expected)
      }
      apply(&arguments, number)
    }
  }

  /// An option whose value is a number within limits.
  public static func number(
    _ name: String, short: Character? = nil, of value: String, in limits: ClosedRange<Double>,
    help: String, _ apply: @escaping @Sendable (inout Arguments, Double) -> Void
  ) -> Flag {
    Flag(name, short: short, value: .required(value), help: help) {
      (arguments, text) throws(UsageError) in
      guard let number = Double(text), limits.contains(number) else {
        let lower = limits.lowerBound.formatted
        let expected =
          limits.upperBound.isFinite
          ? "a number from \(lower) to \(limits.upperBound.formatted)"
          : "a number of at least \(lower)"
        throw .invalid(text, for: "--\(name) <\(value)>", expected: expected)
      }
      apply(&arguments, number)
    }
  }

  /// An option whose value is any text but none at all, such as a path.
  public static func text(
    _ name: String, short: Character? = nil, of value: String, help: String,
    _ apply: @escaping @Sendable (inout Arguments, String) -> Void
  ) -> Flag {
    Flag(name, short: short, value: .required(value), help: help) {
      (arguments, text) throws(UsageError) in
      guard !text.isEmpty else {
        throw .invalid(text, for: "--\(name) <\(value)>", expected: "a text that is not empty")
      }
      apply(&arguments, text)
    }
  }
}

/// Words as a list of alternatives: "a, b or c".
func alternatives(_ words: [String]) -> String {
  guard let last = words.last, words.count > 1 else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " or " + last
}

extension Double {
  /// The number without a fraction that is zero.
  fileprivate var formatted: String {
    let text = description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

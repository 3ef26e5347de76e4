/// A command with its options and operands: it turns words into a plain value, and explains itself.
///
/// Words are read as swift-argument-parser reads them: `--name value`, `--name=value`, `-n value`;
/// `--` ends the options; `-` is an operand. A value may not begin with a dash unless it is `-` or a
/// negative number, or is joined with `=`.
public struct Command<Arguments: Sendable>: Sendable {
  /// What stands on the line beside the options.
  public struct Operands: Sendable {
    public let name: String
    public let help: String
    /// How many may stand there.
    public let count: ClosedRange<Int>
    let apply: @Sendable (inout Arguments, [String]) throws(UsageError) -> Void

    public init(
      _ name: String, count: ClosedRange<Int> = 1...Int.max, help: String,
      _ apply: @escaping @Sendable (inout Arguments, [String]) throws(UsageError) -> Void
    ) {
      self.name = name
      self.help = help
      self.count = count
      self.apply = apply
    }

    var usage: String {
      let word = count.upperBound > 1 ? "<\(name)> ..." : "<\(name)>"
      return count.lowerBound > 0 ? word : "[\(word)]"
    }
  }

  public let name: String
  /// One sentence: what the command does.
  public let abstract: String
  /// Paragraphs below the abstract, or empty.
  public let discussion: String
  public let operands: Operands?
  public let flags: [Flag<Arguments>]
  let defaults: Arguments

  /// - Parameter defaults: The value that parsing starts from.
  public init(
    _ name: String, abstract: String, discussion: String = "", defaults: Arguments,
    operands: Operands? = nil, flags: [Flag<Arguments>]
  ) {
    let names = flags.map(\.name) + flags.compactMap { $0.short.map { String($0) } }
    precondition(Set(names).count == names.count, "two options of '\(name)' have the same name")
    self.name = name
    self.abstract = abstract
    self.discussion = discussion
    self.defaults = defaults
    self.operands = operands
    self.flags = flags
  }

  // MARK: Parsing

  /// The arguments that the words say.
  public func parse(_ words: [String]) throws(UsageError) -> Arguments {
    var arguments = defaults
    var found: [String] = []
    var index = 0
    while index < words.count {
      let word = words[index]
      index += 1
      if word == "--" {
        found += words[index...]
        break
      }
      guard word.hasPrefix("-"), word != "-" else {
        found.append(word)
        continue
      }
      let (name, joined) = split(word)
      guard let flag = flag(named: name) else {
        throw .unknownOption(name, nearest: nearest(to: name, among: flags.map { "--\($0.name)" }))
      }
      switch flag.value {
      case .none:
        if let joined { throw .unexpectedValue(joined, option: flag.display) }
        try flag.apply(&arguments, "")
      case .required:
        if let joined {
          try flag.apply(&arguments, joined)
        } else {
          guard index < words.count, isValue(words[index]) else {
            throw .missingValue(option: flag.display)
          }
          try flag.apply(&arguments, words[index])
          index += 1
        }
      }
    }
    guard let operands else {
      if !found.isEmpty { throw .unexpectedArguments(found) }
      return arguments
    }
    if found.count < operands.count.lowerBound { throw .missingArgument(operands.name) }
    if found.count > operands.count.upperBound {
      throw .unexpectedArguments(Array(found[operands.count.upperBound...]))
    }
    try operands.apply(&arguments, found)
    return arguments
  }

  private func split(_ word: String) -> (name: String, joined: String?) {
    guard word.hasPrefix("--"), let equals = word.firstIndex(of: "=") else { return (word, nil) }
    return (String(word[..<equals]), String(word[word.index(after: equals)...]))
  }

  private func flag(named name: String) -> Flag<Arguments>? {
    flags.first { flag in
      name == "--\(flag.name)" || flag.short.map { name == "-\($0)" } ?? false
    }
  }

  private func isValue(_ word: String) -> Bool {
    !word.hasPrefix("-") || word == "-" || Double(word) != nil
  }

  // MARK: Help

  /// The line that shows how the command is called; `tool` is the name of the program.
  public func usage(tool: String) -> String {
    [tool, name, "[<options>]", operands?.usage].compactMap { $0 }.joined(separator: " ")
  }

  /// The help page, wrapped at a width.
  public func help(tool: String, width: Int) -> String {
    var page = HelpPage(width: width)
    page.paragraph("OVERVIEW: " + abstract)
    if !discussion.isEmpty { page.text(discussion) }
    page.paragraph("USAGE: " + usage(tool: tool))
    if let operands {
      page.table("ARGUMENTS", [(label: "<\(operands.name)>", help: operands.help)])
    }
    let options = flags.map { (label: $0.label, help: $0.help) }
    page.table("OPTIONS", options + [(label: "-h, --help", help: "Show help information.")])
    return page.text
  }
}

extension Tool {
  /// What the codes that the tool ends with mean.
  static let codes: [(code: ExitCode, meaning: String)] = [
    (.success, "All went well; a reader of the output that leaves early is no failure."),
    (.failure, "Something that the other codes do not name."),
    (.usage, "A mistake on the command line, in the environment or the configuration file."),
    (.badData, "An input is there but is not what it should be."),
    (.missingInput, "An input is not there or may not be opened."),
    (.inputOutput, "Reading or writing failed, as on a full disk."),
    (.interrupted, "Somebody asked the program to stop; its files are whole."),
  ]

  /// The reference page in the language of `man`, made from the same declarations as the help.
  public var manual: String {
    var page = """
      .TH \(name.uppercased()) 1 "" "\(name) \(version)"
      .SH NAME
      \(name) \\- \(roff(abstract))
      .SH SYNOPSIS
      .B \(name)
      .I command
      [options] [arguments]
      .SH COMMANDS

      """
    for entry in commands {
      page +=
        ".SS \(roff(entry.name))\n\(roff(entry.abstract))\n.PP\n.B \(roff(entry.usage(name)))\n"
      if !entry.discussion.isEmpty { page += ".PP\n\(roff(entry.discussion))\n" }
      for operand in entry.operands { page += item("<\(operand.name)>", operand.help) }
      for option in entry.options { page += item(option.label, option.help) }
    }
    page += ".SH CONFIGURATION\n\(roff(Configuration.explanation(tool: name)))\n"
    page += ".SH EXIT STATUS\n"
    for (code, meaning) in Self.codes { page += item("\(code.rawValue)", meaning) }
    return page
  }

  private func item(_ label: String, _ help: String) -> String {
    ".TP\n.B \(roff(label))\n\(roff(help))\n"
  }

  /// A text in which nothing is taken for a command of roff.
  private func roff(_ text: String) -> String {
    let escaped = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
    return escaped.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : String(line)
    }.joined(separator: "\n")
  }
}

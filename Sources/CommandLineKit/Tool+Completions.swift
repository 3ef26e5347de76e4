/// A shell that completes words.
public enum Shell: String, CaseIterable, Sendable {
  case bash, zsh, fish
}

extension Tool {
  /// A script that makes a shell complete the tool's commands, options and their values.
  public func completions(for shell: Shell) -> String {
    switch shell {
    case .bash: bash
    case .zsh: zsh
    case .fish: fish
    }
  }

  private func words(_ entry: Entry) -> [String] {
    entry.options.flatMap { option in
      ["--\(option.name)"] + (option.short.map { ["-\($0)"] } ?? [])
    } + ["--help", "-h"]
  }

  private var bash: String {
    var text = """
      # bash completion of \(name); load it with: source <(\(name) completions bash)
      _\(name)() {
        local word=${COMP_WORDS[COMP_CWORD]} last=${COMP_WORDS[COMP_CWORD-1]}
        COMPREPLY=()
        if [ "$COMP_CWORD" -eq 1 ]; then
          COMPREPLY=($(compgen -W "\((commands.map(\.name) + ["help", "--version", "--help"]).joined(separator: " "))" -- "$word"))
          return
        fi
        case ${COMP_WORDS[1]} in

      """
    for entry in commands {
      text += "    \(entry.name))\n      case $last in\n"
      for option in entry.options where !option.choices.isEmpty {
        text += """
                \(pattern(option)) COMPREPLY=($(compgen -W "\(option.choices.joined(separator: " "))" -- "$word")); return ;;

          """
      }
      let others = entry.options.filter { $0.value != nil && $0.choices.isEmpty && !$0.isPath }
      if !others.isEmpty {
        text +=
          "        \(others.map { pattern($0).dropLast() }.joined(separator: "|"))) return ;;\n"
      }
      let paths = entry.options.filter { $0.isPath }
      if !paths.isEmpty {
        text +=
          "        \(paths.map { pattern($0).dropLast() }.joined(separator: "|")))"
          + " COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n"
      }
      text += """
              esac
              case $word in
                -*) COMPREPLY=($(compgen -W "\(words(entry).joined(separator: " "))" -- "$word")) ;;
                *) COMPREPLY=($(compgen -f -- "$word")) ;;
              esac ;;

        """
    }
    return text + """
          help) COMPREPLY=($(compgen -W "\(commands.map(\.name).joined(separator: " "))" -- "$word")) ;;
        esac
      }
      complete -o filenames -F _\(name) \(name)

      """
  }

  private func pattern(_ option: OptionSummary) -> String {
    "--\(option.name)" + (option.short.map { "|-\($0)" } ?? "") + ")"
  }

  private var zsh: String {
    func quoted(_ text: String) -> String {
      text.reduce(into: "") { result, character in
        switch character {
        case "'": result += "'\\''"
        case "[", "]", ":", "\\": result += "\\\(character)"
        default: result.append(character)
        }
      }
    }
    var text = """
      #compdef \(name)
      # zsh completion of \(name); load it with: source <(\(name) completions zsh)
      _\(name)() {
        local -a commands
        commands=(

      """
    for entry in commands { text += "    '\(entry.name):\(quoted(entry.abstract))'\n" }
    text += """
        )
        if (( CURRENT == 2 )); then
          _describe command commands
          return
        fi
        local command=$words[2]
        shift words
        (( CURRENT-- ))
        case $command in

      """
    for entry in commands {
      text += "    \(entry.name))\n      _arguments -s"
      for option in entry.options {
        let action =
          option.value.map { value in
            let kind =
              option.choices.isEmpty
              ? (option.isPath ? "_files" : "") : "(\(option.choices.joined(separator: " ")))"
            return ":\(value):\(kind)"
          } ?? ""
        let names = ["--\(option.name)"] + (option.short.map { ["-\($0)"] } ?? [])
        for name in names { text += " \\\n        '*\(name)[\(quoted(option.help))]\(action)'" }
      }
      text += " \\\n        '--help[Show help information.]' \\\n        '*:file:_files' ;;\n"
    }
    return text + """
        esac
      }
      if [ "$funcstack[1]" = "_\(name)" ]; then _\(name) "$@"; else compdef _\(name) \(name); fi

      """
  }

  private var fish: String {
    func quoted(_ text: String) -> String {
      "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
    }
    var text = """
      # fish completion of \(name); load it with: \(name) completions fish | source
      complete -c \(name) -n __fish_use_subcommand -l version -d 'Show the version.'

      """
    for entry in commands {
      text +=
        "complete -c \(name) -n __fish_use_subcommand -f -a \(entry.name) -d \(quoted(entry.abstract))\n"
    }
    for entry in commands {
      for option in entry.options {
        text +=
          "complete -c \(name) -n '__fish_seen_subcommand_from \(entry.name)' -l \(option.name)"
        if let short = option.short { text += " -s \(short)" }
        if option.value != nil { text += option.isPath ? " -r" : " -x" }
        if !option.choices.isEmpty {
          text += " -a \(quoted(option.choices.joined(separator: " ")))"
        }
        text += " -d \(quoted(option.help))\n"
      }
    }
    return text
  }
}

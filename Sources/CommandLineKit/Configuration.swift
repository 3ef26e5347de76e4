import Glibc

/// Values of options from the environment and from a file, for those that the command line does not give.
///
/// The file has lines `name = value` under heads `[command]`; before the first head they are for every
/// command that has the option. Lines that begin with `#` are comments.
struct Configuration {
  /// A value, and where it comes from.
  struct Setting: Hashable {
    /// The command it is for, or nil for all that have the option.
    var command: String?
    var option: String
    var value: String
    /// Such as `/home/ada/.config/sayso/config:3` or `SAYSO_THREADS`.
    var origin: String
  }

  /// In the order in which the later ones win: file before environment, all commands before one.
  let settings: [Setting]
  /// The file that was read, or would be.
  let path: String?
  let isFileThere: Bool

  static func explanation(tool: String) -> String {
    let variable = tool.uppercased()
    return """
      Options are taken from the command line, then from the environment (\(variable)_THREADS for \
      --threads), then from the configuration file: the one that \(variable)_CONFIG names, or \
      \(tool)/config in $XDG_CONFIG_HOME or ~/.config. Its lines are 'name = value', for all commands \
      or, below a line '[command]', for one; an option without a value is 'name = true'. \
      '\(tool) config' shows what is in force.
      """
  }

  /// Reads what there is for a tool.
  ///
  /// - Throws: `UsageError` for a line of the file that is none, or names a command or option that the
  ///   tool does not have.
  init(_ tool: Tool, environment: [String: String]) throws(UsageError) {
    let prefix = tool.name.uppercased() + "_"
    let named = environment[prefix + "CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
    let folder =
      environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 }
      ?? environment["HOME"].map { $0 + "/.config" }
    path = named ?? folder.map { "\($0)/\(tool.name)/config" }
    var settings: [Setting] = []
    let text = path.flatMap { readText($0) }
    isFileThere = text != nil
    if let path, let text {
      settings = try Self.parse(text, path: path, tool)
    } else if let named {
      throw .conflict("\(prefix)CONFIG names \(named), which cannot be read.")
    }
    settings = settings.filter { $0.command == nil } + settings.filter { $0.command != nil }
    for name in Set(tool.commands.flatMap(\.options).map(\.name)).sorted() {
      let variable = prefix + name.uppercased().replacing("-", with: "_")
      if let value = environment[variable], !value.isEmpty {
        settings.append(Setting(command: nil, option: name, value: value, origin: variable))
      }
    }
    self.settings = settings
  }

  private static func parse(
    _ text: String, path: String, _ tool: Tool
  ) throws(UsageError) -> [Setting] {
    var settings: [Setting] = []
    var section: Tool.Entry?
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let origin = "\(path):\(index + 1)"
      let line = trim(line)
      if line.isEmpty || line.hasPrefix("#") { continue }
      if line.hasPrefix("[") && line.hasSuffix("]") {
        let name = String(line.dropFirst().dropLast())
        guard let entry = tool.commands.first(where: { $0.name == name }) else {
          throw .conflict("\(origin): there is no command '\(name)'.")
        }
        section = entry
        continue
      }
      guard let equals = line.firstIndex(of: "=") else {
        throw .conflict("\(origin): expected 'name = value' or '[command]'.")
      }
      let option = trim(line[..<equals])
      let known = section.map { $0.options } ?? tool.commands.flatMap(\.options)
      guard known.contains(where: { $0.name == option }) else {
        let near = nearest(to: option, among: known.map(\.name)).map { " Did you mean '\($0)'?" }
        let owner = section.map { "'\(tool.name) \($0.name)'" } ?? "no command"
        throw .conflict(
          section == nil
            ? "\(origin): \(owner) has an option '\(option)'.\(near ?? "")"
            : "\(origin): \(owner) has no option '\(option)'.\(near ?? "")")
      }
      let value = trim(line[line.index(after: equals)...])
      settings.append(
        Setting(command: section?.name, option: option, value: value, origin: origin))
    }
    return settings
  }

  /// The settings that bear on a command, the winning ones last.
  func settings(for entry: Tool.Entry) -> [Setting] {
    settings.filter { setting in
      (setting.command ?? entry.name) == entry.name
        && entry.options.contains { $0.name == setting.option }
    }
  }

  /// The words that stand for a setting on a command line.
  static func words(_ setting: Setting, of entry: Tool.Entry) throws(UsageError) -> [String] {
    guard let option = entry.options.first(where: { $0.name == setting.option }) else { return [] }
    if option.value != nil { return ["--\(setting.option)=\(setting.value)"] }
    switch setting.value {
    case "true", "1", "yes": return ["--\(setting.option)"]
    case "false", "0", "no": return []
    default:
      throw .invalid(setting.value, for: "--\(setting.option)", expected: "true or false")
    }
  }

  /// What is in force and where it comes from, for people.
  func listing(_ tool: Tool) -> String {
    var text = "# Configuration file: \(path ?? "none")\(isFileThere ? "" : " (not there)")\n"
    for setting in settings {
      let name = (setting.command.map { $0 + "." } ?? "") + setting.option
      let isOverridden =
        settings.last {
          $0.option == setting.option
            && ($0.command == setting.command || setting.command == nil || $0.command == nil)
        } != setting
      text +=
        "\(name) = \(setting.value)\t# \(setting.origin)\(isOverridden ? ", overridden" : "")\n"
    }
    if settings.isEmpty { text += "# No option is set: all have their defaults.\n" }
    return text
  }

  private static func trim(_ text: Substring) -> String { trim(String(text)) }

  private static func trim(_ text: String) -> String {
    func isSpace(_ character: Character) -> Bool {
      character == " " || character == "\t" || character == "\r"
    }
    return String(text.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
  }
}

extension Tool {
  /// What is set by the environment and the configuration file, and where; the winning ones last.
  ///
  /// - Throws: `UsageError` when the file cannot be understood.
  public func configuration(environment: [String: String]) throws(UsageError) -> String {
    try Configuration(self, environment: environment).listing(self)
  }

  /// How a tool's configuration is found, and what wins.
  public static func configurationHelp(tool: String) -> String {
    Configuration.explanation(tool: tool)
  }
}

/// The text of a file, or nil when it cannot be read.
func readText(_ path: String) -> String? {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return nil }
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  var piece = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = Glibc.read(descriptor, &piece, piece.count)
    if count < 0 && errno == EINTR { continue }
    guard count >= 0 else { return nil }
    if count == 0 { return String(decoding: bytes, as: UTF8.self) }
    bytes += piece[..<count]
  }
}

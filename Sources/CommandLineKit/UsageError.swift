/// A mistake on the command line: what stands there, and what would be right.
public enum UsageError: Error, Hashable, Sendable {
  /// An option that the command does not have, with the nearest one that it has.
  case unknownOption(String, nearest: String?)
  case missingValue(option: String)
  /// A value given to an option that takes none.
  case unexpectedValue(String, option: String)
  /// A value that the option cannot have; `expected` is a noun phrase.
  case invalid(String, for: String, expected: String)
  /// An operand that must be there; the name stands without brackets.
  case missingArgument(String)
  case unexpectedArguments([String])
  case unknownCommand(String, nearest: String?)
  case missingCommand
  /// A mistake in a value that the environment or the configuration file gives.
  case setting(String, origin: String)
  /// Options that exclude or need each other, as a whole sentence.
  case conflict(String)

  /// The problem as one line, without "Error:".
  public var message: String {
    switch self {
    case .unknownOption(let name, let nearest):
      "Unknown option '\(name)'." + Self.suggestion(nearest)
    case .missingValue(let option): "Missing value for '\(option)'."
    case .unexpectedValue(let value, let option):
      "The option '\(option)' takes no value, but '\(value)' was given."
    case .invalid(let value, let option, let expected):
      "The value '\(value)' is invalid for '\(option)': expected \(expected)."
    case .missingArgument(let name): "Missing expected argument '<\(name)>'."
    case .unexpectedArguments(let words):
      words.count == 1
        ? "Unexpected argument '\(words[0])'."
        : "Unexpected arguments " + words.map { "'\($0)'" }.joined(separator: ", ") + "."
    case .unknownCommand(let name, let nearest):
      "Unknown command '\(name)'." + Self.suggestion(nearest)
    case .missingCommand: "Missing a command."
    case .setting(let sentence, let origin): "\(origin): \(sentence)"
    case .conflict(let sentence): sentence
    }
  }

  /// The mistake with its place, when it is one in a setting.
  func withOrigin(_ settings: [Configuration.Setting]) -> UsageError {
    guard case .invalid(let value, let option, _) = self,
      let setting = settings.last(where: {
        $0.value == value && (option == "--\($0.option)" || option.hasPrefix("--\($0.option) "))
      })
    else { return self }
    return .setting(message, origin: setting.origin)
  }

  private static func suggestion(_ nearest: String?) -> String {
    nearest.map { " Did you mean '\($0)'?" } ?? ""
  }
}

/// The candidate that a mistyped word most likely means, or nil when none is near.
///
/// Near means at most one edit for every three letters, at least one; an edit is a letter more,
/// less, changed, or two neighbours swapped. The first of equally near candidates wins.
func nearest(to word: String, among candidates: [String]) -> String? {
  let typed = Array(word.utf8)
  var best: (candidate: String, distance: Int)?
  for candidate in candidates {
    let distance = editDistance(typed, Array(candidate.utf8))
    if distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  guard let best, best.distance <= max(1, typed.count / 3) else { return nil }
  return best.candidate
}

/// The optimal string alignment distance (Damerau's edits, no substring edited twice).
private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      var cost = min(row[j] + 1, last[j + 1] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        cost = min(cost, beforeLast[j - 1] + 1)
      }
      row.append(cost)
    }
    beforeLast = last
    last = row
  }
  return last[b.count]
}

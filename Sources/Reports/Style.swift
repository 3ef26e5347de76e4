import StanceScoring

/// How text may look on a terminal.
public struct TextStyle: Sendable {
  /// Columns.
  public var width: Int
  public var usesColor: Bool

  public init(width: Int = 80, usesColor: Bool = false) {
    self.width = max(width, 40)
    self.usesColor = usesColor
  }

  func bold(_ text: String) -> String { code("1", text) }
  func faint(_ text: String) -> String { code("2", text) }

  /// Blue for favor and orange for against, which readers who do not tell red from green can tell.
  func colored(_ text: String, as stance: Stance) -> String {
    switch stance {
    case .favor: code("38;5;33", text)
    case .neutral: text
    case .against: code("38;5;208", text)
    }
  }

  private func code(_ code: String, _ text: String) -> String {
    usesColor ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}

/// Lays out help: paragraphs, and tables of a label and what it means.
struct HelpPage {
  private(set) var text = ""
  private let width: Int
  /// The column where meanings begin: that of swift-argument-parser.
  private static let labelWidth = 26

  init(width: Int) {
    // Narrower than this, a meaning would have no room beside its label.
    self.width = max(width, 50)
  }

  mutating func paragraph(_ line: String) {
    separate()
    text += wrap(line, indent: 0)
  }

  /// Paragraphs that are separated by empty lines; lines that begin with a space stay as they are.
  mutating func text(_ paragraphs: String) {
    separate()
    for line in paragraphs.split(separator: "\n", omittingEmptySubsequences: false) {
      text += line.isEmpty || line.hasPrefix(" ") ? line + "\n" : wrap(String(line), indent: 0)
    }
  }

  mutating func table(_ title: String, _ rows: [(label: String, help: String)]) {
    separate()
    text += title + ":\n"
    for row in rows {
      let label = "  " + row.label
      let help = wrap(row.help, indent: Self.labelWidth)
      if label.count + 1 > Self.labelWidth {
        text += label + "\n" + help
      } else {
        text += label + help.dropFirst(label.count)
      }
    }
  }

  private mutating func separate() {
    if !text.isEmpty { text += "\n" }
  }

  private func wrap(_ line: String, indent: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    var current = ""
    for word in line.split(separator: " ") {
      if !current.isEmpty && indent + current.count + 1 + word.count > width {
        lines.append(margin + current)
        current = ""
      }
      current += current.isEmpty ? String(word) : " " + word
    }
    lines.append(margin + current)
    return lines.joined(separator: "\n") + "\n"
  }
}

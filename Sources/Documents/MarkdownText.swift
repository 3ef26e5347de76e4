/// Takes the markup off a Markdown text: its paragraphs with what the markup says about each.
///
/// A light reading of CommonMark, for articles: headings (`#`, underlined), block quotes, lists, fenced
/// code, rules, front matter (its `title` becomes a headline), paragraphs whose lines are joined. An
/// item's or quotation's paragraphs end at an empty line. Tables and HTML blocks are read as text, their
/// tags dropped; code is marked as boilerplate; what indentation alone would make code is text.
/// `MarkdownInline` reads what stands inside a line. Cost is linear.
struct MarkdownText {
  private var text = BlockText()
  /// The lines of the open paragraph, joined.
  private var paragraph: [UInt8] = []
  private var role: Paragraph.Role?
  private var line = 1
  private var number = 0
  /// The sign and length of the fence that opened a code block.
  private var fence: (mark: UInt8, count: Int)?

  /// The text and its blocks.
  static func text(of bytes: [UInt8]) -> (bytes: [UInt8], blocks: [ArticleText.Block]) {
    var reader = MarkdownText()
    var lines = HTMLTokenizer.normalizingLineBreaks(bytes)
      .split(separator: 10, omittingEmptySubsequences: false)[...]
    reader.readFrontMatter(&lines)
    for line in lines { reader.read(line) }
    reader.finish()
    return (reader.text.bytes, reader.text.blocks)
  }

  private mutating func readFrontMatter(_ lines: inout ArraySlice<ArraySlice<UInt8>>) {
    func isRule(_ line: ArraySlice<UInt8>) -> Bool {
      line.starts(with: "---".utf8) && line.dropFirst(3).allSatisfy { $0 <= 0x20 }
    }
    guard let first = lines.first, isRule(first),
      let end = lines.dropFirst().prefix(200).firstIndex(where: isRule)
    else { return }
    for line in lines[(lines.startIndex + 1)..<end] {
      number += 1
      guard line.starts(with: "title:".utf8) else { continue }
      let value = line.dropFirst(6).drop { $0 <= 0x20 || $0 == 0x22 || $0 == 0x27 }
      self.line = number + 1
      role = .headline
      paragraph = Array(value.reversed().drop { $0 <= 0x20 || $0 == 0x22 || $0 == 0x27 }.reversed())
      finish()
    }
    number += 2
    lines = lines[(end + 1)...]
  }

  private mutating func read(_ whole: ArraySlice<UInt8>) {
    number += 1
    var rest = whole.drop { $0 == 0x20 || $0 == 9 }
    if let fence {
      if let closing = Self.fence(rest), closing.mark == fence.mark, closing.count >= fence.count {
        self.fence = nil
        finish()
      } else if rest.isEmpty {
        finish()
        role = .boilerplate
      } else {
        add(rest)
      }
      return
    }
    var newRole: Paragraph.Role?
    while rest.first == UInt8(ascii: ">") {
      newRole = .blockquote
      rest = rest.dropFirst().drop { $0 == 0x20 || $0 == 9 }
    }
    if rest.isEmpty {
      finish()
      return
    }
    if let opening = Self.fence(rest) {
      finish()
      fence = opening
      role = .boilerplate
      return
    }
    let level = rest.prefix { $0 == UInt8(ascii: "#") }.count
    if (1...6).contains(level), rest.count == level || rest.dropFirst(level).first! <= 0x20 {
      finish()
      role = .headline
      add(Self.withoutClosingSigns(rest.dropFirst(level)))
      finish()
      return
    }
    if !paragraph.isEmpty, newRole == nil, Self.isUnderline(rest) {
      role = .headline
      finish()
      return
    }
    if Self.isRule(rest) || Self.isReferenceDefinition(rest) {
      finish()
      return
    }
    if let width = Self.itemMarkWidth(rest) {
      finish()
      role = newRole ?? .listItem
      add(rest.dropFirst(width))
      return
    }
    // A line of a quotation without its sign goes on with the paragraph.
    if !paragraph.isEmpty, newRole != nil, newRole != role, role != .listItem { finish() }
    if paragraph.isEmpty { role = newRole }
    add(rest)
  }

  private mutating func add(_ line: ArraySlice<UInt8>) {
    if paragraph.isEmpty { self.line = number } else { paragraph.append(0x20) }
    var line = line
    // A backslash at the end breaks the line where it is shown.
    if line.last == UInt8(ascii: "\\") { line = line.dropLast() }
    paragraph += line
  }

  private mutating func finish() {
    if role == .boilerplate && fence != nil {
      text.append(paragraph)
    } else {
      text.append(MarkdownInline.text(of: paragraph))
    }
    text.finish(role: role, line: line)
    paragraph = []
    role = nil
  }

  // MARK: - Lines

  private static func fence(_ line: ArraySlice<UInt8>) -> (mark: UInt8, count: Int)? {
    guard let mark = line.first, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else {
      return nil
    }
    let count = line.prefix { $0 == mark }.count
    // "``Yes,'' he said" and "```code``` in a line" open no block.
    guard count >= 3, !line.dropFirst(count).contains(UInt8(ascii: "`")) else { return nil }
    return (mark, count)
  }

  private static func withoutClosingSigns(_ heading: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var heading = heading
    while let last = heading.last, last <= 0x20 { heading.removeLast() }
    let signs = heading.reversed().prefix { $0 == UInt8(ascii: "#") }.count
    let before = heading.dropLast(signs)
    return signs > 0 && (before.last ?? 0x20) <= 0x20 ? before : heading
  }

  /// "====" or "----" under a heading.
  private static func isUnderline(_ line: ArraySlice<UInt8>) -> Bool {
    guard let mark = line.first, mark == UInt8(ascii: "=") || mark == UInt8(ascii: "-") else {
      return false
    }
    let signs = line.prefix { $0 == mark }
    return signs.count >= 2 && line.dropFirst(signs.count).allSatisfy { $0 <= 0x20 }
  }

  /// "***", "- - -", "___".
  private static func isRule(_ line: ArraySlice<UInt8>) -> Bool {
    guard let mark = line.first, "*-_".utf8.contains(mark) else { return false }
    var count = 0
    for byte in line {
      if byte == mark { count += 1 } else if byte > 0x20 { return false }
    }
    return count >= 3
  }

  /// "[name]: address", which is shown nowhere.
  private static func isReferenceDefinition(_ line: ArraySlice<UInt8>) -> Bool {
    guard line.first == UInt8(ascii: "["), let end = line.firstIndex(of: UInt8(ascii: "]")),
      end + 1 < line.endIndex, line[end + 1] == UInt8(ascii: ":")
    else { return false }
    let address = line[(end + 2)...].drop { $0 <= 0x20 }
    return address.starts(with: "http".utf8) || address.first == UInt8(ascii: "<")
      || address.first == UInt8(ascii: "/")
  }

  /// The width of "- ", "* ", "+ ", "12. " or "3) "; nil when none begins the line.
  private static func itemMarkWidth(_ line: ArraySlice<UInt8>) -> Int? {
    guard let first = line.first else { return nil }
    var width = 1
    if first &- 0x30 < 10 {
      width = line.prefix { $0 &- 0x30 < 10 }.count
      // A line that begins in a year is no item: at most three digits are.
      guard width <= 3, let mark = line.dropFirst(width).first,
        mark == UInt8(ascii: ".") || mark == UInt8(ascii: ")")
      else { return nil }
      width += 1
    } else if !"-*+".utf8.contains(first) {
      return nil
    }
    guard let space = line.dropFirst(width).first, space == 0x20 || space == 9 else { return nil }
    return width + 1
  }
}

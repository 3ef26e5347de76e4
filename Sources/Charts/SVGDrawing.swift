import Foundation

/// An inline drawing for a page: shapes and words in user units, with a title and a description for
/// readers who do not see it.
///
/// Colours are CSS classes and variables of the page, so that a chart follows its light and dark look;
/// every text from outside is escaped.
public struct SVGDrawing: Sendable {
  public let width: Double
  public let height: Double
  public let title: String
  private let details: String
  private let id: String
  private var body = ""

  /// - Parameters:
  ///   - id: Unique on the page; letters, digits and hyphens.
  ///   - details: The description that a screen reader reads after the title.
  public init(id: String, width: Double, height: Double, title: String, details: String) {
    self.id = id
    self.width = width
    self.height = height
    self.title = title
    self.details = details
  }

  public mutating func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, class name: String
  ) {
    body +=
      "<line x1=\"\(n(x1))\" y1=\"\(n(y1))\" x2=\"\(n(x2))\" y2=\"\(n(y2))\" class=\"\(name)\"/>"
  }

  public mutating func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, class name: String,
    opacity: Double? = nil
  ) {
    body += "<rect x=\"\(n(x))\" y=\"\(n(y))\" width=\"\(n(max(0, width)))\""
    body += " height=\"\(n(max(0, height)))\" class=\"\(name)\""
    if let opacity { body += " fill-opacity=\"\(n(opacity))\"" }
    body += "/>"
  }

  public mutating func circle(_ x: Double, _ y: Double, _ radius: Double, class name: String) {
    body += "<circle cx=\"\(n(x))\" cy=\"\(n(y))\" r=\"\(n(radius))\" class=\"\(name)\"/>"
  }

  public mutating func path(_ points: [(x: Double, y: Double)], class name: String) {
    guard !points.isEmpty else { return }
    let steps = points.map { "\(n($0.x)) \(n($0.y))" }.joined(separator: "L")
    body += "<path d=\"M\(steps)\" class=\"\(name)\"/>"
  }

  /// Where a text stands in relation to its point.
  public enum Anchor: String, Sendable { case start, middle, end }

  public mutating func text(
    _ x: Double, _ y: Double, _ words: String, anchor: Anchor = .start, class name: String = ""
  ) {
    body += "<text x=\"\(n(x))\" y=\"\(n(y))\""
    if anchor != .start { body += " text-anchor=\"\(anchor.rawValue)\"" }
    if !name.isEmpty { body += " class=\"\(name)\"" }
    body += ">\(Self.escape(words))</text>"
  }

  /// The drawing as an element of a page.
  public var markup: String {
    """
    <svg class="chart" viewBox="0 0 \(n(width)) \(n(height))" width="\(n(width))" role="img" \
    aria-labelledby="\(id)-t \(id)-d" xmlns="http://www.w3.org/2000/svg">\
    <title id="\(id)-t">\(Self.escape(title))</title>\
    <desc id="\(id)-d">\(Self.escape(details))</desc>\(body)</svg>
    """
  }

  /// The drawing as a file of its own, with light colours and nothing of a page.
  public var standalone: String {
    let colors = """
      svg { --text: #1b1f24; --faint: #57606a; --line: #d0d7de; --accent: #4a5bb5; \
      --favor: #0b57b0; --against: #a64200; --neutral: #6a6f76; background: #fff; }
      """
    return markup.replacing("</desc>", with: "</desc><style>\(colors) \(Charts.style)</style>")
  }

  /// A coordinate with at most one decimal.
  private func n(_ value: Double) -> String {
    let tenths = (value * 10).rounded() / 10
    return tenths == tenths.rounded() ? "\(Int(tenths))" : "\(tenths)"
  }

  /// The text with what means something in markup escaped, and controls that markup cannot hold replaced.
  public static func escape(_ text: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count + 8)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): bytes += "&amp;".utf8
      case UInt8(ascii: "<"): bytes += "&lt;".utf8
      case UInt8(ascii: ">"): bytes += "&gt;".utf8
      case UInt8(ascii: "\""): bytes += "&quot;".utf8
      case UInt8(ascii: "'"): bytes += "&#39;".utf8
      case 0...8, 11...31, 127: bytes += "\u{FFFD}".utf8
      case 0x80...0x9F where bytes.last == 0xC2:
        // U+0080 to U+009F are controls too.
        bytes.removeLast()
        bytes += "\u{FFFD}".utf8
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

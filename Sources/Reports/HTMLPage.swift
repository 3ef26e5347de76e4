/// A page that needs nothing but itself: no script, no font and no picture from elsewhere.
struct HTMLPage {
  private var body = ""
  private let title: String

  init(title: String) { self.title = title }

  /// Adds markup that was made by this module.
  mutating func add(_ markup: String) { body += markup + "\n" }

  mutating func heading(_ level: Int, _ text: String) {
    add("<h\(level)>\(Self.escape(text))</h\(level)>")
  }

  mutating func paragraph(_ text: String) { add("<p>\(Self.escape(text))</p>") }

  /// Adds a table of texts; columns after the first are right-aligned when they are numbers.
  mutating func table(_ header: [String], _ rows: [[String]]) {
    var markup = "<table>\n<thead><tr>"
    markup += header.map { "<th scope=\"col\">\(Self.escape($0))</th>" }.joined()
    markup += "</tr></thead>\n<tbody>\n"
    for row in rows {
      markup += "<tr>" + row.map { "<td>\(Self.escape($0))</td>" }.joined() + "</tr>\n"
    }
    add(markup + "</tbody>\n</table>")
  }

  var text: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>\(Self.escape(title))</title>
    <style>
    \(Self.style)
    </style>
    </head>
    <body>
    <main>
    \(body)</main>
    </body>
    </html>

    """
  }

  private static let style = """
    :root { color-scheme: light dark; --favor: #0b62c4; --against: #c4560b; --line: #8884; }
    body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; }
    table { border-collapse: collapse; margin: .5rem 0 1rem; }
    th, td { border-bottom: 1px solid var(--line); padding: .25rem .75rem .25rem 0; text-align: left; }
    td { font-variant-numeric: tabular-nums; }
    .favor { color: var(--favor); } .against { color: var(--against); }
    @media (prefers-color-scheme: dark) { :root { --favor: #6cb2ff; --against: #ffa25c; } }
    blockquote { border-left: 3px solid var(--line); margin: .5rem 0; padding-left: .75rem; }
    """

  /// The text with the characters escaped that mean something in HTML, in elements and in attributes.
  static func escape(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      // Controls other than white space are not allowed in HTML, not even escaped.
      case "\0"..."\u{8}", "\u{B}"..."\u{1F}", "\u{7F}"..."\u{9F}": escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}

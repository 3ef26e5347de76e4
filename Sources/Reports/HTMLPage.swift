import Charts

/// A page that needs nothing but itself: no font, picture or script from elsewhere.
///
/// It is whole without scripts; the one script it carries, named in the page's policy by its hash, makes
/// tables sortable and lists filterable.
struct HTMLPage {
  private var body = ""
  private let title: String
  private var chartCount = 0
  /// The page's parts, for its table of contents.
  private var parts: [(id: String, title: String)] = []
  /// What the last heading says: the name of a table that has no caption of its own.
  private var lastHeading = ""

  init(title: String) { self.title = title }

  /// Adds markup that was made by this module.
  mutating func add(_ markup: String) { body += markup + "\n" }

  mutating func heading(_ level: Int, _ text: String, id: String? = nil) {
    lastHeading = text
    var id = id
    if level == 2 {
      id = id ?? "part\(parts.count + 1)"
      parts.append((id ?? "", text))
    }
    let anchor = id.map { " id=\"\($0)\"" } ?? ""
    add("<h\(level)\(anchor)>\(Self.escape(text))</h\(level)>")
  }

  mutating func paragraph(_ text: String) { add("<p>\(Self.escape(text))</p>") }

  /// A cell of a table: its text, and where it leads.
  struct Cell: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    var text: String
    var link: String?
    var style: String?
    /// Markup of this module's making that stands for the text.
    var markup: String?

    init(_ text: String, link: String? = nil, style: String? = nil) {
      self.text = text
      self.link = link
      self.style = style
    }

    init(stringLiteral value: String) { self.init(value) }
  }

  /// Adds a table of texts.
  mutating func table(
    _ header: [String], _ rows: [[String]], caption: String? = nil, name: String? = nil
  ) {
    table(header, rows.map { $0.map { Cell($0) } }, caption: caption, name: name)
  }

  /// Adds a table that can be scrolled on narrow screens and, with scripts, sorted.
  ///
  /// - Parameters:
  ///   - caption: What is shown above the table.
  ///   - name: What the table is called for readers who do not see where it stands; the last heading
  ///     without it.
  ///   - isMatrix: Whether the first column stays in sight.
  ///   - isFilterable: Whether scripts let readers search it.
  mutating func table(
    _ header: [String], _ rows: [[Cell]], caption: String? = nil, name: String? = nil,
    isFilterable: Bool = false, isMatrix: Bool = false
  ) {
    let title = Self.escape(name ?? lastHeading)
    if let caption { add("<p class=\"note\">\(Self.escape(caption))</p>") }
    var markup = "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"\(title)\">"
    let kinds = ["sort"] + (isFilterable ? ["search"] : []) + (isMatrix ? ["matrix"] : [])
    markup += "<table class=\"\(kinds.joined(separator: " "))\">\n"
    markup += "<caption class=\"unseen\">\(title)</caption>"
    markup += "\n<thead><tr>"
    markup += header.map { "<th scope=\"col\">\(Self.escape($0))</th>" }.joined()
    markup += "</tr></thead>\n<tbody>\n"
    for row in rows {
      markup += "<tr>"
      for (index, cell) in row.enumerated() {
        var words = cell.markup ?? Self.escape(cell.text)
        if let link = cell.link { words = "<a href=\"#\(link)\">\(words)</a>" }
        // An interval stays in one line.
        let kind = cell.style ?? (cell.text.hasPrefix("[") ? "whole" : nil)
        let style = kind.map { " class=\"\($0)\"" } ?? ""
        markup +=
          index == 0 ? "<th scope=\"row\"\(style)>\(words)</th>" : "<td\(style)>\(words)</td>"
      }
      markup += "</tr>\n"
    }
    add(markup + "</tbody>\n</table></div>")
  }

  /// Adds a chart, with the same numbers as a table that can be opened below it.
  mutating func chart(
    _ draw: (_ id: String) -> SVGDrawing, header: [String], rows: [[String]]
  ) {
    chartCount += 1
    let drawing = draw("chart\(chartCount)")
    let title = Self.escape(drawing.title)
    add("<figure aria-label=\"\(title)\">\n<figcaption>\(title)</figcaption>")
    // A wide chart scrolls on narrow screens rather than shrink until it cannot be read.
    add(
      drawing.width > 400
        ? "<div class=\"scroll wide\" role=\"region\" tabindex=\"0\" aria-label=\"\(title)\">"
          + "\(drawing.markup)</div>" : drawing.markup)
    add("<details><summary>The numbers as a table</summary>")
    table(header, rows, name: drawing.title)
    add("</details></figure>")
  }

  var text: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
    style-src 'unsafe-inline'; script-src '\(Self.scriptDigest)'; base-uri 'none'; form-action 'none'">
    <title>\(Self.escape(title))</title>
    <style>
    \(Self.style)
    \(Charts.style)
    </style>
    </head>
    <body>
    <a class="skip" href="#main">Skip to the report</a>
    \(contents)<main id="main" tabindex="-1">
    \(body)</main>
    <script>\(Self.script)</script>
    </body>
    </html>

    """
  }

  /// Links to the page's parts, when there are several.
  private var contents: String {
    if parts.count < 3 { return "" }
    let links = parts.map { "<li><a href=\"#\($0.id)\">\(Self.escape($0.title))</a></li>" }
    return "<nav aria-label=\"Contents\"><ul>\(links.joined())</ul></nav>\n"
  }

  private static let style = """
    :root { color-scheme: light dark; --page: #fff; --text: #1b1f24; --faint: #57606a;
    --line: #d0d7de; --accent: #4a5bb5; --link: #0b57b0; --tint: #eef1f6; --favor: #0b57b0;
    --against: #a64200; --neutral: #60656c; --favor-tint: #dbeafe; --against-tint: #ffe3cf; }
    @media (prefers-color-scheme: dark) { :root { --page: #14171c; --text: #e4e8ee; --faint: #a0a9b4;
    --line: #3a424d; --accent: #8fa0f5; --link: #8cc1ff; --tint: #222831; --favor: #86bcff;
    --against: #ffab70; --neutral: #a7adb5; --favor-tint: #17345a; --against-tint: #55300f; } }
    * { box-sizing: border-box; }
    body { font: 16px/1.5 system-ui, sans-serif; margin: 0; color: var(--text);
    background: var(--page); }
    main { max-width: 62rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
    h1 { font-size: 1.7rem; line-height: 1.2; } h2 { margin: 2.2rem 0 .4rem; font-size: 1.3rem; }
    h3 { margin: 1.4rem 0 .3rem; font-size: 1.05rem; }
    h4 { margin: 1rem 0 .2rem; font-size: 1rem; font-weight: 500; }
    .skip { position: absolute; left: -99rem; } .skip:focus { left: .5rem; top: .5rem; z-index: 2;
    padding: .4rem .8rem; background: var(--page); border: 2px solid var(--accent); }
    main:focus { outline: none; }
    nav { max-width: 62rem; margin: 0 auto; padding: .8rem 1rem 0; }
    nav ul { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; list-style: none; margin: 0; padding: 0; }
    .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
    white-space: nowrap; }
    .wide svg { min-width: 34rem; } .whole { white-space: nowrap; }
    table.search tbody th { min-width: 18rem; font-weight: 400; }
    table.matrix th:first-child { position: sticky; left: 0; background: var(--page); z-index: 1; }
    a { color: var(--link); } :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
    :target { background: var(--tint); scroll-margin-top: 4rem; }
    .scroll { position: relative; overflow-x: auto; margin: .5rem 0 1rem; }
    table { border-collapse: collapse; font-size: .93rem; }
    th, td { border-bottom: 1px solid var(--line); padding: .3rem .8rem .3rem 0; text-align: left;
    vertical-align: top; overflow-wrap: normal; }
    thead th { font-weight: 600; min-width: 5.5rem; max-width: 10rem; vertical-align: bottom; } tbody th { font-weight: 500;
    min-width: 9rem; max-width: 22rem; overflow-wrap: anywhere; }
    td { font-variant-numeric: tabular-nums; } td.favor a { color: var(--favor); }
    td.against a { color: var(--against); } td.neutral a { color: var(--neutral); }
    td.favor { background: var(--favor-tint); } td.against { background: var(--against-tint); }
    td.favor, td.against, td.neutral { padding-left: .4rem; white-space: nowrap; }
    th button { all: unset; cursor: pointer; } th button:focus-visible { outline: 3px solid var(--accent); }
    th button::after { content: " ↕"; color: var(--faint); }
    th[aria-sort=ascending] button::after { content: " ↑"; }
    th[aria-sort=descending] button::after { content: " ↓"; }
    input { font: inherit; padding: .3rem .5rem; width: min(100%, 24rem); color: inherit;
    background: var(--page); border: 1px solid var(--faint); border-radius: 4px; }
    figure { margin: .8rem 0; } .charts { display: flex; flex-wrap: wrap; gap: 1rem 2rem; }
    .charts figure { margin: 0; max-width: 100%; }
    figcaption { font-weight: 600; margin-bottom: .3rem; } summary { cursor: pointer; color: var(--faint); } .note, .where { color: var(--faint); }
    .favor { color: var(--favor); } .against { color: var(--against); }
    .neutral { color: var(--neutral); } ul.quotes { padding-left: 1.2rem; margin: .3rem 0 .8rem; }
    ul.quotes li { margin: .2rem 0; }
    .article { border-left: 3px solid var(--line); padding-left: 1rem; margin: 1.4rem 0; }
    .q { background: var(--tint); } .cue { text-decoration: underline dotted; }
    .src { font-weight: 600; text-decoration: underline; } .tg { font-weight: 600;
    border-bottom: 2px solid currentColor; }
    .tg.favor { background: var(--favor-tint); } .tg.against { background: var(--against-tint);
    border-bottom-style: dashed; } .tg.neutral { border-bottom-style: dotted; color: inherit; }
    sup { font-weight: 700; line-height: 0; } .few { font-style: italic; color: var(--faint); }
    @media (max-width: 36rem) { main { padding: .75rem; } body { font-size: 15px; }
    th, td { padding-right: .6rem; } }
    pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: .85rem; }
    @media print { :root { color-scheme: light; --page: #fff; --text: #1b1f24; --faint: #57606a;
    --line: #d0d7de; --accent: #4a5bb5; --link: #0b57b0; --tint: #eef1f6; --favor: #0b57b0;
    --against: #a64200; --neutral: #60656c; --favor-tint: #dbeafe; --against-tint: #ffe3cf; }
    .scroll { overflow: visible; } nav, .skip, summary, label, [role=status], input,
    th button::after { display: none; } h2, h3 { break-after: avoid; }
    tr, figure, li { break-inside: avoid; } a { color: inherit; text-decoration: none; } }
    """

  /// Makes tables sortable and speakers filterable; the page says the same without it.
  static let script = """
    (() => {
    const value = (row, i) => { const s = row.cells[i].textContent.trim();
    const n = parseFloat(s.replace("−", "-").replace(/^[([+]+/, "")); return isNaN(n) ? s.toLowerCase() : n; };
    for (const table of document.querySelectorAll("table.sort")) {
    const body = table.tBodies[0]; [...table.tHead.rows[0].cells].forEach((head, i) => {
    if (!head.textContent) return;
    const button = document.createElement("button"); button.type = "button";
    button.textContent = head.textContent; head.textContent = ""; head.append(button);
    button.addEventListener("click", () => {
    const way = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
    for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
    const rows = [...body.rows].map(row => [value(row, i), row]);
    rows.sort(([a], [b]) => way * (typeof a === typeof b ? (a < b ? -1 : a > b ? 1 : 0)
    : typeof a === "number" ? -1 : 1));
    body.append(...rows.map(row => row[1])); }); }); }
    const search = (parts, before) => {
    const label = document.createElement("label"); const input = document.createElement("input");
    input.type = "search"; label.append("Show only what has ", input);
    const status = document.createElement("p"); status.setAttribute("role", "status");
    before.before(label, status);
    input.addEventListener("input", () => { const word = input.value.toLowerCase(); let count = 0;
    for (const part of parts) { part.hidden = !part.textContent.toLowerCase().includes(word);
    if (!part.hidden) count++; } status.textContent = word ? count + " of " + parts.length : ""; }); };
    const list = [...document.querySelectorAll(".filterable")]; if (list.length) search(list, list[0]);
    for (const table of document.querySelectorAll("table.search"))
    search([...table.tBodies[0].rows], table.parentNode);
    })();
    """

  /// The base-64 SHA-256 of `script`, as the policy names it. A test compares the two.
  static let scriptDigest = "sha256-AiT/qT2tEDF6wNR13w8w0Hrt90W6DJCscuBjLdd3NpU="

  /// The text with the characters escaped that mean something in HTML, in elements and in attributes.
  static func escape(_ text: String) -> String { SVGDrawing.escape(text) }
}

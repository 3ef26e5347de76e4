import Lexicons

/// Takes the text out of a page: paragraphs with what the markup says about each.
///
/// No tree is built. A stack of the open elements tells whether text is to be dropped (scripts, menus),
/// marked as boilerplate (captions, footers, lists of links), a heading, a quotation or an item of a
/// list. An end tag closes the nearest element of its name and those inside it; without such an element
/// it means nothing. Elements inside a line leave no trace, but for `<q>`, which stands for the marks a
/// browser would show. Cost is linear, however deep elements are nested.
struct HTMLText {
  private struct Element {
    var name: UInt64
    var treatment: HTMLRules.Treatment
    var isDropped = false
    /// Marked by its class, which is less sure than by its name.
    var classTreatment: HTMLRules.Treatment?
  }
  /// What stands around a block.
  private struct Surroundings {
    var dropped = 0
    var boilerplate = 0
    var boilerplateByClass = 0
    var bylineByClass = 0
    var heading = 0
    var quotation = 0
    var item = 0
    var main = 0
    var article = 0
  }
  /// What is known of a finished block that its role does not say.
  private struct Note {
    var isMain: Bool
    var isArticle: Bool
    var isMarkedByClass: Bool
    var isLinks: Bool
  }

  private let rules = HTMLRules.builtIn
  private var text = BlockText()
  private var notes: [Note] = []
  private var stack: [Element] = []
  private var openCounts: [UInt64: Int] = [:]
  private var around = Surroundings()
  private var title: [UInt8] = []
  private var isInTitle = false
  /// For each open `<q>`: whether marks are written for it, nil before its first character.
  private var quotes: [Bool?] = []
  private var linkDepth = 0
  private var linkBytes = 0
  private var line = 1
  private var countedTo = 0
  private var blockLine = 1

  /// The text of a page and its blocks.
  static func text(of page: [UInt8]) -> (bytes: [UInt8], blocks: [ArticleText.Block]) {
    let page = HTMLTokenizer.normalizingLineBreaks(page)
    return page.withUnsafeBufferPointer { bytes in
      var reader = HTMLText()
      var tokenizer = HTMLTokenizer(bytes)
      while true {
        let before = tokenizer.position
        guard let token = tokenizer.next() else { break }
        reader.countLines(bytes, to: before)
        switch token {
        case .characters(let characters): reader.append(characters)
        case .startTag(let tag): reader.open(tag, &tokenizer)
        case .endTag(let tag): reader.close(TextHash.hash(tag.name))
        case .comment, .doctype: break
        }
        tokenizer.allowsCDATA = reader.around.dropped > 0
      }
      reader.finishBlock()
      return reader.result()
    }
  }

  private mutating func countLines(_ bytes: UnsafeBufferPointer<UInt8>, to end: Int) {
    while countedTo < end {
      if bytes[countedTo] == 10 { line += 1 }
      countedTo += 1
    }
  }

  // MARK: - Text

  private mutating func append(_ characters: [UInt8]) {
    if isInTitle {
      title += characters
      return
    }
    guard around.dropped == 0 else { return }
    let lengthBefore = text.bytes.count
    var start = 0
    if let last = quotes.last, last == nil {
      guard let first = characters.firstIndex(where: { $0 > 0x20 }) else {
        text.append(characters)
        return
      }
      text.append(characters[..<first])
      let isMarked = characters.withUnsafeBufferPointer {
        CharacterClass.of(UTF8Scan.scalar($0, first).value).isQuote
      }
      // Those without a character are the innermost ones.
      let firstNew = (quotes.lastIndex { $0 != nil } ?? -1) + 1
      for index in firstNew..<quotes.count {
        quotes[index] = !isMarked
        if !isMarked { text.append(index % 2 == 0 ? "“".utf8 : "‘".utf8) }
      }
      start = first
    }
    if text.isEmpty { blockLine = line + Self.leadingLines(characters[start...]) }
    text.append(characters[start...])
    if linkDepth > 0 { linkBytes += text.bytes.count - lengthBefore }
  }

  private static func leadingLines(_ characters: ArraySlice<UInt8>) -> Int {
    characters.prefix { $0 <= 0x20 }.reduce(0) { $0 + ($1 == 10 ? 1 : 0) }
  }

  private mutating func finishBlock() {
    guard !text.isEmpty else { return }
    let length = text.bytes.count - text.start
    let role: Paragraph.Role? =
      if around.boilerplate > 0 {
        .boilerplate
      } else if around.heading > 0 {
        .headline
      } else if around.bylineByClass > 0, length <= 160 {
        .byline
      } else if around.quotation > 0 {
        .blockquote
      } else if around.item > 0 {
        .listItem
      } else {
        nil
      }
    notes.append(
      Note(
        isMain: around.main > 0, isArticle: around.article > 0,
        isMarkedByClass: around.boilerplateByClass > 0,
        isLinks: linkBytes * 5 >= length * 4 && role != .headline && role != .byline))
    text.finish(role: role, line: blockLine)
    linkBytes = 0
  }

  // MARK: - Elements

  private mutating func open(_ tag: HTMLTag, _ tokenizer: inout HTMLTokenizer) {
    let name = TextHash.hash(tag.name)
    setContent(of: tag, &tokenizer)
    let isHidden = tag.value(of: "hidden") != nil || Self.isUndisplayed(tag.value(of: "style"))
    let treatment = rules.elements[name]
    if treatment == .title, around.dropped == 0 {
      isInTitle = title.isEmpty
      return
    }
    switch treatment {
    case .void: return
    case .breaking:
      if around.dropped == 0 { finishBlock() }
      return
    case .link:
      linkDepth += 1
      return
    case .quote:
      if around.dropped == 0 { quotes.append(nil) }
      return
    case nil:
      // Elements inside a line matter only when they are not shown.
      if isHidden || openCounts[name] != nil {
        push(Element(name: name, treatment: .line), isHidden)
      }
      return
    case .some(let treatment):
      if tag.isSelfClosing && treatment == .drop { return }
      if around.dropped == 0 { finishBlock() }
      if stack.last?.treatment == .paragraph { pop() }
      if treatment == .item, stack.last?.treatment == .item { pop() }
      if treatment == .heading, stack.last?.treatment == .heading { pop() }
      var element = Element(name: name, treatment: treatment)
      element.classTreatment = rules.treatment(ofClasses: tag)
      if let role = tag.value(of: "role"), let byRole = rules.roles[TextHash.hash(role)],
        treatment == .block || treatment == .article
      {
        element.treatment = byRole
      }
      push(element, isHidden)
    }
  }

  private func setContent(of tag: HTMLTag, _ tokenizer: inout HTMLTokenizer) {
    switch String(decoding: tag.name, as: UTF8.self) {
    case "title", "textarea": tokenizer.content = .escapableText
    case "style", "xmp", "iframe", "noembed", "noframes": tokenizer.content = .rawText
    case "script": tokenizer.content = .script
    case "plaintext": tokenizer.content = .plaintext
    default: break
    }
  }

  private static func isUndisplayed(_ style: [UInt8]?) -> Bool {
    guard let style, style.count < 1000 else { return false }
    let plain = style.filter { $0 > 0x20 }
    return String(decoding: plain, as: UTF8.self).lowercased().contains("display:none")
  }

  private mutating func close(_ name: UInt64) {
    switch rules.elements[name] {
    case .title:
      isInTitle = false
      return
    case .link:
      linkDepth = max(0, linkDepth - 1)
      return
    case .quote:
      guard around.dropped == 0, let isMarked = quotes.popLast() else { return }
      if isMarked == true { text.append(quotes.count % 2 == 0 ? "”".utf8 : "’".utf8) }
      return
    case .breaking, .void: return
    default: break
    }
    guard openCounts[name, default: 0] > 0 else { return }
    if around.dropped == 0, rules.elements[name] != nil { finishBlock() }
    while let last = stack.last {
      pop()
      if last.name == name { break }
    }
  }

  private mutating func push(_ element: Element, _ isHidden: Bool) {
    var element = element
    element.isDropped = isHidden || element.treatment == .drop
    stack.append(element)
    openCounts[element.name, default: 0] += 1
    count(element, 1)
  }

  private mutating func pop() {
    let element = stack.removeLast()
    openCounts[element.name, default: 1] -= 1
    count(element, -1)
  }

  private mutating func count(_ element: Element, _ step: Int) {
    if element.isDropped { around.dropped += step }
    switch element.treatment {
    case .boilerplate: around.boilerplate += step
    case .heading: around.heading += step
    case .quotation: around.quotation += step
    case .item: around.item += step
    case .main: around.main += step
    case .article: around.article += step
    default: break
    }
    switch element.classTreatment {
    case .boilerplate: around.boilerplateByClass += step
    case .byline: around.bylineByClass += step
    default: break
    }
  }

  // MARK: - The whole page

  /// The text and its blocks, with the marks that need the whole page.
  ///
  /// A class marks a block only when it leaves half of the text: a page whose outermost element is
  /// called "with-sidebar" is no sidebar. Where a main part or an article has text, what stands outside
  /// is marked. The page's title is its headline when no heading is.
  private func result() -> (bytes: [UInt8], blocks: [ArticleText.Block]) {
    var text = text
    let sizes = text.blocks.map { $0.role == .boilerplate ? 0 : $0.range.count }
    func size(where holds: (Note) -> Bool) -> Int {
      zip(sizes, notes).reduce(0) { $0 + (holds($1.1) ? $1.0 : 0) }
    }
    let all = sizes.reduce(0, +)
    let trustsClasses = size { $0.isMarkedByClass } * 2 <= all
    let hasMain = size { $0.isMain && !$0.isLinks } >= Self.shortestMain
    let hasArticle = size { $0.isArticle && !$0.isLinks } >= Self.shortestMain
    for (index, note) in notes.enumerated() {
      let role = text.blocks[index].role
      let isOutside = hasMain ? !note.isMain : hasArticle && !note.isArticle
      if note.isLinks || note.isMarkedByClass && trustsClasses && role != .byline
        || isOutside && role != .headline
      {
        text.setRole(.boilerplate, ofBlock: index)
      }
    }
    if !text.blocks.contains(where: { $0.role == .headline }), let headline = pageHeadline {
      return Self.prepending(headline, to: text)
    }
    return (text.bytes, text.blocks)
  }

  /// How much text makes an element the page's main part, in bytes. Chosen.
  private static let shortestMain = 200

  /// The page's title without the name of the site, which follows a bar; nil when there is none.
  private var pageHeadline: [UInt8]? {
    var words = BlockText()
    words.append(title)
    let parts = words.bytes.split(separator: UInt8(ascii: "|"))
    guard let first = parts.first.map(Array.init) else { return nil }
    return first.last == 0x20 ? Array(first.dropLast()) : first
  }

  private static func prepending(
    _ headline: [UInt8], to text: BlockText
  ) -> (bytes: [UInt8], blocks: [ArticleText.Block]) {
    guard !headline.isEmpty else { return (text.bytes, text.blocks) }
    let shift = headline.count + 2
    let head = ArticleText.Block(range: 0..<headline.count, role: .headline, line: 1)
    let rest = text.blocks.map {
      ArticleText.Block(
        range: ($0.range.lowerBound + shift)..<($0.range.upperBound + shift), role: $0.role,
        line: $0.line)
    }
    return (headline + (rest.isEmpty ? [] : [10, 10]) + text.bytes, [head] + rest)
  }
}

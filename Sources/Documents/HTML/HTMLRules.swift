import Lexicons

/// What elements, roles and classes mean for the text of a page.
struct HTMLRules: Sendable {
  enum Treatment: String, CaseIterable {
    case drop, boilerplate, byline
    case block, paragraph, heading, quotation, item, main, article
    case breaking = "break"
    case quote, link, title, void
    /// An element inside a line.
    case line
  }

  var elements: [UInt64: Treatment] = [:]
  var roles: [UInt64: Treatment] = [:]
  var classes: [UInt64: Treatment] = [:]

  /// The rules that are part of the binary, read at first use.
  static let builtIn: HTMLRules = {
    do {
      return try HTMLRules()
    } catch {
      preconditionFailure("a word list inside the binary is broken: \(error)")
    }
  }()

  private init() throws(LexiconError) {
    let list = try WordList(builtIn: "text/html.tsv")
    for row in 0..<list.count {
      let name = TextHash.hash(list.bytes(row: row, column: 0))
      let found = list.string(row: row, column: 2)
      guard let treatment = Treatment(rawValue: found) else {
        throw list.error(
          row: row,
          .unknownValue(
            column: "treatment", found: found, expected: Treatment.allCases.map(\.rawValue)))
      }
      switch list.string(row: row, column: 1) {
      case "element": elements[name] = treatment
      case "role": roles[name] = treatment
      case "class": classes[name] = treatment
      case let kind:
        throw list.error(
          row: row,
          .unknownValue(column: "kind", found: kind, expected: ["class", "element", "role"]))
      }
    }
  }

  /// What the classes and the identifier of a tag mean: each is read part by part, so that
  /// "article-byline" and "byline__name" are bylines.
  func treatment(ofClasses tag: HTMLTag) -> Treatment? {
    var found: Treatment?
    for name in ["class", "id", "rel", "itemprop"] as [StaticString] {
      guard let value = tag.value(of: name) else { continue }
      let parts = value.prefix(1000).split {
        $0 == 0x20 || $0 == 0x2D || $0 == 0x5F || $0 == 10 || $0 == 9
      }
      for part in parts {
        let lowered = part.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
        guard let treatment = classes[TextHash.hash(lowered)] else { continue }
        if treatment == .boilerplate { return .boilerplate }
        found = treatment
      }
    }
    return found
  }
}

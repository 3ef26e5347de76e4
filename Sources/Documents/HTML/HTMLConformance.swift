/// The tokens of a page in the form in which html5lib's tests write them.
package enum HTMLConformance {
  /// The tokens of a piece of HTML.
  ///
  /// - Parameters:
  ///   - state: the name of the state to begin in, such as `RCDATA state`.
  ///   - lastStartTag: the tag before the text; empty when there is none.
  /// - Returns: arrays such as `["StartTag", "p", ["class": "a"]]`.
  package static func tokens(_ input: [UInt8], state: String, lastStartTag: String) -> [Any] {
    let content: HTMLTokenizer.Content =
      switch state {
      case "RCDATA state": .escapableText
      case "RAWTEXT state": .rawText
      case "Script data state": .script
      case "PLAINTEXT state": .plaintext
      case "CDATA section state": .cdata
      default: .data
      }
    let page = HTMLTokenizer.normalizingLineBreaks(input)
    return page.withUnsafeBufferPointer { bytes in
      var tokenizer = HTMLTokenizer(
        bytes, content: content, lastStartTag: Array(lastStartTag.utf8))
      var tokens: [Any] = []
      while let token = tokenizer.next() { tokens.append(values(token)) }
      return tokens
    }
  }

  private static func values(_ token: HTMLToken) -> [Any] {
    func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
    func optional(_ bytes: [UInt8]?) -> Any { bytes.map(text) as Any? ?? [Int]() }
    switch token {
    case .doctype(let doctype):
      return [
        "DOCTYPE", optional(doctype.name), optional(doctype.publicID), optional(doctype.systemID),
        !doctype.forcesQuirks,
      ]
    case .startTag(let tag):
      let attributes = Dictionary(
        tag.attributes.map { (text($0.name), text($0.value)) },
        uniquingKeysWith: { first, _ in first })
      return ["StartTag", text(tag.name), attributes] + (tag.isSelfClosing ? [true] : [])
    case .endTag(let tag): return ["EndTag", text(tag.name)]
    case .comment(let comment): return ["Comment", text(comment)]
    case .characters(let characters): return ["Character", text(characters)]
    }
  }
}

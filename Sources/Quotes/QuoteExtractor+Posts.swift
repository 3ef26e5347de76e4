import Documents

extension QuoteExtractor {
  /// Posts and short letters that an article prints whole: marked up as a tweet with its author, or a
  /// paragraph signed by the next one, which holds a handle or a name and nothing else.
  func posts(in context: QuoteContext) -> [Quote] {
    let document = context.document
    var tweets: [Quote] = []
    for paragraph in document.paragraphs {
      tweets += markedPosts(in: paragraph.tokens, document)
    }
    var signed: [Quote] = []
    var aboutHeading = 0
    for index in document.paragraphs.indices.dropFirst().dropLast() {
      // A post is one paragraph: what stands before it is another's signature, or a heading.
      let before = document.paragraphs[index - 1].tokens
      let own = document.paragraphs[index].tokens
      guard own.count > 4, signature(own, document) == nil, !isHeading(own, document),
        let author = signature(document.paragraphs[index + 1].tokens, document)
      else { continue }
      let previous = signature(before, document)
      let isHandle = document.tokens[author.lowerBound].kind == .handle
      guard previous != nil || isHandle || isHeading(before, document) else { continue }
      // "Ana Ruiz." over a paragraph about Ruiz is a heading, not who signs the one above.
      if let name = previous?.last,
        own.contains(where: { document.tokens[$0].hash == document.tokens[name].hash })
      {
        aboutHeading += 1
      }
      signed.append(post(content: own, source: author, rule: "signed-post", document))
    }
    // One such paragraph may be anything; posts come in rows.
    return tweets + (signed.count > 1 && aboutHeading * 2 < signed.count ? signed : [])
  }

  /// `<tweet … author="NAME" …>text</tweet>`, where the text may end with "— Name (@handle)".
  private func markedPosts(in tokens: Range<Int>, _ document: Document) -> [Quote] {
    var found: [Quote] = []
    var index = tokens.lowerBound
    while index + 1 < tokens.upperBound {
      defer { index += 1 }
      guard document.normalized(index) == "<", document.normalized(index + 1) == "tweet" else {
        continue
      }
      guard let close = (index..<tokens.upperBound).first(where: { document.normalized($0) == ">" })
      else { break }
      let name = (index..<close).first { Self.authorAttributes.contains(document.normalized($0)) }
      let author = name.flatMap { name in
        (name + 1..<close).first {
          document.tokens[$0].kind == .word || document.tokens[$0].kind == .handle
        }
      }
      let end =
        (close..<tokens.upperBound).first { document.normalized($0) == "<" } ?? tokens.upperBound
      index = end - 1
      guard let author, close + 1 < end else { continue }
      var content = close + 1..<end
      var source = author..<author + 1
      if let (dash, name) = closingSignature(of: content, document) {
        content = content.lowerBound..<dash
        source = name
      }
      found.append(post(content: content, source: source, rule: "marked-post", document))
    }
    return found
  }

  private static let authorAttributes: Set<String> = ["author", "tweet-author"]

  /// The dash and the name with which a post ends, "— Ana Ruiz (@anaruiz)".
  private func closingSignature(
    of content: Range<Int>, _ document: Document
  ) -> (dash: Int, name: Range<Int>)? {
    guard
      let dash = content.dropFirst().last(where: { Self.dashes.contains(document.normalized($0)) }),
      content.upperBound - dash < 14
    else { return nil }
    var end = dash + 1
    while end < content.upperBound, isNameWord(end, document) { end += 1 }
    return end > dash + 1 ? (dash, dash + 1..<end) : nil
  }

  /// The handle or the name of two to four words that is all a paragraph holds.
  private func signature(_ paragraph: Range<Int>, _ document: Document) -> Range<Int>? {
    var tokens = paragraph
    if let last = tokens.last, document.normalized(last) == "." { tokens.removeLast() }
    if tokens.count == 1, document.tokens[tokens.lowerBound].kind == .handle { return tokens }
    guard (2...5).contains(tokens.count) else { return nil }
    for token in tokens {
      let isInitialsPoint = token > tokens.lowerBound && document.normalized(token) == "."
      guard isNameWord(token, document) || isInitialsPoint else { return nil }
    }
    let hasLowerLetters = tokens.contains { document.tokens[$0].casing == .capitalized }
    return hasLowerLetters ? tokens : nil
  }

  /// A line of one or two words in capitals.
  private func isHeading(_ paragraph: Range<Int>, _ document: Document) -> Bool {
    let words = paragraph.filter { document.tokens[$0].kind == .word }
    return (1...2).contains(words.count)
      && words.allSatisfy { document.tokens[$0].casing == .upper }
  }

  private func isNameWord(_ token: Int, _ document: Document) -> Bool {
    let casing = document.tokens[token].casing
    return document.tokens[token].kind == .word && casing != .lower && casing != .none
  }

  private func post(
    content: Range<Int>, source: Range<Int>, rule: String, _ document: Document
  ) -> Quote {
    Quote(
      kind: .direct, content: [content], cue: [], source: [source], cueClass: .speech,
      confidence: 0.9, rule: rule)
  }
}

// Comments and document types.
extension HTMLTokenizer {
  /// Reads a comment whose "<!--" is behind.
  mutating func scanComment() -> HTMLToken? {
    var comment: [UInt8] = []
    // "<!-->" and "<!--->" are comments without a text.
    if byte(0) == 0x3E {
      position += 1
      return .comment([])
    }
    if byte(0) == 0x2D, byte(1) == 0x3E {
      position += 2
      return .comment([])
    }
    while let next = byte(0) {
      guard next == 0x2D else {
        appendCommentByte(next, to: &comment)
        position += 1
        continue
      }
      // A run of hyphens ends the comment before ">" or "!>" when it has two.
      var run = 0
      while byte(run) == 0x2D { run += 1 }
      let after = byte(run)
      if after == nil {
        position += run
        comment.append(contentsOf: repeatElement(0x2D, count: max(0, run - 2)))
        return .comment(comment)
      }
      if run >= 2, after == 0x3E {
        position += run + 1
        comment.append(contentsOf: repeatElement(0x2D, count: run - 2))
        return .comment(comment)
      }
      if run >= 2, after == 0x21, byte(run + 1) == 0x3E || byte(run + 1) == nil {
        position += min(run + 2, bytes.count - position)
        comment.append(contentsOf: repeatElement(0x2D, count: run - 2))
        return .comment(comment)
      }
      comment.append(contentsOf: repeatElement(0x2D, count: run))
      position += run
    }
    return .comment(comment)
  }

  /// Reads up to the next ">", whatever it is.
  mutating func scanBogusComment(_ start: [UInt8]) -> HTMLToken? {
    var comment = start
    while let next = byte(0) {
      position += 1
      if next == 0x3E { break }
      appendCommentByte(next, to: &comment)
    }
    return .comment(comment)
  }

  private func appendCommentByte(_ byte: UInt8, to comment: inout [UInt8]) {
    if byte == 0 {
      comment.append(contentsOf: Self.replacement)
    } else {
      comment.append(byte)
    }
  }

  /// Reads a document type whose "<!doctype" is behind.
  mutating func scanDoctype() -> HTMLToken? {
    var doctype = HTMLDoctype()
    skipSpaces()
    guard let first = byte(0) else {
      doctype.forcesQuirks = true
      return .doctype(doctype)
    }
    if first == 0x3E {
      position += 1
      doctype.forcesQuirks = true
      return .doctype(doctype)
    }
    var name: [UInt8] = []
    while let next = byte(0), !Self.isSpace(next), next != 0x3E {
      appendLowered(next, to: &name)
      position += 1
    }
    doctype.name = name
    skipSpaces()
    guard let next = byte(0) else {
      doctype.forcesQuirks = true
      return .doctype(doctype)
    }
    if next == 0x3E {
      position += 1
      return .doctype(doctype)
    }
    let isPublic = matches("public")
    guard isPublic || matches("system") else {
      doctype.forcesQuirks = true
      return finish(doctype)
    }
    position += 6
    skipSpaces()
    guard let isWhole = scanIdentifier(into: isPublic ? \.publicID : \.systemID, of: &doctype)
    else { return finish(doctype) }
    guard isWhole else { return .doctype(doctype) }
    if isPublic {
      skipSpaces()
      if byte(0) == 0x22 || byte(0) == 0x27 {
        guard let isWhole = scanIdentifier(into: \.systemID, of: &doctype), isWhole else {
          return .doctype(doctype)
        }
      }
    }
    skipSpaces()
    guard let last = byte(0) else {
      doctype.forcesQuirks = true
      return .doctype(doctype)
    }
    // Junk after the system identifier is passed over; in its place it is an error.
    if last != 0x3E && doctype.systemID == nil { doctype.forcesQuirks = true }
    return finish(doctype)
  }

  /// Reads an identifier in quotation marks.
  ///
  /// - Returns: nil when none begins here, false when the document type ends with it.
  private mutating func scanIdentifier(
    into part: WritableKeyPath<HTMLDoctype, [UInt8]?>, of doctype: inout HTMLDoctype
  ) -> Bool? {
    guard let mark = byte(0), mark == 0x22 || mark == 0x27 else {
      doctype.forcesQuirks = true
      if byte(0) == 0x3E {
        position += 1
        return false
      }
      return byte(0) == nil ? false : nil
    }
    position += 1
    var identifier: [UInt8] = []
    while let next = byte(0), next != mark, next != 0x3E {
      appendCommentByte(next, to: &identifier)
      position += 1
    }
    doctype[keyPath: part] = identifier
    if byte(0) == mark {
      position += 1
      return true
    }
    doctype.forcesQuirks = true
    if byte(0) == 0x3E { position += 1 }
    return false
  }

  /// Ends a document type at its ">", past whatever stands before it.
  private mutating func finish(_ doctype: HTMLDoctype) -> HTMLToken {
    while let next = byte(0) {
      position += 1
      if next == 0x3E { break }
    }
    return .doctype(doctype)
  }
}

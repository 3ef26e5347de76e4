// Elements whose content is text: titles, styles, scripts.
extension HTMLTokenizer {
  /// Reads text up to the end tag of the element it is in.
  mutating func scanTextElement() -> HTMLToken? {
    while let next = byte(0) {
      if next == 0x26, content == .escapableText {
        text += readReference(inAttribute: false)
      } else if next == 0x3C, isOwnEndTag(at: position) {
        return scanOwnEndTag()
      } else {
        appendTextByte(next)
        position += 1
      }
    }
    return nil
  }

  /// Reads a script. Inside "<!--" a "<script" begins an inner one, whose end tag ends only that.
  mutating func scanScript() -> HTMLToken? {
    var isEscaped = false
    var isInner = false
    var hyphens = 0
    while let next = byte(0) {
      switch next {
      case 0x3C:
        hyphens = 0
        if !isInner, isOwnEndTag(at: position) { return scanOwnEndTag() }
        if !isEscaped, matches("<!--") {
          isEscaped = true
          hyphens = 2
          text.append(contentsOf: "<!--".utf8)
          position += 4
          continue
        }
        if isEscaped, let length = scriptWord(from: position + (isInner ? 2 : 1)),
          !isInner || byte(1) == 0x2F
        {
          isInner.toggle()
          let end = position + (isInner ? 1 : 2) + length
          appendText(upTo: end)
          continue
        }
      case 0x2D: hyphens += 1
      case 0x3E:
        if isEscaped && hyphens >= 2 {
          isEscaped = false
          isInner = false
        }
        hyphens = 0
      default: hyphens = 0
      }
      appendTextByte(next)
      position += 1
    }
    return nil
  }

  /// Whether "script" and a sign that ends a name stand at an offset: how long both are.
  private func scriptWord(from start: Int) -> Int? {
    let word = "script".utf8
    guard start + word.count < bytes.count else { return nil }
    for (offset, letter) in word.enumerated() where bytes[start + offset] | 0x20 != letter {
      return nil
    }
    let after = bytes[start + word.count]
    return Self.isSpace(after) || after == 0x2F || after == 0x3E ? word.count + 1 : nil
  }

  /// Whether the end tag of the element that the text stands in begins at an offset.
  private func isOwnEndTag(at start: Int) -> Bool {
    let nameStart = start + 2
    let nameEnd = nameStart + lastStartTag.count
    guard !lastStartTag.isEmpty, nameEnd < bytes.count, bytes[start + 1] == 0x2F else {
      return false
    }
    for (offset, letter) in lastStartTag.enumerated() {
      let found = bytes[nameStart + offset]
      if (found &- 0x41 < 26 ? found | 0x20 : found) != letter { return false }
    }
    return Self.isSpace(bytes[nameEnd]) || bytes[nameEnd] == 0x2F || bytes[nameEnd] == 0x3E
  }

  private mutating func scanOwnEndTag() -> HTMLToken? {
    position += 2
    content = .data
    return scanTag(isEnd: true)
  }
}

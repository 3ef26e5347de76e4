// What single lines look like: patterns of the list of boilerplate, names after "By", counters.
extension ParagraphRoles {
  /// Whether the first paragraph reads like a headline.
  func isHeadline(_ shape: LineShape, following: Int) -> Bool {
    guard shape.characters <= 220, shape.words >= 2, shape.words <= 28 else { return false }
    if shape.unbalancedQuotes { return false }
    if shape.isAllCapitals { return true }
    if !shape.endsInMark { return true }
    if shape.isTitleLike { return true }
    return following >= 3 && shape.characters <= 130 && shape.innerStops == 0
  }

  func isByline(_ range: Range<Int>, _ shape: LineShape, bodyCount: Int) -> Bool {
    guard shape.characters <= 160, shape.words <= 20 else { return false }
    for pattern in rules.patterns where pattern.place == .byline {
      var start = range.lowerBound
      if bytes[start] == UInt8(ascii: "(") { start += 1 }
      guard let after = matchEnd(pattern.text, at: start, in: range), after < range.upperBound,
        bytes[after] == 0x3A || kind(at: after) == .space
      else { continue }
      let isLongPattern = pattern.text.count > 2
      if isLongPattern { return shape.isNameList(from: after, range, bytes) || bodyCount > 3 }
      return bodyCount <= 2 && !shape.endsInMark && shape.isNameList(from: after, range, bytes)
    }
    return false
  }

  /// Whether a line matches a pattern of the list, counts something or credits a picture.
  func matchesBoilerplate(_ range: Range<Int>, _ shape: LineShape) -> Bool {
    guard shape.characters <= 400 else { return false }
    // "(Photo by …)" is a credit as "Photo by …" is.
    let first = bytes[range.lowerBound]
    let isBracketed = first == UInt8(ascii: "(") || first == UInt8(ascii: "[")
    let start = isBracketed ? range.lowerBound + 1 : range.lowerBound
    for pattern in rules.patterns {
      let isFound =
        switch pattern.place {
        case .start: shape.characters <= 220 && opens(pattern, at: start, in: range)
        case .stamp:
          shape.characters <= 90 && !endsInStop(range) && opens(pattern, at: start, in: range)
            && bytes[range].contains { $0 &- 0x30 < 10 }
        case .line: matchEnd(pattern.text, at: range.lowerBound, in: range) == range.upperBound
        case .end: shape.characters <= 160 && closes(pattern, in: range)
        case .contains: shape.characters <= 200 && find(pattern.text, in: range) != nil
        case .counter: shape.characters <= 40 && counts(pattern, in: range)
        case .anywhere, .byline: false
        }
      if isFound { return true }
    }
    return false
  }

  private func opens(_ pattern: TextRules.Pattern, at start: Int, in range: Range<Int>) -> Bool {
    guard let after = matchEnd(pattern.text, at: start, in: range) else { return false }
    if after < range.upperBound, kind(at: after).isLetter, isLetter(bytes[after - 1]) {
      return false
    }
    // "Copyright" needs its sign or year, else it is a subject like any other.
    guard pattern.text.starts(with: "copyright".utf8) else { return true }
    return bytes[after..<min(after + 8, range.upperBound)].contains {
      $0 == 0xA9 || $0 &- 0x30 < 10
    }
  }

  private func closes(_ pattern: TextRules.Pattern, in range: Range<Int>) -> Bool {
    var start = range.upperBound
    if bytes[start - 1] == UInt8(ascii: ")") { start -= 1 }
    let end = start
    for _ in 0..<pattern.text.count(where: { $0 & 0xC0 != 0x80 }) {
      guard let (_, length) = UTF8Scan.scalarBefore(bytes, start, from: range.lowerBound) else {
        return false
      }
      start -= length
    }
    return start > range.lowerBound && matchEnd(pattern.text, at: start, in: range) == end
  }

  /// Whether a line counts what a pattern names, and no more: "1.2K shares", "Comments (12)".
  private func counts(_ pattern: TextRules.Pattern, in range: Range<Int>) -> Bool {
    func skip(_ index: Int, _ holds: (UInt8) -> Bool) -> Int {
      var index = index
      while index < range.upperBound, holds(bytes[index]) { index += 1 }
      return index
    }
    func isNumber(_ byte: UInt8) -> Bool {
      byte &- 0x30 < 10 || byte == 0x2E || byte == 0x2C || byte == 0x2B
    }
    func skipSpaces(_ index: Int) -> Int {
      var index = index
      while index < range.upperBound, kind(at: index) == .space {
        index += UTF8Scan.scalar(bytes, index).length
      }
      return index
    }
    if bytes[range.lowerBound] &- 0x30 < 10 {
      var index = skip(range.lowerBound, isNumber)
      // "1.2K", "3M"
      if index < range.upperBound, bytes[index] | 0x20 == 0x6B || bytes[index] | 0x20 == 0x6D,
        index + 1 < range.upperBound, !kind(at: index + 1).isLetter
      {
        index += 1
      }
      guard let end = matchEnd(pattern.text, at: skipSpaces(index), in: range) else { return false }
      return end == range.upperBound || bytes[end] == 0x2E && end + 1 == range.upperBound
        || kind(at: end) == .space && skipSpaces(end) < range.upperBound
          && bytes[skipSpaces(end)] &- 0x30 < 10
    }
    guard let word = matchEnd(pattern.text, at: range.lowerBound, in: range),
      word < range.upperBound, !kind(at: word).isLetter
    else { return false }
    let number = skip(skipSpaces(word)) { $0 == 0x28 || $0 == 0x3A || $0 == 0x20 }
    let end = skip(number, isNumber)
    return end > number && skip(end) { $0 == 0x29 } == range.upperBound
  }

  private func endsInStop(_ range: Range<Int>) -> Bool {
    let last = bytes[range.upperBound - 1]
    return last == 0x2E && range.count > 2 && bytes[range.upperBound - 3] != 0x2E
  }

  /// Where a link line begins that follows a sentence in the same line ("… READ ALSO: …").
  func trailingBoilerplate(in range: Range<Int>) -> Int? {
    guard range.count <= 20_000 else { return nil }
    for pattern in rules.patterns where pattern.place == .anywhere {
      guard let (found, after) = find(pattern.text, in: range) else { continue }
      let isCapitals = bytes[found..<after].allSatisfy { !($0 &- 0x61 < 26) }
      let hasColon = after < range.upperBound && bytes[after] == 0x3A
      if isCapitals || hasColon { return found }
    }
    return nil
  }

  // MARK: - Matching

  /// Where a pattern ends that stands at an offset, whatever the case and the shapes of spaces, marks
  /// and hyphens; nil when it does not stand there.
  private func matchEnd(_ pattern: [UInt8], at start: Int, in range: Range<Int>) -> Int? {
    var index = start
    for expected in pattern {
      guard index < range.upperBound else { return nil }
      let byte = bytes[index]
      if byte < 0x80 || expected >= 0x80 {
        let folded = byte &- 0x41 < 26 ? byte | 0x20 : byte == 9 ? 0x20 : byte
        guard folded == expected else { return nil }
        index += 1
        continue
      }
      let (value, length) = UTF8Scan.scalar(bytes, index)
      switch (CharacterClass.of(value), expected) {
      case (.space, 0x20), (.singleQuote, 0x27), (.doubleQuote, 0x22), (.hyphen, 0x2D),
        (.dash, 0x2D):
        index += length
      default: return nil
      }
    }
    return index
  }

  private func find(_ text: [UInt8], in range: Range<Int>) -> (start: Int, end: Int)? {
    let first = text[0]
    for index in range where bytes[index] | 0x20 == first | 0x20 {
      guard let end = matchEnd(text, at: index, in: range) else { continue }
      guard let (value, _) = UTF8Scan.scalarBefore(bytes, index, from: range.lowerBound) else {
        return (index, end)
      }
      if !CharacterClass.of(value).isAlphanumeric { return (index, end) }
    }
    return nil
  }

  private func kind(at index: Int) -> CharacterClass {
    CharacterClass.of(UTF8Scan.scalar(bytes, index).value)
  }

  private func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

  /// A range without the white space at its end.
  func trimmedEnd(_ range: Range<Int>) -> Range<Int> {
    var upper = range.upperBound
    while let (value, length) = UTF8Scan.scalarBefore(bytes, upper, from: range.lowerBound),
      CharacterClass.of(value) == .space
    {
      upper -= length
    }
    return range.lowerBound..<upper
  }
}

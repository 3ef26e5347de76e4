// Quotation marks and apostrophes, punctuation, symbols, emoji.
extension Tokenizer {
  mutating func scanApostrophe(from start: Int, value: UInt32, length: Int) -> Int {
    let next = start + length
    // Two in a row are one double mark: ''…'' and ``…''.
    if next < end {
      let (second, secondLength) = UTF8Scan.scalar(bytes, next)
      if CharacterClass.of(second) == .singleQuote, isDoubled(value, second),
        !isDoubledAgain(next + secondLength, second)
      {
        emitQuote(start, next + secondLength)
        return next + secondLength
      }
    }
    let following = scalarClass(at: next)
    let isAfterToken = tokens.last.map { Int($0.span.end) == start } ?? false
    if following.isLetter || following == .digit {
      var wordEnd = next
      while wordEnd < end, wordEnd - next < 8, scalarClass(at: wordEnd).isAlphanumeric {
        wordEnd += scalarLength(at: wordEnd)
      }
      let isWholeWord = !scalarClass(at: wordEnd).isAlphanumeric
      if isWholeWord {
        if isAfterToken, let last = tokens.last, last.kind != .quotationMark,
          last.kind != .punctuation || bytes[Int(last.span.end) - 1] == 0x29,
          rules.clitics.contains(normalizedHash(next, wordEnd))
        {
          emit(start, wordEnd, .word)
          return wordEnd
        }
        let isDecade =
          wordEnd - next <= 3 && isDigit(bytes[next]) && next + 1 < end && isDigit(bytes[next + 1])
          && (wordEnd - next == 2 || bytes[next + 2] == 0x73)
        if !isAfterToken || tokens.last?.kind != .word,
          isDecade || rules.elisions.contains(normalizedHash(next, wordEnd))
        {
          return scanElided(from: start, length: length)
        }
      }
    }
    emitQuote(start, next)
    return next
  }

  /// A word that begins with an apostrophe, with its hyphenated rest: "'til-death-do-us-part".
  mutating func scanElided(from start: Int, length: Int) -> Int {
    var index = start + length
    while index < end {
      let kind = scalarClass(at: index)
      if kind.isAlphanumeric || kind == .mark {
        index += scalarLength(at: index)
      } else if kind == .hyphen, scalarClass(at: index + scalarLength(at: index)).isAlphanumeric {
        index += scalarLength(at: index)
      } else {
        break
      }
    }
    emit(start, index, isDigit(bytes[start + length]) ? .number : .word)
    return index
  }

  /// Any two adjacent single marks are one double mark, however their shapes are mixed.
  func isDoubled(_ first: UInt32, _ second: UInt32) -> Bool {
    func isMark(_ value: UInt32) -> Bool {
      value == 0x27 || value == 0x60 || value == 0xB4 || value == 0x91 || value == 0x92
        || (0x2018...0x201B).contains(value)
    }
    return isMark(first) && isMark(second)
  }

  /// Whether a third mark follows that makes the first one single: in "'''" at a word's end the
  /// single mark closes first.
  func isDoubledAgain(_ index: Int, _ second: UInt32) -> Bool {
    guard index < end else { return false }
    let (third, length) = UTF8Scan.scalar(bytes, index)
    guard CharacterClass.of(third) == .singleQuote, isDoubled(second, third) else { return false }
    let after = scalarClass(at: index + length)
    return !after.isAlphanumeric && after != .singleQuote
  }

  mutating func scanPunctuation(
    from start: Int, value: UInt32, length: Int, kind: CharacterClass
  ) -> Int {
    let next = start + length
    switch value {
    case 0x2E, 0x2026:
      return scanStops(from: start, length: length)
    case 0x21, 0x3F:
      var index = next
      while index < end, bytes[index] == 0x21 || bytes[index] == 0x3F { index += 1 }
      emit(start, index, .punctuation)
      return index
    case 0x2C:
      // ",,So''": two commas for a low mark.
      if byte(at: next) == 0x2C, start == lower || isSpace(before: start),
        scalarClass(at: next + 1).isAlphanumeric
      {
        emitQuote(start, next + 1)
        return next + 1
      }
    case 0x3A, 0x3B:
      if let end = emoticonEnd(from: start) {
        emit(start, end, .emoji)
        return end
      }
    case 0x40, 0x23:
      var index = next
      while index < end {
        let byte = bytes[index]
        let isPart =
          byte < 0x80
          ? isASCIILetter(byte) || isDigit(byte) || byte == 0x5F : scalarClass(at: index).isLetter
        if !isPart { break }
        index += scalarLength(at: index)
      }
      let hasLetter = (next..<index).contains { !isDigit(bytes[$0]) }
      if index > next, hasLetter {
        emit(start, index, value == 0x40 ? .handle : .hashtag)
        return index
      }
    case 0x2D, 0x2A, 0x3D, 0x5F, 0x7E, 0x2B, 0x2014, 0x2013:
      var index = next
      while index < end {
        let (another, anotherLength) = UTF8Scan.scalar(bytes, index)
        guard another == value else { break }
        index += anotherLength
      }
      emit(start, index, kind == .symbol || value == 0x2A ? .symbol : .punctuation)
      return index
    default: break
    }
    let end = skipMarks(from: next)
    emit(start, end, isSymbol(value, kind) ? .symbol : .punctuation)
    return end
  }

  /// Where a face such as ":-)" or ";)" ends that stands between spaces.
  func emoticonEnd(from start: Int) -> Int? {
    if start > lower, !isSpace(before: start) { return nil }
    var index = start + 1
    if byte(at: index) == 0x2D { index += 1 }
    switch byte(at: index) {
    case 0x28, 0x29, 0x44, 0x50, 0x7C: break
    default: return nil
    }
    return scalarClass(at: index + 1) == .space ? index + 1 : nil
  }

  func isSpace(before index: Int) -> Bool {
    UTF8Scan.scalarBefore(bytes, index, from: lower)
      .map { CharacterClass.of($0.value) == .space } ?? true
  }

  func isSymbol(_ value: UInt32, _ kind: CharacterClass) -> Bool {
    switch value {
    case 0x23, 0x25, 0x26, 0x2A, 0x40: true
    default: kind == .symbol
    }
  }

  /// A full stop, or an ellipsis, whose stops may be spaced (". . .").
  mutating func scanStops(from start: Int, length: Int) -> Int {
    var index = start + length
    var stops = length == 1 ? 1 : 3
    while index < end {
      let (value, length) = UTF8Scan.scalar(bytes, index)
      guard value == 0x2E || value == 0x2026 else { break }
      stops += 1
      index += length
    }
    if stops == 1 {
      // Spaced stops: three or more, single white space between them.
      var spaced = index
      while spaced < end {
        let (value, length) = UTF8Scan.scalar(bytes, spaced)
        guard CharacterClass.of(value) == .space, value != 10, spaced + length < end,
          bytes[spaced + length] == 0x2E,
          !(spaced + length + 1 < end && scalarClass(at: spaced + length + 1).isAlphanumeric)
        else { break }
        stops += 1
        spaced += length + 1
        if stops >= 3 { index = spaced }
      }
    }
    emit(start, index, .punctuation)
    return index
  }

  mutating func scanEmoji(from start: Int) -> Int {
    var index = start + scalarLength(at: start)
    while index < end {
      let (value, length) = UTF8Scan.scalar(bytes, index)
      if CharacterClass.of(value) == .mark {
        index += length
        if value == 0x200D, scalarClass(at: index) == .emoji { index += scalarLength(at: index) }
      } else if (0x1F1E6...0x1F1FF).contains(value), index - start == 4 {
        index += length
      } else {
        break
      }
    }
    emit(start, index, .emoji)
    return index
  }
}

import Lexicons

/// Cuts a stretch of text into tokens.
///
/// A token is a word with its inner hyphens, apostrophes and full stops ("al-Kadhimi", "O'Brien",
/// "U.S."), a number with its separators, an address, or one mark. Clitics and possessives stand
/// alone ("n't", "'s"). What a single quotation mark is (a mark or a possessive) is decided later, by
/// `QuotationMarks`, which sees the paragraph.
///
/// Every byte that is no white space belongs to exactly one token. Cost is linear.
struct Tokenizer {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let rules: TextRules
  private var end = 0
  private var lower = 0
  private(set) var tokens: [Token] = []
  private(set) var normalized: [UInt8] = []

  init(bytes: UnsafeBufferPointer<UInt8>, rules: TextRules) {
    self.bytes = bytes
    self.rules = rules
    tokens.reserveCapacity(bytes.count / 5 + 8)
    normalized.reserveCapacity(bytes.count)
  }

  /// Appends the tokens of a stretch of text.
  mutating func tokenize(_ range: Range<Int>, paragraph: Int) {
    lower = range.lowerBound
    end = range.upperBound
    var index = lower
    var followsSpace = true
    let firstToken = tokens.count
    while index < end {
      let (value, length) = UTF8Scan.scalar(bytes, index)
      let kind = CharacterClass.of(value)
      if kind == .space {
        followsSpace = true
        index += length
        continue
      }
      let start = index
      index = scanToken(from: start, value: value, length: length, kind: kind, followsSpace)
      if followsSpace { markSpace(at: start, firstToken: firstToken) }
      followsSpace = false
    }
    for token in firstToken..<tokens.count { tokens[token].paragraph = Int32(paragraph) }
  }

  /// Appends one token for a word that was found elsewhere, whatever is in it.
  mutating func append(word range: Range<Int>, paragraph: Int) {
    let count = tokens.count
    let normalizedCount = normalized.count
    tokenize(range, paragraph: paragraph)
    guard tokens.count != count + 1 else { return }
    let isWord = tokens[count...].contains { $0.kind == .word || $0.kind == .number }
    tokens.removeSubrange(count...)
    normalized.removeSubrange(normalizedCount...)
    emit(
      range.lowerBound, range.upperBound,
      isWord ? wordKind(range.lowerBound, range.upperBound) : .symbol)
    tokens[count].followsSpace = true
    tokens[count].paragraph = Int32(paragraph)
  }

  private mutating func markSpace(at start: Int, firstToken: Int) {
    // A token may have been emitted in two parts: the first part follows the space.
    var token = tokens.count - 1
    while token > firstToken && Int(tokens[token].span.start) > start { token -= 1 }
    tokens[token].followsSpace = true
  }

  /// Emits the token or tokens that begin here and returns where they end.
  private mutating func scanToken(
    from start: Int, value: UInt32, length: Int, kind: CharacterClass, _ followsSpace: Bool
  ) -> Int {
    switch kind {
    case .upper, .lower, .letter:
      if let end = addressEnd(from: start) {
        emit(start, end, .url)
        return end
      }
      return scanWord(from: start)
    case .digit:
      return scanWord(from: start)
    case .ideograph:
      let end = skipMarks(from: start + length)
      emit(start, end, .word)
      return end
    case .emoji:
      return scanEmoji(from: start)
    case .singleQuote:
      return scanApostrophe(from: start, value: value, length: length)
    case .doubleQuote:
      emitQuote(start, start + length)
      return start + length
    case .punctuation, .symbol, .dash, .hyphen:
      return scanPunctuation(from: start, value: value, length: length, kind: kind)
    case .mark, .space:
      let end = skipMarks(from: start + length)
      emit(start, end, .symbol)
      return end
    }
  }

  // MARK: - Words and numbers

  private mutating func scanWord(from start: Int) -> Int {
    var index = start
    // Where the letters since the last inner full stop or hyphen begin.
    var segment = start
    var innerStops = 0
    var previous = CharacterClass.space
    scan: while index < end {
      let (value, length) = UTF8Scan.scalar(bytes, index)
      let kind = CharacterClass.of(value)
      switch kind {
      case .upper, .lower, .letter, .digit:
        previous = kind
        index += length
        continue scan
      case .mark:
        index += length
        continue scan
      default: break
      }
      let next = scalarClass(at: index + length)
      switch value {
      case 0x27, 0x2019, 0x02BC, 0x2018, 0x201B, 0x60, 0xB4:
        guard next.isLetter || (next == .digit && previous == .digit) else { break scan }
      case 0x2D, 0x2010, 0x2011:
        guard next.isLetter || next == .digit else { break scan }
        segment = index + length
      case 0x26:
        guard previous == .upper && next == .upper else { break scan }
      case 0x5F:
        guard next.isAlphanumeric else { break scan }
      case 0x40:
        guard let addressEnd = mailEnd(at: index) else { break scan }
        emit(start, addressEnd, .email)
        return addressEnd
      case 0x2C:
        guard previous == .digit && next == .digit && isDigitGroup(at: index + 1) else {
          break scan
        }
      case 0x3A, 0x2F:
        guard previous == .digit && next == .digit && isNumber(start, index) else { break scan }
      case 0x2E:
        if previous == .digit && next == .digit {
          break
        }
        if next.isLetter, index - segment == scalarLength(at: segment),
          previous.isLetter || previous == .upper
        {
          innerStops += 1
          segment = index + 1
          break
        }
        if next.isAlphanumeric, let mailEnd = mailEnd(withLocalPartFrom: index + 1) {
          emit(start, mailEnd, .email)
          return mailEnd
        }
        if let siteEnd = siteEnd(from: start, stop: index) {
          emit(start, siteEnd, .url)
          return siteEnd
        }
        if keepsStop(start: start, segment: segment, stop: index, innerStops: innerStops, next) {
          index += 1
          let after = scalarClass(at: index)
          if after == .hyphen, scalarClass(at: index + 1).isLetter {
            index += 1
            segment = index
            previous = .hyphen
            continue scan
          }
          if next.isLetter {
            segment = index
            innerStops += 1
            previous = .hyphen
            continue scan
          }
        }
        break scan
      default:
        if kind == .space, previous == .digit, isThousands(start: start, space: index, length) {
          break
        }
        break scan
      }
      index += length
      previous = kind
    }
    emitWord(start, index)
    return index
  }

  /// Whether the full stop after a word belongs to it: an abbreviation or an initial.
  private func keepsStop(
    start: Int, segment: Int, stop: Int, innerStops: Int, _ next: CharacterClass
  ) -> Bool {
    // "U.S." and "p.m.": the last letters are one letter long.
    let segmentLetters = stop - segment
    if innerStops > 0 && segmentLetters <= 2 && segmentLetters > 0 { return true }
    let isOneLetter = stop - start == scalarLength(at: start)
    if isOneLetter {
      let (value, _) = UTF8Scan.scalar(bytes, start)
      // An initial, but neither the pronoun nor the end of "Plan B.".
      guard CharacterClass.of(value) == .upper, value != 0x49 || isInitialI(start, stop) else {
        return value == 0x76 || (value == 0x70 && isBeforeDigit(stop + 1))  // "v." and "p. 9"
      }
      if next == .hyphen || next == .upper || byte(at: stop + 1) == 0x2C { return true }
      return scalarClass(at: skipSpaces(from: stop + 1)) == .upper && next == .space
    }
    guard stop - start <= 7, let kind = rules.abbreviations[normalizedHash(start, stop + 1)] else {
      return false
    }
    switch kind {
    case .number:
      return isBeforeDigit(stop + 1)
    case .month:
      return isBeforeDigit(stop + 1) || CharacterClass.of(UInt32(bytes[start])) == .upper
    case .title, .place, .organization:
      // "Del." and "Miss." are abbreviations, "miss." ends a sentence.
      return CharacterClass.of(UInt32(bytes[start])) == .upper || innerStops > 0
    case .time, .general:
      return true
    }
  }

  /// Whether a lone "I." is an initial: between two capitalised words.
  private func isInitialI(_ start: Int, _ stop: Int) -> Bool {
    guard let last = tokens.last, last.casing == .capitalized, Int(last.span.end) < start,
      Int(last.span.end) >= start - 2
    else { return false }
    return scalarClass(at: skipSpaces(from: stop + 1)) == .upper
  }

  private func isBeforeDigit(_ index: Int) -> Bool {
    scalarClass(at: skipSpaces(from: index)) == .digit
  }

  /// Whether exactly three digits stand here: "12,000" but not "1,2".
  private func isDigitGroup(at index: Int) -> Bool {
    index + 3 <= end && (0..<3).allSatisfy { isDigit(bytes[index + $0]) }
      && !(index + 3 < end && isDigit(bytes[index + 3]))
  }

  /// Whether a space inside a number groups its thousands: "12 000".
  private func isThousands(start: Int, space: Int, _ length: Int) -> Bool {
    var index = space
    var digits = 0
    while index > start && isDigit(bytes[index - 1]) {
      index -= 1
      digits += 1
    }
    let isFirstGroup = index == start
    guard isFirstGroup ? digits <= 3 && bytes[start] != 0x30 : digits == 3 else { return false }
    return isDigitGroup(at: space + length) && !scalarClass(at: space + length + 3).isLetter
  }

  /// Whether only digits and separators stand between two offsets.
  private func isNumber(_ start: Int, _ stop: Int) -> Bool {
    for index in max(start, stop - 4)..<stop {
      let byte = bytes[index]
      if !isDigit(byte) && byte != 0x3A && byte != 0x2F && byte != 0x2E { return false }
    }
    return true
  }

  /// Emits a word, its clitic apart.
  private mutating func emitWord(_ start: Int, _ stop: Int) {
    if let split = contractionSplit(start, stop) {
      emit(start, split, .word)
      emit(split, stop, .word)
      return
    }
    guard let apostrophe = lastApostrophe(start, stop) else {
      emit(start, stop, wordKind(start, stop))
      return
    }
    let suffix = apostrophe + scalarLength(at: apostrophe)
    let suffixLength = stop - suffix
    if suffixLength <= 2, suffixLength > 0 {
      let isNot = suffixLength == 1 && bytes[suffix] | 0x20 == 0x74
      if isNot, apostrophe > start + 1, bytes[apostrophe - 1] | 0x20 == 0x6E {
        emit(start, apostrophe - 1, .word)
        emit(apostrophe - 1, stop, .word)
        return
      }
      if rules.clitics.contains(normalizedHash(suffix, stop)) {
        emit(start, apostrophe, wordKind(start, apostrophe))
        emit(apostrophe, stop, .word)
        return
      }
    }
    emit(start, stop, wordKind(start, stop))
  }

  private func lastApostrophe(_ start: Int, _ stop: Int) -> Int? {
    // Only the last few bytes matter: clitics have at most two letters.
    var index = stop - 1
    let limit = max(start + 1, stop - 6)
    while index >= limit {
      let byte = bytes[index]
      if byte == 0x27 || byte == 0x60 { return index }
      if byte == 0xE2 || byte == 0xCA || byte == 0xC2 {
        let (value, _) = UTF8Scan.scalar(bytes, index)
        if CharacterClass.of(value) == .singleQuote || value == 0x02BC { return index }
      }
      index -= 1
    }
    return nil
  }

  private func contractionSplit(_ start: Int, _ stop: Int) -> Int? {
    guard stop - start >= 5, stop - start <= 6 else { return nil }
    switch bytes[start] | 0x20 {
    case 0x63, 0x67, 0x77, 0x6C: break  // the first letters of the list: c, g, w, l
    default: return nil
    }
    guard let length = rules.contractions[normalizedHash(start, stop)] else { return nil }
    return start + length
  }

  /// A number may end in a unit or an ordinal's letters: "3.5m", "1990s", "21st".
  private func wordKind(_ start: Int, _ stop: Int) -> Token.Kind {
    guard isDigit(bytes[start]) else { return .word }
    var letters = 0
    var hyphens = 0
    var index = start
    while index < stop {
      let (value, length) = UTF8Scan.scalar(bytes, index)
      let kind = CharacterClass.of(value)
      if kind.isLetter { letters += 1 }
      if kind == .hyphen { hyphens += 1 }
      index += length
    }
    return letters == 0 || letters <= 3 && hyphens == 0 ? .number : .word
  }

  // MARK: - Addresses

  private func addressEnd(from start: Int) -> Int? {
    switch bytes[start] | 0x20 {
    case 0x68:
      guard matches("http", at: start) else { return nil }
      guard matches("http://", at: start) || matches("https://", at: start) else { return nil }
    case 0x77:
      guard matches("www.", at: start), scalarClass(at: start + 4).isAlphanumeric else {
        return nil
      }
    default: return nil
    }
    return trimmedAddressEnd(from: start)
  }

  /// Where an address ends: before white space or a mark that closes what surrounds it.
  private func trimmedAddressEnd(from start: Int) -> Int {
    var index = start
    var openParentheses = 0
    var closedParentheses = 0
    while index < end {
      let (value, length) = UTF8Scan.scalar(bytes, index)
      let kind = CharacterClass.of(value)
      if kind == .space || kind == .doubleQuote || value == 0x3C || value == 0x3E { break }
      if value == 0x28 { openParentheses += 1 }
      if value == 0x29 { closedParentheses += 1 }
      index += length
    }
    while index > start + 1,
      let (value, length) = UTF8Scan.scalarBefore(bytes, index, from: start)
    {
      let isTrailing: Bool
      switch value {
      case 0x2E, 0x2C, 0x3B, 0x3A, 0x21, 0x3F, 0x5D, 0x2A, 0x2026: isTrailing = true
      case 0x29:
        isTrailing = closedParentheses > openParentheses
        closedParentheses -= 1
      default: isTrailing = CharacterClass.of(value) == .singleQuote
      }
      if !isTrailing { break }
      index -= length
    }
    return index
  }

  /// Where "example.org/a" ends when a full stop inside a word is part of a site's name.
  private func siteEnd(from start: Int, stop: Int) -> Int? {
    var stop = stop
    var siteEnd: Int?
    guard stop > start + 1 else { return nil }
    // Each turn reads one more ending: "gov", then "uk".
    while scalarClass(at: stop + 1) == .lower {
      var index = stop + 1
      while index < end, isASCIILetter(bytes[index]) { index += 1 }
      guard index - stop <= 5, !scalarClass(at: index).isAlphanumeric,
        rules.domains.contains(normalizedHash(stop + 1, index))
      else { break }
      siteEnd = index
      guard index < end else { break }
      if bytes[index] == 0x2F { return trimmedAddressEnd(from: start) }
      guard bytes[index] == 0x2E else { break }
      stop = index
    }
    return siteEnd
  }

  /// Where a mail address ends whose name has a full stop before `index`.
  private func mailEnd(withLocalPartFrom index: Int) -> Int? {
    var index = index
    // A name before the "@" has at most 64 characters (RFC 5321).
    let limit = min(end, index + 64)
    while index < limit {
      let byte = bytes[index]
      if byte == 0x40 { return mailEnd(at: index) }
      guard isASCIILetter(byte) || isDigit(byte) || byte == 0x2E || byte == 0x2D || byte == 0x5F
      else { return nil }
      index += 1
    }
    return nil
  }

  /// Where a mail address ends whose "@" stands here: its domain has a full stop inside.
  private func mailEnd(at mark: Int) -> Int? {
    var index = mark + 1
    while index < end {
      let byte = bytes[index]
      guard isASCIILetter(byte) || isDigit(byte) || byte == 0x2D || byte == 0x2E else { break }
      index += 1
    }
    while index > mark + 1, bytes[index - 1] == 0x2E || bytes[index - 1] == 0x2D { index -= 1 }
    guard index > mark + 3, bytes[(mark + 2)..<index].contains(0x2E) else { return nil }
    return index
  }

  // MARK: - Marks

  private mutating func scanApostrophe(from start: Int, value: UInt32, length: Int) -> Int {
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
  private mutating func scanElided(from start: Int, length: Int) -> Int {
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
  private func isDoubled(_ first: UInt32, _ second: UInt32) -> Bool {
    func isMark(_ value: UInt32) -> Bool {
      value == 0x27 || value == 0x60 || value == 0xB4 || (0x2018...0x201B).contains(value)
    }
    return isMark(first) && isMark(second)
  }

  /// Whether a third mark follows that makes the first one single: in "'''" at a word's end the
  /// single mark closes first.
  private func isDoubledAgain(_ index: Int, _ second: UInt32) -> Bool {
    guard index < end else { return false }
    let (third, length) = UTF8Scan.scalar(bytes, index)
    guard CharacterClass.of(third) == .singleQuote, isDoubled(second, third) else { return false }
    let after = scalarClass(at: index + length)
    return !after.isAlphanumeric && after != .singleQuote
  }

  private mutating func scanPunctuation(
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

  private func isSymbol(_ value: UInt32, _ kind: CharacterClass) -> Bool {
    switch value {
    case 0x23, 0x25, 0x26, 0x2A, 0x40: true
    default: kind == .symbol
    }
  }

  /// A full stop, or an ellipsis, whose stops may be spaced (". . .").
  private mutating func scanStops(from start: Int, length: Int) -> Int {
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

  private mutating func scanEmoji(from start: Int) -> Int {
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

  // MARK: - Emitting

  private mutating func emitQuote(_ start: Int, _ stop: Int) {
    // A mark after feet and inches (5'11") measures, it does not quote.
    if let last = tokens.last, Int(last.span.end) == start, last.kind == .number,
      bytes[last.span.range].contains(where: { $0 == 0x27 || $0 == 0xE2 })
    {
      emit(start, stop, .symbol)
      return
    }
    let count = normalized.count
    let first = UTF8Scan.scalar(bytes, start)
    let isSingle =
      CharacterClass.of(first.value) == .singleQuote && stop - start == first.length
    normalized.append(isSingle ? 0x27 : 0x22)
    append(
      start, stop, normalizedStart: count, .quotationMark, .none)
  }

  /// Appends a token, writing its normalised form.
  private mutating func emit(_ start: Int, _ stop: Int, _ kind: Token.Kind) {
    let normalizedStart = normalized.count
    var upper = 0
    var small = 0
    var firstIsUpper = false
    var upperInside = 0
    var isWordStart = true
    var letters = 0
    var index = start
    while index < stop {
      let byte = bytes[index]
      if byte < 0x80 {
        if byte &- 0x61 < 26 {
          small += 1
          letters += 1
          isWordStart = false
          normalized.append(byte)
        } else if byte &- 0x41 < 26 {
          if letters == 0 { firstIsUpper = true }
          upper += 1
          letters += 1
          if !isWordStart { upperInside += 1 }
          isWordStart = false
          normalized.append(byte | 0x20)
        } else {
          if byte == 0x2D || byte == 0x27 || byte == 0x2E || byte == 0x26 { isWordStart = true }
          if byte == 0x60 {
            normalized.append(0x27)
          } else if byte > 0x20 {
            normalized.append(byte)
          }
        }
        index += 1
        continue
      }
      let (value, length) = UTF8Scan.scalar(bytes, index)
      let kind = CharacterClass.of(value)
      if kind == .upper {
        if letters == 0 { firstIsUpper = true }
        upper += 1
        letters += 1
        if !isWordStart { upperInside += 1 }
        isWordStart = false
      } else if kind == .lower || kind == .letter {
        small += 1
        letters += 1
        isWordStart = false
      } else if kind == .singleQuote || kind == .hyphen {
        isWordStart = true
      }
      if kind != .space, let scalar = Unicode.Scalar(value) {
        TextNormalizer.append(scalar, to: &normalized)
      }
      index += length
    }
    let casing: Token.Casing
    if letters == 0 {
      casing = .none
    } else if upper == 0 {
      casing = .lower
    } else if small == 0 {
      casing = letters == 1 ? .capitalized : .upper
    } else if firstIsUpper && upperInside == 0 {
      casing = .capitalized
    } else {
      casing = .mixed
    }
    if kind == .punctuation { canonicalizePunctuation(from: normalizedStart, start, stop) }
    append(start, stop, normalizedStart: normalizedStart, kind, casing)
  }

  /// Brings ellipses to "..." and long dashes to "--".
  private mutating func canonicalizePunctuation(
    from normalizedStart: Int, _ start: Int, _ stop: Int
  ) {
    guard stop - start > 1 else { return }
    let first = bytes[start]
    if first == 0x2E || (first == 0xE2 && UTF8Scan.scalar(bytes, start).value == 0x2026) {
      normalized.removeSubrange(normalizedStart...)
      normalized.append(contentsOf: [0x2E, 0x2E, 0x2E])
    } else if first == 0x2D || first == 0xE2 && normalized[normalizedStart] == 0x2D {
      normalized.removeSubrange(normalizedStart...)
      normalized.append(contentsOf: [0x2D, 0x2D])
    }
  }

  private mutating func append(
    _ start: Int, _ stop: Int, normalizedStart: Int, _ kind: Token.Kind, _ casing: Token.Casing
  ) {
    var state = TextHash.start
    for index in normalizedStart..<normalized.count {
      state = TextHash.step(state, normalized[index])
    }
    tokens.append(
      Token(
        span: TextSpan(Int32(start), Int32(stop)),
        normalized: TextSpan(Int32(normalizedStart), Int32(normalized.count)),
        hash: TextHash.finish(state), kind: kind, casing: casing, followsSpace: false,
        quoteDepth: 0, sentence: -1, paragraph: -1))
  }

  // MARK: - Looking around

  private func scalarClass(at index: Int) -> CharacterClass {
    guard index < end else { return .space }
    return CharacterClass.of(UTF8Scan.scalar(bytes, index).value)
  }

  private func scalarLength(at index: Int) -> Int { UTF8Scan.scalar(bytes, index).length }

  private func byte(at index: Int) -> UInt8 { index < end ? bytes[index] : 0 }

  private func skipMarks(from index: Int) -> Int {
    var index = index
    while index < end, scalarClass(at: index) == .mark { index += scalarLength(at: index) }
    return index
  }

  /// Skips a few white-space characters: enough to look at the next word.
  private func skipSpaces(from index: Int) -> Int {
    var index = index
    var steps = 0
    while index < end, steps < 8, scalarClass(at: index) == .space {
      index += scalarLength(at: index)
      steps += 1
    }
    return index
  }

  private func matches(_ text: StaticString, at index: Int) -> Bool {
    guard index + text.utf8CodeUnitCount <= end else { return false }
    for offset in 0..<text.utf8CodeUnitCount {
      let byte = bytes[index + offset]
      let lower = byte &- 0x41 < 26 ? byte | 0x20 : byte
      if lower != text.utf8Start[offset] { return false }
    }
    return true
  }

  /// The hash of a short stretch in normalised form.
  private func normalizedHash(_ start: Int, _ stop: Int) -> UInt64 {
    var state = TextHash.start
    for index in start..<stop {
      let byte = bytes[index]
      if byte >= 0x80 { return TextNormalizer.hash(bytes[start..<stop]) }
      state = TextHash.step(state, byte &- 0x41 < 26 ? byte | 0x20 : byte)
    }
    return TextHash.finish(state)
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
  private func isASCIILetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
}

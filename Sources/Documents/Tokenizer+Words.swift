// Words and numbers, with their clitics.
extension Tokenizer {
  mutating func scanWord(from start: Int) -> Int {
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
      case 0x27, 0x2019, 0x02BC, 0x2018, 0x201B, 0x60, 0xB4, 0x91, 0x92:
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
  func keepsStop(
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
  func isInitialI(_ start: Int, _ stop: Int) -> Bool {
    guard let last = tokens.last, last.casing == .capitalized, Int(last.span.end) < start,
      Int(last.span.end) >= start - 2
    else { return false }
    return scalarClass(at: skipSpaces(from: stop + 1)) == .upper
  }

  func isBeforeDigit(_ index: Int) -> Bool {
    scalarClass(at: skipSpaces(from: index)) == .digit
  }

  /// Whether exactly three digits stand here: "12,000" but not "1,2".
  func isDigitGroup(at index: Int) -> Bool {
    index + 3 <= end && (0..<3).allSatisfy { isDigit(bytes[index + $0]) }
      && !(index + 3 < end && isDigit(bytes[index + 3]))
  }

  /// Whether a space inside a number groups its thousands: "12 000".
  func isThousands(start: Int, space: Int, _ length: Int) -> Bool {
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
  func isNumber(_ start: Int, _ stop: Int) -> Bool {
    for index in max(start, stop - 4)..<stop {
      let byte = bytes[index]
      if !isDigit(byte) && byte != 0x3A && byte != 0x2F && byte != 0x2E { return false }
    }
    return true
  }

  /// Emits a word, its clitic apart.
  mutating func emitWord(_ start: Int, _ stop: Int) {
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

  func lastApostrophe(_ start: Int, _ stop: Int) -> Int? {
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

  func contractionSplit(_ start: Int, _ stop: Int) -> Int? {
    guard stop - start >= 5, stop - start <= 6 else { return nil }
    switch bytes[start] | 0x20 {
    case 0x63, 0x67, 0x77, 0x6C: break  // the first letters of the list: c, g, w, l
    default: return nil
    }
    guard let length = rules.contractions[normalizedHash(start, stop)] else { return nil }
    return start + length
  }

  /// A number may end in a unit or an ordinal's letters: "3.5m", "1990s", "21st".
  func wordKind(_ start: Int, _ stop: Int) -> Token.Kind {
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
}

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
  let bytes: UnsafeBufferPointer<UInt8>
  let rules: TextRules
  var end = 0
  var lower = 0
  var tokens: [Token] = []
  var normalized: [UInt8] = []

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

  mutating func markSpace(at start: Int, firstToken: Int) {
    // A token may have been emitted in two parts: the first part follows the space.
    var token = tokens.count - 1
    while token > firstToken && Int(tokens[token].span.start) > start { token -= 1 }
    tokens[token].followsSpace = true
  }

  /// Emits the token or tokens that begin here and returns where they end.
  mutating func scanToken(
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
      if let last = tokens.last, Int(last.span.end) == start {
        // A mark that joins or combines belongs to what it follows, whatever that is.
        tokens[tokens.count - 1].span.end = Int32(end)
        return end
      }
      emit(start, end, .symbol)
      return end
    }
  }

  // MARK: - Looking around

  func scalarClass(at index: Int) -> CharacterClass {
    guard index < end else { return .space }
    return CharacterClass.of(UTF8Scan.scalar(bytes, index).value)
  }

  func scalarLength(at index: Int) -> Int { UTF8Scan.scalar(bytes, index).length }

  func byte(at index: Int) -> UInt8 { index < end ? bytes[index] : 0 }

  func skipMarks(from index: Int) -> Int {
    var index = index
    while index < end, scalarClass(at: index) == .mark { index += scalarLength(at: index) }
    return index
  }

  /// Skips a few white-space characters: enough to look at the next word.
  func skipSpaces(from index: Int) -> Int {
    var index = index
    var steps = 0
    while index < end, steps < 8, scalarClass(at: index) == .space {
      index += scalarLength(at: index)
      steps += 1
    }
    return index
  }

  func matches(_ text: StaticString, at index: Int) -> Bool {
    guard index + text.utf8CodeUnitCount <= end else { return false }
    for offset in 0..<text.utf8CodeUnitCount {
      let byte = bytes[index + offset]
      let lower = byte &- 0x41 < 26 ? byte | 0x20 : byte
      if lower != text.utf8Start[offset] { return false }
    }
    return true
  }

  /// The hash of a short stretch in normalised form.
  func normalizedHash(_ start: Int, _ stop: Int) -> UInt64 {
    var state = TextHash.start
    for index in start..<stop {
      let byte = bytes[index]
      if byte >= 0x80 { return TextNormalizer.hash(bytes[start..<stop]) }
      state = TextHash.step(state, byte &- 0x41 < 26 ? byte | 0x20 : byte)
    }
    return TextHash.finish(state)
  }

  func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
  func isASCIILetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
}

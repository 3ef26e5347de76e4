import Lexicons

// Tokens with their normalised forms.
extension Tokenizer {
  mutating func emitQuote(_ start: Int, _ stop: Int) {
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
  mutating func emit(_ start: Int, _ stop: Int, _ kind: Token.Kind) {
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
  mutating func canonicalizePunctuation(
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

  mutating func append(
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
}

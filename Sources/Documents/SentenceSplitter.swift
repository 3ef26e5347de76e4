import Lexicons

/// Finds where sentences end, inside one paragraph.
///
/// A sentence ends after a full stop, question or exclamation mark and the marks that close with it,
/// when what follows begins a sentence. After an abbreviation, an initial or an ellipsis that takes a
/// word which is written in lower case elsewhere ("the U.S. Officials …" but "the U.S. Treasury").
/// A quotation that its own sentence carries on ("… What is left?” asked …") is not cut, neither at
/// its end nor inside.
struct SentenceSplitter {
  let bytes: UnsafeBufferPointer<UInt8>
  let rules: TextRules
  let closingTokens: Set<Int>
  let openingTokens: Set<Int>

  /// The sentences of a stretch of tokens in one paragraph, as ranges of tokens.
  ///
  /// - Parameter passages: the quoted passages of the paragraph, in order.
  func sentences(
    _ tokens: [Token], in range: Range<Int>, passages: ArraySlice<QuotedPassage>
  ) -> [Range<Int>] {
    guard !range.isEmpty else { return [] }
    var sentences: [Range<Int>] = []
    var start = range.lowerBound
    var index = range.lowerBound
    // Where the outermost passage ends that must stay whole.
    var wholeUntil = range.lowerBound
    var nextPassage = passages.startIndex
    while index < range.upperBound {
      while nextPassage < passages.endIndex, passages[nextPassage].tokens.lowerBound <= index {
        let passage = passages[nextPassage]
        nextPassage += 1
        guard passage.isClosed, passage.tokens.lowerBound >= wholeUntil else { continue }
        if isCarriedOn(tokens, after: passage.tokens.upperBound, range),
          passage.tokens.lowerBound >= start
        {
          wholeUntil = passage.tokens.upperBound
        }
      }
      guard let last = end(tokens, at: index, range) else {
        index += 1
        continue
      }
      index = last + 1
      if last + 1 < wholeUntil { continue }
      if index < range.upperBound, !begins(tokens, at: index, after: last, range) { continue }
      sentences.append(start..<index)
      start = index
    }
    if start < range.upperBound { sentences.append(start..<range.upperBound) }
    return sentences
  }

  /// If a terminator stands here, the last token that closes with it.
  private func end(_ tokens: [Token], at index: Int, _ range: Range<Int>) -> Int? {
    guard isTerminator(tokens[index]) || isAbbreviation(tokens[index]) else { return nil }
    var last = index
    while last + 1 < range.upperBound {
      let next = tokens[last + 1]
      let isCloser =
        next.kind == .quotationMark && closingTokens.contains(last + 1)
        || next.kind == .punctuation
          && (isClosingBracket(next) || isTerminator(next) && !next.followsSpace)
        || next.kind == .emoji
      guard isCloser else { break }
      last += 1
    }
    while let note = noteEnd(tokens, after: last, range) { last = note }
    return last
  }

  /// The last token of a note's number in brackets ("… at school. [17] Later …").
  private func noteEnd(_ tokens: [Token], after last: Int, _ range: Range<Int>) -> Int? {
    guard last + 3 < range.upperBound, tokens[last + 2].kind == .number,
      bytes[Int(tokens[last + 1].span.start)] == UInt8(ascii: "["),
      bytes[Int(tokens[last + 3].span.start)] == UInt8(ascii: "]")
    else { return nil }
    return last + 3
  }

  private func isTerminator(_ token: Token) -> Bool {
    guard token.kind == .punctuation else { return false }
    switch bytes[Int(token.span.start)] {
    case UInt8(ascii: "."), UInt8(ascii: "?"), UInt8(ascii: "!"): return true
    case 0xE2: return UTF8Scan.scalar(bytes, Int(token.span.start)).value == 0x2026
    case 0xE3: return UTF8Scan.scalar(bytes, Int(token.span.start)).value == 0x3002
    default: return false
    }
  }

  private func isAbbreviation(_ token: Token) -> Bool {
    token.kind == .word && token.span.count > 1
      && bytes[Int(token.span.end) - 1] == UInt8(ascii: ".")
  }

  private func isClosingBracket(_ token: Token) -> Bool {
    switch bytes[Int(token.span.start)] {
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): return token.span.count == 1
    default: return false
    }
  }

  /// Whether a sentence begins at `index`, given that the one before may end at `last`.
  private func begins(_ tokens: [Token], at index: Int, after last: Int, _ range: Range<Int>)
    -> Bool
  {
    // The token that ends the sentence, before brackets and quotation marks that close with it.
    var stop = last
    while stop > range.lowerBound, !isTerminator(tokens[stop]), !isAbbreviation(tokens[stop]) {
      stop -= 1
    }
    let next = tokens[index]
    if !next.followsSpace {
      // "crime.During": a space is missing. Otherwise marks without space belong together.
      let isMissingSpace =
        stop == last && bytes[Int(tokens[stop].span.start)] == UInt8(ascii: ".")
        && tokens[stop].span.count == 1 && next.casing == .capitalized && stop > range.lowerBound
        && tokens[stop - 1].casing == .lower && tokens[stop - 1].span.count > 1
      let isQuoteOpening = next.kind == .quotationMark && openingTokens.contains(index)
      return isMissingSpace || isQuoteOpening
    }
    // What the sentence begins with, past opening marks and brackets.
    var word = index
    var hasOpening = false
    while word < range.upperBound, word - index < 3, isOpening(tokens[word], word) {
      hasOpening = true
      word += 1
    }
    guard word < range.upperBound else { return true }
    let first = tokens[word]
    if isAbbreviation(tokens[stop]) {
      return beginsAfterAbbreviation(
        tokens, stop: stop, word: word, hasOpening: hasOpening, hasCloser: stop < last)
    }
    let isEllipsis =
      tokens[stop].normalized.count == 3
      && bytes[Int(tokens[stop].span.start)] != UInt8(ascii: "?")
      && bytes[Int(tokens[stop].span.start)] != UInt8(ascii: "!")
    if isEllipsis {
      if hasOpening || stop < last { return first.casing != .lower }
      return first.casing == .capitalized && isOrdinaryWord(first) && !isPronounI(first)
    }
    switch first.casing {
    case .lower: return false
    case .none, .capitalized, .upper, .mixed: break
    }
    if first.kind == .punctuation && !hasOpening { return false }
    // An address after a sentence belongs to it, whatever letters it has.
    if first.kind == .url && !hasOpening { return false }
    // “Why now?” Smith asked.
    if stop < last, closingTokens.contains(last), isNamedSpeech(tokens, from: index, range) {
      return bytes[Int(tokens[stop].span.start)] == UInt8(ascii: ".")
    }
    return true
  }

  private func beginsAfterAbbreviation(
    _ tokens: [Token], stop: Int, word: Int, hasOpening: Bool, hasCloser: Bool
  ) -> Bool {
    let first = tokens[word]
    guard first.casing != .lower, first.kind != .punctuation else { return false }
    let kind = rules.abbreviations[tokens[stop].hash]
    if kind == .title || kind == .number { return false }
    if hasOpening { return bytes[Int(tokens[word - 1].span.start)] != UInt8(ascii: "(") }
    if hasCloser { return first.casing == .capitalized && isOrdinaryWord(first) }
    if first.kind == .number { return kind == .organization || kind == .time && false }
    return first.casing == .capitalized && isOrdinaryWord(first) && !isPronounI(first)
      || isPronounI(first) && kind == .time
  }

  /// Whether a capitalised word would be in lower case inside a sentence.
  private func isOrdinaryWord(_ token: Token) -> Bool {
    rules.casing[token.hash].map(\.isMostlyLower) ?? false
  }

  private func isPronounI(_ token: Token) -> Bool {
    token.normalized.count == 1 && bytes[Int(token.span.start)] == UInt8(ascii: "I")
  }

  private func isOpening(_ token: Token, _ index: Int) -> Bool {
    if token.kind == .quotationMark { return openingTokens.contains(index) }
    switch bytes[Int(token.span.start)] {
    case UInt8(ascii: "("), UInt8(ascii: "["): return token.kind == .punctuation
    default: return false
    }
  }

  /// Whether the sentence goes on after a quotation: in lower case, after a comma, or with a name and
  /// a verb of speech.
  private func isCarriedOn(_ tokens: [Token], after index: Int, _ range: Range<Int>) -> Bool {
    guard index < range.upperBound, index - 2 >= range.lowerBound else { return false }
    let isAfterStop = isTerminator(tokens[index - 2])
    let next = tokens[index]
    if next.kind == .word, next.casing == .lower { return true }
    if next.kind == .punctuation, !isTerminator(next), !isClosingBracket(next) { return true }
    let isFullStop = isAfterStop && bytes[Int(tokens[index - 2].span.start)] == UInt8(ascii: ".")
    return !isFullStop && isNamedSpeech(tokens, from: index, range)
  }

  /// Whether up to five capitalised words and then a verb of speech stand here ("Smith asked").
  private func isNamedSpeech(_ tokens: [Token], from index: Int, _ range: Range<Int>) -> Bool {
    var index = index
    var words = 0
    while index < range.upperBound, words < 6 {
      let token = tokens[index]
      guard token.kind == .word else { return false }
      if words > 0, token.casing == .lower, rules.speechVerbs.contains(token.hash) { return true }
      guard token.casing != .lower else { return false }
      words += 1
      index += 1
    }
    return false
  }
}

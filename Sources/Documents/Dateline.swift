/// Finds a dateline: the place and agency before the first sentence ("BAGHDAD (Reuters) -").
enum Dateline {
  /// The tokens of a paragraph's dateline, its dash included; empty when there is none.
  ///
  /// Either an agency in brackets or between slashes follows the place, or the place is in capitals.
  static func tokens(
    _ tokens: [Token], in range: Range<Int>, bytes: UnsafeBufferPointer<UInt8>, rules: TextRules
  ) -> Range<Int> {
    let none = range.lowerBound..<range.lowerBound
    let limit = min(range.upperBound - 1, range.lowerBound + 18)
    guard range.count >= 4 else { return none }
    var index = range.lowerBound
    var placeIsUpper = true
    var placeWords = 0
    var hasAgency = false
    var bracketed = false
    var commas = 0
    while index < limit {
      let token = tokens[index]
      let first = bytes[Int(token.span.start)]
      switch token.kind {
      case .word:
        guard token.casing != .lower || bracketed else { return none }
        if bracketed {
          if rules.agencies.contains(token.hash) || token.casing == .upper { hasAgency = true }
        } else if commas == 0 {
          placeWords += 1
          if token.casing != .upper && !isParticle(token) { placeIsUpper = false }
        }
        guard placeWords <= 4 else { return none }
      case .number:
        guard placeWords > 0 else { return none }
      case .punctuation, .symbol:
        switch first {
        case UInt8(ascii: ","):
          commas += 1
          guard commas <= 3 else { return none }
        case UInt8(ascii: "("):
          guard placeWords > 0, !bracketed else { return none }
          bracketed = true
          hasAgency = isShortBracket(tokens, at: index, limit, bytes) || hasAgency
        case UInt8(ascii: ")"):
          guard bracketed else { return none }
          bracketed = false
        case UInt8(ascii: "/"):
          return slashed(tokens, at: index, in: range, placeWords: placeWords, bytes)
        case UInt8(ascii: "-"), 0xE2:
          let isDash = token.followsSpace || hasAgency
          let following = tokens[index + 1]
          guard isDash, !bracketed, placeWords > 0, hasAgency || placeIsUpper,
            following.followsSpace || first != UInt8(ascii: "-") || token.span.count > 1,
            following.casing != .upper || hasAgency || following.span.count <= 4
          else { return none }
          return range.lowerBound..<(index + 1)
        default: return none
        }
      default: return none
      }
      index += 1
    }
    return none
  }

  /// "DUBAI/CAIRO (Reuters) -" goes on; "Ulaanbaatar/MONTSAME/." ends here.
  private static func slashed(
    _ tokens: [Token], at slash: Int, in range: Range<Int>, placeWords: Int,
    _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Range<Int> {
    let none = range.lowerBound..<range.lowerBound
    guard placeWords > 0, slash + 3 < range.upperBound, tokens[slash + 1].casing == .upper,
      bytes[Int(tokens[slash + 2].span.start)] == UInt8(ascii: "/")
    else { return none }
    var end = slash + 3
    if bytes[Int(tokens[end].span.start)] == UInt8(ascii: ".") { end += 1 }
    if end < range.upperBound, bytes[Int(tokens[end].span.start)] == UInt8(ascii: "-") { end += 1 }
    return range.lowerBound..<end
  }

  /// Whether brackets hold one to three words: an agency's name.
  private static func isShortBracket(
    _ tokens: [Token], at open: Int, _ limit: Int, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    for index in (open + 1)...min(open + 4, limit) {
      if bytes[Int(tokens[index].span.start)] == UInt8(ascii: ")") { return index > open + 1 }
      if tokens[index].kind != .word { return false }
    }
    return false
  }

  /// "RIO de JANEIRO": a short word in lower case does not count, but there it never comes first.
  private static func isParticle(_ token: Token) -> Bool {
    token.span.count == 2 && token.casing == .lower
  }
}

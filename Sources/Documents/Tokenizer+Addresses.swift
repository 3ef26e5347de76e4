// Addresses of sites and of mail.
extension Tokenizer {
  func addressEnd(from start: Int) -> Int? {
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
  func trimmedAddressEnd(from start: Int) -> Int {
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
  func siteEnd(from start: Int, stop: Int) -> Int? {
    var stop = stop
    var siteEnd: Int?
    guard stop > start + 1 else { return nil }
    // Each turn reads one more label of at most twenty letters: "example", "gov", then "uk".
    var labels = 0
    while scalarClass(at: stop + 1) == .lower, labels < 5 {
      labels += 1
      var index = stop + 1
      while index < end, isASCIILetter(bytes[index]), index - stop <= 20 { index += 1 }
      guard !scalarClass(at: index).isAlphanumeric else { break }
      let isDomain = index - stop <= 5 && rules.domains.contains(normalizedHash(stop + 1, index))
      if isDomain { siteEnd = index }
      guard index < end else { break }
      if isDomain, bytes[index] == 0x2F { return trimmedAddressEnd(from: start) }
      guard bytes[index] == 0x2E else { break }
      stop = index
    }
    return siteEnd
  }

  /// Where a mail address ends whose name has a full stop before `index`.
  func mailEnd(withLocalPartFrom index: Int) -> Int? {
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
  func mailEnd(at mark: Int) -> Int? {
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
}

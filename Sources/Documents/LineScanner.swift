/// One line of the text, without its line break.
struct Line {
  /// From the first to the last byte that is no white space; empty for a blank line.
  var range: Range<Int>
  /// The line's number, from 1.
  var number: Int
  /// Whether a blank line, or the text's start, stands before it.
  var followsBlank: Bool
}

/// Finds lines, and joins those that belong to one paragraph.
enum LineScanner {
  /// The lines that are not blank. Line breaks are LF, CR LF, CR, NEL, U+2028 and U+2029.
  static func lines(_ bytes: UnsafeBufferPointer<UInt8>) -> [Line] {
    var lines: [Line] = []
    var number = 1
    var start = 0
    var index = 0
    var followsBlank = true
    func trimmed(_ range: Range<Int>) -> Range<Int> {
      var lower = range.lowerBound
      var upper = range.upperBound
      while lower < upper {
        let (value, length) = UTF8Scan.scalar(bytes, lower)
        guard CharacterClass.of(value) == .space else { break }
        lower += length
      }
      while let (value, length) = UTF8Scan.scalarBefore(bytes, upper, from: lower),
        CharacterClass.of(value) == .space
      {
        upper -= length
      }
      return lower..<upper
    }
    func finish(at end: Int) {
      let range = trimmed(start..<end)
      if range.isEmpty {
        followsBlank = true
      } else {
        lines.append(Line(range: range, number: number, followsBlank: followsBlank))
        followsBlank = false
      }
      number += 1
    }
    while index < bytes.count {
      let byte = bytes[index]
      var breakLength = 0
      if byte == 10 {
        breakLength = 1
      } else if byte == 13 {
        breakLength = index + 1 < bytes.count && bytes[index + 1] == 10 ? 2 : 1
      } else if byte == 0xC2, bytes[index + 1] == 0x85 {
        breakLength = 2
      } else if byte == 0xE2, bytes[index + 1] == 0x80, bytes[index + 2] | 1 == 0xA9 {
        breakLength = 3
      }
      if breakLength > 0 {
        finish(at: index)
        index += breakLength
        start = index
      } else {
        index += 1
      }
    }
    finish(at: bytes.count)
    return lines
  }

  /// How many scalars a line has; at least 121 are told as 121.
  private static func characters(
    _ range: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Int {
    guard range.count <= 121 * 4 else { return 121 }
    return bytes[range].reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
  }

  /// Joins hard-wrapped lines into paragraphs; otherwise each line is one.
  ///
  /// A text is hard-wrapped when at least three in ten of its line breaks inside blocks cut a
  /// sentence: the line is of ordinary width, ends in no closing mark, and the next begins in lower
  /// case.
  static func paragraphs(
    _ lines: [Line], _ bytes: UnsafeBufferPointer<UInt8>
  ) -> [Line] {
    var breaks = 0
    var cuts = 0
    for index in lines.indices.dropFirst() where !lines[index].followsBlank {
      breaks += 1
      let before = lines[index - 1].range
      let closes: Bool
      switch UTF8Scan.scalarBefore(bytes, before.upperBound, from: before.lowerBound)?.value {
      case 0x2E, 0x3F, 0x21, 0x3A, 0x3B, 0x29: closes = true
      case .some(let last): closes = CharacterClass.of(last).isQuote
      case nil: closes = true
      }
      let first = CharacterClass.of(UTF8Scan.scalar(bytes, lines[index].range.lowerBound).value)
      if (40...120).contains(characters(before, bytes)), !closes, first == .lower { cuts += 1 }
    }
    guard cuts >= 2, cuts * 10 >= breaks * 3 else { return lines }
    var paragraphs: [Line] = []
    for line in lines {
      if line.followsBlank || paragraphs.isEmpty {
        paragraphs.append(line)
      } else {
        let last = paragraphs.count - 1
        paragraphs[last].range = paragraphs[last].range.lowerBound..<line.range.upperBound
      }
    }
    return paragraphs
  }
}

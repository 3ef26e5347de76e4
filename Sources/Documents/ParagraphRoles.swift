/// Decides what each paragraph is for a reader: body, headline, byline or boilerplate.
///
/// The decisions look at one line, its neighbours and the text's casing as a whole: patterns from the
/// list of boilerplate openings, lines in capitals, names after "By", short lines without a full stop.
struct ParagraphRoles {
  let bytes: UnsafeBufferPointer<UInt8>
  let rules: TextRules
  private(set) var blocks: [(line: Line, role: Paragraph.Role)] = []
  /// What the markup says of the blocks; nil where it says nothing.
  private var marked: [Paragraph.Role?] = []

  /// Reads the paragraphs that markup sets apart: what it says of one holds, the rest is found out.
  init(marked blocks: [ArticleText.Block], _ bytes: UnsafeBufferPointer<UInt8>, rules: TextRules) {
    self.bytes = bytes
    self.rules = rules
    for block in blocks {
      self.blocks.append(
        (Line(range: block.range, number: block.line, followsBlank: true), block.role ?? .body))
      marked.append(block.role)
    }
    assignRoles()
  }

  init(_ lines: [Line], _ bytes: UnsafeBufferPointer<UInt8>, rules: TextRules) {
    self.bytes = bytes
    self.rules = rules
    for line in lines {
      if let start = trailingBoilerplate(in: line.range) {
        var body = line
        body.range = trimmedEnd(line.range.lowerBound..<start)
        if !body.range.isEmpty { blocks.append((body, .body)) }
        blocks.append(
          (
            Line(range: start..<line.range.upperBound, number: line.number, followsBlank: false),
            .boilerplate
          ))
      } else {
        blocks.append((line, .body))
      }
    }
    marked = Array(repeating: nil, count: blocks.count)
    assignRoles()
  }

  private mutating func assignRoles() {
    let shapes = blocks.map { LineShape($0.line.range, bytes) }
    let capitalLetters = shapes.reduce(0) { $0 + ($1.isAllCapitals ? $1.letters : 0) }
    let allLetters = shapes.reduce(0) { $0 + $1.letters }
    let isMostlyCapitals = capitalLetters * 2 > allLetters && blocks.count > 1
    // Where markup names headings, no other line is guessed to be the first of them.
    var hasHeadline = marked.contains(.headline)
    var bodyCount = 0
    for index in blocks.indices {
      let line = blocks[index].line
      let shape = shapes[index]
      if blocks[index].role == .boilerplate { continue }
      if let role = marked[index] {
        // A heading, a quotation or an item may be a prompt all the same.
        if role != .headline && role != .byline && matchesBoilerplate(line.range) {
          blocks[index].role = .boilerplate
        } else if role == .headline {
          hasHeadline = true
        } else {
          bodyCount += 1
        }
        continue
      }
      if matchesBoilerplate(line.range) || shape.isAddress {
        blocks[index].role = .boilerplate
        continue
      }
      if isByline(line.range, shape, bodyCount: bodyCount) {
        blocks[index].role = .byline
        continue
      }
      let continuesByline =
        index > 0 && blocks[index - 1].role == .byline && !line.followsBlank
        && shape.isTitleLike && shape.words <= 4
      if continuesByline {
        blocks[index].role = .byline
        continue
      }
      let isLast = index == blocks.count - 1
      if bodyCount == 0, !hasHeadline, !isLast,
        isHeadline(line.range, shape, following: blocks.count - index - 1)
      {
        blocks[index].role = .headline
        hasHeadline = true
        continue
      }
      if shape.isAllCapitals, !shape.beginsInMark, !isMostlyCapitals, blocks.count > 1,
        shape.words >= 3,
        shape.letters >= 12
      {
        blocks[index].role = bodyCount == 0 && !hasHeadline ? .headline : .boilerplate
        if blocks[index].role == .headline { hasHeadline = true }
        continue
      }
      bodyCount += 1
      let isSubheading =
        shape.isShortLine && !shape.endsInMark && !shape.beginsInMark && !isLast
        && index + 1 < blocks.count && blocks.count > 4
      if isSubheading { blocks[index].role = .headline }
    }
  }

  /// Whether the first paragraph reads like a headline.
  private func isHeadline(_ range: Range<Int>, _ shape: LineShape, following: Int) -> Bool {
    guard range.count <= 220, shape.words >= 2, shape.words <= 28 else { return false }
    if shape.unbalancedQuotes { return false }
    if shape.isAllCapitals { return true }
    if !shape.endsInMark { return true }
    if shape.isTitleLike { return true }
    return following >= 3 && range.count <= 130 && shape.innerStops == 0
  }

  private func isByline(_ range: Range<Int>, _ shape: LineShape, bodyCount: Int) -> Bool {
    guard range.count <= 160, shape.words <= 20 else { return false }
    for pattern in rules.patterns where pattern.place == .byline {
      var start = range.lowerBound
      if bytes[start] == UInt8(ascii: "(") { start += 1 }
      guard starts(pattern.text, at: start, in: range) else { continue }
      let after = start + pattern.text.count
      guard after < range.upperBound, bytes[after] == 0x20 || bytes[after] == 0x3A else { continue }
      let isLongPattern = pattern.text.count > 2
      if isLongPattern { return shape.isNameList(from: after, range, bytes) || bodyCount > 3 }
      return bodyCount <= 2 && !shape.endsInMark && shape.isNameList(from: after, range, bytes)
    }
    return false
  }

  private func matchesBoilerplate(_ range: Range<Int>) -> Bool {
    guard range.count <= 400 else { return false }
    for pattern in rules.patterns {
      switch pattern.place {
      case .start:
        guard range.count <= 220, starts(pattern.text, at: range.lowerBound, in: range) else {
          continue
        }
        let after = range.lowerBound + pattern.text.count
        if after < range.upperBound, isLetter(bytes[after]), isLetter(bytes[after - 1]) { continue }
        // "Copyright" needs its sign or year, else it is a subject like any other.
        if pattern.text.starts(with: "copyright".utf8) {
          guard
            bytes[after..<min(after + 8, range.upperBound)].contains(where: {
              $0 == 0xA9 || $0 &- 0x30 < 10
            })
          else { continue }
        }
        return true
      case .line:
        if range.count == pattern.text.count, starts(pattern.text, at: range.lowerBound, in: range)
        {
          return true
        }
      case .end:
        if range.count > pattern.text.count, range.count <= 160,
          starts(pattern.text, at: range.upperBound - pattern.text.count, in: range)
        {
          return true
        }
      case .contains:
        if range.count <= 200, find(pattern.text, in: range) != nil { return true }
      case .anywhere, .byline: continue
      }
    }
    return false
  }

  /// Where a link line begins that follows a sentence in the same line ("… READ ALSO: …").
  private func trailingBoilerplate(in range: Range<Int>) -> Int? {
    guard range.count <= 20_000 else { return nil }
    for pattern in rules.patterns where pattern.place == .anywhere {
      guard let found = find(pattern.text, in: range) else { continue }
      let after = found + pattern.text.count
      let isCapitals = bytes[found..<after].allSatisfy { !($0 &- 0x61 < 26) }
      let hasColon = after < range.upperBound && bytes[after] == 0x3A
      if isCapitals || hasColon { return found }
    }
    return nil
  }

  private func trimmedEnd(_ range: Range<Int>) -> Range<Int> {
    var upper = range.upperBound
    while let (value, length) = UTF8Scan.scalarBefore(bytes, upper, from: range.lowerBound),
      CharacterClass.of(value) == .space
    {
      upper -= length
    }
    return range.lowerBound..<upper
  }

  private func starts(_ text: [UInt8], at index: Int, in range: Range<Int>) -> Bool {
    guard index >= range.lowerBound, index + text.count <= range.upperBound else { return false }
    for offset in text.indices {
      let byte = bytes[index + offset]
      if (byte &- 0x41 < 26 ? byte | 0x20 : byte) != text[offset] { return false }
    }
    return true
  }

  private func find(_ text: [UInt8], in range: Range<Int>) -> Int? {
    guard range.count >= text.count else { return nil }
    let first = text[0]
    for index in range.lowerBound...(range.upperBound - text.count)
    where bytes[index] | 0x20 == first && starts(text, at: index, in: range) {
      guard let (value, _) = UTF8Scan.scalarBefore(bytes, index, from: range.lowerBound) else {
        return index
      }
      if !CharacterClass.of(value).isAlphanumeric { return index }
    }
    return nil
  }

  private func isLetter(_ byte: UInt8) -> Bool { byte >= 0x80 || (byte | 0x20) &- 0x61 < 26 }
}

/// What can be seen of a line without its words.
struct LineShape {
  var words = 0
  var letters = 0
  var capitalizedWords = 0
  /// Words of four letters and more, and how many of them begin in a capital.
  var longWords = 0
  var longCapitalizedWords = 0
  /// Full stops, question and exclamation marks followed by a space.
  var innerStops = 0
  var endsInMark = false
  var beginsInMark = false
  var unbalancedQuotes = false
  var isAllCapitals = false
  var isAddress = false
  private var byteCount = 0

  /// Most words are written as in a title.
  var isTitleLike: Bool {
    longWords > 0 && longCapitalizedWords * 5 >= longWords * 4 && innerStops <= 1
  }
  var isShortLine: Bool { words <= 10 && byteCount <= 80 }

  init(_ range: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) {
    byteCount = range.count
    // Long lines are body: the first part tells enough.
    let limited = range.lowerBound..<min(range.upperBound, range.lowerBound + 2_000)
    var index = limited.lowerBound
    var wordLetters = 0
    var wordIsCapitalized = false
    var hasLower = false
    var quotes = 0
    func finishWord() {
      guard wordLetters > 0 else { return }
      words += 1
      if wordIsCapitalized { capitalizedWords += 1 }
      if wordLetters >= 4 {
        longWords += 1
        if wordIsCapitalized { longCapitalizedWords += 1 }
      }
      wordLetters = 0
      wordIsCapitalized = false
    }
    var previousIsStop = false
    while index < limited.upperBound {
      let (value, length) = UTF8Scan.scalar(bytes, index)
      let kind = CharacterClass.of(value)
      switch kind {
      case .upper, .lower, .letter, .ideograph, .digit:
        if wordLetters == 0 { wordIsCapitalized = kind == .upper || kind == .digit }
        wordLetters += 1
        if kind != .digit { letters += 1 }
        if kind == .lower { hasLower = true }
        previousIsStop = false
      case .space:
        finishWord()
        if previousIsStop { innerStops += 1 }
        previousIsStop = false
      case .doubleQuote:
        quotes += 1
      default:
        if kind != .mark && kind != .singleQuote && kind != .hyphen { finishWord() }
        if value == 0x2E || value == 0x3F || value == 0x21 { previousIsStop = true }
      }
      index += length
    }
    finishWord()
    unbalancedQuotes = quotes % 2 == 1
    isAllCapitals = !hasLower && letters > 0 && range.count <= 2_000
    if let (last, _) = UTF8Scan.scalarBefore(bytes, range.upperBound, from: range.lowerBound) {
      let kind = CharacterClass.of(last)
      endsInMark = !(kind.isAlphanumeric || kind == .singleQuote || last == 0x29)
      if kind == .doubleQuote { endsInMark = true }
    }
    let first = CharacterClass.of(UTF8Scan.scalar(bytes, range.lowerBound).value)
    beginsInMark = !first.isAlphanumeric && first != .singleQuote
    let opening = bytes[range.lowerBound..<min(range.upperBound, range.lowerBound + 8)]
    isAddress =
      words > 0 && (opening.starts(with: "http://".utf8) || opening.starts(with: "https://".utf8))
      && !bytes[range].contains(0x20)
  }

  /// Whether what follows "By" is a list of names: capitalised words, joined by "and", commas and
  /// small words.
  func isNameList(from start: Int, _ range: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool
  {
    var capitalized = 0
    var small = 0
    for word in bytes[start..<range.upperBound].split(separator: 0x20) {
      guard let (value, _) = word.first.map({ _ in UTF8Scan.scalar(bytes, word.startIndex) }) else {
        continue
      }
      switch CharacterClass.of(value) {
      case .upper: capitalized += 1
      case .lower:
        guard word.count <= 3 else { return false }
        small += 1
      case .digit: return false
      default: continue
      }
    }
    return capitalized > 0 && small <= capitalized
  }
}

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
        if role != .headline && role != .byline && matchesBoilerplate(line.range, shape) {
          blocks[index].role = .boilerplate
        } else if role == .headline {
          hasHeadline = true
        } else {
          bodyCount += 1
        }
        continue
      }
      if matchesBoilerplate(line.range, shape) || shape.isAddress {
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
        isHeadline(shape, following: blocks.count - index - 1)
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
}

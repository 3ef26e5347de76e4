/// Pairs the quotation marks of one paragraph.
///
/// Whether a mark opens or closes is read from its surroundings alone, never from its shape, so that
/// curly and straight marks, and pairs that mix them, are paired alike. Where the surroundings do not
/// tell, a mark closes what is open and opens otherwise. Single marks are paired only when a closing
/// candidate follows; the others are apostrophes.
///
/// Pairing starts anew in each paragraph: one broken mark never spoils the next. Nor does it spoil a
/// paragraph without end: a passage that is not closed within `longestPassage` tokens ends there, as
/// one left open.
struct QuotationMarks {
  /// How many tokens a passage may have. Chosen: the longest quoted passages of one paragraph in news
  /// have a few hundred, and all that reads quotes stays linear in the text when none is endless.
  static let longestPassage = 1_000

  /// What a mark turned out to be.
  enum Role: UInt8 {
    case opening, closing, apostrophe, stray
  }
  private struct Mark {
    var token: Int
    var isSingle: Bool
    var canOpen: Bool
    var canClose: Bool
    /// For single marks: a stronger closing candidate follows before the next opening one.
    var strongCloseFollows = false
    /// One of two double marks with nothing between them and no word after them: an empty string of
    /// a form or a table, not a quotation.
    var isEmptyPair = false
    var role = Role.stray
  }

  let bytes: UnsafeBufferPointer<UInt8>
  /// The passages of all paragraphs so far, in order of their opening marks within each paragraph.
  private(set) var passages: [QuotedPassage] = []
  /// Tokens that close a quotation.
  private(set) var closingTokens: Set<Int> = []
  private(set) var openingTokens: Set<Int> = []
  /// Tokens of marks that pair with none.
  private(set) var strayTokens: [Int] = []
  /// Indices of passages that their paragraph left open.
  private(set) var openPassages: [Int] = []
  private var previousLeftOpen: Int?

  init(bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  /// Pairs the marks among a paragraph's tokens and sets the tokens' depth.
  ///
  /// - Parameter continuationFollows: whether the next paragraph begins with a mark.
  mutating func pair(
    _ tokens: inout [Token], in range: Range<Int>, paragraph: Int, continuationFollows: Bool
  ) {
    var marks = self.marks(tokens, in: range)
    guard !marks.isEmpty else {
      previousLeftOpen = nil
      return
    }
    let firstPassage = passages.count
    var open: [(passage: Int, isSingle: Bool)] = []
    var openDoubles = 0
    var closersAhead = 0
    for mark in marks where mark.isSingle && !(mark.canOpen && !mark.canClose) { closersAhead += 1 }

    var currentMark = 0
    func close(_ index: Int) {
      let opened = passages[open[index].passage].tokens.lowerBound
      let closing = marks[currentMark].token
      passages[open[index].passage].tokens = opened..<(closing + 1)
      passages[open[index].passage].span = tokens[opened].span.union(tokens[closing].span)
      passages[open[index].passage].isClosed = true
    }
    for index in marks.indices {
      currentMark = index
      let mark = marks[index]
      if mark.isEmptyPair {
        marks[index].role = .stray
        continue
      }
      if let outermost = open.first {
        let limit = passages[outermost.passage].tokens.lowerBound + Self.longestPassage
        if mark.token >= limit {
          leave(open.map(\.passage), at: limit, &tokens)
          openPassages.append(contentsOf: open.map(\.passage))
          open = []
          openDoubles = 0
        }
      }
      if mark.isSingle, !(mark.canOpen && !mark.canClose) { closersAhead -= 1 }
      let isAmbiguous = mark.canOpen == mark.canClose
      let topIsSame = open.last.map { $0.isSingle == mark.isSingle } ?? false
      let hasOpen = mark.isSingle ? topIsSame : openDoubles > 0
      let precededByLetter = isLetterBefore(tokens[mark.token])
      let opens = isAmbiguous ? !hasOpen : mark.canOpen
      if mark.isSingle {
        let beginsParagraph = mark.token == range.lowerBound
        if opens {
          if closersAhead == 0 && !(beginsParagraph && continuationFollows)
            || isAmbiguous && precededByLetter
          {
            marks[index].role = .apostrophe
            continue
          }
        } else if !hasOpen || mark.strongCloseFollows && isPossessive(tokens, mark.token, range) {
          marks[index].role = precededByLetter ? .apostrophe : .stray
          continue
        }
      } else if !opens && !hasOpen {
        marks[index].role = .stray
        continue
      }
      if opens {
        let continues = previousLeftOpen != nil && mark.token == range.lowerBound && open.isEmpty
        passages.append(
          QuotedPassage(
            span: tokens[mark.token].span, tokens: mark.token..<(mark.token + 1), isClosed: false,
            depth: open.count, hasSingleMarks: mark.isSingle, continuesPrevious: continues,
            paragraph: paragraph))
        open.append((passages.count - 1, mark.isSingle))
        if !mark.isSingle { openDoubles += 1 }
        marks[index].role = .opening
      } else {
        // A double mark closes through single ones left open inside it.
        while let last = open.last, last.isSingle != mark.isSingle {
          let opened = passages[last.passage].tokens.lowerBound
          passages[last.passage].tokens = opened..<mark.token
          passages[last.passage].span = tokens[opened].span.union(tokens[mark.token - 1].span)
          open.removeLast()
        }
        close(open.count - 1)
        open.removeLast()
        if !mark.isSingle { openDoubles -= 1 }
        marks[index].role = .closing
      }
    }
    let limit = (open.first.map { passages[$0.passage].tokens.lowerBound } ?? 0)
    leave(
      open.map(\.passage), at: min(range.upperBound, limit + Self.longestPassage), &tokens)
    previousLeftOpen = open.first?.passage
    if !continuationFollows { openPassages.append(contentsOf: open.map(\.passage)) }
    finish(marks, &tokens, in: range, from: firstPassage)
  }

  /// Ends passages that no mark closes.
  private mutating func leave(_ open: [Int], at end: Int, _ tokens: inout [Token]) {
    for passage in open {
      let opened = passages[passage].tokens.lowerBound
      passages[passage].tokens = opened..<end
      passages[passage].span = tokens[opened].span.union(tokens[end - 1].span)
    }
  }

  /// Writes roles and depths back to the tokens.
  private mutating func finish(
    _ marks: [Mark], _ tokens: inout [Token], in range: Range<Int>, from firstPassage: Int
  ) {
    for mark in marks {
      switch mark.role {
      case .opening: openingTokens.insert(mark.token)
      case .closing: closingTokens.insert(mark.token)
      case .apostrophe: tokens[mark.token].kind = .word
      case .stray: strayTokens.append(mark.token)
      }
    }
    guard passages.count > firstPassage else { return }
    // Passages nest, so a running count of those entered and left gives the depth.
    var ends: [Int] = []
    var next = firstPassage
    for token in range {
      while let end = ends.last, end <= token { ends.removeLast() }
      let opensHere = next < passages.count && passages[next].tokens.lowerBound == token
      let isOwnEnd = ends.last == token + 1 && closingTokens.contains(token)
      tokens[token].quoteDepth = UInt8(min(255, ends.count - (isOwnEnd ? 1 : 0)))
      if opensHere {
        ends.append(passages[next].tokens.upperBound)
        next += 1
      }
    }
  }

  /// Whether a mark begins the paragraph's tokens.
  static func beginsWithMark(_ tokens: [Token], in range: Range<Int>) -> Bool {
    !range.isEmpty && tokens[range.lowerBound].kind == .quotationMark
  }

  /// Finds the marks and what their surroundings allow.
  private func marks(_ tokens: [Token], in range: Range<Int>) -> [Mark] {
    var marks: [Mark] = []
    for index in range where tokens[index].kind == .quotationMark {
      let span = tokens[index].span
      let isSingle =
        span.count == UTF8Scan.scalar(bytes, Int(span.start)).length
        && CharacterClass.of(UTF8Scan.scalar(bytes, Int(span.start)).value) == .singleQuote
      marks.append(Mark(token: index, isSingle: isSingle, canOpen: false, canClose: false))
    }
    guard !marks.isEmpty else { return marks }
    // Runs of adjacent marks share what stands before and after the run.
    var first = 0
    while first < marks.count {
      var last = first
      while last + 1 < marks.count, marks[last + 1].token == marks[last].token + 1,
        tokens[marks[last + 1].token].span.start == tokens[marks[last].token].span.end
      {
        last += 1
      }
      let before = contextBefore(tokens, marks[first].token, range)
      let after = contextAfter(tokens, marks[last].token, range)
      if last == first + 1, before.isSpace, !after.isWord, !marks[first].isSingle,
        !marks[last].isSingle
      {
        for index in first...last { marks[index].isEmptyPair = true }
      }
      for index in first...last {
        marks[index].canOpen = before.allowsOpening && !after.isSpaceOrCloser
        marks[index].canClose = !before.isSpace && after.allowsClosing
      }
      first = last + 1
    }
    var strongAhead = false
    for index in marks.indices.reversed() where marks[index].isSingle {
      marks[index].strongCloseFollows = strongAhead
      if marks[index].canOpen && !marks[index].canClose {
        strongAhead = false
      } else if marks[index].canClose, isStrongClose(tokens, marks[index].token, range) {
        strongAhead = true
      }
    }
    return marks
  }

  private func contextBefore(_ tokens: [Token], _ index: Int, _ range: Range<Int>) -> (
    isSpace: Bool, allowsOpening: Bool
  ) {
    if index == range.lowerBound || tokens[index].followsSpace { return (true, true) }
    let (value, _) =
      UTF8Scan.scalarBefore(bytes, Int(tokens[index].span.start), from: 0) ?? (0x20, 1)
    switch value {
    case 0x28, 0x5B, 0x7B, 0x2F, 0x2013...0x2015, 0x2D, 0x3D, 0x3E: return (false, true)
    default: return (false, false)
    }
  }

  private func contextAfter(_ tokens: [Token], _ index: Int, _ range: Range<Int>) -> (
    isSpaceOrCloser: Bool, allowsClosing: Bool, isWord: Bool
  ) {
    let next = index + 1
    if next >= range.upperBound || tokens[next].followsSpace { return (true, true, false) }
    let (value, _) = UTF8Scan.scalar(bytes, Int(tokens[next].span.start))
    switch value {
    case 0x2E:
      // "…and" may begin a quotation, a full stop ends one.
      let isEllipsis = tokens[next].span.count > 1
      return (!isEllipsis, !isEllipsis, isEllipsis)
    case 0x2026: return (false, false, true)
    case 0x2C, 0x3B, 0x3A, 0x3F, 0x21, 0x29, 0x5D, 0x7D: return (true, true, false)
    case 0x2013...0x2015, 0x2D, 0x2F, 0x28, 0x3C: return (false, true, false)
    default: return (false, false, CharacterClass.of(value).isAlphanumeric)
    }
  }

  private func isStrongClose(_ tokens: [Token], _ index: Int, _ range: Range<Int>) -> Bool {
    if index > range.lowerBound, !tokens[index].followsSpace,
      tokens[index - 1].kind == .punctuation || tokens[index - 1].kind == .quotationMark
    {
      return true
    }
    let next = index + 1
    return next < range.upperBound && !tokens[next].followsSpace
      && (tokens[next].kind == .punctuation || tokens[next].kind == .quotationMark)
  }

  /// Whether a mark may end a plural possessive: after s, before a word.
  private func isPossessive(_ tokens: [Token], _ index: Int, _ range: Range<Int>) -> Bool {
    guard index > range.lowerBound, !tokens[index].followsSpace, index + 1 < range.upperBound,
      tokens[index + 1].followsSpace, tokens[index + 1].kind == .word
    else { return false }
    switch bytes[Int(tokens[index].span.start) - 1] | 0x20 {
    case UInt8(ascii: "s"), UInt8(ascii: "z"), UInt8(ascii: "x"): return true
    default: return false
    }
  }

  private func isLetterBefore(_ token: Token) -> Bool {
    guard !token.followsSpace,
      let (value, _) = UTF8Scan.scalarBefore(bytes, Int(token.span.start), from: 0)
    else { return false }
    return CharacterClass.of(value).isAlphanumeric
  }
}

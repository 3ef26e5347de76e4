/// Turns the bytes of an article into a `Document`.
///
/// Reading fails for no valid UTF-8 text. Lines become paragraphs with roles, paragraphs become
/// sentences and tokens, quotation marks are paired paragraph by paragraph. A byte order mark is
/// dropped; nothing else of the text is. Cost is linear in the number of bytes.
public struct DocumentReader: Sendable {
  private let rules: TextRules

  /// A reader with the abbreviations and boilerplate patterns that are part of the binary.
  public init() {
    rules = .builtIn
  }

  /// Reads an article from UTF-8 bytes.
  ///
  /// - Parameters:
  ///   - bytes: plain text; `ArticleText` takes care of other encodings and of markup.
  ///   - id: the article's identifier, used in errors.
  ///   - allowEmpty: whether a text of white space alone gives an empty document.
  /// - Throws: `DocumentError` when a byte is no UTF-8 or NUL, when the text is longer than 2 GiB, or
  ///   when it is empty and `allowEmpty` is false.
  public func read(_ bytes: [UInt8], id: String, allowEmpty: Bool = false) throws(DocumentError)
    -> Document
  {
    guard bytes.count < Int(Int32.max) else {
      throw DocumentError(
        id: id, line: 1, byteOffset: 0, problem: .tooLong(byteCount: bytes.count))
    }
    let invalid = bytes.withUnsafeBufferPointer { UTF8Scan.firstInvalid($0) }
    if let invalid {
      let line = 1 + bytes[..<invalid].reduce(0) { $0 + ($1 == 10 ? 1 : 0) }
      let byte = bytes[invalid]
      throw DocumentError(
        id: id, line: line, byteOffset: invalid,
        problem: byte == 0 ? .binary : .invalidUTF8(byte: byte))
    }
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes[3...]) : bytes
    let document = analyze(text, blocks: nil, notes: [], id: id)
    if document.tokens.isEmpty && !allowEmpty {
      throw DocumentError(id: id, line: 1, byteOffset: 0, problem: .empty)
    }
    return document
  }

  /// Reads an article whose bytes were decoded and whose markup was taken off.
  ///
  /// What was decided about its encoding comes first among the document's diagnostics.
  ///
  /// - Throws: `DocumentError` when the text is longer than 2 GiB, or empty and `allowEmpty` is false.
  public func read(_ text: ArticleText, id: String, allowEmpty: Bool = false)
    throws(DocumentError) -> Document
  {
    guard text.blocks != nil || !text.diagnostics.isEmpty else {
      return try read(text.bytes, id: id, allowEmpty: allowEmpty)
    }
    guard text.bytes.count < Int(Int32.max) else {
      throw DocumentError(
        id: id, line: 1, byteOffset: 0, problem: .tooLong(byteCount: text.bytes.count))
    }
    let document = analyze(text.bytes, blocks: text.blocks, notes: text.diagnostics, id: id)
    if document.tokens.isEmpty && !allowEmpty {
      throw DocumentError(id: id, line: 1, byteOffset: 0, problem: .empty)
    }
    return document
  }

  /// Makes a document of words and sentences that were found elsewhere, such as a treebank's.
  ///
  /// The text is the words joined by spaces, a paragraph for each sentence.
  ///
  /// - Throws: `DocumentError` when a word is empty, or holds a line break or NUL.
  public func read(sentences: [[String]], id: String) throws(DocumentError) -> Document {
    var text: [UInt8] = []
    var words: [[Range<Int>]] = []
    for (line, sentence) in sentences.enumerated() {
      var ranges: [Range<Int>] = []
      for word in sentence {
        if !ranges.isEmpty { text.append(0x20) }
        let start = text.count
        text.append(contentsOf: word.utf8)
        ranges.append(start..<text.count)
        if text.count == start || word.utf8.contains(where: { $0 == 10 || $0 == 13 || $0 == 0 }) {
          throw DocumentError(id: id, line: line + 1, byteOffset: start, problem: .empty)
        }
      }
      if ranges.isEmpty { continue }
      words.append(ranges)
      text.append(10)
    }
    guard text.count < Int(Int32.max) else {
      throw DocumentError(id: id, line: 1, byteOffset: 0, problem: .tooLong(byteCount: text.count))
    }
    return text.withUnsafeBufferPointer { bytes in
      var tokenizer = Tokenizer(bytes: bytes, rules: rules)
      var paragraphs: [Paragraph] = []
      var sentences: [Sentence] = []
      for (index, ranges) in words.enumerated() {
        let first = tokenizer.tokens.count
        for range in ranges { tokenizer.append(word: range, paragraph: index) }
        let span = TextSpan(ranges[0].lowerBound..<ranges[ranges.count - 1].upperBound)
        let range = first..<tokenizer.tokens.count
        sentences.append(Sentence(span: span, tokens: range, paragraph: index))
        paragraphs.append(
          Paragraph(
            span: span, role: .body, sentences: index..<(index + 1), tokens: range,
            dateline: first..<first))
      }
      var tokens = tokenizer.tokens
      var marks = QuotationMarks(bytes: bytes)
      for (index, sentence) in sentences.enumerated() {
        for token in sentence.tokens { tokens[token].sentence = Int32(index) }
        marks.pair(
          &tokens, in: sentence.tokens, paragraph: index, continuationFollows: false)
      }
      return Document(
        id: id, bytes: text, paragraphs: paragraphs, sentences: sentences, tokens: tokens,
        normalizedBytes: tokenizer.normalized, quotedPassages: marks.passages, diagnostics: [])
    }
  }

  private func analyze(
    _ text: [UInt8], blocks marked: [ArticleText.Block]?, notes: [Diagnostic], id: String
  ) -> Document {
    text.withUnsafeBufferPointer { bytes in
      let blocks =
        if let marked {
          ParagraphRoles(marked: marked, bytes, rules: rules).blocks
        } else {
          ParagraphRoles(
            LineScanner.paragraphs(LineScanner.lines(bytes), bytes), bytes, rules: rules
          ).blocks
        }
      var tokenizer = Tokenizer(bytes: bytes, rules: rules)
      var paragraphs: [Paragraph] = []
      paragraphs.reserveCapacity(blocks.count)
      for (index, block) in blocks.enumerated() {
        let first = tokenizer.tokens.count
        tokenizer.tokenize(block.line.range, paragraph: index)
        let last = tokenizer.tokens.count
        paragraphs.append(
          Paragraph(
            span: TextSpan(block.line.range), role: block.role, sentences: 0..<0,
            tokens: first..<last, dateline: first..<first))
      }
      var tokens = tokenizer.tokens
      let (passages, sentences, diagnostics) = structure(
        &paragraphs, &tokens, blocks.map(\.line.number), bytes)
      return Document(
        id: id, bytes: text, paragraphs: paragraphs, sentences: sentences, tokens: tokens,
        normalizedBytes: tokenizer.normalized, quotedPassages: passages,
        diagnostics: notes + diagnostics)
    }
  }

  /// Pairs quotation marks, finds datelines and sentences, and links them.
  private func structure(
    _ paragraphs: inout [Paragraph], _ tokens: inout [Token], _ lines: [Int],
    _ bytes: UnsafeBufferPointer<UInt8>
  ) -> ([QuotedPassage], [Sentence], [Diagnostic]) {
    var marks = QuotationMarks(bytes: bytes)
    var firstPassages: [Int] = []
    for index in paragraphs.indices {
      firstPassages.append(marks.passages.count)
      guard paragraphs[index].isBody else { continue }
      let next = paragraphs[(index + 1)...].first { $0.isBody }
      marks.pair(
        &tokens, in: paragraphs[index].tokens, paragraph: index,
        continuationFollows: next.map { QuotationMarks.beginsWithMark(tokens, in: $0.tokens) }
          ?? false)
    }
    firstPassages.append(marks.passages.count)
    let splitter = SentenceSplitter(
      bytes: bytes, rules: rules, closingTokens: marks.closingTokens,
      openingTokens: marks.openingTokens)
    var sentences: [Sentence] = []
    var bodySeen = 0
    for index in paragraphs.indices {
      let firstSentence = sentences.count
      if paragraphs[index].isBody {
        let range = paragraphs[index].tokens
        if bodySeen < 4, paragraphs[index].role == .body {
          bodySeen += 1
          paragraphs[index].dateline = Dateline.tokens(
            tokens, in: range, bytes: bytes, rules: rules)
        }
        let ranges = splitter.sentences(
          tokens, in: paragraphs[index].dateline.upperBound..<range.upperBound,
          passages: marks.passages[firstPassages[index]..<firstPassages[index + 1]])
        for range in ranges {
          for token in range { tokens[token].sentence = Int32(sentences.count) }
          sentences.append(
            Sentence(
              span: tokens[range.lowerBound].span.union(tokens[range.upperBound - 1].span),
              tokens: range, paragraph: index))
        }
      }
      paragraphs[index].sentences = firstSentence..<sentences.count
    }
    return (marks.passages, sentences, diagnostics(marks, tokens, lines))
  }

  private func diagnostics(_ marks: QuotationMarks, _ tokens: [Token], _ lines: [Int])
    -> [Diagnostic]
  {
    var diagnostics: [(token: Int, Diagnostic)] = []
    for passage in marks.openPassages {
      let opened = marks.passages[passage]
      diagnostics.append(
        (
          opened.tokens.lowerBound,
          Diagnostic(
            line: lines[opened.paragraph], code: "unclosed-quote",
            message: "A quotation mark opens here and none closes it in its paragraph.")
        ))
    }
    for token in marks.strayTokens {
      diagnostics.append(
        (
          token,
          Diagnostic(
            line: lines[Int(tokens[token].paragraph)], code: "stray-quote",
            message: "A quotation mark closes here and none was open.")
        ))
    }
    return diagnostics.sorted { $0.token < $1.token }.map(\.1)
  }
}

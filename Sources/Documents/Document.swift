/// An article's text with its paragraphs, sentences, tokens and quotation marks.
///
/// The text is stored once, as valid UTF-8; all else are spans into it, in text order. A document is
/// made by `DocumentReader` and never changes.
public struct Document: Sendable {
  /// The article's own identifier, or the name of its file without folder and extension.
  public let id: String
  /// The whole text, valid UTF-8, exactly as decoded: nothing is cut or rewritten.
  public let bytes: [UInt8]
  public let paragraphs: [Paragraph]
  public let sentences: [Sentence]
  public let tokens: [Token]
  /// Each token's normalised form, one after another: lower case, straight marks, no accents.
  ///
  /// Two spellings that differ only in typography have the same normalised bytes.
  public let normalizedBytes: [UInt8]
  /// The passages inside quotation marks, outermost and nested, in order of their opening marks.
  public let quotedPassages: [QuotedPassage]
  /// What was odd in the text: marks left open, bytes repaired, encodings guessed.
  public let diagnostics: [Diagnostic]

  package init(
    id: String, bytes: [UInt8], paragraphs: [Paragraph], sentences: [Sentence], tokens: [Token],
    normalizedBytes: [UInt8], quotedPassages: [QuotedPassage], diagnostics: [Diagnostic]
  ) {
    self.id = id
    self.bytes = bytes
    self.paragraphs = paragraphs
    self.sentences = sentences
    self.tokens = tokens
    self.normalizedBytes = normalizedBytes
    self.quotedPassages = quotedPassages
    self.diagnostics = diagnostics
  }

  /// The text of a span as a string: for output, not for loops.
  public func text(_ span: TextSpan) -> String {
    String(decoding: bytes[span.range], as: UTF8.self)
  }

  /// A token's text as a string: for output, not for loops.
  public func text(ofToken index: Int) -> String { text(tokens[index].span) }

  /// A token's normalised form as a string: for output and word-list building, not for loops.
  public func normalized(_ index: Int) -> String {
    String(decoding: normalizedBytes[tokens[index].normalized.range], as: UTF8.self)
  }

  /// The span from the first to the last of the given tokens.
  ///
  /// - Precondition: `tokens` is not empty.
  public func span(ofTokens tokens: Range<Int>) -> TextSpan {
    TextSpan(self.tokens[tokens.lowerBound].span.start, self.tokens[tokens.upperBound - 1].span.end)
  }
}

/// A block of text between line breaks that separate paragraphs.
public struct Paragraph: Hashable, Sendable {
  /// What a paragraph is for a reader of the article.
  public enum Role: UInt8, Sendable {
    case body, headline
    /// Authors ("By Jane Roe"): never actors.
    case byline
    /// A link line, newsletter prompt, photo credit, social counter or copyright line.
    case boilerplate
    /// A block the markup says is quoted (`<blockquote>`, Markdown `>`).
    case blockquote
    case listItem
  }
  public var span: TextSpan
  public var role: Role
  /// Indices into `Document.sentences`.
  public var sentences: Range<Int>
  /// Indices into `Document.tokens`.
  public var tokens: Range<Int>
  /// The dateline at the start ("BAGHDAD (Reuters) -"), as tokens; empty when there is none. Its tokens
  /// belong to the paragraph but to no sentence.
  public var dateline: Range<Int>
  /// Whether the text is for analysis: body, block quotes, list items and headlines, not the rest.
  public var isBody: Bool { role != .byline && role != .boilerplate }

  public init(
    span: TextSpan, role: Role, sentences: Range<Int>, tokens: Range<Int>, dateline: Range<Int>
  ) {
    self.span = span
    self.role = role
    self.sentences = sentences
    self.tokens = tokens
    self.dateline = dateline
  }
}

/// A sentence: it never crosses a paragraph.
public struct Sentence: Hashable, Sendable {
  public var span: TextSpan
  /// Indices into `Document.tokens`.
  public var tokens: Range<Int>
  /// Index into `Document.paragraphs`.
  public var paragraph: Int

  public init(span: TextSpan, tokens: Range<Int>, paragraph: Int) {
    self.span = span
    self.tokens = tokens
    self.paragraph = paragraph
  }
}

/// A word, number, punctuation mark or symbol.
public struct Token: Hashable, Sendable {
  public enum Kind: UInt8, Sendable {
    case word, number, punctuation, quotationMark, symbol, url, handle, email, hashtag, emoji
  }
  /// How the letters are cased, as written.
  public enum Casing: UInt8, Sendable {
    /// No letter at all.
    case none
    case lower, capitalized, upper
    /// Mixed, such as "McCain" or "iPhone".
    case mixed
  }
  public var span: TextSpan
  /// Where the normalised form lies in `Document.normalizedBytes`.
  public var normalized: TextSpan
  /// A 64-bit hash of the normalised form, the same in every run and on every machine.
  public var hash: UInt64
  public var kind: Kind
  public var casing: Casing
  /// Whether white space (or the text's start) stands before the token.
  public var followsSpace: Bool
  /// How many quotation marks are open around the token, its own mark not counted; at most 255.
  public var quoteDepth: UInt8
  /// Index into `Document.sentences`, or -1 in a dateline, byline or boilerplate.
  public var sentence: Int32
  /// Index into `Document.paragraphs`.
  public var paragraph: Int32

  public init(
    span: TextSpan, normalized: TextSpan, hash: UInt64, kind: Kind, casing: Casing,
    followsSpace: Bool, quoteDepth: UInt8, sentence: Int32, paragraph: Int32
  ) {
    self.span = span
    self.normalized = normalized
    self.hash = hash
    self.kind = kind
    self.casing = casing
    self.followsSpace = followsSpace
    self.quoteDepth = quoteDepth
    self.sentence = sentence
    self.paragraph = paragraph
  }
}

/// A passage inside quotation marks, in one paragraph.
public struct QuotedPassage: Hashable, Sendable {
  /// From the opening mark to the closing mark, marks included; an unclosed one ends with its paragraph.
  public var span: TextSpan
  /// Tokens from the opening to the closing mark, marks included.
  public var tokens: Range<Int>
  public var isClosed: Bool
  /// 0 for an outermost passage, 1 for one inside it, and so on.
  public var depth: Int
  /// Whether the marks are single ones (‘…’ or '…').
  public var hasSingleMarks: Bool
  /// Whether the passage carries on the passage that the paragraph before left open.
  public var continuesPrevious: Bool
  /// Index into `Document.paragraphs`.
  public var paragraph: Int

  public init(
    span: TextSpan, tokens: Range<Int>, isClosed: Bool, depth: Int, hasSingleMarks: Bool,
    continuesPrevious: Bool, paragraph: Int
  ) {
    self.span = span
    self.tokens = tokens
    self.isClosed = isClosed
    self.depth = depth
    self.hasSingleMarks = hasSingleMarks
    self.continuesPrevious = continuesPrevious
    self.paragraph = paragraph
  }
}

/// Something odd in an input that did not stop its analysis.
public struct Diagnostic: Hashable, Sendable {
  /// The line in the input, from 1.
  public var line: Int
  /// A short stable name such as `unclosed-quote`.
  public var code: String
  public var message: String

  public init(line: Int, code: String, message: String) {
    self.line = line
    self.code = code
    self.message = message
  }
}

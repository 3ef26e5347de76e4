/// The text of an article, with what its bytes and its markup said about it.
///
/// Text is what offsets count: for plain text and Markdown without markup the whole input as decoded,
/// for HTML and Markdown the text that a reader sees, paragraphs apart by an empty line.
public struct ArticleText: Hashable, Sendable {
  /// How the input is written.
  public enum Format: Hashable, Sendable, CaseIterable {
    case plainText, markdown, html
  }

  /// A paragraph that the markup sets apart.
  struct Block: Hashable, Sendable {
    /// Where it stands in the text, from 0.
    var range: Range<Int>
    /// What the markup says it is; nil when it is a paragraph like any other.
    var role: Paragraph.Role?
    /// The line of the input on which it begins, from 1.
    var line: Int
  }

  /// Valid UTF-8 without NUL.
  public let bytes: [UInt8]
  /// How the input's bytes stood for characters.
  public let encoding: TextEncoding
  /// What was decided about the encoding, when it was not plain UTF-8.
  public let diagnostics: [Diagnostic]
  /// The paragraphs of a marked-up text, in order; nil when line breaks tell them.
  let blocks: [Block]?

  /// Decodes an article and takes its markup off.
  ///
  /// - Parameters:
  ///   - input: The bytes of a file.
  ///   - charset: The charset that a header beside the input declares, such as `iso-8859-1`.
  ///   - id: The article's identifier, used in errors.
  /// - Throws: `DocumentError` when a NUL shows that the bytes are no text, or they are too many.
  /// - Complexity: linear in the number of bytes, whatever they are.
  public init(
    _ input: [UInt8], format: Format = .plainText, charset: String = "", id: String
  ) throws(DocumentError) {
    guard input.count < Int(Int32.max) / 3 else {
      throw DocumentError(
        id: id, line: 1, byteOffset: 0, problem: .tooLong(byteCount: input.count))
    }
    var declared = Array(charset.utf8)
    if declared.isEmpty, format == .html { declared = HTMLCharset.declared(in: input) }
    let decoded = try DecodedText(input, declared: declared, id: id)
    encoding = decoded.encoding
    diagnostics = decoded.diagnostics
    switch format {
    case .plainText:
      bytes = decoded.bytes
      blocks = nil
    case .html: (bytes, blocks) = HTMLText.text(of: decoded.bytes)
    case .markdown: (bytes, blocks) = MarkdownText.text(of: decoded.bytes)
    }
  }

  /// A text that is UTF-8 already, as in JSON.
  public init(utf8 bytes: [UInt8]) {
    self.bytes = bytes
    encoding = .utf8
    diagnostics = []
    blocks = nil
  }
}

/// Collects the text of a marked-up article and its blocks.
struct BlockText {
  private(set) var bytes: [UInt8] = []
  private(set) var blocks: [ArticleText.Block] = []
  /// Where the open block begins.
  private(set) var start = 0
  private var spaceIsPending = false

  /// Whether the open block has no text yet.
  var isEmpty: Bool { bytes.count == start }

  /// Appends text to the open block; white space becomes one space, and none where a block begins.
  mutating func append(_ text: some Sequence<UInt8>) {
    for byte in text { append(byte) }
  }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    if byte == 0x20 || byte &- 9 < 5 {
      spaceIsPending = true
      return
    }
    if isEmpty && !blocks.isEmpty {
      bytes.append(contentsOf: [10, 10])
      start = bytes.count
    } else if spaceIsPending && !isEmpty {
      bytes.append(0x20)
    }
    spaceIsPending = false
    bytes.append(byte)
  }

  /// Ends the open block; nothing happens when it has no text.
  mutating func finish(role: Paragraph.Role?, line: Int) {
    spaceIsPending = false
    guard !isEmpty else { return }
    blocks.append(ArticleText.Block(range: start..<bytes.count, role: role, line: line))
    start = bytes.count
  }

  mutating func setRole(_ role: Paragraph.Role, ofBlock index: Int) { blocks[index].role = role }
}

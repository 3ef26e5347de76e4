public import Documents
internal import JSONText

/// An article as it came in: its text, where it stands, and what its record says beside.
public struct Article: Sendable {
  public var id: String
  /// The text, its markup taken off, with what that said; never blank.
  public var body: ArticleText
  /// The file, or `standard input`.
  public var path: String
  /// The line in a file with several articles.
  public var line: Int?
  /// What the record's date field says, as it stands there.
  public var date: String?
  /// The record's other fields, in the order of the file.
  public var metadata: [MetadataField]

  public init(
    id: String, text: [UInt8], path: String, line: Int? = nil, date: String? = nil,
    metadata: [MetadataField] = []
  ) {
    self.id = id
    body = ArticleText(utf8: text)
    self.path = path
    self.line = line
    self.date = date
    self.metadata = metadata
  }

  /// The text as UTF-8. One that is set has no markup.
  public var text: [UInt8] {
    get { body.bytes }
    set { body = ArticleText(utf8: newValue) }
  }
}

/// Kinds of files that hold articles.
public enum ArticleFileKind: String, CaseIterable, Sendable {
  /// One text.
  case txt, md, html
  /// One JSON object a line.
  case jsonl
  /// A header and one article a row.
  case csv, tsv
  /// A crawl: web pages, or texts taken from them.
  case warc

  /// The kind that a file's name says, or nil.
  init?(path: String) {
    switch FileBytes.ending(of: path) {
    case ".txt", ".text", "": self = .txt
    case ".md", ".markdown": self = .md
    case ".html", ".htm", ".xhtml": self = .html
    case ".jsonl", ".ndjson": self = .jsonl
    case ".csv": self = .csv
    case ".tsv", ".tab": self = .tsv
    case ".warc", ".wet": self = .warc
    default: return nil
    }
  }

  /// What messages say can be read.
  static let expected =
    ".txt, .md, .html, .jsonl, .csv, .tsv or .warc, also with .gz or .zst"
}

/// How files of articles are to be read.
public struct ArticleOptions: Sendable {
  /// Fields of JSONL objects and columns of tables: the text must be there, the others may.
  public var textField = "text"
  public var idField = "id"
  public var dateField = "date"
  /// Whether a record without the id or date field is an error, for somebody asked for it.
  public var needsID = false
  public var needsDate = false
  /// What all files are, whatever their names say.
  public var kind: ArticleFileKind?
  /// How many bytes an article, a line or a row may have, once decompressed.
  public var longestArticle = 16 << 20
  /// One answer is wanted for each line: blank lines count, and an id that is missing stays so.
  public var isStream = false

  public init() {}
}

/// One article to be read: naming it is cheap, `read` does the work and may run on any thread.
public struct ArticleInput: Sendable {
  enum Content: Sendable {
    case file(ArticleFileKind)
    case text([UInt8], ArticleFileKind)
    case jsonLine([UInt8])
    case row(SeparatedTable.Row, header: [String])
    case page(WARCRecord)
  }
  /// The file, or `standard input`.
  public let path: String
  /// The line in a file with several articles.
  public let line: Int?
  let content: Content
  let options: ArticleOptions

  /// The article. Without an id of its own it is called by its file's name, and by its line in a file
  /// with several.
  public func read() throws(CorpusError) -> Article {
    let bytes =
      if case .file = content {
        try FileBytes.read(path, limit: options.longestArticle)
      } else {
        [] as [UInt8]
      }
    do throws(CorpusProblem) {
      switch content {
      case .file(let kind): return try article(bytes, kind)
      case .text(let bytes, let kind): return try article(FileBytes.withoutMark(bytes), kind)
      case .jsonLine(let bytes): return try article(jsonLine: bytes)
      case .row(let row, let header): return try article(row, header)
      case .page(let record): return try article(record)
      }
    } catch {
      throw CorpusError(path: path, line: line, problem: error)
    }
  }

  /// What the article is called, as far as can be told of one that cannot be read; nil when it has no
  /// id of its own.
  public var identity: String? {
    switch content {
    case .file, .text: return FileBytes.name(of: path)
    case .jsonLine(let line):
      let member = try? jsonMembers(of: line).first { $0.name == options.idField }
      return member.flatMap { $0.text ?? $0.digits }
    case .row(let row, let header):
      let column = header.firstIndex(of: options.idField)
      return column.flatMap { $0 < row.fields.count ? row.fields[$0] : nil }
    case .page(let record): return record.target ?? record.id
    }
  }

  /// - Parameter charset: What a header beside the bytes declares.
  private func article(
    _ bytes: [UInt8], _ kind: ArticleFileKind, charset: String = ""
  ) throws(CorpusProblem) -> Article {
    let format: ArticleText.Format =
      switch kind {
      case .html: .html
      case .md: .markdown
      default: .plainText
      }
    var article = Article(id: FileBytes.name(of: path), text: [], path: path)
    do throws(DocumentError) {
      article.body = try ArticleText(bytes, format: format, charset: charset, id: article.id)
    } catch {
      if error.problem == .binary { throw .binary(offset: error.byteOffset) }
      throw .refused(error.description)
    }
    if article.text.isBlank { throw .empty(expected: "the text of an article") }
    return article
  }

  /// The JSON object that the input is, or nil when it is none.
  public var jsonLine: [UInt8]? {
    if case .jsonLine(let bytes) = content { bytes } else { nil }
  }

  /// What an article without an id is called.
  public var standardID: String {
    options.isStream ? "" : "\(FileBytes.name(of: path)):\(line ?? 0)"
  }

  private func article(jsonLine: [UInt8]) throws(CorpusProblem) -> Article {
    if jsonLine.isBlank { throw .empty(expected: "an object with \"\(options.textField)\"") }
    if String(validating: jsonLine, as: UTF8.self) == nil { try FileBytes.check(jsonLine) }
    var article = Article(id: standardID, text: [], path: path, line: line)
    var found: Set<String> = []
    for member in try jsonMembers(of: jsonLine) {
      // Readers differ in which of two they believe.
      if !found.insert(member.name).inserted { throw .repeatedField(member.name) }
      switch member.name {
      case options.textField:
        guard let text = member.text else { throw member.mismatch("a string") }
        article.text = Array(text.utf8)
      case options.idField where member.kind != .null:
        guard let id = member.text ?? member.digits else { throw member.mismatch("a string") }
        article.id = id
      case options.dateField where member.kind == .string || member.kind == .number:
        article.date = member.text ?? member.digits
      default:
        article.metadata.append(member.carried)
      }
    }
    if !found.contains(options.textField) { throw .missingField(options.textField) }
    if options.needsID && !found.contains(options.idField) { throw .missingField(options.idField) }
    if options.needsDate && article.date == nil { throw .missingField(options.dateField) }
    if article.text.isBlank { throw .emptyText(field: options.textField) }
    return article
  }

  private func article(
    _ row: SeparatedTable.Row, _ header: [String]
  ) throws(CorpusProblem) -> Article {
    guard row.fields.count == header.count else {
      throw .columnCount(row.fields.count, expected: header.count)
    }
    var article = Article(id: standardID, text: [], path: path, line: line)
    for (name, cell) in zip(header, row.fields) {
      switch name {
      case options.textField: article.text = Array(cell.utf8)
      case options.idField: if !cell.isEmpty { article.id = cell }
      case options.dateField: if !cell.isEmpty { article.date = cell }
      default: article.metadata.append(MetadataField(name: name, text: cell))
      }
    }
    if article.text.isBlank { throw .emptyText(field: options.textField) }
    return article
  }

  private func article(_ record: WARCRecord) throws(CorpusProblem) -> Article {
    var article = try article(
      try record.body(limit: options.longestArticle), record.kind, charset: record.charset)
    article.line = line
    article.id = record.target ?? record.id ?? standardID
    article.date = record.date
    if let id = record.id {
      article.metadata.append(MetadataField(name: "warc_record_id", text: id))
    }
    return article
  }
}

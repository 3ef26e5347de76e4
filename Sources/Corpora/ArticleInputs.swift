import Foundation

/// An article as it came in: its text, and where it stands.
public struct Article: Hashable, Sendable {
  public var id: String
  /// Valid UTF-8 without NUL bytes at its start; never blank.
  public var text: [UInt8]
  /// The file, or `standard input`.
  public var path: String
  /// The line in a JSONL file.
  public var line: Int?
}

/// One article to be read: naming it is cheap, `read` does the work and may run on any thread.
public struct ArticleInput: Sendable {
  private enum Content: Sendable {
    case file
    case text([UInt8])
    case jsonLine([UInt8])
  }
  /// The file, or `standard input`.
  public let path: String
  /// The line in a JSONL file.
  public let line: Int?
  private let content: Content

  fileprivate init(file path: String) {
    self.path = path
    line = nil
    content = .file
  }

  fileprivate init(text: [UInt8], path: String) {
    self.path = path
    line = nil
    content = .text(text)
  }

  fileprivate init(jsonLine: [UInt8], path: String, line: Int) {
    self.path = path
    self.line = line
    content = .jsonLine(jsonLine)
  }

  /// The JSON object that the input is, or nil when it is none.
  public var jsonLine: [UInt8]? {
    if case .jsonLine(let bytes) = content { bytes } else { nil }
  }

  /// What an article without an id is called.
  public var standardID: String {
    FileBytes.name(of: path) + (line.map { ":\($0)" } ?? "")
  }

  /// The article. Without an id of its own it is called by its file's name, and by its line in JSONL.
  public func read() throws(CorpusError) -> Article {
    let bytes =
      switch content {
      case .file: try FileBytes.read(path)
      case .text(let bytes): FileBytes.withoutMark(bytes)
      case .jsonLine(let bytes): bytes
      }
    do throws(CorpusProblem) {
      if case .jsonLine = content { return try article(jsonLine: bytes) }
      return try article(bytes)
    } catch {
      throw CorpusError(path: path, line: line, problem: error)
    }
  }

  private func article(jsonLine: [UInt8]) throws(CorpusProblem) -> Article {
    try FileBytes.check(jsonLine)
    let record = try decodeLine(Record.self, from: jsonLine)
    let text = Array(record.text.utf8)
    if text.isBlank { throw .emptyText(field: "text") }
    let id = record.id ?? "\(FileBytes.name(of: path)):\(line ?? 0)"
    return Article(id: id, text: text, path: path, line: line)
  }

  private func article(_ bytes: [UInt8]) throws(CorpusProblem) -> Article {
    try FileBytes.check(bytes)
    if bytes.isBlank { throw .empty(expected: "the text of an article") }
    return Article(id: FileBytes.name(of: path), text: bytes, path: path, line: nil)
  }

  private struct Record: Decodable {
    var id: String?
    var text: String

    init(from decoder: any Decoder) throws {
      let fields = try Fields(decoder)
      id = try fields.optionalString("id")
      text = try fields.string("text")
    }
  }
}

/// The articles behind the paths of a command line, in their order.
///
/// A path is a text file (`.txt`, `.md`, or no ending), a `.jsonl` file with one article a line
/// (`{"id","text"}`), a folder, which stands for all such files below it, sorted by path, or `-`:
/// standard input, which holds JSONL when its first character is `{` and one text otherwise. A folder's
/// hidden files and files named README are passed over.
///
/// A path that cannot be read gives an error in its place; the paths after it still count.
public struct ArticleInputs: Sequence, IteratorProtocol {
  private var paths: ArraySlice<String>
  private var lines: LineReader?
  /// How many articles the open JSONL file has given.
  private var countInFile = 0
  /// Files of the folder that is being gone through.
  private var files: ArraySlice<String> = []
  private let standardInput: Int32

  /// - Parameter standardInput: The file descriptor that `-` reads.
  public init(_ paths: [String], standardInput: Int32 = 0) {
    self.paths = paths[...]
    self.standardInput = standardInput
  }

  /// The endings of files that hold articles.
  static let endings = [".txt", ".md", ".jsonl"]

  public mutating func next() -> Result<ArticleInput, CorpusError>? {
    do throws(CorpusError) {
      while true {
        if let input = try nextLine() { return .success(input) }
        if let file = files.popFirst() {
          if let input = try open(file) { return .success(input) }
          continue
        }
        guard let path = paths.popFirst() else { return nil }
        if isFolder(path) {
          files = try Self.files(below: path)[...]
        } else if let input = try open(path) {
          return .success(input)
        }
      }
    } catch {
      return .failure(error)
    }
  }

  /// The next article of the open JSONL file.
  private mutating func nextLine() throws(CorpusError) -> ArticleInput? {
    do throws(CorpusError) {
      while let line = try lines?.next() {
        guard !line.isBlank, let lines else { continue }
        countInFile += 1
        return ArticleInput(jsonLine: line, path: lines.path, line: lines.line)
      }
    } catch {
      lines = nil
      throw error
    }
    defer { lines = nil }
    if let lines, countInFile == 0 {
      throw CorpusError(path: lines.path, problem: .empty(expected: "one article a line"))
    }
    return nil
  }

  /// Opens a file; nil when its articles come line by line.
  private mutating func open(_ path: String) throws(CorpusError) -> ArticleInput? {
    if path == "-" { return try openStandardInput() }
    switch FileBytes.ending(of: path) {
    case ".jsonl", ".ndjson":
      lines = try LineReader(path: path)
      countInFile = 0
      return nil
    case ".txt", ".md", ".text", "": return ArticleInput(file: path)
    case let ending:
      // A file that is not there has no wrong ending.
      _ = try ByteReader(path: path)
      throw CorpusError(
        path: path, problem: .unknownKind(ending: ending, expected: ".txt, .md or .jsonl"))
    }
  }

  private mutating func openStandardInput() throws(CorpusError) -> ArticleInput? {
    var reader = try LineReader(path: "-", standardInput: standardInput)
    var text: [UInt8] = []
    while let line = try reader.next() {
      if text.isBlank && line.first == UInt8(ascii: "{") {
        lines = reader
        countInFile = 1
        return ArticleInput(jsonLine: line, path: reader.path, line: reader.line)
      }
      if reader.line > 1 { text.append(0x0A) }
      text += line
    }
    return ArticleInput(text: text, path: reader.path)
  }

  private func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return path != "-" && FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  private static func files(below folder: String) throws(CorpusError) -> [String] {
    let names: [String]
    do {
      names = try FileManager.default.subpathsOfDirectory(atPath: folder)
    } catch {
      throw CorpusError(path: folder, problem: .noPermission)
    }
    let base = folder.hasSuffix("/") ? folder : folder + "/"
    let files = names.filter { name in
      let parts = name.split(separator: "/")
      return endings.contains(FileBytes.ending(of: name))
        && !parts.contains { $0.hasPrefix(".") }
        && FileBytes.name(of: name).uppercased() != "README"
    }
    if files.isEmpty { throw CorpusError(path: folder, problem: .noArticles) }
    return files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { base + $0 }
  }
}

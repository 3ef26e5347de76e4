import Foundation

/// The articles behind the paths of a command line, in their order.
///
/// A path is a file with one article (`.txt`, `.md`, `.html`, or no ending) or with several (`.jsonl`,
/// `.csv`, `.tsv`, `.warc`), each also compressed with gzip or zstd; a folder, which stands for all such
/// files below it; a pattern such as `news/**/*.txt`; or `-`: standard input, which holds JSONL when its
/// first character is `{` and one text otherwise.
///
/// A path or record that cannot be read gives an error in its place; those after it still count.
public struct ArticleInputs: Sequence, IteratorProtocol {
  private var paths: ArraySlice<String>
  // The open file with several articles: at most one of these. They are changed in place.
  private var lines: LineReader?
  private var table: SeparatedTable?
  private var header: [String] = []
  private var crawl: WARCReader?
  /// How many articles the open file has given.
  private var countInFile = 0
  /// Files of the folder that is being gone through, and the path that stood for it.
  private var files: (files: ArticleFiles, path: String)?
  private let standardInput: Int32
  private let options: ArticleOptions
  /// The sizes of all files together; nil when they are not known beforehand.
  private let byteCount: Int?
  /// The size of the files that were opened before the one that is open.
  private var finishedBytes = 0
  private var openBytes = 0
  /// Called before a read of standard input that would wait; false ends the input.
  public var beforeWaiting: (() -> Bool)?

  /// - Parameter standardInput: The file descriptor that `-` reads.
  public init(
    _ paths: [String], standardInput: Int32 = 0, options: ArticleOptions = ArticleOptions()
  ) {
    self.paths = paths[...]
    self.standardInput = standardInput
    self.options = options
    byteCount = Self.byteCount(of: paths)
  }

  /// How much of the input is read, from 0 to 1; nil when nobody knows how much there is.
  public var share: Double? {
    guard let byteCount, byteCount > 0 else { return nil }
    let read = lines?.byteCount ?? table?.byteCount ?? crawl?.byteCount ?? openBytes
    return Swift.min(Double(finishedBytes + read) / Double(byteCount), 1)
  }

  /// The sizes of files; nil when one of them is none, or not there.
  private static func byteCount(of paths: [String]) -> Int? {
    var sum = 0
    for path in paths {
      var status = stat()
      guard path != "-", stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
        return nil
      }
      sum += Int(status.st_size)
    }
    return sum
  }

  public mutating func next() -> Result<ArticleInput, CorpusError>? {
    do throws(CorpusError) {
      while true {
        if let input = try nextRecord() { return .success(input) }
        if let file = try nextFile() {
          if let input = try open(file) { return .success(input) }
          continue
        }
        guard let path = paths.popFirst() else { return nil }
        if path != "-" && isFolder(path) {
          files = (ArticleFiles(folder: path), path)
        } else if path != "-", !exists(path), let matches = ArticleFiles(pattern: path) {
          files = (matches, path)
        } else if let input = try open(path) {
          return .success(input)
        }
      }
    } catch {
      return .failure(error)
    }
  }

  /// The next file of the open folder.
  private mutating func nextFile() throws(CorpusError) -> String? {
    guard let (_, path) = files else { return nil }
    if let file = files?.files.next() { return file }
    let (count, failure) = (files?.files.count ?? 0, files?.files.failure)
    files = nil
    if let failure { throw failure }
    if count == 0 {
      throw CorpusError(path: path, problem: isFolder(path) ? .noArticles : .noMatch)
    }
    return nil
  }

  /// The next article of the open file.
  private mutating func nextRecord() throws(CorpusError) -> ArticleInput? {
    guard let path = lines?.path ?? table?.path ?? crawl?.path else { return nil }
    do throws(CorpusError) {
      while let line = try lines?.next() {
        if line.isBlank && !options.isStream { continue }
        return input(.jsonLine(line), path: path, line: lines?.line)
      }
      if let row = try table?.next() {
        return input(.row(row, header: header), path: path, line: row.line)
      }
      if let record = try crawl?.next() {
        return input(.page(record), path: path, line: crawl?.number)
      }
    } catch {
      switch error.problem {
      // What comes after these can still be read.
      case .tooLong, .invalidUTF8, .binary: countInFile += 1
      default: closeFile()
      }
      throw error
    }
    closeFile()
    if countInFile == 0 && !options.isStream {
      throw CorpusError(path: path, problem: .empty(expected: "one article a line"))
    }
    return nil
  }

  private mutating func closeFile() {
    lines = nil
    table = nil
    crawl = nil
  }

  private mutating func input(
    _ content: ArticleInput.Content, path: String, line: Int? = nil
  ) -> ArticleInput {
    countInFile += 1
    return ArticleInput(path: path, line: line, content: content, options: options)
  }

  /// Opens a file; nil when its articles come one by one.
  private mutating func open(_ path: String) throws(CorpusError) -> ArticleInput? {
    countInFile = 0
    if byteCount != nil {
      finishedBytes += openBytes
      openBytes = Self.byteCount(of: [path]) ?? 0
    }
    let isStandardInput = path == "-"
    if isStandardInput && options.kind == nil { return try openStandardInput() }
    guard let kind = options.kind ?? ArticleFileKind(path: path) else {
      // A file that is not there has no wrong ending.
      _ = try ByteReader(path: path)
      throw CorpusError(
        path: path,
        problem: .unknownKind(
          ending: FileBytes.ending(of: path), expected: ArticleFileKind.expected))
    }
    switch kind {
    case .txt, .md, .html:
      if isStandardInput { return try wholeStandardInput(kind) }
      return input(.file(kind), path: path)
    case .jsonl:
      var reader = try LineReader(
        path: path, standardInput: standardInput, limit: options.longestArticle)
      reader.beforeWaiting = beforeWaiting
      lines = reader
    case .csv, .tsv: try openTable(path, kind)
    case .warc:
      crawl = try WARCReader(
        path: path, standardInput: standardInput, limit: options.longestArticle)
    }
    return nil
  }

  private mutating func openTable(
    _ path: String, _ kind: ArticleFileKind
  ) throws(CorpusError) {
    var table = try SeparatedTable(
      path: path, separator: kind == .csv ? UInt8(ascii: ",") : UInt8(ascii: "\t"),
      standardInput: standardInput, limit: options.longestArticle)
    guard let header = try table.next() else {
      throw CorpusError(
        path: table.path, problem: .empty(expected: "a header with the column \(options.textField)")
      )
    }
    var needed = [options.textField]
    if options.needsID { needed.append(options.idField) }
    if options.needsDate { needed.append(options.dateField) }
    let missing = needed.filter { !header.fields.contains($0) }
    if !missing.isEmpty {
      throw CorpusError(
        path: table.path, line: header.line,
        problem: .missingColumns(missing, found: header.fields))
    }
    var names: Set<String> = []
    if let twice = header.fields.first(where: { !names.insert($0).inserted }) {
      throw CorpusError(path: table.path, line: header.line, problem: .repeatedField(twice))
    }
    self.table = table
    self.header = header.fields
  }

  private mutating func openStandardInput() throws(CorpusError) -> ArticleInput? {
    var reader = try LineReader(
      path: "-", standardInput: standardInput, limit: options.longestArticle)
    reader.beforeWaiting = beforeWaiting
    if options.isStream {
      lines = reader
      return nil
    }
    var text: [UInt8] = []
    while let line = try reader.next() {
      if text.isBlank && line.first == UInt8(ascii: "{") {
        lines = reader
        return input(.jsonLine(line), path: reader.path, line: reader.line)
      }
      if reader.line > 1 { text.append(0x0A) }
      text += line
      if text.count > options.longestArticle {
        throw CorpusError(path: reader.path, problem: .tooLong(limit: options.longestArticle))
      }
    }
    return input(.text(text, .txt), path: reader.path)
  }

  private mutating func wholeStandardInput(
    _ kind: ArticleFileKind
  ) throws(CorpusError) -> ArticleInput {
    var reader = try ByteReader(path: "-", standardInput: standardInput)
    var text: [UInt8] = []
    while try reader.readMore(into: &text) {
      if text.count > options.longestArticle {
        throw CorpusError(path: reader.path, problem: .tooLong(limit: options.longestArticle))
      }
    }
    return input(.text(text, kind), path: reader.path)
  }

  private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  private func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }
}

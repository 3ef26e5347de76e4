/// What is wrong with an input: where, what was seen there, and what would be right.
public struct CorpusError: Error, Hashable, Sendable {
  /// What kind of mistake it is, for whoever maps errors to exit codes.
  public enum Cause: Sendable {
    case missingInput, badData, inputOutput
  }

  /// The file or folder as it was named, or `standard input`.
  public var path: String
  /// The line, from 1, or nil when the error is about the whole file.
  public var line: Int?
  /// The column in bytes, from 1, or nil when the error is about the whole line.
  public var column: Int? {
    if case .invalidJSON(_, let column) = problem { column } else { nil }
  }
  public var problem: CorpusProblem

  public init(path: String, line: Int? = nil, problem: CorpusProblem) {
    self.path = path
    if case .invalidUTF8(_, let ownLine) = problem {
      self.line = line ?? ownLine
    } else {
      self.line = line
    }
    self.problem = problem
  }

  public var cause: Cause {
    switch problem {
    case .noSuchFile, .noArticles, .noMatch, .noPermission: .missingInput
    case .readFailure: .inputOutput
    default: .badData
    }
  }

  /// One line, such as `labels.jsonl:17: expected a string for "text", found a number`.
  public var message: String { place + ": " + problem.sentence }

  /// The message without file and line: what is wrong, and in which column.
  public var sentence: String {
    let column = column.map { "column \($0): " } ?? ""
    return column + problem.sentence
  }

  /// Such as `labels.jsonl:17`.
  public var place: String {
    let numbers = [line, line == nil ? nil : column].compactMap { $0.map { ":\($0)" } }
    return path + numbers.joined()
  }
}

/// The fact behind a `CorpusError`, without its place.
public enum CorpusProblem: Error, Hashable, Sendable {
  case noSuchFile
  case noPermission
  /// A folder without any file that can be read.
  case noArticles
  /// A pattern that no file matches.
  case noMatch
  /// The system refused to read, with its own words.
  case readFailure(String)
  case isFolder
  /// Compressed data that cannot be decompressed, with what is wrong with it.
  case compression(String)
  /// More bytes than a line, a row, an article or a file may have.
  case tooLong(limit: Int)
  /// A file whose name ends in something that cannot be read, with what can be.
  case unknownKind(ending: String, expected: String)
  case empty(expected: String)
  /// A NUL byte, which no text holds; its offset.
  case binary(offset: Int)
  /// - Parameter line: the line in the checked bytes, from 1.
  case invalidUTF8(offset: Int, line: Int)
  /// The analysis refused the text, with its own sentence.
  case refused(String)

  /// - Parameter column: in bytes, from 1.
  case invalidJSON(String, column: Int)
  case missingField(String)
  /// A name that stands twice in an object or in the header of a table.
  case repeatedField(String)
  case wrongType(field: String, expected: String, found: String)
  case wrongWord(field: String, found: String, expected: [String])
  case emptyText(field: String)
  case emptySpan(field: String, offset: Int)
  /// A span that does not lie inside its text; offsets and length in code points.
  case spanOutside(field: String, start: Int, end: Int, length: Int)
  /// A span whose own text is not what stands at its offsets.
  case spanText(field: String, given: String, there: String)
  /// No token of the text lies in the target.
  case noTargetToken
  /// An article without its text, where offsets have no meaning.
  case noText
  case duplicate(id: String, firstLine: Int)
  /// Predictions without one for a labelled quote.
  case noPrediction(id: String)

  case missingColumns([String], found: [String])
  case columnCount(Int, expected: Int)
  case unclosedQuote
  /// A crawl's record that is not as WARC says, with what is wrong.
  case brokenRecord(String)
  case notInText(column: String, words: String)
  case notANumber(column: String, found: String)

  /// The problem as a sentence without its place.
  public var sentence: String {
    switch self {
    case .noSuchFile: "no such file or folder"
    case .noPermission: "may not be read: permission denied"
    case .noArticles:
      "no articles in this folder: expected files ending in "
        + ArticleFileKind.expected
    case .noMatch: "no file matches this pattern"
    case .readFailure(let reason): "cannot be read: \(reason)"
    case .isFolder: "is a folder: expected a file"
    case .compression(let reason): reason
    case .tooLong(let limit): "is longer than \(Self.size(limit))"
    case .unknownKind(let ending, let expected):
      "cannot read files ending in \(ending): expected \(expected)"
    case .empty(let expected): "is empty: expected \(expected)"
    case .binary(let offset): "is not text (a NUL byte at offset \(offset)): expected UTF-8 text"
    case .invalidUTF8(let offset, _):
      "is not valid UTF-8 (byte offset \(offset)): expected UTF-8 text"
    case .refused(let reason): reason
    case .invalidJSON(let reason, _): "not valid JSON: \(reason)"
    case .missingField(let field): "missing \"\(field)\""
    case .repeatedField(let field): "\"\(field)\" is there twice"
    case .wrongType(let field, let expected, let found):
      field.isEmpty
        ? "expected \(expected), found \(found)"
        : "expected \(expected) for \"\(field)\", found \(found)"
    case .wrongWord(let field, let found, let expected):
      "expected \(Self.alternatives(expected)) for \"\(field)\", found \"\(found)\""
    case .emptyText(let field): "\"\(field)\" is empty"
    case .emptySpan(let field, let offset):
      "\"\(field)\" is an empty span (start and end are \(offset))"
    case .spanOutside(let field, let start, let end, let length):
      "\"\(field)\" runs from \(start) to \(end), but the text has \(length) code points"
    case .spanText(let field, let given, let there):
      "\"\(field)\" says \"\(given)\", but at its offsets stands \"\(there)\": "
        + "offsets count Unicode code points"
    case .noTargetToken: "the target holds no word"
    case .noText: "missing \"text\": offsets have no meaning without the article's text"
    case .noPrediction(let id): "there is no prediction for the quote \"\(id)\""
    case .duplicate(let id, let line): "\"\(id)\" is there twice (first on line \(line))"
    case .missingColumns(let missing, let found):
      "no column \(missing.map { "\"\($0)\"" }.joined(separator: ", ")) in the header, which has "
        + found.map { "\"\($0)\"" }.joined(separator: ", ")
    case .columnCount(let count, let expected):
      "expected \(expected) columns as in the header, found \(count)"
    case .brokenRecord(let reason): "not a valid WARC record: \(reason)"
    case .unclosedQuote: "a field opens with a quotation mark and never closes"
    case .notInText(let column, let words): "the \(column) \"\(words)\" does not occur in the text"
    case .notANumber(let column, let found):
      "expected a whole number for \"\(column)\", found \"\(found)\""
    }
  }

  /// A count of bytes in the largest unit that divides it.
  private static func size(_ bytes: Int) -> String {
    let units = ["bytes", "KiB", "MiB", "GiB"]
    var (count, unit) = (bytes, 0)
    while count >= 1024 && count % 1024 == 0 && unit < 3 {
      (count, unit) = (count / 1024, unit + 1)
    }
    return "\(count) \(units[unit])"
  }

  private static func alternatives(_ words: [String]) -> String {
    words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
  }
}

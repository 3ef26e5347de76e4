/// What is wrong in a word list, and where.
public struct LexiconError: Error, Equatable, CustomStringConvertible {
  public enum Problem: Equatable, Sendable {
    case missingFile
    case notUTF8
    case noHeader
    case missingColumn(String, found: [String])
    case wrongFieldCount(expected: Int, found: Int)
    case emptyField(column: String)
    case notANumber(column: String, found: String)
    case unknownValue(column: String, found: String, expected: [String])
    case duplicate(String, firstLine: Int)
    /// A number that its column does not allow.
    case outOfRange(column: String, found: String, expected: String)
    /// An entry that should stand before the one above it.
    case notSorted(String, after: String)
    /// A comment line of the head that is not there.
    case missingHead(String)
    /// An entry that no word of a text can match, such as one in capitals.
    case notNormal(String, expected: String)
    /// A line that is not of the format.
    case malformed(found: String, expected: String)
    /// A dictionary none of whose categories is known to be good or bad.
    case noPolarCategory(found: [String])
  }
  /// The list, such as `names/given.tsv`.
  public var file: String
  /// The line in the file, from 1, or nil when the whole file is meant.
  public var line: Int?
  public var problem: Problem

  public init(file: String, line: Int?, problem: Problem) {
    self.file = file
    self.line = line
    self.problem = problem
  }

  /// The error as a sentence that names file and line.
  public var description: String {
    let place = line.map { "\(file):\($0)" } ?? file
    return "\(place): \(explanation)"
  }

  private var explanation: String {
    switch problem {
    case .missingFile: "no such word list"
    case .notUTF8: "is not valid UTF-8: expected UTF-8 text"
    case .noHeader: "expected a first row with the names of the columns, found no row"
    case .missingColumn(let column, let found):
      "expected a column \"\(column)\", found \(found.map { "\"\($0)\"" }.joined(separator: ", "))"
    case .wrongFieldCount(let expected, let found):
      "expected \(expected) tab-separated fields, found \(found)"
    case .emptyField(let column): "the field \"\(column)\" is empty"
    case .notANumber(let column, let found):
      "expected a number for \"\(column)\", found \"\(found)\""
    case .unknownValue(let column, let found, let expected):
      "\"\(found)\" is no value of \"\(column)\"; expected \(expected.joined(separator: ", "))"
    case .duplicate(let entry, let firstLine):
      "\"\(entry)\" is listed twice (first on line \(firstLine))"
    case .outOfRange(let column, let found, let expected):
      "\(found) is no \"\(column)\"; expected \(expected)"
    case .notSorted(let entry, let previous):
      "\"\(entry)\" stands after \"\(previous)\"; entries are sorted by their bytes"
    case .missingHead(let key): "expected a line \"# \(key): …\" before the columns"
    case .notNormal(let entry, let expected):
      "no text can match \"\(entry)\"; expected \"\(expected)\""
    case .malformed(let found, let expected): "expected \(expected), found \"\(found)\""
    case .noPolarCategory(let found):
      "no category is known to be good or bad; name them with --positive and --negative. Found "
        + found.prefix(20).map { "\"\($0)\"" }.joined(separator: ", ")
    }
  }
}

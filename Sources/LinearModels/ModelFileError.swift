/// Why bytes are not a model file that can be used.
public enum ModelFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file cannot be opened or read; `reason` is the system's.
  case unreadable(path: String, reason: String)
  /// The file cannot be written; `reason` is the system's.
  case unwritable(path: String, reason: String)
  /// The first bytes are not those of a model file.
  case notAModel
  /// The file was written by a later version of the format.
  case unknownVersion(found: UInt32, newest: UInt32)
  /// The file says it has another length than it has.
  case truncated(expected: UInt64, found: UInt64)
  /// The bytes differ from those that were written.
  case damaged
  /// The table of sections contradicts itself; `reason` says where.
  case malformed(reason: String)
  /// The file holds another kind of model.
  case wrongKind(expected: String, found: String)
  /// A section is absent.
  case missingSection(name: String)
  /// A section holds another type of element.
  case wrongElementType(section: String, expected: String, found: String)
  /// The parts of the model do not fit together; `reason` says which.
  case inconsistent(reason: String)

  /// The problem as a sentence.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)"
    case .unwritable(let path, let reason): "\(path): cannot be written: \(reason)"
    case .notAModel: "not a model file: the first bytes are not those of one"
    case .unknownVersion(let found, let newest):
      "the model file has format version \(found); this program reads versions up to \(newest)"
    case .truncated(let expected, let found):
      "the model file should have \(expected) bytes, but has \(found)"
    case .damaged: "the model file is damaged: its bytes differ from those that were written"
    case .malformed(let reason): "the model file is malformed: \(reason)"
    case .wrongKind(let expected, let found):
      "expected a model of kind \"\(expected)\", found one of kind \"\(found)\""
    case .missingSection(let name): "the model file has no section \"\(name)\""
    case .wrongElementType(let section, let expected, let found):
      "section \"\(section)\" of the model file holds \(found), expected \(expected)"
    case .inconsistent(let reason): "the parts of the model do not fit together: \(reason)"
    }
  }
}

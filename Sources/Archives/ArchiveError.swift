/// Why an archive could not be read or written.
public struct ArchiveError: Error, Hashable, Sendable {
  /// What kind of failure it is, for whoever maps errors to exit codes.
  public enum Cause: Hashable, Sendable {
    case missing
    /// The file is no archive, or one of a later version.
    case notAnArchive
    /// Reading or writing failed, such as on a full disk.
    case inputOutput
  }

  public var path: String
  public var cause: Cause
  /// A phrase such as `database or disk is full`.
  public var reason: String

  public init(path: String, cause: Cause, reason: String) {
    self.path = path
    self.cause = cause
    self.reason = reason
  }

  /// One line, such as `corpus.sqlite: database or disk is full`.
  public var message: String { "\(path): \(reason)" }
}

import Glibc

/// A file that is written piece by piece beside its place, and moved there at the end.
///
/// Without `commit` nothing is left of it. A path that is no regular file, such as `/dev/stdout`, is
/// written to directly.
public final class OutputDraft {
  /// Takes the bytes.
  public let buffer: OutputBuffer
  private let path: String
  /// Nil when the bytes go to their place directly.
  private let draft: String?
  private let descriptor: Int32
  private var isOpen = true

  public init(path: String) throws(OutputError) {
    self.path = path
    var status = stat()
    let isDirect = stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
    draft = isDirect ? nil : "\(path).\(getpid()).tmp"
    descriptor = open(
      draft ?? path, isDirect ? O_WRONLY | O_CLOEXEC : O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
      0o666)
    guard descriptor >= 0 else { throw .current(path) }
    buffer = OutputBuffer(descriptor: descriptor, path: path)
  }

  /// Writes what waits and moves the file to its place.
  public func commit() throws(OutputError) {
    try buffer.flush()
    isOpen = false
    guard flushed(descriptor) else { throw .current(path) }
    guard let draft else { return }
    guard rename(draft, path) == 0 else {
      let error = OutputError.current(path)
      unlink(draft)
      throw error
    }
  }

  deinit {
    guard isOpen else { return }
    close(descriptor)
    if let draft { unlink(draft) }
  }
}

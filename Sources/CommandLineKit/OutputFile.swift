import Glibc

/// A file that is either written whole or not at all.
public enum OutputFile {
  /// Writes a file beside its place and then moves it there, so that a reader sees the old file or
  /// the new one and never a part.
  ///
  /// A path that is no regular file, such as `/dev/stdout`, is written to directly.
  public static func write(_ bytes: [UInt8], to path: String) throws(OutputError) {
    var status = stat()
    let exists = stat(path, &status) == 0
    if exists && status.st_mode & S_IFMT != S_IFREG {
      return try write(bytes, opening: path, flags: O_WRONLY, showing: path)
    }
    let draft = "\(path).\(getpid()).tmp"
    try Interrupt.deferred { () throws(OutputError) in
      do throws(OutputError) {
        try write(bytes, opening: draft, flags: O_WRONLY | O_CREAT | O_EXCL, showing: path)
        if exists { chmod(draft, status.st_mode & 0o7777) }
        guard rename(draft, path) == 0 else { throw OutputError.current(path) }
      } catch {
        unlink(draft)
        throw error
      }
    }
  }

  /// Makes a folder with the folders above it; one that is there already is fine.
  public static func createFolder(_ path: String) throws(OutputError) {
    var status = stat()
    if stat(path, &status) == 0 {
      if status.st_mode & S_IFMT == S_IFDIR { return }
      throw .failed(path: path, reason: "a file of that name is there, and a folder is needed")
    }
    if let slash = path.dropLast().lastIndex(of: "/"), slash != path.startIndex {
      try createFolder(String(path[..<slash]))
    }
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw .current(path) }
  }

  private static func write(
    _ bytes: [UInt8], opening file: String, flags: Int32, showing path: String
  ) throws(OutputError) {
    let descriptor = open(file, flags | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .current(path) }
    do throws(OutputError) {
      try writeAll(bytes, to: descriptor, path: path)
    } catch {
      close(descriptor)
      throw error
    }
    guard flushed(descriptor) else { throw .current(path) }
  }
}

/// Closes a file after its bytes are on the disk, which may say only now that it is full.
func flushed(_ descriptor: Int32) -> Bool {
  // Pipes and terminals cannot be synchronised, and need not be.
  let isSafe = fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS
  let code = errno
  let isClosed = close(descriptor) == 0
  if !isSafe { errno = code }
  return isSafe && isClosed
}

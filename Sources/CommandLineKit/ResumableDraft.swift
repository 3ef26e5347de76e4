import Glibc

/// How far a run had come when it wrote its last pieces.
public struct Checkpoint: Hashable, Sendable {
  /// How many items were done, errors among them.
  public var items: Int
  public var errors: Int
  /// A digest of the items, for whoever checks that they are the same again.
  public var digest: UInt64

  public init(items: Int = 0, errors: Int = 0, digest: UInt64 = 0) {
    self.items = items
    self.errors = errors
    self.digest = digest
  }
}

/// A file that is written piece by piece beside its place and moved there at the end, and that another
/// run can go on with.
///
/// The pieces are in `PATH.partial`, and how far they reach in `PATH.journal`: both stay when the
/// program ends early. A path that is no regular file, such as `/dev/stdout`, is written to directly.
public final class ResumableDraft {
  /// Takes the bytes; only `checkpoint` writes them.
  public let buffer: OutputBuffer
  /// Where this run goes on: how far the last one came, or nothing.
  public let start: Checkpoint
  private let path: String
  private let isDirect: Bool
  private let descriptor: Int32
  private let journal: Int32
  private var isOpen = true
  private var byteCount: Int

  private var partial: String { path + ".partial" }
  private var journalPath: String { path + ".journal" }
  /// How many bytes wait before they are written.
  private static let pieceSize = 1 << 16

  /// - Parameters:
  ///   - key: What must be the same for a run to go on with another's file: the models and options.
  ///   - resumes: Whether to go on with a partial file that is there.
  /// - Throws: `OutputError`, also when the partial file was made with another key.
  public init(path: String, key: String, resumes: Bool) throws(OutputError) {
    self.path = path
    var status = stat()
    isDirect = stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
    let head = key.split(separator: "\n").joined(separator: " ") + "\n"
    var place = (checkpoint: Checkpoint(), bytes: 0)
    if resumes && !isDirect, let text = readText(path + ".journal"), !text.isEmpty {
      guard text.hasPrefix(head) else { throw .otherRun(path: path) }
      place = Self.lastPlace(in: text.dropFirst(head.count))
      // Somebody else shortened the file: there is nothing to go on with.
      if stat(path + ".partial", &status) != 0 || status.st_size < place.bytes {
        place = (Checkpoint(), 0)
      }
    }
    start = place.checkpoint
    byteCount = place.bytes
    if isDirect {
      descriptor = open(path, O_WRONLY | O_CLOEXEC)
      journal = -1
    } else {
      descriptor = open(path + ".partial", O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
      journal = open(path + ".journal", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
    }
    buffer = OutputBuffer(descriptor: descriptor, path: path, capacity: .max)
    guard descriptor >= 0, isDirect || journal >= 0 else {
      let error = OutputError.current(path)
      isOpen = false
      if descriptor >= 0 { close(descriptor) }
      throw error
    }
    if isDirect { return }
    // What was written after the last checkpoint is done again.
    guard ftruncate(descriptor, place.bytes) == 0, lseek(descriptor, 0, SEEK_END) == place.bytes
    else { throw .current(path) }
    if place.checkpoint.items == 0 {
      guard ftruncate(journal, 0) == 0 else { throw .current(path) }
      try writeAll(Array(head.utf8), to: journal, path: path)
    }
  }

  /// Writes what waits when it is enough, and notes how far the file reaches then.
  ///
  /// - Parameter isLast: Whether to write however little waits.
  public func checkpoint(_ state: Checkpoint, isLast: Bool = false) throws(OutputError) {
    guard isLast || buffer.bytes.count >= Self.pieceSize else { return }
    byteCount += buffer.bytes.count
    try buffer.flush()
    if isDirect { return }
    let line = "\(state.items) \(state.errors) \(state.digest) \(byteCount);\n"
    try writeAll(Array(line.utf8), to: journal, path: path)
  }

  /// Writes what waits, moves the file to its place and removes the journal.
  public func commit() throws(OutputError) {
    try Interrupt.deferred { () throws(OutputError) in
      try buffer.flush()
      isOpen = false
      if !isDirect { close(journal) }
      guard flushed(descriptor) else { throw .current(path) }
      if isDirect { return }
      guard rename(partial, path) == 0 else { throw .current(path) }
      unlink(journalPath)
    }
  }

  deinit {
    guard isOpen else { return }
    close(descriptor)
    if !isDirect { close(journal) }
  }

  /// The place that the last whole line of a journal names.
  private static func lastPlace(in lines: Substring) -> (checkpoint: Checkpoint, bytes: Int) {
    for line in lines.split(separator: "\n").reversed() where line.hasSuffix(";") {
      let numbers = line.dropLast().split(separator: " ")
      guard numbers.count == 4, let items = Int(numbers[0]), let errors = Int(numbers[1]),
        let digest = UInt64(numbers[2]), let bytes = Int(numbers[3])
      else { continue }
      return (Checkpoint(items: items, errors: errors, digest: digest), bytes)
    }
    return (Checkpoint(), 0)
  }
}

import Glibc

/// Why bytes could not be written.
public enum OutputError: Error, Hashable, Sendable {
  /// The reader of a pipe is gone.
  case closedPipe
  /// What could not be written, and what the system says of it.
  case failed(path: String, reason: String)
  /// A partial file that a run with other models or options left.
  case otherRun(path: String)

  public var message: String {
    switch self {
    case .closedPipe: "the reader of the output is gone"
    case .failed(let path, let reason): "\(path): cannot be written: \(reason)"
    case .otherRun(let path):
      "\(path).partial was begun with other models or options: go on with those, or begin anew "
        + "without --resume"
    }
  }

  static func current(_ path: String) -> OutputError {
    errno == EPIPE ? .closedPipe : .failed(path: path, reason: systemReason())
  }
}

/// The text of the system's last error, in lower case.
func systemReason() -> String { String(cString: strerror(errno)).lowercased() }

/// Collects bytes and writes them to a file descriptor in large pieces.
///
/// Used on one thread. Whoever makes it calls `flush` at the end; nothing is written by itself then.
public final class OutputBuffer {
  private var buffer: [UInt8] = []
  private let descriptor: Int32?
  private let path: String
  private let capacity: Int

  /// - Parameters:
  ///   - path: What errors call the place that is written to.
  ///   - capacity: How many bytes may wait; with 0 each call writes at once.
  public init(descriptor: Int32, path: String = "standard output", capacity: Int = 1 << 16) {
    self.descriptor = descriptor
    self.path = path
    self.capacity = capacity
  }

  /// Keeps all bytes, for tests and for whoever wants the text.
  public init() {
    descriptor = nil
    path = ""
    capacity = .max
  }

  /// What waits to be written: all that was written, for a buffer without a file descriptor.
  public var bytes: [UInt8] { buffer }
  public var text: String { String(decoding: buffer, as: UTF8.self) }

  public func write(_ text: String) throws(OutputError) { try write(utf8: text.utf8) }

  public func write(utf8 bytes: some Sequence<UInt8>) throws(OutputError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= capacity { try flush() }
  }

  /// Writes what waits. A write that a signal interrupts is taken up again.
  public func flush() throws(OutputError) {
    guard let descriptor else { return }
    defer { buffer.removeAll(keepingCapacity: true) }
    try writeAll(buffer, to: descriptor, path: path)
  }
}

/// Writes all bytes, however many calls that takes.
func writeAll(_ bytes: [UInt8], to descriptor: Int32, path: String) throws(OutputError) {
  var written = 0
  while written < bytes.count {
    let count = bytes.withUnsafeBytes {
      Glibc.write(descriptor, $0.baseAddress! + written, bytes.count - written)
    }
    if count < 0 && errno == EINTR { continue }
    if count < 0 { throw .current(path) }
    written += count
  }
}

import Compression
import Foundation

/// Reads a file in pieces, decompressed; the file is closed when the reader is gone.
///
/// Whether a file is compressed is told by its first bytes, not by its name.
struct ByteReader {
  private static let pieceSize = 1 << 18

  let path: String
  private let handle: FileHandle
  /// Nil until the first bytes are seen, and for plain files.
  private var decompressor: Decompressor?
  private var hasStarted = false
  /// Compressed bytes that wait.
  private var compressed: ArraySlice<UInt8> = []
  private var isAtEnd = false
  /// How many bytes of the file were read.
  private(set) var byteCount = 0
  /// Called before a read that would wait for whoever writes the input; false ends the input.
  var beforeWaiting: (() -> Bool)?

  /// - Parameter path: A file, or `-` for standard input.
  init(path: String, standardInput: Int32 = 0) throws(CorpusError) {
    if path == "-" {
      self.path = "standard input"
      handle = FileHandle(fileDescriptor: standardInput, closeOnDealloc: false)
      return
    }
    self.path = path
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw CorpusError(path: path, problem: Self.problem(errno)) }
    handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var status = stat()
    if fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR {
      throw CorpusError(path: path, problem: .isFolder)
    }
  }

  /// Appends the next piece, of 256 KiB at most; false at the end.
  mutating func readMore(into bytes: inout [UInt8]) throws(CorpusError) -> Bool {
    if !hasStarted {
      hasStarted = true
      var first: [UInt8] = []
      while first.count < 4, try readPlain(into: &first) {}
      if let format = CompressionFormat(firstBytes: first) {
        do throws(CompressionError) {
          decompressor = try Decompressor(format)
        } catch {
          throw CorpusError(path: path, problem: .readFailure(error.message))
        }
        compressed = first[...]
      } else {
        bytes += first
        return !first.isEmpty
      }
    }
    guard let decompressor else { return try readPlain(into: &bytes) }
    let start = bytes.count
    while bytes.count == start {
      guard try decompress(with: decompressor, into: &bytes) else { continue }
      if isAtEnd { return bytes.count > start }
      var more: [UInt8] = []
      isAtEnd = try !readPlain(into: &more)
      compressed = more[...]
    }
    return true
  }

  /// Appends the next piece of what waits; whether more compressed bytes are needed.
  private mutating func decompress(
    with decompressor: Decompressor, into bytes: inout [UInt8]
  ) throws(CorpusError) -> Bool {
    do throws(CompressionError) {
      let start = bytes.count
      let needsMore = try decompressor.decompress(&compressed, into: &bytes)
      if needsMore && isAtEnd && bytes.count == start { try decompressor.finish() }
      return needsMore
    } catch {
      throw CorpusError(path: path, problem: .compression(error.message))
    }
  }

  /// Appends the next piece of the file as it stands.
  private mutating func readPlain(into bytes: inout [UInt8]) throws(CorpusError) -> Bool {
    if let beforeWaiting, wouldWait, !beforeWaiting() { return false }
    while true {
      var code: Int32 = 0
      var count = 0
      let piece = [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { buffer, filled in
        count = Foundation.read(handle.fileDescriptor, buffer.baseAddress!, Self.pieceSize)
        code = errno
        filled = max(count, 0)
      }
      if count < 0 && code == EINTR { continue }
      if count < 0 { throw CorpusError(path: path, problem: Self.problem(code)) }
      byteCount += count
      bytes += piece
      return count > 0
    }
  }

  private var wouldWait: Bool {
    var request = pollfd(fd: handle.fileDescriptor, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, 0) == 0
  }

  private static func problem(_ code: Int32) -> CorpusProblem {
    switch code {
    case ENOENT, ENOTDIR: .noSuchFile
    case EACCES, EPERM: .noPermission
    default: .readFailure(String(cString: strerror(code)).lowercased())
    }
  }
}

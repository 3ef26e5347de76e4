private import CZlib
private import CZstd

/// Decompresses a stream piece by piece, in memory that does not grow with the data.
///
/// How far data may swell is for the caller to bound: each call gives at most one piece.
/// Used on one thread at a time.
public final class Decompressor {
  /// How many bytes one call gives at most.
  public static let pieceSize = 1 << 18

  public let format: CompressionFormat
  private let state: State
  /// Whether the data may end here: after a whole member or frame, or before the first.
  private var isComplete = false

  private enum State {
    case gzip(UnsafeMutablePointer<z_stream>)
    case zstd(OpaquePointer)
  }

  public init(_ format: CompressionFormat) throws(CompressionError) {
    self.format = format
    switch format {
    case .gzip:
      let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
      stream.initialize(to: z_stream())
      // 15 is the largest window; 16 more asks for gzip's frame.
      let code = inflateInit2_(
        stream, 15 + 16, zlibVersion(), Int32(MemoryLayout<z_stream>.size))
      guard code == Z_OK else {
        stream.deallocate()
        throw .outOfMemory
      }
      state = .gzip(stream)
    case .zstd:
      guard let stream = ZSTD_createDStream() else { throw .outOfMemory }
      state = .zstd(stream)
    }
  }

  deinit {
    switch state {
    case .gzip(let stream):
      inflateEnd(stream)
      stream.deallocate()
    case .zstd(let stream):
      ZSTD_freeDStream(stream)
    }
  }

  /// Decompresses the next piece and appends it.
  ///
  /// - Parameters:
  ///   - input: Compressed bytes; what was used is taken off its front.
  ///   - output: Where the piece goes, `pieceSize` bytes at most.
  /// - Returns: Whether all of the input was used and nothing waits inside: more input is needed.
  public func decompress(
    _ input: inout ArraySlice<UInt8>, into output: inout [UInt8]
  ) throws(CompressionError) -> Bool {
    var produced = 0
    var failure: CompressionError?
    var used = 0
    let piece = [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { room, filled in
      let room = UnsafeMutableBufferPointer(rebasing: room[..<Self.pieceSize])
      used = input.withUnsafeBufferPointer { source in
        switch state {
        case .gzip(let stream): inflate(stream, source, room, &produced, &failure)
        case .zstd(let stream): expand(stream, source, room, &produced, &failure)
        }
      }
      filled = produced
    }
    output += piece
    if let failure { throw failure }
    input = input.dropFirst(used)
    return input.isEmpty && produced < Self.pieceSize
  }

  /// Says that no more input comes.
  ///
  /// - Throws: `CompressionError.truncated` when more would have to come.
  public func finish() throws(CompressionError) {
    if !isComplete { throw .truncated(format) }
  }

  private func inflate(
    _ stream: UnsafeMutablePointer<z_stream>, _ source: UnsafeBufferPointer<UInt8>,
    _ room: UnsafeMutableBufferPointer<UInt8>, _ produced: inout Int,
    _ failure: inout CompressionError?
  ) -> Int {
    // zlib counts in 32 bits.
    let source = UnsafeBufferPointer(rebasing: source.prefix(1 << 30))
    stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
    stream.pointee.avail_in = UInt32(source.count)
    stream.pointee.next_out = room.baseAddress
    stream.pointee.avail_out = UInt32(room.count)
    loop: while stream.pointee.avail_out > 0 {
      if isComplete {
        // Another member may follow.
        if stream.pointee.avail_in == 0 { break }
        inflateReset(stream)
        isComplete = false
      }
      switch CZlib.inflate(stream, Z_NO_FLUSH) {
      case Z_STREAM_END: isComplete = true
      case Z_OK: if stream.pointee.avail_in == 0 && stream.pointee.avail_out > 0 { break loop }
      case Z_BUF_ERROR: break loop
      case Z_MEM_ERROR:
        failure = .outOfMemory
        break loop
      default:
        let reason = stream.pointee.msg.map { String(cString: $0) } ?? "unknown data"
        failure = .corrupt(.gzip, reason: reason)
        break loop
      }
    }
    produced = room.count - Int(stream.pointee.avail_out)
    return source.count - Int(stream.pointee.avail_in)
  }

  private func expand(
    _ stream: OpaquePointer, _ source: UnsafeBufferPointer<UInt8>,
    _ room: UnsafeMutableBufferPointer<UInt8>, _ produced: inout Int,
    _ failure: inout CompressionError?
  ) -> Int {
    var input = ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
    var output = ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
    while output.pos < output.size {
      let before = (input.pos, output.pos)
      let code = ZSTD_decompressStream(stream, &output, &input)
      if ZSTD_isError(code) != 0 {
        failure = .corrupt(.zstd, reason: String(cString: ZSTD_getErrorName(code)).lowercased())
        break
      }
      let isAtRest = before == (input.pos, output.pos)
      // 0 is the end of a frame; a call without anything to do says how much it would like instead.
      if code == 0 { isComplete = true } else if !isAtRest { isComplete = false }
      if isAtRest || (input.pos == input.size && output.pos < output.size) { break }
    }
    produced = output.pos
    return input.pos
  }
}

import Compression
import Foundation
import Testing

/// Bytes that the command-line programs of both formats made, as base64.
private enum Samples {
  /// `printf 'the council met'`, by gzip.
  static let gzip = "H4sIAAAAAAAAAyvJSFVIzi/NS87MUchNLQEAdKoVsw8AAAA="
}

@Suite("Decompressor")
struct DecompressorTests {
  private func decompress(
    _ bytes: [UInt8], piece: Int = .max
  ) throws(CompressionError) -> [UInt8] {
    let format = CompressionFormat(firstBytes: bytes)!
    let decompressor = try Decompressor(format)
    var output: [UInt8] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      var input = rest.prefix(piece)
      rest = rest.dropFirst(piece)
      while try !decompressor.decompress(&input, into: &output) {}
    }
    try decompressor.finish()
    return output
  }
}

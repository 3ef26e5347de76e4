import Compression
import Foundation
import Testing

/// What the command-line programs of both formats made of `the council met`, as base64.
private let samples: [(CompressionFormat, String)] = [
  (.gzip, "H4sIAAAAAAAC/yvJSFVIzi/NS87MUchNLQEAeUutHw8AAAA="),
  (.zstd, "KLUv/QRYeQAAdGhlIGNvdW5jaWwgbWV0WKxz2A=="),
]

@Suite("Decompressor")
struct DecompressorTests {
  private func bytes(_ base64: String) -> [UInt8] { Array(Data(base64Encoded: base64)!) }

  private func decompress(
    _ bytes: [UInt8], piece: Int = .max
  ) throws(CompressionError) -> [UInt8] {
    let decompressor = try Decompressor(CompressionFormat(firstBytes: bytes)!)
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

  @Test("tells formats by their first bytes", arguments: samples)
  func formats(format: CompressionFormat, base64: String) {
    #expect(CompressionFormat(firstBytes: bytes(base64)) == format)
    #expect(CompressionFormat(firstBytes: [0x1F, 0x8B]) == nil)
    #expect(CompressionFormat(firstBytes: Array("plain".utf8)) == nil)
  }

  @Test("gives the text back, whole, byte by byte, and of members that follow each other")
  func pieces() throws {
    for (_, base64) in samples {
      let once = bytes(base64)
      let text = Array("the council met".utf8)
      #expect(try decompress(once) == text)
      #expect(try decompress(once, piece: 1) == text)
      #expect(try decompress(once + once + once) == text + text + text)
      #expect(try decompress(once + once, piece: 7) == text + text)
    }
  }

  @Test("refuses data that ends anywhere before its end")
  func truncation() {
    for (format, base64) in samples {
      let whole = bytes(base64)
      for count in 4..<whole.count {
        #expect(throws: CompressionError.truncated(format)) {
          try decompress(Array(whole[..<count]))
        }
      }
    }
  }

  @Test("refuses data of which a byte is another, or gives the same text")
  func corruption() {
    for (_, base64) in samples {
      let whole = bytes(base64)
      for index in 4..<whole.count {
        var broken = whole
        broken[index] ^= 0x55
        // A time stamp or a name in the header may be anything.
        let text = try? decompress(broken)
        #expect(text == nil || text == Array("the council met".utf8))
      }
    }
  }

  @Test("one call gives one piece, however far the data swells")
  func bomb() throws {
    // Three million zeros.
    let bomb = bytes(
      """
      KLUv/QRoTAAACAABAPz/ORACAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAg\
      AQAAIAEAACABAAAgAQAAIAEAACABAAAgAQAAIAEAACABAAAzYOAAPJr9Y=
      """)
    let decompressor = try Decompressor(.zstd)
    var input = bomb[...]
    var calls = 0
    var total = 0
    var isDone = false
    while !isDone {
      var output: [UInt8] = []
      isDone = try decompressor.decompress(&input, into: &output)
      #expect(output.count <= Decompressor.pieceSize)
      total += output.count
      calls += 1
    }
    #expect(total == 3_000_000)
    #expect(calls == (3_000_000 + Decompressor.pieceSize - 1) / Decompressor.pieceSize)
  }

  @Test(
    "errors say what is wrong",
    arguments: [
      (CompressionError.truncated(.gzip), "the gzip data ends too early"),
      (.corrupt(.zstd, reason: "bad block"), "the zstd data is broken: bad block"),
      (.outOfMemory, "there is not enough memory to decompress the data"),
    ])
  func messages(error: CompressionError, message: String) {
    #expect(error.message == message)
  }
}

/// Why the bytes of an article cannot be read.
public struct DocumentError: Error, Equatable, CustomStringConvertible {
  public enum Problem: Equatable, Sendable {
    /// Nothing but white space.
    case empty
    /// A NUL byte: no text file has one.
    case binary
    /// A byte that begins no valid UTF-8 sequence.
    case invalidUTF8(byte: UInt8)
    /// More bytes than 32-bit offsets reach.
    case tooLong(byteCount: Int)
  }
  /// The identifier of the article.
  public var id: String
  /// The line, from 1.
  public var line: Int
  /// The offset of the byte in the input, from 0.
  public var byteOffset: Int
  public var problem: Problem

  /// The error as a sentence that names the article and the place.
  public var description: String {
    switch problem {
    case .empty:
      return "\(id): the text is empty"
    case .binary:
      return "\(id):\(line): found a NUL byte at offset \(byteOffset); is this a text file?"
    case .invalidUTF8(let byte):
      let hexadecimal = String(byte, radix: 16, uppercase: true)
      return """
        \(id):\(line): byte 0x\(hexadecimal) at offset \(byteOffset) is not valid UTF-8; convert the \
        text to UTF-8
        """
    case .tooLong(let byteCount):
      return "\(id): \(byteCount) bytes are more than the 2,147,483,647 an article can have"
    }
  }
}

import Lexicons

/// Divides text into the word pieces of a vocabulary, as the uncased BERT models do.
///
/// Characters that nobody sees are dropped, letters become lower case and lose their accents, marks and
/// Chinese characters stand alone, and each word is covered from its start by the longest pieces that
/// are known; one that cannot be covered, or has more than 100 characters, is one unknown piece (J. Devlin,
/// M.-W. Chang, K. Lee and K. Toutanova, "BERT", 2019; the same numbers as the `tokenizers` library gives).
/// Names of pieces such as `[SEP]` have no meaning in a text. Bytes that are not UTF-8 are dropped.
///
/// - Complexity: linear in the number of bytes, times the longest piece.
public struct WordPieceTokenizer: Sendable {
  public let vocabulary: Vocabulary
  /// Words of more characters are unknown, as in the reference.
  private static let longestWord = 100

  public init(_ vocabulary: Vocabulary) {
    self.vocabulary = vocabulary
  }

  /// The pieces of a text, nothing added at its ends.
  public func ids(of text: some Collection<UInt8>) -> [Int32] {
    var ids: [Int32] = []
    append(text, to: &ids)
    return ids
  }

  /// Appends the pieces of a text.
  public func append(_ text: some Collection<UInt8>, to ids: inout [Int32]) {
    // A buffer without copies for arrays and slices; anything else is copied first.
    if text.withContiguousStorageIfAvailable({ append(bytes: $0, to: &ids) }) == nil {
      Array(text).withUnsafeBufferPointer { append(bytes: $0, to: &ids) }
    }
  }

  /// A word that is being gathered.
  private struct Word {
    var bytes: [UInt8] = []
    var characters = 0
  }

  private func append(bytes: UnsafeBufferPointer<UInt8>, to ids: inout [Int32]) {
    var word = Word()
    word.bytes.reserveCapacity(64)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      guard byte < 0x80 else {
        let (scalar, length) = Self.scalar(bytes, at: index)
        if let scalar { append(scalar, to: &word, ids: &ids) }
        index += length
        continue
      }
      index += 1
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        word.bytes.append(byte)
        word.characters += 1
      case UInt8(ascii: "A")...UInt8(ascii: "Z"):
        word.bytes.append(byte | 0x20)
        word.characters += 1
      case 0x20, 0x09, 0x0A, 0x0D: finish(&word, ids: &ids)
      case 0..<0x20, 0x7F: break
      default:
        finish(&word, ids: &ids)
        word.bytes.append(byte)
        word.characters = 1
        finish(&word, ids: &ids)
      }
    }
    finish(&word, ids: &ids)
  }

  private func append(_ scalar: Unicode.Scalar, to word: inout Word, ids: inout [Int32]) {
    let (treatment, text) = LetterTable.builtIn[scalar]
    switch treatment {
    case .drop: return
    case .space: return finish(&word, ids: &ids)
    case .alone: finish(&word, ids: &ids)
    case .letter: break
    }
    if let text {
      word.bytes.append(contentsOf: text)
      word.characters += text.count { $0 & 0xC0 != 0x80 }
    } else {
      word.bytes.append(contentsOf: UTF8.encode(scalar)!)
      word.characters += 1
    }
    if treatment == .alone { finish(&word, ids: &ids) }
  }

  /// Appends the pieces of a word and begins the next.
  private func finish(_ word: inout Word, ids: inout [Int32]) {
    guard !word.bytes.isEmpty else { return }
    defer {
      word.bytes.removeAll(keepingCapacity: true)
      word.characters = 0
    }
    guard word.characters <= Self.longestWord else { return ids.append(vocabulary.unknown) }
    let first = ids.count
    var start = 0
    while start < word.bytes.count {
      let goesOn = start > 0
      var state = goesOn ? Self.stateOfMark : TextHash.start
      var best: (piece: Int32, end: Int)?
      let last = min(word.bytes.count, start + vocabulary.longestPiece)
      var end = start
      while end < last {
        state = TextHash.step(state, word.bytes[end])
        end += 1
        if end < word.bytes.count && word.bytes[end] & 0xC0 == 0x80 { continue }
        if let piece = vocabulary.find(word.bytes[start..<end], state: state, goesOn: goesOn) {
          best = (piece, end)
        }
      }
      guard let best else {
        ids.removeSubrange(first...)
        return ids.append(vocabulary.unknown)
      }
      ids.append(best.piece)
      start = best.end
    }
  }

  /// The hash state after `##`.
  private static let stateOfMark = TextHash.step(
    TextHash.step(TextHash.start, UInt8(ascii: "#")), UInt8(ascii: "#"))

  /// The character at an index and the bytes it takes; nil, and the bytes to pass over, where the bytes are
  /// not UTF-8.
  private static func scalar(
    _ bytes: UnsafeBufferPointer<UInt8>, at index: Int
  ) -> (Unicode.Scalar?, length: Int) {
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes[index..<min(bytes.count, index + 4)].makeIterator()
    switch parser.parseScalar(from: &iterator) {
    case .valid(let encoded): return (UTF8.decode(encoded), encoded.count)
    case .error(let length): return (nil, max(1, length))
    case .emptyInput: return (nil, 1)
    }
  }
}

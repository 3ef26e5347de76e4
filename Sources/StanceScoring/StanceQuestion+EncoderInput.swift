import Documents
public import Encoders
import Lexicons
public import LinearModels

/// Makes of questions what an encoder reads: names that are asked about become marks, so that the answer
/// cannot depend on them, and spellings that differ in typography alone become the same.
public struct QuestionTokenizer: Sendable {
  public let tokenizer: WordPieceTokenizer
  /// The pieces that stand for a mention of the target, of the source, and around the content.
  private let target: Int32
  private let source: Int32
  private let contentStart: Int32
  private let contentEnd: Int32
  /// How many pieces an input has at most.
  ///
  /// Chosen: the time of an encoder grows with it, and few quotes are longer.
  public static let longestInput = 160

  /// - Throws: `ModelFileError.inconsistent` when the vocabulary lacks one of `[unused0]` to `[unused3]`.
  public init(_ vocabulary: Vocabulary) throws(ModelFileError) {
    tokenizer = WordPieceTokenizer(vocabulary)
    target = try vocabulary.special("[unused0]")
    source = try vocabulary.special("[unused1]")
    contentStart = try vocabulary.special("[unused2]")
    contentEnd = try vocabulary.special("[unused3]")
  }

  /// What the encoder reads of a question.
  ///
  /// A text that is too long is cut to the part around the first mention of the target.
  ///
  /// - Complexity: linear in the number of bytes of the context.
  public func input(_ question: StanceQuestion) -> EncoderInput {
    var ids: [Int32] = []
    for piece in question.encoderPieces() {
      switch piece {
      case .text(let text): tokenizer.append(text, to: &ids)
      case .target: ids.append(target)
      case .source: ids.append(source)
      case .contentStart: ids.append(contentStart)
      case .contentEnd: ids.append(contentEnd)
      }
    }
    // No text makes a mark: brackets are words of their own.
    let room = Self.longestInput - 2
    if ids.count > room {
      let middle = ids.firstIndex(of: target) ?? 0
      let start = min(max(0, middle - (room - 1) / 2), ids.count - room)
      ids = Array(ids[start..<(start + room)])
    }
    let vocabulary = tokenizer.vocabulary
    ids = [vocabulary.start] + ids + [vocabulary.end]
    return EncoderInput(
      ids: ids, target: ids.indices.filter { ids[$0] == target },
      source: ids.indices.filter { ids[$0] == source })
  }
}

extension StanceQuestion {
  /// A stretch of a question's text, or a mark in it.
  package enum EncoderPiece: Hashable, Sendable {
    /// Text with plain marks, dashes and spaces.
    case text([UInt8])
    case target
    case source
    case contentStart
    case contentEnd
  }

  /// The context in text order, with marks in place of the target's and the source's mentions, and around
  /// the content.
  ///
  /// Where a mention of the source has one of the target in it, the rest of it is one mark beside the
  /// target's.
  package func encoderPieces() -> [EncoderPiece] {
    var pieces: [EncoderPiece] = []
    /// The text since the last mark.
    var open: Range<Int>?
    func finish() {
      guard let range = open else { return }
      open = nil
      let text = PlainText.plain(document.bytes[range])
      if !text.isEmpty { pieces.append(.text(text)) }
    }
    func mark(_ piece: EncoderPiece) {
      finish()
      pieces.append(piece)
    }
    /// The mentions that have their marks already.
    var marked: (target: Int, source: Int) = (-1, -1)
    var position = 0
    for range in context.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      for token in max(range.lowerBound, position)..<max(range.upperBound, position) {
        if content.contains(where: { $0.lowerBound == token && !$0.isEmpty }) {
          mark(.contentStart)
        }
        if let mention = targetMentions.firstIndex(where: { $0.contains(token) }) {
          if marked.target == mention { finish() } else { mark(.target) }
          marked.target = mention
        } else if let mention = sourceMentions.firstIndex(where: { $0.contains(token) }) {
          if marked.source == mention { finish() } else { mark(.source) }
          marked.source = mention
        } else {
          let span = document.tokens[token].span
          open = (open?.lowerBound ?? Int(span.start))..<Int(span.end)
        }
        if content.contains(where: { $0.upperBound == token + 1 && !$0.isEmpty }) {
          mark(.contentEnd)
        }
      }
      finish()
      position = max(position, range.upperBound)
    }
    return pieces
  }
}

/// Text as it would be typed with the characters of ASCII.
enum PlainText {
  /// The bytes with curly and other marks, dashes, ellipses and spaces made plain.
  ///
  /// Two single marks are a double one, and dashes that follow each other one dash.
  static func plain(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count)
    func append(_ byte: UInt8) {
      if byte == UInt8(ascii: "'") && plain.last == byte {
        plain[plain.count - 1] = UInt8(ascii: "\"")
      } else if byte != UInt8(ascii: "-") || plain.last != byte {
        plain.append(byte)
      }
    }
    if bytes.allSatisfy({ $0 < 0x80 }) {
      for byte in bytes { append(byte == UInt8(ascii: "`") ? UInt8(ascii: "'") : byte) }
      return plain
    }
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      if let mark = TextNormalizer.plainMark(scalar.value) {
        append(mark)
      } else if scalar == "\u{2026}" {
        plain.append(contentsOf: "...".utf8)
      } else if scalar.isASCII {
        append(UInt8(scalar.value))
      } else {
        plain.append(contentsOf: UTF8.encode(scalar)!)
      }
    }
    return plain
  }
}

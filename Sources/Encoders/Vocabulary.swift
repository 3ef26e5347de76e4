import Lexicons
public import LinearModels

/// The word pieces that an encoder knows, by number.
///
/// A piece that goes on a word begins with `##`. Pieces are found by their bytes in an open-addressing
/// table, which is made in about a millisecond for thirty thousand of them.
public struct Vocabulary: Sendable {
  /// The number of pieces.
  public let count: Int
  /// The pieces, one a line, each line ended.
  let text: [UInt8]
  /// The pieces that stand for a word that no pieces make up, for the start and for the end of a text.
  public private(set) var unknown: Int32 = -1
  public private(set) var start: Int32 = -1
  public private(set) var end: Int32 = -1
  /// The bytes of the longest piece, its `##` not counted.
  let longestPiece: Int

  /// Where each line begins, and where the text ends.
  private let lines: [Int32]
  /// Piece numbers by hash, -1 where a slot is empty.
  private var slots: [Int32]
  /// Bits of the hash in each slot that its place does not tell.
  private var tags: [UInt32]
  private let mask: Int

  /// Reads one piece a line, as `vocab.txt` of a BERT model has them.
  ///
  /// - Throws: `ModelFileError.inconsistent` when a line is empty or stands twice, or `[UNK]`, `[CLS]` or
  ///   `[SEP]` is not there.
  /// - Complexity: linear in the number of bytes.
  public init(text: [UInt8]) throws(ModelFileError) {
    var text = text
    if let last = text.last, last != 0x0A { text.append(0x0A) }
    var lines: [Int32] = [0]
    lines.reserveCapacity(text.count / 6)
    for (index, byte) in text.enumerated() where byte == 0x0A { lines.append(Int32(index + 1)) }
    count = lines.count - 1
    var capacity = 16
    while capacity < count * 2 { capacity *= 2 }
    mask = capacity - 1
    slots = [Int32](repeating: -1, count: capacity)
    tags = [UInt32](repeating: 0, count: capacity)
    self.text = text
    self.lines = lines
    var longest = 0
    var problem: String?
    for piece in 0..<count {
      let range = Int(lines[piece])..<Int(lines[piece + 1] - 1)
      var state = TextHash.start
      for byte in text[range] { state = TextHash.step(state, byte) }
      let hash = TextHash.finish(state)
      if range.isEmpty { problem = problem ?? "piece \(piece) of the vocabulary is empty" }
      let goesOn = range.count > 2 && text[range].starts(with: "##".utf8)
      longest = max(longest, goesOn ? range.count - 2 : range.count)
      var slot = Int(truncatingIfNeeded: hash) & mask
      let tag = UInt32(truncatingIfNeeded: hash >> 32)
      while slots[slot] >= 0 {
        let other = Int(slots[slot])
        if tags[slot] == tag,
          text[range].elementsEqual(text[Int(lines[other])..<Int(lines[other + 1] - 1)])
        {
          problem = problem ?? "pieces \(other) and \(piece) of the vocabulary are the same"
        }
        slot = (slot + 1) & mask
      }
      slots[slot] = Int32(piece)
      tags[slot] = tag
    }
    if let problem { throw .inconsistent(reason: problem) }
    longestPiece = longest
    unknown = try special("[UNK]")
    start = try special("[CLS]")
    end = try special("[SEP]")
  }

  /// The number of a piece, or nil when it is not known.
  public subscript(piece: String) -> Int32? {
    let bytes = Array(piece.utf8)
    var state = TextHash.start
    for byte in bytes { state = TextHash.step(state, byte) }
    return find(bytes[...], state: state, goesOn: false)
  }

  /// The number of a piece that must be there.
  ///
  /// - Throws: `ModelFileError.inconsistent`.
  public func special(_ piece: String) throws(ModelFileError) -> Int32 {
    guard let number = self[piece] else {
      throw .inconsistent(reason: "the vocabulary has no \(piece)")
    }
    return number
  }

  /// The text of a piece.
  ///
  /// - Precondition: the number is one of the vocabulary.
  public func piece(_ number: Int32) -> String {
    String(decoding: text[line(Int(number))], as: UTF8.self)
  }

  private func line(_ piece: Int) -> Range<Int> {
    Int(lines[piece])..<Int(lines[piece + 1] - 1)
  }

  /// The number of the piece with the given bytes.
  ///
  /// - Parameters:
  ///   - state: the hash state after the bytes, and after the `##` before them when `goesOn`.
  ///   - goesOn: whether `##` stands before the bytes.
  func find(_ bytes: ArraySlice<UInt8>, state: UInt64, goesOn: Bool) -> Int32? {
    let hash = TextHash.finish(state)
    let tag = UInt32(truncatingIfNeeded: hash >> 32)
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] >= 0 {
      if tags[slot] == tag {
        var range = line(Int(slots[slot]))
        let isMarked = range.count > 2 && text[range].starts(with: "##".utf8)
        if !goesOn || isMarked {
          if goesOn { range = (range.lowerBound + 2)..<range.upperBound }
          if text[range].elementsEqual(bytes) { return slots[slot] }
        }
      }
      slot = (slot + 1) & mask
    }
    return nil
  }
}

import Foundation
import LinearAlgebra

/// Reads lines of `label<TAB>text` and turns each text into hashed counts of its words and pairs of
/// words, in 2^20 columns, scaled to length 1. Labels become 0, 1, … in the order of their bytes.
///
/// A word is a run of at least two letters or digits, in lower case as far as ASCII goes; every byte
/// of a character outside ASCII counts as a letter.
enum SentenceReader {
  static let columnCount = 1 << 20

  static func read<Scalar: LinearScalar>(_ path: String) throws -> DataSet<Scalar> {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    var builder = SparseMatrixBuilder<Scalar>()
    var names: [String] = []
    for (number, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
      guard let tab = line.firstIndex(of: UInt8(ascii: "\t")), tab > line.startIndex else {
        throw BenchmarkError(description: "\(path):\(number + 1): expected label<TAB>text")
      }
      names.append(String(decoding: line[..<tab], as: UTF8.self))
      let counts = counts(of: line[(tab + 1)...])
      let length = counts.reduce(0.0) { $0 + Double($1.count * $1.count) }.squareRoot()
      try builder.append(
        columns: counts.map(\.column), values: counts.map { Scalar(Double($0.count) / length) })
    }
    let order = Set(names).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let numbers = Dictionary(uniqueKeysWithValues: zip(order, Int32(0)...))
    return .sparse(
      try builder.matrix(columnCount: columnCount),
      labels: names.map { numbers[$0, default: 0] })
  }

  /// The columns that occur in a text, ascending, with how often.
  static func counts(of text: ArraySlice<UInt8>) -> [(column: UInt32, count: Int)] {
    var columns: [UInt32] = []
    var previous: UInt64?
    func add(_ hash: UInt64) { columns.append(UInt32(hash >> 44)) }
    for word in text.split(whereSeparator: { !isWordByte($0) }) where word.count > 1 {
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325
      for byte in word {
        let lower = (65...90).contains(byte) ? byte | 32 : byte
        hash = (hash ^ UInt64(lower)) &* 0x100_0000_01b3
      }
      add(hash &* 0x9E37_79B9_7F4A_7C15)
      if let previous { add((previous &* 31 &+ hash) &* 0x9E37_79B9_7F4A_7C15) }
      previous = hash
    }
    columns.sort()
    var counts: [(column: UInt32, count: Int)] = []
    for column in columns {
      if counts.last?.column == column {
        counts[counts.count - 1].count += 1
      } else {
        counts.append((column, 1))
      }
    }
    return counts
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    byte >= 128 || (48...57).contains(byte) || (65...90).contains(byte)
      || (97...122).contains(byte)
  }
}

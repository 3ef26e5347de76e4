import Foundation
import LinearAlgebra

/// Reads lines of `label column:value …`, columns from 1 and ascending; labels become 0, 1, … in
/// ascending order. What follows `#` is a comment.
enum SvmlightReader {
  static func read<Scalar: LinearScalar>(_ path: String) throws -> DataSet<Scalar> {
    var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    // Numbers end before this at the latest.
    bytes.append(0)
    var builder = SparseMatrixBuilder<Scalar>()
    var names: [Double] = []
    var columns: [UInt32] = []
    var values: [Scalar] = []
    try bytes.withUnsafeBufferPointer { bytes in
      var scanner = NumberScanner(bytes: bytes)
      var line = 0
      while !scanner.isAtEnd {
        line += 1
        func fail(_ expected: String) -> BenchmarkError {
          BenchmarkError(description: "\(path):\(line): expected \(expected)")
        }
        columns.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        scanner.skipBlanks()
        if !scanner.isAtLineEnd {
          guard let label = scanner.number() else { throw fail("a label") }
          names.append(label)
          scanner.skipBlanks()
          while !scanner.isAtLineEnd {
            guard let column = scanner.number(), scanner.skip(UInt8(ascii: ":")),
              let value = scanner.number()
            else { throw fail("column:value") }
            guard let index = UInt32(exactly: column), index > 0,
              index > (columns.last ?? 0)
            else { throw fail("columns from 1, ascending, found \(column)") }
            columns.append(index)
            values.append(Scalar(value))
            scanner.skipBlanks()
          }
          for place in columns.indices { columns[place] -= 1 }
          try builder.append(columns: columns, values: values)
        }
        scanner.skipLine()
      }
    }
    let order = Set(names).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: zip(order, Int32(0)...))
    return .sparse(try builder.matrix(), labels: names.map { numbers[$0, default: 0] })
  }
}

/// Walks over bytes that end with a zero.
private struct NumberScanner {
  let bytes: UnsafeBufferPointer<UInt8>
  private var place = 0

  init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  var isAtEnd: Bool { place >= bytes.count - 1 }
  var isAtLineEnd: Bool {
    isAtEnd || [UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "#")].contains(bytes[place])
  }

  mutating func skipBlanks() {
    while bytes[place] == UInt8(ascii: " ") || bytes[place] == UInt8(ascii: "\t") { place += 1 }
  }

  mutating func skip(_ byte: UInt8) -> Bool {
    guard bytes[place] == byte else { return false }
    place += 1
    return true
  }

  /// Goes behind the end of the line.
  mutating func skipLine() {
    while !isAtEnd, bytes[place] != UInt8(ascii: "\n") { place += 1 }
    place = min(place + 1, bytes.count - 1)
  }

  /// The number here, or `nil` when there is none or it is not finite.
  mutating func number() -> Double? {
    guard let base = bytes.baseAddress, !isBlank(bytes[place]) else { return nil }
    return (base + place).withMemoryRebound(to: CChar.self, capacity: bytes.count - place) {
      var end: UnsafeMutablePointer<CChar>?
      let value = strtod($0, &end)
      guard let end, end > $0, value.isFinite else { return nil }
      place += UnsafePointer(end) - $0
      return value
    }
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
}

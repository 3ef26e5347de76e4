import Foundation

/// What is wrong with a benchmark's input.
struct BenchmarkError: Error, CustomStringConvertible {
  var description: String
}

/// An array in NumPy's format: version 1 or 2, little-endian, row-major.
struct NumpyArray {
  var type: String
  var shape: [Int]
  private var path: String
  private var size: Int
  private var start: Int

  init(path: String) throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
    guard data.count > 12, data.prefix(6).elementsEqual([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]) else {
      throw BenchmarkError(description: "\(path): not a NumPy array")
    }
    let isLong = data[6] >= 2
    let length =
      isLong
      ? (0..<4).reduce(0) { $0 | Int(data[8 + $1]) << (8 * $1) }
      : Int(data[8]) | Int(data[9]) << 8
    let start = (isLong ? 12 : 10) + length
    guard start <= data.count,
      let header = String(data: data[(isLong ? 12 : 10)..<start], encoding: .ascii),
      let type = header.firstMatch(of: /'descr': '([^']+)'/)?.1,
      let shape = header.firstMatch(of: /'shape': \(([0-9, ]*)\)/)?.1,
      header.contains("'fortran_order': False")
    else { throw BenchmarkError(description: "\(path): not a plain row-major NumPy array") }
    self.path = path
    size = data.count
    self.start = start
    self.type = String(type)
    self.shape = shape.split(whereSeparator: { ", ".contains($0) }).compactMap { Int($0) }
  }

  /// The elements, which must be of the given NumPy type.
  func elements<Element: BitwiseCopyable>(_: Element.Type, type expected: String) throws
    -> [Element]
  {
    let count = shape.reduce(1, *)
    guard type == expected, size >= start + count * MemoryLayout<Element>.stride else {
      throw BenchmarkError(description: "expected an array of \(expected), found \(type)")
    }
    // Read rather than copied from the mapping, whose pages would count as memory held.
    let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    defer { try? handle.close() }
    return try [Element](unsafeUninitializedCapacity: count) { target, used in
      let bytes = UnsafeMutableRawBufferPointer(target)
      var done = 0
      while done < bytes.count {
        let size = pread(
          handle.fileDescriptor, bytes.baseAddress! + done, bytes.count - done, start + done)
        guard size > 0 else { throw BenchmarkError(description: "\(path): cannot be read") }
        done += size
      }
      used = count
    }
  }
}

/// Rows of weights, found by the hash of their feature.
///
/// Features go by the upper 40 bits of their hash: five bytes of a file each, and so few that two of
/// a million features share theirs once in two models; the later one then has no weights of its own.
///
/// An open-addressing table. A byte a slot says whether a feature may be there, so that a hash which
/// the table does not know, every second one in use, costs no further memory read; a feature and its
/// weights lie side by side in one cache line.
struct HashedWeights: Sendable {
  /// The number of weights in a row.
  let width: Int
  /// The number of rows.
  let count: Int
  /// 0 for an empty slot, else seven bits of its feature's key and a one.
  private let marks: [UInt8]
  /// For each slot the key and the weights, two to a word.
  private let words: [UInt64]
  private let stride: Int
  private let mask: Int

  /// What a feature goes by: its hash without the lower bits.
  @inline(__always)
  static func key(of hash: UInt64) -> UInt64 { hash >> 24 }

  /// Adds keys to a file, five bytes each, little-endian.
  static func write(keys: [UInt64], to file: inout ModelFileWriter, as name: String) {
    file.add(
      name,
      bytes: keys.flatMap { key in (0..<5).map { UInt8(truncatingIfNeeded: key >> ($0 * 8)) } })
  }

  /// The keys that `write` added to a file.
  ///
  /// - Throws: `ModelFileError` when the section is absent or holds no whole number of keys.
  static func keys(from file: ModelFile, as name: String) throws(ModelFileError) -> [UInt64] {
    let bytes = try file.bytes(name)
    guard bytes.count % 5 == 0 else {
      throw .inconsistent(reason: "\"\(name)\" has \(bytes.count) bytes, no multiple of five")
    }
    return bytes.withUnsafeBufferPointer { bytes in
      (0..<bytes.count / 5).map { index in
        var key: UInt64 = 0
        for byte in 0..<5 { key |= UInt64(bytes[index * 5 + byte]) << (byte * 8) }
        return key
      }
    }
  }

  /// The table of some features.
  ///
  /// - Parameter weights: `keys.count * width` numbers, row after row.
  init(keys: [UInt64], weights: some RandomAccessCollection<Float>, width: Int) {
    precondition(
      width > 0 && weights.count == keys.count * width,
      "\(weights.count) weights for \(keys.count) rows of \(width)")
    var capacity = 16
    while capacity * 3 < keys.count * 5 { capacity *= 2 }
    let mask = capacity - 1
    let stride = 1 + (width + 1) / 2
    var marks = [UInt8](repeating: 0, count: capacity)
    var words = [UInt64](repeating: 0, count: capacity * stride)
    var source = weights.startIndex
    rows: for key in keys {
      let spread = Self.spread(key)
      var slot = Self.slot(spread, mask)
      while marks[slot] != 0 {
        if words[slot * stride] == key {
          source = weights.index(source, offsetBy: width)
          continue rows
        }
        slot = (slot + 1) & mask
      }
      marks[slot] = Self.mark(spread)
      words[slot * stride] = key
      for index in 0..<width {
        let bits = UInt64(weights[source].bitPattern)
        words[slot * stride + 1 + index / 2] |= bits << (index % 2 == 0 ? 0 : 32)
        source = weights.index(after: source)
      }
    }
    self.width = width
    self.count = keys.count
    self.marks = marks
    self.words = words
    self.stride = stride
    self.mask = mask
  }

  /// Adds to `sums` the rows of the features that the table knows.
  ///
  /// - Precondition: `sums` has as many elements as a row.
  func add(_ hashes: [UInt64], to sums: UnsafeMutableBufferPointer<Float>) {
    precondition(sums.count == width, "\(sums.count) sums for rows of \(width)")
    let (width, stride, mask) = (width, stride, mask)
    marks.withUnsafeBufferPointer { marks in
      words.withUnsafeBufferPointer { words in
        for hash in hashes {
          let key = Self.key(of: hash)
          let spread = Self.spread(key)
          let mark = Self.mark(spread)
          var slot = Self.slot(spread, mask)
          while marks[slot] != 0 {
            if marks[slot] == mark, words[slot * stride] == key {
              let row = slot * stride + 1
              if width == 3 {
                let first = words[row]
                sums[0] += Float(bitPattern: UInt32(truncatingIfNeeded: first))
                sums[1] += Float(bitPattern: UInt32(truncatingIfNeeded: first >> 32))
                sums[2] += Float(bitPattern: UInt32(truncatingIfNeeded: words[row + 1]))
              } else {
                for index in 0..<width {
                  let word = words[row + index / 2] >> (index % 2 == 0 ? 0 : 32)
                  sums[index] += Float(bitPattern: UInt32(truncatingIfNeeded: word))
                }
              }
              break
            }
            slot = (slot &+ 1) & mask
          }
        }
      }
    }
  }

  @inline(__always)
  private static func spread(_ key: UInt64) -> UInt64 { key &* 0x9E37_79B9_7F4A_7C15 }

  @inline(__always)
  private static func slot(_ spread: UInt64, _ mask: Int) -> Int {
    Int(truncatingIfNeeded: spread >> 20) & mask
  }

  @inline(__always)
  private static func mark(_ spread: UInt64) -> UInt8 {
    UInt8(truncatingIfNeeded: spread >> 57) | 1 << 7
  }
}

import CKernels

/// Rows of weights, found by the hash of their feature.
///
/// Features go by the upper 40 bits of their hash: five bytes of a file each, and so few that two of
/// a million features share theirs once in two models; the later one then has no weights of its own.
///
/// An open-addressing table. A byte a slot says whether a feature may be there, so that a hash which
/// the table does not know, every second one in use, costs no further memory read. A feature's weights
/// lie in one word of eight bytes, as half-precision numbers beside sixteen further bits of its key:
/// with those of the slot and of its byte all of the key but for one feature in two hundred million.
struct HashedWeights: Sendable {
  /// The number of weights in a row.
  let width: Int
  /// The number of rows.
  let count: Int
  /// 0 for an empty slot, else seven bits of its feature's key and a one.
  private let marks: FlatArray<UInt8>
  /// For each slot sixteen bits of the key and up to three weights, then four weights to a word.
  private let words: FlatArray<UInt64>
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
  /// - Parameter weights: `keys.count * width` numbers, row after row; kept in half precision, as a file
  ///   has them.
  init(keys: [UInt64], weights: some RandomAccessCollection<Float>, width: Int) {
    precondition(
      width > 0 && weights.count == keys.count * width,
      "\(weights.count) weights for \(keys.count) rows of \(width)")
    var capacity = 16
    while capacity * 3 < keys.count * 5 { capacity *= 2 }
    let mask = capacity - 1
    let stride = 1 + width / 4
    var words = FlatArray<UInt64>([])
    marks = FlatArray(count: capacity) { marks in
      words = FlatArray(count: capacity * stride) { words in
        var source = weights.startIndex
        for key in keys {
          let spread = Self.spread(key)
          let (mark, check) = (Self.mark(spread), Self.check(spread))
          var slot = Self.slot(spread, mask)
          while marks[slot] != 0 && (marks[slot] != mark || words[slot * stride] & 0xFFFF != check)
          {
            slot = (slot + 1) & mask
          }
          let isNew = marks[slot] == 0
          if isNew {
            marks[slot] = mark
            words[slot * stride] = check
          }
          for index in 1...width {
            let bits = UInt64(HalfPrecision.bits(of: weights[source]))
            if isNew { words[slot * stride + index / 4] |= bits << UInt64(index % 4 * 16) }
            source = weights.index(after: source)
          }
        }
      }
    }
    self.width = width
    self.count = keys.count
    self.words = words
    self.stride = stride
    self.mask = mask
  }

  /// Adds to `sums` the rows of the features that the table knows.
  ///
  /// - Parameter domain: what `FeatureBuffer.addCopies(forDomain:)` was asked for: the rows of the
  ///   features' copies for it are added after their own. Nil adds those of the features alone.
  /// - Precondition: `sums` has as many elements as a row.
  @inline(__always)
  func add(
    _ hashes: [UInt64], domain: UInt64? = nil, to sums: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(sums.count == width, "\(sums.count) sums for rows of \(width)")
    let domainMark = domain.map(FeatureBuffer.domainMark)
    marks.withUnsafeBufferPointer { marks in
      words.withUnsafeBufferPointer { words in
        hashes.withUnsafeBufferPointer { hashes in
          withUnsafeTemporaryAllocation(of: UInt64.self, capacity: Self.blockLength) { known in
            add(hashes, marks: marks, words: words, known: known, to: sums) { $0 }
            if let domainMark {
              add(hashes, marks: marks, words: words, known: known, to: sums) {
                FeatureBuffer.copy(of: $0, domainMark: domainMark)
              }
            }
          }
        }
      }
    }
  }

  /// How many features are looked up together: a first pass gathers those whose slot is taken, without a
  /// branch, and asks for their words, so that many reads are under way at once.
  private static let blockLength = 64

  @inline(__always)
  private func add(
    _ hashes: UnsafeBufferPointer<UInt64>, marks: UnsafeBufferPointer<UInt8>,
    words: UnsafeBufferPointer<UInt64>, known: UnsafeMutableBufferPointer<UInt64>,
    to sums: UnsafeMutableBufferPointer<Float>, hash: (UInt64) -> UInt64
  ) {
    var start = 0
    while start < hashes.count {
      let end = min(start + Self.blockLength, hashes.count)
      var count = 0
      for index in start..<end {
        let spread = Self.spread(Self.key(of: hash(hashes[index])))
        known[count] = spread
        count &+= marks[Self.slot(spread, mask)] == 0 ? 0 : 1
      }
      for index in 0..<count {
        CKernelsPrefetch(words.baseAddress! + Self.slot(known[index], mask) * stride)
      }
      for index in 0..<count { add(spread: known[index], marks: marks, words: words, to: sums) }
      start = end
    }
  }

  @inline(__always)
  private func add(
    spread: UInt64, marks: UnsafeBufferPointer<UInt8>, words: UnsafeBufferPointer<UInt64>,
    to sums: UnsafeMutableBufferPointer<Float>
  ) {
    let (mark, check) = (Self.mark(spread), Self.check(spread))
    var slot = Self.slot(spread, mask)
    while marks[slot] != 0 {
      if marks[slot] == mark, words[slot * stride] & 0xFFFF == check {
        let word = words[slot * stride]
        if width == 1 {
          sums[0] += HalfPrecision.finiteValue(of: word >> 16)
        } else if width == 3 {
          sums[0] += HalfPrecision.finiteValue(of: word >> 16)
          sums[1] += HalfPrecision.finiteValue(of: word >> 32)
          sums[2] += HalfPrecision.finiteValue(of: word >> 48)
        } else {
          for index in 1...width {
            let word = words[slot * stride + index / 4]
            sums[index - 1] += HalfPrecision.finiteValue(of: word >> UInt64(index % 4 * 16))
          }
        }
        return
      }
      slot = (slot &+ 1) & mask
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

  /// Bits of the key that neither its slot, in a table of up to 2^19 slots, nor its mark tells.
  @inline(__always)
  private static func check(_ spread: UInt64) -> UInt64 { spread >> 39 & 0xFFFF }
}

import CKernels
package import LinearModels

/// The weights of binary features for each label, in one compact table.
///
/// An open-addressing table from a feature's hash to a row of 8-bit weights. A weight is its byte
/// times `scale`; the error is at most half of `scale` and averages out over the thirty features of a
/// token. Keys are 32 of the hash's 64 bits: of a million lookups of unknown features, about one
/// finds a wrong row.
package struct FeatureWeights: Sendable {
  package let labelCount: Int
  /// What one step of a stored weight is worth.
  package let scale: Float
  private let keys: FlatArray<UInt32>
  private let rows: FlatArray<UInt8>
  private let rowLength: Int
  private let filter: [UInt64]

  /// The table of the strongest features.
  ///
  /// - Parameters:
  ///   - hashes: the features.
  ///   - weights: their weights, `feature * labelCount + label`.
  package init(hashes: [UInt64], weights: [Float], labelCount: Int) {
    precondition(weights.count == hashes.count * labelCount, "\(weights.count) weights")
    let capacity = max(16, hashes.count * 4 / 3)
    // The largest weights are clipped, so that the many small ones are stored more finely.
    let magnitudes = weights.map { $0.magnitude }.sorted()
    let largest =
      magnitudes.isEmpty
      ? 1 : magnitudes[min(magnitudes.count - 1, Int(Double(magnitudes.count) * 0.9998))]
    let scale = max(largest, 1e-6) / 127
    var keys = [UInt32](repeating: 0, count: capacity)
    let rowLength = Self.rowLength(labelCount)
    var rows = [UInt8](repeating: 0, count: capacity * rowLength)
    for (index, hash) in hashes.enumerated() {
      let key = Self.key(hash)
      var slot = Self.slot(hash, capacity)
      while keys[slot] != 0 && keys[slot] != key { slot = slot + 1 == capacity ? 0 : slot + 1 }
      keys[slot] = key
      for label in 0..<labelCount {
        let quantized = (weights[index * labelCount + label] / scale).rounded()
        rows[slot * rowLength + label] = UInt8(bitPattern: Int8(max(-127, min(127, quantized))))
      }
    }
    self.labelCount = labelCount
    self.scale = scale
    self.keys = FlatArray(keys)
    self.rows = FlatArray(rows)
    self.rowLength = rowLength
    filter = Self.filter(self.keys)
  }

  /// How many features of a token are looked up together.
  static let blockLength = 64

  @inline(__always)
  fileprivate static func key(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash) | 1 }

  @inline(__always)
  fileprivate static func slot(_ hash: UInt64, _ capacity: Int) -> Int {
    Int(truncatingIfNeeded: ((hash >> 32) &* UInt64(truncatingIfNeeded: capacity)) >> 32)
  }

  /// Lends the table for looking up many features.
  @inline(__always)
  func withTable<Result>(_ body: (Table) -> Result) -> Result {
    keys.withUnsafeBufferPointer { keys in
      rows.withUnsafeBufferPointer { rows in
        filter.withUnsafeBufferPointer { filter in
          body(
            Table(
              keys: keys,
              rows: UnsafeRawPointer(rows.baseAddress!).assumingMemoryBound(to: Int8.self),
              filter: filter, labelCount: labelCount, rowLength: rowLength))
        }
      }
    }
  }

  /// The table while it is lent.
  struct Table {
    fileprivate let keys: UnsafeBufferPointer<UInt32>
    fileprivate let rows: UnsafePointer<Int8>
    fileprivate let filter: UnsafeBufferPointer<UInt64>
    fileprivate let labelCount: Int
    fileprivate let rowLength: Int

    /// Adds the rows of features to a token's scores, in steps of `scale`.
    ///
    /// - Parameter known: room for `blockLength` features; what it holds afterwards means nothing.
    /// - Precondition: `scores` has room for `labelCount` labels and one more.
    @inline(__always)
    func add(
      _ features: UnsafeBufferPointer<UInt64>, known: UnsafeMutableBufferPointer<UInt64>,
      to scores: UnsafeMutablePointer<Int32>
    ) {
      // Most features of a token are unknown: one bit tells nine in ten of them. Those that it does not
      // tell are gathered first, without a branch, so that their rows are read side by side.
      let wide = rowLength & ~7
      var start = 0
      while start < features.count {
        let end = min(start + FeatureWeights.blockLength, features.count)
        var count = 0
        for index in start..<end {
          let hash = features[index]
          let bit = FeatureWeights.filterBit(FeatureWeights.key(hash))
          known[count] = hash
          count &+= Int(truncatingIfNeeded: filter[bit >> 6] >> UInt64(bit & 63) & 1)
        }
        for index in 0..<count {
          let slot = FeatureWeights.slot(known[index], keys.count)
          CKernelsPrefetch(keys.baseAddress! + slot)
          CKernelsPrefetch(rows + slot * rowLength)
        }
        start = end
        for index in 0..<count {
          let hash = known[index]
          let key = FeatureWeights.key(hash)
          var slot = FeatureWeights.slot(hash, keys.count)
          var found = keys[slot]
          while found != key && found != 0 {
            slot = slot + 1 == keys.count ? 0 : slot + 1
            found = keys[slot]
          }
          if found == 0 { continue }
          let row = UnsafeRawPointer(rows + slot * rowLength)
          var label = 0
          while label < wide {
            let weights = row.loadUnaligned(fromByteOffset: label, as: SIMD8<Int8>.self)
            let target = UnsafeMutableRawPointer(scores + label)
            let sum = target.loadUnaligned(as: SIMD8<Int32>.self)
            target.storeBytes(
              of: sum &+ SIMD8<Int32>(truncatingIfNeeded: weights), as: SIMD8<Int32>.self)
            label += 8
          }
          while label < labelCount {
            scores[label] &+= Int32(row.load(fromByteOffset: label, as: Int8.self))
            label += 1
          }
        }
      }
    }
  }

  /// A bit for each key, so that most unknown features are told without a search.
  private static func filter(_ keys: FlatArray<UInt32>) -> [UInt64] {
    var filter = [UInt64](repeating: 0, count: filterBits / 64)
    keys.withUnsafeBufferPointer { keys in
      for key in keys where key != 0 {
        let bit = filterBit(key)
        filter[bit >> 6] |= 1 << UInt64(bit & 63)
      }
    }
    return filter
  }
  private static let filterBits = 1 << 20

  @inline(__always)
  fileprivate static func filterBit(_ key: UInt32) -> Int { Int(key >> 1) & (1 << 20 - 1) }

  /// Rows of seven labels are padded to eight, which are added at once.
  private static func rowLength(_ labelCount: Int) -> Int {
    labelCount % 8 == 7 ? labelCount + 1 : labelCount
  }

  /// Adds the table to a model file.
  package func write(to file: inout ModelFileWriter, as name: String) {
    file.add("\(name).keys", integers: Array(keys))
    file.add("\(name).rows", bytes: Array(rows))
    file.add("\(name).scale", floats: [scale])
    file.add("\(name).count", integers: [UInt32(labelCount)])
  }

  /// The table of a file, used where it lies.
  ///
  /// - Throws: `ModelFileError` when a section is absent or they do not fit together.
  package init(from file: ModelFile, as name: String) throws(ModelFileError) {
    keys = try file.integerTable("\(name).keys")
    rows = try file.byteTable("\(name).rows")
    let scales = try file.floats("\(name).scale")
    let counts = try file.integers("\(name).count")
    guard scales.count == 1, counts.count == 1, counts[0] > 0, counts[0] < 256, keys.count > 0,
      scales[0].isFinite, rows.count == keys.count * Self.rowLength(Int(counts[0])),
      keys.contains(0)
    else {
      throw .inconsistent(
        reason: "\"\(name)\" has \(keys.count) keys and \(rows.count) bytes of weights")
    }
    scale = scales[0]
    labelCount = Int(counts[0])
    rowLength = Self.rowLength(labelCount)
    filter = Self.filter(keys)
  }
}

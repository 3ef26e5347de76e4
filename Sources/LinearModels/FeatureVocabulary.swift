/// A map from feature hashes to columns: an open-addressing table in two flat arrays.
///
/// A table read from a model file is used where it lies; nothing is rebuilt. Column 0 is the most
/// frequent feature, so that the weights which are looked up most lie together.
///
/// Lookup costs one or two memory reads on average. Two features with the same 64-bit hash are one
/// feature; among ten million the chance that any two collide is 3 in a million.
public struct FeatureVocabulary: Sendable {
  /// The number of columns.
  public let columnCount: Int

  // `columns[slot]` is one more than the column, and 0 marks an empty slot.
  private let keys: FlatArray<UInt64>
  private let columns: FlatArray<UInt32>
  private let mask: Int

  /// A vocabulary of hashes: the first has column 0.
  ///
  /// - Precondition: no hash repeats.
  public init(hashes: [UInt64]) {
    guard let vocabulary = FeatureVocabulary(distinct: hashes) else {
      preconditionFailure("a hash is listed twice among \(hashes.count)")
    }
    self = vocabulary
  }

  /// A vocabulary of hashes, the first with column 0; `nil` when one repeats.
  public init?(distinct hashes: [UInt64]) {
    precondition(hashes.count < Int(UInt32.max), "\(hashes.count) features")
    var capacity = 16
    while capacity * 3 < hashes.count * 5 { capacity *= 2 }
    var isDistinct = true
    var columns = FlatArray<UInt32>([])
    keys = FlatArray(count: capacity) { keys in
      columns = FlatArray(count: capacity) { columns in
        for (column, hash) in hashes.enumerated() {
          var slot = startSlot(hash, mask: capacity - 1)
          while columns[slot] != 0 {
            if keys[slot] == hash { isDistinct = false }
            slot = (slot + 1) & (capacity - 1)
          }
          keys[slot] = hash
          columns[slot] = UInt32(column + 1)
        }
      }
    }
    guard isDistinct else { return nil }
    self.columns = columns
    mask = capacity - 1
    columnCount = hashes.count
  }

  /// The column of a feature, or `nil` for one that is not in the vocabulary.
  public func column(of hash: UInt64) -> UInt32? {
    keys.withUnsafeBufferPointer { keys in
      columns.withUnsafeBufferPointer { columns in
        find(hash, keys, columns)
      }
    }
  }

  /// The columns of the features that are in the vocabulary, in the order of the hashes.
  public func columns(of hashes: [UInt64]) -> [UInt32] {
    var found: [UInt32] = []
    found.reserveCapacity(hashes.count)
    appendColumns(of: hashes, to: &found)
    return found
  }

  /// Appends the columns of the features that are in the vocabulary.
  public func appendColumns(of hashes: [UInt64], to found: inout [UInt32]) {
    keys.withUnsafeBufferPointer { keys in
      columns.withUnsafeBufferPointer { columns in
        for hash in hashes {
          if let column = find(hash, keys, columns) { found.append(column) }
        }
      }
    }
  }

  @inline(__always)
  private func find(
    _ hash: UInt64, _ keys: UnsafeBufferPointer<UInt64>, _ columns: UnsafeBufferPointer<UInt32>
  ) -> UInt32? {
    // A table read from a file is known to have an empty slot, so the walk ends.
    var slot = startSlot(hash, mask: mask)
    while columns[slot] != 0 {
      if keys[slot] == hash { return columns[slot] &- 1 }
      slot = (slot &+ 1) & mask
    }
    return nil
  }

  /// The hash of each column.
  public func hashes() -> [UInt64] {
    var hashes = [UInt64](repeating: 0, count: columnCount)
    for slot in 0...mask where columns[slot] != 0 { hashes[Int(columns[slot]) - 1] = keys[slot] }
    return hashes
  }

  /// The vocabulary of some of the columns, numbered anew in the given order.
  public func keeping(_ kept: [UInt32]) -> FeatureVocabulary {
    let all = hashes()
    return FeatureVocabulary(hashes: kept.map { all[Int($0)] })
  }

  /// Adds the table to a model file, as two sections whose names begin with `name`.
  public func write(to file: inout ModelFileWriter, as name: String) {
    file.add("\(name).keys", hashes: Array(keys))
    file.add("\(name).columns", integers: Array(columns))
  }

  /// The table of a model file, without a copy.
  ///
  /// - Throws: `ModelFileError` when a section is absent or the table is not one that lookups can
  ///   rely on: a power of two of slots, at least one empty, the columns 0, 1, … each once.
  /// - Complexity: one pass over the columns section.
  public init(from file: ModelFile, as name: String) throws(ModelFileError) {
    keys = try file.hashTable("\(name).keys")
    columns = try file.integerTable("\(name).columns")
    let capacity = columns.count
    guard capacity == keys.count, capacity > 0, capacity & (capacity - 1) == 0 else {
      throw .inconsistent(
        reason: "vocabulary \"\(name)\" has \(keys.count) keys and \(capacity) columns")
    }
    let (used, highest) = columns.withUnsafeBufferPointer { columns in
      var used = 0
      var highest: UInt32 = 0
      for column in columns {
        used &+= column == 0 ? 0 : 1
        highest = max(highest, column)
      }
      return (used, Int(highest))
    }
    guard used == highest, used < capacity else {
      throw .inconsistent(
        reason: "vocabulary \"\(name)\" has \(used) features, the highest column is \(highest)")
    }
    mask = capacity - 1
    columnCount = used
  }
}

/// Where the search for a hash begins. Hashes may be weak in their low bits: a multiplication
/// spreads them.
@inline(__always)
private func startSlot(_ hash: UInt64, mask: Int) -> Int {
  Int(truncatingIfNeeded: (hash &* 0x9E37_79B9_7F4A_7C15) >> 20) & mask
}

/// Counts features and turns the frequent ones into a `FeatureVocabulary`.
public struct FeatureVocabularyBuilder: Sendable {
  private var keys = [UInt64](repeating: 0, count: 1024)
  private var counts = [UInt32](repeating: 0, count: 1024)

  /// The number of different features seen.
  public private(set) var featureCount = 0

  /// An empty builder.
  public init() {}

  /// Counts one occurrence of a feature.
  public mutating func count(_ hash: UInt64) {
    var slot = startSlot(hash, mask: counts.count - 1)
    while counts[slot] != 0 {
      if keys[slot] == hash {
        if counts[slot] < .max { counts[slot] += 1 }
        return
      }
      slot = (slot + 1) & (counts.count - 1)
    }
    keys[slot] = hash
    counts[slot] = 1
    featureCount += 1
    if featureCount * 5 > counts.count * 3 { grow() }
  }

  /// Counts one occurrence of each feature.
  public mutating func count(_ hashes: [UInt64]) {
    for hash in hashes { count(hash) }
  }

  private mutating func grow() {
    let oldKeys = keys
    let oldCounts = counts
    let mask = oldCounts.count * 2 - 1
    keys = [UInt64](repeating: 0, count: mask + 1)
    counts = [UInt32](repeating: 0, count: mask + 1)
    for (key, count) in zip(oldKeys, oldCounts) where count != 0 {
      var slot = startSlot(key, mask: mask)
      while counts[slot] != 0 { slot = (slot + 1) & mask }
      keys[slot] = key
      counts[slot] = count
    }
  }

  /// The vocabulary of the features seen at least `minimumCount` times, most frequent first; of
  /// equally frequent ones the smaller hash first.
  public func vocabulary(minimumCount: Int = 1) -> FeatureVocabulary {
    let threshold = UInt32(clamping: max(1, minimumCount))
    var kept: [(count: UInt32, hash: UInt64)] = []
    for (key, count) in zip(keys, counts) where count >= threshold { kept.append((count, key)) }
    kept.sort { $0.count != $1.count ? $0.count > $1.count : $0.hash < $1.hash }
    return FeatureVocabulary(hashes: kept.map(\.hash))
  }
}

package import LinearModels

/// A small number for each of many words: the usual tags, or the class in a clustering.
package struct WordTable: Sendable {
  private let keys: FlatArray<UInt32>
  private let values: FlatArray<UInt16>

  /// A table from words' hashes (`WordFeatures.forms`) to numbers above 0.
  package init(_ entries: [(form: UInt64, value: UInt16)]) {
    let capacity = max(16, entries.count * 3 / 2)
    var keys = [UInt32](repeating: 0, count: capacity)
    var values = [UInt16](repeating: 0, count: capacity)
    for entry in entries {
      let hash = feature(0x7464, entry.form)
      var slot = Self.slot(hash, capacity)
      while keys[slot] != 0 { slot = slot + 1 == capacity ? 0 : slot + 1 }
      keys[slot] = UInt32(truncatingIfNeeded: hash) | 1
      values[slot] = entry.value
    }
    self.keys = FlatArray(keys)
    self.values = FlatArray(values)
  }

  private static func slot(_ hash: UInt64, _ capacity: Int) -> Int {
    Int(truncatingIfNeeded: ((hash >> 32) &* UInt64(truncatingIfNeeded: capacity)) >> 32)
  }

  /// The number of a word; 0 when it has none.
  package func value(of form: UInt64) -> UInt16 {
    let hash = feature(0x7464, form)
    let key = UInt32(truncatingIfNeeded: hash) | 1
    var slot = Self.slot(hash, keys.count)
    return keys.withUnsafeBufferPointer { keys in
      while keys[slot] != 0 {
        if keys[slot] == key { return values[slot] }
        slot = slot + 1 == keys.count ? 0 : slot + 1
      }
      return 0
    }
  }

  package func write(to file: inout ModelFileWriter, as name: String) {
    file.add("\(name).keys", integers: Array(keys))
    file.add("\(name).values", shorts: Array(values))
  }

  package init(from file: ModelFile, as name: String) throws(ModelFileError) {
    keys = try file.integerTable("\(name).keys")
    values = try file.shortTable("\(name).values")
    guard keys.count == values.count, keys.contains(0) else {
      throw .inconsistent(reason: "\"\(name)\" has \(keys.count) keys, \(values.count) values")
    }
  }
}

/// How the usual tags of a word are written as one number.
package enum TagDictionary {
  /// One number for a word's most frequent tag and the second, if it has one.
  package static func code(_ first: PartOfSpeech, _ second: PartOfSpeech?) -> UInt16 {
    UInt16(first.rawValue) + 1 + 32 * UInt16((second?.rawValue ?? 30) + 1)
  }
}

package import LinearModels

/// The features by which the tagger sees a token.
///
/// Words and endings around the token, its shape, and the tags that the words around it usually have
/// in the training text.
package struct TaggerFeatures {
  /// The usual tags of each token's word: the most frequent and the second, or 0 for unknown words.
  package let habits: [UInt16]
  package let words: WordFeatures

  package init(_ words: WordFeatures, dictionary: TagDictionary) {
    self.words = words
    habits = words.forms.map { dictionary.tags(of: $0) }
  }

  /// Appends the features of a token of a sentence.
  @inline(__always)
  package func append(_ token: Int, in sentence: Range<Int>, to features: inout [UInt64]) {
    let first = sentence.lowerBound
    let last = sentence.upperBound - 1
    func form(_ index: Int) -> UInt64 { index < first ? 1 : index > last ? 2 : words.forms[index] }
    func habit(_ index: Int) -> UInt64 {
      index < first ? 0xFFFF : index > last ? 0xFFFE : UInt64(habits[index])
    }
    func shape(_ index: Int) -> UInt64 {
      index < first ? 0xFFFF : index > last ? 0xFFFE : words.shapes[index]
    }
    func ending(_ index: Int, _ count: UInt64) -> UInt64 {
      index < first || index > last ? 3 : words.ending(index, count)
    }
    let form0 = form(token)
    let position = UInt64(words.positions[token])
    let cased = shape(token) << 8 | position << 3 | UInt64(words.habits[token])
    let habit0 = habit(token)
    let before = habit(token - 1)
    let after = habit(token + 1)
    features.append(feature(1, form0))
    features.append(feature(2, form0, cased))
    features.append(feature(3, words.ending(token, 1)))
    features.append(feature(4, words.ending(token, 2), shape(token)))
    features.append(feature(5, words.ending(token, 3), shape(token)))
    features.append(feature(6, words.ending(token, 4)))
    features.append(feature(7, words.beginning(token, 2)))
    features.append(feature(8, words.beginning(token, 3)))
    features.append(feature(9, words.beginning(token, 4)))
    features.append(feature(10, cased))
    features.append(feature(11, form(token - 1)))
    features.append(feature(12, form(token + 1)))
    features.append(feature(13, form(token - 2)))
    features.append(feature(14, form(token + 2)))
    features.append(feature(15, form(token - 1), form0))
    features.append(feature(16, form0, form(token + 1)))
    features.append(feature(17, ending(token - 1, 3)))
    features.append(feature(18, ending(token + 1, 3)))
    features.append(feature(19, ending(token, 2), ending(token - 1, 2)))
    features.append(feature(20, ending(token, 2), ending(token + 1, 2)))
    features.append(feature(21, shape(token - 1), cased))
    features.append(feature(22, shape(token + 1), cased))
    features.append(feature(23, habit0, cased))
    features.append(feature(24, before, habit0))
    features.append(feature(25, habit0, after))
    features.append(feature(26, before << 16 | habit0, after))
    features.append(feature(27, habit(token - 2) << 16 | before, habit0))
    features.append(feature(28, after << 16 | habit(token + 2), habit0))
    features.append(feature(29, before, form0))
    features.append(feature(30, after, form0))
    features.append(feature(31, form(token - 1), after))
    features.append(feature(32, form(token - 1), ending(token, 3)))
    features.append(feature(33, before, after))
  }
}

/// The tags that frequent words have in the training text.
package struct TagDictionary: Sendable {
  private let keys: FlatArray<UInt32>
  private let values: FlatArray<UInt16>

  /// A dictionary from words' hashes to their tags, as `TagDictionary.code`.
  package init(_ entries: [(form: UInt64, code: UInt16)]) {
    let capacity = max(16, entries.count * 3 / 2)
    var keys = [UInt32](repeating: 0, count: capacity)
    var values = [UInt16](repeating: 0, count: capacity)
    for entry in entries {
      let hash = feature(0x7464, entry.form)
      var slot = Self.slot(hash, capacity)
      while keys[slot] != 0 { slot = slot + 1 == capacity ? 0 : slot + 1 }
      keys[slot] = UInt32(truncatingIfNeeded: hash) | 1
      values[slot] = entry.code
    }
    self.keys = FlatArray(keys)
    self.values = FlatArray(values)
  }

  /// One number for a word's most frequent tag and the second, if it has one.
  package static func code(_ first: PartOfSpeech, _ second: PartOfSpeech?) -> UInt16 {
    UInt16(first.rawValue) + 1 + 32 * UInt16((second?.rawValue ?? 30) + 1)
  }

  private static func slot(_ hash: UInt64, _ capacity: Int) -> Int {
    Int(truncatingIfNeeded: ((hash >> 32) &* UInt64(truncatingIfNeeded: capacity)) >> 32)
  }

  package func tags(of form: UInt64) -> UInt16 {
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

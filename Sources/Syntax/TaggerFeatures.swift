/// The features by which the tagger sees a token.
///
/// Words and endings around the token, its shape, and the tags that the words around it usually have
/// in the training text.
package struct TaggerFeatures {
  /// The usual tags of each token's word: the most frequent and the second, or 0 for unknown words.
  package let habits: [UInt16]
  package let words: WordFeatures

  /// The class of each token's word in a clustering of much news text; 0 for unknown words.
  package let classes: [UInt16]

  package init(_ words: WordFeatures, classes: [UInt16], dictionary: WordTable) {
    self.words = words
    self.classes = classes
    habits = words.forms.map { dictionary.value(of: $0) }
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
    func group(_ index: Int) -> UInt64 {
      index < first ? 0xFFFF : index > last ? 0xFFFE : UInt64(classes[index])
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
    features.append(feature(34, group(token), cased))
    features.append(feature(35, group(token - 1), group(token)))
    features.append(feature(36, group(token), group(token + 1)))
    features.append(feature(37, group(token - 1) << 16 | group(token), group(token + 1)))
    features.append(feature(38, group(token + 1), ending(token, 3)))
    features.append(feature(39, group(token - 1), ending(token, 3)))
    features.append(feature(40, group(token - 2), group(token - 1)))
  }
}

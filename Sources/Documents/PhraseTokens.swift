/// The tokens of short phrases, such as the entries of a list of names.
///
/// Phrases are cut and normalised exactly as text is, so that an entry is found in a text by comparing
/// the hashes of tokens.
package struct PhraseTokens {
  /// The hashes of all phrases' tokens, one after another.
  package private(set) var hashes: [UInt64] = []
  /// Where each phrase begins in `hashes`, and at the end their number.
  package private(set) var offsets: [Int] = [0]

  /// The tokens of each phrase.
  package init(_ phrases: [ArraySlice<UInt8>]) {
    var text: [UInt8] = []
    var ranges: [Range<Int>] = []
    for phrase in phrases {
      let start = text.count
      text.append(contentsOf: phrase)
      ranges.append(start..<text.count)
      text.append(10)
    }
    text.withUnsafeBufferPointer { bytes in
      var tokenizer = Tokenizer(bytes: bytes, rules: .builtIn)
      for range in ranges {
        tokenizer.tokenize(range, paragraph: 0)
        offsets.append(tokenizer.tokens.count)
      }
      hashes = tokenizer.tokens.map(\.hash)
    }
  }
}

/// A word of a text, as expressions are compared with it.
public struct ExpressionWord: Sendable {
  /// `TextHash` of the normalised form.
  public var form: UInt64
  /// `TextHash` of the lemma.
  public var lemma: UInt64
  /// Whether the word may stand where an entry has "one's".
  public var isPossessive: Bool
  /// Whether the word may stand where an entry has "oneself".
  public var isReflexive: Bool

  public init(form: UInt64, lemma: UInt64, isPossessive: Bool, isReflexive: Bool) {
    self.form = form
    self.lemma = lemma
    self.isPossessive = isPossessive
    self.isReflexive = isReflexive
  }

  @inline(__always)
  func matches(_ word: UInt64) -> Bool {
    word == form || word == lemma
      || (isPossessive && word == ExpressionWord.anyPossessive)
      || (isReflexive && word == ExpressionWord.anyReflexive)
  }

  static let anyPossessive = TextHash.hash("one's".utf8)
  static let anyReflexive = TextHash.hash("oneself".utf8)
}

/// Words and expressions of several words with a value each; the longest that matches is found.
///
/// Every word of an entry is compared with form and lemma of a word of the text. Of two entries that
/// match with the same length the one listed first is taken.
public struct ExpressionTable<Value: Sendable>: Sendable {
  private struct Entry: Sendable {
    var words: [UInt64]
    var value: Value
  }
  private var entries: [UInt64: [Entry]] = [:]

  public init() {}

  /// Adds an entry; words are separated by spaces in `text`, which is normalised bytes.
  ///
  /// The same words again replace the value when `replacing`, and are ignored otherwise.
  public mutating func add(_ text: some Collection<UInt8>, _ value: Value, replacing: Bool = false)
  {
    let words = text.split(separator: UInt8(ascii: " ")).map { TextNormalizer.hash($0) }
    guard let first = words.first else { return }
    Self.add(Entry(words: words, value: value), to: &entries[first, default: []], replacing)
  }

  private static func add(_ entry: Entry, to list: inout [Entry], _ replacing: Bool) {
    if let index = list.firstIndex(where: { $0.words == entry.words }) {
      if replacing { list[index].value = entry.value }
    } else {
      let place = list.firstIndex { $0.words.count < entry.words.count } ?? list.count
      list.insert(entry, at: place)
    }
  }

  /// The longest entry that begins at a word, with its length.
  ///
  /// - Complexity: one look-up and a comparison with each entry that begins with the word.
  public func longest(at start: Int, in words: [ExpressionWord]) -> (length: Int, value: Value)? {
    let word = words[start]
    var best: (length: Int, value: Value)?
    search(word.form, start, words, &best)
    if word.lemma != word.form { search(word.lemma, start, words, &best) }
    if word.isPossessive { search(ExpressionWord.anyPossessive, start, words, &best) }
    return best
  }

  private func search(
    _ first: UInt64, _ start: Int, _ words: [ExpressionWord],
    _ best: inout (length: Int, value: Value)?
  ) {
    guard let list = entries[first] else { return }
    for entry in list {
      let length = entry.words.count
      if length <= (best?.length ?? 0) { return }
      guard start + length <= words.count else { continue }
      var matches = true
      var index = 1
      while matches && index < length {
        matches = words[start + index].matches(entry.words[index])
        index += 1
      }
      if matches {
        best = (length, entry.value)
        return
      }
    }
  }

  /// The same entries with other values.
  public func mapValues<New: Sendable>(_ transform: (Value) -> New) -> ExpressionTable<New> {
    var table = ExpressionTable<New>()
    table.entries = entries.mapValues { list in
      list.map { ExpressionTable<New>.Entry(words: $0.words, value: transform($0.value)) }
    }
    return table
  }
}

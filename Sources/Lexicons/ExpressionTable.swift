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
  /// For each first word its entries, as rows of `bounds` and `values`.
  private var index = HashTable<Range<Int32>>()
  /// Where the words of each entry begin in `words`, and one number more.
  private var bounds: [Int32] = [0]
  private var words: [UInt64] = []
  private var values: [Value] = []
  private var isIndexed = true

  public init() {}

  /// Adds an entry; words are separated by spaces in `text`, which is normalised bytes.
  ///
  /// The same words again replace the value when `replacing`, and are ignored otherwise.
  public mutating func add(_ text: some Collection<UInt8>, _ value: Value, replacing: Bool = false)
  {
    let words = text.split(separator: UInt8(ascii: " ")).map { TextNormalizer.hash($0) }
    guard let first = words.first else { return }
    Self.add(Entry(words: words, value: value), to: &entries[first, default: []], replacing)
    isIndexed = false
  }

  private static func add(_ entry: Entry, to list: inout [Entry], _ replacing: Bool) {
    if let index = list.firstIndex(where: { $0.words == entry.words }) {
      if replacing { list[index].value = entry.value }
    } else {
      let place = list.firstIndex { $0.words.count < entry.words.count } ?? list.count
      list.insert(entry, at: place)
    }
  }

  /// Makes what was added findable. Called once after the last of several entries.
  ///
  /// - Complexity: linear in the number of words of all entries.
  public mutating func makeIndex() {
    bounds = [0]
    words = []
    values = []
    var rows: [UInt64: Range<Int32>] = [:]
    rows.reserveCapacity(entries.count)
    for (first, list) in entries {
      let start = Int32(values.count)
      for entry in list {
        words += entry.words
        values.append(entry.value)
        bounds.append(Int32(words.count))
      }
      rows[first] = start..<Int32(values.count)
    }
    index = HashTable(rows)
    isIndexed = true
  }

  /// The longest entry that begins at a word, with its length.
  ///
  /// - Precondition: `makeIndex` was called after the last entry was added.
  /// - Complexity: one look-up and a comparison with each entry that begins with the word.
  public func longest(at start: Int, in text: [ExpressionWord]) -> (length: Int, value: Value)? {
    precondition(isIndexed, "entries were added and not indexed")
    let word = text[start]
    var best = (length: 0, row: 0)
    search(word.form, start, text, &best)
    if word.lemma != word.form { search(word.lemma, start, text, &best) }
    if word.isPossessive { search(ExpressionWord.anyPossessive, start, text, &best) }
    return best.length > 0 ? (best.length, values[best.row]) : nil
  }

  private func search(
    _ first: UInt64, _ start: Int, _ text: [ExpressionWord], _ best: inout (length: Int, row: Int)
  ) {
    guard let rows = index[first] else { return }
    for row in Int(rows.lowerBound)..<Int(rows.upperBound) {
      let begin = Int(bounds[row])
      let length = Int(bounds[row + 1]) - begin
      if length <= best.length { return }
      guard start + length <= text.count else { continue }
      var matches = true
      var offset = 1
      while matches && offset < length {
        matches = text[start + offset].matches(words[begin + offset])
        offset += 1
      }
      if matches {
        best = (length, row)
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
    table.makeIndex()
    return table
  }
}

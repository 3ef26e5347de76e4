/// Values of phrases of one or more words, found by a hash of the whole phrase.
///
/// The hash of a phrase is that of its normalised bytes, words joined by the single spaces that stand
/// between them in the text, so a caller can grow it token by token. `mayBegin` tells cheaply that no
/// phrase begins with a word.
public struct PhraseTable<Value: Sendable>: Sendable {
  private var values: [UInt64: Value] = [:]
  private var firstWords: Set<UInt64> = []
  /// The number of spaces in the phrase with the most, plus one.
  public private(set) var longestWordCount = 0

  public init() {}

  public var count: Int { values.count }

  /// Whether some phrase begins with the word of this hash.
  public func mayBegin(_ word: UInt64) -> Bool { firstWords.contains(word) }

  /// The value of the phrase with this hash.
  public subscript(hash: UInt64) -> Value? { values[hash] }

  /// Adds a phrase, or changes the value of one that is there.
  ///
  /// - Parameter phrase: as written in the list; it is normalised here.
  public mutating func update(
    _ phrase: ArraySlice<UInt8>, _ change: (Value?) -> Value
  ) {
    let normalized = TextNormalizer.normalized(phrase)
    let hash = TextHash.hash(normalized)
    let words = normalized.split(separator: UInt8(ascii: " "))
    guard let first = words.first else { return }
    var head = first
    // A comma is a token of its own.
    while let last = head.last, last == UInt8(ascii: ",") { head = head.dropLast() }
    firstWords.insert(TextHash.hash(head))
    longestWordCount = max(longestWordCount, words.count)
    values[hash] = change(values[hash])
  }
}

public import Corpora
internal import Documents
internal import Lexicons

/// Finds labelled quotes that are there already, by hashes of their words: letters and digits, in any case.
public struct DuplicateCheck: Sendable {
  private var texts: Set<UInt64> = []
  private var questions: Set<UInt64> = []
  private var groups: Set<String> = []
  /// How many quotes are known.
  public private(set) var count = 0

  /// - Parameter quotes: What is there already, such as the data a model was trained on.
  public init(_ quotes: [LabelledQuote]) {
    for quote in quotes {
      texts.insert(Self.hash(quote.text))
      questions.insert(Self.question(quote))
      groups.insert(quote.group)
    }
    count = quotes.count
  }

  /// What of a quote is known.
  public enum Leak: Sendable {
    /// The text and the target.
    case question
    /// The text, about another target.
    case text
    /// The group's name: the same article, if both files call articles alike.
    case group
  }

  /// The strongest leak of a quote, or nil.
  public func leak(of quote: LabelledQuote) -> Leak? {
    if questions.contains(Self.question(quote)) { return .question }
    if texts.contains(Self.hash(quote.text)) { return .text }
    return groups.contains(quote.group) ? .group : nil
  }

  private static func question(_ quote: LabelledQuote) -> UInt64 {
    hash(quote.text) &* 31 &+ hash(Array(quote.text[quote.target.range]))
  }

  private static func hash(_ text: [UInt8]) -> UInt64 {
    let words = String(decoding: text, as: UTF8.self).lowercased()
      .split { !$0.isLetter && !$0.isNumber }
    return TextHash.hash(Array(words.joined(separator: " ").utf8))
  }
}

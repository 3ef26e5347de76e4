public import Documents

/// Words that are attributed to someone, with the words that attribute them.
///
/// All parts are ranges of token indices; `Document.span(ofTokens:)` turns them into text spans.
public struct Quote: Hashable, Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    /// All content stands inside quotation marks.
    case direct
    /// A reported clause that holds quoted fragments.
    case mixed
    /// A reported clause with no quotation marks.
    case indirect
  }
  /// What the cue says of the source: it speaks, judges somebody, or holds an attitude.
  public enum CueClass: String, Sendable, CaseIterable {
    case speech, evaluation, attitude
  }
  public var kind: Kind
  /// One range for each contiguous stretch, in text order, never empty. The marks of a direct quote are
  /// inside; the content of a mixed or indirect quote is the reported clause.
  public var content: [Range<Int>]
  /// The words that introduce the content ("said", "according to"); empty when there are none.
  public var cue: [Range<Int>]
  /// Who said it, as written; empty when the text does not say it near the content.
  public var source: [Range<Int>]
  public var cueClass: CueClass
  /// The probability that this is a quote with this content, 0 to 1.
  public var confidence: Float
  /// Which rule or model decided, as a short stable name.
  public var rule: String

  public init(
    kind: Kind, content: [Range<Int>], cue: [Range<Int>], source: [Range<Int>],
    cueClass: CueClass, confidence: Float, rule: String
  ) {
    precondition(!content.isEmpty, "a quote needs content")
    self.kind = kind
    self.content = content
    self.cue = cue
    self.source = source
    self.cueClass = cueClass
    self.confidence = confidence
    self.rule = rule
  }
}

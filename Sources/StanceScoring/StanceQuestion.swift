public import Documents
public import Syntax

/// What is asked of a scorer: the stance of one speaker toward one target in one quote.
///
/// The text may be a whole article or a single labelled sentence; `context` bounds what is read.
/// All parts are ranges of token indices.
public struct StanceQuestion: Sendable {
  public var document: Document
  public var parse: Parse
  /// The tokens that may be read: the quote with its reporting clause.
  public var context: [Range<Int>]
  /// Mentions of the target inside the context, in text order, never empty.
  public var targetMentions: [Range<Int>]
  /// Mentions of the speaker inside the context; empty when it is not named there.
  public var sourceMentions: [Range<Int>]
  /// Mentions of other actors inside the context.
  public var otherMentions: [Range<Int>]
  /// The quote's content; empty when the text is not split into content and frame.
  public var content: [Range<Int>]
  /// The quote's cue; empty when there is none.
  public var cue: [Range<Int>]

  public init(
    document: Document, parse: Parse, context: [Range<Int>], targetMentions: [Range<Int>],
    sourceMentions: [Range<Int>], otherMentions: [Range<Int>], content: [Range<Int>],
    cue: [Range<Int>]
  ) {
    precondition(!targetMentions.isEmpty, "a question needs a mention of its target")
    self.document = document
    self.parse = parse
    self.context = context
    self.targetMentions = targetMentions
    self.sourceMentions = sourceMentions
    self.otherMentions = otherMentions
    self.content = content
    self.cue = cue
  }
}

public import Actors
public import Documents
public import Quotes
public import StanceScoring
public import Syntax

/// An article with all that was found in it: who says what about whom, with which stance.
public struct ScoredArticle: Sendable {
  public var document: Document
  public var parse: Parse
  public var quotes: [Quote]
  /// The actors, and for each quote its speaker and targets.
  public var actors: ActorAnalysis
  /// For each quote and each of its targets the stance; empty lists when stance was not asked for.
  public var scores: [[StanceScore]]
  /// What the stances were read from.
  public var scorer: ScorerKind

  public init(
    document: Document, parse: Parse, quotes: [Quote], actors: ActorAnalysis,
    scores: [[StanceScore]], scorer: ScorerKind = .linear
  ) {
    self.document = document
    self.parse = parse
    self.quotes = quotes
    self.actors = actors
    self.scores = scores
    self.scorer = scorer
  }
}

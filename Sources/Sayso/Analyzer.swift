public import Actors
public import Documents
public import Quotes
public import StanceScoring
public import Syntax

/// Reads articles and tells who says what about whom, and with which stance.
///
/// An analyzer is made once and used for any number of articles, on any number of threads. The same
/// bytes give the same analysis on every machine.
public struct Analyzer: Sendable {
  /// Which quotes to keep, and how far to go.
  public struct Options: Sendable {
    public var kinds: Set<Quote.Kind>
    public var cueClasses: Set<Quote.CueClass>
    /// Quotes below this confidence are left out, from 0 to 1.
    public var minimumConfidence: Float
    /// Whether stances are scored; without, `ScoredArticle.scores` has empty lists.
    public var scoresStances: Bool

    /// - Parameter cueClasses: Without attitudes ("wants", "opposes"), for these are no utterances.
    public init(
      kinds: Set<Quote.Kind> = Set(Quote.Kind.allCases),
      cueClasses: Set<Quote.CueClass> = [.speech, .evaluation], minimumConfidence: Float = 0,
      scoresStances: Bool = true
    ) {
      self.kinds = kinds
      self.cueClasses = cueClasses
      self.minimumConfidence = minimumConfidence
      self.scoresStances = scoresStances
    }
  }

  private let reader: DocumentReader

  /// An analyzer with the models and word lists that are part of the binary.
  ///
  /// - Throws: when the binary's own models cannot be read, which is a mistake of its build.
  public init() throws {
    reader = DocumentReader()
  }

  /// What names the models: `none` when the binary holds none.
  public var modelDigest: String { "none" }

  /// Analyzes an article.
  ///
  /// - Parameters:
  ///   - bytes: The text as UTF-8.
  ///   - id: What the article is called in the result and in errors.
  /// - Throws: `DocumentError` when the bytes are no text or blank.
  public func analyze(
    _ bytes: [UInt8], id: String, options: Options = Options()
  ) throws(DocumentError) -> ScoredArticle {
    let document = try reader.read(bytes, id: id)
    let count = document.tokens.count
    let none = [Int32](repeating: -1, count: count)
    let parse = Parse(
      tags: Array(repeating: .x, count: count), lemmas: document.tokens.map(\.normalized),
      lemmaBytes: document.normalizedBytes, lemmaHashes: document.tokens.map(\.hash), entities: [],
      nounChunks: [], verbGroups: [], clauses: none, entityOfToken: none, nounChunkOfToken: none,
      verbGroupOfToken: none)
    return ScoredArticle(
      document: document, parse: parse, quotes: [],
      actors: ActorAnalysis(actors: [], attributions: [], targets: []), scores: [])
  }
}

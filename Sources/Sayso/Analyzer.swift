public import Actors
public import Documents
public import LinearModels
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
    /// Whether stances are scored; without, `ScoredArticle.scores` is empty.
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

    /// Whether a quote is one to keep.
    func keeps(_ quote: Quote) -> Bool {
      kinds.contains(quote.kind) && cueClasses.contains(quote.cueClass)
        && quote.confidence >= minimumConfidence
    }
  }

  private let reader: DocumentReader
  private let syntax: SyntaxAnalyzer
  /// For utterances and judgements alone.
  private let utterances: QuoteExtractor
  /// For attitudes too.
  private let attributions: QuoteExtractor
  private let resolver: ActorResolver

  /// An analyzer with the models and word lists that are part of the binary.
  ///
  /// - Parameter models: Models that take the place of those in the binary, each by its kind.
  /// - Throws: `ModelFileError` when a model is of a kind that no stage reads, or is broken.
  public init(models: [ModelFile] = []) throws {
    var given: [String: ModelFile] = [:]
    for model in models { given[model.kind] = model }
    if let unknown = models.first(where: { !Self.modelKinds.contains($0.kind) }) {
      throw ModelFileError.wrongKind(
        expected: Self.modelKinds.joined(separator: " or "), found: unknown.kind)
    }
    reader = DocumentReader()
    syntax = try given["syntax"].map { try SyntaxAnalyzer($0) } ?? SyntaxAnalyzer()
    let quotes = try given["quotes"].map { try QuoteModel(from: $0) } ?? .builtIn()
    let lists = try QuoteLexicons.builtIn()
    utterances = QuoteExtractor(model: quotes, lexicons: lists, guideline: .speech)
    attributions = QuoteExtractor(model: quotes, lexicons: lists, guideline: .allAttributions)
    resolver = try given["actors"].map { try ActorResolver($0) } ?? .builtIn()
  }

  /// The kinds of models that the stages read.
  public static let modelKinds = ["syntax", "quotes", "actors"]

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
    let (document, parse) = try read(bytes, id: id)
    let extractor = options.cueClasses.contains(.attitude) ? attributions : utterances
    let quotes = extractor.quotes(in: document, parse: parse).filter { options.keeps($0) }
    let actors = resolver.resolve(document, parse: parse, quotes: quotes)
    return ScoredArticle(
      document: document, parse: parse, quotes: quotes, actors: actors, scores: [])
  }

  /// Reads a text and analyzes its language, without looking for quotes.
  ///
  /// - Throws: `DocumentError` when the bytes are no text or blank.
  public func read(
    _ bytes: [UInt8], id: String
  ) throws(DocumentError) -> (document: Document, parse: Parse) {
    let document = try reader.read(bytes, id: id)
    return (document, syntax.parse(document))
  }
}

public import Actors
import BuiltIn
public import Documents
package import Encoders
public import Lexicons
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
    /// How much is said of stances.
    public enum StanceDetail: Sendable {
      /// Stances are not scored.
      case none
      /// Probabilities without reasons, which cost half.
      case probabilities
      case reasons
      /// Reasons, and how much each word moves an encoder's reading, which costs a reading a word.
      case words
    }

    public var kinds: Set<Quote.Kind>
    public var cueClasses: Set<Quote.CueClass>
    /// Quotes below this confidence are left out, from 0 to 1.
    public var minimumConfidence: Float
    public var stance: StanceDetail
    /// Of a stance whose label is less probable the scorer abstains; see `StanceScore.abstain(below:)`.
    public var leastStanceProbability = 0.0
    /// Whether only actors of the user's list are targets.
    public var listedTargetsOnly = false

    /// - Parameters:
    ///   - kinds: Direct, mixed and indirect quotes unless told.
    ///   - cueClasses: Without attitudes ("wants", "opposes"), for these are no utterances.
    ///   - minimumConfidence: Quotes below it are left out, from 0 to 1.
    ///   - stance: How much is said of stances.
    public init(
      kinds: Set<Quote.Kind> = Set(Quote.Kind.allCases),
      cueClasses: Set<Quote.CueClass> = [.speech, .evaluation], minimumConfidence: Float = 0,
      stance: StanceDetail = .reasons
    ) {
      self.kinds = kinds
      self.cueClasses = cueClasses
      self.minimumConfidence = minimumConfidence
      self.stance = stance
    }

    /// Whether a quote is one to keep.
    func keeps(_ quote: Quote) -> Bool {
      kinds.contains(quote.kind) && cueClasses.contains(quote.cueClass)
        && quote.confidence >= minimumConfidence
    }
  }

  /// What names all models together that are read: `sha256:` and 64 hexadecimal digits.
  public let modelDigest: String
  /// What stances are read from.
  public let scorerKind: ScorerKind
  /// What each model says of how it was made, in the order of `modelKinds`.
  public let modelCards: [String]
  private let reader: DocumentReader
  private let syntax: SyntaxAnalyzer
  /// For utterances and judgements alone.
  private let utterances: QuoteExtractor
  /// For attitudes too.
  private let attributions: QuoteExtractor
  private let resolver: ActorResolver
  private let scorer: StanceScorer

  /// The kinds of models that the stages read, in the order of the stages.
  public static let modelKinds = ["syntax", "quotes", "actors", "stance", "encoder"]

  /// An analyzer with the models and word lists that are part of the binary.
  ///
  /// - Parameters:
  ///   - models: Models that take the place of those in the binary, each by its kind.
  ///   - actors: Actors of the user's own, to which those of an article are bound.
  ///   - lists: Word lists beside those in the binary, from which stances are read; they change
  ///     `modelDigest`.
  ///   - scorer: What stances are read from; nil for an encoder where the model of stance was joined
  ///     to the one at hand, and for the words alone where it was not.
  ///   - threads: How many threads may make the stages ready; they do not depend on each other, so
  ///     that four take less than half the time of one.
  /// - Throws: `ModelFileError` when a model is of a kind that no stage reads, is broken, or does not fit
  ///   the encoder that was asked for; `LexiconError` when a list is broken.
  public init(
    models: [ModelFile] = [], actors: ActorList? = nil, lists: [WordList] = [],
    scorer: ScorerKind? = nil, threads: Int = 1
  ) throws {
    if let unknown = models.first(where: { !Self.modelKinds.contains($0.kind) }) {
      throw ModelFileError.wrongKind(
        expected: Self.modelKinds.joined(separator: "\" or \""), found: unknown.kind)
    }
    var files = try Self.modelKinds.dropLast().map { kind in
      try models.last { $0.kind == kind } ?? Self.builtInModel(kind)
    }
    // An encoder is read only where it is used.
    if scorer != .linear {
      let kind = Self.modelKinds[4]
      let encoder = try models.last { $0.kind == kind } ?? Self.builtInModel(kind)
      if scorer == .encoder || StanceModel.isJoined(files[3], to: encoder) { files.append(encoder) }
    }
    modelDigest =
      "sha256:"
      + (lists.isEmpty
        ? ModelFile.digest(of: files) : ModelFile.digest(of: files, with: lists.map(\.contents)))
    modelCards = files.map { (try? $0.string("card")) ?? "" }
    reader = DocumentReader()
    let parts = AnalyzerParts(files, threads: threads)
    syntax = try parts.syntax.get()
    let quotes = try parts.quoteModel.get()
    let cues = try parts.quoteLexicons.get()
    utterances = QuoteExtractor(model: quotes, lexicons: cues, guideline: .speech)
    attributions = QuoteExtractor(model: quotes, lexicons: cues, guideline: .allAttributions)
    resolver = ActorResolver(
      try parts.actorModel.get(), lexicons: try parts.actorLexicons.get(), list: actors)
    let stance = try parts.stanceModel.get()
    let encoder = try parts.encoder.get()
    if let encoder { try stance.expect(encoder: encoder.encoder) }
    scorerKind = encoder == nil ? .linear : .encoder
    self.scorer = StanceScorer(
      stance, sha256: files[3].sha256,
      lexicons: lists.isEmpty ? try parts.stanceLexicons.get() : try .builtIn(adding: lists),
      encoder: encoder)
  }

  /// The first stage alone, for those who train a later one: no model of a later stage is read, so that
  /// one which this version cannot read any more does not keep its successor from being trained.
  ///
  /// - Throws: `ModelFileError` when the model of the stage is absent or broken.
  public static func syntaxAnalyzer(
    models: [ModelFile] = []
  ) throws(ModelFileError) -> SyntaxAnalyzer {
    let kind = modelKinds[0]
    if let file = models.last(where: { $0.kind == kind }) { return try SyntaxAnalyzer(file) }
    return try SyntaxAnalyzer(builtInModel(kind))
  }

  /// The encoder alone.
  ///
  /// - Throws: `ModelFileError` when the model is absent or broken.
  package static func encoder(models: [ModelFile] = []) throws(ModelFileError) -> Encoder {
    let kind = modelKinds[4]
    if let file = models.last(where: { $0.kind == kind }) { return try Encoder(file) }
    return try Encoder(builtInModel(kind))
  }

  /// The stage of quotes alone, for those who train a later one.
  ///
  /// - Throws: `ModelFileError` when the model of the stage is absent or broken.
  package static func quoteExtractor(models: [ModelFile] = []) throws -> QuoteExtractor {
    let kind = modelKinds[1]
    let file = try models.last { $0.kind == kind } ?? builtInModel(kind)
    return QuoteExtractor(
      model: try QuoteModel(from: file), lexicons: try .builtIn(), guideline: .speech)
  }

  private static func builtInModel(_ kind: String) throws(ModelFileError) -> ModelFile {
    let name = "models/\(kind).model"
    guard let bytes = BuiltIn.bytes(of: name) else { throw .missingSection(name: name) }
    return try ModelFile(bytes: bytes)
  }

  /// Joins names that are given, so that joining is measured apart from finding them: for each name a
  /// number that names of one actor share.
  package func joined(
    _ names: [(tokens: Range<Int>, kind: Entity.Kind)], in document: Document, parse: Parse
  ) -> [Int] {
    resolver.joined(names, in: document, parse: parse)
  }

  /// Analyzes an article.
  ///
  /// - Parameters:
  ///   - bytes: The text as UTF-8.
  ///   - id: What the article is called in the result and in errors.
  ///   - options: Which quotes to keep, and how far to go.
  /// - Throws: `DocumentError` when the bytes are no text or blank.
  public func analyze(
    _ bytes: [UInt8], id: String, options: Options = Options()
  ) throws(DocumentError) -> ScoredArticle {
    analyze(try reader.read(bytes, id: id), options: options)
  }

  /// Analyzes an article that was decoded and whose markup was taken off.
  ///
  /// - Throws: `DocumentError` when the text is blank.
  public func analyze(
    _ text: ArticleText, id: String, options: Options = Options()
  ) throws(DocumentError) -> ScoredArticle {
    analyze(try reader.read(text, id: id), options: options)
  }

  private func analyze(_ document: Document, options: Options) -> ScoredArticle {
    let parse = parse(document)
    let extractor = options.cueClasses.contains(.attitude) ? attributions : utterances
    let quotes = extractor.quotes(in: document, parse: parse).filter { options.keeps($0) }
    let judges = options.stance != .none && scorer.judgesRelevance
    var actors = resolver.resolve(
      document, parse: parse, quotes: quotes,
      targetThreshold: judges ? RelevanceJoin.leastConfidence : nil)
    if options.listedTargetsOnly {
      for index in actors.targets.indices {
        actors.targets[index].removeAll { actors.actors[$0.actor].externalID == nil }
      }
    }
    var article = ScoredArticle(
      document: document, parse: parse, quotes: quotes, actors: actors, scores: [],
      scorer: scorerKind)
    if options.stance != .none {
      article.scores = scores(of: &article, options: options)
    }
    return article
  }

  /// Reads a text and analyzes its language, without looking for quotes.
  ///
  /// - Throws: `DocumentError` when the bytes are no text or blank.
  public func read(
    _ bytes: [UInt8], id: String
  ) throws(DocumentError) -> (document: Document, parse: Parse) {
    let document = try reader.read(bytes, id: id)
    return (document, parse(document))
  }

  /// Analyzes the language of a document.
  public func parse(_ document: Document) -> Parse { syntax.parse(document) }

  /// The probability of each entity of a parse that its words and its kind are right, from 0 to 1; nil
  /// for groups. It costs as much as finding the entities: ask only where it is shown.
  public func entityProbabilities(_ parse: Parse, of document: Document) -> [Double?] {
    syntax.entityProbabilities(parse, of: document)
  }

  /// The quotes of a document, without attitudes.
  package func quotes(in document: Document, parse: Parse) -> [Quote] {
    utterances.quotes(in: document, parse: parse)
  }

  /// An article whose quotes have all actors as targets that they mention, whether they are about them
  /// or not, but for those of whom the actor stage is all but sure.
  package func candidates(_ document: Document, parse: Parse, quotes: [Quote]) -> ScoredArticle {
    ScoredArticle(
      document: document, parse: parse, quotes: quotes,
      actors: resolver.resolve(
        document, parse: parse, quotes: quotes, targetThreshold: RelevanceJoin.leastConfidence),
      scores: [])
  }

  /// Rates one stance.
  ///
  /// - Parameters:
  ///   - question: Who or what the stance is toward, and where it is expressed.
  ///   - explaining: Whether reasons are wanted; without them a score costs half.
  public func score(_ question: StanceQuestion, explaining: Bool = true) -> StanceScore {
    scorer.score(question, explaining: explaining)
  }

  /// How much each word of a question moves an encoder's reading; see `StanceScorer.occlusions(of:)`.
  public func occlusions(of question: StanceQuestion) -> [Occlusion] {
    scorer.occlusions(of: question)
  }

  /// Rates the stances that several questions about one article ask for, each in the light of the
  /// others; see `StanceScorer.scores(_:participants:explaining:)`.
  public func scores(
    _ questions: [StanceQuestion], participants: [StanceParticipants], explaining: Bool = true
  ) -> [StanceScore] {
    scorer.scores(questions, participants: participants, explaining: explaining)
  }

  /// The scores of an article's quotes: one list for each quote, one score for each of its targets.
  ///
  /// Where the scorer judges it, targets that a quote is not about are taken out.
  private func scores(
    of article: inout ScoredArticle, options: Options
  ) -> [[StanceScore]] {
    let detail = options.stance
    var questions = Array(article.questions().joined())
    var vectors: [Float]?
    if scorer.judgesRelevance {
      let found = scorer.relevance(
        of: questions, confidences: article.actors.targets.joined().map(\.confidence))
      let kept = questions.indices.filter { found.judgements[$0].isTarget }
      var judgements = found.judgements[...]
      for index in article.actors.targets.indices {
        let targets = article.actors.targets[index]
        article.actors.targets[index] = zip(targets, judgements).compactMap { target, judgement in
          var target = target
          target.confidence = Float(judgement.probability)
          return judgement.isTarget ? target : nil
        }
        judgements = judgements.dropFirst(targets.count)
      }
      article.actors.removeIdleActors()
      let width = questions.isEmpty ? 0 : found.vectors.count / questions.count
      questions = kept.map { questions[$0] }
      vectors = kept.flatMap { found.vectors[($0 * width)..<(($0 + 1) * width)] }
    }
    let participants = article.quotes.indices.flatMap { index in
      article.actors.targets[index].map {
        StanceParticipants(
          speaker: article.actors.attributions[index].actor, target: $0.actor)
      }
    }
    var scores = scorer.scores(
      questions, participants: participants, explaining: detail != .probabilities,
      vectors: vectors)
    for index in scores.indices { scores[index].abstain(below: options.leastStanceProbability) }
    if detail == .words {
      for index in questions.indices {
        scores[index].occlusions = scorer.occlusions(of: questions[index])
      }
    }
    var rest = scores[...]
    return article.actors.targets.map { targets in
      defer { rest = rest.dropFirst(targets.count) }
      return Array(rest.prefix(targets.count))
    }
  }
}

package import Corpora
package import Documents
import LinearModels
package import Quotes
package import Syntax

/// Learns the three models of the quote stage from annotated articles.
package enum QuoteTraining {
  /// How the models are fitted.
  package struct Options: Sendable {
    /// L2 penalty of the cue and passage models.
    package var l2Penalty = 5.0
    /// L2 penalty of the models that judge drafts.
    package var draftPenalty = 8.0
    /// L2 penalty of the model that chooses among readings of a cue's surroundings.
    package var boundaryPenalty = 8.0
    /// L2 penalty of the sequence model.
    package var sequencePenalty = 5.0
    /// A feature seen less often is dropped.
    package var minimumCount = 3
    /// Features whose weights are all smaller are dropped afterwards.
    package var pruning: Float = 0.03
    /// Parts of the articles: the models that judge drafts learn from drafts of articles that the
    /// models which made them have not seen.
    package var folds = 3
    package var threads = 1
    package init() {}
  }

  /// Articles that follow one guideline.
  package struct Source: Sendable {
    package var articles: [AnnotatedArticle]
    package var guideline: QuoteGuideline
    package init(articles: [AnnotatedArticle], guideline: QuoteGuideline) {
      self.articles = articles
      self.guideline = guideline
    }
  }
}

extension QuoteTraining {
  /// One document with its gold quotes as ranges of tokens.
  struct Example {
    var context: QuoteContext
    var gold: [TokenQuote]
    var guideline: QuoteGuideline
    /// What a cue model says of its candidates that has not seen the document.
    var cues: CueScores?

    /// - Precondition: the cues were scored.
    var scoredCues: CueScores {
      guard let cues else { preconditionFailure("the cues of every article are scored first") }
      return cues
    }
  }

  /// Fits all three models.
  ///
  /// - Parameter parse: the tagging that the extractor will get too.
  /// - Returns: the model and a line for each part that says how the fit ended.
  package static func train(
    on sources: [Source], parse: (Document) -> Parse, lexicons: QuoteLexicons, options: Options
  ) throws -> (model: QuoteModel, log: [String]) {
    var examples: [Example] = []
    for source in sources {
      for article in source.articles {
        let document = try DocumentReader().read(article.text, id: article.id)
        examples.append(
          Example(
            context: QuoteContext(document: document, parse: parse(document), lexicons: lexicons),
            gold: article.quotes.compactMap { TokenQuote($0, in: document) },
            guideline: source.guideline))
      }
    }
    try scoreCues(of: &examples, options: options)
    let cue = try fitCue(examples, options: options)
    let argument = try fitArgument(examples, options: options)
    let passage = try passageExamples(examples).fit(
      l2Penalty: options.l2Penalty, minimumCount: options.minimumCount,
      threshold: options.pruning, threads: options.threads)
    let drafts = try draftExamples(examples, options: options)
    let draft = try drafts.content.fit(
      l2Penalty: options.draftPenalty, minimumCount: options.minimumCount,
      threshold: options.pruning, threads: options.threads)
    let joint = try drafts.joint.fit(
      l2Penalty: options.draftPenalty, minimumCount: options.minimumCount,
      threshold: options.pruning, threads: options.threads)
    let boundary = drafts.boundary
    let log = [
      "cue: \(cue.model.featureCount) features, objective \(cue.report.objective)",
      "argument: \(argument.model.featureCount) features, objective \(argument.report.objective)",
      "boundary: \(boundary.model.featureCount) features, objective \(boundary.report.objective)",
      "draft: \(draft.model.featureCount) features, objective \(draft.report.objective)",
      "joint: \(joint.model.featureCount) features, objective \(joint.report.objective)",
      "passage: \(passage.model.featureCount) features, objective \(passage.report.objective)",
    ]
    let model = QuoteModel(
      cue: cue.model, argument: argument.model, boundary: boundary.model, draft: draft.model,
      joint: joint.model, passage: passage.model)
    return (model, log)
  }

  /// Scores the candidates for cues in each part of the articles by a model fitted to the others: the
  /// models that come after the cue model learn from mistakes such as it will make.
  private static func scoreCues(of examples: inout [Example], options: Options) throws {
    for fold in 0..<options.folds {
      let others = examples.indices.filter { $0 % options.folds != fold }.map { examples[$0] }
      let model = try fitCue(others, options: options).model
      for index in examples.indices where index % options.folds == fold {
        examples[index].cues = CueScores(
          in: examples[index].context, model: model, guideline: examples[index].guideline)
      }
    }
  }

  private static func fitCue(
    _ examples: [Example], options: Options
  ) throws -> (model: HashedRegression, report: FitReport) {
    try cueExamples(examples).fit(
      l2Penalty: options.l2Penalty, minimumCount: options.minimumCount,
      threshold: options.pruning, threads: options.threads)
  }

  private static func fitArgument(
    _ examples: [Example], options: Options
  ) throws -> (model: HashedTagger, report: FitReport) {
    var sequenceOptions = LinearChainCRFOptions()
    sequenceOptions.l2Penalty = options.sequencePenalty
    sequenceOptions.threads = options.threads
    return try argumentExamples(examples).fit(
      labelCount: ArgumentLabel.allCases.count, minimumCount: options.minimumCount,
      threshold: options.pruning, options: sequenceOptions)
  }

  /// One way to read a cue's surroundings, beside the gold quote it comes nearest to.
  private struct DraftRow {
    var hashes: [UInt64]
    var rank: Int
    var overlap: Double
    var hasSource: Bool
  }

  /// What the models that judge drafts learn from, and the one of them that chooses among readings.
  ///
  /// The drafts of each part of the articles are made by models fitted to the others. Of the readings
  /// of a cue the judges see the one chosen by a model fitted to the other parts too.
  private static func draftExamples(
    _ examples: [Example], options: Options
  ) throws -> (
    boundary: (model: HashedRegression, report: FitReport),
    content: HashedRegression.Examples, joint: HashedRegression.Examples
  ) {
    var rows: [[DraftRow]] = []
    for fold in 0..<options.folds {
      rows.append(try draftRows(examples, fold: fold, options: options))
    }
    func fitBoundary(_ rows: some Sequence<[DraftRow]>) throws -> (
      model: HashedRegression, report: FitReport
    ) {
      try boundaryExamples(rows.joined()).fit(
        l2Penalty: options.boundaryPenalty, minimumCount: options.minimumCount,
        threshold: options.pruning, threads: options.threads)
    }
    var content = HashedRegression.Examples()
    var joint = content
    for fold in 0..<options.folds {
      let others = rows.indices.filter { $0 != fold }.map { rows[$0] }
      let boundary = try fitBoundary(others).model
      forEachCue(rows[fold]) { readings in
        let logits = readings.map { boundary.logit($0.hashes) }
        var chosen = 0
        for index in logits.indices where logits[index] > logits[chosen] { chosen = index }
        let row = readings[readings.startIndex + chosen]
        content.append(row.hashes, isPositive: row.overlap >= 0.5)
        joint.append(row.hashes, isPositive: row.overlap >= 0.5 && row.hasSource)
      }
    }
    return (try fitBoundary(rows), content, joint)
  }

  /// The drafts of a part of the articles.
  private static func draftRows(
    _ examples: [Example], fold: Int, options: Options
  ) throws -> [DraftRow] {
    var rows: [DraftRow] = []
    var buffer = FeatureBuffer()
    let others = examples.indices.filter { $0 % options.folds != fold }.map { examples[$0] }
    let argument = try fitArgument(others, options: options).model
    for index in examples.indices where index % options.folds == fold {
      let example = examples[index]
      let cues = example.scoredCues
      let drafts = QuoteDrafter(argument: argument, guideline: example.guideline, readsAll: true)
        .drafts(in: example.context, cues: cues)
      example.context.forEachDraftFeatures(
        of: drafts, cues: cues, guideline: example.guideline, buffer: &buffer
      ) { index, buffer in
        let draft = drafts[index]
        let overlaps = example.gold.map { $0.overlap(draft.content) }
        let best = overlaps.indices.max { overlaps[$0] < overlaps[$1] }
        rows.append(
          DraftRow(
            hashes: buffer.hashes, rank: draft.rank, overlap: best.map { overlaps[$0] } ?? 0,
            hasSource: best.map { example.gold[$0].hasSource(draft.source) } ?? false))
      }
    }
    return rows
  }

  /// Hands over the readings of one cue after the other.
  private static func forEachCue(_ rows: [DraftRow], _ body: (ArraySlice<DraftRow>) -> Void) {
    var start = 0
    while start < rows.count {
      var end = start + 1
      while end < rows.count, rows[end].rank > 0 { end += 1 }
      body(rows[start..<end])
      start = end
    }
  }

  /// Which reading of a cue's surroundings comes nearest to a gold quote, where any touches one.
  private static func boundaryExamples(_ rows: some Sequence<DraftRow>) -> HashedRegression.Examples
  {
    var examples = HashedRegression.Examples()
    forEachCue(Array(rows)) { readings in
      let best = readings.reduce(0) { max($0, $1.overlap) }
      guard readings.count > 1, best > 0.3 else { return }
      for reading in readings {
        examples.append(reading.hashes, isPositive: reading.overlap == best)
      }
    }
    return examples
  }

  /// Which candidates are cues: a gold cue belongs to its verb, or to the first candidate inside.
  private static func cueExamples(_ examples: [Example]) -> HashedRegression.Examples {
    var rows = HashedRegression.Examples()
    var buffer = FeatureBuffer()
    for example in examples {
      let context = example.context
      let candidates = context.cueCandidates()
      let gold = Set(matches(of: example.gold, among: candidates, in: context).values)
      for (index, candidate) in candidates.enumerated() {
        buffer.removeAll()
        context.addCueFeatures(of: candidate, to: &buffer)
        buffer.addCopies(forDomain: example.guideline.rawValue)
        rows.append(buffer.hashes, isPositive: gold.contains(index))
      }
    }
    return rows
  }

  /// The candidate of each gold quote's cue, by the quote's index.
  static func matches(
    of gold: [TokenQuote], among candidates: [CueCandidate], in context: QuoteContext
  ) -> [Int: Int] {
    var found: [Int: Int] = [:]
    for (index, quote) in gold.enumerated() {
      guard let cue = quote.cue.first else { continue }
      let inside = candidates.indices.filter { candidates[$0].tokens.overlaps(cue) }
      let verb = inside.last { context.parse.tags[candidates[$0].head] == .verb }
      if let chosen = verb ?? inside.first { found[index] = chosen }
    }
    return found
  }

  /// What the units around a gold cue are to it.
  private static func argumentExamples(_ examples: [Example]) -> HashedTagger.Examples {
    var sequences = HashedTagger.Examples()
    var buffer = FeatureBuffer()
    for example in examples {
      let context = example.context
      let cues = example.scoredCues
      let candidates = cues.candidates
      let chosen = matches(of: example.gold, among: candidates, in: context)
      for (goldIndex, candidateIndex) in chosen.sorted(by: { $0.key < $1.key }) {
        let quote = example.gold[goldIndex]
        let cue = candidates[candidateIndex]
        let window = context.windows.window(around: cue)
        let labels = window.units.map { unit in quote.label(of: unit.tokens) }
        guard labels.contains(.content) else { continue }
        var steps = HashedTagger.Sequence()
        context.forEachArgumentFeatures(
          of: cue, in: window, cues: cues, guideline: example.guideline, buffer: &buffer
        ) { _, buffer in
          steps.append(buffer.hashes)
        }
        sequences.append(steps, labels: labels.map { Int32($0.rawValue) })
      }
    }
    return sequences
  }

  /// Which passages in quotation marks are somebody's words.
  private static func passageExamples(_ examples: [Example]) -> HashedRegression.Examples {
    var rows = HashedRegression.Examples()
    var buffer = FeatureBuffer()
    for example in examples {
      let context = example.context
      for (index, passage) in context.document.quotedPassages.enumerated()
      where passage.depth == 0 && context.document.paragraphs[passage.paragraph].isBody {
        let owner = example.gold.first { quote in
          quote.content.reduce(0) { $0 + $1.clamped(to: passage.tokens).count } * 2
            >= passage.tokens.count
        }
        // A passage with a cue is found by its cue: this model answers for the rest, and with the
        // others among its examples it takes every third scare quote for somebody's words.
        if let owner, !owner.cue.isEmpty { continue }
        buffer.removeAll()
        context.addPassageFeatures(ofUnclaimed: index, to: &buffer)
        buffer.addCopies(forDomain: example.guideline.rawValue)
        rows.append(buffer.hashes, isPositive: owner != nil)
      }
    }
    return rows
  }
}

/// A gold quote as ranges of tokens.
struct TokenQuote {
  var kind: Quote.Kind
  var content: [Range<Int>]
  var cue: [Range<Int>]
  var source: [Range<Int>]

  /// Nil when no token of the document lies in the content.
  init?(_ quote: AnnotatedQuote, in document: Document) {
    kind = quote.kind
    content = quote.content.compactMap { document.tokens(in: $0) }
    cue = quote.cue.compactMap { document.tokens(in: $0) }
    source = quote.source.compactMap { document.tokens(in: $0) }
    if content.isEmpty { return nil }
  }

  /// What a unit is to this quote, by the greater part of its tokens.
  func label(of tokens: Range<Int>) -> ArgumentLabel {
    func share(_ ranges: [Range<Int>]) -> Int {
      ranges.reduce(0) { $0 + $1.clamped(to: tokens).count }
    }
    if share(content) * 2 >= tokens.count { return .content }
    if share(source) * 2 >= tokens.count { return .source }
    return .other
  }

  /// Shared tokens over all tokens of this quote's content and another.
  func overlap(_ other: [Range<Int>]) -> Double {
    var shared = 0
    for a in content { for b in other { shared += a.clamped(to: b).count } }
    let all = content.reduce(0) { $0 + $1.count } + other.reduce(0) { $0 + $1.count } - shared
    return all == 0 ? 0 : Double(shared) / Double(all)
  }

  /// Whether a source shares a token with this quote's, or both are absent.
  func hasSource(_ other: [Range<Int>]) -> Bool {
    source.isEmpty
      ? other.isEmpty : source.contains { a in other.contains { $0.overlaps(a) } }
  }
}

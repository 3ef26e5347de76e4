package import Corpora
package import Documents
import Encoders
import Foundation
import LinearAlgebra
import LinearModels
package import StanceScoring
package import Syntax

/// Learns a stance model from labelled quotes.
package enum StanceTraining {
  /// How a model is fitted.
  package struct Options: Sendable {
    package var groups = FeatureGroup.standard
    /// The strength of the L2 penalty of each head, or nil for the ones that cross-validation chose.
    package var l2Penalty: Double?
    /// A feature seen in fewer texts is left out; nil for 2, or 3 where there are over 10,000 texts.
    package var minimumCount: Int?
    /// Features whose weights are all smaller are dropped in the end. The default halves the model
    /// and moves no development figure by more than .003.
    package var pruning: Float = 0.06
    /// How near each fit comes to its optimum.
    package var relativeGap = 1e-3
    /// How many parts the data is cut into to calibrate on texts that were held out; at least 2.
    package var folds = 4
    package var threads = 1
    /// The length of the vectors of words; 0 for none.
    package var vectorDimension = 64
    /// A word seen less often has no vector.
    package var vectorMinimumCount = 5
    package init() {}
  }

  /// What a head was fitted to and how it did on texts that were held out.
  package struct HeadReport: Sendable {
    package var kind: StanceModel.HeadKind
    package var exampleCount: Int
    package var skippedCount: Int
    package var featureCount: Int
    /// Answers for each example by a model that saw no text of its group, in the order given.
    package var heldOut: [HeldOutAnswer]
    /// The calibrated logits of favor and against, relative to neutral, of those answers.
    package var logits: [(favor: Double, against: Double)]
    package var neutralOffset: Double
    package var hasConverged: Bool
    /// The answers in the light of the article's other quotes, where that was learned.
    package var inContext: [HeldOutAnswer]?
    /// The answers with an encoder's vectors, about the texts that the encoder did not learn from; in
    /// the light of the article's other quotes where that was learned.
    package var encoded: [HeldOutAnswer]?
  }

  /// A calibrated answer about a text that was held out.
  package struct HeldOutAnswer: Sendable {
    package var id: String
    package var group: String
    package var gold: Stance
    package var predicted: Stance
    package var probabilities: [Double]

    init(
      _ quote: LabelledQuote, logits: (favor: Double, against: Double), neutralOffset: Double
    ) {
      id = quote.id
      group = quote.group
      gold = quote.label
      predicted = StanceModel.Head.label(
        favor: logits.favor, against: logits.against, neutralOffset: neutralOffset)
      probabilities = StanceModel.Head.probabilities(favor: logits.favor, against: logits.against)
    }
  }

  package struct Result: Sendable {
    package var model: StanceModel
    package var heads: [HeadReport]
  }

  /// Fits one head for each kind of labelled quotes.
  ///
  /// Each head is fitted in folds first, that never divide a group. What the folds say of the texts
  /// they did not see decides the temperature and offsets of the probabilities and how readily a pole
  /// is chosen; then all texts together give the weights. The result depends on the data and options
  /// alone, not on the number of threads.
  ///
  /// An encoder's vectors join each head in the end, by what encoders say of texts that they did not learn from.
  ///
  /// - Parameters:
  ///   - unlabelled: further text to learn the vectors of words from, beside that of the quotes.
  ///   - encoder: nil for a model of words alone.
  ///   - parse: the analysis that questions will have too.
  /// - Throws: `FitError` when a kind has nothing to learn from, and what reading a text throws.
  package static func train(
    _ labelled: [StanceModel.HeadKind: [LabelledQuote]], lexicons: StanceLexicons,
    unlabelled: WordStream = WordStream(), encoder: QuestionEncoder? = nil, card: String,
    options: Options, parse: @Sendable (Document) -> Parse
  ) throws -> Result {
    try train(
      labelled.mapValues { StanceQuestions($0, threads: options.threads, parse: parse) },
      lexicons: lexicons, unlabelled: unlabelled, encoder: encoder, card: card, options: options)
  }

  /// Fits one head for each kind of parsed questions.
  static func train(
    _ questions: [StanceModel.HeadKind: StanceQuestions], lexicons: StanceLexicons,
    unlabelled: WordStream, encoder: QuestionEncoder?, card: String, options: Options
  ) throws -> Result {
    var vectors: StanceWordVectors?
    if options.vectorDimension > 0 && options.groups.contains(.similarity) {
      var stream = unlabelled
      for kind in StanceModel.HeadKind.allCases { questions[kind]?.appendWords(to: &stream) }
      vectors = StanceWordVectors(
        stream, minimumCount: options.vectorMinimumCount, dimension: options.vectorDimension,
        threads: options.threads)
    }
    let reader = StanceFeatureReader(lexicons: lexicons, groups: options.groups)
    let kinds = StanceModel.HeadKind.allCases.filter { questions[$0] != nil }
    var rows: [StanceModel.HeadKind: StanceRows] = [:]
    for kind in kinds {
      rows[kind] = StanceRows(questions[kind]!, reader: reader, threads: options.threads)
    }
    let plain = try kinds.count > 1 ? plainHeads(rows, kinds, vectors, options) : [:]
    var heads: [StanceModel.HeadKind: StanceModel.Head] = [:]
    var reports: [HeadReport] = []
    var context: ArticleContext?
    var joins: [StanceModel.HeadKind: EncoderJoin] = [:]
    var encodedContext: ArticleContext?
    for kind in StanceModel.HeadKind.allCases {
      guard let rows = rows[kind] else { continue }
      let helpers = Self.helpers(of: kind).compactMap { plain[$0] }
      var (head, report) = try StanceHeadFit(
        kind: kind, rows: rows, options: options, helpers: helpers, vectors: vectors
      ).fit()
      heads[kind] = head
      if kind == .quotes,
        let fitted = try ArticleContextFit(
          quotes: rows.quotes, labels: rows.labels, logits: report.logits, l2Penalty: 1
        ).fit()
      {
        context = fitted.context
        report.inContext = fitted.answers
      }
      if let encoder,
        let fitted = try EncoderJoinFit(
          kind: kind, rows: rows, logits: report.logits, encoder: encoder.encoder,
          told: ToldByEncoder(
            questions[kind]!.questions, keys: rows.quotes.map { TextKey.key(of: $0.text) },
            encoder: encoder, threads: options.threads),
          folds: options.folds
        ).fit()
      {
        joins[kind] = fitted.join
        let quotes = fitted.indices.map { rows.quotes[$0] }
        report.encoded = zip(quotes, fitted.logits).map {
          HeldOutAnswer($0, logits: $1, neutralOffset: fitted.join.neutralOffset)
        }
        if kind == .quotes,
          let inContext = try ArticleContextFit(
            quotes: quotes, labels: fitted.indices.map { rows.labels[$0] }, logits: fitted.logits,
            l2Penalty: encodedContextPenalty
          ).fit()
        {
          encodedContext = inContext.context
          report.encoded = inContext.answers
        }
      }
      reports.append(report)
    }
    let encoding = encoder.flatMap {
      joins.isEmpty
        ? nil
        : StanceModel.Encoding(encoder: $0.encoder.sha256, joins: joins, context: encodedContext)
    }
    let model = StanceModel(
      heads: heads, context: context, encoding: encoding, groups: options.groups, card: card)
    return Result(model: model, heads: reports)
  }

  /// The heads without help from each other, side by side.
  private static func plainHeads(
    _ rows: [StanceModel.HeadKind: StanceRows], _ kinds: [StanceModel.HeadKind],
    _ vectors: StanceWordVectors?, _ options: Options
  ) throws -> [StanceModel.HeadKind: StanceModel.Head] {
    var fits = [Swift.Result<StanceModel.Head, any Error>?](repeating: nil, count: kinds.count)
    fits.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let fits = buffer
      ThreadTeam(threads: options.threads).run(parts: kinds.count) { number in
        let kind = kinds[number]
        fits[number] = Swift.Result {
          try StanceHeadFit(
            kind: kind, rows: rows[kind]!, options: options, helpers: [], vectors: vectors
          ).fitPlain()
        }
      }
    }
    var heads: [StanceModel.HeadKind: StanceModel.Head] = [:]
    for (kind, fit) in zip(kinds, fits) { heads[kind] = try fit!.get() }
    return heads
  }

  /// The heads whose opinion of a text is a feature for a head. Measured by cross-validation: the
  /// large set of directed stances gains nothing from the others.
  private static func helpers(of kind: StanceModel.HeadKind) -> [StanceModel.HeadKind] {
    switch kind {
    case .quotes: [.sentence, .directed]
    case .sentence: [.quotes, .directed]
    case .directed: []
    }
  }

  /// The L2 penalty of the context of what words and encoder say together: it is fitted to quotes mostly of
  /// one press. With 1 it cost the world press four points of macro-F1 on the development set.
  private static let encodedContextPenalty = 100.0

  /// The kind of head that a labelled quote is for, by what it gives.
  package static func kind(of quote: LabelledQuote) -> StanceModel.HeadKind {
    !quote.content.isEmpty ? .quotes : quote.source != nil ? .directed : .sentence
  }
}

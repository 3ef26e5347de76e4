public import Corpora

/// The figures of one evaluation, ready to be shown: what was measured, on what, by which command.
public struct EvaluationReport: Sendable {
  /// A fact about how the figures came about, such as the command.
  public struct Fact: Hashable, Sendable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// Measures that belong together.
  public struct Table: Hashable, Sendable {
    public var title: String
    /// How to read the table, or empty.
    public var note: String
    public var measures: [Measure]

    public init(_ title: String, note: String = "", measures: [Measure]) {
      self.title = title
      self.note = note
      self.measures = measures
    }
  }

  public var title: String
  public var facts: [Fact]
  public var tables: [Table]
  /// Gold stances against predicted ones, or nil when no stance was measured.
  public var confusion: ConfusionMatrix?
  /// Empty when there were no probabilities.
  public var calibration: [CalibrationBin]
  /// Where the scorer is right and wrong, when stances of labelled quotes were measured.
  public var details: StanceDetails?
  /// What changes when the model learns from less or without some features, when it was asked for.
  public var studies: [StanceStudy] = []
  /// What the analysis of articles got wrong, when it was measured.
  public var articleErrors: [ArticleError] = []
  /// What each model says of how it was made.
  public var modelCards: [Fact] = []

  public init(
    title: String, facts: [Fact], tables: [Table], confusion: ConfusionMatrix? = nil,
    calibration: [CalibrationBin] = []
  ) {
    self.title = title
    self.facts = facts
    self.tables = tables
    self.confusion = confusion
    self.calibration = calibration
  }
}

extension EvaluationReport {
  /// The figures of a stance scorer on labelled quotes.
  ///
  /// - Parameter details: The same answers, example by example.
  public init(_ measures: StanceMeasures, details: StanceDetails? = nil, facts: [Fact]) {
    let missing = measures.confusion.classes.indices.filter { measures.confusion.f1($0) == nil }
    var note = ""
    if !missing.isEmpty {
      let names = missing.map { measures.confusion.classes[$0] }.joined(separator: ", ")
      note = "Neither gold nor predicted: \(names); it enters the macro-F1 as 0."
    }
    note +=
      (note.isEmpty ? "" : " ")
      + "The interval of the calibration error lies high: drawing quotes anew adds noise of its own."
    var counts = [
      Fact("labelled quotes", "\(measures.pairCount)"), Fact("groups", "\(measures.groupCount)"),
    ]
    if let details {
      let classes = measures.confusion.classes.indices.map {
        "\(measures.confusion.classes[$0]) \(measures.confusion.support($0))"
      }
      counts.append(Fact("classes", classes.joined(separator: ", ")))
      counts.append(
        Fact(
          "repeated quotes",
          "\(details.duplicateCount), of them \(details.duplicatesAcrossGroups) in another group"))
    }
    self.init(
      title: "Stance of labelled quotes", facts: facts + counts,
      tables: [Table("Stance", note: note, measures: measures.measures)] + areas(details),
      confusion: measures.confusion, calibration: measures.calibration)
    self.details = details
  }

  /// How far annotators agree.
  ///
  /// - Parameter facts: Nothing more than how the figures came about.
  public init(_ agreement: AnnotatorAgreement, facts: [Fact]) {
    self.init(
      title: "Agreement of annotators", facts: facts, tables: agreement.tables)
  }

  /// Adds how far the annotators of the gold agree.
  public mutating func add(_ agreement: AnnotatorAgreement) { tables += agreement.tables }

  /// Adds how much of the gold the model has seen in training.
  ///
  /// - Parameters:
  ///   - known: The training data.
  ///   - gold: The quotes, one for each of `examples`.
  public mutating func add(
    leaks known: DuplicateCheck, gold: [LabelledQuote], examples: [StanceExample], rounds: Int,
    seed: UInt64
  ) {
    let leaks = gold.map { known.leak(of: $0) }
    func count(_ leak: DuplicateCheck.Leak) -> Int { leaks.count { $0 == leak } }
    facts.append(Fact("training quotes", "\(known.count)"))
    facts.append(
      Fact(
        "quotes seen in training",
        "\(count(.question)) with text and target, \(count(.text)) with the text alone, "
          + "\(count(.group)) in a group of that name"))
    guard leaks.contains(where: { $0 != nil }) else { return }
    let unseen = zip(examples, leaks).filter { $0.1 == nil }.map(\.0.answer)
    if unseen.isEmpty { return }
    let measures = StanceMeasures(unseen, rounds: rounds, seed: seed).measures
    tables.append(
      Table(
        "Stance of quotes not seen in training",
        note: "\(unseen.count) quotes whose text and group are not in the training data.",
        measures: measures.filter { StanceStudy.measureNames.contains($0.name) }))
  }

  /// The figures of parts of speech and lemmas, and of coreference by genre where it is annotated.
  public init(
    _ measures: TreebankMeasures,
    _ coreference: [(name: String, measures: CoreferenceMeasures)] = [], facts: [Fact]
  ) {
    let counts = [
      Fact("sentences", "\(measures.sentenceCount)"), Fact("words", "\(measures.wordCount)"),
    ]
    self.init(
      title: "Words of a treebank", facts: facts + counts,
      tables: [Table("Words", measures: measures.measures)]
        + coreference.map { name, coreference in
          Table(
            "Names and pronouns, \(name)",
            note: "\(coreference.documentCount) documents, \(coreference.mentionCount) names.",
            measures: coreference.measures)
        })
  }

  /// The figures of named entities.
  public init(_ measures: EntitySpanMeasures, facts: [Fact]) {
    self.init(
      title: "Named entities",
      facts: facts + [Fact("sentences", "\(measures.sentenceCount)")],
      tables: [
        Table(
          "Entities", note: "A span counts when its words and its kind are right.",
          measures: measures.measures)
      ], calibration: measures.calibration)
  }

  /// The figures of the whole analysis on annotated articles.
  ///
  /// - Parameters:
  ///   - whole: Nil when the gold has no speakers and targets.
  ///   - quotes: The figures of quotes and sources alone.
  ///   - byKind: The whole analysis of each kind of quote by itself.
  public init(
    _ whole: ArticleMeasures?, _ quotes: QuoteMeasures,
    byKind: [(name: String, measures: ArticleMeasures)] = [], facts: [Fact]
  ) {
    let counts = [
      Fact("articles", "\(quotes.articleCount)"), Fact("gold quotes", "\(quotes.goldQuoteCount)"),
      Fact("quotes found", "\(quotes.outputQuoteCount)"),
    ]
    var tables: [Table] = []
    if let whole {
      tables.append(
        Table(
          "Who says what about whom",
          note: "A quote is found when its content overlaps with gold by half; polar triples are "
            + "speaker, target and favor or against, all three right.",
          measures: whole.measures))
    }
    if !byKind.isEmpty {
      let shown = [
        "quotes F1", "speaker accuracy", "targets F1", "stance accuracy", "polar triples F1",
      ]
      tables.append(
        Table(
          "By kind of quote",
          note: byKind.map { "\($0.name): \($0.measures.counts.goldQuotes) gold quotes" }
            .joined(separator: ", ") + ".",
          measures: byKind.flatMap { kind in
            kind.measures.measures.filter { shown.contains($0.name) }.map { measure in
              var measure = measure
              measure.name = "\(kind.name): \(measure.name)"
              return measure
            }
          }))
    }
    tables.append(
      Table(
        "Quotes and sources", note: "Counted in words; sources are right when they share a word.",
        measures: quotes.measures))
    self.init(
      title: "Analysis of annotated articles", facts: facts + counts, tables: tables,
      confusion: whole?.confusion)
  }
}

extension AnnotatorAgreement {
  fileprivate var tables: [EvaluationReport.Table] {
    let names = annotators.map { $0.isEmpty ? "(no name)" : $0 }.joined(separator: ", ")
    return [
      EvaluationReport.Table(
        "Agreement of annotators",
        note: "\(all.itemCount) quotes labelled by two or more of \(annotators.count) annotators: "
          + "\(names). 1 is full agreement, 0 what chance would give.",
        measures: all.measures + pairs)
    ]
  }
}

/// The areas under the curves of each stance against the others.
private func areas(_ details: StanceDetails?) -> [EvaluationReport.Table] {
  guard let details else { return [] }
  return [
    EvaluationReport.Table(
      "One stance against the others, and the most certain answers",
      note:
        "How well the probability of a stance tells its quotes from all others; accuracy when only "
        + "the most certain share is answered.",
      measures: details.areas)
  ]
}

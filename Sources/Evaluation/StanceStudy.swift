/// What changes in the figures of a stance model when one thing about its training changes.
///
/// The rows are in the order in which they are to be shown; every row has the same measures.
public struct StanceStudy: Sendable {
  /// What is varied.
  public enum Kind: String, Sendable, CaseIterable {
    /// Nothing: the figures of texts that were held out in turn.
    case crossValidation = "cross-validation"
    /// One group of features after another is left out.
    case ablation
    /// The model learns from growing parts of the labels.
    case learningCurve = "learning-curve"
  }

  /// The figures of one model on one set.
  public struct Row: Sendable {
    /// What was varied: `all groups`, `without frames`, `25 %`.
    public var setting: String
    /// The kind of question that was answered: `quotes`, `quotes in their article`, `directed` or
    /// `sentence`.
    public var questions: String
    /// What was measured on: `held out`, or the name of a file that nothing was learned from.
    public var set: String
    /// How many labelled texts of this kind were learned from; of held-out figures, how many there are.
    public var exampleCount: Int
    /// How many features have a weight.
    public var featureCount: Int
    public var measures: [Measure]

    public init(
      setting: String, questions: String, set: String, exampleCount: Int, featureCount: Int,
      measures: [Measure]
    ) {
      self.setting = setting
      self.questions = questions
      self.set = set
      self.exampleCount = exampleCount
      self.featureCount = featureCount
      self.measures = measures
    }
  }

  public var kind: Kind
  public var rows: [Row]

  public init(kind: Kind, rows: [Row]) {
    self.kind = kind
    self.rows = rows
  }

  /// The measures that a study keeps, of those of `StanceMeasures`, in this order.
  public static let measureNames = [
    "macro-F1", "F1 polar", "accuracy", "expected calibration error", "log loss",
  ]

  /// The measures to keep of some answers, with their intervals.
  public static func measures(_ answers: [StanceAnswer], rounds: Int, seed: UInt64) -> [Measure] {
    let all = StanceMeasures(answers, rounds: rounds, seed: seed).measures
    return measureNames.compactMap { name in all.first { $0.name == name } }
  }

  /// The rows of one kind of question on one set, from the first setting to the last: a line of a chart.
  public func series(questions: String, set: String) -> [Row] {
    rows.filter { $0.questions == questions && $0.set == set }
  }
}

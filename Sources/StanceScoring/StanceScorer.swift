import BuiltIn
public import LinearModels

/// Rates a speaker's stance toward a target, with the reasons.
///
/// A multinomial logistic regression over the words, valences, verb frames and patterns around the
/// target, with one head for each kind of question (`StanceModel.HeadKind`). Names are masked: the
/// same sentence about another person gets the same score, unless the model was trained with the
/// feature group `mention`.
public struct StanceScorer: Sendable {
  public let model: StanceModel
  public let lexicons: StanceLexicons
  /// The SHA-256 of the model's file; 64 hexadecimal digits.
  public let sha256: String
  private let reader: StanceFeatureReader

  /// A scorer with a model from a file.
  ///
  /// - Parameter lexicons: the lists the model was trained with; others change its answers.
  /// - Throws: `ModelFileError` when the file is no model of stance.
  public init(_ file: ModelFile, lexicons: StanceLexicons) throws(ModelFileError) {
    model = try StanceModel(file)
    self.lexicons = lexicons
    sha256 = file.sha256
    reader = StanceFeatureReader(lexicons: lexicons, groups: model.groups)
  }

  /// The scorer that is part of the binary.
  ///
  /// - Throws: when its model or lists cannot be read, which is a mistake of the build.
  public static func builtIn() throws -> StanceScorer {
    guard let bytes = BuiltIn.bytes(of: "models/stance.model") else {
      throw ModelFileError.missingSection(name: "models/stance.model")
    }
    return try StanceScorer(ModelFile(bytes: bytes), lexicons: .builtIn())
  }

  /// Rates the stance that a question asks about.
  ///
  /// - Parameter explaining: whether reasons are wanted; without them a score costs half.
  /// - Returns: The score; its reasons, with the intercept among them, sum to the logit of favor
  ///   minus that of against.
  /// - Complexity: linear in the number of words of the question's context.
  public func score(_ question: StanceQuestion, explaining: Bool = true) -> StanceScore {
    let head = model.head(for: question).head
    guard explaining else {
      let logits = head.logits(reader.row(for: question))
      return score(head, logits, reasons: [])
    }
    var collector = FeatureCollector(groups: model.groups, keepsParts: true)
    let features = StanceFeatures(question, lexicons: lexicons)
    features.collect(into: &collector)
    let row = StanceFeatureReader.row(of: collector)
    let names = FeatureNames(collector, features)
    var reasons: [Reason] = []
    for index in row.hashes.indices {
      guard let column = head.vocabulary.column(of: row.hashes[index]) else { continue }
      let weight =
        Double(head.weights[2 * Int(column)]) - Double(head.weights[2 * Int(column) + 1])
      if weight == 0 { continue }
      reasons.append(
        Reason(
          feature: names.name(of: row.hashes[index]), value: Double(row.values[index]),
          weight: weight))
    }
    reasons.append(
      Reason(
        feature: "intercept", value: 1,
        weight: Double(head.intercepts[0]) - Double(head.intercepts[1])))
    reasons.sort {
      let (first, second) = (abs($0.contribution), abs($1.contribution))
      return first != second ? first > second : $0.feature < $1.feature
    }
    return score(head, head.logits(row), reasons: reasons)
  }

  private func score(
    _ head: StanceModel.Head, _ logits: (favor: Double, against: Double), reasons: [Reason]
  ) -> StanceScore {
    StanceScore(
      probabilities: StanceModel.Head.probabilities(favor: logits.favor, against: logits.against),
      label: head.label(favor: logits.favor, against: logits.against), reasons: reasons)
  }
}

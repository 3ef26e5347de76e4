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

  /// A scorer with a model.
  ///
  /// - Parameter sha256: That of its file; empty for a model that was just trained and has none yet.
  package init(_ model: StanceModel, sha256: String = "", lexicons: StanceLexicons) {
    self.model = model
    self.lexicons = lexicons
    self.sha256 = sha256
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
    let reading = read(question, explaining: explaining)
    let reasons = reading.own.map {
      Reason(feature: $0.name, value: $0.value, weight: $0.favor - $0.against)
    }
    return Self.score(reading.logits, reading.head.neutralOffset, reasons)
  }

  /// Rates the stances that several questions about one article ask for, each in the light of the
  /// others: what the speaker says of the target elsewhere, what others say of it.
  ///
  /// Where the model has learned nothing of articles, each question is rated for itself.
  ///
  /// - Parameter participants: for each question who speaks and who is meant, by numbers that are the
  ///   same for the same actor.
  /// - Precondition: as many participants as questions.
  /// - Complexity: linear in the number of words, and in the square of the number of questions.
  public func scores(
    _ questions: [StanceQuestion], participants: [StanceParticipants], explaining: Bool = true
  ) -> [StanceScore] {
    precondition(
      questions.count == participants.count,
      "\(questions.count) questions, \(participants.count) participants")
    guard let context = model.context,
      questions.allSatisfy({ model.head(for: $0).kind == .quotes })
    else { return questions.map { score($0, explaining: explaining) } }
    let readings = questions.map { read($0, explaining: explaining) }
    let features = ArticleContext.features(
      logits: readings.map(\.logits), participants: participants, means: context.means)
    return zip(readings, features).map { reading, features in
      let reasons = explaining ? context.reasons(features: features, own: reading.own) : []
      return Self.score(context.logits(features), context.neutralOffset, reasons)
    }
  }

  /// What the head of a question says of it.
  private struct Reading {
    var head: StanceModel.Head
    var logits: (favor: Double, against: Double)
    /// The features that the head knows, with the intercept; empty when not explaining.
    var own: [(name: String, value: Double, favor: Double, against: Double)] = []
  }

  private func read(_ question: StanceQuestion, explaining: Bool) -> Reading {
    let head = model.head(for: question).head
    guard explaining else {
      return Reading(head: head, logits: head.logits(reader.row(for: question)))
    }
    var collector = FeatureCollector(groups: model.groups, keepsParts: true)
    let features = StanceFeatures(question, lexicons: lexicons)
    features.collect(into: &collector)
    let row = StanceFeatureReader.row(of: collector)
    let names = FeatureNames(collector, features)
    var reading = Reading(head: head, logits: head.logits(row))
    for index in row.hashes.indices {
      guard let column = head.column(of: row.hashes[index]) else { continue }
      reading.own.append(
        (
          names.name(of: row.hashes[index]), Double(row.values[index]),
          Double(head.weights[2 * column]), Double(head.weights[2 * column + 1])
        ))
    }
    reading.own.append(
      ("intercept", 1, Double(head.intercepts[0]), Double(head.intercepts[1])))
    return reading
  }

  private static func score(
    _ logits: (favor: Double, against: Double), _ neutralOffset: Double, _ reasons: [Reason]
  ) -> StanceScore {
    StanceScore(
      probabilities: StanceModel.Head.probabilities(favor: logits.favor, against: logits.against),
      label: StanceModel.Head.label(
        favor: logits.favor, against: logits.against, neutralOffset: neutralOffset),
      reasons: reasons.filter { $0.contribution != 0 || $0.feature == "intercept" }.sorted {
        let (first, second) = (abs($0.contribution), abs($1.contribution))
        return first != second ? first > second : $0.feature < $1.feature
      })
  }
}

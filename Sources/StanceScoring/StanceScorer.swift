import BuiltIn
import Encoders
public import LinearModels

/// Rates a speaker's stance toward a target, with the reasons.
///
/// A multinomial logistic regression over the words, valences, verb frames and patterns around the
/// target, with one head for each kind of question (`StanceModel.HeadKind`). Names are masked: the
/// same sentence about another person gets the same score, unless the model was trained with the
/// feature group `mention`.
///
/// With an encoder, the vector that it makes of the text is one more block of features, where the
/// model was joined to that encoder. Actors that are asked about are masked there too.
public struct StanceScorer: Sendable {
  public let model: StanceModel
  /// Nil when the words alone are read.
  public let encoder: QuestionEncoder?
  public let lexicons: StanceLexicons
  /// The SHA-256 of the model's file; 64 hexadecimal digits.
  public let sha256: String
  private let reader: StanceFeatureReader

  /// A scorer with a model from a file.
  ///
  /// - Parameters:
  ///   - lexicons: the lists the model was trained with; others change its answers.
  ///   - encoder: nil to read the words alone.
  /// - Throws: `ModelFileError` when the file is no model of stance, or was joined to another encoder.
  public init(
    _ file: ModelFile, lexicons: StanceLexicons, encoder: QuestionEncoder? = nil
  ) throws(ModelFileError) {
    let model = try StanceModel(file)
    if let encoder { try model.expect(encoder: encoder.encoder) }
    self.init(model, sha256: file.sha256, lexicons: lexicons, encoder: encoder)
  }

  /// A scorer with a model.
  ///
  /// - Parameters:
  ///   - sha256: That of its file; empty for a model that was just trained and has none yet.
  ///   - encoder: One that the model was joined to, or nil to read the words alone.
  package init(
    _ model: StanceModel, sha256: String = "", lexicons: StanceLexicons,
    encoder: QuestionEncoder? = nil
  ) {
    self.model = model
    self.encoder = encoder
    self.lexicons = lexicons
    self.sha256 = sha256
    reader = StanceFeatureReader(lexicons: lexicons, groups: model.groups)
  }

  /// The scorer that is part of the binary.
  ///
  /// - Parameter kind: Whether the encoder of the binary is read too.
  /// - Throws: when a model or a list cannot be read, which is a mistake of the build.
  public static func builtIn(_ kind: ScorerKind = .linear) throws -> StanceScorer {
    func file(_ name: String) throws(ModelFileError) -> ModelFile {
      guard let bytes = BuiltIn.bytes(of: name) else { throw .missingSection(name: name) }
      return try ModelFile(bytes: bytes)
    }
    let encoder =
      kind == .linear ? nil : try QuestionEncoder(Encoder(file("models/encoder.model")))
    return try StanceScorer(file("models/stance.model"), lexicons: .builtIn(), encoder: encoder)
  }

  /// Rates the stance that a question asks about.
  ///
  /// - Parameter explaining: whether reasons are wanted; without them a score costs half.
  /// - Returns: The score; its reasons, with the intercept among them, sum to the logit of favor
  ///   minus that of against.
  /// - Complexity: linear in the number of words of the question's context.
  public func score(_ question: StanceQuestion, explaining: Bool = true) -> StanceScore {
    Self.score(read([question], explaining: explaining)[0])
  }

  /// Rates the stances that several questions about one article ask for, each in the light of the
  /// others: what the speaker says of the target elsewhere, what others say of it.
  ///
  /// Where the model has learned nothing of articles, each question is rated for itself.
  ///
  /// - Parameter participants: for each question who speaks and who is meant, by numbers that are the
  ///   same for the same actor.
  /// - Parameter vectors: those of the questions, where an encoder made them already.
  /// - Precondition: as many participants as questions, and vectors for all or none.
  /// - Complexity: linear in the number of words, and in the square of the number of questions.
  public func scores(
    _ questions: [StanceQuestion], participants: [StanceParticipants], explaining: Bool = true,
    vectors: [Float]? = nil
  ) -> [StanceScore] {
    precondition(
      questions.count == participants.count,
      "\(questions.count) questions, \(participants.count) participants")
    let readings = read(questions, explaining: explaining, vectors: vectors)
    guard let context = encoder == nil ? model.context : model.encoding?.context,
      questions.allSatisfy({ model.head(for: $0).kind == .quotes })
    else { return readings.map { Self.score($0) } }
    let features = ArticleContext.features(
      logits: readings.map(\.logits), participants: participants, means: context.means)
    return zip(readings, features).map { reading, features in
      let reasons = explaining ? context.reasons(features: features, own: reading.own) : []
      return Self.score(context.logits(features), context.neutralOffset, reasons)
    }
  }

  /// How much each word of a question moves the encoder's reading of it: the question is read again without
  /// each of them in turn. Names that are asked about are not words here.
  ///
  /// - Returns: the words that change anything, largest change first; empty without an encoder.
  /// - Complexity: a reading for each word of the context.
  public func occlusions(of question: StanceQuestion) -> [Occlusion] {
    guard let encoder, let join = model.encoding?.joins[model.head(for: question).kind] else {
      return []
    }
    let named = question.targetMentions + question.sourceMentions
    let tokens = question.context.joined().filter { token in
      !named.contains { $0.contains(token) }
    }
    let without = tokens.map { token in
      var question = question
      question.context = question.context.flatMap { range in
        range.contains(token)
          ? [range.lowerBound..<token, token + 1..<range.upperBound].filter { !$0.isEmpty }
          : [range]
      }
      return question
    }
    let vectors = encoder.vectors(of: [question] + without)
    func contrast(_ row: Int) -> Double {
      let share = join.share(of: vectors[(row * join.width)..<((row + 1) * join.width)])
      return share.favor - share.against
    }
    let whole = contrast(0)
    return tokens.enumerated().map { row, token in
      Occlusion(token: token, change: whole - contrast(row + 1))
    }.filter { $0.change != 0 }.sorted {
      (abs($1.change), $0.token) < (abs($0.change), $1.token)
    }
  }

  /// Whether this scorer tells which of the actors that a quote mentions it is about.
  public var judgesRelevance: Bool { encoder != nil && model.encoding?.relevance != nil }

  /// For each question the probability that the quote is about its target, and whether that is enough;
  /// with the vectors of all questions, for `scores(_:participants:explaining:vectors:)`.
  ///
  /// - Parameter confidences: what the actor stage says of each.
  /// - Precondition: `judgesRelevance`, and as many confidences as questions.
  public func relevance(
    of questions: [StanceQuestion], confidences: [Float]
  ) -> (judgements: [(probability: Double, isTarget: Bool)], vectors: [Float]) {
    precondition(questions.count == confidences.count)
    guard let encoder, let join = model.encoding?.relevance else {
      preconditionFailure("the model does not judge relevance")
    }
    let vectors = encoder.vectors(of: questions)
    let width = encoder.encoder.vectorLength
    let judgements = confidences.enumerated().map { index, confidence in
      let probability = join.probability(
        confidence: confidence, vector: vectors[(index * width)..<((index + 1) * width)])
      return (probability, probability >= join.threshold)
    }
    return (judgements, vectors)
  }

  /// What the head of a question says of it.
  private struct Reading {
    var logits: (favor: Double, against: Double)
    var neutralOffset: Double
    /// The features that the head knows, with the intercept; empty when not explaining.
    var own: [(name: String, value: Double, favor: Double, against: Double)] = []
  }

  private func read(
    _ questions: [StanceQuestion], explaining: Bool, vectors: [Float]? = nil
  ) -> [Reading] {
    let vectors = vectors ?? encoder.map { $0.vectors(of: questions) }
    return questions.enumerated().map { index, question in
      let (kind, head) = model.head(for: question)
      let reading = readWords(question, head: head, explaining: explaining)
      guard let vectors, let join = model.encoding?.joins[kind] else { return reading }
      let vector = vectors[(index * join.width)..<((index + 1) * join.width)]
      return Self.join(reading, vector, by: join)
    }
  }

  /// What a reading of the words and an encoder's vector come to.
  private static func join(
    _ words: Reading, _ vector: ArraySlice<Float>, by join: EncoderJoin
  ) -> Reading {
    var reading = Reading(
      logits: join.logits(words: words.logits, vector: vector), neutralOffset: join.neutralOffset)
    if words.own.isEmpty { return reading }
    reading.own = words.own.map {
      let weight = join.joined(favor: $0.favor, against: $0.against)
      return ($0.name, $0.value, weight.favor, weight.against)
    }
    let share = join.share(of: vector)
    reading.own.append((encoderReason, 1, share.favor, share.against))
    // One intercept of both: a reader has no use for two.
    let intercept = reading.own.firstIndex { $0.name == "intercept" }!
    reading.own[intercept].favor += Double(join.intercepts[0])
    reading.own[intercept].against += Double(join.intercepts[1])
    return reading
  }

  /// What the share of an encoder is called among the reasons.
  package static let encoderReason = "the encoder's reading of the text"

  private func readWords(
    _ question: StanceQuestion, head: StanceModel.Head, explaining: Bool
  ) -> Reading {
    guard explaining else {
      return Reading(
        logits: head.logits(reader.row(for: question)), neutralOffset: head.neutralOffset)
    }
    var collector = FeatureCollector(groups: model.groups, keepsParts: true)
    let features = StanceFeatures(question, lexicons: lexicons)
    features.collect(into: &collector)
    let row = StanceFeatureReader.row(of: collector)
    let names = FeatureNames(collector, features)
    var reading = Reading(logits: head.logits(row), neutralOffset: head.neutralOffset)
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

  private static func score(_ reading: Reading) -> StanceScore {
    let reasons = reading.own.map {
      Reason(feature: $0.name, value: $0.value, weight: $0.favor - $0.against)
    }
    return score(reading.logits, reading.neutralOffset, reasons)
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

public import Encoders
import Foundation
public import LinearModels

/// The weights that turn features into stances: one head for each kind of question it was trained on.
public struct StanceModel: Sendable {
  /// What a question gives, and so what its labels mean.
  public enum HeadKind: String, Sendable, CaseIterable {
    /// A quote with its content: the speaker's stance toward the target.
    case quotes
    /// A text with a named source: the stance of that actor toward the target.
    case directed
    /// A text alone: the attitude of its author toward the target.
    case sentence

    /// The order in which an encoder's directions stand: for each kind that of favor, then of against.
    package static let encoderOrder: [HeadKind] = [.sentence, .directed, .quotes]
  }

  /// The weights of one head. Classes are favor and against; neutral is the reference with logit 0.
  public struct Head: Sendable {
    /// The features that have weights, by the upper halves of their hashes.
    ///
    /// Half a hash is enough: that one of the few hundred features of a text which the model does not know
    /// is taken for another happens once in a hundred texts, and halves what a model keeps.
    public let vocabulary: FeatureVocabulary
    /// For each feature the weight of favor, then of against, relative to neutral.
    package let weights: [Float]
    /// The intercepts of favor and against.
    package let intercepts: [Float]
    /// Added to the logit of neutral when the label is chosen, not to probabilities: below 0 a pole
    /// is chosen although neutral is a little more probable.
    public let neutralOffset: Double

    /// - Precondition: two weights a feature, two intercepts.
    package init(
      vocabulary: FeatureVocabulary, weights: [Float], intercepts: [Float], neutralOffset: Double
    ) {
      precondition(weights.count == 2 * vocabulary.columnCount && intercepts.count == 2)
      self.vocabulary = vocabulary
      self.weights = weights
      self.intercepts = intercepts
      self.neutralOffset = neutralOffset
    }

    /// What stands for a feature in the vocabulary.
    package static func key(_ hash: UInt64) -> UInt64 { hash >> 32 }

    func column(of hash: UInt64) -> Int? { vocabulary.column(of: Self.key(hash)).map { Int($0) } }

    /// The logits of favor and against, relative to neutral.
    package func logits(_ row: StanceRow) -> (favor: Double, against: Double) {
      var favor = Double(intercepts[0])
      var against = Double(intercepts[1])
      for index in row.hashes.indices {
        guard let column = column(of: row.hashes[index]) else { continue }
        let value = Double(row.values[index])
        favor += value * Double(weights[2 * column])
        against += value * Double(weights[2 * column + 1])
      }
      return (favor, against)
    }

    /// Probabilities in the order of `Stance.allCases`.
    package static func probabilities(favor: Double, against: Double) -> [Double] {
      let peak = max(0, favor, against)
      let parts = [exp(favor - peak), exp(-peak), exp(against - peak)]
      let total = parts[0] + parts[1] + parts[2]
      return parts.map { $0 / total }
    }

    /// The stance to choose.
    package static func label(favor: Double, against: Double, neutralOffset: Double) -> Stance {
      if max(favor, against) <= neutralOffset { return .neutral }
      return favor >= against ? .favor : .against
    }
  }

  public let heads: [HeadKind: Head]
  /// How quotes of one article bear on each other; nil when the training data did not show it.
  public let context: ArticleContext?
  /// How an encoder joins each head, and the articles' context of what they say together; nil for a
  /// model of words alone.
  public let encoding: Encoding?
  /// The groups of features that the model was trained with.
  public let groups: Set<FeatureGroup>
  /// What the model was trained on and how, as text.
  public let card: String

  /// The part of a model that reads an encoder's vectors.
  public struct Encoding: Sendable, Equatable {
    /// The SHA-256 of the encoder's file, whose vectors alone the weights are for.
    public let encoder: String
    public let joins: [HeadKind: EncoderJoin]
    public let context: ArticleContext?
    /// Which of the actors that a quote mentions it is about; nil to leave that to the actor stage.
    public let relevance: RelevanceJoin?

    package init(
      encoder: String, joins: [HeadKind: EncoderJoin], context: ArticleContext?,
      relevance: RelevanceJoin? = nil
    ) {
      self.encoder = encoder
      self.joins = joins
      self.context = context
      self.relevance = relevance
    }
  }

  package init(
    heads: [HeadKind: Head], context: ArticleContext?, encoding: Encoding? = nil,
    groups: Set<FeatureGroup>, card: String
  ) {
    precondition(!heads.isEmpty, "a model needs a head")
    self.heads = heads
    self.context = context
    self.encoding = encoding
    self.groups = groups
    self.card = card
  }

  /// The head that answers a question: the one of its kind, or the nearest that the model has.
  public func head(for question: StanceQuestion) -> (kind: HeadKind, head: Head) {
    let order: [HeadKind]
    if !question.content.isEmpty {
      order = [.quotes, .sentence, .directed]
    } else if !question.sourceMentions.isEmpty {
      order = [.directed, .quotes, .sentence]
    } else {
      order = [.sentence, .quotes, .directed]
    }
    for kind in order {
      if let head = heads[kind] { return (kind, head) }
    }
    preconditionFailure("a model needs a head")
  }

  /// The model with another part that judges whom quotes are about.
  ///
  /// - Precondition: the model was joined to an encoder.
  package func adding(_ relevance: RelevanceJoin) -> StanceModel {
    guard let encoding else { preconditionFailure("the model was trained without an encoder") }
    return StanceModel(
      heads: heads, context: context,
      encoding: Encoding(
        encoder: encoding.encoder, joins: encoding.joins, context: encoding.context,
        relevance: relevance),
      groups: groups, card: card)
  }

  /// Makes sure that the weights are for the vectors of an encoder.
  ///
  /// - Throws: `ModelFileError.inconsistent` when the model was joined to none, or to another.
  public func expect(encoder: Encoder) throws(ModelFileError) {
    guard let encoding else {
      throw .inconsistent(reason: "the model of stance was trained without an encoder")
    }
    guard encoding.encoder == encoder.sha256,
      encoding.joins.values.allSatisfy({ $0.width == encoder.vectorLength })
    else {
      throw .inconsistent(
        reason: "the model of stance was trained with the encoder \(encoding.encoder.prefix(12))…, "
          + "this one is \(encoder.sha256.prefix(12))…")
    }
  }

  /// Whether the model in a file was joined to the encoder in another; false for files of other kinds.
  public static func isJoined(_ file: ModelFile, to encoder: ModelFile) -> Bool {
    file.contains("encoder") && (try? file.string("encoder")) == encoder.sha256
  }

  private static let fileKind = "stance"

  /// The model as a file.
  package func bytes() -> [UInt8] {
    var file = ModelFileWriter(kind: Self.fileKind)
    file.add("groups", string: groups.map(\.rawValue).sorted().joined(separator: " "))
    file.add("card", string: card)
    for (kind, head) in heads {
      file.add(
        "\(kind.rawValue).features", integers: head.vocabulary.hashes().map { UInt32($0) })
      file.add("\(kind.rawValue).weights", halfPrecision: head.weights)
      file.add("\(kind.rawValue).intercepts", floats: head.intercepts)
      file.add("\(kind.rawValue).decision", doubles: [head.neutralOffset])
    }
    context?.add(to: &file, name: "context")
    if let encoding {
      file.add("encoder", string: encoding.encoder)
      for (kind, join) in encoding.joins { join.add(to: &file, name: "\(kind.rawValue).encoder") }
      encoding.context?.add(to: &file, name: "encoder.context")
      encoding.relevance?.add(to: &file, name: "encoder.relevance")
    }
    return file.bytes()
  }

  /// The model of a file.
  ///
  /// - Throws: `ModelFileError` when the file holds another kind of model or its parts do not fit
  ///   together.
  public init(_ file: ModelFile) throws(ModelFileError) {
    try file.expect(kind: Self.fileKind)
    var groups: Set<FeatureGroup> = []
    for name in try file.string("groups").split(separator: " ") {
      guard let group = FeatureGroup(rawValue: String(name)) else {
        throw .inconsistent(reason: "the feature group \"\(name)\" is unknown")
      }
      groups.insert(group)
    }
    var heads: [HeadKind: Head] = [:]
    for kind in HeadKind.allCases where file.contains("\(kind.rawValue).features") {
      let hashes = try file.integers("\(kind.rawValue).features").map { UInt64($0) }
      let weights = try file.floats("\(kind.rawValue).weights")
      let intercepts = try file.floats("\(kind.rawValue).intercepts")
      let decision = try file.doubles("\(kind.rawValue).decision")
      guard weights.count == 2 * hashes.count, intercepts.count == 2, decision.count == 1
      else {
        throw .inconsistent(
          reason:
            "head \"\(kind.rawValue)\" has \(hashes.count) features, \(weights.count) weights, "
            + "\(intercepts.count) intercepts and \(decision.count) offsets")
      }
      guard (weights + intercepts).allSatisfy(\.isFinite), decision[0].isFinite else {
        throw .inconsistent(reason: "head \"\(kind.rawValue)\" has a weight that is no number")
      }
      guard let vocabulary = FeatureVocabulary(distinct: hashes) else {
        throw .inconsistent(reason: "head \"\(kind.rawValue)\" lists a feature twice")
      }
      heads[kind] = Head(
        vocabulary: vocabulary, weights: weights, intercepts: intercepts,
        neutralOffset: decision[0])
    }
    guard !heads.isEmpty else { throw .inconsistent(reason: "the model has no head") }
    let context = try ArticleContext(file, name: "context")
    var encoding: Encoding?
    if file.contains("encoder") {
      var joins: [HeadKind: EncoderJoin] = [:]
      for kind in heads.keys {
        if let join = try EncoderJoin(file, name: "\(kind.rawValue).encoder") { joins[kind] = join }
      }
      let relevance = try RelevanceJoin(file, name: "encoder.relevance")
      let widths = joins.values.map(\.width) + (relevance.map { [$0.vectorWeights.count] } ?? [])
      guard !joins.isEmpty, Set(widths).count == 1 else {
        throw .inconsistent(reason: "the heads are joined to encoders of several widths, or none")
      }
      encoding = Encoding(
        encoder: try file.string("encoder"), joins: joins,
        context: try ArticleContext(file, name: "encoder.context"), relevance: relevance)
    }
    self.init(
      heads: heads, context: context, encoding: encoding, groups: groups,
      card: try file.string("card"))
  }
}

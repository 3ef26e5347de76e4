import Foundation
import LinearModels

/// Whether a quote is about an actor that it mentions, by an encoder's vector beside what the actor stage
/// says.
///
/// A logistic regression over the logit of the stage's confidence and the vector of the question what
/// stance the quote takes to the actor. Fitted to what encoders say of articles that they did not
/// learn from.
public struct RelevanceJoin: Sendable, Equatable {
  /// The weight of the logit of the actor stage's confidence.
  package let confidenceWeight: Float
  package let vectorWeights: [Float]
  package let intercept: Float
  /// How probable it must be that the quote is about the actor.
  public let threshold: Double

  package init(
    confidenceWeight: Float, vectorWeights: [Float], intercept: Float, threshold: Double
  ) {
    self.confidenceWeight = confidenceWeight
    self.vectorWeights = vectorWeights
    self.intercept = intercept
    self.threshold = threshold
  }

  /// Actors of whom the stage itself is less sure are not asked about: of them no more than one in
  /// twenty is a target, and each costs a reading.
  public static let leastConfidence: Float = 0.1

  /// The probability that the quote is about the actor.
  ///
  /// - Parameter confidence: what the actor stage says, from 0 to 1.
  package func probability(confidence: Float, vector: ArraySlice<Float>) -> Double {
    var logit = Double(intercept) + Double(confidenceWeight) * Self.logit(confidence)
    for (value, weight) in zip(vector, vectorWeights) { logit += Double(value) * Double(weight) }
    return 1 / (1 + exp(-logit))
  }

  /// The logit of a confidence that is neither 0 nor 1, after rounding.
  package static func logit(_ confidence: Float) -> Double {
    let inside = min(max(Double(confidence), 0.001), 0.999)
    return log(inside / (1 - inside))
  }

  func add(to file: inout ModelFileWriter, name: String) {
    file.add("\(name).weights", floats: vectorWeights)
    file.add("\(name).intercepts", floats: [confidenceWeight, intercept])
    file.add("\(name).decision", doubles: [threshold])
  }

  /// Nil when the file has none of that name.
  ///
  /// - Throws: `ModelFileError` when its parts do not fit together.
  init?(_ file: ModelFile, name: String) throws(ModelFileError) {
    guard file.contains("\(name).weights") else { return nil }
    let weights = try file.floats("\(name).weights")
    let others = try file.floats("\(name).intercepts")
    let decision = try file.doubles("\(name).decision")
    guard others.count == 2, decision.count == 1, decision[0].isFinite, !weights.isEmpty,
      (weights + others).allSatisfy(\.isFinite)
    else { throw .inconsistent(reason: "the parts of \"\(name)\" do not fit together") }
    self.init(
      confidenceWeight: others[0], vectorWeights: weights, intercept: others[1],
      threshold: decision[0])
  }
}

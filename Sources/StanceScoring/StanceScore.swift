/// The side a speaker takes toward a target.
public enum Stance: String, Sendable, CaseIterable {
  case favor, neutral, against
}

/// A scorer's answer: how probable each stance is, and why.
public struct StanceScore: Hashable, Sendable {
  /// Probabilities in the order of `Stance.allCases`; they sum to one.
  public var probabilities: [Double]
  /// The stance that is chosen; the most probable one unless the model sets other thresholds.
  public var label: Stance
  /// What moved the logit of favor away from that of against, largest first. The model's intercept is
  /// one of them, so that all together sum to the difference; empty when none were asked for.
  public var reasons: [Reason]
  /// How much single words moved the encoder's reading, largest first; empty when not asked for, or
  /// without an encoder. An approximation: words bear on each other, so the changes need not sum to anything.
  public var occlusions: [Occlusion] = []
  /// Whether the scorer was less sure than was asked of it and so takes no side.
  public internal(set) var abstained = false

  public init(probabilities: [Double], label: Stance, reasons: [Reason]) {
    precondition(probabilities.count == 3, "three stances need three probabilities")
    self.probabilities = probabilities
    self.label = label
    self.reasons = reasons
  }

  /// Takes no side when the label is less probable than asked: the label is neutral then, while
  /// probabilities and score stay.
  ///
  /// - Parameter least: the least probability of a label, from 0 to 1.
  public mutating func abstain(below least: Double) {
    guard self[label] < least else { return }
    label = .neutral
    abstained = true
  }

  /// P(favor) − P(against), from -1 to 1.
  public var score: Double { probabilities[0] - probabilities[2] }

  public subscript(stance: Stance) -> Double {
    switch stance {
    case .favor: probabilities[0]
    case .neutral: probabilities[1]
    case .against: probabilities[2]
    }
  }
}

/// What the encoder's reading loses without one word.
public struct Occlusion: Hashable, Sendable {
  /// The index of the word's token in its document.
  public var token: Int
  /// The logit of favor minus that of against with the word, less the same without it.
  public var change: Double
}

/// One feature's share in a score.
public struct Reason: Hashable, Sendable {
  /// The feature in words a reader understands.
  public var feature: String
  public var value: Double
  /// The weight for favor minus the weight for against.
  public var weight: Double
  /// `value * weight`.
  public var contribution: Double

  public init(feature: String, value: Double, weight: Double) {
    self.feature = feature
    self.value = value
    self.weight = weight
    self.contribution = value * weight
  }
}

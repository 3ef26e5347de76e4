import Foundation

/// Who is asked about in one of several questions about an article.
public struct StanceParticipants: Hashable, Sendable {
  /// A number that names the speaker, or nil when nobody is known; nobody is never the same speaker.
  public var speaker: Int?
  /// A number that names the target.
  public var target: Int

  public init(speaker: Int?, target: Int) {
    self.speaker = speaker
    self.target = target
  }
}

/// How the other quotes of an article move a score: speakers seldom change sides within an article.
///
/// A second logistic regression over the logits of the quote itself and over sums of the logits of
/// three kinds of other quotes. It was fitted to logits of texts that were held out.
public struct ArticleContext: Sendable, Equatable {
  /// The kinds of other quotes.
  enum Relation: Int, CaseIterable {
    case sameSpeakerAndTarget, sameTarget, sameSpeaker

    var name: String {
      switch self {
      case .sameSpeakerAndTarget: "the speaker's other quotes about the target"
      case .sameTarget: "what others say about the target"
      case .sameSpeaker: "what the speaker says about others"
      }
    }
  }

  /// Two features for the quote itself, two sums and a presence for each relation.
  package static let featureCount = 2 + 3 * Relation.allCases.count

  /// For each feature the weight of favor, then of against, relative to neutral.
  package let weights: [Float]
  package let intercepts: [Float]
  /// The mean logits of favor and against, from which the others' logits are measured.
  package let means: [Float]
  public let neutralOffset: Double

  /// - Precondition: two weights a feature, two intercepts and two means.
  package init(weights: [Float], intercepts: [Float], means: [Float], neutralOffset: Double) {
    precondition(
      weights.count == 2 * Self.featureCount && intercepts.count == 2 && means.count == 2)
    self.weights = weights
    self.intercepts = intercepts
    self.means = means
    self.neutralOffset = neutralOffset
  }

  /// The features of each question of one article.
  ///
  /// A sum over n other quotes is divided by √n: more quotes say more, but not n times as much.
  ///
  /// - Complexity: O(questions²), which for an article is nothing.
  package static func features(
    logits: [(favor: Double, against: Double)], participants: [StanceParticipants], means: [Float]
  ) -> [[Double]] {
    logits.indices.map { index in
      var sums = [(favor: Double, against: Double, count: Double)](
        repeating: (0, 0, 0), count: Relation.allCases.count)
      for other in logits.indices where other != index {
        guard let relation = relation(participants[index], participants[other]) else { continue }
        sums[relation.rawValue].favor += logits[other].favor - Double(means[0])
        sums[relation.rawValue].against += logits[other].against - Double(means[1])
        sums[relation.rawValue].count += 1
      }
      var features = [logits[index].favor, logits[index].against]
      for sum in sums {
        let scale = 1 / max(1, sum.count).squareRoot()
        features += [sum.favor * scale, sum.against * scale, sum.count > 0 ? 1 : 0]
      }
      return features
    }
  }

  private static func relation(
    _ one: StanceParticipants, _ other: StanceParticipants
  ) -> Relation? {
    let isSameSpeaker = one.speaker != nil && one.speaker == other.speaker
    if one.target == other.target { return isSameSpeaker ? .sameSpeakerAndTarget : .sameTarget }
    return isSameSpeaker ? .sameSpeaker : nil
  }

  /// The logits of favor and against, relative to neutral, that features give.
  package func logits(_ features: [Double]) -> (favor: Double, against: Double) {
    var favor = Double(intercepts[0])
    var against = Double(intercepts[1])
    for (index, value) in features.enumerated() {
      favor += value * Double(weights[2 * index])
      against += value * Double(weights[2 * index + 1])
    }
    return (favor, against)
  }

  /// The weight of a feature for favor minus that for against.
  func contrast(_ feature: Int) -> Double {
    Double(weights[2 * feature]) - Double(weights[2 * feature + 1])
  }

  /// The reasons for the difference of the logits, given those of the quote itself.
  ///
  /// - Parameter own: for each feature of the quote its name, value, and weights for favor and
  ///   against; the intercept is one of them.
  func reasons(
    features: [Double], own: [(name: String, value: Double, favor: Double, against: Double)]
  ) -> [Reason] {
    var reasons = own.map {
      Reason(
        feature: $0.name, value: $0.value,
        weight: $0.favor * contrast(0) + $0.against * contrast(1))
    }
    for relation in Relation.allCases {
      let first = 2 + 3 * relation.rawValue
      let contribution = (first..<(first + 3)).reduce(0.0) { $0 + features[$1] * contrast($1) }
      if contribution != 0 {
        reasons.append(Reason(feature: relation.name, value: 1, weight: contribution))
      }
    }
    reasons.append(
      Reason(
        feature: "intercept of the article", value: 1,
        weight: Double(intercepts[0]) - Double(intercepts[1])))
    return reasons
  }
}

import Foundation
import Lexicons
import Syntax

/// Where a word stands that stands for its vector.
package enum SimilarityPlace: Int, Sendable, CaseIterable {
  case left, right, nearLeft, nearRight, forward, backward

  /// The feature of a word at the place, by the hash of its lemma.
  package func feature(_ lemma: UInt64) -> UInt64 {
    FeatureCollector.hash(template, code.rawValue, lemma)
  }

  var template: FeatureTemplate {
    switch self {
    case .left, .right: .similarSide
    case .nearLeft, .nearRight: .similarNear
    case .forward, .backward: .similarBetween
    }
  }

  var code: FeatureCode {
    switch self {
    case .left, .nearLeft: .left
    case .right, .nearRight: .right
    case .forward: .forward
    case .backward: .backward
    }
  }
}

extension StanceFeatures {
  /// Content words by side, near the target, and between source and target.
  ///
  /// A model has weights for them that follow from the vectors of words: words that are used alike
  /// have like weights, also where labelled texts have only one of them.
  func addSimilarWords(to features: inout FeatureCollector) {
    let slots = reading.slots
    func add(_ place: SimilarityPlace, _ lemma: UInt64, _ value: Float) {
      features.add(similar: place.template, place.code.rawValue, lemma, value)
    }
    for (index, slot) in slots.enumerated() where slot.isContentWord {
      let isLeft = side(index) == .left
      add(isLeft ? .left : .right, slot.lemma, 1)
      add(isLeft ? .nearLeft : .nearRight, slot.lemma, exp((1 - Float(distance(index))) / 5))
      guard let source = reading.source,
        min(source, reading.target) < index, index < max(source, reading.target)
      else { continue }
      add(source < reading.target ? .forward : .backward, slot.lemma, 1)
    }
  }
}

extension QuestionReading.Slot {
  /// Whether the word says something of its own and names nobody.
  var isContentWord: Bool { isWord && tag != .propn && !isFunctionWord }
}

import Foundation
import StanceScoring

@testable import Evaluation

/// Whether simulations run at their full size: `SLOW_TESTS=1`.
enum SlowRun {
  static var isAsked: Bool { ProcessInfo.processInfo.environment["SLOW_TESTS"] == "1" }
}

extension StanceTally {
  /// Adds an answer by the places of its classes, with no opinion on probabilities.
  mutating func add(gold: Int, predicted: Int) {
    add(
      StanceAnswer(
        group: "", gold: Stance.allCases[gold], predicted: Stance.allCases[predicted],
        probabilities: [1.0 / 3, 1.0 / 3, 1.0 / 3]))
  }
}

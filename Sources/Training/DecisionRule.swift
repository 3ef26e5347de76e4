import Foundation
import StanceScoring

/// Chooses how readily a pole is taken where neutral is about as probable.
struct DecisionRule {
  /// Whether the F1 of the poles counts beside macro-F1.
  let countsPoles: Bool

  init(_ kind: StanceModel.HeadKind) { countsPoles = kind == .quotes }

  /// How much the logit of neutral must be moved to choose the best labels.
  ///
  /// For quotes what counts is that poles are found and right; for the others each class counts
  /// the same. The curve is averaged over neighbouring offsets, for single examples make it rough.
  func neutralOffset(
    _ logits: [(favor: Double, against: Double)], labels: [Int32]
  ) -> Double {
    let offsets = stride(from: -1.5, through: 1.0, by: 0.05).map { $0 }
    let gains = offsets.map { offset in
      var confusion = [[Double]](repeating: [0, 0, 0], count: 3)
      for (row, label) in zip(logits, labels) {
        let choice =
          max(row.favor, row.against) <= offset ? 1 : row.favor >= row.against ? 0 : 2
        confusion[Int(label)][choice] += 1
      }
      return Self.gain(confusion, countsPoles: countsPoles)
    }
    let smooth = offsets.indices.map { index in
      let window = gains[max(0, index - 3)...min(gains.count - 1, index + 3)]
      return window.reduce(0, +) / Double(window.count)
    }
    // Of offsets about as good the one that changes least: the top of the curve is flat.
    let best = smooth.max() ?? 0
    let near = offsets.indices.filter { smooth[$0] >= best - 0.001 }
    return near.map { offsets[$0] }.min { abs($0) < abs($1) } ?? 0
  }

  private static func gain(_ confusion: [[Double]], countsPoles: Bool) -> Double {
    func f1(_ hits: Double, _ said: Double, _ meant: Double) -> Double {
      said + meant > 0 ? 2 * hits / (said + meant) : 0
    }
    let meant = confusion.map { $0.reduce(0, +) }
    let said = (0..<3).map { column in confusion.reduce(0) { $0 + $1[column] } }
    let macro = (0..<3).reduce(0.0) { $0 + f1(confusion[$1][$1], said[$1], meant[$1]) } / 3
    guard countsPoles else { return macro }
    let polar = f1(confusion[0][0] + confusion[2][2], said[0] + said[2], meant[0] + meant[2])
    return (macro + polar) / 2
  }
}

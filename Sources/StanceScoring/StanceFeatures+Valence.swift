import Documents
import Foundation
import Lexicons
import Syntax

extension StanceFeatures {
  /// Sums of valences by place, and their shape.
  func addValences(to features: inout FeatureCollector) {
    let slots = reading.slots
    let target = reading.target
    let turns = self.turns()
    var nearest: (distance: Int, value: Float, side: FeatureCode)?
    var parts = [ValenceShape](repeating: ValenceShape(), count: 4)
    for (index, slot) in slots.enumerated() where slot.valence != 0 {
      let value = slot.polarity
      let side = side(index)
      let distance = self.distance(index)
      let anchor = slots[anchors[index]]
      let sign = FeatureCode.sign(of: value)
      features.sum(.valence, .all, .none, .none, value)
      features.sum(.valence, side, .none, .none, value)
      features.sum(.valence, side, FeatureCode.distance(distance), .none, value)
      features.sum(.valence, sign, side, .none, value)
      features.sum(.valence, sign, .none, .none, value)
      let weighted = value / (1 + Float(distance) / 4)
      features.sum(.valence, .weighted, .none, .none, weighted)
      features.sum(.valence, .weighted, sign, .none, weighted)
      features.sum(.valenceBy, slot.valenceClass, .none, .none, value)
      if slot.clause == anchor.clause {
        features.sum(.valenceBy, .sameClause, .none, .none, value)
        features.sum(.valenceBy, .sameClause, side, .none, value)
      }
      features.sum(
        .valenceBy, slot.sentence == anchor.sentence ? .sameSentence : .otherSentence, .none, .none,
        value)
      if slot.isNegated { features.sum(.valenceBy, .negated, .none, .none, value) }
      if slot.isModal { features.sum(.valenceBy, .modal, .none, .none, value) }
      if reading.hasContent {
        let zone = Self.code(slot.zone)
        features.sum(.valenceBy, zone, .none, .none, value)
        features.sum(.valenceBy, zone, side, .none, value)
        features.sum(.valenceBy, zone, sign, .none, value)
      } else {
        features.sum(.valenceBy, slot.isQuoted ? .quoted : .unquoted, .none, .none, value)
        if slot.isQuoted == anchor.isQuoted {
          features.sum(.valenceBy, .sameQuotation, .none, .none, value)
        }
      }
      features.sum(.valenceCount, .none, .none, .none, 0.3)
      if distance < (nearest?.distance ?? .max) { nearest = (distance, value, side) }
      if let source = reading.source {
        let isBetween = min(source, target) < index && index < max(source, target)
        features.sum(
          .valenceBy, isBetween ? .between : .outside, source < target ? .forward : .backward,
          .none,
          value)
        features.sum(
          .valenceBy, .fromSource, .none, .none, value / (1 + Float(abs(index - source)) / 4))
      }
      let rivalDistance = reading.rivals.lazy.map { abs($0 - index) }.min() ?? 99
      if distance < rivalDistance {
        features.sum(.valenceOwn, .own, .none, .none, value)
        features.sum(.valenceOwn, .own, side, .none, value)
      } else {
        features.sum(.valenceOwn, .others, .none, .none, value)
      }
      if let turn = turns[index] {
        features.sum(.valenceBy, turn, .none, .none, value)
        if isTopical[index] { features.sum(.valenceBy, turn, .own, .none, value) }
      }
      if !reading.rivals.isEmpty {
        let isOwn = isTopical[index]
        features.sum(.valenceOwn, isOwn ? .topicOwn : .topicOther, .none, .none, value)
        features.sum(.valenceOwn, isOwn ? .topicOwn : .topicOther, side, .none, value)
        features.sum(.valenceOwn, .topicBalance, .none, .none, isOwn ? value : -value)
      }
      parts[0].add(value)
      parts[side == .left ? 1 : 2].add(value)
      if distance <= 5 { parts[3].add(value) }
      for (width, code) in [(2, FeatureCode.within2), (8, .within8), (16, .within16)] {
        let faded = value * exp(-Float(distance) / Float(width))
        features.sum(.decay, code, .none, .none, faded)
        features.sum(.decay, code, side, .none, faded)
      }
    }
    if let nearest {
      features.sum(.valenceNearest, .all, .none, .none, nearest.value)
      features.sum(.valenceNearest, nearest.side, .none, .none, nearest.value)
    }
    for (part, code) in zip(parts, [FeatureCode.all, .left, .right, .near]) where part.count > 0 {
      features.sum(.shape, .bounded, code, .none, 2 * tanh(part.sum / 2))
      features.sum(.shape, .maximum, code, .none, part.maximum)
      features.sum(.shape, .minimum, code, .none, part.minimum)
      features.sum(.shape, .mean, code, .none, part.sum / Float(part.count))
    }
  }

  /// Where each word stands to a turn of the argument in its sentence: what follows "but" counts more
  /// than what stands before it, and what follows "although" is conceded up to the next comma.
  private func turns() -> [FeatureCode?] {
    let slots = reading.slots
    var turns = [FeatureCode?](repeating: nil, count: slots.count)
    for (index, slot) in slots.enumerated() {
      let sentence = slot.sentence
      if slot.shifter == .contrast {
        var before = index - 1
        while before >= 0 && slots[before].sentence == sentence {
          turns[before] = .beforeContrast
          before -= 1
        }
        var after = index + 1
        while after < slots.count && slots[after].sentence == sentence {
          turns[after] = .afterContrast
          after += 1
        }
      } else if slot.shifter == .concession {
        var after = index + 1
        while after < slots.count && slots[after].sentence == sentence
          && slots[after].kind != .punctuation
        {
          turns[after] = .conceded
          after += 1
        }
      }
    }
    return turns
  }
}

private struct ValenceShape {
  var sum: Float = 0
  var maximum = -Float.infinity
  var minimum = Float.infinity
  var count = 0

  mutating func add(_ value: Float) {
    sum += value
    maximum = max(maximum, value)
    minimum = min(minimum, value)
    count += 1
  }
}

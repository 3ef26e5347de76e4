import Documents
import Foundation
import Lexicons
import Syntax

extension StanceFeatures {
  /// The quote's own cue, and reporting words elsewhere.
  func addCues(to features: inout FeatureCollector) {
    let slots = reading.slots
    let target = reading.target
    for (index, slot) in slots.enumerated() where slot.zone != .cue {
      guard let cue = slot.cue else { continue }
      let factor: Float = slot.isNegated ? -0.6 : 1
      let fade = exp(-Float(distance(index)) / 6)
      let content = cue.contentStance * factor
      let addressee = cue.addresseeStance * factor
      features.sum(.otherCueStance, .contentStance, side(index), .none, content * fade)
      features.sum(.otherCueStance, .addresseeStance, side(index), .none, addressee * fade)
      features.sum(.otherCueStance, .contentStance, .none, .none, content)
      features.sum(.otherCueStance, .addresseeStance, .none, .none, addressee)
      if let source = reading.source, min(source, target) < index, index < max(source, target) {
        let way: FeatureCode = source < target ? .forward : .backward
        features.sum(.betweenCueStance, .contentStance, way, .none, content)
        features.sum(.betweenCueStance, .addresseeStance, way, .none, addressee)
      }
    }
    for slot in slots where slot.role == .word {
      if let pronounPerson = person(of: slot) {
        if pronounPerson == 1 { features.sum(.firstPerson, .none, .none, .none, 0.3) }
        if pronounPerson == 2 { features.sum(.secondPerson, .none, .none, .none, 0.3) }
      }
      if slot.form == Self.question { features.sum(.questionMark, .none, .none, .none, 1) }
      if slot.form == Self.exclamation { features.sum(.exclamationMark, .none, .none, .none, 1) }
    }
    guard reading.hasContent else { return }
    addOwnCue(to: &features)
  }

  private func addOwnCue(to features: inout FeatureCollector) {
    let slots = reading.slots
    let target = reading.target
    let cues = slots.indices.filter { slots[$0].zone == .cue && slots[$0].isWord }
    for index in cues {
      features.add(.cueLemma, slots[index].lemma)
      guard let cue = slots[index].cue else { continue }
      features.sum(.cueStance, .contentStance, .none, .none, cue.contentStance)
      features.sum(.cueStance, .addresseeStance, .none, .none, cue.addresseeStance)
      let isInside = slots[target].zone == .content
      if isInside {
        features.sum(.cueStance, .contentStance, .content, .none, cue.contentStance)
      } else {
        features.sum(.cueStance, .addresseeStance, .reporting, .none, cue.addresseeStance)
      }
      let cueClass: FeatureCode =
        switch cue.cueClass {
        case .speech: .speech
        case .evaluation: .evaluation
        case .attitude: .attitude
        }
      features.add(.cueClass, cueClass.rawValue)
    }
    guard let last = cues.last, last < target else { return }
    let gap = (last + 1)..<target
    guard gap.count <= 4 else { return }
    let preposition = gap.first { slots[$0].tag == .adp }
    let isClause = gap.contains { slots[$0].tag == .sconj || slots[$0].kind == .quotationMark }
    if gap.count <= 2 && preposition == nil && !isClause {
      for index in cues {
        features.add(.cueObject, slots[index].lemma)
        if let cue = slots[index].cue {
          features.sum(.cueStance, .addresseeStance, .asObject, .none, cue.addresseeStance)
          features.sum(.cueStance, .contentStance, .asObject, .none, cue.contentStance)
        }
      }
    }
    if let preposition {
      for index in cues {
        features.add(.cuePreposition, slots[index].lemma, slots[preposition].form)
      }
    }
  }

  private func person(of slot: QuestionReading.Slot) -> Int? {
    slot.tag == .pron || slot.tag == .det ? slot.person : nil
  }

  private static let question = TextHash.hash("?".utf8)
  private static let exclamation = TextHash.hash("!".utf8)
}

import Documents
import Foundation
import Lexicons
import Syntax

extension StanceFeatures {
  /// What predicates imply about target and source by their roles, and predicates without roles.
  func addRoles(to features: inout FeatureCollector) {
    let slots = reading.slots
    for predicate in reading.predicates {
      let frame = predicate.frame
      let factor: Float = predicate.isNegated ? -0.6 : 1
      let head = predicate.slots.lowerBound
      let kind = Self.code(predicate.kind)
      var places = mentions.map { (FeatureCode.target, $0) }
      if let source = reading.source { places.append((.source, source)) }
      for voice in reading.voices { places.append((.voice, voice)) }
      for (who, place) in places {
        guard let role = role(of: place, for: predicate) else { continue }
        var value: Float
        switch role {
        case .agent, .agentOfNext, .possessor: value = frame.agent
        case .third: value = frame.third
        default: value = frame.patient
        }
        if predicate.isPassive && role == .patient && frame.flipsInPassive { value = -value }
        value *= factor
        features.sum(.roleSum, who, role, .none, value)
        features.sum(.roleSigned, who, kind, role, value)
        features.sum(.frameTotal, who, FeatureCode.sign(of: value), .none, value)
        features.sum(.frameTotal, who, .none, .none, value)
        features.sum(.roleAttitude, who, role, .none, frame.agentToPatient * factor)
        features.add(
          .role, who.rawValue, role.rawValue, slots[head].lemma,
          predicate.isNegated ? FeatureCode.negated.rawValue : 0,
          predicate.slots.count == 1 ? 0 : slots[predicate.slots.upperBound - 1].lemma)
      }
      let side = side(head)
      let voice: FeatureCode = predicate.isPassive ? .passive : .active
      let fade = exp(-Float(distance(head)) / 6)
      let weight = factor * (slots[head].isModal ? 0.7 : 1)
      for (code, value) in [
        (FeatureCode.agent, frame.agent), (.patient, frame.patient),
        (.addresseeStance, frame.agentToPatient),
      ] where value != 0 {
        features.sum(.predicateSum, code, side, voice, value * weight)
        features.sum(.predicateSum, code, side, .weighted, value * weight * fade)
        if slots[head].clause == slots[anchors[head]].clause {
          features.sum(.predicateSum, code, side, .sameClause, value * weight)
        }
      }
    }
  }

  /// The role of a participant for a predicate, read off the order of words, voice and prepositions.
  private func role(
    of place: Int, for predicate: QuestionReading.Predicate
  ) -> FeatureCode? {
    let slots = reading.slots
    let head = predicate.slots.lowerBound
    let after = predicate.slots.upperBound
    let isAfter = place >= after
    if predicate.slots.contains(place) { return nil }
    let between = isAfter ? after..<place : (place + 1)..<head
    let sentence = slots[head].sentence
    if slots[place].sentence != sentence { return nil }
    var verbs = 0
    var lastPreposition: Int?
    var firstPreposition: Int?
    for index in between {
      if slots[index].role != .word { continue }
      if slots[index].tag == .verb { verbs += 1 }
      if slots[index].tag == .adp {
        lastPreposition = index
        if firstPreposition == nil { firstPreposition = index }
      }
    }
    let distance = between.count
    if predicate.kind == .noun {
      guard distance <= 3 else { return nil }
      if isAfter { return verbs == 0 ? .complement : nil }
      return between.contains { slots[$0].tag == .part } ? .possessor : nil
    }
    guard isAfter else {
      if verbs == 0 && distance <= 10 { return predicate.isPassive ? .patient : .agent }
      if verbs == 1 && distance <= 8 { return predicate.isPassive ? .patientOfNext : .agentOfNext }
      return nil
    }
    if verbs > 0 && distance > 3 { return nil }
    if predicate.isPassive {
      guard let firstPreposition else { return nil }
      return slots[firstPreposition].form == Self.by && firstPreposition <= after + 1
        ? .agent : .oblique
    }
    if let third = predicate.frame.thirdPreposition,
      between.contains(where: { slots[$0].form == third })
    {
      return .third
    }
    if lastPreposition == nil {
      return distance <= 4 ? .patient : distance <= 6 ? .looseObject : nil
    }
    return distance <= 8 ? .oblique : nil
  }

  private static let by = TextHash.hash("by".utf8)

  static func code(_ kind: QuestionReading.Predicate.Kind) -> FeatureCode {
    switch kind {
    case .verb: .verb
    case .phrase: .phrase
    case .noun: .noun
    }
  }
}

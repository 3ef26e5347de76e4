import Documents
import Lexicons
import Syntax

/// Turns a reading of a question into features.
///
/// Every feature is about the one target: words know their side and distance, valences and
/// predicates their place and role. No feature holds a word of a name, except those of the group
/// `mention`.
struct StanceFeatures {
  let reading: QuestionReading
  let question: StanceQuestion
  /// For each slot the nearest mention of the target.
  let anchors: [Int]
  /// The slots of all mentions of the target.
  let mentions: [Int]
  /// For each slot whether the target is the topic: the last actor named before it in its sentence, or
  /// else the first after it.
  let isTopical: [Bool]
  /// The text as a row of classes.
  let row: [WordClass]

  init(_ question: StanceQuestion, lexicons: StanceLexicons) {
    self.question = question
    let reading = QuestionReading(question, lexicons: lexicons)
    self.reading = reading
    let mentions = reading.slots.indices.filter {
      reading.slots[$0].role == .target && $0 == reading.target
        || reading.slots[$0].role == .coreferent
    }
    self.mentions = mentions
    anchors = reading.slots.indices.map { index in
      mentions.min { abs($0 - index) < abs($1 - index) } ?? reading.target
    }
    isTopical = Self.topics(of: reading)
    row = Self.classes(reading)
  }

  private static func topics(of reading: QuestionReading) -> [Bool] {
    let slots = reading.slots
    func isMention(_ index: Int) -> Bool {
      switch slots[index].role {
      case .target, .coreferent, .other: true
      case .source: slots[index].zone == .whole
      case .word: false
      }
    }
    return slots.indices.map { index in
      var left = index
      while left >= 0 && slots[left].sentence == slots[index].sentence {
        if isMention(left) { return slots[left].role == .target || slots[left].role == .coreferent }
        left -= 1
      }
      var right = index + 1
      while right < slots.count && slots[right].sentence == slots[index].sentence {
        if isMention(right) {
          return slots[right].role == .target || slots[right].role == .coreferent
        }
        right += 1
      }
      return true
    }
  }

  /// Collects all features, joined and ordered by their hashes.
  func collect(into features: inout FeatureCollector) {
    features.removeAll()
    addWords(to: &features)
    addValences(to: &features)
    addShifters(to: &features)
    addRoles(to: &features)
    addPatterns(to: &features)
    addBetween(to: &features)
    addCues(to: &features)
    addContext(to: &features)
    addSimilarWords(to: &features)
    features.finish()
  }

  @inline(__always)
  func side(_ index: Int) -> FeatureCode { index < anchors[index] ? .left : .right }

  /// The distance to the nearest mention of the target.
  @inline(__always)
  func distance(_ index: Int) -> Int { abs(index - anchors[index]) }
}

extension StanceFeatures {
  /// Words, sides and distances, and sequences of words.
  func addWords(to features: inout FeatureCollector) {
    let slots = reading.slots
    for (index, slot) in slots.enumerated() where slot.isWord {
      let side = side(index).rawValue
      let distance = self.distance(index)
      // A polar word that is negated is another word: "not corrupt" must not count as "corrupt".
      if slot.isNegated && (slot.valence != 0 || slot.predicate >= 0) {
        features.add(.negatedLemma, slot.lemma)
        features.add(.negatedLemma, side, slot.lemma)
        continue
      }
      features.add(.form, slot.form)
      features.add(.lemma, slot.lemma)
      features.add(.side, side, slot.lemma)
      if distance <= 8 {
        features.add(.sideAndDistance, side, FeatureCode.distance(distance).rawValue, slot.lemma)
      }
      if slot.zone == .cue || slot.zone == .reporting {
        features.add(.zone, Self.code(slot.zone).rawValue, slot.lemma)
      }
      if slot.isNegated { features.add(.negatedLemma, slot.lemma) }
    }
    guard slots.count > 1 else { return }
    for index in 0..<(slots.count - 1) {
      let distance = self.distance(index)
      guard distance <= 12 else { continue }
      let first = slots[index].word
      let second = slots[index + 1].word
      features.add(.pair, first, second)
      if distance <= 6 { features.add(.pairBySide, side(index).rawValue, first, second) }
      if distance <= 4 && index + 2 < slots.count {
        features.add(.triple, first, second, slots[index + 2].word)
      }
    }
  }

  static func code(_ zone: QuestionReading.Zone) -> FeatureCode {
    switch zone {
    case .whole: .whole
    case .content: .content
    case .cue: .cue
    case .reporting: .reporting
    }
  }

  /// Where the target stands, how it is named, who else is there.
  func addContext(to features: inout FeatureCollector) {
    let slots = reading.slots
    let target = reading.target
    let anchor = slots[target]
    let quotation: FeatureCode = anchor.isQuoted ? .quoted : .unquoted
    features.add(.targetZone, Self.code(anchor.zone).rawValue, quotation.rawValue)
    features.add(.targetZone, Self.code(anchor.zone).rawValue)
    let isAnyQuoted = slots.contains { $0.kind == .quotationMark }
    features.add(.quotation, (isAnyQuoted ? FeatureCode.quoted : .unquoted).rawValue)
    let place: FeatureCode =
      target == 0 ? .start : target < 4 ? .early : target * 2 < slots.count ? .middle : .late
    features.add(.targetPlace, place.rawValue)
    features.add(
      .nameCount, FeatureCode.count(slots.count { $0.role == .other }).rawValue)
    features.add(
      .mentionCount, FeatureCode.count(min(2, slots.count { $0.role == .coreferent })).rawValue)
    let form: FeatureCode
    if let pronoun = reading.targetPronoun {
      form =
        pronoun.person == 1
        ? .firstPersonPronoun : pronoun.person == 2 ? .secondPersonPronoun : .pronoun
    } else {
      let tokens = question.targetMentions[0]
      form =
        question.document.tokens[tokens.upperBound - 1].casing == .lower ? .description : .name
    }
    features.add(.mentionForm, form.rawValue)
    for token in question.targetMentions[0] {
      features.add(.mentionWord, question.document.tokens[token].hash)
    }
    features.sum(.length, .none, .none, .none, Float(slots.count) / 40)
  }

  /// Irony, contrast, concession and conditions, by side and nearness.
  func addShifters(to features: inout FeatureCollector) {
    for (index, slot) in reading.slots.enumerated() {
      let kind: FeatureCode
      switch slot.shifter {
      case .irony: kind = .irony
      case .contrast: kind = .contrast
      case .concession: kind = .concession
      case .counterfactual: kind = .counterfactual
      case .conditional: kind = .conditional
      default: continue
      }
      features.sum(.shifterKind, kind, side(index), .none, 1)
      if distance(index) <= 6 {
        features.sum(.shifterKind, kind, side(index), .near, 1)
      }
    }
  }
}

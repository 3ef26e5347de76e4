import Documents
import Lexicons
import Syntax

/// A slot or predicate as a class: a polar word, a frame, a function word, or anything.
struct WordClass {
  var code: UInt64
  var slot: Int
  /// Whether the class says something of polarity.
  var isPolar: Bool
  /// Whether a pattern that leaves out the neutral words keeps it.
  var isKept: Bool
}

extension StanceFeatures {
  /// The text as a row of classes.
  static func classes(_ reading: QuestionReading) -> [WordClass] {
    let slots = reading.slots
    var row: [WordClass] = []
    row.reserveCapacity(slots.count)
    var index = 0
    while index < slots.count {
      let slot = slots[index]
      var code = FeatureCode.anyWord.rawValue
      var isPolar = false
      var isKept = false
      var length = 1
      let predicate = slot.predicate >= 0 ? reading.predicates[slot.predicate] : nil
      if slot.role != .word {
        code = slot.role == .coreferent ? FeatureCode.target.rawValue : slot.form
      } else if let predicate, predicate.frame.agent != 0 || predicate.frame.patient != 0 {
        let sign: Float = predicate.isNegated ? -1 : 1
        code = FeatureCode.predicate(
          noun: predicate.kind == .noun, agent: predicate.frame.agent * sign,
          patient: predicate.frame.patient * sign, passive: predicate.isPassive)
        isPolar = true
        isKept = true
        length = predicate.slots.count
      } else if slot.valence != 0 {
        let wordClass: FeatureCode =
          slot.isNegated
          ? (slot.valence > 0 ? .negativeWord : .positiveWord)
          : slot.valence > 0
            ? (slot.valence >= 2.5 ? .strongPositiveWord : .positiveWord)
            : (slot.valence <= -2.5 ? .strongNegativeWord : .negativeWord)
        code = wordClass.rawValue
        isPolar = true
        isKept = true
      } else if slot.shifter == .negator {
        code = FeatureCode.negatorWord.rawValue
        isPolar = true
        isKept = true
      } else if slot.isFunctionWord {
        code = slot.form
        isKept = slot.tag != .pron
      } else if slot.shifter != nil {
        code = FeatureCode.shifterWord.rawValue
      } else if slot.cue != nil {
        code = FeatureCode.cueWord.rawValue
      } else if slot.tag == .adv {
        code = FeatureCode.adverbWord.rawValue
      }
      row.append(WordClass(code: code, slot: index, isPolar: isPolar, isKept: isKept))
      index += length
    }
    return row
  }

  /// The place of a slot in a row of classes: the nearest class that begins at or before it.
  static func place(of slot: Int, in row: [WordClass]) -> Int {
    var low = 0
    var high = row.count
    while low < high {
      let middle = (low + high) / 2
      if row[middle].slot < slot { low = middle + 1 } else { high = middle }
    }
    guard low > 0, low == row.count || slot - row[low - 1].slot <= row[low].slot - slot else {
      return low
    }
    return low - 1
  }

  /// Sequences of classes around the target, and the way from each polar word to it.
  func addPatterns(to features: inout FeatureCollector) {
    for mention in mentions {
      addPatterns(around: Self.place(of: mention, in: row), to: &features)
    }
  }

  private func addPatterns(
    around center: Int, to features: inout FeatureCollector
  ) {
    for length in 2...4 {
      var start = max(0, center - 6)
      let end = min(row.count - length + 1, center + 7)
      while start < end {
        defer { start += 1 }
        let range = start..<(start + length)
        guard range.contains(where: { row[$0].isPolar }) else { continue }
        let place: FeatureCode =
          range.contains(center) ? .target : start < center ? .left : .right
        switch length {
        case 2: features.add(.pattern2, place.rawValue, row[start].code, row[start + 1].code)
        case 3:
          features.add(
            .pattern3, place.rawValue, row[start].code, row[start + 1].code, row[start + 2].code)
        default:
          if place == .target {
            features.add(
              .pattern4, row[start].code, row[start + 1].code, row[start + 2].code,
              row[start + 3].code)
          }
        }
      }
    }
    for (index, item) in row.enumerated() where item.isPolar && index != center {
      let distance = abs(index - center)
      guard distance <= 7 else { continue }
      let side: FeatureCode = index < center ? .left : .right
      let isNegated = reading.slots[item.slot].isNegated ? FeatureCode.negated.rawValue : 0
      features.add(
        .classDistance, item.code, isNegated, side.rawValue,
        FeatureCode.distance(distance).rawValue)
      if distance <= 5 {
        var path: UInt64 = 0
        for between in (min(index, center) + 1)..<max(index, center) {
          path = features.compose(
            path, row[between].isKept ? row[between].code : FeatureCode.anyWord.rawValue)
        }
        features.add(.path, item.code, isNegated, side.rawValue, path)
      }
    }
  }

  /// What stands between source and target.
  func addBetween(to features: inout FeatureCollector) {
    if let source = reading.source {
      addBetween(source, source < reading.target ? .forward : .backward, to: &features)
    }
    let sentence = reading.slots[reading.target].sentence
    let near = reading.voices.filter { reading.slots[$0].sentence == sentence }.min {
      abs($0 - reading.target) < abs($1 - reading.target)
    }
    if let near {
      addBetween(near, near < reading.target ? .voiceForward : .voiceBackward, to: &features)
    }
  }

  private func addBetween(
    _ source: Int, _ direction: FeatureCode, to features: inout FeatureCollector
  ) {
    let slots = reading.slots
    let target = reading.target
    let low = min(source, target)
    let high = max(source, target)
    let way = direction.rawValue
    let between = (low + 1)..<high
    features.add(.betweenLength, way, FeatureCode.distance(between.count).rawValue)
    features.add(
      .betweenNames, way, FeatureCode.count(between.count { slots[$0].role == .other }).rawValue)
    if between.count <= 25 {
      var whole: UInt64 = 0
      for index in between {
        let word = slots[index].word
        features.add(.betweenWord, way, word)
        if index + 1 < high { features.add(.betweenPair, way, word, slots[index + 1].word) }
        if index + 2 < high {
          features.add(.betweenTriple, way, word, slots[index + 1].word, slots[index + 2].word)
        }
        whole = features.compose(whole, word)
      }
      if between.count <= 5 { features.add(.betweenAll, way, whole) }
    }
    if direction == .forward && !between.isEmpty {
      features.add(.betweenFirst, slots[between.lowerBound].word)
      features.add(.betweenLast, slots[high - 1].word)
    }
    for index in max(0, low - 3)..<low { features.add(.beforeBoth, way, slots[index].word) }
    for index in min(slots.count, high + 1)..<min(slots.count, high + 4) {
      features.add(.afterBoth, way, slots[index].word)
    }
    for predicate in reading.predicates where between.contains(predicate.slots.lowerBound) {
      let factor: Float = predicate.isNegated ? -0.6 : 1
      let voice: FeatureCode = predicate.isPassive ? .passive : .active
      features.sum(
        .betweenFrame, .addresseeStance, direction, voice, predicate.frame.agentToPatient * factor)
      features.sum(.betweenFrame, .agent, direction, voice, predicate.frame.agent * factor)
      features.sum(.betweenFrame, .patient, direction, voice, predicate.frame.patient * factor)
    }
    addBetweenClasses(source, direction, to: &features)
  }

  private func compose(_ classes: [WordClass], _ features: inout FeatureCollector) -> UInt64 {
    var value: UInt64 = 0
    for item in classes { value = features.compose(value, item.code) }
    return value
  }

  private func addBetweenClasses(
    _ source: Int, _ direction: FeatureCode, to features: inout FeatureCollector
  ) {
    let way = direction.rawValue
    let first = Self.place(of: source, in: row)
    let second = Self.place(of: reading.target, in: row)
    let middle = Array(row[min(min(first, second) + 1, max(first, second))..<max(first, second)])
    if middle.count <= 4 {
      let whole = compose(middle, &features)
      features.add(.betweenClassesAll, way, whole)
    }
    let kept = middle.filter(\.isKept)
    if kept.count <= 5 {
      let skeleton = compose(kept, &features)
      features.add(.betweenSkeleton, way, skeleton)
    }
    for index in middle.indices where index < 12 {
      if middle[index].isPolar { features.add(.betweenClass1, way, middle[index].code) }
      guard index + 1 < middle.count else { continue }
      let isPolar = middle[index].isPolar || middle[index + 1].isPolar
      if isPolar { features.add(.betweenClass2, way, middle[index].code, middle[index + 1].code) }
      guard index + 2 < middle.count, isPolar || middle[index + 2].isPolar else { continue }
      features.add(
        .betweenClass3, way, middle[index].code, middle[index + 1].code, middle[index + 2].code)
    }
  }
}

import Documents
import Lexicons
import Syntax

extension QuestionReading {
  /// Finds shifters and marks the words that negators and modals govern.
  mutating func readShifters(_ words: [ExpressionWord], _ lexicon: ShifterLexicon) {
    var next = 0
    for index in slots.indices where slots[index].role == .word && index >= next {
      guard let (length, shifter) = lexicon.shifter(at: index, in: words) else { continue }
      // The words of an expression are no shifters of their own: "is not" negates once.
      next = index + length
      slots[index].shifter = shifter.kind
      let negates = shifter.kind == .negator
      let weakens =
        shifter.kind == .modal || shifter.kind == .conditional || shifter.kind == .counterfactual
      guard negates || weakens, shifter.direction != .backward else { continue }
      let reach =
        switch shifter.scope {
        case .word: 2
        case .phrase: 4
        case .clause: 7
        case .sentence: 12
        }
      let first = index + length
      var governed = first
      while governed < min(slots.count, first + reach) {
        let slot = slots[governed]
        if slot.sentence != slots[index].sentence || slot.kind == .quotationMark { break }
        if slot.shifterEndsScope(after: index) { break }
        if negates {
          slots[governed].isNegated.toggle()
        } else {
          slots[governed].isModal = true
        }
        governed += 1
      }
    }
  }

  /// Gives words and expressions their valence; the longest expression wins over its words.
  mutating func readValences(_ words: [ExpressionWord], _ lexicon: ValenceLexicon) {
    var index = 0
    while index < slots.count {
      guard slots[index].role == .word else {
        index += 1
        continue
      }
      if let (length, value) = lexicon.expression(at: index, in: words) {
        slots[index + length - 1].valence = value
        slots[index + length - 1].valenceClass = .expression
        index += length
        continue
      }
      let slot = slots[index]
      if slot.isWord, slot.tag != .propn, !slot.isFunctionWord || slot.tag == .adp {
        for hash in slot.form == slot.lemma ? [slot.lemma] : [slot.form, slot.lemma] {
          guard let valences = lexicon[hash] else { continue }
          let (value, code) = Self.choose(valences, slot.tag)
          if value != 0 {
            slots[index].valence = value
            slots[index].valenceClass = code
            break
          }
        }
      }
      index += 1
    }
  }

  /// The valence for a part of speech; without an entry for it, the mean of the others.
  private static func choose(
    _ valences: ValenceLexicon.Valences, _ tag: PartOfSpeech
  ) -> (Float, FeatureCode) {
    switch tag {
    case .adj where valences.adjective != 0: (valences.adjective, .adjective)
    case .adv where valences.adverb != 0: (valences.adverb, .adverb)
    case .noun where valences.noun != 0: (valences.noun, .noun)
    case .verb where valences.verb != 0: (valences.verb, .verb)
    default: (valences.mean, .word)
    }
  }

  /// Finds verbs, phrases and nouns that have a frame.
  mutating func readPredicates(
    _ words: [ExpressionWord], _ parse: Parse, _ lexicon: FrameLexicon
  ) {
    var index = 0
    while index < slots.count {
      let slot = slots[index]
      guard slot.role == .word, slot.isWord else {
        index += 1
        continue
      }
      var found: (kind: Predicate.Kind, length: Int, frame: FrameLexicon.Frame)?
      if let (length, frame) = lexicon.phrase(at: index, in: words) {
        found = (.phrase, length, frame)
      } else if slot.tag == .verb, let frame = lexicon.verb(slot.lemma) {
        found = (.verb, 1, frame)
      } else if slot.tag == .noun, let (length, frame) = lexicon.noun(at: index, in: words) {
        found = (.noun, length, frame)
      }
      guard let found else {
        index += 1
        continue
      }
      let group = parse.verbGroupOfToken[slot.token]
      let isPassive =
        found.kind != .noun && group >= 0
        && parse.verbGroups[Int(group)].voice == .passive
      let isNegated =
        slot.isNegated || (group >= 0 && parse.verbGroups[Int(group)].isNegated)
      slots[index].predicate = predicates.count
      predicates.append(
        Predicate(
          kind: found.kind, slots: index..<(index + found.length), frame: found.frame,
          isPassive: isPassive, isNegated: isNegated))
      index += found.length
    }
  }
}

extension QuestionReading.Slot {
  /// Whether a contrasting conjunction or a semicolon ends what a shifter before it governs.
  fileprivate func shifterEndsScope(after index: Int) -> Bool {
    shifter == .contrast && tag == .cconj || (kind == .punctuation && clauseBreaks)
  }

  private var clauseBreaks: Bool { form == Self.semicolon || form == Self.colon }
  private static let semicolon = TextHash.hash(";".utf8)
  private static let colon = TextHash.hash(":".utf8)
}

/// The small values that features are made of beside the hashes of words.
enum FeatureCode: UInt64, CaseIterable {
  case none = 0
  case target = 1
  case coreferent, source, other
  case left, right, sameClause, sameSentence, otherSentence
  case at1, at2, at4, at8, far
  case content, cue, reporting, whole
  case positive, negative, neutral
  case weighted, negated, modal, quoted, unquoted, sameQuotation
  case agent, patient, third, oblique, complement, possessor, agentOfNext, patientOfNext
  case looseObject
  case verb, phrase, noun, adjective, adverb, expression, word
  case forward, backward, between, outside, fromSource
  case own, others, all, near
  case bounded, maximum, minimum, mean
  case within2, within8, within16
  case speech, evaluation, attitude
  case contentStance, addresseeStance, asObject
  case active, passive
  case zero, one, two, three, four
  case pronoun, firstPersonPronoun, secondPersonPronoun, name, description
  case start, early, middle, late
  case above0, above05, above15, below0, below05, below15
  case irony, contrast, concession, counterfactual, conditional
  case positiveWord, strongPositiveWord, negativeWord, strongNegativeWord
  case negatorWord, shifterWord, cueWord, adverbWord, anyWord
  case followed, absent
  /// A first person inside a quote: the speaker, speaking.
  case voice, voiceForward, voiceBackward
  /// The words that follow a mention and precede the next are said of it, as far as this goes.
  case topicOwn, topicOther, topicBalance
  case beforeContrast, afterContrast, conceded
  // Frames: the signs for agent and patient, active then passive, of verbs then of nouns.
  case framePredicate

  /// The class of a predicate by the signs of its frame.
  static func predicate(noun: Bool, agent: Float, patient: Float, passive: Bool) -> UInt64 {
    1000 + (noun ? 100 : 0) + (passive ? 50 : 0) + UInt64(sign(agent) * 3 + sign(patient))
  }

  private static func sign(_ value: Float) -> Int { value > 0 ? 2 : value < 0 ? 0 : 1 }

  /// A code in words, or nil when the value is no code.
  static func name(_ value: UInt64) -> String? {
    if value >= 1000 && value < 1200 {
      let signs = ["-", "0", "+"]
      let rest = Int(value % 50)
      return (value >= 1100 ? "noun" : "verb") + "(agent \(signs[rest / 3 % 3]), patient "
        + "\(signs[rest % 3])\(value % 100 >= 50 ? ", passive" : ""))"
    }
    guard value > 0, let code = FeatureCode(rawValue: value) else { return nil }
    return names[code] ?? "\(code)"
  }

  private static let names: [FeatureCode: String] = [
    .topicOwn: "target is the topic", .topicOther: "another is the topic",
    .topicBalance: "target's less the others'", .voice: "speaker (I, we)",
    .voiceForward: "I or we first",
    .voiceBackward: "target before I or we", .target: "TARGET", .coreferent: "TARGET again",
    .source: "SOURCE", .other: "NAME",
    .left: "left", .right: "right", .at1: "next to it", .at2: "2 words away",
    .at4: "3-4 words away", .at8: "5-8 words away", .far: "far",
    .sameClause: "same clause", .sameSentence: "same sentence", .otherSentence: "other sentence",
    .forward: "source first", .backward: "target first", .anyWord: "…",
    .positiveWord: "+", .strongPositiveWord: "++", .negativeWord: "-", .strongNegativeWord: "--",
    .agentOfNext: "agent of a later verb", .patientOfNext: "patient of a later verb",
    .above0: "above 0", .above05: "above 0.5", .above15: "above 1.5", .below0: "below 0",
    .below05: "below -0.5", .below15: "below -1.5",
  ]

  static func distance(_ distance: Int) -> FeatureCode {
    distance <= 1 ? .at1 : distance <= 2 ? .at2 : distance <= 4 ? .at4 : distance <= 8 ? .at8 : .far
  }

  static func sign(of value: Float) -> FeatureCode {
    value > 0 ? .positive : value < 0 ? .negative : .neutral
  }

  static func count(_ count: Int) -> FeatureCode {
    count <= 0 ? .zero : count == 1 ? .one : count == 2 ? .two : count == 3 ? .three : .four
  }
}

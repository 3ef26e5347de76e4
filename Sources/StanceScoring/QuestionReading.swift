import Documents
import Lexicons
import Syntax

/// A question's text as the features see it: a row of slots, one for each word or mention.
///
/// Mentions of the target, the source and other actors are one slot each and have no words: names
/// never become features. Valences, shifters and predicates are looked up once.
struct QuestionReading {
  enum Role: UInt8 { case word, target, coreferent, source, other }
  enum Zone: UInt8 { case whole, content, cue, reporting }

  struct Slot {
    var role: Role
    /// The first token of the slot.
    var token: Int
    var form: UInt64
    var lemma: UInt64
    var tag: PartOfSpeech
    var kind: Token.Kind
    var sentence: Int32
    var clause: Int32
    var isQuoted: Bool
    var zone: Zone
    /// From -4 to 4; 0 without one. An expression's valence stands in its last slot.
    var valence: Float = 0
    var valenceClass = FeatureCode.none
    var isNegated = false
    var isModal = false
    var shifter: ShifterLexicon.Kind?
    /// Index into `predicates` where one begins, or -1.
    var predicate = -1
    var cue: CueLexicon.Entry?
    /// The person of a pronoun, or nil.
    var person: Int?

    /// The word as sequences have it: the lemma, or what the mention is.
    var word: UInt64 { role == .word ? lemma : form }
    var isWord: Bool { role == .word && (kind == .word || kind == .hashtag) }
    /// Whether the word has grammar rather than content.
    var isFunctionWord: Bool {
      switch tag {
      case .adp, .aux, .cconj, .sconj, .det, .part, .pron, .punct: true
      default: kind == .punctuation || kind == .quotationMark
      }
    }
    /// The valence with negation and modality taken into account, halved.
    ///
    /// Negation turns a valence and weakens it: "not good" is less bad than "bad" (0.7, measured).
    var polarity: Float {
      valence / 2 * (isNegated ? -0.7 : 1) * (isModal ? 0.7 : 1)
    }
  }

  struct Predicate {
    enum Kind: UInt8 { case verb, phrase, noun }
    var kind: Kind
    var slots: Range<Int>
    var frame: FrameLexicon.Frame
    var isPassive: Bool
    var isNegated: Bool
  }

  var slots: [Slot] = []
  var predicates: [Predicate] = []
  /// The slot of the target.
  var target = 0
  /// The slot of the source, or nil.
  var source: Int?
  /// First persons inside the content: the speaker, speaking.
  var voices: [Int] = []
  /// Slots of actors that are not the target.
  var rivals: [Int] = []
  /// Whether the text is divided into content and reporting clause.
  var hasContent: Bool
  /// The pronoun that the target's mention is, if it is one.
  var targetPronoun: PronounList.Pronoun?

  init(_ question: StanceQuestion, lexicons: StanceLexicons) {
    hasContent = !question.content.isEmpty
    makeSlots(question)
    var words: [ExpressionWord] = []
    words.reserveCapacity(slots.count)
    for index in slots.indices {
      let slot = slots[index]
      if slot.role != .word {
        words.append(
          ExpressionWord(form: slot.form, lemma: slot.form, isPossessive: false, isReflexive: false)
        )
        continue
      }
      let pronoun = slot.tag == .pron || slot.tag == .det ? lexicons.pronouns[slot.form] : nil
      slots[index].person = pronoun?.person
      let isPossessive =
        pronoun.map { $0.use == .determiner || ($0.use == .object && $0.gender == .female) }
        ?? false
      words.append(
        ExpressionWord(
          form: slot.form, lemma: slot.lemma, isPossessive: isPossessive,
          isReflexive: pronoun?.use == .reflexive))
    }
    readShifters(words, lexicons.shifters)
    readValences(words, lexicons.valence)
    readPredicates(words, question.parse, lexicons.frames)
    for index in slots.indices where slots[index].isWord {
      let slot = slots[index]
      slots[index].cue =
        slot.tag == .noun ? lexicons.cues.noun(slot.lemma) : lexicons.cues.verb(slot.lemma)
    }
    if hasContent {
      voices = slots.indices.filter { slots[$0].person == 1 && slots[$0].zone == .content }
    }
    let mention = question.targetMentions[0]
    if mention.count == 1 {
      targetPronoun = lexicons.pronouns[question.document.tokens[mention.lowerBound].hash]
    }
    joinPronouns(question, lexicons.pronouns)
  }

  /// Takes pronouns for the target: those of its gender when it is a pronoun itself, and those after a
  /// name when no other person is named.
  private mutating func joinPronouns(_ question: StanceQuestion, _ pronouns: PronounList) {
    let gender = targetPronoun?.gender
    if targetPronoun != nil && (targetPronoun?.person != 3 || gender == .neuter) { return }
    let others = slots.contains { slot in
      guard slot.role == .other || slot.role == .source else { return false }
      let entity = question.parse.entityOfToken[slot.token]
      return slot.role == .source
        || (entity >= 0 && question.parse.entities[Int(entity)].kind == .person)
    }
    if targetPronoun == nil && others { return }
    for index in slots.indices where slots[index].role == .word && slots[index].person == 3 {
      guard let pronoun = pronouns[slots[index].form], pronoun.number == .singular,
        pronoun.gender == .female || pronoun.gender == .male,
        gender == nil ? index > target : pronoun.gender == gender,
        pronoun.use != .determiner
      else { continue }
      slots[index].role = .coreferent
      slots[index].form = FeatureCode.coreferent.rawValue
      slots[index].lemma = FeatureCode.coreferent.rawValue
      slots[index].valence = 0
    }
  }

  private mutating func makeSlots(_ question: StanceQuestion) {
    let document = question.document
    let parse = question.parse
    let main = question.targetMentions[0]
    let targetWords = Self.nameWords(of: question.targetMentions, in: document)
    var roles: [(tokens: Range<Int>, role: Role)] = [(main, .target)]
    for mention in question.targetMentions.dropFirst() { roles.append((mention, .coreferent)) }
    for mention in question.sourceMentions { roles.append((mention, .source)) }
    for mention in question.otherMentions {
      let last = document.tokens[mention.upperBound - 1].hash
      roles.append((mention, targetWords.contains(last) ? .coreferent : .other))
    }
    slots.reserveCapacity(question.context.reduce(0) { $0 + $1.count })
    for range in question.context {
      var token = range.lowerBound
      while token < range.upperBound {
        let part = document.tokens[token]
        if let mention = roles.first(where: { $0.tokens.contains(token) }) {
          // A mention inside another, as "Ann" in "Ann's group" when both are asked about, has the
          // tokens up to where the inner one begins.
          var end = mention.tokens.upperBound
          for other in roles
          where other.role != mention.role && other.tokens.contains(token) == false {
            if other.tokens.lowerBound > token && other.tokens.lowerBound < end
              && other.role == .target
            {
              end = other.tokens.lowerBound
            }
          }
          append(mention.role, token, part, question, parse)
          token = min(max(end, token + 1), range.upperBound)
        } else {
          append(.word, token, part, question, parse)
          token += 1
        }
      }
    }
    target = slots.firstIndex { $0.role == .target } ?? 0
    source = slots.firstIndex { $0.role == .source }
    rivals = slots.indices.filter { slots[$0].role == .other || slots[$0].role == .source }
  }

  private mutating func append(
    _ role: Role, _ token: Int, _ part: Token, _ question: StanceQuestion, _ parse: Parse
  ) {
    let zone: Zone
    if !hasContent {
      zone = .whole
    } else if question.content.contains(where: { $0.contains(token) }) {
      zone = .content
    } else if question.cue.contains(where: { $0.contains(token) }) {
      zone = .cue
    } else {
      zone = .reporting
    }
    let code: FeatureCode =
      switch role {
      case .word: .word
      case .target: .target
      case .coreferent: .coreferent
      case .source: .source
      case .other: .other
      }
    slots.append(
      Slot(
        role: role, token: token, form: role == .word ? part.hash : code.rawValue,
        lemma: role == .word ? parse.lemmaHashes[token] : code.rawValue,
        tag: role == .word ? parse.tags[token] : .propn, kind: part.kind, sentence: part.sentence,
        clause: parse.clauses[token], isQuoted: part.quoteDepth > 0, zone: zone))
  }

  /// The last words of the mentions, where they are names.
  private static func nameWords(of mentions: [Range<Int>], in document: Document) -> Set<UInt64> {
    var words: Set<UInt64> = []
    for mention in mentions {
      let token = document.tokens[mention.upperBound - 1]
      if token.casing != .lower && token.kind == .word { words.insert(token.hash) }
    }
    return words
  }
}

import Documents
import Lexicons
import Quotes
import Syntax

extension ActorReading {
  mutating func describedSpeaker(
    in tokens: Range<Int>, core: Range<Int>, quote: Int
  ) -> Attribution {
    // The head is that of the last noun chunk that begins before the core ends and any comma.
    var head = -1
    for token in core {
      if context.isComma(token) { break }
      if let chunk = context.chunk(token), core.contains(chunk.head) { head = chunk.head }
    }
    if head < 0 {
      head =
        core.last { context.parse.tags[$0] == .noun || context.parse.tags[$0] == .propn }
        ?? core.upperBound - 1
    }
    var segment = tokens
    if let comma = tokens.first(where: { context.isComma($0) && $0 > head }),
      !tokens[(comma + 1)...].contains(where: { context.hash($0) == ActorContext.and })
    {
      segment = tokens.lowerBound..<comma
    }
    if core.upperBound < segment.upperBound,
      context.hash(core.upperBound) == ActorContext.openParenthesis
    {
      segment = tokens.lowerBound..<core.upperBound
    }
    if let name = nameBefore(tokens) ?? nameAfter(tokens, cue: quotes[quote].cue) {
      return Attribution(actor: mentions[name].actor, confidence: 0.8, rule: "apposition")
    }
    if core.count == 1, let actor = runTogether(core.lowerBound) {
      return Attribution(actor: actor, confidence: 0.9, rule: "handle")
    }
    if let found = ownedSpeaker(head: head, core: core, quote: quote) { return found }
    if let joint = pair(named: core) {
      return Attribution(actor: joint, confidence: 0.7, rule: "joint-source")
    }
    var anaphor = context.nominal(
      tokens: core.lowerBound..<max(core.lowerBound + 1, head + 1), head: head)
    anaphor?.hasComplement = core.upperBound < segment.upperBound
    let isDocument = anaphor?.role == .document
    if let anaphor, isDocument {
      let said = issuer(of: head, in: tokens, core: core, quote: quote)
      let known =
        anaphor.definiteness == .definite
        ? discourse.issuers[anaphor.word] ?? discourse.issuer(ofDocument: anaphor) : nil
      if let issued = said
        ?? known.map({ Attribution(actor: $0, confidence: 0.6, rule: "document") })
      {
        discourse.issuers[anaphor.word] = issued.actor
        return issued
      }
    }
    // What coreference calls a document is the document, not who put it out.
    if isDocument, lessons?.isClustered ?? false { lessons?.endSource() }
    // "Members of the guild" without an article are named nowhere.
    if let anaphor, anaphor.definiteness != .indefinite || isDocument,
      anaphor.definiteness != .bare || !anaphor.isPlural,
      isOnePerson(core, anaphor),
      let found = antecedent(
        of: anaphor, quote: nil, isSource: true, threshold: Self.nominalThreshold,
        passingOver: quote)
    {
      note(found.actor, anaphor, probability: found.probability, isQuoted: false)
      return Attribution(
        actor: found.actor, confidence: Float(found.probability), rule: "title")
    }
    let actor = describedActor(segment, head: head, anaphor: anaphor)
    add(segment, form: .nominal, to: actor)
    if head >= discourse.narrated.last?.token ?? 0 {
      discourse.narrated.append(Occurrence(token: head, actor: actor, role: .subject, form: 2))
    }
    return Attribution(actor: actor, confidence: 0.8, rule: "nominal-source")
  }

  /// "the two", "both candidates": the two persons whom "and" joins nearest before.
  private mutating func pair(named core: Range<Int>) -> Int? {
    guard core.prefix(2).contains(where: { ActorContext.pairWords.contains(context.hash($0)) }),
      core.count <= 4
    else { return nil }
    var sentence = context.sentence(core.lowerBound)
    let last = max(0, sentence - Self.pairReach)
    while sentence >= last {
      let tokens = context.document.sentences[sentence].tokens
      let people = namesInside(tokens.lowerBound..<min(tokens.upperBound, core.lowerBound)).filter {
        mentions[$0].kind == .person
      }
      for (one, other) in zip(people, people.dropFirst()).reversed() {
        if let joint = joint([one, other], core: tokens) { return joint }
      }
      sentence -= 1
    }
    return nil
  }

  /// How many sentences back a pair may have been named. Chosen.
  private static let pairReach = 8

  /// Who put a document out, by the words of the source itself: "a statement from the Harbour Trust",
  /// "the Trust's letter", "a memo released by its lawyers".
  mutating func issuer(
    of head: Int, in tokens: Range<Int>, core: Range<Int>, quote: Int
  ) -> Attribution? {
    if let owner = namesInside(core).first(where: {
      mentions[$0].full.lowerBound <= head && mentions[$0].form != .demonym
    }) {
      return Attribution(actor: mentions[owner].actor, confidence: 0.7, rule: "document")
    }
    if let by = tokens.first(where: {
      $0 > head && (context.hash($0) == ActorContext.by || context.hash($0) == ActorContext.from)
    }), by + 1 < tokens.upperBound {
      var phrase = by + 1..<tokens.upperBound
      let comma = phrase.first { context.isComma($0) }
      if let comma, comma > phrase.lowerBound { phrase = phrase.lowerBound..<comma }
      let inner = phrase.lowerBound..<coreEnd(of: phrase)
      var found: Attribution
      if let named = namedSpeaker(in: phrase, core: inner, quote: quote) {
        found = named
      } else if inner.count < phrase.count {
        // "the archive of the old town": described well enough to be somebody of its own.
        let noun = context.chunk(inner.upperBound - 1)?.head ?? inner.upperBound - 1
        let anaphor = context.nominal(tokens: inner, head: noun)
        found = Attribution(
          actor: describedActor(phrase, head: noun, anaphor: anaphor), confidence: 0.7, rule: "")
        add(phrase, form: .nominal, to: found.actor ?? 0)
      } else {
        found = describedSpeaker(in: phrase, core: inner, quote: quote)
      }
      found.confidence = min(found.confidence, 0.7)
      found.rule = "document"
      return found
    }
    // What follows other prepositions than "of" is what it is about.
    let owner = namesInside(tokens).first { index in
      let before = mentions[index].full.lowerBound - 1
      return context.hash(before) == ActorContext.of
        || (context.hash(before) == ActorContext.the && context.hash(before - 1) == ActorContext.of)
    }
    return owner.map {
      Attribution(actor: mentions[$0].actor, confidence: 0.7, rule: "document")
    }
  }

  /// Whether a description with "and" in it is still of one person: "the front-runner and former
  /// mayor".
  func isOnePerson(_ core: Range<Int>, _ anaphor: Anaphor) -> Bool {
    guard let and = core.first(where: { context.hash($0) == ActorContext.and }) else { return true }
    guard anaphor.definiteness == .definite, !anaphor.isPlural, and + 1 < core.upperBound else {
      return false
    }
    return context.parse.tags[and + 1] != .det && context.parse.tags[and + 1] != .pron
      && mentionOfToken[and + 1] < 0
  }

  /// The person whose first and last name a word runs together ("adapike", "RealAdaPike").
  func runTogether(_ token: Int) -> Int? {
    let document = context.document
    let word = document.normalizedBytes[document.tokens[token].normalized.range]
    guard word.count >= 6 else { return nil }
    return discourse.prominent.first { actor in
      let draft = discourse.drafts[actor]
      guard draft.kind == .person, draft.fullest.count > 1, let first = draft.nameTokens.first,
        let last = draft.nameTokens.last
      else { return false }
      let name =
        document.normalizedBytes[document.tokens[first].normalized.range]
        + document.normalizedBytes[document.tokens[last].normalized.range]
      return word.count >= name.count && word.suffix(name.count).elementsEqual(name)
    }
  }

  /// "Rehn, president of the guild": the name that stands before a description in apposition.
  func nameBefore(_ tokens: Range<Int>) -> Int? {
    let token = tokens.lowerBound - 2
    guard token >= 0, context.isComma(token + 1), context.sentence(token) >= 0,
      context.sentence(token) == context.sentence(tokens.lowerBound), mentionOfToken[token] >= 0,
      !isArticle(tokens.lowerBound) || discourse.quoteOfToken[token] < 0
    else { return nil }
    let index = Int(mentionOfToken[token])
    return mentions[index].kind == .person && mentions[index].tokens.upperBound == token + 1
      ? index : nil
  }

  /// "the league's chair, Ida Holm": the name that stands behind a description in apposition.
  func nameAfter(_ tokens: Range<Int>, cue: [Range<Int>]) -> Int? {
    let start = tokens.upperBound + 1
    guard start < context.document.tokens.count, context.isComma(start - 1),
      context.sentence(start) == context.sentence(tokens.lowerBound),
      let index = namesInside(start..<start + Self.titleReach).first,
      mentions[index].kind == .person, mentions[index].full.lowerBound == start
    else { return nil }
    let end = mentions[index].tokens.upperBound
    let sentence = context.sentenceTokens(start)
    let isClosed =
      end >= sentence.upperBound || context.document.tokens[end].kind == .punctuation
      || cue.contains { $0.lowerBound == end }
    return isClosed && !context.isPossessiveMark(end) ? index : nil
  }

  /// "its statement", "his campaign": what a pronoun's actor owns.
  mutating func ownedSpeaker(head: Int, core: Range<Int>, quote: Int) -> Attribution? {
    let first = core.lowerBound
    guard first < head, let pronoun = context.pronoun(at: first),
      context.isPossessivePronoun(first)
    else { return nil }
    let isDocument = context.names.role(context.hash(head))?.kind == .document
    let isSide = context.words.has(context.hash(head), .side) && pronoun.gender != .neuter
    guard isDocument || isSide else { return nil }
    let lesson = lessons
    lessons?.endSource()
    let owner = antecedent(
      of: pronoun, quote: nil, isSource: false, threshold: 0.3, passingOver: quote)
    if lessons != nil { lessons = lesson }
    guard let owner else { return nil }
    if isDocument {
      return Attribution(
        actor: owner.actor, confidence: Float(owner.probability) * 0.8, rule: "document")
    }
    let noun = context.document.text(ofToken: head).lowercased()
    let family = name(of: owner.actor).split(separator: " ").last.map(String.init) ?? ""
    let called = "\(family) \(noun)"
    let known = discourse.drafts.firstIndex {
      $0.members == [owner.actor] && $0.usualName == called
    }
    let actor: Int
    if let known {
      actor = known
    } else {
      var draft = ActorDraft()
      draft.members = [owner.actor]
      draft.usualName = called
      draft.gender = .plural
      draft.kindWeights[Int(Entity.Kind.organization.rawValue)] = 1
      discourse.drafts.append(draft)
      actor = discourse.drafts.count - 1
    }
    add(core.lowerBound..<head + 1, form: .nominal, to: actor)
    return Attribution(actor: actor, confidence: Float(owner.probability) * 0.8, rule: "side")
  }

  /// How probable it must be that a description stands for a named actor.
  ///
  /// Chosen on the training articles.
  static let nominalThreshold = 0.4
}

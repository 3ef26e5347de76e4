import Documents
import Lexicons
import Quotes
import Syntax

extension ActorReading {
  /// Who speaks in a quote, by its source.
  mutating func attribution(of index: Int) -> Attribution {
    let quote = quotes[index]
    guard let source = quote.source.max(by: { $0.count < $1.count }) ?? cueSubject(of: quote),
      !source.isEmpty
    else { return continued(index) }
    // "Q" and "A" label the turns of an interview: the first tells nobody, the second who is asked.
    if quote.rule == "turn", source.count == 1,
      context.document.tokens[source.lowerBound].span.count == 1
    {
      if context.hash(source.lowerBound) == ActorContext.a, let actor = interviewee() {
        return Attribution(actor: actor, confidence: 0.6, rule: "interviewee")
      }
      return Attribution(actor: nil, confidence: 0.9, rule: "turn-label")
    }
    defer { lessons?.endSource() }
    var tokens = completed(trimmed(source), of: quote)
    // A subject pronoun that ends a source right before its cue is all of it.
    if tokens.count > 2, quote.cue.first?.lowerBound == tokens.upperBound,
      context.pronouns[context.hash(tokens.upperBound - 1)]?.use == .subject
    {
      tokens = tokens.upperBound - 1..<tokens.upperBound
    }
    if tokens.count == 1, isEmptyWord(tokens.lowerBound) { return continued(index) }
    lessons?.beginSource(of: index, tokens)
    if let pronoun = soleToken(tokens),
      let attribution = attribution(
        toPronoun: pronoun, of: index)
    {
      return attribution
    }
    let core = coreEnd(of: tokens)
    lessons?.beginSource(of: index, tokens.lowerBound..<core)
    if let named = namedSpeaker(in: tokens, core: tokens.lowerBound..<core, quote: index) {
      return named
    }
    return describedSpeaker(in: tokens, core: tokens.lowerBound..<core, quote: index)
  }

  /// Who answers in an interview whose turns are labelled: the person named most before its first turn,
  /// the first of several.
  private func interviewee() -> Int? {
    guard let first = quotes.first(where: { $0.rule == "turn" })?.source.first?.lowerBound
    else { return nil }
    var counts: [Int: Int] = [:]
    var best: Int?
    for occurrence in discourse.named[..<discourse.firstName(from: first)]
    where discourse.drafts[occurrence.actor].kind == .person {
      counts[occurrence.actor, default: 0] += 1
    }
    for occurrence in discourse.named[..<discourse.firstName(from: first)] {
      guard let count = counts[occurrence.actor] else { continue }
      if best.map({ count > counts[$0] ?? 0 }) ?? true { best = occurrence.actor }
    }
    return best
  }

  /// The subject of a cue whose source was not found: the noun phrase right before or, inverted, right
  /// after the verb; of a participle ("..., adding that") the subject of its sentence.
  func cueSubject(of quote: Quote) -> Range<Int>? {
    guard let cue = quote.cue.first, !cue.isEmpty, context.isBody(cue.lowerBound) else {
      return nil
    }
    let sentence = context.sentenceTokens(cue.lowerBound)
    let group = context.parse.verbGroupOfToken[cue.lowerBound]
    let verb = group >= 0 ? context.parse.verbGroups[Int(group)] : nil
    func phrase(_ token: Int) -> Range<Int>? {
      guard sentence.contains(token), !quote.content.contains(where: { $0.contains(token) }) else {
        return nil
      }
      if let chunk = context.chunk(token) {
        let tokens = chunk.tokens.clamped(to: sentence)
        guard tokens.overlaps(cue) else { return tokens }
        // "her remark that …", "Rehn's remark": the one it belongs to. "Activists promise" is one
        // phrase only to a tagger that takes the verb for a noun.
        var end = cue.lowerBound
        if context.isPossessiveMark(end - 1) { end -= 1 }
        guard tokens.lowerBound < end else { return nil }
        let tag = context.parse.tags[end - 1]
        return tag == .noun || tag == .propn || context.isPossessivePronoun(end - 1)
          ? tokens.lowerBound..<end : nil
      }
      return context.pronouns[context.hash(token)] != nil ? token..<token + 1 : nil
    }
    if verb?.form == .finite || verb == nil {
      var before = (verb?.tokens.lowerBound ?? cue.lowerBound) - 1
      while sentence.contains(before), context.parse.tags[before] == .adv { before -= 1 }
      if let found = phrase(before) { return found }
      if quote.kind == .direct, let found = phrase(cue.upperBound) { return found }
      return nil
    }
    guard verb?.form == .gerund else { return nil }
    for token in sentence.lowerBound..<cue.lowerBound {
      guard let found = phrase(token) else { continue }
      if context.role(of: found) == .subject { return found }
    }
    return nil
  }

  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var tokens = range
    while tokens.count > 1, isMark(tokens.upperBound - 1) { tokens.removeLast() }
    while tokens.count > 1, isMark(tokens.lowerBound) { tokens.removeFirst() }
    return tokens
  }

  /// A source with the names whole that it cuts ("Secretary" of "Secretary of State Ida Holm", "Holm"
  /// of "Holm's team").
  func completed(_ tokens: Range<Int>, of quote: Quote) -> Range<Int> {
    var result = tokens
    // "the inspector" of "the inspector general".
    if let chunk = context.chunk(tokens.upperBound - 1), chunk.head >= tokens.upperBound,
      !(quote.content + quote.cue).contains(where: chunk.tokens.overlaps)
    {
      result = tokens.lowerBound..<max(tokens.upperBound, chunk.tokens.upperBound)
    }
    var index = firstMention(from: max(0, tokens.lowerBound - Self.titleReach))
    while index < mentions.count,
      mentions[index].tokens.lowerBound < tokens.upperBound + Self.titleReach
    {
      let name = mentions[index].full
      index += 1
      guard name.overlaps(tokens), !(quote.content + quote.cue).contains(where: name.overlaps)
      else { continue }
      result =
        min(result.lowerBound, name.lowerBound)..<max(result.upperBound, name.upperBound)
    }
    return result
  }

  /// How far a title may reach from its name, in tokens.
  static let titleReach = 8

  func isMark(_ token: Int) -> Bool {
    let kind = context.document.tokens[token].kind
    let hash = context.hash(token)
    return kind == .quotationMark
      || (kind == .punctuation && hash != ActorContext.closeParenthesis
        && hash != ActorContext.openParenthesis)
  }

  /// The one word of a source, or nil when it has several.
  func soleToken(_ tokens: Range<Int>) -> Int? {
    if tokens.count == 1 { return tokens.lowerBound }
    // "he himself", "they all".
    if tokens.count == 2, context.pronouns[context.hash(tokens.lowerBound)]?.use == .subject {
      return tokens.lowerBound
    }
    return nil
  }

  mutating func attribution(toPronoun token: Int, of index: Int) -> Attribution? {
    let isWhich = context.hash(token) == ActorContext.which
    guard let entry = context.pronouns[context.hash(token)] else {
      return isWhich ? attribution(toRelative: token) : nil
    }
    if entry.person == 1 || entry.person == 2 {
      // "I" in a quotation is who speaks there; outside it is the author, whom nobody names.
      let home = quoteHolding(token, besides: index)
      if let home, let actor = attributions[home].actor {
        return Attribution(actor: actor, confidence: 0.8, rule: "first-person")
      }
      return Attribution(actor: nil, confidence: 0.6, rule: "author")
    }
    if entry.use == .relative { return attribution(toRelative: token) }
    guard let anaphor = context.pronoun(at: token) else { return nil }
    let home = quoteHolding(token, besides: index)
    let holder = home.map {
      (attributions[$0].actor, context.document.tokens[token].quoteDepth > 0)
    }
    if let found = antecedent(
      of: anaphor, quote: holder.map { (speaker: $0.0, isInsideMarks: $0.1) }, isSource: true,
      threshold: 0, passingOver: index)
    {
      note(found.actor, anaphor, probability: found.probability, isQuoted: false)
      return Attribution(
        actor: found.actor, confidence: Float(found.probability), rule: "pronoun")
    }
    return Attribution(actor: nil, confidence: 0.3, rule: "pronoun")
  }

  /// "Rehn, who said": the name right before, else the noun phrase before.
  private mutating func attribution(toRelative token: Int) -> Attribution? {
    let sentence = context.sentenceTokens(token)
    for before in stride(
      from: token - 1, through: max(sentence.lowerBound, token - Self.relativeReach), by: -1)
    {
      let mention = mentionOfToken[before]
      // What stands between is a date or a place: "Rehn on April 3, who".
      if mention >= 0, token - before <= 4 || mentions[Int(mention)].kind == .person {
        return Attribution(
          actor: mentions[Int(mention)].actor, confidence: 0.8, rule: "relative-clause")
      }
    }
    var before = token - 1
    while before >= sentence.lowerBound, context.chunk(before) == nil, token - before < 4 {
      before -= 1
    }
    guard before >= sentence.lowerBound, let chunk = context.chunk(before) else { return nil }
    let actor = describedActor(chunk.tokens, head: chunk.head, anaphor: context.nominal(chunk))
    add(chunk.tokens, form: .nominal, to: actor)
    return Attribution(actor: actor, confidence: 0.6, rule: "relative-clause")
  }

  /// How far before "who" the name may stand, in tokens. Chosen.
  private static let relativeReach = 7

  /// The quote whose content holds a token, when it is another one.
  func quoteHolding(_ token: Int, besides index: Int) -> Int? {
    let home = Int(discourse.quoteOfToken[token])
    return home >= 0 && home != index ? home : nil
  }

  /// Where the core of a source ends: before the first preposition, relative pronoun, participle or
  /// parenthesis after its first noun.
  func coreEnd(of tokens: Range<Int>) -> Int {
    var hasNoun = false
    // "Secretary of State" before a name is one title.
    let titles = namesInside(tokens).map { mentions[$0].title }
    for token in tokens {
      if mentionOfToken[token] >= 0 || titles.contains(where: { $0.contains(token) }) {
        hasNoun = true
        continue
      }
      let tag = context.parse.tags[token]
      if hasNoun {
        if context.words.has(context.hash(token), .preposition) { return token }
        if context.hash(token) == ActorContext.openParenthesis { return token }
        if tag == .verb, context.chunk(token) == nil { return token }
      }
      if tag == .noun || tag == .propn || tag == .pron { hasNoun = true }
    }
    return tokens.upperBound
  }

  // MARK: Quotes without a source

  /// Whether a word that stands alone as a source tells nobody: a determiner, or "that" and "who"
  /// without a noun phrase before it.
  private func isEmptyWord(_ token: Int) -> Bool {
    if context.parse.tags[token] == .det { return true }
    return context.pronouns[context.hash(token)]?.use == .demonstrative
  }

  /// A quote that names nobody goes on with who spoke last, unless the sentence that leads to it is
  /// about somebody else: "Rehn resisted: '…'".
  func continued(_ index: Int) -> Attribution {
    let start = quotes[index].content[0].lowerBound
    let last = discourse.recentSpeakers(before: start + 1).last
    if quotes[index].cue.isEmpty, let lead = lead(to: start),
      last.map({ $0.token < lead.token }) ?? true
    {
      return Attribution(actor: lead.actor, confidence: 0.6, rule: "lead")
    }
    guard let last else { return Attribution(actor: nil, confidence: 0.5, rule: "none") }
    return Attribution(actor: last.actor, confidence: 0.8, rule: "continued")
  }

  /// The named subject of the sentence before a quotation in its paragraph, or of one that ends with a
  /// colon in the paragraph before.
  private func lead(to start: Int) -> Occurrence? {
    let paragraph = context.document.paragraphs[
      Int(context.document.tokens[start].paragraph)]
    var before = start - 1
    while before >= 0, context.document.tokens[before].kind == .quotationMark { before -= 1 }
    guard before >= 0, context.isBody(before) else { return nil }
    guard before >= paragraph.tokens.lowerBound || context.hash(before) == ActorContext.colon
    else { return nil }
    let sentence = context.sentenceTokens(before)
    var name = discourse.firstName(from: sentence.lowerBound)
    while name < discourse.named.count, discourse.named[name].token <= before {
      let occurrence = discourse.named[name]
      name += 1
      guard discourse.quoteOfToken[occurrence.token] < 0, occurrence.role == .subject else {
        continue
      }
      let kind = discourse.drafts[occurrence.actor].kind
      return kind == .person || kind == .organization ? occurrence : nil
    }
    return nil
  }

  /// Quotes that open a quotation before anybody is named take the speaker named next to them.
  mutating func fillSilentQuotes(_ order: [Int]) {
    let openings = Set(
      context.document.quotedPassages.lazy.filter(\.continuesPrevious).map(\.tokens.lowerBound))
    for index in order.reversed() where quotes[index].source.isEmpty {
      let content = quotes[index].content
      let paragraph = context.document.tokens[content[0].lowerBound].paragraph
      let end = content[content.count - 1].upperBound
      let goesOn = (end..<end + 3).contains { openings.contains($0) }
      guard attributions[index].actor == nil || goesOn else { continue }
      let next = quotes.indices[index...].dropFirst().prefix(4).first {
        quotes[$0].content[0].lowerBound >= end
          && (!quotes[$0].source.isEmpty || attributions[$0].rule == "next-speaker")
      }
      guard let next, let actor = attributions[next].actor,
        context.document.tokens[quotes[next].content[0].lowerBound].paragraph - paragraph <= 1
      else { continue }
      attributions[index] = Attribution(actor: actor, confidence: 0.6, rule: "next-speaker")
    }
  }
}

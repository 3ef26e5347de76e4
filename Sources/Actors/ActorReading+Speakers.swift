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
    defer { lessons?.endSource() }
    var tokens = completed(trimmed(source), of: quote)
    // A subject pronoun that ends a source right before its cue is all of it.
    if tokens.count > 2, quote.cue.first?.lowerBound == tokens.upperBound,
      context.pronouns[context.hash(tokens.upperBound - 1)]?.use == .subject
    {
      tokens = tokens.upperBound - 1..<tokens.upperBound
    }
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

  /// The subject of a cue whose source was not found: the noun phrase right before or, inverted, right
  /// after the verb; of a participle ("..., adding that") the subject of its sentence.
  private func cueSubject(of quote: Quote) -> Range<Int>? {
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
      if let chunk = context.chunk(token) { return chunk.tokens.clamped(to: sentence) }
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

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var tokens = range
    while tokens.count > 1, isMark(tokens.upperBound - 1) { tokens.removeLast() }
    while tokens.count > 1, isMark(tokens.lowerBound) { tokens.removeFirst() }
    return tokens
  }

  /// A source with the names whole that it cuts ("Secretary" of "Secretary of State Ida Holm", "Holm"
  /// of "Holm's team").
  private func completed(_ tokens: Range<Int>, of quote: Quote) -> Range<Int> {
    var result = tokens
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
  private static let titleReach = 8

  private func isMark(_ token: Int) -> Bool {
    let kind = context.document.tokens[token].kind
    let hash = context.hash(token)
    return kind == .quotationMark
      || (kind == .punctuation && hash != ActorContext.closeParenthesis
        && hash != ActorContext.openParenthesis)
  }

  /// The one word of a source, or nil when it has several.
  private func soleToken(_ tokens: Range<Int>) -> Int? {
    if tokens.count == 1 { return tokens.lowerBound }
    // "he himself", "they all".
    if tokens.count == 2, context.pronouns[context.hash(tokens.lowerBound)]?.use == .subject {
      return tokens.lowerBound
    }
    return nil
  }

  private mutating func attribution(toPronoun token: Int, of index: Int) -> Attribution? {
    guard let entry = context.pronouns[context.hash(token)] else { return nil }
    if entry.person == 1 || entry.person == 2 {
      // "I" in a quotation is who speaks there; outside it is the author, whom nobody names.
      let home = quoteHolding(token, besides: index)
      if let home, let actor = attributions[home].actor {
        return Attribution(actor: actor, confidence: 0.8, rule: "first-person")
      }
      return Attribution(actor: nil, confidence: 0.6, rule: "author")
    }
    if entry.use == .relative {
      // "Rehn, who said": the name right before.
      for before in stride(from: token - 1, through: max(0, token - 4), by: -1) {
        let mention = mentionOfToken[before]
        if mention >= 0 {
          return Attribution(
            actor: mentions[Int(mention)].actor, confidence: 0.8, rule: "relative-clause")
        }
      }
      if token > 0, let chunk = context.chunk(token - 1) ?? context.chunk(max(0, token - 2)) {
        let actor = describedActor(
          chunk.tokens, head: chunk.head, anaphor: context.nominal(chunk))
        add(chunk.tokens, form: .nominal, to: actor)
        return Attribution(actor: actor, confidence: 0.6, rule: "relative-clause")
      }
      return nil
    }
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

  /// The quote whose content holds a token, when it is another one.
  private func quoteHolding(_ token: Int, besides index: Int) -> Int? {
    let home = Int(discourse.quoteOfToken[token])
    return home >= 0 && home != index ? home : nil
  }

  /// Where the core of a source ends: before the first preposition, relative pronoun, participle or
  /// parenthesis after its first noun.
  private func coreEnd(of tokens: Range<Int>) -> Int {
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

  // MARK: Named speakers

  private mutating func namedSpeaker(
    in tokens: Range<Int>, core: Range<Int>, quote: Int
  ) -> Attribution? {
    let inside = namesInside(core)
    let free = inside.filter { !context.isPossessiveMark(mentions[$0].tokens.upperBound) }
    let isInverted = quotes[quote].cue.first.map { $0.lowerBound < tokens.lowerBound } ?? false
    let rule = isInverted ? "inverted-cue" : "named-source"
    let people = free.filter { mentions[$0].kind == .person && !onlyModifies($0, in: core) }
    if people.count > 1, let joint = joint(people, core: core) {
      return Attribution(actor: joint, confidence: 0.9, rule: "joint-source")
    }
    if let person = people.last(where: { isFirstOfSegment($0, core: core) }) ?? people.first {
      return Attribution(actor: mentions[person].actor, confidence: 0.95, rule: rule)
    }
    let bodies = free.filter {
      mentions[$0].kind != .person && !onlyModifies($0, in: core) && !isPersonalNoun($0)
    }
    if bodies.count == 1, hasOtherNounAfterAnd(core, besides: mentions[bodies[0]].tokens) {
      return nil
    }
    // "the department's spokesman, Ned Price": the name stands in apposition.
    if bodies.isEmpty || context.isComma(core.upperBound) {
      if let name = appositive(after: core, in: tokens) {
        return Attribution(actor: mentions[name].actor, confidence: 0.9, rule: "apposition")
      }
    }
    if bodies.count > 1, let joint = joint(bodies, core: core) {
      return Attribution(actor: joint, confidence: 0.85, rule: "joint-source")
    }
    if let body = bodies.first {
      return Attribution(actor: mentions[body].actor, confidence: 0.9, rule: rule)
    }
    return nil
  }

  /// "the Republican", "Iraqi officials": somebody described, not the party or state itself.
  private func isPersonalNoun(_ index: Int) -> Bool {
    let mention = mentions[index]
    let head = mention.tokens.upperBound - 1
    if mention.organizationKind == .party, mention.form == .demonym {
      let bytes = context.document.normalizedBytes[
        context.document.tokens[head].normalized.range]
      return bytes.last != UInt8(ascii: "s")
    }
    guard mention.form == .government, let role = context.names.role(context.hash(head)) else {
      return false
    }
    return role.kind == .person
  }

  /// "experts and U.S. officials": the source is more than the one name in it.
  private func hasOtherNounAfterAnd(_ core: Range<Int>, besides name: Range<Int>) -> Bool {
    guard
      let and = core.first(where: { context.hash($0) == ActorContext.and && !name.contains($0) })
    else { return false }
    let other = name.lowerBound > and ? core.lowerBound..<and : and + 1..<core.upperBound
    return other.contains {
      context.parse.tags[$0] == .noun && mentionOfToken[$0] < 0
        && context.names.role(context.hash($0)) != nil
    }
  }

  /// The mentions by name that begin in a range, outermost, in text order.
  func namesInside(_ range: Range<Int>) -> [Int] {
    var found: [Int] = []
    var index = firstMention(from: range.lowerBound)
    var end = -1
    while index < mentions.count, mentions[index].tokens.lowerBound < range.upperBound {
      if mentions[index].actor >= 0, mentions[index].tokens.lowerBound >= end {
        found.append(index)
        end = mentions[index].tokens.upperBound
      }
      index += 1
    }
    return found
  }

  func firstMention(from token: Int) -> Int {
    var low = 0
    var high = mentions.count
    while low < high {
      let middle = (low + high) / 2
      if mentions[middle].tokens.lowerBound < token { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Whether a noun follows the name in its noun phrase, so that the phrase is somebody else.
  private func onlyModifies(_ index: Int, in core: Range<Int>) -> Bool {
    let end = mentions[index].tokens.upperBound
    // "Ida Holm yesterday": what follows a person is nobody, so the phrase was drawn too wide.
    if mentions[index].kind == .person, end < core.upperBound,
      !core[end...].contains(where: { isSomebody($0) })
    {
      return false
    }
    if end < core.upperBound, mentionOfToken[end] < 0,
      context.parse.tags[end] == .noun || context.parse.tags[end] == .propn
        || context.parse.tags[end] == .adj,
      let chunk = context.chunk(end), chunk.head >= end
    {
      return true
    }
    // The next name belongs to the same phrase: "Reuters correspondent Ida Holm".
    guard let chunk = context.chunk(end - 1) else { return false }
    return chunk.head >= end && chunk.head < core.upperBound
  }

  /// Whether a noun names or describes somebody.
  private func isSomebody(_ token: Int) -> Bool {
    if mentionOfToken[token] >= 0 { return true }
    let hash = context.hash(token)
    return context.names.role(hash) != nil || context.words.has(hash, .side)
      || context.words.has(hash, .kin) || context.words.has(hash, .government)
      || context.parse.tags[token] == .propn
  }

  /// Whether a name is in the part of the core before its first comma.
  private func isFirstOfSegment(_ index: Int, core: Range<Int>) -> Bool {
    for token in core.lowerBound..<mentions[index].tokens.lowerBound where context.isComma(token) {
      return false
    }
    return true
  }

  private func appositive(after core: Range<Int>, in tokens: Range<Int>) -> Int? {
    var token = core.lowerBound
    while token < tokens.upperBound {
      if context.isComma(token) {
        for index in namesInside(token + 1..<min(tokens.upperBound, token + 8))
        where mentions[index].kind == .person
          && !context.isPossessiveMark(mentions[index].tokens.upperBound)
        {
          return index
        }
        return nil
      }
      token += 1
    }
    return nil
  }

  /// The actor of names that "and" joins, or nil when they are not a plain list.
  private mutating func joint(_ list: [Int], core: Range<Int>) -> Int? {
    guard let first = list.first, let last = list.last else { return nil }
    var hasAnd = false
    for token in mentions[first].tokens.upperBound..<mentions[last].full.lowerBound {
      if context.hash(token) == ActorContext.and { hasAnd = true }
      if context.hash(token) == ActorContext.or { return nil }
    }
    var members: [Int] = []
    for index in list where !members.contains(mentions[index].actor) {
      members.append(mentions[index].actor)
    }
    guard hasAnd, members.count > 1 else { return nil }
    // Neighbours must be joined directly, else the second name belongs to an apposition.
    for (one, other) in zip(list, list.dropFirst()) {
      let gap =
        mentions[one].tokens
        .upperBound..<max(
          mentions[one].tokens.upperBound, mentions[other].full.lowerBound)
      if gap.count > 6, !gap.contains(where: { context.hash($0) == ActorContext.and }) {
        return nil
      }
      if gap.count > 10 { return nil }
    }
    if let known = discourse.drafts.firstIndex(where: {
      $0.members == members && $0.names.isEmpty
    }) {
      return known
    }
    var draft = ActorDraft()
    draft.members = members
    draft.gender = .plural
    draft.usualName =
      members.dropLast().map(name(of:)).joined(separator: ", ") + " and "
      + name(of: members[members.count - 1])
    discourse.drafts.append(draft)
    add(
      mentions[first].full.lowerBound..<mentions[last].tokens.upperBound, form: .name,
      to: discourse.drafts.count - 1)
    let start = mentions[first].full.lowerBound
    if start >= discourse.narrated.last?.token ?? 0 {
      discourse.narrated.append(
        Occurrence(token: start, actor: discourse.drafts.count - 1, role: .subject, form: 2))
    }
    return discourse.drafts.count - 1
  }

  // MARK: Described speakers

  private mutating func describedSpeaker(
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
    var anaphor = context.nominal(
      tokens: core.lowerBound..<max(core.lowerBound + 1, head + 1), head: head)
    anaphor?.hasComplement = core.upperBound < segment.upperBound
    if let anaphor, anaphor.definiteness != .indefinite,
      isOnePerson(core, anaphor),
      let found = antecedent(
        of: anaphor, quote: nil, isSource: true, threshold: Self.nominalThreshold,
        passingOver: quote)
    {
      note(found.actor, anaphor, probability: found.probability, isQuoted: false)
      return Attribution(
        actor: found.actor, confidence: Float(found.probability), rule: "title")
    }
    // "a statement from the Harbour Trust": who put it out speaks.
    if anaphor?.role == .document,
      let owner = namesInside(tokens).first(where: { !mentions[$0].isModifier })
        ?? namesInside(tokens).first
    {
      return Attribution(actor: mentions[owner].actor, confidence: 0.7, rule: "document")
    }
    let actor = describedActor(segment, head: head, anaphor: anaphor)
    add(segment, form: .nominal, to: actor)
    if head >= discourse.narrated.last?.token ?? 0 {
      discourse.narrated.append(Occurrence(token: head, actor: actor, role: .subject, form: 2))
    }
    return Attribution(actor: actor, confidence: 0.8, rule: "nominal-source")
  }

  /// Whether a description with "and" in it is still of one person: "the front-runner and former
  /// mayor".
  private func isOnePerson(_ core: Range<Int>, _ anaphor: Anaphor) -> Bool {
    guard let and = core.first(where: { context.hash($0) == ActorContext.and }) else { return true }
    guard anaphor.definiteness == .definite, !anaphor.isPlural, and + 1 < core.upperBound else {
      return false
    }
    return context.parse.tags[and + 1] != .det && context.parse.tags[and + 1] != .pron
      && mentionOfToken[and + 1] < 0
  }

  /// The person whose first and last name a word runs together ("adapike", "RealAdaPike").
  private func runTogether(_ token: Int) -> Int? {
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
  private func nameBefore(_ tokens: Range<Int>) -> Int? {
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
  private func nameAfter(_ tokens: Range<Int>, cue: [Range<Int>]) -> Int? {
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
  private mutating func ownedSpeaker(head: Int, core: Range<Int>, quote: Int) -> Attribution? {
    let first = core.lowerBound
    guard first < head, let pronoun = context.pronoun(at: first),
      context.pronouns[context.hash(first)]?.use == .determiner
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

  // MARK: Quotes without a source

  /// A quote that names nobody goes on with who spoke last.
  private func continued(_ index: Int) -> Attribution {
    let start = quotes[index].content[0].lowerBound
    guard let last = discourse.recentSpeakers(before: start + 1).last else {
      return Attribution(actor: nil, confidence: 0.5, rule: "none")
    }
    return Attribution(actor: last.actor, confidence: 0.8, rule: "continued")
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

import Documents
import Lexicons
import Syntax

/// Joins the mentions by name of one document into actors.
///
/// A sieve in order of certainty: what the gazetteers know (countries, parties), names of several
/// words, acronyms and short forms, single words, then names built on names ("the Clinton campaign").
/// Cost is linear: a word's candidates are capped, so a telephone book does not take quadratic time.
struct ActorJoiner {
  let context: ActorContext
  var mentions: [NameMention]
  var drafts: [ActorDraft] = []
  /// Actors by the exact words of a form.
  private var byForm: [UInt64: Int] = [:]
  /// Actors by each word of their names, latest last.
  private var byWord: [UInt64: [Int]] = [:]
  private var byCountry: [Int: Int] = [:]
  /// Mentions that turned out to name nobody: "an Iranian", "in English".
  private var isDropped: [Bool]
  private var byOrganization: [Int: Int] = [:]
  private var byInitials: [UInt64: Int] = [:]

  /// How many actors that share a word are looked at. Chosen: families and offices are smaller.
  private static let candidateLimit = 16

  init(context: ActorContext, mentions: [NameMention]) {
    self.context = context
    self.mentions = mentions
    isDropped = mentions.map { _ in false }
  }

  mutating func join() {
    shareSurnames()
    for index in mentions.indices where mentions[index].actor < 0 { joinListed(index) }
    for index in mentions.indices
    where mentions[index].actor < 0 && mentions[index].base < 0 && !isDropped[index]
      && mentions[index].nameWords.count > 1
    {
      joinLong(index)
    }
    let isLate = mentions.indices.map {
      mentions[$0].actor < 0 && mentions[$0].base < 0 && mentions[$0].nameWords.count > 1
        && !isDropped[$0]
    }
    for index in mentions.indices
    where mentions[index].actor < 0 && mentions[index].base < 0 && !isLate[index]
      && !isDropped[index]
    {
      joinShort(index)
    }
    for index in mentions.indices where isLate[index] { joinHeadline(index) }
    for index in mentions.indices where mentions[index].actor < 0 && mentions[index].base >= 0 {
      joinComposite(index)
    }
    finish()
  }

  /// "Ana and Luis Prado": the first of a couple has the surname too.
  private mutating func shareSurnames() {
    for index in mentions.indices.dropLast() {
      let next = mentions[index + 1]
      let end = mentions[index].tokens.upperBound
      guard mentions[index].kind == .person, next.kind == .person,
        mentions[index].nameWords.count == 1, next.nameWords.count == 2,
        next.tokens.lowerBound == end + 1, context.hash(end) == ActorContext.and,
        context.names.gender(ofGivenName: mentions[index].nameWords[0]) != nil,
        let surname = next.tokens.last
      else { continue }
      mentions[index].nameWords.append(next.nameWords[1])
      mentions[index].sharedSurname = surname..<surname + 1
    }
  }

  // MARK: Known names

  private mutating func joinListed(_ index: Int) {
    let mention = mentions[index]
    guard mention.base < 0 else { return }
    if mention.country >= 0, mention.kind == .place {
      if mention.countryUses == .capital || mention.countryUses == [.capital, .person],
        !isMetonym(mention)
      {
        return
      }
      if mention.form == .demonym, isLanguageOrStranger(index) {
        isDropped[index] = true
        return
      }
      let actor = byCountry[mention.country] ?? newDraft()
      byCountry[mention.country] = actor
      drafts[actor].usualName = context.names.countryNames[mention.country]
      drafts[actor].country = mention.country
      drafts[actor].gender = .neuter
      add(index, to: actor)
    } else if mention.organization >= 0, mention.kind == .organization {
      let actor = byOrganization[mention.organization] ?? newDraft()
      byOrganization[mention.organization] = actor
      switch mention.organizationKind {
      case .party where !mention.isAmbiguous:
        drafts[actor].usualName = context.names.organizationNames[mention.organization]
      default: break
      }
      drafts[actor].organizationKind = mention.organizationKind
      add(index, to: actor)
    }
  }

  /// Whether a capital stands for its country's government: it acts, and is no place where things are.
  private func isMetonym(_ mention: NameMention) -> Bool {
    let before = chunkStart(mention) - 1
    let neighbour = mention.tokens.lowerBound - 1
    if context.words.has(context.hash(before), .locative)
      || context.words.has(context.hash(neighbour), .locative)
    {
      return false
    }
    switch context.role(of: mention.tokens) {
    case .subject, .possessive, .object: return true
    case .conjunct, .passiveSubject, .other, .modifier: return false
    case .oblique:
      return before >= 0 && context.words.has(context.hash(before), .preposition)
        && context.hash(before) != Self.from && context.hash(before) != Self.of
    }
  }

  /// "an Iranian", "English" as a language: no state.
  private func isLanguageOrStranger(_ index: Int) -> Bool {
    let mention = mentions[index]
    guard !mention.isModifier, context.role(of: mention.tokens) != .modifier else { return false }
    // "Norwegian and Swedish envoys": both modify.
    let end = mention.tokens.upperBound
    if context.hash(end) == ActorContext.and || context.isComma(end),
      index + 1 < mentions.count, mentions[index + 1].tokens.lowerBound == end + 1,
      mentions[index + 1].country >= 0, mentions[index + 1].isModifier
    {
      return false
    }
    let start = chunkStart(mention)
    let article = context.hash(start)
    if article == ActorContext.a || article == ActorContext.an { return true }
    return !mention.countryUses.contains(.people)
  }

  private func chunkStart(_ mention: NameMention) -> Int {
    context.chunk(mention.tokens.lowerBound)?.tokens.lowerBound ?? mention.tokens.lowerBound
  }

  // MARK: Names of several words

  private mutating func joinLong(_ index: Int) {
    let mention = mentions[index]
    if let actor = byForm[formHash(mention.nameWords)], !isGenderClash(mention, actor) {
      add(index, to: actor)
      return
    }
    if let actor = bestMatch(of: mention, matches: isSameLongName) {
      add(index, to: actor)
      return
    }
    if isInHeadline(mention) { return }
    let actor = newDraft()
    add(index, to: actor)
  }

  private func isInHeadline(_ mention: NameMention) -> Bool {
    let paragraph = Int(context.document.tokens[mention.tokens.lowerBound].paragraph)
    return context.document.paragraphs[paragraph].role == .headline
  }

  /// Headlines capitalise every word, so that a name may have taken its neighbours in ("Rehn Mocks
  /// Rival"): the word that the article knows as a surname is the name.
  private mutating func joinHeadline(_ index: Int) {
    let mention = mentions[index]
    if let actor = byForm[formHash(mention.nameWords)]
      ?? bestMatch(
        of: mention, matches: isSameLongName)
    {
      add(index, to: actor)
      return
    }
    if mention.kind == .person {
      for token in mention.tokens {
        let word = context.hash(token)
        guard let actor = person(called: word, by: index) else { continue }
        mentions[index].tokens = token..<token + 1
        mentions[index].nameWords = [word]
        mentions[index].title = token..<token
        mentions[index].form = .surname
        add(index, to: actor)
        return
      }
    }
    add(index, to: newDraft())
  }

  private func bestMatch(
    of mention: NameMention, matches: (NameMention, ActorDraft) -> Bool
  ) -> Int? {
    var best: (actor: Int, count: Int)?
    for word in mention.nameWords {
      for actor in (byWord[word] ?? []).suffix(Self.candidateLimit)
      where best?.actor != actor && !isGenderClash(mention, actor)
        && matches(mention, drafts[actor])
      {
        if drafts[actor].names.count > best?.count ?? 0 {
          best = (actor, drafts[actor].names.count)
        }
      }
    }
    return best?.actor
  }

  private func isSameLongName(_ mention: NameMention, _ draft: ActorDraft) -> Bool {
    let isPerson = draft.kind == .person
    guard isPerson == (mention.kind == .person), !draft.fullest.isEmpty,
      draft.country < 0, draft.members.isEmpty
    else { return false }
    let one = mention.nameWords
    let other = draft.fullest
    if isPerson {
      guard other.count > 1 else { return false }
      if one.last == other.last, areSameGivenName(one[0], other[0], mention, draft) { return true }
      // "José Duarte dos Anjos" and "Dos Anjos".
      if one.count < other.count, context.words.has(one[0], .particle),
        Array(other.suffix(one.count)) == one
      {
        return true
      }
      // "Cristina Rojas Lima" and "Cristina Rojas", "Omar bin Said al-Harbi" and "Omar al-Harbi".
      let (short, long) = one.count <= other.count ? (one, other) : (other, one)
      return short[0] == long[0] && short.allSatisfy(long.contains)
    }
    // A part at the start or end of a longer name, of the same kind.
    guard draft.kind != .place || mention.kind == .place else { return false }
    let (short, long) = one.count <= other.count ? (one, other) : (other, one)
    guard short.count > 1, draft.kind == .organization, mention.kind == .organization else {
      return false
    }
    return long.starts(with: short)
      || (long.count - short.count <= 2 && Array(long.suffix(short.count)) == short)
  }

  /// Equal first names, a short form, an initial, or the beginning of one another.
  private func areSameGivenName(
    _ one: UInt64, _ other: UInt64, _ mention: NameMention, _ draft: ActorDraft
  ) -> Bool {
    if one == other || context.names.areVariants(one, other) { return true }
    let left = bytes(ofFirstWordIn: mention.tokens)
    let right = bytes(ofFirstWordIn: draft.nameTokens)
    guard let l = left.first, l == right.first else { return false }
    let isInitial = { (word: ArraySlice<UInt8>) in
      word.count == 1 || (word.count <= 5 && word.last == UInt8(ascii: "."))
    }
    if isInitial(left) || isInitial(right) { return true }
    return left.count >= 3 && right.count >= 3
      && (left.starts(with: right) || right.starts(with: left))
  }

  private func bytes(ofFirstWordIn tokens: Range<Int>) -> ArraySlice<UInt8> {
    guard let first = tokens.first else { return [] }
    return context.document.normalizedBytes[context.document.tokens[first].normalized.range]
  }

  // MARK: Single words and acronyms

  private mutating func joinShort(_ index: Int) {
    let mention = mentions[index]
    let word = mention.nameWords[0]
    if let actor = handledActor(mention) {
      add(index, to: actor)
      return
    }
    if let actor = introducedActor(index) ?? evidentActor(mention) {
      mentions[index].form = .acronym
      add(index, to: actor)
      register(mention.nameWords, for: actor)
      return
    }
    if mention.nameWords.count == 1 {
      let followsThe = context.hash(mention.full.lowerBound - 1) == ActorContext.the
      if mention.kind == .person || (!followsThe && mention.organization < 0),
        let actor = person(called: word, by: index)
      {
        let fullest = drafts[actor].fullest
        if fullest.count > 1 {
          mentions[index].form = fullest[0] == word ? .given : .surname
        }
        add(index, to: actor)
        return
      }
      if mention.kind == .organization, let actor = organization(called: word, by: mention) {
        add(index, to: actor)
        return
      }
    }
    if let actor = byForm[formHash(mention.nameWords)], !isGenderClash(mention, actor) {
      add(index, to: actor)
      return
    }
    if mention.kind == .person, let actor = plainPerson(called: word, mention) {
      add(index, to: actor)
      return
    }
    if mention.kind == .person, let actor = misspelledPerson(mention) {
      mentions[index].form = .surname
      add(index, to: actor)
      return
    }
    let actor = newDraft()
    add(index, to: actor)
  }

  /// The person whose first and last name a handle without capitals runs together ("@adapike").
  private func handledActor(_ mention: NameMention) -> Int? {
    guard mention.nameWords.count == 1, mention.tokens.count == 1, let token = mention.tokens.first,
      context.document.tokens[token].kind == .handle
        || context.document.tokens[token].kind == .hashtag
        || context.hash(token - 1) == Self.at
    else { return nil }
    let word = normalizedBytes(token).drop { $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "#") }
    for actor in drafts.indices.suffix(Self.misspellingReach).reversed()
    where drafts[actor].kind == .person && drafts[actor].fullest.count > 1 {
      guard let first = drafts[actor].nameTokens.first, let last = drafts[actor].nameTokens.last
      else { continue }
      if word.elementsEqual(normalizedBytes(first) + normalizedBytes(last)) { return actor }
    }
    return nil
  }

  /// A person whose surname differs by one letter, or by two neighbours swapped: a slip of the writer.
  private func misspelledPerson(_ mention: NameMention) -> Int? {
    guard mention.nameWords.count == 1, let token = mention.tokens.last else { return nil }
    let word = normalizedBytes(token)
    guard word.count >= 5 else { return nil }
    for actor in drafts.indices.suffix(Self.misspellingReach).reversed() {
      guard drafts[actor].kind == .person, drafts[actor].fullest.count > 1,
        !isGenderClash(mention, actor), let last = drafts[actor].nameTokens.last
      else { continue }
      let surname = normalizedBytes(last)
      if surname.first == word.first, Self.isOneSlip(word, surname) { return actor }
    }
    return nil
  }

  /// How many actors back a misspelt name is looked for; chosen to bound the cost.
  private static let misspellingReach = 64

  private func normalizedBytes(_ token: Int) -> ArraySlice<UInt8> {
    context.document.normalizedBytes[context.document.tokens[token].normalized.range]
  }

  /// Whether one letter more, less or other, or two neighbours swapped, make one word the other.
  static func isOneSlip(_ one: ArraySlice<UInt8>, _ other: ArraySlice<UInt8>) -> Bool {
    let (a, b) = one.count <= other.count ? (Array(one), Array(other)) : (Array(other), Array(one))
    guard b.count >= 5, b.count - a.count <= 1, a != b else { return false }
    var start = 0
    while start < a.count, a[start] == b[start] { start += 1 }
    var end = 0
    while end < a.count - start, a[a.count - 1 - end] == b[b.count - 1 - end] { end += 1 }
    let left = a.count - start - end
    let right = b.count - start - end
    if left <= 1, right <= 1 { return true }
    return left == 2 && right == 2 && a[start] == b[start + 1] && a[start + 1] == b[start]
  }

  /// The long name right before a form in parentheses: "European Union (EU)".
  private func introducedActor(_ index: Int) -> Int? {
    let mention = mentions[index]
    let start = mention.tokens.lowerBound
    guard start > 1, mention.nameWords.count == 1,
      context.hash(start - 1) == ActorContext.openParenthesis
    else { return nil }
    for other in stride(from: index - 1, through: max(0, index - 3), by: -1) {
      let long = mentions[other]
      guard long.actor >= 0, long.tokens.count > 1, long.tokens.upperBound <= start - 1,
        long.tokens.upperBound >= start - 3
      else { continue }
      let initial = bytes(ofFirstWordIn: mention.tokens).first
      let fits = long.tokens.contains {
        context.document.normalizedBytes[
          Int(context.document.tokens[$0].normalized.start)] == initial
      }
      if fits, long.kind != .person { return long.actor }
    }
    return nil
  }

  /// The long name whose initials a word in capitals spells.
  private func evidentActor(_ mention: NameMention) -> Int? {
    guard mention.nameWords.count == 1, let token = mention.tokens.first,
      context.document.tokens[token].casing == .upper || mention.kind == .organization
    else { return nil }
    let letters = bytes(ofFirstWordIn: mention.tokens).filter { $0 != UInt8(ascii: ".") }
    guard (2...7).contains(letters.count) else { return nil }
    return byInitials[TextHash.hash(letters)]
  }

  /// The person whose surname or first name a single word is, most likely.
  private func person(called word: UInt64, by index: Int) -> Int? {
    let mention = mentions[index]
    var best: (actor: Int, score: Float)?
    for actor in (byWord[word] ?? []).suffix(Self.candidateLimit) {
      let draft = drafts[actor]
      guard draft.kind == .person, draft.fullest.count > 1, !isGenderClash(mention, actor) else {
        continue
      }
      let fullest = draft.fullest
      let isLast = draft.variants.contains { $0.last == word }
      let isFirst = fullest[0] == word
      var score: Float = 0
      if isLast {
        score = 4
      } else if isFirst {
        // Family names come first in some cultures; titles go with family names.
        let isGiven = context.names.gender(ofGivenName: word) != nil
        score = isGiven ? (mention.title.isEmpty ? 3 : 0.5) : 3.5
      } else {
        score = 2
      }
      let earlier = draft.names.last { $0 < index }
      if let earlier {
        let distance = Float(index - earlier)
        score += 1.5 + 1 / (1 + distance / 8)
      }
      score += min(1.5, Float(draft.names.count) / 6)
      if mention.gender != .unknown, mention.gender == draft.gender { score += 1.5 }
      if score > best?.score ?? 0 { best = (actor, score) }
    }
    return best?.actor
  }

  /// A person known by this one word only.
  private func plainPerson(called word: UInt64, _ mention: NameMention) -> Int? {
    (byWord[word] ?? []).suffix(Self.candidateLimit).last {
      drafts[$0].kind == .person && drafts[$0].fullest.count == 1
        && !isGenderClash(mention, $0)
    }
  }

  private func organization(called word: UInt64, by mention: NameMention) -> Int? {
    (byWord[word] ?? []).suffix(Self.candidateLimit).last {
      let draft = drafts[$0]
      guard draft.kind == .organization, draft.fullest.count > 1, draft.members.isEmpty else {
        return false
      }
      return draft.fullest.first == word || draft.fullest.last == word
    }
  }

  // MARK: Names built on names

  private mutating func joinComposite(_ index: Int) {
    let base = mentions[index].base
    let owner = base >= 0 ? mentions[base].actor : -1
    let head = mentions[index].nameWords.last ?? 0
    let key = TextHash.combine(UInt64(bitPattern: Int64(owner)), head)
    if let actor = byForm[key] {
      add(index, to: actor)
      return
    }
    let actor = newDraft()
    byForm[key] = actor
    if owner >= 0 {
      drafts[actor].members = [owner]
      let end = mentions[index].tokens.upperBound - 1
      let noun = context.document.text(ofToken: end).lowercased()
      if drafts[owner].country >= 0, let country = drafts[owner].usualName {
        drafts[actor].usualName =
          mentions[base].form == .demonym
          ? "\(context.document.text(ofToken: mentions[base].tokens.upperBound - 1)) \(noun)"
          : "\(noun) of \(country)"
      } else {
        drafts[actor].usualName =
          "\(context.document.text(ofToken: mentions[base].tokens.upperBound - 1)) \(noun)"
      }
    }
    add(index, to: actor)
  }

  // MARK: Drafts

  private mutating func newDraft() -> Int {
    drafts.append(ActorDraft())
    return drafts.count - 1
  }

  private func isGenderClash(_ mention: NameMention, _ actor: Int) -> Bool {
    let other = drafts[actor].gender
    return (mention.gender == .female && other == .male)
      || (mention.gender == .male && other == .female)
  }

  private func formHash(_ words: [UInt64]) -> UInt64 {
    words.reduce(0) { TextHash.combine($0, $1) }
  }

  private mutating func add(_ index: Int, to actor: Int) {
    mentions[index].actor = actor
    let mention = mentions[index]
    drafts[actor].names.append(index)
    drafts[actor].kindWeights[Int(mention.kind.rawValue)] += mention.probability
    if drafts[actor].gender == .unknown { drafts[actor].gender = mention.gender }
    drafts[actor].roles.formUnion(mention.roles)
    guard mention.base < 0 else { return }
    if let surname = mention.sharedSurname, drafts[actor].variants.isEmpty {
      let given = context.document.text(context.document.span(ofTokens: mention.tokens))
      let family = context.document.text(context.document.span(ofTokens: surname))
      drafts[actor].usualName = "\(given) \(family)"
    }
    if let name = mention.spelledName, drafts[actor].variants.isEmpty {
      drafts[actor].usualName = name
      drafts[actor].isSpelled = true
    } else if drafts[actor].isSpelled, mention.spelledName == nil, mention.nameWords.count > 1 {
      drafts[actor].usualName = nil
      drafts[actor].isSpelled = false
      drafts[actor].nameTokens = mention.tokens
    }
    if !drafts[actor].variants.contains(mention.nameWords) {
      register(mention.nameWords, for: actor)
      let isFuller =
        mention.nameWords.count > drafts[actor].fullest.count
        || (mention.nameWords.count == drafts[actor].fullest.count
          && isInitial(drafts[actor].nameTokens) && !isInitial(mention.tokens))
      drafts[actor].variants.insert(
        mention.nameWords, at: isFuller ? 0 : drafts[actor].variants.count)
      if isFuller { drafts[actor].nameTokens = mention.tokens }
    }
    if isShouted(drafts[actor].nameTokens), !isShouted(mention.tokens),
      mention.nameWords.count >= drafts[actor].fullest.count
    {
      drafts[actor].nameTokens = mention.tokens
    }
  }

  /// Whether a name begins with an initial.
  private func isInitial(_ tokens: Range<Int>) -> Bool {
    let first = bytes(ofFirstWordIn: tokens)
    return first.count == 1 || (first.count == 2 && first.last == UInt8(ascii: "."))
  }

  /// Whether a name stands in capitals as in a headline.
  private func isShouted(_ tokens: Range<Int>) -> Bool {
    tokens.count > 1
      && tokens.allSatisfy {
        context.document.tokens[$0].casing == .upper || context.document.tokens[$0].casing == .none
      }
  }

  private mutating func register(_ words: [UInt64], for actor: Int) {
    let form = formHash(words)
    if byForm[form] == nil { byForm[form] = actor }
    for word in words where byWord[word]?.last != actor {
      byWord[word, default: []].append(actor)
    }
    guard words.count > 1, let mention = drafts[actor].names.last.map({ mentions[$0] }),
      mention.kind == .organization
    else { return }
    var all: [UInt8] = []
    var capitals: [UInt8] = []
    for token in mention.tokens {
      let entry = context.document.tokens[token]
      guard entry.kind == .word, !entry.normalized.isEmpty else { continue }
      let letter = context.document.normalizedBytes[Int(entry.normalized.start)]
      all.append(letter)
      if entry.casing != .lower { capitals.append(letter) }
    }
    for letters in [all, capitals] where letters.count > 1 {
      let key = TextHash.hash(letters)
      if byInitials[key] == nil { byInitials[key] = actor }
    }
  }

  private mutating func finish() {
    for index in drafts.indices { drafts[index].names.sort() }
  }

  static let from = TextNormalizer.hash("from".utf8)
  private static let at = TextNormalizer.hash("@".utf8)
  static let of = TextNormalizer.hash("of".utf8)
}

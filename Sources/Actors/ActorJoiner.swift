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
  var byForm: [UInt64: Int] = [:]
  /// Actors by each word of their names, latest last.
  var byWord: [UInt64: [Int]] = [:]
  var byCountry: [Int: Int] = [:]
  /// Mentions that turned out to name nobody: "an Iranian", "in English".
  var isDropped: [Bool]
  var byOrganization: [Int: Int] = [:]
  var byInitials: [UInt64: Int] = [:]

  /// How many actors that share a word are looked at. Chosen: families and offices are smaller.
  static let candidateLimit = 16

  init(context: ActorContext, mentions: [NameMention]) {
    self.context = context
    self.mentions = mentions
    isDropped = mentions.map { _ in false }
  }

  mutating func join() {
    shareSurnames()
    freeAcronyms()
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

  /// "Ana and Luis Prado": the first of a couple has the surname too, unless she is written with another
  /// elsewhere ("Ana Sorel").
  mutating func shareSurnames() {
    let known = Set(
      mentions.lazy.filter { $0.kind == .person && $0.nameWords.count > 1 }.map { $0.nameWords[0] })
    for index in mentions.indices.dropLast() {
      let next = mentions[index + 1]
      let end = mentions[index].tokens.upperBound
      guard mentions[index].kind == .person, next.kind == .person,
        mentions[index].nameWords.count == 1, next.nameWords.count == 2,
        next.tokens.lowerBound == end + 1, context.hash(end) == ActorContext.and,
        context.names.gender(ofGivenName: mentions[index].nameWords[0]) != nil,
        let surname = next.tokens.last, !known.contains(mentions[index].nameWords[0])
      else { continue }
      mentions[index].nameWords.append(next.nameWords[1])
      mentions[index].sharedSurname = surname..<surname + 1
    }
  }

  // MARK: Names of several words

  mutating func joinLong(_ index: Int) {
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

  func isInHeadline(_ mention: NameMention) -> Bool {
    let paragraph = Int(context.document.tokens[mention.tokens.lowerBound].paragraph)
    return context.document.paragraphs[paragraph].role == .headline
  }

  /// Headlines capitalise every word, so that a name may have taken its neighbours in ("Rehn Mocks
  /// Rival"): the word that the article knows as a surname is the name.
  mutating func joinHeadline(_ index: Int) {
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

  func bestMatch(
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

  func isSameLongName(_ mention: NameMention, _ draft: ActorDraft) -> Bool {
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
  func areSameGivenName(
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

  func bytes(ofFirstWordIn tokens: Range<Int>) -> ArraySlice<UInt8> {
    guard let first = tokens.first else { return [] }
    return context.document.normalizedBytes[context.document.tokens[first].normalized.range]
  }

  // MARK: Drafts

  mutating func newDraft() -> Int {
    drafts.append(ActorDraft())
    return drafts.count - 1
  }

  func isGenderClash(_ mention: NameMention, _ actor: Int) -> Bool {
    let other = drafts[actor].gender
    return (mention.gender == .female && other == .male)
      || (mention.gender == .male && other == .female)
  }

  func formHash(_ words: [UInt64]) -> UInt64 {
    words.reduce(0) { TextHash.combine($0, $1) }
  }

  mutating func add(_ index: Int, to actor: Int) {
    mentions[index].actor = actor
    let mention = mentions[index]
    drafts[actor].names.append(index)
    drafts[actor].kindWeights[Int(mention.kind.rawValue)] += mention.probability
    if drafts[actor].gender == .unknown { drafts[actor].gender = mention.gender }
    drafts[actor].roles.formUnion(mention.roles)
    if !mention.title.isEmpty,
      context.names.titles[context.phraseHash(mention.title)]?.isRole == true
    {
      drafts[actor].hasOffice = true
    }
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
  func isInitial(_ tokens: Range<Int>) -> Bool {
    let first = bytes(ofFirstWordIn: tokens)
    return first.count == 1 || (first.count == 2 && first.last == UInt8(ascii: "."))
  }

  /// Whether a name stands in capitals as in a headline.
  func isShouted(_ tokens: Range<Int>) -> Bool {
    guard let first = tokens.first else { return false }
    // A short word in capitals may be an acronym.
    let isLong = tokens.count > 1 || context.document.tokens[first].normalized.count > 4
    return isLong
      && tokens.allSatisfy {
        context.document.tokens[$0].casing == .upper || context.document.tokens[$0].casing == .none
      }
  }

  mutating func register(_ words: [UInt64], for actor: Int) {
    let form = formHash(words)
    if byForm[form] == nil { byForm[form] = actor }
    for word in words where byWord[word]?.last != actor {
      byWord[word, default: []].append(actor)
    }
    guard words.count > 1, let mention = drafts[actor].names.last.map({ mentions[$0] }),
      mention.kind == .organization
    else { return }
    for letters in initials(of: mention.tokens) {
      let key = TextHash.hash(letters)
      if byInitials[key] == nil { byInitials[key] = actor }
    }
  }

  /// The first letters of a name's words, of all and of those with capitals.
  func initials(of tokens: Range<Int>) -> [[UInt8]] {
    var all: [UInt8] = []
    var capitals: [UInt8] = []
    for token in tokens {
      let entry = context.document.tokens[token]
      guard entry.kind == .word, !entry.normalized.isEmpty else { continue }
      let letter = context.document.normalizedBytes[Int(entry.normalized.start)]
      all.append(letter)
      if entry.casing != .lower { capitals.append(letter) }
    }
    return [all, capitals].filter { $0.count > 1 }
  }

  mutating func finish() {
    for index in drafts.indices { drafts[index].names.sort() }
  }

  static let from = TextNormalizer.hash("from".utf8)
  static let at = TextNormalizer.hash("@".utf8)
  static let of = TextNormalizer.hash("of".utf8)
}

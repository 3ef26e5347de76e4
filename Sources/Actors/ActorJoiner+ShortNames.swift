import Documents
import Lexicons
import Syntax

extension ActorJoiner {
  // MARK: Single words and acronyms

  mutating func joinShort(_ index: Int) {
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
  func handledActor(_ mention: NameMention) -> Int? {
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
  func misspelledPerson(_ mention: NameMention) -> Int? {
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
  static let misspellingReach = 64

  func normalizedBytes(_ token: Int) -> ArraySlice<UInt8> {
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
  func introducedActor(_ index: Int) -> Int? {
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
  func evidentActor(_ mention: NameMention) -> Int? {
    guard mention.nameWords.count == 1, let token = mention.tokens.first,
      context.document.tokens[token].casing == .upper || mention.kind == .organization
    else { return nil }
    let letters = bytes(ofFirstWordIn: mention.tokens).filter { $0 != UInt8(ascii: ".") }
    guard (2...7).contains(letters.count) else { return nil }
    return byInitials[TextHash.hash(letters)]
  }

  /// The person whose surname or first name a single word is, most likely.
  func person(called word: UInt64, by index: Int) -> Int? {
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
  func plainPerson(called word: UInt64, _ mention: NameMention) -> Int? {
    (byWord[word] ?? []).suffix(Self.candidateLimit).last {
      drafts[$0].kind == .person && drafts[$0].fullest.count == 1
        && !isGenderClash(mention, $0)
    }
  }

  func organization(called word: UInt64, by mention: NameMention) -> Int? {
    (byWord[word] ?? []).suffix(Self.candidateLimit).last {
      let draft = drafts[$0]
      guard draft.kind == .organization, draft.fullest.count > 1, draft.members.isEmpty else {
        return false
      }
      return draft.fullest.first == word || draft.fullest.last == word
    }
  }

  // MARK: Names built on names

  mutating func joinComposite(_ index: Int) {
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
}

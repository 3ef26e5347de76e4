import Documents
import Lexicons
import Syntax

extension ActorJoiner {
  // MARK: Known names

  /// Takes an acronym from the organization that a list knows under it, where the article spells out
  /// another one with these initials: "EC" of an Election Commission.
  mutating func freeAcronyms() {
    var spelled: Set<UInt64> = []
    var named: Set<Int> = []
    for mention in mentions where mention.nameWords.count > 1 && mention.kind == .organization {
      if mention.organization >= 0 { named.insert(mention.organization) }
      for letters in initials(of: mention.tokens) { spelled.insert(TextHash.hash(letters)) }
    }
    guard !spelled.isEmpty else { return }
    for index in mentions.indices {
      let mention = mentions[index]
      guard mention.organization >= 0, mention.nameWords.count == 1,
        let token = mention.tokens.first, context.document.tokens[token].casing == .upper,
        !named.contains(mention.organization)
      else { continue }
      let letters = bytes(ofFirstWordIn: mention.tokens).filter { $0 != UInt8(ascii: ".") }
      guard (2...7).contains(letters.count), spelled.contains(TextHash.hash(letters)) else {
        continue
      }
      mentions[index].organization = -1
      mentions[index].organizationKind = nil
    }
  }

  mutating func joinListed(_ index: Int) {
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
  func isMetonym(_ mention: NameMention) -> Bool {
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
  func isLanguageOrStranger(_ index: Int) -> Bool {
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

  func chunkStart(_ mention: NameMention) -> Int {
    context.chunk(mention.tokens.lowerBound)?.tokens.lowerBound ?? mention.tokens.lowerBound
  }
}

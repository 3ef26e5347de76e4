import Documents
import Lexicons
import Syntax

/// A pronoun or a described somebody ("the president") that may stand for an actor named elsewhere.
struct Anaphor {
  enum Definiteness: UInt8 { case bare, definite, possessive, indefinite }
  var tokens: Range<Int>
  var head: Int
  var isPronoun: Bool
  /// The pronoun, or the head noun in the singular.
  var word: UInt64
  var gender: Actor.Gender
  var isPlural: Bool
  var role: NameLexicon.RoleKind?
  var definiteness: Definiteness = .bare
  /// Whether more words follow the head that describe it ("the mayor of Aldstadt").
  var hasComplement = false
  /// Hashes by which the holder of a title may be known: the head, and the head with the word before.
  var titles: [UInt64] = []
}

extension ActorContext {
  /// The third-person pronoun at a token, or nil.
  func pronoun(at token: Int) -> Anaphor? {
    let hash = document.tokens[token].hash
    guard let pronoun = pronouns[hash], pronoun.person == 3 else { return nil }
    switch pronoun.use {
    case .relative, .demonstrative: return nil
    case .subject, .object, .determiner, .possessive, .reflexive: break
    }
    let gender: Actor.Gender =
      switch pronoun.gender {
      case .female: .female
      case .male: .male
      case .neuter: .neuter
      case .any: pronoun.number == .plural ? .plural : .unknown
      }
    return Anaphor(
      tokens: token..<token + 1, head: token, isPronoun: true, word: hash, gender: gender,
      isPlural: pronoun.number == .plural)
  }

  /// Whether a token is "its", "his", "her" or the like.
  func isPossessivePronoun(_ token: Int) -> Bool {
    guard let pronoun = pronouns[hash(token)] else { return false }
    return pronoun.use == .determiner || (pronoun.use == .object && pronoun.gender == .female)
  }

  /// The noun chunk as a description of somebody, or nil when its head can be nobody.
  func nominal(_ chunk: NounChunk) -> Anaphor? {
    guard parse.tags[chunk.head] == .noun || parse.tags[chunk.head] == .propn else { return nil }
    return nominal(tokens: chunk.tokens, head: chunk.head)
  }

  func nominal(tokens: Range<Int>, head: Int) -> Anaphor? {
    let word = hash(head)
    let role = names.role(word)
    let isPartyMember = names.organizations[phraseHash(head..<head + 1)]?.kind == .party
    guard
      role != nil || isPartyMember || words.has(word, .abstract) || words.has(word, .government)
        || words.has(word, .kin)
    else { return nil }
    let singular = role?.singular ?? word
    var found = Anaphor(
      tokens: tokens, head: head, isPronoun: false, word: singular, gender: .unknown,
      isPlural: role?.isPlural ?? false, role: isPartyMember ? .person : role?.kind)
    if words.has(word, .female) { found.gender = .female }
    if words.has(word, .male) { found.gender = .male }
    let first = hash(tokens.lowerBound)
    if first == ActorContext.the {
      found.definiteness = .definite
    } else if first == ActorContext.a || first == ActorContext.an {
      found.definiteness = .indefinite
    } else if let pronoun = pronouns[first] {
      found.definiteness =
        isPossessivePronoun(tokens.lowerBound)
        ? .possessive
        : pronoun.use == .demonstrative ? .definite : .bare
    } else if tokens.contains(where: { isPossessiveMark($0) }) {
      found.definiteness = .possessive
    } else if parse.tags[tokens.lowerBound] == .det || parse.tags[tokens.lowerBound] == .num {
      found.definiteness = .indefinite
    }
    found.titles = [singular] + words.nouns(ofTitle: singular)
    if head > tokens.lowerBound { found.titles.append(phraseHash(head - 1..<head + 1)) }
    return found
  }
}

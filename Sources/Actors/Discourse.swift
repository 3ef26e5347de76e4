import Documents
import Lexicons
import Syntax

/// One place where an actor is mentioned.
struct Occurrence {
  var token: Int
  var actor: Int
  var role: GrammaticalRole
  /// 0 by name, 1 by pronoun, 2 by description.
  var form: UInt8
}

/// The actors of a document as the reading goes on: who was mentioned where, and who spoke.
struct Discourse {
  let context: ActorContext
  var drafts: [ActorDraft]
  /// Mentions by name, in text order.
  let named: [Occurrence]
  /// Anaphors outside quotes with what they stand for, in text order.
  var narrated: [Occurrence] = []
  /// Anaphors inside quotes with what they stand for, in the order of the quotes.
  var quoted: [Occurrence] = []
  /// Who spoke, by form 0, in text order, with the token where the source or the content begins.
  var speakers: [Occurrence] = []
  /// Who put out the last document of each noun that spoke.
  var issuers: [UInt64: Int] = [:]
  /// Where nouns of documents stand, by their singular, in text order.
  let placesOfDocument: [UInt64: [Int]]
  /// For each token the quote whose content holds it, or -1.
  let quoteOfToken: [Int32]
  /// The first token of each mention by name.
  let nameStarts: [Int]
  /// Actors by how often they are named, most first.
  let prominent: [Int]
  /// The country named most, or nil.
  let mainCountry: Int?
  /// Actors by each word of their names of several words, and by what they are called.
  private let byNameWord: [UInt64: [Int]]
  private let byRole: [UInt64: [Int]]

  init(
    context: ActorContext, drafts: [ActorDraft], mentions: [NameMention], quoteOfToken: [Int32]
  ) {
    self.context = context
    self.drafts = drafts
    self.quoteOfToken = quoteOfToken
    nameStarts = mentions.map(\.tokens.lowerBound)
    named = mentions.compactMap { mention in
      guard mention.actor >= 0 else { return nil }
      return Occurrence(
        token: mention.tokens.lowerBound, actor: mention.actor,
        role: context.role(of: mention.tokens), form: 0)
    }
    prominent = drafts.indices.sorted {
      (drafts[$0].names.count, $1) > (drafts[$1].names.count, $0)
    }
    placesOfDocument = Self.documentPlaces(in: context)
    mainCountry = prominent.first { drafts[$0].country >= 0 }
    var byNameWord: [UInt64: [Int]] = [:]
    var byRole: [UInt64: [Int]] = [:]
    for (actor, draft) in drafts.enumerated() {
      for variant in draft.variants where variant.count > 1 && draft.kind != .person {
        for word in variant
        where byNameWord[word]?.last != actor && byNameWord[word]?.count ?? 0 < Self.namesakeLimit {
          byNameWord[word, default: []].append(actor)
        }
      }
      for role in draft.roles where byRole[role]?.count ?? 0 < Self.namesakeLimit {
        byRole[role, default: []].append(actor)
      }
    }
    self.byNameWord = byNameWord
    self.byRole = byRole
  }
}

/// An actor that an anaphor may stand for.
struct AntecedentCandidate {
  var actor: Int
  /// The nearest mention before the anaphor, if any is near.
  var nearest: Occurrence?
  /// How many other candidates were mentioned after it.
  var rank: Int
  /// Sentences between, or 99.
  var distance: Int
  var mentionsNear: Int
}

extension Discourse {
  /// How many mentions by name and how many sentences an anaphor may look back. Chosen: nine in ten
  /// antecedents lie within three sentences.
  private static let mentionReach = 48
  private static let candidateLimit = 14
  /// How many actors far above a description may stand for by its words. Chosen.
  private static let distantLimit = 4
  /// How many actors of one word or role are kept for that. Chosen to bound the cost.
  private static let namesakeLimit = 32

  /// The actors that an anaphor may stand for, nearest first.
  ///
  /// - Parameter quote: a quote whose content is passed over, for a source is seldom named in it.
  func candidates(
    for anaphor: Anaphor, passingOver quote: Int? = nil
  ) -> [AntecedentCandidate] {
    let position = anaphor.tokens.lowerBound
    let sentence = context.sentence(position)
    var found: [AntecedentCandidate] = []
    func note(_ occurrence: Occurrence) {
      if let quote, Int(quoteOfToken[occurrence.token]) == quote { return }
      if let index = found.firstIndex(where: { $0.actor == occurrence.actor }) {
        found[index].mentionsNear += 1
        return
      }
      guard found.count < Self.candidateLimit, isCompatible(anaphor, occurrence.actor) else {
        return
      }
      let home = context.sentence(occurrence.token)
      let distance = home < 0 || sentence < 0 ? 9 : max(0, sentence - home)
      found.append(
        AntecedentCandidate(
          actor: occurrence.actor, nearest: occurrence, rank: found.count, distance: distance,
          mentionsNear: 1))
    }
    // Names and resolved anaphors before the position, merged from the right.
    var name = firstName(from: position)
    var recent =
      Array(narrated[..<Self.firstIndex(in: narrated, from: position)].suffix(12))
      + quoted[..<Self.firstIndex(in: quoted, from: position)].suffix(12)
    recent.sort { ($0.token, $0.actor) < ($1.token, $1.actor) }
    var anaphorIndex = recent.count
    for _ in 0..<Self.mentionReach {
      let nameToken = name > 0 ? named[name - 1].token : -1
      let otherToken = anaphorIndex > 0 ? recent[anaphorIndex - 1].token : -1
      if nameToken < 0 && otherToken < 0 { break }
      if nameToken >= otherToken {
        name -= 1
        // What lies inside the anaphor itself is no antecedent.
        if named[name].token < position { note(named[name]) }
      } else {
        anaphorIndex -= 1
        note(recent[anaphorIndex])
      }
    }
    func noteDistant(_ actor: Int) {
      if !found.contains(where: { $0.actor == actor }), isCompatible(anaphor, actor) {
        found.append(
          AntecedentCandidate(
            actor: actor, nearest: nil, rank: found.count, distance: 99, mentionsNear: 0))
      }
    }
    for speaker in recentSpeakers(before: position).reversed() { noteDistant(speaker.actor) }
    for actor in prominent.prefix(3)
    where drafts[actor].names.first.map({ firstToken(ofName: $0) < position }) ?? false {
      noteDistant(actor)
    }
    if let mainCountry, !anaphor.isPronoun, anaphor.role != .person { noteDistant(mainCountry) }
    if !anaphor.isPronoun {
      // "the commission" may be named, and "the mayor" introduced, far above.
      var distant = byNameWord[anaphor.word] ?? []
      for title in anaphor.titles { distant += byRole[title] ?? [] }
      for actor in Set(distant).sorted().filter({ actor in
        drafts[actor].names.first.map { firstToken(ofName: $0) < position } ?? false
      }).suffix(Self.distantLimit) {
        noteDistant(actor)
      }
    }
    // A name that follows in the same sentence: "As he walked in, Rehn smiled."
    var next = firstName(from: anaphor.tokens.upperBound)
    while next < named.count, context.sentence(named[next].token) == sentence, sentence >= 0,
      next < firstName(from: anaphor.tokens.upperBound) + 3
    {
      noteDistant(named[next].actor)
      next += 1
    }
    return found
  }

  func firstToken(ofName index: Int) -> Int { nameStarts[index] }

  /// The resolved anaphor nearest before a token, in quotes or outside.
  func lastAnaphor(before token: Int) -> Occurrence? {
    let outside = narrated[..<Self.firstIndex(in: narrated, from: token)].last
    let inside = quoted[..<Self.firstIndex(in: quoted, from: token)].last
    guard let outside else { return inside }
    guard let inside else { return outside }
    return outside.token >= inside.token ? outside : inside
  }

  /// The last speakers before a token, latest last, at most three.
  func recentSpeakers(before token: Int) -> ArraySlice<Occurrence> {
    speakers[..<Self.firstIndex(in: speakers, from: token)].suffix(3)
  }

  /// The index of the first mention by name at or after a token.
  func firstName(from token: Int) -> Int { Self.firstIndex(in: named, from: token) }

  static func firstIndex(in list: [Occurrence], from token: Int) -> Int {
    var low = 0
    var high = list.count
    while low < high {
      let middle = (low + high) / 2
      if list[middle].token < token { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Whether gender, number and kind allow an actor.
  func isCompatible(_ anaphor: Anaphor, _ actor: Int) -> Bool {
    let draft = drafts[actor]
    let kind = draft.kind
    if anaphor.isPronoun {
      switch anaphor.gender {
      case .female, .male:
        guard kind == .person || kind == .nominal, draft.members.isEmpty,
          draft.describedAs != .group, draft.describedAs != .document
        else { return false }
        return draft.gender == anaphor.gender || draft.gender == .unknown
      case .neuter:
        return kind != .person && !(kind == .nominal && isGendered(draft.gender))
          && draft.describedAs != .person
      case .plural, .unknown: return kind != .place || draft.country >= 0
      }
    }
    if isGendered(anaphor.gender), isGendered(draft.gender), anaphor.gender != draft.gender {
      return false
    }
    switch anaphor.role {
    case .person:
      return anaphor.isPlural ? kind != .person : (kind == .person || kind == .nominal)
    case .group, nil:
      if kind == .place, draft.country < 0 {
        let word = context.hash(anaphor.head)
        guard context.words.has(word, .abstract) || context.words.has(word, .government)
        else { return false }
      }
      return kind != .person && draft.jointMembers.isEmpty
    case .document: return kind != .place || draft.country >= 0
    }
  }

  func isGendered(_ gender: Actor.Gender) -> Bool { gender == .female || gender == .male }
}

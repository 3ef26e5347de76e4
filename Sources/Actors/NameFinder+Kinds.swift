import Documents
import Lexicons
import Syntax

extension NameFinder {
  // MARK: What a name names

  /// Gives all mentions of one name the kind that the article as a whole says it has.
  ///
  /// The recogniser decides each sentence for itself and errs on rare names. Here each mention votes
  /// with its probability, and so do the words themselves: a first name from the list, a title before
  /// the name, a noun for a body in it, the surname alone elsewhere. Names that a gazetteer knows as a
  /// state or an organization keep their kind.
  func settleKinds(_ mentions: inout [NameMention]) {
    var long: [UInt64: [Int]] = [:]
    var short: [UInt64: [Int]] = [:]
    for (index, mention) in mentions.enumerated()
    where mention.country < 0 && mention.organization < 0 {
      if mention.tokens.count > 1 {
        long[context.phraseHash(mention.tokens), default: []].append(index)
      } else {
        short[context.hash(mention.tokens.lowerBound), default: []].append(index)
      }
    }
    var surnames: Set<UInt64> = []
    for key in long.keys.sorted() {
      guard let members = long[key], let first = members.first else { continue }
      let last = context.hash(mentions[first].tokens.upperBound - 1)
      var votes = ballot(members, mentions)
      for index in short[last] ?? [] {
        votes[Int(mentions[index].kind.rawValue)] += Self.surnameVote * mentions[index].probability
      }
      let person = Int(Entity.Kind.person.rawValue)
      votes[person] += personality(of: mentions[first].tokens)
      for index in members where standsAfterTitle(mentions[index].tokens) {
        votes[person] += Self.titleVote / Float(members.count)
      }
      if members.contains(where: { standsInApposition(mentions[$0].tokens) }) {
        votes[person] += Self.titleVote
      }
      if isLandmark(mentions[first].tokens) {
        votes[person] += Self.bodyVote
        votes[Int(Entity.Kind.place.rawValue)] += Self.landmarkVote
      }
      let winner = Self.winner(votes)
      settle(members, as: winner, in: &mentions)
      if winner == .person { surnames.insert(last) }
    }
    // The first word of a body's name is the body's short form, unless a person is called so.
    var shortForms: [UInt64: Float] = [:]
    for key in long.keys.sorted() {
      guard let members = long[key], let first = members.first,
        mentions[first].kind == .organization
      else { continue }
      let word = context.hash(mentions[first].tokens.lowerBound)
      let isBody = mentions[first].tokens.contains {
        context.names.role(context.hash($0))?.kind == .group
      }
      shortForms[word, default: 0] +=
        Self.shortFormVote * Float(min(members.count, 3)) + (isBody ? Self.titleVote : 0)
    }
    for key in short.keys.sorted() {
      guard let members = short[key] else { continue }
      if surnames.contains(key) {
        let strays = members.filter { mentions[$0].kind != .person && !isLocation(mentions[$0]) }
        settle(strays, as: .person, in: &mentions)
        continue
      }
      guard members.count > 1 || shortForms[key] != nil else { continue }
      var votes = ballot(members, mentions)
      votes[Int(Entity.Kind.organization.rawValue)] += shortForms[key] ?? 0
      for index in members where standsAfterTitle(mentions[index].tokens) {
        votes[Int(Entity.Kind.person.rawValue)] += Self.titleVote
      }
      for index in members where isSeat(mentions[index].tokens) {
        votes[Int(Entity.Kind.place.rawValue)] += Self.seatVote
      }
      if context.names.isSurname(key) {
        votes[Int(Entity.Kind.person.rawValue)] += Self.listVote
      }
      settle(members, as: Self.winner(votes), in: &mentions)
    }
  }

  /// What counts beside the recogniser's votes. Chosen: a title outweighs two sure votes of the
  /// recogniser, a name from the lists hardly one.
  private static let titleVote: Float = 2
  private static let givenVote: Float = 0.8
  private static let listVote: Float = 0.4
  private static let surnameVote: Float = 0.7
  private static let shortFormVote: Float = 0.6
  private static let bodyVote: Float = -2.5
  private static let lowerVote: Float = -1.5
  private static let seatVote: Float = 0.7
  private static let landmarkVote: Float = 1

  private func ballot(_ members: [Int], _ mentions: [NameMention]) -> [Float] {
    var votes: [Float] = [0, 0, 0, 0]
    for index in members {
      votes[Int(mentions[index].kind.rawValue)] += mentions[index].probability
    }
    return votes
  }

  private static func winner(_ votes: [Float]) -> Entity.Kind {
    var best = 0
    for index in 1..<4 where votes[index] > votes[best] { best = index }
    return Entity.Kind(rawValue: UInt8(best)) ?? .group
  }

  private func settle(_ members: [Int], as kind: Entity.Kind, in mentions: inout [NameMention]) {
    for index in members where mentions[index].kind != kind {
      mentions[index].kind = kind
      mentions[index].probability = 0.6
      if kind == .person { separateTitle(&mentions[index]) }
    }
  }

  /// How much the words of a name speak for a person, negative when they speak for a body.
  private func personality(of tokens: Range<Int>) -> Float {
    var votes: Float = 0
    let first = context.hash(tokens.lowerBound)
    let last = context.hash(tokens.upperBound - 1)
    if context.names.gender(ofGivenName: first) != nil { votes += Self.givenVote }
    if context.names.isSurname(last) { votes += Self.listVote }
    if let title = title(at: tokens.lowerBound, before: tokens.upperBound - 1) {
      // "Mrs Quill", but "President's Council".
      votes += title.isRole ? 1 : Self.titleVote
    }
    if context.hash(tokens.lowerBound - 1) == ActorContext.the { votes -= 1 }
    if tokens.count > 4 { votes -= 1 }
    for token in tokens {
      let word = context.hash(token)
      if context.names.role(word)?.kind == .group || context.words.has(word, .government) {
        votes += Self.bodyVote
      }
      let entry = context.document.tokens[token]
      if entry.kind == .number || entry.kind == .symbol { votes += Self.bodyVote }
      if entry.kind == .word, entry.casing == .lower, !context.words.has(word, .particle) {
        votes += Self.lowerVote
      }
    }
    return votes
  }

  /// Whether a name is made like those of streets and hills ("Ferry Bridge", "Osk Tower East"), and does
  /// not begin like those of persons ("Ida Hill").
  private func isLandmark(_ tokens: Range<Int>) -> Bool {
    tokens.dropFirst().contains { context.words.has(context.hash($0), .landmark) }
      && context.names.gender(ofGivenName: context.hash(tokens.lowerBound)) == nil
  }

  /// Whether a title stands right before a name, or is its first word.
  private func standsAfterTitle(_ tokens: Range<Int>) -> Bool {
    let sentence = context.sentenceTokens(tokens.lowerBound)
    for first in max(sentence.lowerBound, tokens.lowerBound - 4)..<tokens.lowerBound {
      // A title in lower case names whoever follows, a capitalised one may end another name.
      if let title = title(at: first, before: tokens.lowerBound),
        title.tokens.upperBound == tokens.lowerBound
      {
        return true
      }
    }
    return false
  }

  /// Whether a description of a person stands beside a name, with a comma between: "the leader of the
  /// union, Ida Holm", "Ida Holm, its chair".
  private func standsInApposition(_ tokens: Range<Int>) -> Bool {
    func isPerson(_ chunk: NounChunk) -> Bool {
      guard let role = context.names.role(context.hash(chunk.head)) else { return false }
      return role.kind == .person && !role.isPlural
    }
    let sentence = context.sentenceTokens(tokens.lowerBound)
    if context.isComma(tokens.upperBound),
      let chunk = nextChunk(from: tokens.upperBound + 1, before: sentence.upperBound),
      isPerson(chunk)
    {
      return true
    }
    var token = tokens.lowerBound - 1
    guard token > sentence.lowerBound, context.isComma(token) else { return false }
    token -= 1
    while token >= sentence.lowerBound, tokens.lowerBound - token < 12, !context.isComma(token),
      !context.isVerb(token)
    {
      if let chunk = context.chunk(token) {
        if isPerson(chunk) { return true }
        token = chunk.tokens.lowerBound
      }
      token -= 1
    }
    return false
  }

  /// Whether a name stands where a place does: "in Osk", "Osk's parliament".
  private func isSeat(_ tokens: Range<Int>) -> Bool {
    if context.words.has(context.hash(tokens.lowerBound - 1), .locative) { return true }
    guard context.isPossessiveMark(tokens.upperBound),
      context.document.tokens.indices.contains(tokens.upperBound + 1),
      let chunk = context.chunk(tokens.upperBound + 1)
    else { return false }
    return context.words.has(context.hash(chunk.head), .government)
      || context.words.has(context.hash(chunk.head), .abstract)
  }

  private func isLocation(_ mention: NameMention) -> Bool {
    mention.kind == .place
      && context.words.has(context.hash(mention.tokens.lowerBound - 1), .locative)
  }
}

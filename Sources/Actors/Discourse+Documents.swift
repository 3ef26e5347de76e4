import Documents
import Lexicons
import Syntax

/// Who put out a document that the text goes on to quote: "Rehn filed a lawsuit. … The lawsuit says".
extension Discourse {
  /// How an actor stands to a document in its sentence, from what tells least to what tells most.
  private enum Bond: Int, Comparable {
    /// The first name of the sentence, before the document.
    case first
    /// Whoever speaks in the sentence: "she said in a statement".
    case speaker
    /// Behind "by", "from" or "of" after it.
    case issuer
    /// In its noun phrase.
    case owner

    static func < (left: Bond, right: Bond) -> Bool { left.rawValue < right.rawValue }
  }

  /// How many earlier mentions of a document are looked at, how many names of a sentence, and how far
  /// "by" may stand from the noun and from the issuer's name, in tokens. Chosen.
  private static let placeLimit = 2
  private static let nameLimit = 12
  private static let issuerReach = 5

  /// Where nouns of documents stand, by their singular, in text order.
  static func documentPlaces(in context: ActorContext) -> [UInt64: [Int]] {
    var places: [UInt64: [Int]] = [:]
    for token in context.parse.tags.indices
    where context.parse.tags[token] == .noun && context.isBody(token) {
      guard let role = context.names.role(context.hash(token)), role.kind == .document else {
        continue
      }
      places[role.singular, default: []].append(token)
    }
    return places
  }

  /// Who put out the document of a description, by the sentences that mention it before.
  func issuer(ofDocument anaphor: Anaphor) -> Int? {
    let places = placesOfDocument[anaphor.word] ?? []
    var low = 0
    var high = places.count
    while low < high {
      let middle = (low + high) / 2
      if places[middle] < anaphor.tokens.lowerBound { low = middle + 1 } else { high = middle }
    }
    for place in places[..<low].suffix(Self.placeLimit).reversed() {
      if let actor = issuer(namedAt: place) { return actor }
    }
    return nil
  }

  private func issuer(namedAt place: Int) -> Int? {
    let sentence = context.sentenceTokens(place)
    let chunk = context.chunk(place)?.tokens ?? place..<place + 1
    var best: (actor: Int, bond: Bond)?
    let turn = Self.firstIndex(in: speakers, from: sentence.lowerBound)
    if turn < speakers.count, speakers[turn].token < sentence.upperBound {
      best = (speakers[turn].actor, .speaker)
    }
    let first = firstName(from: sentence.lowerBound)
    for index in first..<min(named.count, first + Self.nameLimit) {
      let (token, actor) = (named[index].token, named[index].actor)
      guard token < sentence.upperBound else { break }
      guard token != place, drafts[actor].kind != .place else { continue }
      let bond: Bond
      if token < place {
        guard chunk.contains(token) || best == nil else { continue }
        bond = chunk.contains(token) ? .owner : .first
      } else {
        guard isIssued(place, by: token) else { continue }
        bond = .issuer
      }
      if best.map({ bond > $0.bond }) ?? true { best = (actor, bond) }
    }
    return best?.actor
  }

  /// Whether "by", "from" or "of" leads from a noun to a name near it.
  private func isIssued(_ place: Int, by token: Int) -> Bool {
    guard token > place, token - place <= 2 * Self.issuerReach else { return false }
    let words = max(place + 1, token - Self.issuerReach)..<min(token, place + Self.issuerReach)
    return words.contains { Self.issuing.contains(context.hash($0)) }
  }

  private static let issuing: Set<UInt64> = [
    ActorContext.of, ActorContext.by, ActorContext.from,
  ]
}

/// What one document shows of how mentions are joined, mentions being numbered by the caller.
public struct CoreferenceExample: Sendable {
  public var genre: String
  /// For each gold mention by name the entity it names.
  public var gold: [Int]
  /// For each gold mention the actor that it was joined to, the gold mentions being given.
  public var joined: [Int]
  /// Mentions found in the raw text, each with its actor and the gold mention that it stands for, if any.
  public var found: [(actor: Int, gold: Int?)]
  /// Pronouns "he" and "she" of named persons, and how many of them went to the right one.
  public var pronouns: Int
  public var rightPronouns: Int

  public init(
    genre: String, gold: [Int], joined: [Int], found: [(actor: Int, gold: Int?)], pronouns: Int,
    rightPronouns: Int
  ) {
    precondition(gold.count == joined.count, "\(gold.count) mentions and \(joined.count) actors")
    self.genre = genre
    self.gold = gold
    self.joined = joined
    self.found = found
    self.pronouns = pronouns
    self.rightPronouns = rightPronouns
  }
}

/// How well mentions by name are joined, and how often "he" and "she" go to the right person.
///
/// B³ (Bagga and Baldwin, 1998) asks for each mention how far its actor and its gold entity are the
/// same; a mention without a counterpart counts as wrong on its side. Pair links are the pairs of
/// mentions that are one actor.
public struct CoreferenceMeasures: Sendable {
  public let documentCount: Int
  public let mentionCount: Int
  public let measures: [Measure]

  public init(_ documents: [CoreferenceExample], rounds: Int = 1000, seed: UInt64 = 1) {
    let tallies = documents.map { CoreferenceTally($0) }
    documentCount = documents.count
    mentionCount = documents.reduce(0) { $0 + $1.gold.count }
    measures = Evaluation.measures(of: tallies, rounds: rounds, seed: seed)
  }
}

/// Sums over the mentions of documents.
struct CoreferenceTally: Tally {
  /// Numerator and denominator of precision and of recall.
  private struct Sums {
    var precision = 0.0
    var output = 0.0
    var recall = 0.0
    var gold = 0.0

    static func += (total: inout Sums, part: Sums) {
      total.precision += part.precision
      total.output += part.output
      total.recall += part.recall
      total.gold += part.gold
    }

    func measures(_ name: String) -> [Measure] {
      let p = output == 0 ? nil : precision / output
      let r = gold == 0 ? nil : recall / gold
      return [
        Measure("\(name) precision", p), Measure("\(name) recall", r),
        Measure("\(name) F1", harmonicMean(p, r)),
      ]
    }
  }

  private var given = Sums()
  private var links = Sums()
  private var endToEnd = Sums()
  private var pronouns = 0
  private var rightPronouns = 0

  init() {}

  init(_ document: CoreferenceExample) {
    let pairs = document.gold.indices.map { (document.gold[$0], document.joined[$0]) }
    given = Self.bCubed(gold: document.gold, found: pairs.map { (actor: $0.1, entity: $0.0) })
    endToEnd = Self.bCubed(
      gold: document.gold,
      found: document.found.map { (actor: $0.actor, entity: $0.gold.map { document.gold[$0] }) })
    for (index, one) in pairs.enumerated() {
      for other in pairs[(index + 1)...] {
        let isGold = one.0 == other.0
        let isFound = one.1 == other.1
        if isGold { links.gold += 1 }
        if isFound { links.output += 1 }
        if isGold && isFound {
          links.precision += 1
          links.recall += 1
        }
      }
    }
    pronouns = document.pronouns
    rightPronouns = document.rightPronouns
  }

  /// For each mention the share of its actor that is of its entity, and of its entity in its actor.
  private static func bCubed(gold: [Int], found: [(actor: Int, entity: Int?)]) -> Sums {
    var sums = Sums()
    sums.output = Double(found.count)
    sums.gold = Double(gold.count)
    var sizes: [Int: Int] = [:]
    for entity in gold { sizes[entity, default: 0] += 1 }
    var actors: [Int: Int] = [:]
    var common: [[Int]: Int] = [:]
    for mention in found {
      actors[mention.actor, default: 0] += 1
      if let entity = mention.entity { common[[mention.actor, entity], default: 0] += 1 }
    }
    // Sums of quotients in a fixed order, for a sum of floating-point numbers depends on it.
    for key in common.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      guard let count = common[key].map(Double.init), let actor = actors[key[0]],
        let entity = sizes[key[1]]
      else { continue }
      sums.precision += count * count / Double(actor)
      sums.recall += count * count / Double(entity)
    }
    return sums
  }

  static func += (total: inout CoreferenceTally, part: CoreferenceTally) {
    total.given += part.given
    total.links += part.links
    total.endToEnd += part.endToEnd
    total.pronouns += part.pronouns
    total.rightPronouns += part.rightPronouns
  }

  var measures: [Measure] {
    given.measures("B³, names given,") + links.measures("pair links, names given,")
      + endToEnd.measures("B³, from raw text,")
      + [Measure("he and she to the named person", ratio(rightPronouns, pronouns))]
  }
}

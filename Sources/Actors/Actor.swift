/// Someone or something that a text names or describes and that we track: a speaker or a target.
public struct Actor: Hashable, Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    case person, organization, place, group
    /// Somebody described but not named ("an Iranian security official").
    case nominal
  }
  public enum Gender: UInt8, Sendable { case unknown, female, male, neuter, plural }
  /// The actor's index in its article's list of actors.
  public var id: Int
  /// The fullest form of the name in the article; the usual name for countries and parties.
  public var name: String
  public var kind: Kind
  public var gender: Gender
  /// Every mention, in text order.
  public var mentions: [Mention]
  /// What the user's list calls the actor; nil when no list has it, and its name alone says who it is.
  public var externalID: String?

  public init(
    id: Int, name: String, kind: Kind, gender: Gender, mentions: [Mention],
    externalID: String? = nil
  ) {
    self.id = id
    self.name = name
    self.kind = kind
    self.gender = gender
    self.mentions = mentions
    self.externalID = externalID
  }
}

/// A stretch of text that stands for an actor.
public struct Mention: Hashable, Sendable {
  /// How the text refers to the actor.
  public enum Form: String, Sendable, CaseIterable {
    case name, surname, given, acronym, title, demonym, capital, government, nominal, pronoun
  }
  /// Token indices.
  public var tokens: Range<Int>
  public var form: Form

  public init(tokens: Range<Int>, form: Form) {
    self.tokens = tokens
    self.form = form
  }
}

/// Who speaks in a quote.
public struct Attribution: Hashable, Sendable {
  /// The actor's id, or nil when nobody is named or described.
  public var actor: Int?
  /// The probability that this actor (or nobody) is right, 0 to 1.
  public var confidence: Float
  /// Which rule or model decided, as a short stable name such as `inverted-cue`.
  public var rule: String

  public init(actor: Int?, confidence: Float, rule: String) {
    self.actor = actor
    self.confidence = confidence
    self.rule = rule
  }
}

/// An actor that a quote is about.
public struct Target: Hashable, Sendable {
  /// The actor's id.
  public var actor: Int
  /// Its mentions in the quote's content or reporting clause, in text order, never empty.
  public var mentions: [Mention]
  /// The probability that the quote is about the actor and does not name it in passing, 0 to 1.
  public var confidence: Float

  public init(actor: Int, mentions: [Mention], confidence: Float) {
    self.actor = actor
    self.mentions = mentions
    self.confidence = confidence
  }
}

/// The actors of an article, and for each of its quotes the speaker and the targets.
public struct ActorAnalysis: Hashable, Sendable {
  /// In order of their first mention; `actors[k].id == k`.
  public var actors: [Actor]
  /// One for each quote.
  public var attributions: [Attribution]
  /// One list for each quote.
  public var targets: [[Target]]

  public init(actors: [Actor], attributions: [Attribution], targets: [[Target]]) {
    self.actors = actors
    self.attributions = attributions
    self.targets = targets
  }

  /// Takes out the actors without a name who neither speak nor are spoken of, and numbers the others
  /// anew.
  package mutating func removeIdleActors() {
    var isKept = actors.map { actor in
      actor.mentions.contains { $0.form != .pronoun && $0.form != .nominal }
    }
    for attribution in attributions { if let actor = attribution.actor { isKept[actor] = true } }
    for target in targets.joined() { isKept[target.actor] = true }
    if isKept.allSatisfy({ $0 }) { return }
    var ids = [Int](repeating: -1, count: actors.count)
    for (id, actor) in actors.indices.filter({ isKept[$0] }).enumerated() { ids[actor] = id }
    actors = actors.filter { isKept[$0.id] }
    for index in actors.indices { actors[index].id = index }
    for index in attributions.indices {
      attributions[index].actor = attributions[index].actor.map { ids[$0] }
    }
    for index in targets.indices {
      for target in targets[index].indices {
        targets[index][target].actor = ids[targets[index][target].actor]
      }
    }
  }
}

package import LinearModels
import Quotes

/// What annotation says of one document's quotes, and the examples gathered while it is read.
///
/// The reading asks it at every decision: it gets the right answer, so that later features are those
/// of a right context, and the features of the decision become examples.
package struct ActorLessons: Sendable {
  /// A gold target: its name and the tokens of its mentions.
  package struct GoldTarget: Sendable {
    package var name: String
    package var mentions: [Range<Int>]
    package init(name: String, mentions: [Range<Int>]) {
      self.name = name
      self.mentions = mentions
    }
  }
  /// A mentioned actor of a quote with its features and whether it is a target.
  package struct TargetExample: Sendable {
    package var quote: Int
    package var hashes: [UInt64]
    package var isTarget: Bool
  }

  /// One for each quote; nil when nobody speaks.
  let speakers: [String?]
  /// One list for each quote.
  let targets: [[GoldTarget]]
  /// Whether two names are the same to the evaluation.
  let agree: @Sendable (String, String) -> Bool
  /// Whether the reading is told what anaphors stand for, or has to find out as it will later.
  let teachesAntecedents: Bool

  package private(set) var antecedents = HashedRegression.Groups()
  package private(set) var targetExamples: [TargetExample] = []
  /// For each token the cluster of the smallest mention that holds it; empty without coreference.
  private let clusterOfToken: [String?]
  /// The cluster of each actor, set once its names are joined.
  private var clusterOfActor: [String?] = []
  /// How many anaphors with a known antecedent were resolved, and how many of them rightly.
  package private(set) var resolvedCount = 0
  package private(set) var rightCount = 0

  /// The name the anaphor at hand stands for, when known.
  private var wanted: String?
  private var pending: [(actor: Int, isRight: Bool, hashes: [UInt64])] = []

  package init(
    speakers: [String?], targets: [[GoldTarget]], teachesAntecedents: Bool,
    agree: @escaping @Sendable (String, String) -> Bool
  ) {
    precondition(speakers.count == targets.count, "a speaker and a list of targets for each quote")
    self.speakers = speakers
    self.targets = targets
    self.agree = agree
    self.teachesAntecedents = teachesAntecedents
    clusterOfToken = []
  }

  /// Lessons from coreference alone, for a document without annotated quotes.
  package init(clusterOfToken: [String?], teachesAntecedents: Bool) {
    self.clusterOfToken = clusterOfToken
    self.teachesAntecedents = teachesAntecedents
    speakers = []
    targets = []
    agree = { _, _ in false }
  }
}

extension ActorLessons {
  /// Whether coreference is what is known, not speakers and targets.
  var isClustered: Bool { !clusterOfToken.isEmpty }

  /// Gives each actor the cluster that most of its names are mentions of.
  mutating func learnClusters(of mentions: [NameMention], actorCount: Int) {
    guard !clusterOfToken.isEmpty else { return }
    var votes = [[String: Int]](repeating: [:], count: actorCount)
    for mention in mentions where mention.actor >= 0 {
      guard let token = mention.tokens.last, let cluster = clusterOfToken[token] else { continue }
      votes[mention.actor][cluster, default: 0] += 1
    }
    clusterOfActor = votes.map { votes in
      votes.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }
  }

  /// Makes a pronoun of the narration the anaphor at hand.
  mutating func beginNarrated(_ token: Int) {
    guard isClustered, let cluster = clusterOfToken[token], clusterOfActor.contains(cluster)
    else { return }
    wanted = cluster
  }

  /// Whether descriptions in the narration teach, for they are annotated.
  var teachesDescriptions: Bool { teachesAntecedents && isClustered }

  /// Makes a description of the narration the one at hand; it may stand for nobody named.
  mutating func beginDescription(_ head: Int) { wanted = clusterOfToken[head] }

  /// Counts what was decided for the anaphor at hand.
  ///
  /// Only "he" and "she" count: their antecedents are persons, most of them named.
  mutating func judge(_ anaphor: Anaphor, _ actor: Int?) {
    guard let wanted, isClustered, anaphor.isPronoun, clusterOfActor.contains(wanted),
      anaphor.gender == .female || anaphor.gender == .male
    else { return }
    resolvedCount += 1
    if let actor, clusterOfActor.indices.contains(actor), clusterOfActor[actor] == wanted {
      rightCount += 1
    }
  }

  /// Makes a source the anaphor at hand.
  mutating func beginSource(of quote: Int, _ tokens: Range<Int>) {
    if !isClustered {
      wanted = speakers[quote]
    } else if tokens.count == 1 {
      beginNarrated(tokens.lowerBound)
    } else if teachesAntecedents {
      wanted = clusterOfToken[tokens.upperBound - 1]
    }
  }
  mutating func endSource() { wanted = nil }

  /// Makes a mention in a quote the one at hand: it stands for the gold target that it is part of.
  mutating func beginMention(_ tokens: Range<Int>, head: Int, isPronoun: Bool, in quote: Int) {
    if isClustered {
      if isPronoun { beginNarrated(head) } else { beginDescription(head) }
      return
    }
    // "Her husband" is a mention of its own beside "her": the mention most like the tokens counts.
    var best: (name: String, distance: Int)?
    for target in targets[quote] {
      for mention in target.mentions
      where mention.overlaps(tokens) && mention.count <= tokens.count + 3
        && (isPronoun || mention.contains(head))
      {
        let distance = abs(mention.count - tokens.count)
        if best.map({ distance < $0.distance }) ?? true { best = (target.name, distance) }
      }
    }
    wanted = best?.name
  }

  mutating func consider(_ anaphor: Anaphor, actor: Int, name: String, _ hashes: [UInt64]) {
    guard let wanted else { return }
    let isRight =
      !isClustered
      ? agree(name, wanted)
      : clusterOfActor.indices.contains(actor) && clusterOfActor[actor] == wanted
    pending.append((actor, isRight, hashes))
  }

  /// Considers that a description stands for nobody named.
  mutating func considerNobody(_ hashes: [UInt64]) {
    if wanted != nil { pending.append((-1, false, hashes)) }
  }

  /// The right actor among those considered: nil when the right answer is not known, and an inner nil
  /// when it is none of them.
  mutating func conclude(_ anaphor: Anaphor) -> Int?? {
    defer { pending = [] }
    guard teachesAntecedents, wanted != nil, !pending.isEmpty else { return nil }
    let right = pending.first { $0.isRight }
    // A pronoun whose antecedent is not among the candidates teaches nothing.
    guard right != nil || !anaphor.isPronoun else { return .some(nil) }
    antecedents.append(
      pending.map { candidate in
        (candidate.hashes, candidate.actor < 0 ? right == nil : candidate.isRight)
      })
    return .some(right?.actor)
  }

  /// The gold speaker's actor, when the reading has one by that name.
  func speaker(of quote: Int, among count: Int, name: (Int) -> String) -> Int? {
    guard !isClustered, let gold = speakers[quote] else { return nil }
    return (0..<count).first { agree(name($0), gold) }
  }

  /// Notes the features of a mentioned actor and answers whether it is a target.
  mutating func gather(quote: Int, actorName: String, hashes: [UInt64]) -> Bool {
    guard !isClustered else { return false }
    let isTarget = targets[quote].contains { target in
      agree(target.name, actorName)
    }
    targetExamples.append(TargetExample(quote: quote, hashes: hashes, isTarget: isTarget))
    return isTarget
  }
}

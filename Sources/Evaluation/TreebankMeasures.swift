public import Corpora
public import Documents
public import Syntax

/// How well parts of speech and lemmas agree with a treebank's.
public struct TreebankMeasures: Sendable {
  public let sentenceCount: Int
  public let wordCount: Int
  public let measures: [Measure]

  /// - Parameters:
  ///   - documents: For each stretch of sentences its gold and the parse of the same words.
  ///   - rounds: Bootstrap rounds over the stretches for the intervals; 0 leaves them out.
  public init(
    _ documents: [(gold: [TreebankSentence], parse: Parse)], rounds: Int = 1000, seed: UInt64 = 1
  ) {
    let tallies = documents.map { WordTally(gold: $0.gold, parse: $0.parse) }
    sentenceCount = documents.reduce(0) { $0 + $1.gold.count }
    wordCount = tallies.reduce(0) { $0 + $1.count }
    measures = Evaluation.measures(of: tallies, rounds: rounds, seed: seed)
  }
}

/// Right words of one stretch of a treebank.
private struct WordTally: Tally {
  var count = 0
  private var tags = 0
  private var lemmas = 0

  init() {}

  /// - Precondition: the parse is of the same words.
  init(gold: [TreebankSentence], parse: Parse) {
    let tags = gold.flatMap(\.tags)
    let lemmas = gold.flatMap(\.lemmas)
    precondition(
      tags.count == parse.tags.count, "\(tags.count) gold words and \(parse.tags.count) parsed ones"
    )
    count = tags.count
    for index in tags.indices {
      if parse.tags[index] == tags[index] { self.tags += 1 }
      if parse.lemma(index) == lemmas[index].lowercased() { self.lemmas += 1 }
    }
  }

  static func += (total: inout WordTally, part: WordTally) {
    total.count += part.count
    total.tags += part.tags
    total.lemmas += part.lemmas
  }

  var measures: [Measure] {
    [
      Measure("tag accuracy", ratio(tags, count)),
      Measure("lemma accuracy, case apart", ratio(lemmas, count)),
    ]
  }
}

/// How well named entities agree with gold: a span counts when its words and its kind are right.
///
/// Persons, organizations and places count; groups and kinds that the gold alone knows do not.
public struct EntitySpanMeasures: Sendable {
  public let sentenceCount: Int
  public let measures: [Measure]
  /// Ten bins of the probabilities of entities against how many are right.
  public let calibration: [CalibrationBin]

  /// - Parameter documents: For each stretch of sentences its gold, the document and parse of the same
  ///   words, and the probability of each entity of the parse.
  public init(
    _ documents: [(
      gold: [EntitySentence], document: Document, parse: Parse, probabilities: [Double?]
    )],
    rounds: Int = 1000, seed: UInt64 = 1
  ) {
    let tallies = documents.map {
      EntityTally(
        gold: $0.gold, document: $0.document, parse: $0.parse, probabilities: $0.probabilities)
    }
    var total = EntityTally()
    for tally in tallies { total += tally }
    calibration = total.bins
    sentenceCount = documents.reduce(0) { $0 + $1.gold.count }
    measures = Evaluation.measures(of: tallies, rounds: rounds, seed: seed)
  }
}

/// Entities of one stretch of text, by kind.
private struct EntityTally: Tally {
  private struct Counts {
    var right = 0
    var output = 0
    var gold = 0
  }

  private static let kinds: [(kind: Entity.Kind, label: String)] = [
    (.person, "PER"), (.organization, "ORG"), (.place, "LOC"),
  ]
  private var counts = Array(repeating: Counts(), count: 3)
  private(set) var bins = Array(repeating: CalibrationBin(), count: 10)

  init() {}

  init(gold: [EntitySentence], document: Document, parse: Parse, probabilities: [Double?]) {
    var wanted: [Range<Int>: String] = [:]
    for (sentence, place) in zip(gold, document.sentences) {
      var start: Int?
      for (index, label) in (sentence.labels + ["O"]).enumerated() {
        let token = place.tokens.lowerBound + index
        if let first = start, !label.hasPrefix("I-") {
          wanted[first..<token] = String(
            sentence.labels[first - place.tokens.lowerBound].dropFirst(2))
          start = nil
        }
        if label.hasPrefix("B-") { start = token }
      }
    }
    for (index, (kind, label)) in Self.kinds.enumerated() {
      counts[index].gold = wanted.values.count { $0 == label }
      for (entity, probability) in zip(parse.entities, probabilities) where entity.kind == kind {
        let isRight = wanted[entity.tokens] == label
        counts[index].output += 1
        if isRight { counts[index].right += 1 }
        guard let probability else { continue }
        let bin = min(9, Int(10 * probability))
        bins[bin].count += 1
        bins[bin].confidence += probability
        bins[bin].hits += isRight ? 1 : 0
      }
    }
  }

  static func += (total: inout EntityTally, part: EntityTally) {
    for index in total.counts.indices {
      total.counts[index].right += part.counts[index].right
      total.counts[index].output += part.counts[index].output
      total.counts[index].gold += part.counts[index].gold
    }
    for index in total.bins.indices {
      total.bins[index].count += part.bins[index].count
      total.bins[index].confidence += part.bins[index].confidence
      total.bins[index].hits += part.bins[index].hits
    }
  }

  var measures: [Measure] {
    let all = counts.reduce(into: Counts()) { sum, part in
      sum.right += part.right
      sum.output += part.output
      sum.gold += part.gold
    }
    let named = [("entities", all)] + zip(Self.kinds.map { "\($0.kind)" }, counts)
    let gap = bins.reduce(0) { $0 + abs($1.confidence - Double($1.hits)) }
    let error = Measure(
      "expected calibration error", ratio(gap, Double(bins.reduce(0) { $0 + $1.count })),
      scale: .number)
    return named.flatMap { name, counts in
      let precision = ratio(counts.right, counts.output)
      let recall = ratio(counts.right, counts.gold)
      return [
        Measure("\(name) precision", precision), Measure("\(name) recall", recall),
        Measure("\(name) F1", harmonicMean(precision, recall)),
      ]
    } + [error]
  }
}

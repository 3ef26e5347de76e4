import Glibc
public import StanceScoring

/// A labelled quote's gold stance beside the answer of a scorer.
public struct StanceAnswer: Hashable, Sendable {
  /// The article: intervals come from a bootstrap over groups.
  public var group: String
  public var gold: Stance
  public var predicted: Stance
  /// In the order of `Stance.allCases`.
  public var probabilities: [Double]

  public init(group: String, gold: Stance, predicted: Stance, probabilities: [Double]) {
    precondition(probabilities.count == 3, "three stances need three probabilities")
    self.group = group
    self.gold = gold
    self.predicted = predicted
    self.probabilities = probabilities
  }
}

/// How well stances and their probabilities agree with gold.
public struct StanceMeasures: Sendable {
  public let pairCount: Int
  public let groupCount: Int
  public let confusion: ConfusionMatrix
  /// Ten bins of the top probability, of equal width.
  public let calibration: [CalibrationBin]
  public let measures: [Measure]

  /// - Parameters:
  ///   - rounds: Bootstrap rounds for the intervals; 0 leaves them out.
  ///   - seed: The bootstrap's seed.
  public init(_ answers: [StanceAnswer], rounds: Int = 1000, seed: UInt64 = 1) {
    var tallies: [String: StanceTally] = [:]
    for answer in answers { tallies[answer.group, default: StanceTally()].add(answer) }
    let groups = tallies.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map(\.value)
    var total = StanceTally()
    for tally in groups { total += tally }
    pairCount = answers.count
    groupCount = groups.count
    confusion = total.confusion
    calibration = total.bins
    measures = Evaluation.measures(of: groups, rounds: rounds, seed: seed)
  }
}

/// The answers whose top probability lies in one stretch of a tenth.
public struct CalibrationBin: Hashable, Sendable {
  public var count = 0
  /// The sum of the top probabilities.
  public var confidence = 0.0
  /// How many of the most probable classes are the gold ones.
  public var hits = 0

  public init() {}
}

/// Counts of one group of labelled quotes.
struct StanceTally: Tally {
  private(set) var confusion = ConfusionMatrix(classes: Stance.allCases.map(\.rawValue))
  private(set) var bins = Array(repeating: CalibrationBin(), count: 10)
  private var brier = 0.0
  private var logLoss = 0.0

  mutating func add(_ answer: StanceAnswer) {
    let gold = answer.gold.index
    confusion[gold: gold, predicted: answer.predicted.index] += 1
    let probabilities = answer.probabilities
    // The first of equally probable classes is the top one.
    var top = 0
    for index in probabilities.indices where probabilities[index] > probabilities[top] {
      top = index
    }
    let bin = min(9, Int(10 * probabilities[top]))
    bins[bin].count += 1
    bins[bin].confidence += probabilities[top]
    bins[bin].hits += top == gold ? 1 : 0
    for index in probabilities.indices {
      let difference = probabilities[index] - (index == gold ? 1 : 0)
      brier += difference * difference
    }
    logLoss -= log(max(1e-15, probabilities[gold]))
  }

  static func += (total: inout StanceTally, part: StanceTally) {
    total.confusion += part.confusion
    for index in total.bins.indices {
      total.bins[index].count += part.bins[index].count
      total.bins[index].confidence += part.bins[index].confidence
      total.bins[index].hits += part.bins[index].hits
    }
    total.brier += part.brier
    total.logLoss += part.logLoss
  }

  var measures: [Measure] {
    let count = Double(confusion.total)
    let polar = [Stance.favor.index, Stance.against.index]
    let gap = bins.reduce(0) { $0 + abs($1.confidence - Double($1.hits)) }
    var measures = [
      Measure("macro-F1", confusion.macroF1),
      Measure("F1 polar", confusion.f1(over: polar)),
      Measure("accuracy", confusion.accuracy),
    ]
    for (index, name) in confusion.classes.enumerated() {
      measures.append(Measure("precision \(name)", confusion.precision(index)))
      measures.append(Measure("recall \(name)", confusion.recall(index)))
      measures.append(Measure("F1 \(name)", confusion.f1(index)))
    }
    return measures + [
      Measure("Matthews correlation", confusion.matthewsCorrelation),
      Measure("expected calibration error", ratio(gap, count), scale: .number),
      Measure("Brier score", ratio(brier, count), scale: .number),
      Measure("log loss", ratio(logLoss, count), scale: .number),
    ]
  }
}

extension Stance {
  /// The stance's place in `Stance.allCases`.
  var index: Int {
    switch self {
    case .favor: 0
    case .neutral: 1
    case .against: 2
    }
  }
}

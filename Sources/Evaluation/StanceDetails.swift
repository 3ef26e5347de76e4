public import Corpora
public import Documents
import Glibc
import LinearModels
public import StanceScoring

/// A labelled quote with the answer of a scorer and what a reader needs to judge it.
public struct StanceExample: Hashable, Sendable {
  public var id: String
  public var text: String
  public var target: String
  /// Nil when it is not known who speaks.
  public var speaker: String?
  public var answer: StanceAnswer
  public var reasons: [Reason]
  /// Direct, mixed or indirect; nil when the gold does not say what the quote's content is.
  public var kind: String?
  /// The parts of the text, as UTF-8 offsets.
  public var marks: [Mark] = []
  /// The other fields of the gold's record.
  public var metadata: [MetadataField] = []

  /// A part of the text that plays a part in the question.
  public struct Mark: Hashable, Sendable {
    public enum Role: Int, Sendable { case content, cue, source, target }

    public var span: TextSpan
    public var role: Role

    public init(_ span: TextSpan, _ role: Role) {
      self.span = span
      self.role = role
    }
  }

  public init(
    id: String, text: String, target: String, speaker: String?, answer: StanceAnswer,
    reasons: [Reason]
  ) {
    self.id = id
    self.text = text
    self.target = target
    self.speaker = speaker
    self.answer = answer
    self.reasons = reasons
  }

  /// Runs of characters between white space.
  public var wordCount: Int { text.split(whereSeparator: \.isWhitespace).count }
}

extension StanceExample {
  /// What a slice by a metadata field goes by: the field's text, of a date its month.
  fileprivate func value(of column: String) -> String? {
    guard let field = metadata.first(where: { $0.name == column }) else { return nil }
    let text = field.text
    let bytes = Array(text.utf8)
    let isDay =
      bytes.count >= 10 && bytes[4] == UInt8(ascii: "-") && bytes[7] == UInt8(ascii: "-")
      && bytes[0..<4].allSatisfy { (0x30...0x39).contains($0) }
    return isDay ? String(text.prefix(7)) : text
  }
}

/// Where a stance scorer is right and wrong: by threshold, by slice, by example.
public struct StanceDetails: Sendable {
  /// Examples that have something in common.
  public struct Slice: Hashable, Sendable {
    /// What they have in common, such as `target`, and which value.
    public var dimension: String
    public var value: String
    public var count: Int
    public var groupCount: Int
    public var accuracy: Double
    /// Accuracy minus that of all other examples, with its 95 % interval over groups.
    public var difference: Double
    public var interval: ClosedRange<Double>?
    /// How probable such a difference is by chance, after Holm's correction for the number of slices.
    public var adjustedP: Double?
  }

  /// A feature that tells the answers of a stance from the others.
  public struct TellingFeature: Hashable, Sendable {
    public var feature: String
    /// How many answers have it.
    public var count: Int
    /// Its mean contribution to favor over against in the answers of the stance, less that in all others;
    /// an answer without the feature counts as 0.
    public var contribution: Double
  }

  public let examples: [StanceExample]
  public let curves: [(stance: Stance, curves: RankCurves)]
  /// The areas under the curves and the accuracy of the most certain answers, with intervals from a
  /// bootstrap over groups.
  public let areas: [Measure]
  public let coverage: CoverageCurve
  /// Worst first.
  public let slices: [Slice]
  /// Toward favor and toward against, largest first.
  public let favoring: [TellingFeature]
  public let opposing: [TellingFeature]
  /// Examples whose text and target are those of an earlier one, and those of them in another group.
  public let duplicateCount: Int
  public let duplicatesAcrossGroups: Int

  /// Slices with fewer examples, or with fewer outside, are not shown. Chosen: an accuracy over fewer says next to nothing.
  public static let smallestSlice = 15

  /// - Parameters:
  ///   - rounds: Bootstrap rounds for the areas; 0 leaves the intervals out.
  ///   - seed: The bootstrap's seed.
  public init(_ examples: [StanceExample], rounds: Int = 1000, seed: UInt64 = 1) {
    self.examples = examples
    areas = Self.areas(of: examples, rounds: rounds, seed: seed)
    curves = Stance.allCases.map { stance in
      (
        stance,
        RankCurves(
          scores: examples.map { $0.answer.probabilities[stance.index] },
          isMember: examples.map { $0.answer.gold == stance })
      )
    }
    coverage = CoverageCurve(
      certainties: examples.map { $0.answer.probabilities.max() ?? 0 },
      isRight: examples.map(\.answer.isRight))
    slices = Self.slices(of: examples)
    favoring = Array(
      Self.features(of: examples, telling: .favor).filter { $0.contribution > 0 }.prefix(15))
    opposing = Array(
      Self.features(of: examples, telling: .against).reversed().filter { $0.contribution < 0 }
        .prefix(15))
    var seen: [String: String] = [:]
    var duplicates = 0
    var across = 0
    for example in examples {
      let words = example.text.lowercased().split { !$0.isLetter && !$0.isNumber }
      let key = words.joined(separator: " ") + "\u{0}" + example.target.lowercased()
      guard let group = seen[key] else {
        seen[key] = example.answer.group
        continue
      }
      duplicates += 1
      if group != example.answer.group { across += 1 }
    }
    duplicateCount = duplicates
    duplicatesAcrossGroups = across
  }

  /// The examples with wrong answers, the most certain ones first.
  public var errors: [StanceExample] {
    examples.enumerated().filter { !$0.element.answer.isRight }.sorted { a, b in
      let first = a.element.answer.probabilities[a.element.answer.predicted.index]
      let second = b.element.answer.probabilities[b.element.answer.predicted.index]
      return first != second ? first > second : a.offset < b.offset
    }.map(\.element)
  }

  private static func areas(of examples: [StanceExample], rounds: Int, seed: UInt64) -> [Measure] {
    let rankings = Stance.allCases.map { stance in
      Ranking(
        scores: examples.map { $0.answer.probabilities[stance.index] },
        isMember: examples.map { $0.answer.gold == stance })
    }
    let certainty = Ranking(
      scores: examples.map { $0.answer.probabilities.max() ?? 0 },
      isMember: examples.map(\.answer.isRight))
    func measures(_ weights: [Double]) -> [Measure] {
      zip(Stance.allCases, rankings).flatMap { stance, ranking in
        let areas = ranking.areas(weights)
        return [
          Measure("ROC area \(stance.rawValue)", areas.roc),
          Measure("average precision \(stance.rawValue)", areas.averagePrecision),
        ]
      }
        + [0.25, 0.5, 0.75].map { share in
          Measure(
            "accuracy at \(Int(100 * share)) % answered",
            certainty.accuracy(answering: share, weights))
        }
    }
    var result = measures(Array(repeating: 1, count: examples.count))
    guard rounds > 0, !examples.isEmpty else { return result }
    var members: [String: [Int]] = [:]
    for (index, example) in examples.enumerated() {
      members[example.answer.group, default: []].append(index)
    }
    let groups = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map(\.value)
    var generator = SeededGenerator(seed: seed)
    var samples = Array(repeating: [Double](), count: result.count)
    for _ in 0..<rounds {
      var weights = Array(repeating: 0.0, count: examples.count)
      for _ in groups {
        for index in groups[Int.random(in: 0..<groups.count, using: &generator)] {
          weights[index] += 1
        }
      }
      for (index, measure) in measures(weights).enumerated() {
        if let value = measure.value { samples[index].append(value) }
      }
    }
    for index in result.indices where result[index].value != nil {
      result[index].interval = middle(of: samples[index])
    }
    return result
  }

  /// All features, the largest differences first.
  private static func features(
    of examples: [StanceExample], telling stance: Stance
  ) -> [TellingFeature] {
    let inside = Double(max(1, examples.count { $0.answer.predicted == stance }))
    let outside = Double(max(1, examples.count { $0.answer.predicted != stance }))
    var sums: [String: TellingFeature] = [:]
    for example in examples {
      let share = example.answer.predicted == stance ? 1 / inside : -1 / outside
      for reason in example.reasons where reason.feature != "intercept" {
        var entry =
          sums[reason.feature] ?? TellingFeature(feature: reason.feature, count: 0, contribution: 0)
        entry.count += 1
        entry.contribution += reason.contribution * share
        sums[reason.feature] = entry
      }
    }
    return sums.values.sorted {
      $0.contribution != $1.contribution
        ? $0.contribution > $1.contribution : $0.feature < $1.feature
    }
  }

  private static func slices(of examples: [StanceExample]) -> [Slice] {
    func length(_ example: StanceExample) -> String {
      switch example.wordCount {
      case ..<10: "under 10 words"
      case ..<20: "10 to 19 words"
      case ..<40: "20 to 39 words"
      default: "40 words and more"
      }
    }
    var dimensions: [(name: String, value: (StanceExample) -> String?)] = [
      ("target", \.target), ("speaker", \.speaker), ("kind of quote", \.kind), ("length", length),
      ("speaker named", { $0.speaker == nil ? "no" : "yes" }), ("gold", \.answer.gold.rawValue),
    ]
    // Fields with a value of their own for almost every quote have no slice that is large enough.
    var columns: Set<String> = []
    for example in examples { columns.formUnion(example.metadata.map(\.name)) }
    for column in columns.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      dimensions.append((column, { $0.value(of: column) }))
    }
    var found: [(slice: Slice, p: Double?)] = []
    for dimension in dimensions {
      var members: [String: [Int]] = [:]
      for (index, example) in examples.enumerated() {
        if let value = dimension.value(example) { members[value, default: []].append(index) }
      }
      for (value, indices) in members
      where min(indices.count, examples.count - indices.count) >= smallestSlice {
        found.append(slice(dimension.name, value, indices, examples))
      }
    }
    found.sort { a, b in
      (a.slice.difference, a.slice.dimension, a.slice.value)
        < (b.slice.difference, b.slice.dimension, b.slice.value)
    }
    // Holm, "A simple sequentially rejective multiple test procedure", 1979.
    let order = found.indices.filter { found[$0].p != nil }.sorted {
      (found[$0].p!, $0) < (found[$1].p!, $1)
    }
    var largest = 0.0
    for (rank, index) in order.enumerated() {
      largest = max(largest, min(1, found[index].p! * Double(order.count - rank)))
      found[index].slice.adjustedP = largest
    }
    return found.map(\.slice)
  }

  /// A slice against all other examples; the error of the difference is clustered by group.
  private static func slice(
    _ dimension: String, _ value: String, _ indices: [Int], _ examples: [StanceExample]
  ) -> (slice: Slice, p: Double?) {
    var isInside = Array(repeating: false, count: examples.count)
    for index in indices { isInside[index] = true }
    let inside = Double(indices.count)
    let outside = Double(examples.count) - inside
    func share(_ wanted: Bool, _ count: Double) -> Double {
      let right = examples.indices.count { isInside[$0] == wanted && examples[$0].answer.isRight }
      return Double(right) / count
    }
    let (accuracy, other) = (share(true, inside), share(false, outside))
    var residuals: [String: Double] = [:]
    var groups: Set<String> = []
    for (index, example) in examples.enumerated() {
      let hit = example.answer.isRight ? 1.0 : 0
      let part = isInside[index] ? (hit - accuracy) / inside : -(hit - other) / outside
      residuals[example.answer.group, default: 0] += part
      if isInside[index] { groups.insert(example.answer.group) }
    }
    let count = Double(residuals.count)
    var slice = Slice(
      dimension: dimension, value: value, count: indices.count, groupCount: groups.count,
      accuracy: accuracy, difference: accuracy - other, interval: nil, adjustedP: nil)
    // A sum of squares must not depend on the order of a dictionary.
    let squares = residuals.values.map { $0 * $0 }.sorted().reduce(0, +)
    let error = (squares * count / max(1, count - 1)).squareRoot()
    guard groups.count >= 2, error > 0 else { return (slice, nil) }
    let reach = studentQuantile(degrees: residuals.count - 1) * error
    slice.interval = (slice.difference - reach)...(slice.difference + reach)
    return (slice, erfc(abs(slice.difference) / error / 2.0.squareRoot()))
  }
}

/// The labels before a token, for features that look at them.
public struct TagContext: Sendable, Hashable {
  /// The label of the token before, −1 at the beginning.
  public var previous: Int32
  /// The label of the token before that, −1 at the beginning.
  public var beforePrevious: Int32

  /// The context of a first token.
  public static let start = TagContext(previous: -1, beforePrevious: -1)

  /// A context of two labels.
  public init(previous: Int32, beforePrevious: Int32) {
    self.previous = previous
    self.beforePrevious = beforePrevious
  }
}

/// A set of labels below 64, as bits.
public struct LabelSet: OptionSet, Sendable, Hashable {
  public let rawValue: UInt64

  public init(rawValue: UInt64) { self.rawValue = rawValue }

  /// Every label.
  public static let all = LabelSet(rawValue: .max)

  /// The set of one label, 0 ..< 64.
  public init(label: Int32) {
    precondition((0..<64).contains(label), "label \(label) of a set of 64")
    rawValue = 1 << UInt64(label)
  }

  /// Whether a label is in the set; labels from 64 on always are.
  public func contains(label: Int) -> Bool { label >= 64 || rawValue >> UInt64(label) & 1 == 1 }
}

/// A tagger with a weight for each feature and label, learned from its own mistakes.
///
/// Features are 64-bit hashes that a closure supplies for each token. In greedy decoding the closure
/// is told the labels chosen so far, so features may look at them. In Viterbi decoding it is told
/// nothing of labels (`TagContext.start`), and weights for neighbouring labels take their place.
///
/// M. Collins, "Discriminative training methods for hidden Markov models" (2002).
public struct AveragedPerceptronTagger: Sendable {
  /// How the labels of a sequence are chosen.
  public enum Decoding: UInt32, Sendable, CaseIterable {
    /// Left to right, each label for good.
    case greedy = 0
    /// The best sequence under weights for features and for neighbouring labels.
    case viterbi = 1
  }

  /// Appends the features of a token, given the labels before it, to the list.
  public typealias Features = (_ token: Int, _ context: TagContext, _ into: inout [UInt64]) -> Void
  /// The labels that a token may have.
  public typealias Allowed = (_ token: Int) -> LabelSet

  /// The number of labels.
  public let labelCount: Int
  /// How labels are chosen.
  public let decoding: Decoding
  /// The number of features that have a weight.
  public var featureCount: Int { vocabulary.columnCount }

  let vocabulary: FeatureVocabulary
  /// Where each feature's entries start in `entryLabels` and `entryWeights`.
  let offsets: FlatArray<UInt32>
  let entryLabels: FlatArray<UInt16>
  let entryWeights: FlatArray<Float>
  /// Weights of neighbouring labels (`i * labelCount + j`), then of the first label; Viterbi only.
  let transitions: [Float]

  /// The labels of a sequence.
  ///
  /// - Parameters:
  ///   - count: the number of tokens.
  ///   - allowed: the labels that each token may have; an empty set allows all.
  ///   - features: the features of each token.
  /// - Complexity: O(tokens × features a token), and for Viterbi tokens × labels².
  public func tag(
    count: Int, allowed: Allowed? = nil, features: Features
  ) -> [Int32] {
    var scores = [Float](repeating: 0, count: labelCount)
    var hashes: [UInt64] = []
    switch decoding {
    case .greedy:
      var labels: [Int32] = []
      labels.reserveCapacity(count)
      var context = TagContext.start
      for token in 0..<count {
        hashes.removeAll(keepingCapacity: true)
        features(token, context, &hashes)
        score(hashes, into: &scores)
        let label = best(scores, allowed: allowed?(token) ?? .all)
        labels.append(label)
        context = TagContext(previous: label, beforePrevious: context.previous)
      }
      return labels
    case .viterbi:
      var all: [Float] = []
      all.reserveCapacity(count * labelCount)
      for token in 0..<count {
        hashes.removeAll(keepingCapacity: true)
        features(token, .start, &hashes)
        score(hashes, into: &scores)
        mask(&scores, allowed: allowed?(token) ?? .all)
        all.append(contentsOf: scores)
      }
      return bestPath(all, transitions: transitions, labelCount: labelCount)
    }
  }

  /// The label of each token of a greedy tagger with the lead of its score over the runner-up's.
  ///
  /// - Precondition: `decoding == .greedy`.
  public func tagWithMargins(
    count: Int, allowed: Allowed? = nil, features: Features
  ) -> [(label: Int32, margin: Float)] {
    precondition(decoding == .greedy, "margins are those of greedy decoding")
    var scores = [Float](repeating: 0, count: labelCount)
    var hashes: [UInt64] = []
    var result: [(label: Int32, margin: Float)] = []
    var context = TagContext.start
    for token in 0..<count {
      hashes.removeAll(keepingCapacity: true)
      features(token, context, &hashes)
      score(hashes, into: &scores)
      let set = allowed?(token) ?? .all
      let label = best(scores, allowed: set)
      var runnerUp = -Float.infinity
      for other in 0..<labelCount where other != Int(label) && set.contains(label: other) {
        runnerUp = max(runnerUp, scores[other])
      }
      result.append((label, scores[Int(label)] - runnerUp))
      context = TagContext(previous: label, beforePrevious: context.previous)
    }
    return result
  }

  private func score(_ hashes: [UInt64], into scores: inout [Float]) {
    for label in scores.indices { scores[label] = 0 }
    scores.withUnsafeMutableBufferPointer { scores in
      offsets.withUnsafeBufferPointer { offsets in
        entryLabels.withUnsafeBufferPointer { labels in
          entryWeights.withUnsafeBufferPointer { weights in
            for hash in hashes {
              guard let row = vocabulary.column(of: hash) else { continue }
              for entry in Int(offsets[Int(row)])..<Int(offsets[Int(row) + 1]) {
                scores[Int(labels[entry])] += weights[entry]
              }
            }
          }
        }
      }
    }
  }
}

/// The allowed label with the highest score; the lowest of equals. An empty set allows all.
func best(_ scores: [Float], allowed: LabelSet) -> Int32 {
  if allowed == .all { return highest(scores) }
  var winner = -1
  for label in scores.indices where allowed.contains(label: label) {
    if winner < 0 || scores[label] > scores[winner] { winner = label }
  }
  return winner < 0 ? highest(scores) : Int32(winner)
}

/// Makes labels that are not allowed too costly to choose.
func mask(_ scores: inout [Float], allowed: LabelSet) {
  if allowed == .all || !scores.indices.contains(where: { allowed.contains(label: $0) }) { return }
  for label in scores.indices where !allowed.contains(label: label) { scores[label] = -1e30 }
}

/// The label sequence with the highest sum of scores and transitions.
func bestPath(_ scores: [Float], transitions: [Float], labelCount: Int) -> [Int32] {
  let count = scores.count / labelCount
  guard count > 0 else { return [] }
  var best = (0..<labelCount).map { scores[$0] + transitions[labelCount * labelCount + $0] }
  var next = best
  var origins = [Int32](repeating: 0, count: count * labelCount)
  for token in 1..<max(1, count) {
    for label in 0..<labelCount {
      var top = best[0] + transitions[label]
      var origin: Int32 = 0
      for first in 1..<max(1, labelCount) {
        let candidate = best[first] + transitions[first * labelCount + label]
        if candidate > top {
          top = candidate
          origin = Int32(first)
        }
      }
      next[label] = top + scores[token * labelCount + label]
      origins[token * labelCount + label] = origin
    }
    swap(&best, &next)
  }
  var path = [Int32](repeating: 0, count: count)
  var label = highest(best)
  for token in stride(from: count - 1, through: 0, by: -1) {
    path[token] = label
    label = origins[token * labelCount + Int(label)]
  }
  return path
}

extension AveragedPerceptronTagger {
  /// Adds the tagger to a file, as sections whose names begin with `name`.
  public func write(to file: inout ModelFileWriter, as name: String, halfPrecision: Bool = false) {
    vocabulary.write(to: &file, as: "\(name).vocabulary")
    file.add("\(name).offsets", integers: Array(offsets))
    file.add("\(name).labels", shorts: Array(entryLabels))
    if halfPrecision {
      file.add("\(name).weights", halfPrecision: Array(entryWeights))
    } else {
      file.add("\(name).weights", floats: Array(entryWeights))
    }
    file.add("\(name).transitions", floats: transitions)
    file.add("\(name).shape", integers: [UInt32(labelCount), decoding.rawValue])
  }

  /// The tagger of a file; tables are used where they lie.
  ///
  /// - Throws: `ModelFileError` when a section is absent or the sections do not fit together.
  public init(from file: ModelFile, as name: String) throws(ModelFileError) {
    vocabulary = try FeatureVocabulary(from: file, as: "\(name).vocabulary")
    offsets = try file.integerTable("\(name).offsets")
    entryLabels = try file.shortTable("\(name).labels")
    entryWeights =
      try file.elementType(of: "\(name).weights") == .float16
      ? FlatArray(file.floats("\(name).weights")) : file.floatTable("\(name).weights")
    transitions = try file.floats("\(name).transitions")
    let shape = try file.integers("\(name).shape")
    guard shape.count == 2, shape[0] >= 1, shape[0] <= 1 << 16,
      let decoding = Decoding(rawValue: shape[1])
    else { throw .inconsistent(reason: "\"\(name)\" has no sensible shape") }
    labelCount = Int(shape[0])
    self.decoding = decoding
    let expected = decoding == .viterbi ? labelCount * (labelCount + 1) : 0
    guard offsets.count == vocabulary.columnCount + 1, entryLabels.count == entryWeights.count,
      transitions.count == expected, isPartition(offsets, of: entryLabels.count),
      entryLabels.allSatisfy({ $0 < labelCount })
    else {
      throw .inconsistent(
        reason: "\"\(name)\" has \(vocabulary.columnCount) features, \(offsets.count) offsets, "
          + "\(entryLabels.count) labels and \(entryWeights.count) weights")
    }
  }
}

/// Whether offsets ascend from 0 to a count.
func isPartition(_ offsets: FlatArray<UInt32>, of count: Int) -> Bool {
  offsets.withUnsafeBufferPointer { offsets in
    guard offsets.first == 0, offsets.last.map(Int.init) == count else { return false }
    for index in 1..<offsets.count where offsets[index] < offsets[index - 1] { return false }
    return true
  }
}

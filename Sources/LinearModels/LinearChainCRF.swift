public import LinearAlgebra

/// A linear-chain conditional random field over binary token features.
///
/// The score of a label sequence is the sum of the weights (column, label) of the features that are
/// on, a weight for each pair of neighbouring labels, and one for the first and the last label;
/// its probability is softmax over all allowed label sequences.
///
/// J. Lafferty, A. McCallum, F. Pereira, "Conditional random fields" (2001).
public struct LinearChainCRF: Sendable {
  /// The number of labels.
  public let labelCount: Int
  /// The number of feature columns.
  public let columnCount: Int
  /// Which label sequences are possible.
  public let constraints: LabelConstraints
  /// The weights, `column * labelCount + label`.
  public let weights: FlatArray<Float>
  /// Transition weights (`i * labelCount + j` for i before j), then those of the first label, then
  /// those of the last.
  public let edges: [Float]

  /// A model from its weights.
  ///
  /// - Precondition: the counts fit together.
  public init(
    labelCount: Int, weights: FlatArray<Float>, edges: [Float], constraints: LabelConstraints
  ) {
    precondition(labelCount >= 1 && weights.count % labelCount == 0, "\(weights.count) weights")
    precondition(edges.count == labelCount * (labelCount + 2), "\(edges.count) edge weights")
    precondition(constraints.labelCount == labelCount, "constraints for another label set")
    self.labelCount = labelCount
    columnCount = weights.count / labelCount
    self.constraints = constraints
    self.weights = weights
    self.edges = edges
  }

  /// The most probable allowed label sequence; among equals the one whose labels are lowest from
  /// the end. Where no sequence is allowed at all, forbidden steps are taken at a great cost.
  ///
  /// - Precondition: every column is below `columnCount`.
  /// - Complexity: O(tokens × labels × (labels + features a token)).
  public func viterbi(_ tokens: TokenFeatures) -> [Int32] {
    viterbi(scores: unigramScores(tokens))
  }

  /// The best sequence for the sums of the tokens' weights, tokens × labels.
  func viterbi(scores: [Float]) -> [Int32] {
    let labels = labelCount
    let count = scores.count / labels
    guard count > 0 else { return [] }
    let forbidden: Float = -1e30
    let square = labels * labels
    var steps = [Float](repeating: 0, count: square)
    for index in 0..<square {
      steps[index] = constraints.transitions[index] ? edges[index] : forbidden
    }
    var best = [Float](repeating: 0, count: labels)
    var next = best
    var origins = [Int32](repeating: 0, count: count * labels)
    for label in 0..<labels {
      best[label] =
        (constraints.starts[label] ? edges[square + label] : forbidden) + scores[label]
    }
    steps.withUnsafeBufferPointer { steps in
      origins.withUnsafeMutableBufferPointer { origins in
        for token in 1..<max(1, count) {
          let base = token * labels
          for label in 0..<labels {
            next[label] = best[0] + steps[label]
            origins[base + label] = 0
          }
          for first in 1..<max(1, labels) {
            let score = best[first]
            let row = first * labels
            for label in 0..<labels {
              let candidate = score + steps[row + label]
              if candidate > next[label] {
                next[label] = candidate
                origins[base + label] = Int32(first)
              }
            }
          }
          for label in 0..<labels { best[label] = next[label] + scores[base + label] }
        }
      }
    }
    for label in 0..<labels {
      best[label] += constraints.ends[label] ? edges[square + labels + label] : forbidden
    }
    var path = [Int32](repeating: 0, count: count)
    var label = highest(best)
    for token in stride(from: count - 1, through: 0, by: -1) {
      path[token] = label
      label = origins[token * labels + Int(label)]
    }
    return path
  }

  /// The probability of each label at each token, tokens × labels; rows sum to 1.
  ///
  /// - Precondition: every column is below `columnCount`.
  public func marginals(_ tokens: TokenFeatures) -> DenseMatrix<Float> {
    marginals(scores: unigramScores(tokens))
  }

  /// The marginal probabilities for the sums of the tokens' weights, tokens × labels.
  func marginals(scores: [Float]) -> DenseMatrix<Float> {
    let count = scores.count / labelCount
    var result = DenseMatrix<Float>(rowCount: count, columnCount: labelCount)
    guard count > 0 else { return result }
    var scores = scores
    var lattice = ChainLattice(ChainEdges(edges, constraints: constraints))
    scores.withUnsafeMutableBufferPointer {
      _ = lattice.run(scores: $0.baseAddress!, tokenCount: count, expectations: nil)
    }
    result.elements = scores
    return result
  }

  /// The logarithm of the probability of a label sequence; −∞ when it is forbidden.
  ///
  /// - Precondition: as many labels as tokens, each below `labelCount`.
  public func logProbability(of labels: [Int32], given tokens: TokenFeatures) -> Double {
    precondition(labels.count == tokens.count, "\(labels.count) labels, \(tokens.count) tokens")
    guard tokens.count > 0 else { return 0 }
    guard constraints.firstViolation(in: labels[...]) == nil else { return -.infinity }
    var scores = unigramScores(tokens)
    let gold = goldScore(labels[...], scores: scores)
    var lattice = ChainLattice(ChainEdges(edges, constraints: constraints))
    let total = scores.withUnsafeMutableBufferPointer {
      lattice.run(scores: $0.baseAddress!, tokenCount: tokens.count, expectations: nil)
    }
    return gold - total
  }

  /// The sum of the weights along a label sequence.
  func goldScore(_ labels: ArraySlice<Int32>, scores: [Float]) -> Double {
    var score = 0.0
    var previous: Int?
    for (token, label) in labels.enumerated() {
      let label = Int(label)
      score += Double(scores[token * labelCount + label])
      if let previous {
        score += Double(edges[previous * labelCount + label])
      } else {
        score += Double(edges[labelCount * labelCount + label])
      }
      previous = label
    }
    if let previous { score += Double(edges[labelCount * (labelCount + 1) + previous]) }
    return score
  }

  /// The sum of the weights of the features that are on, tokens × labels.
  private func unigramScores(_ tokens: TokenFeatures) -> [Float] {
    var scores = [Float](repeating: 0, count: tokens.count * labelCount)
    let labels = labelCount
    let limit = UInt32(clamping: columnCount)
    weights.withUnsafeBufferPointer { weights in
      scores.withUnsafeMutableBufferPointer { scores in
        for token in 0..<tokens.count {
          for position in tokens.offsets[token]..<tokens.offsets[token + 1] {
            let column = tokens.columns[position]
            precondition(column < limit, "column \(column) of \(limit)")
            let source = Int(column) * labels
            let target = token * labels
            for label in 0..<labels { scores[target + label] += weights[source + label] }
          }
        }
      }
    }
    return scores
  }

  /// The model without the columns whose weights are all at most `threshold` in size, and which
  /// columns it keeps, ascending: `vocabulary.keeping(columns)` is the vocabulary that fits it.
  public func pruned(threshold: Float = 0) -> (model: LinearChainCRF, columns: [UInt32]) {
    var kept: [UInt32] = []
    var keptWeights: [Float] = []
    weights.withUnsafeBufferPointer { weights in
      for column in 0..<columnCount {
        let row = weights[(column * labelCount)..<((column + 1) * labelCount)]
        if row.contains(where: { abs($0) > threshold }) {
          kept.append(UInt32(column))
          keptWeights.append(contentsOf: row)
        }
      }
    }
    let model = LinearChainCRF(
      labelCount: labelCount, weights: FlatArray(keptWeights), edges: edges,
      constraints: constraints)
    return (model, kept)
  }
}

extension LinearChainCRF {
  /// Adds the model to a file, as sections whose names begin with `name`.
  ///
  /// - Parameters:
  ///   - file: where to add it.
  ///   - name: what the names of its sections begin with.
  ///   - halfPrecision: whether to round the weights of features to half precision; they must be at
  ///     most 65,504 in size.
  public func write(to file: inout ModelFileWriter, as name: String, halfPrecision: Bool = false) {
    if halfPrecision {
      file.add("\(name).weights", halfPrecision: Array(weights))
    } else {
      file.add("\(name).weights", floats: Array(weights))
    }
    file.add("\(name).edges", floats: edges)
    file.add(
      "\(name).allowed",
      bytes: (constraints.transitions + constraints.starts + constraints.ends).map { $0 ? 1 : 0 })
    file.add("\(name).labels", integers: [UInt32(labelCount)])
  }

  /// The model of a file; weights in single precision are used where they lie.
  ///
  /// - Throws: `ModelFileError` when a section is absent or the sections do not fit together.
  public init(from file: ModelFile, as name: String) throws(ModelFileError) {
    let counts = try file.integers("\(name).labels")
    let edges = try file.floats("\(name).edges")
    let allowed = try file.bytes("\(name).allowed")
    guard counts.count == 1, counts[0] >= 1, counts[0] < 1 << 16 else {
      throw .inconsistent(reason: "\"\(name)\" has no sensible number of labels")
    }
    let labels = Int(counts[0])
    let weights =
      try file.elementType(of: "\(name).weights") == .float16
      ? FlatArray(file.floats("\(name).weights")) : file.floatTable("\(name).weights")
    guard edges.count == labels * (labels + 2), allowed.count == edges.count,
      weights.count % labels == 0
    else {
      throw .inconsistent(
        reason: "\"\(name)\" has \(labels) labels, \(edges.count) edge weights, \(allowed.count) "
          + "constraints and \(weights.count) weights")
    }
    var constraints = LabelConstraints(labelCount: labels)
    let square = labels * labels
    constraints.transitions = allowed[..<square].map { $0 != 0 }
    constraints.starts = allowed[square..<(square + labels)].map { $0 != 0 }
    constraints.ends = allowed[(square + labels)...].map { $0 != 0 }
    self.init(labelCount: labels, weights: weights, edges: edges, constraints: constraints)
  }
}

import Glibc

/// The sums over all labellings of a stretch of tokens, from which the probability of a part of one
/// follows (forward and backward; L. Rabiner, "A tutorial on hidden Markov models", 1989).
///
/// Logarithms in double precision: labels that no labelling may have are −∞.
struct LabelLattice {
  private let labelCount: Int
  private let tokenCount: Int
  /// `token * labelCount + label`.
  private let scores: [Double]
  /// Laid out as in `SequenceModel`.
  private let edges: [Double]
  /// The sums over all beginnings up to a label with its score, and over all ends after it.
  private var forward: [Double]
  private var backward: [Double]
  /// The sum over all labellings.
  private var total = 0.0

  /// - Complexity: O(tokens × labels²).
  init(scores: [Double], edges: [Double], labelCount: Int) {
    let labels = labelCount
    let square = labels * labels
    tokenCount = scores.count / labels
    self.labelCount = labels
    self.scores = scores
    self.edges = edges
    forward = [Double](repeating: 0, count: scores.count)
    backward = [Double](repeating: 0, count: scores.count)
    guard tokenCount > 0 else { return }
    var terms = [Double](repeating: 0, count: labels)
    for label in 0..<labels { forward[label] = edges[square + label] + scores[label] }
    for token in 1..<max(1, tokenCount) {
      for label in 0..<labels {
        for first in 0..<labels {
          terms[first] = forward[(token - 1) * labels + first] + edges[first * labels + label]
        }
        forward[token * labels + label] = Self.sum(terms) + scores[token * labels + label]
      }
    }
    let last = (tokenCount - 1) * labels
    for label in 0..<labels { backward[last + label] = edges[square + labels + label] }
    for token in stride(from: tokenCount - 2, through: 0, by: -1) {
      for label in 0..<labels {
        for second in 0..<labels {
          let next = (token + 1) * labels + second
          terms[second] = edges[label * labels + second] + scores[next] + backward[next]
        }
        backward[token * labels + label] = Self.sum(terms)
      }
    }
    for label in 0..<labels { terms[label] = forward[last + label] + backward[last + label] }
    total = Self.sum(terms)
  }

  /// The probability that tokens have certain labels and that another one does not follow them.
  ///
  /// - Parameters:
  ///   - labels: the labels of the tokens from `start` on; one or more.
  ///   - next: the label that the token after them, if there is one, does not have.
  func probability(of labels: [Int], from start: Int, without next: Int) -> Double {
    guard let first = labels.first, let last = labels.last, total > -.infinity else { return 0 }
    var path = forward[start * labelCount + first]
    for offset in labels.indices.dropFirst() {
      path += edges[labels[offset - 1] * labelCount + labels[offset]]
      path += scores[(start + offset) * labelCount + labels[offset]]
    }
    let end = start + labels.count
    if end == tokenCount {
      path += backward[(end - 1) * labelCount + last]
    } else {
      path += Self.sum(
        (0..<labelCount).filter { $0 != next }.map { label in
          let after = end * labelCount + label
          return edges[last * labelCount + label] + scores[after] + backward[after]
        })
    }
    return min(1, exp(path - total))
  }

  /// log Σ exp, without overflow.
  private static func sum(_ terms: [Double]) -> Double {
    let peak = terms.max() ?? -.infinity
    guard peak > -.infinity else { return peak }
    return peak + log(terms.reduce(0) { $0 + exp($1 - peak) })
  }
}

extension SequenceModel {
  /// The lattice of a stretch of tokens.
  ///
  /// - Parameter features: appends the features of a token.
  func lattice(
    of range: Range<Int>, features: (_ token: Int, _ into: inout [UInt64]) -> Void
  ) -> LabelLattice {
    var sums = [Int32](repeating: 0, count: range.count * labelCount + 8)
    var hashes: [UInt64] = []
    sums.withUnsafeMutableBufferPointer { sums in
      weights.withTable { table in
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: FeatureWeights.blockLength) {
          known in
          for (index, token) in range.enumerated() {
            hashes.removeAll(keepingCapacity: true)
            features(token, &hashes)
            hashes.withUnsafeBufferPointer {
              table.add($0, known: known, to: sums.baseAddress! + index * labelCount)
            }
          }
        }
      }
    }
    let scale = Double(weights.scale)
    return LabelLattice(
      scores: sums.prefix(range.count * labelCount).map { Double($0) * scale },
      edges: edges.map { $0 == Self.forbidden ? -.infinity : Double($0) * scale },
      labelCount: labelCount)
  }
}

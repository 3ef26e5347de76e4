import Glibc

/// The scores of a linear chain and the sums over all its label sequences.
///
/// Works with exponentials scaled to sum to one at each token, in double precision: a chain of any
/// length neither underflows nor overflows.
struct ChainLattice {
  let labelCount: Int
  /// exp of the transition weights, 0 where forbidden; `i * labelCount + j` for i before j.
  private let transitions: Buffer<Double>
  /// The same, transposed.
  private let transposed: Buffer<Double>
  private let starts: Buffer<Double>
  private let ends: Buffer<Double>
  private var potentials = Buffer<Double>(count: 0, filledWith: 0)
  private var forward = Buffer<Double>(count: 0, filledWith: 0)
  private var backward = Buffer<Double>(count: 0, filledWith: 0)
  private var scales = Buffer<Double>(count: 0, filledWith: 0)
  private var capacity = 0

  /// - Parameter edges: transitions, starts and ends, as `LinearChainCRF` stores them.
  init(labelCount: Int, edges: UnsafePointer<Float>, constraints: LabelConstraints) {
    self.labelCount = labelCount
    let square = labelCount * labelCount
    transitions = Buffer(count: square, filledWith: 0)
    transposed = Buffer(count: square, filledWith: 0)
    starts = Buffer(count: labelCount, filledWith: 0)
    ends = Buffer(count: labelCount, filledWith: 0)
    update(edges: edges, constraints: constraints)
  }

  /// Takes new transition weights.
  func update(edges: UnsafePointer<Float>, constraints: LabelConstraints) {
    let square = labelCount * labelCount
    for index in 0..<square {
      let weight = constraints.transitions[index] ? exp(Double(edges[index])) : 0
      transitions[index] = weight
      transposed[(index % labelCount) * labelCount + index / labelCount] = weight
    }
    for label in 0..<labelCount {
      starts[label] = constraints.starts[label] ? exp(Double(edges[square + label])) : 0
      ends[label] =
        constraints.ends[label] ? exp(Double(edges[square + labelCount + label])) : 0
    }
  }

  private mutating func reserve(_ tokens: Int) {
    guard tokens > capacity else { return }
    capacity = max(64, tokens * 2)
    potentials = Buffer(count: capacity * labelCount, filledWith: 0)
    forward = Buffer(count: capacity * labelCount, filledWith: 0)
    backward = Buffer(count: capacity * labelCount, filledWith: 0)
    scales = Buffer(count: capacity, filledWith: 0)
  }

  /// Runs forward and backward over a sequence.
  ///
  /// - Parameters:
  ///   - scores: tokens × labels, read; on return the marginal probability of each label.
  ///   - expectations: when given, the expected count of each transition, start and end is added
  ///     in the layout of the edges.
  /// - Returns: the logarithm of the sum over label sequences; −∞ when no sequence is allowed, and
  ///   then the marginals are those of the tokens taken alone.
  mutating func run(
    scores: UnsafeMutablePointer<Float>, tokenCount: Int,
    expectations: UnsafeMutablePointer<Double>?
  ) -> Double {
    reserve(tokenCount)
    let labels = labelCount
    let potentials = potentials.base
    let forward = forward.base
    let backward = backward.base
    let scales = scales.base
    var logSum = 0.0
    for token in 0..<tokenCount {
      let row = scores + token * labels
      var peak = row[0]
      for label in 1..<max(1, labels) { peak = max(peak, row[label]) }
      for label in 0..<labels {
        potentials[token * labels + label] = exp(Double(row[label] - peak))
      }
      logSum += Double(peak)
    }
    // Forward.
    for token in 0..<tokenCount {
      let now = forward + token * labels
      let own = potentials + token * labels
      if token == 0 {
        for label in 0..<labels { now[label] = starts.base[label] }
      } else {
        multiply(now - labels, transitions.base, into: now)
      }
      let isLast = token == tokenCount - 1
      var total = 0.0
      for label in 0..<labels {
        now[label] *= own[label]
        if isLast { now[label] *= ends.base[label] }
        total += now[label]
      }
      guard total > 0, total.isFinite else {
        takeAlone(scores: scores, tokenCount: tokenCount)
        return -.infinity
      }
      scales[token] = total
      let inverse = 1 / total
      for label in 0..<labels { now[label] *= inverse }
      logSum += log(total)
    }
    // Backward: `backward` holds potential × β / scale, so that marginals are products.
    var token = tokenCount - 1
    while token >= 0 {
      let now = backward + token * labels
      let own = potentials + token * labels
      let inverse = 1 / scales[token]
      let row = scores + token * labels
      if token == tokenCount - 1 {
        for label in 0..<labels {
          row[label] = Float(forward[token * labels + label])
          now[label] = own[label] * ends.base[label] * inverse
        }
      } else {
        multiply(now + labels, transposed.base, into: now)
        for label in 0..<labels {
          row[label] = Float(forward[token * labels + label] * now[label])
          now[label] *= own[label] * inverse
        }
      }
      token -= 1
    }
    if let expectations {
      let square = labels * labels
      var token = 1
      while token < tokenCount {
        let before = forward + (token - 1) * labels
        let after = backward + token * labels
        for first in 0..<labels {
          let share = before[first]
          let row = expectations + first * labels
          let weights = transitions.base + first * labels
          for second in 0..<labels { row[second] += share * weights[second] * after[second] }
        }
        token += 1
      }
      for label in 0..<labels {
        expectations[square + label] += Double(scores[label])
        expectations[square + labels + label] += Double(scores[(tokenCount - 1) * labels + label])
      }
    }
    return logSum
  }

  @inline(__always)
  private func multiply(
    _ row: UnsafeMutablePointer<Double>, _ matrix: UnsafeMutablePointer<Double>,
    into result: UnsafeMutablePointer<Double>
  ) {
    for label in 0..<labelCount { result[label] = 0 }
    for first in 0..<labelCount {
      let share = row[first]
      let line = matrix + first * labelCount
      for second in 0..<labelCount { result[second] += share * line[second] }
    }
  }

  private func takeAlone(scores: UnsafeMutablePointer<Float>, tokenCount: Int) {
    for token in 0..<tokenCount {
      let row = scores + token * labelCount
      var total = 0.0
      for label in 0..<labelCount { total += potentials.base[token * labelCount + label] }
      for label in 0..<labelCount {
        row[label] = Float(potentials.base[token * labelCount + label] / total)
      }
    }
  }
}

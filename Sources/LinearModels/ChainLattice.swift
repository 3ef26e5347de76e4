import Glibc

/// Exponentials of the edge weights of a chain, shared by the lattices of many threads.
///
/// Reading is safe from any thread; `update` is not, and happens between passes.
final class ChainEdges: @unchecked Sendable {
  let labelCount: Int
  /// exp of the transition weights, 0 where forbidden; `i * labelCount + j` for i before j.
  let transitions: Buffer<Double>
  /// The same, transposed.
  let transposed: Buffer<Double>
  let starts: Buffer<Double>
  let ends: Buffer<Double>
  private let constraints: LabelConstraints

  /// - Parameter edges: transitions, starts and ends, as `LinearChainCRF` stores them.
  init(_ edges: UnsafePointer<Float>, constraints: LabelConstraints) {
    labelCount = constraints.labelCount
    self.constraints = constraints
    let square = labelCount * labelCount
    transitions = Buffer(count: square, filledWith: 0)
    transposed = Buffer(count: square, filledWith: 0)
    starts = Buffer(count: labelCount, filledWith: 0)
    ends = Buffer(count: labelCount, filledWith: 0)
    update(edges)
  }

  /// Takes new weights.
  func update(_ edges: UnsafePointer<Float>) {
    let square = labelCount * labelCount
    for first in 0..<labelCount {
      for second in 0..<labelCount {
        let index = first * labelCount + second
        let weight = constraints.transitions[index] ? exp(Double(edges[index])) : 0
        transitions.base[index] = weight
        transposed.base[second * labelCount + first] = weight
      }
    }
    for label in 0..<labelCount {
      starts[label] = constraints.starts[label] ? exp(Double(edges[square + label])) : 0
      ends[label] =
        constraints.ends[label] ? exp(Double(edges[square + labelCount + label])) : 0
    }
  }
}

/// The scores of a linear chain and the sums over all its label sequences.
///
/// Works with exponentials scaled to sum to one at each token, in double precision: a chain of any
/// length neither underflows nor overflows.
struct ChainLattice {
  private let edges: ChainEdges
  private var labelCount: Int { edges.labelCount }
  private var potentials = Buffer<Double>(uninitializedCount: 0)
  private var forward = Buffer<Double>(uninitializedCount: 0)
  private var backward = Buffer<Double>(uninitializedCount: 0)
  private var scales = Buffer<Double>(uninitializedCount: 0)
  private var capacity = 0

  init(_ edges: ChainEdges) {
    self.edges = edges
  }

  private mutating func reserve(_ tokens: Int) {
    guard tokens > capacity else { return }
    capacity = max(64, tokens * 2)
    potentials = Buffer(uninitializedCount: capacity * labelCount)
    forward = Buffer(uninitializedCount: capacity * labelCount)
    backward = Buffer(uninitializedCount: capacity * labelCount)
    scales = Buffer(uninitializedCount: capacity)
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
        for label in 0..<labels { now[label] = edges.starts.base[label] }
      } else {
        multiply(now - labels, edges.transitions.base, into: now)
      }
      let isLast = token == tokenCount - 1
      var total = 0.0
      for label in 0..<labels {
        now[label] *= own[label]
        if isLast { now[label] *= edges.ends.base[label] }
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
          now[label] = own[label] * edges.ends.base[label] * inverse
        }
      } else {
        multiply(now + labels, edges.transposed.base, into: now)
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
          let weights = edges.transitions.base + first * labels
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

/// Lattices that share their edges, for parts of a job that run at the same time.
final class LatticePool: @unchecked Sendable {
  // Unchecked: each part uses the lattice of its own number only.
  private let lattices: UnsafeMutablePointer<ChainLattice>
  let count: Int

  init(_ edges: ChainEdges, count: Int) {
    self.count = count
    lattices = .allocate(capacity: max(1, count))
    for index in 0..<count { (lattices + index).initialize(to: ChainLattice(edges)) }
  }

  /// Runs the lattice of a part; see `ChainLattice.run`.
  func run(
    _ index: Int, scores: UnsafeMutablePointer<Float>, tokenCount: Int,
    expectations: UnsafeMutablePointer<Double>
  ) -> Double {
    lattices[index].run(scores: scores, tokenCount: tokenCount, expectations: expectations)
  }

  deinit {
    lattices.deinitialize(count: count)
    lattices.deallocate()
  }
}

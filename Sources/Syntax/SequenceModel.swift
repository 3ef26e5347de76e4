package import LinearModels

/// A linear-chain conditional random field in the form in which it labels text: compact weights of
/// features, and weights of neighbouring labels.
package struct SequenceModel: Sendable {
  package let labelCount: Int
  package let weights: FeatureWeights
  /// `i * labelCount + j` for label i before j, then the first labels, then the last; in steps of the
  /// features' scale. Forbidden steps cost `forbidden`.
  let edges: [Int32]
  static let forbidden: Int32 = -100_000_000

  /// A fitted model with the features it keeps.
  package init(_ model: LinearChainCRF, hashes: [UInt64]) {
    let weights = FeatureWeights(
      hashes: hashes, weights: Array(model.weights), labelCount: model.labelCount)
    let constraints = model.constraints
    let allowed = constraints.transitions + constraints.starts + constraints.ends
    self.init(
      weights: weights,
      edges: zip(model.edges, allowed).map {
        $1 ? Int32(($0 / weights.scale).rounded()) : Self.forbidden
      })
  }

  private init(weights: FeatureWeights, edges: [Int32]) {
    labelCount = weights.labelCount
    self.weights = weights
    self.edges = edges
  }

  package func write(to file: inout ModelFileWriter, as name: String) {
    weights.write(to: &file, as: name)
    file.add("\(name).edges", integers: edges.map { UInt32(bitPattern: $0) })
  }

  package init(from file: ModelFile, as name: String) throws(ModelFileError) {
    let weights = try FeatureWeights(from: file, as: name)
    let edges = try file.integers("\(name).edges").map { Int32(bitPattern: $0) }
    let labels = weights.labelCount
    guard edges.count == labels * (labels + 2) else {
      throw .inconsistent(reason: "\"\(name)\" has \(edges.count) edges for \(labels) labels")
    }
    self.init(weights: weights, edges: edges)
  }

  /// The most probable labels of a stretch of tokens.
  ///
  /// - Parameter features: appends the features of a token.
  @inline(__always)
  func labels(
    of range: Range<Int>, into labels: inout [UInt8],
    features: (_ token: Int, _ into: inout [UInt64]) -> Void
  ) {
    labels.removeAll(keepingCapacity: true)
    labels.append(contentsOf: repeatElement(0, count: range.count))
    var hashes: [UInt64] = []
    hashes.reserveCapacity(64)
    // One place more: rows are added eight labels at a time.
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: range.count * labelCount + 8) {
      memory in
      memory.initialize(repeating: 0)
      let start = memory.baseAddress!
      weights.withTable { table in
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: FeatureWeights.blockLength) {
          known in
          for (index, token) in range.enumerated() {
            hashes.removeAll(keepingCapacity: true)
            features(token, &hashes)
            hashes.withUnsafeBufferPointer {
              table.add($0, known: known, to: start + index * labelCount)
            }
          }
        }
      }
      let scores = UnsafeBufferPointer(start: start, count: range.count * labelCount)
      labels.withUnsafeMutableBufferPointer { decode(scores, into: $0) }
    }
  }

  /// The most probable labels of a sequence, given the scores of each token and label.
  ///
  /// - Parameters:
  ///   - scores: tokens × labels, in steps of the features' scale.
  ///   - labels: receives the labels.
  /// - Complexity: O(tokens × labels²).
  func decode(_ scores: UnsafeBufferPointer<Int32>, into result: UnsafeMutableBufferPointer<UInt8>)
  {
    let labels = labelCount
    let count = scores.count / labels
    guard count > 0 else { return }
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * labels) { memory in
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count * labels) { origins in
        edges.withUnsafeBufferPointer { edges in
          var best = memory.baseAddress!
          var next = best + labels
          let square = labels * labels
          for label in 0..<labels { best[label] = edges[square + label] &+ scores[label] }
          for token in 1..<max(1, count) {
            let base = token * labels
            for label in 0..<labels {
              next[label] = best[0] &+ edges[label]
              origins[base + label] = 0
            }
            for first in 1..<labels {
              let score = best[first]
              let row = first * labels
              for label in 0..<labels {
                let candidate = score &+ edges[row + label]
                if candidate > next[label] {
                  next[label] = candidate
                  origins[base + label] = UInt8(truncatingIfNeeded: first)
                }
              }
            }
            // Scores stay small: the best of each token is the zero of the next.
            var highest = next[0]
            for label in 1..<labels { highest = max(highest, next[label]) }
            for label in 0..<labels {
              next[label] = max(next[label] &- highest, Self.forbidden) &+ scores[base + label]
            }
            swap(&best, &next)
          }
          var label = 0
          for candidate in 1..<labels
          where best[candidate] &+ edges[square + labels + candidate]
            > best[label] &+ edges[square + labels + label]
          { label = candidate }
          for token in stride(from: count - 1, through: 0, by: -1) {
            result[token] = UInt8(truncatingIfNeeded: label)
            if token > 0 { label = Int(origins[token * labels + label]) }
          }
        }
      }
    }
  }
}

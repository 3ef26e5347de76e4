extension LinearChainCRF {
  /// The most probable label sequences, best first, each with its score above that of the best (0 or
  /// less): the logarithm of the ratio of their probabilities.
  ///
  /// Every place of the table holds the best `limit` ways to get there (Schwartz and Chow, "The N-best
  /// algorithm", 1990). Among equals the one whose labels are lowest from the end comes first.
  /// Forbidden steps are taken at a great cost, as in `viterbi(_:)`.
  ///
  /// - Parameter scores: the sums of the tokens' weights, tokens × labels.
  /// - Complexity: O(tokens × labels² × limit²).
  func bestSequences(scores: [Float], limit: Int) -> [(labels: [Int32], gap: Float)] {
    precondition(limit > 0, "no sequence is asked for")
    let labels = labelCount
    let count = scores.count / labels
    guard count > 0 else { return [] }
    let forbidden: Float = -1e30
    let square = labels * labels
    let none = -Float.infinity
    let width = labels * limit
    var best = [Float](repeating: none, count: width)
    var next = best
    // For each token, label and rank the place before it in the table, as label × limit + rank.
    var origins = [Int32](repeating: -1, count: count * width)
    for label in 0..<labels {
      best[label * limit] =
        (constraints.starts[label] ? edges[square + label] : forbidden) + scores[label]
    }
    for token in 1..<max(1, count) {
      for label in 0..<labels {
        let base = label * limit
        for rank in 0..<limit { next[base + rank] = none }
        for first in 0..<labels {
          let edge = first * labels + label
          let step = constraints.transitions[edge] ? edges[edge] : forbidden
          for rank in 0..<limit {
            let place = first * limit + rank
            guard best[place] > none else { break }
            let score = best[place] + step
            guard score > next[base + limit - 1] else { break }
            Self.insert(
              score, Int32(place), into: &next, at: base, limit: limit, origins: &origins,
              originBase: token * width + base)
          }
        }
        for rank in 0..<limit { next[base + rank] += scores[token * labels + label] }
      }
      swap(&best, &next)
    }
    for label in 0..<labels {
      let end = constraints.ends[label] ? edges[square + labels + label] : forbidden
      for rank in 0..<limit { best[label * limit + rank] += end }
    }
    let ranked = (0..<width).filter { best[$0] > none }
      .sorted { (-best[$0], $0) < (-best[$1], $1) }
    guard let first = ranked.first else { return [] }
    return ranked.prefix(limit).map { last in
      var path = [Int32](repeating: 0, count: count)
      var place = last
      for token in stride(from: count - 1, through: 0, by: -1) {
        path[token] = Int32(place / limit)
        place = Int(origins[token * width + place])
      }
      return (path, best[last] - best[first])
    }
  }

  /// Puts a score where it belongs among the best so far.
  private static func insert(
    _ score: Float, _ origin: Int32, into best: inout [Float], at base: Int, limit: Int,
    origins: inout [Int32], originBase: Int
  ) {
    var rank = limit - 1
    while rank > 0, score > best[base + rank - 1] {
      best[base + rank] = best[base + rank - 1]
      origins[originBase + rank] = origins[originBase + rank - 1]
      rank -= 1
    }
    best[base + rank] = score
    origins[originBase + rank] = origin
  }
}

import Glibc

/// Picks the examples whose labels would teach a scorer most: those it is unsure of, and no two alike.
///
/// Examples are picked one by one. The worth of one is the entropy of its probabilities, times one less
/// its likeness to the most like one already picked (maximal marginal relevance, Carbonell and Goldstein,
/// "The use of MMR, diversity-based reranking", 1998). Likeness is the share of common words (Jaccard).
public enum LabelSuggestion {
  /// What the choice depends on.
  public struct Candidate: Sendable {
    public var probabilities: [Double]
    /// Hashes of words, in any order.
    public var words: Set<UInt64>

    public init(probabilities: [Double], words: Set<UInt64>) {
      self.probabilities = probabilities
      self.words = words
    }
  }

  /// The places of the picked candidates, best first; the first of equally good ones wins.
  ///
  /// - Complexity: O(candidates × count × words).
  public static func picks(from candidates: [Candidate], count: Int) -> [Int] {
    let uncertainty = candidates.map { candidate in
      candidate.probabilities.reduce(0) { $1 > 0 ? $0 - $1 * log($1) : $0 }
    }
    var likeness = Array(repeating: 0.0, count: candidates.count)
    var isPicked = Array(repeating: false, count: candidates.count)
    var picks: [Int] = []
    while picks.count < min(count, candidates.count) {
      var best = -1
      var bestWorth = -1.0
      for index in candidates.indices where !isPicked[index] {
        let worth = uncertainty[index] * (1 - likeness[index])
        if worth > bestWorth { (best, bestWorth) = (index, worth) }
      }
      isPicked[best] = true
      picks.append(best)
      let words = candidates[best].words
      for index in candidates.indices where !isPicked[index] {
        let shared = candidates[index].words.intersection(words).count
        let union = candidates[index].words.count + words.count - shared
        if union > 0 { likeness[index] = max(likeness[index], Double(shared) / Double(union)) }
      }
    }
    return picks
  }
}

/// How well one score tells the examples of a class from all others, at every threshold.
///
/// Examples with equal scores enter together. A curve has one point for each threshold, from the highest
/// score on, with the corner where nothing is chosen before it.
public struct RankCurves: Sendable {
  /// A point of a curve.
  public struct Point: Hashable, Sendable {
    public var x: Double
    public var y: Double

    public init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// False positive rate against recall; empty when a side has no examples.
  public let roc: [Point]
  /// Recall against precision; empty when the class has no examples.
  public let precisionRecall: [Point]
  /// The area under `roc`: how probably an example of the class has a higher score than another one,
  /// ties counting half. Nil when a side has no examples.
  public let rocArea: Double?
  /// The mean precision over the steps of recall, without interpolation; nil when the class has no
  /// examples.
  public let averagePrecision: Double?

  /// - Complexity: O(n log n).
  public init(scores: [Double], isMember: [Bool]) {
    precondition(
      scores.count == isMember.count, "\(scores.count) scores for \(isMember.count) examples")
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    let positives = Double(isMember.count { $0 })
    let negatives = Double(isMember.count) - positives
    var roc = [Point(x: 0, y: 0)]
    var precisionRecall = [Point(x: 0, y: 1)]
    var hits = 0.0
    var misses = 0.0
    var area = 0.0
    var precisionSum = 0.0
    var index = 0
    while index < order.count {
      let threshold = scores[order[index]]
      let (hitsBefore, missesBefore) = (hits, misses)
      while index < order.count, scores[order[index]] == threshold {
        if isMember[order[index]] { hits += 1 } else { misses += 1 }
        index += 1
      }
      area += (misses - missesBefore) * (hits + hitsBefore) / 2
      let precision = hits / (hits + misses)
      precisionSum += (hits - hitsBefore) * precision
      roc.append(Point(x: misses / max(1, negatives), y: hits / max(1, positives)))
      precisionRecall.append(Point(x: hits / max(1, positives), y: precision))
    }
    self.roc = positives > 0 && negatives > 0 ? roc : []
    self.precisionRecall = positives > 0 ? precisionRecall : []
    rocArea = positives > 0 && negatives > 0 ? area / (positives * negatives) : nil
    averagePrecision = positives > 0 ? precisionSum / positives : nil
  }
}

/// Examples in the order of their scores, sorted once, to measure areas under many weightings.
struct Ranking {
  /// For each place whether the example belongs to the class, its index, and whether the next place
  /// has another score.
  private let places: [(isMember: Bool, index: Int, endsTie: Bool)]

  init(scores: [Double], isMember: [Bool]) {
    let order = scores.indices.sorted { (-scores[$0], $0) < (-scores[$1], $1) }
    places = order.enumerated().map { place, index in
      let next = place + 1 < order.count ? scores[order[place + 1]] : nil
      return (isMember[index], index, next != scores[index])
    }
  }

  /// The areas of `RankCurves`, where an example counts as often as its weight says.
  ///
  /// - Complexity: O(n).
  func areas(_ weights: [Double]) -> (roc: Double?, averagePrecision: Double?) {
    var (hits, misses, hitsBefore, missesBefore) = (0.0, 0.0, 0.0, 0.0)
    var (area, precisionSum) = (0.0, 0.0)
    for place in places {
      if place.isMember { hits += weights[place.index] } else { misses += weights[place.index] }
      guard place.endsTie else { continue }
      area += (misses - missesBefore) * (hits + hitsBefore) / 2
      if hits > hitsBefore { precisionSum += (hits - hitsBefore) * hits / (hits + misses) }
      (hitsBefore, missesBefore) = (hits, misses)
    }
    return (ratio(area, hits * misses), ratio(precisionSum, hits))
  }

  /// The share of members among the examples with the largest scores, as many as make up a share of all;
  /// equal scores are taken together. Nil when there are none.
  ///
  /// - Complexity: O(n).
  func accuracy(answering share: Double, _ weights: [Double]) -> Double? {
    let enough = share * weights.reduce(0, +)
    var (hits, count) = (0.0, 0.0)
    for place in places {
      count += weights[place.index]
      if place.isMember { hits += weights[place.index] }
      if place.endsTie && count >= enough && count > 0 { break }
    }
    return ratio(hits, count)
  }
}

/// How accurate the answers are when only the most certain are given.
public struct CoverageCurve: Sendable {
  /// Share of examples that are answered, against the accuracy on them; answers of equal certainty
  /// are given together.
  public let points: [RankCurves.Point]

  /// - Complexity: O(n log n).
  public init(certainties: [Double], isRight: [Bool]) {
    let order = certainties.indices.sorted { certainties[$0] > certainties[$1] }
    var points: [RankCurves.Point] = []
    var right = 0
    var index = 0
    while index < order.count {
      let certainty = certainties[order[index]]
      while index < order.count, certainties[order[index]] == certainty {
        if isRight[order[index]] { right += 1 }
        index += 1
      }
      points.append(
        .init(x: Double(index) / Double(order.count), y: Double(right) / Double(index)))
    }
    self.points = points
  }
}

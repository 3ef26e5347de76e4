import LinearModels

/// A named number that says how good something is, with the interval it may lie in.
public struct Measure: Hashable, Sendable {
  /// How the number is read.
  public enum Scale: Sendable {
    /// From 0 to 1, better when larger.
    case share
    /// Not bounded by 1, or better when smaller.
    case number
  }
  public var name: String
  /// Nil when the measure is not defined: nothing was there to be measured.
  public var value: Double?
  /// The middle 95 % of the bootstrap samples in which the measure is defined; nil when there are none.
  public var interval: ClosedRange<Double>?
  public var scale: Scale

  public init(
    _ name: String, _ value: Double?, interval: ClosedRange<Double>? = nil, scale: Scale = .share
  ) {
    self.name = name
    self.value = value
    self.interval = interval
    self.scale = scale
  }
}

/// Counts of one article (or group) from which measures are calculated; counts of articles add up.
public protocol Tally: Sendable {
  init()
  static func += (total: inout Self, part: Self)
  /// Always the same measures in the same order.
  var measures: [Measure] { get }
}

/// The measures of all tallies together, with intervals from a bootstrap over them.
///
/// Each round draws as many tallies as there are, with replacement, and calculates the measures anew
/// (the percentile bootstrap of Efron and Tibshirani, 1993, over clusters). The same tallies, rounds and
/// seed give the same intervals.
///
/// - Parameter rounds: With 0, measures have no intervals.
/// - Complexity: O(rounds × tallies).
public func measures<T: Tally>(of tallies: [T], rounds: Int = 1000, seed: UInt64 = 1) -> [Measure] {
  var total = T()
  for tally in tallies { total += tally }
  var measures = total.measures
  guard rounds > 0, !tallies.isEmpty else { return measures }
  var generator = SeededGenerator(seed: seed)
  var samples = [[Double]](repeating: [], count: measures.count)
  for _ in 0..<rounds {
    var sample = T()
    for _ in tallies { sample += tallies[Int.random(in: 0..<tallies.count, using: &generator)] }
    for (index, measure) in sample.measures.enumerated() {
      if let value = measure.value { samples[index].append(value) }
    }
  }
  for index in measures.indices where measures[index].value != nil {
    measures[index].interval = middle(of: samples[index])
  }
  return measures
}

/// The middle 95 % of some numbers, or nil when there are none.
public func middle(of values: [Double]) -> ClosedRange<Double>? {
  guard !values.isEmpty else { return nil }
  let sorted = values.sorted()
  let count = Double(sorted.count)
  return sorted[Int(0.025 * count)]...sorted[Int(0.975 * count)]
}

/// A share, or nil when there is nothing to share.
func ratio(_ part: Double, _ whole: Double) -> Double? { whole == 0 ? nil : part / whole }

func ratio(_ part: Int, _ whole: Int) -> Double? { ratio(Double(part), Double(whole)) }

/// The harmonic mean; 0 when both are 0, nil when one is not defined.
func harmonicMean(_ precision: Double?, _ recall: Double?) -> Double? {
  guard let precision, let recall else { return nil }
  return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall)
}

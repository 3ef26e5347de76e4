import Glibc

/// Makes stated probabilities agree with observed frequencies, and measures how far they do.
public enum Calibration {
  /// A bin of a reliability curve.
  public struct Bin: Sendable, Equatable {
    /// The mean of the stated confidences.
    public var confidence: Double
    /// The share of right answers.
    public var accuracy: Double
    /// How many answers the bin holds.
    public var count: Int
  }

  /// How confidence is cut into bins.
  public enum Binning: Sendable, Hashable {
    /// Intervals of equal width from 0 to 1; a confidence on a border is in the lower bin.
    case equalWidth(Int)
    /// The same number of answers in each bin, as far as that goes; answers with the same
    /// confidence stay in the order given.
    case equalCount(Int)
  }

  /// Stated confidence against observed accuracy; empty bins are left out.
  ///
  /// - Parameters:
  ///   - confidences: the stated probability of each answer given, 0 ... 1.
  ///   - isRight: whether each answer was right.
  ///   - binning: how confidences are put together.
  /// - Precondition: as many of one as of the other.
  public static func reliabilityCurve(
    confidences: [Double], isRight: [Bool], binning: Binning = .equalWidth(15)
  ) -> [Bin] {
    precondition(
      confidences.count == isRight.count,
      "\(confidences.count) confidences, \(isRight.count) answers")
    let count = confidences.count
    var bins: [(sum: Double, right: Int, count: Int)]
    let bin: (Int) -> Int
    switch binning {
    case .equalWidth(let number):
      precondition(number >= 1, "\(number) bins")
      bins = .init(repeating: (0, 0, 0), count: number)
      bin = { min(number - 1, max(0, Int((confidences[$0] * Double(number)).rounded(.up)) - 1)) }
    case .equalCount(let number):
      precondition(number >= 1, "\(number) bins")
      bins = .init(repeating: (0, 0, 0), count: number)
      var ranks = [Int](repeating: 0, count: count)
      let order = confidences.indices.sorted {
        confidences[$0] != confidences[$1] ? confidences[$0] < confidences[$1] : $0 < $1
      }
      for (rank, index) in order.enumerated() { ranks[index] = rank }
      bin = { ranks[$0] * number / count }
    }
    for index in 0..<count {
      let place = bin(index)
      bins[place].sum += confidences[index]
      bins[place].right += isRight[index] ? 1 : 0
      bins[place].count += 1
    }
    return bins.filter { $0.count > 0 }.map {
      Bin(
        confidence: $0.sum / Double($0.count), accuracy: Double($0.right) / Double($0.count),
        count: $0.count)
    }
  }

  /// The expected calibration error: the mean distance of confidence and accuracy over bins,
  /// weighted by their counts; `nil` for no answers.
  ///
  /// C. Guo et al., "On calibration of modern neural networks" (2017).
  public static func expectedCalibrationError(
    confidences: [Double], isRight: [Bool], binning: Binning = .equalWidth(15)
  ) -> Double? {
    guard !confidences.isEmpty else { return nil }
    let bins = reliabilityCurve(confidences: confidences, isRight: isRight, binning: binning)
    return bins.reduce(0.0) { $0 + abs($1.confidence - $1.accuracy) * Double($1.count) }
      / Double(confidences.count)
  }

  /// The Brier score of probabilities over classes: the mean over examples of the sum over classes
  /// of (probability − outcome)²; from 0, perfect, to 2. `nil` for no examples.
  ///
  /// - Precondition: each label is a class of its row.
  public static func brierScore(probabilities: [[Double]], labels: [Int]) -> Double? {
    precondition(
      probabilities.count == labels.count, "\(probabilities.count) rows, \(labels.count) labels")
    guard !labels.isEmpty else { return nil }
    var total = 0.0
    for (row, label) in zip(probabilities, labels) {
      precondition(row.indices.contains(label), "label \(label) of \(row.count) classes")
      for (index, probability) in row.enumerated() {
        let error = probability - (index == label ? 1 : 0)
        total += error * error
      }
    }
    return total / Double(labels.count)
  }

  /// The mean of −log probability of the right class; `nil` for no examples.
  public static func logLoss(logits: [[Double]], labels: [Int]) -> Double? {
    guard !labels.isEmpty else { return nil }
    return zip(logits, labels).reduce(0.0) { $0 + logTotal($1.0) - $1.0[$1.1] }
      / Double(labels.count)
  }
}

/// Divides logits by one number.
public struct TemperatureScaling: Sendable, Equatable {
  /// What logits are divided by; above 0. Above 1 makes a model less sure of itself.
  public var temperature: Double

  /// A scaling by a given temperature.
  public init(temperature: Double) {
    precondition(temperature > 0, "temperature \(temperature)")
    self.temperature = temperature
  }

  /// The temperature, between 1/100 and 100, with the least log loss on held-out examples.
  ///
  /// The log loss is convex in 1/temperature; the minimum is bracketed to ten digits.
  ///
  /// - Throws: `FitError` when there are no examples or a label or logit is not usable.
  public static func fit(logits: [[Double]], labels: [Int]) throws(FitError) -> TemperatureScaling {
    try validate(logits, labels)
    func slope(_ inverse: Double) -> Double {
      var total = 0.0
      for (row, label) in zip(logits, labels) {
        let shares = softmax(row.map { $0 * inverse })
        total += zip(row, shares).reduce(0.0) { $0 + $1.0 * $1.1 } - row[label]
      }
      return total
    }
    var low = 0.01
    var high = 100.0
    for _ in 0..<60 {
      let middle = (low * high).squareRoot()
      if slope(middle) < 0 { low = middle } else { high = middle }
    }
    return TemperatureScaling(temperature: 1 / (low * high).squareRoot())
  }

  /// The calibrated probabilities of logits.
  public func probabilities(_ logits: [Double]) -> [Double] {
    softmax(logits.map { $0 / temperature })
  }
}

/// Multiplies the logit of each class by a number of its own and adds another.
public struct VectorScaling: Sendable, Equatable {
  /// The factor of each class.
  public var factors: [Double]
  /// What is added for each class.
  public var offsets: [Double]

  /// A scaling with given factors and offsets, one of each a class.
  public init(factors: [Double], offsets: [Double]) {
    precondition(
      factors.count == offsets.count, "\(factors.count) factors, \(offsets.count) offsets")
    self.factors = factors
    self.offsets = offsets
  }

  /// The scaling with the least log loss on held-out examples, plus a penalty that draws factors
  /// to 1 and offsets to 0.
  ///
  /// - Parameters:
  ///   - logits: the logits of each example, one for each class.
  ///   - labels: the class of each example.
  ///   - l2Penalty: the strength of the penalty beside the summed loss; above 0, which makes the
  ///     answer unique (a constant added to all offsets changes nothing).
  /// - Throws: `FitError` when there are no examples or a label or logit is not usable.
  public static func fit(
    logits: [[Double]], labels: [Int], l2Penalty: Double = 1e-3
  ) throws(FitError) -> VectorScaling {
    try validate(logits, labels)
    guard l2Penalty > 0, l2Penalty.isFinite else {
      throw .invalidOption(
        name: "the L2 penalty", value: "\(l2Penalty)", expected: "a number above 0")
    }
    let classes = logits[0].count
    let size = 2 * classes
    var point = [Double](repeating: 1, count: classes) + [Double](repeating: 0, count: classes)
    func objective(_ point: [Double]) -> Double {
      var total = 0.0
      for index in 0..<size {
        let distance = point[index] - (index < classes ? 1 : 0)
        total += 0.5 * l2Penalty * distance * distance
      }
      for (row, label) in zip(logits, labels) {
        let scaled = (0..<classes).map { row[$0] * point[$0] + point[classes + $0] }
        total += logTotal(scaled) - scaled[label]
      }
      return total
    }
    var value = objective(point)
    for _ in 0..<100 {
      // Newton's method: there are few variables, so the Hessian is small.
      var gradient = [Double](repeating: 0, count: size)
      var hessian = [Double](repeating: 0, count: size * size)
      for index in 0..<size {
        gradient[index] = l2Penalty * (point[index] - (index < classes ? 1 : 0))
        hessian[index * size + index] = l2Penalty
      }
      for (row, label) in zip(logits, labels) {
        let shares = softmax((0..<classes).map { row[$0] * point[$0] + point[classes + $0] })
        for first in 0..<size {
          let k = first % classes
          let x = first < classes ? row[k] : 1
          gradient[first] += x * (shares[k] - (k == label ? 1 : 0))
          for second in 0..<size {
            let l = second % classes
            let y = second < classes ? row[l] : 1
            hessian[first * size + second] +=
              x * y * ((k == l ? shares[k] : 0) - shares[k] * shares[l])
          }
        }
      }
      let step = solve(hessian, gradient)
      let slope = zip(step, gradient).reduce(0.0) { $0 + $1.0 * $1.1 }
      if slope <= 1e-12 * max(1, abs(value)) { break }
      var length = 1.0
      var candidate = point
      var newValue = value
      repeat {
        candidate = zip(point, step).map { $0 - length * $1 }
        newValue = objective(candidate)
        length *= 0.5
      } while !(newValue <= value - 1e-4 * 2 * length * slope) && length > 1e-10
      guard newValue < value else { break }
      point = candidate
      value = newValue
    }
    return VectorScaling(factors: Array(point[..<classes]), offsets: Array(point[classes...]))
  }

  /// The calibrated probabilities of logits.
  ///
  /// - Precondition: as many logits as classes.
  public func probabilities(_ logits: [Double]) -> [Double] {
    precondition(logits.count == factors.count, "\(logits.count) logits, \(factors.count) classes")
    return softmax(logits.indices.map { logits[$0] * factors[$0] + offsets[$0] })
  }

  /// The solution of a positive definite system, by Gaussian elimination.
  private static func solve(_ matrix: [Double], _ vector: [Double]) -> [Double] {
    let size = vector.count
    var matrix = matrix
    var vector = vector
    for pivot in 0..<size {
      for row in (pivot + 1)..<max(pivot + 1, size) {
        let factor = matrix[row * size + pivot] / matrix[pivot * size + pivot]
        for column in pivot..<size {
          matrix[row * size + column] -= factor * matrix[pivot * size + column]
        }
        vector[row] -= factor * vector[pivot]
      }
    }
    for row in stride(from: size - 1, through: 0, by: -1) {
      for column in (row + 1)..<max(row + 1, size) {
        vector[row] -= matrix[row * size + column] * vector[column]
      }
      vector[row] /= matrix[row * size + row]
    }
    return vector
  }
}

/// A rising step function from a score to a probability.
///
/// R. E. Barlow et al., "Statistical inference under order restrictions" (1972): pools adjacent
/// violators. Between the scores seen, values are interpolated; outside them, they stay level.
public struct IsotonicCalibration: Sendable, Equatable {
  /// Scores, strictly ascending.
  public let scores: [Double]
  /// The probability at each score, not descending.
  public let probabilities: [Double]

  /// The rising function nearest to the outcomes in the sum of squares.
  ///
  /// - Throws: `FitError` when there are no examples, the counts differ, or a score is not finite.
  public static func fit(
    scores: [Double], outcomes: [Bool]
  ) throws(FitError) -> IsotonicCalibration {
    guard scores.count == outcomes.count else {
      throw .unequalCounts(what: "outcomes", expected: scores.count, found: outcomes.count)
    }
    guard !scores.isEmpty else { throw .noExamples }
    if let bad = scores.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(what: "score", index: bad)
    }
    var blocks: [(low: Double, high: Double, right: Double, count: Double)] = []
    for index in scores.indices.sorted(by: { scores[$0] < scores[$1] }) {
      let score = scores[index]
      let outcome = outcomes[index] ? 1.0 : 0.0
      if let last = blocks.last, last.high == score, last.low == score {
        blocks[blocks.count - 1].right += outcome
        blocks[blocks.count - 1].count += 1
      } else {
        blocks.append((score, score, outcome, 1))
      }
    }
    var pooled: [(low: Double, high: Double, right: Double, count: Double)] = []
    for block in blocks {
      pooled.append(block)
      while pooled.count > 1 {
        let last = pooled[pooled.count - 1]
        let before = pooled[pooled.count - 2]
        guard before.right * last.count >= last.right * before.count else { break }
        pooled.removeLast()
        pooled[pooled.count - 1] = (
          before.low, last.high, before.right + last.right, before.count + last.count
        )
      }
    }
    var knots: [Double] = []
    var values: [Double] = []
    for block in pooled {
      knots.append(block.low)
      values.append(block.right / block.count)
      if block.high > block.low {
        knots.append(block.high)
        values.append(block.right / block.count)
      }
    }
    return IsotonicCalibration(scores: knots, probabilities: values)
  }

  /// The probability at a score.
  public func probability(_ score: Double) -> Double {
    guard let first = scores.first, score > first else { return probabilities[0] }
    guard let last = scores.last, score < last else {
      return probabilities[probabilities.count - 1]
    }
    var low = 0
    var high = scores.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if scores[middle] <= score { low = middle } else { high = middle }
    }
    let share = (score - scores[low]) / (scores[high] - scores[low])
    return probabilities[low] + share * (probabilities[high] - probabilities[low])
  }
}

/// log Σ exp of logits, without overflow.
func logTotal(_ logits: [Double]) -> Double {
  guard let peak = logits.max() else { return -.infinity }
  return peak + log(logits.reduce(0.0) { $0 + exp($1 - peak) })
}

private func validate(_ logits: [[Double]], _ labels: [Int]) throws(FitError) {
  guard logits.count == labels.count else {
    throw .unequalCounts(what: "labels", expected: logits.count, found: labels.count)
  }
  guard let classes = logits.first?.count else { throw .noExamples }
  for (index, row) in logits.enumerated() {
    guard row.count == classes else {
      throw .unequalCounts(what: "logits in row \(index)", expected: classes, found: row.count)
    }
    guard row.allSatisfy(\.isFinite) else {
      throw .notFinite(what: "a logit of example", index: index)
    }
    guard labels[index] >= 0, labels[index] < classes else {
      throw .labelOutOfRange(index: index, label: labels[index], classCount: classes)
    }
  }
}

import LinearAlgebra

/// A loss of linear scores, row by row or group by group of rows.
///
/// Scores and changes are narrow matrices of `width` numbers a row, of which the first `laneCount`
/// mean something and the others stay 0; shares have `shareCount` numbers a row.
protocol Loss<Scalar> {
  associatedtype Scalar: LinearScalar
  /// Scores of a row.
  var laneCount: Int { get }
  /// Shares of a row.
  var shareCount: Int { get }
  /// Columns of the weights that the caller sees.
  var classCount: Int { get }
  /// Whether adding a constant to the scores of a lane changes the loss: if not, no intercept.
  var hasIntercept: Bool { get }
  /// Cuts all rows into tiles of about the given number of rows that can be computed apart.
  func tiles(of rowCount: Int, about size: Int) -> [Int]
  /// The loss of rows; turns their scores into the loss's derivatives by them.
  func evaluate(
    _ rows: Range<Int>, width: Int, scores: UnsafeMutablePointer<Scalar>,
    shares: UnsafeMutablePointer<Scalar>
  ) -> Double
  /// Multiplies changes of the scores by the second derivative.
  func applyCurvature(
    _ rows: Range<Int>, width: Int, shares: UnsafePointer<Scalar>,
    changes: UnsafeMutablePointer<Scalar>)
  /// The diagonal of the second derivative.
  func curvatures(
    _ rows: Range<Int>, width: Int, shares: UnsafePointer<Scalar>,
    result: UnsafeMutablePointer<Scalar>)
  /// The weights of the lanes that stand for weights of the classes.
  func setLanes(
    _ lanes: UnsafeMutablePointer<Scalar>, of classWeights: UnsafePointer<Scalar>)
  /// The weights of the classes that weights of the lanes stand for.
  func setClassWeights(
    _ classWeights: UnsafeMutablePointer<Scalar>, of lanes: UnsafePointer<Scalar>)
}

extension Loss {
  var shareCount: Int { classCount }
  var laneCount: Int { classCount }
  var hasIntercept: Bool { true }

  func tiles(of rowCount: Int, about size: Int) -> [Int] {
    Array(stride(from: 0, to: rowCount, by: size)) + [rowCount]
  }

  func setLanes(
    _ lanes: UnsafeMutablePointer<Scalar>, of classWeights: UnsafePointer<Scalar>
  ) {
    lanes.update(from: classWeights, count: laneCount)
  }

  func setClassWeights(
    _ classWeights: UnsafeMutablePointer<Scalar>, of lanes: UnsafePointer<Scalar>
  ) {
    classWeights.update(from: lanes, count: laneCount)
  }
}

/// −log softmax at the label.
///
/// Softmax does not change when all logits of a row do by the same amount, and the L2 penalty makes
/// the weights of a feature sum to zero over the classes at the optimum. So the weights are solved
/// for in one lane less than there are classes: lane a is the contrast of classes 0 ... a with class
/// a + 1, scaled to length one, which leaves the penalty as it is.
struct SoftmaxLoss<Scalar: LinearScalar>: Loss {
  let classCount: Int
  let labels: Buffer<Int32>
  let weights: Buffer<Scalar>
  private let scales: Buffer<Scalar>

  init(classCount: Int, labels: Buffer<Int32>, weights: Buffer<Scalar>) {
    self.classCount = classCount
    self.labels = labels
    self.weights = weights
    scales = Buffer(
      (0..<max(1, classCount - 1)).map { 1 / Scalar(($0 + 1) * ($0 + 2)).squareRoot() })
  }

  /// A single class has one lane that changes nothing.
  var laneCount: Int { max(1, classCount - 1) }

  func evaluate(
    _ rows: Range<Int>, width: Int, scores: UnsafeMutablePointer<Scalar>,
    shares: UnsafeMutablePointer<Scalar>
  ) -> Double {
    Scalar.kernels.softmax(
      rows.lowerBound, rows.upperBound, classCount, width, scales.base, labels.base, weights.base,
      shares, scores)
  }

  func applyCurvature(
    _ rows: Range<Int>, width: Int, shares: UnsafePointer<Scalar>,
    changes: UnsafeMutablePointer<Scalar>
  ) {
    Scalar.kernels.softmaxCurvature(
      rows.lowerBound, rows.upperBound, classCount, width, scales.base, shares, weights.base,
      changes)
  }

  func curvatures(
    _ rows: Range<Int>, width: Int, shares: UnsafePointer<Scalar>,
    result: UnsafeMutablePointer<Scalar>
  ) {
    Scalar.kernels.softmaxDiagonal(
      rows.lowerBound, rows.upperBound, classCount, width, scales.base, shares, weights.base,
      result)
  }

  func setLanes(
    _ lanes: UnsafeMutablePointer<Scalar>, of classWeights: UnsafePointer<Scalar>
  ) {
    var before: Scalar = 0
    lanes[0] = 0
    for lane in 0..<(classCount - 1) {
      before += classWeights[lane]
      lanes[lane] = scales.base[lane] * (before - Scalar(lane + 1) * classWeights[lane + 1])
    }
  }

  func setClassWeights(
    _ classWeights: UnsafeMutablePointer<Scalar>, of lanes: UnsafePointer<Scalar>
  ) {
    var after: Scalar = 0
    for label in stride(from: classCount - 1, to: 0, by: -1) {
      let scaled = scales.base[label - 1] * lanes[label - 1]
      classWeights[label] = after - Scalar(label) * scaled
      after += scaled
    }
    classWeights[0] = after
  }
}

/// One binary logistic loss a class: the label's class against the others, each class on its own.
struct OneVersusRestLoss<Scalar: LinearScalar>: Loss {
  let classCount: Int
  let labels: Buffer<Int32>
  let weights: Buffer<Scalar>

  func evaluate(
    _ rows: Range<Int>, width: Int, scores: UnsafeMutablePointer<Scalar>,
    shares: UnsafeMutablePointer<Scalar>
  ) -> Double {
    Scalar.kernels.logistic(
      rows.lowerBound, rows.upperBound, classCount, width, labels.base, weights.base, shares,
      scores)
  }

  func applyCurvature(
    _ rows: Range<Int>, width: Int, shares: UnsafePointer<Scalar>,
    changes: UnsafeMutablePointer<Scalar>
  ) {
    Scalar.kernels.logisticCurvature(
      rows.lowerBound, rows.upperBound, classCount, width, shares, weights.base, changes)
  }

  func curvatures(
    _ rows: Range<Int>, width: Int, shares: UnsafePointer<Scalar>,
    result: UnsafeMutablePointer<Scalar>
  ) {
    Scalar.kernels.logisticDiagonal(
      rows.lowerBound, rows.upperBound, classCount, width, shares, weights.base, result)
  }
}

/// −log softmax over the candidates of a group, averaged over the choices of the group.
///
/// `choices` holds the target share of each candidate times the weight of its group, which sum to
/// the group's weight.
struct GroupSoftmaxLoss<Scalar: LinearScalar>: Loss {
  var classCount: Int { 1 }
  var hasIntercept: Bool { false }
  let groupOffsets: [Int]
  let choices: Buffer<Scalar>
  let groupWeights: Buffer<Scalar>
  /// The group of each candidate.
  let groups: Buffer<UInt32>

  func tiles(of rowCount: Int, about size: Int) -> [Int] {
    var tiles = [0]
    for offset in groupOffsets.dropFirst()
    where offset - tiles[tiles.count - 1] >= size || offset == rowCount {
      if offset > tiles[tiles.count - 1] { tiles.append(offset) }
    }
    return tiles
  }

  /// Calls `body` with the rows of each group in a tile.
  @inline(__always)
  private func forGroups(_ rows: Range<Int>, _ body: (Range<Int>, Scalar) -> Void) {
    var first = rows.lowerBound
    while first < rows.upperBound {
      let group = Int(groups.base[first])
      let end = groupOffsets[group + 1]
      body(first..<end, groupWeights.base[group])
      first = end
    }
  }

  func evaluate(
    _ rows: Range<Int>, width: Int, scores: UnsafeMutablePointer<Scalar>,
    shares: UnsafeMutablePointer<Scalar>
  ) -> Double {
    var loss = 0.0
    forGroups(rows) { group, weight in
      var peak = scores[group.lowerBound]
      for row in group { peak = max(peak, scores[row]) }
      var total: Scalar = 0
      for row in group {
        shares[row] = Scalar.exponential(scores[row] - peak)
        total += shares[row]
      }
      let logTotal = Scalar.logarithm(total) + peak
      for row in group {
        let choice = choices.base[row]
        if choice > 0 { loss += Double(choice) * Double(logTotal - scores[row]) }
        shares[row] /= total
        scores[row] = weight * shares[row] - choice
      }
    }
    return loss
  }

  func applyCurvature(
    _ rows: Range<Int>, width: Int, shares: UnsafePointer<Scalar>,
    changes: UnsafeMutablePointer<Scalar>
  ) {
    forGroups(rows) { group, weight in
      var mean: Scalar = 0
      for row in group { mean += shares[row] * changes[row] }
      for row in group { changes[row] = weight * shares[row] * (changes[row] - mean) }
    }
  }

  func curvatures(
    _ rows: Range<Int>, width: Int, shares: UnsafePointer<Scalar>,
    result: UnsafeMutablePointer<Scalar>
  ) {
    forGroups(rows) { group, weight in
      for row in group { result[row] = weight * shares[row] * (1 - shares[row]) }
    }
  }
}

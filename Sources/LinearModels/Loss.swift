import LinearAlgebra

/// A loss of linear scores, row by row or group by group of rows.
///
/// Scores, shares and changes are narrow matrices of `width` numbers a row; lanes from the number
/// of classes on are padding and stay 0 in shares and residuals.
protocol Loss<Scalar> {
  associatedtype Scalar: LinearScalar
  /// Scores that mean something in each row.
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
}

extension Loss {
  var hasIntercept: Bool { true }

  func tiles(of rowCount: Int, about size: Int) -> [Int] {
    Array(stride(from: 0, to: rowCount, by: size)) + [rowCount]
  }
}

/// −log softmax of the scores at the label.
struct SoftmaxLoss<Scalar: LinearScalar>: Loss {
  let classCount: Int
  let labels: Buffer<Int32>
  let weights: Buffer<Scalar>

  func evaluate(
    _ rows: Range<Int>, width: Int, scores: UnsafeMutablePointer<Scalar>,
    shares: UnsafeMutablePointer<Scalar>
  ) -> Double {
    Scalar.kernels.softmax(
      rows.lowerBound, rows.upperBound, scores, classCount, width, labels.base, weights.base,
      shares, scores)
  }

  func applyCurvature(
    _ rows: Range<Int>, width: Int, shares: UnsafePointer<Scalar>,
    changes: UnsafeMutablePointer<Scalar>
  ) {
    Scalar.kernels.softmaxCurvature(
      rows.lowerBound, rows.upperBound, shares, width, weights.base, changes)
  }

  func curvatures(
    _ rows: Range<Int>, width: Int, shares: UnsafePointer<Scalar>,
    result: UnsafeMutablePointer<Scalar>
  ) {
    Scalar.kernels.curvatures(
      rows.lowerBound, rows.upperBound, shares, width, weights.base, result)
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
      rows.lowerBound, rows.upperBound, scores, classCount, width, labels.base, weights.base,
      shares, scores)
  }

  func applyCurvature(
    _ rows: Range<Int>, width: Int, shares: UnsafePointer<Scalar>,
    changes: UnsafeMutablePointer<Scalar>
  ) {
    Scalar.kernels.logisticCurvature(
      rows.lowerBound, rows.upperBound, shares, width, weights.base, changes)
  }

  func curvatures(
    _ rows: Range<Int>, width: Int, shares: UnsafePointer<Scalar>,
    result: UnsafeMutablePointer<Scalar>
  ) {
    Scalar.kernels.curvatures(
      rows.lowerBound, rows.upperBound, shares, width, weights.base, result)
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

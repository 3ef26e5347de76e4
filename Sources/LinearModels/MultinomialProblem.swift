import LinearAlgebra

/// The objective of multinomial logistic regression over sparse rows.
///
/// Variables are the weights, feature by feature with `classCount` numbers each, and then the
/// intercepts.
struct MultinomialProblem<Scalar: LinearScalar>: NewtonProblem {
  let classCount: Int
  let rowCount: Int
  let columnCount: Int
  private let byRow: CompressedMatrix<Scalar>
  private let byColumn: CompressedMatrix<Scalar>
  private let labels: Buffer<Int32>
  private let exampleWeights: Buffer<Scalar>
  /// The penalty of each column.
  private let penalties: Buffer<Scalar>
  private let probabilities: Buffer<Scalar>
  private let scratch: Buffer<Scalar>
  private let point: Buffer<Scalar>

  var dimension: Int { (columnCount + 1) * classCount }

  init(
    _ design: Design<Scalar>, labels: [Int32], exampleWeights: [Double], classCount: Int,
    penalties: [Double]
  ) {
    self.classCount = classCount
    rowCount = design.rowCount
    columnCount = design.columnCount
    byRow = CompressedMatrix(design.sparse)
    byColumn = byRow.transposed(columnCount: columnCount)
    self.labels = Buffer(labels, filler: 0)
    self.exampleWeights = Buffer(exampleWeights.map { Scalar($0) }, filler: 0)
    self.penalties = Buffer(penalties.map { Scalar($0) }, filler: 0)
    probabilities = Buffer(count: rowCount * classCount, filledWith: 0)
    scratch = Buffer(count: rowCount * classCount, filledWith: 0)
    point = Buffer(count: (columnCount + 1) * classCount, filledWith: 0)
  }

  mutating func value(at newPoint: Buffer<Scalar>) -> Double {
    point.base.update(from: newPoint.base, count: dimension)
    forward(point)
    var loss = 0.0
    for row in 0..<rowCount {
      let logits = scratch.base + row * classCount
      let result = probabilities.base + row * classCount
      var peak = logits[0]
      for index in 1..<classCount { peak = max(peak, logits[index]) }
      var total: Scalar = 0
      for index in 0..<classCount {
        let power = Scalar.exponential(logits[index] - peak)
        result[index] = power
        total += power
      }
      let label = Int(labels[row])
      let weight = exampleWeights[row]
      loss += Double(weight) * Double(Scalar.logarithm(total) + peak - logits[label])
      for index in 0..<classCount { result[index] /= total }
    }
    return loss + 0.5 * penaltyTerm()
  }

  private func penaltyTerm() -> Double {
    var total = 0.0
    for column in 0..<columnCount {
      var squares: Scalar = 0
      for index in (column * classCount)..<((column + 1) * classCount) {
        squares += point.base[index] * point.base[index]
      }
      total += Double(penalties[column]) * Double(squares)
    }
    return total
  }

  mutating func gradient(into gradient: Buffer<Scalar>) {
    for row in 0..<rowCount {
      let weight = exampleWeights[row]
      let label = Int(labels[row])
      for index in 0..<classCount {
        let target: Scalar = index == label ? 1 : 0
        scratch.base[row * classCount + index] =
          weight * (probabilities.base[row * classCount + index] - target)
      }
    }
    backward(into: gradient, penalised: point)
  }

  mutating func hessianProduct(_ direction: Buffer<Scalar>, into product: Buffer<Scalar>) {
    forward(direction)
    for row in 0..<rowCount {
      let changes = scratch.base + row * classCount
      let shares = probabilities.base + row * classCount
      var mean: Scalar = 0
      for index in 0..<classCount { mean += shares[index] * changes[index] }
      let weight = exampleWeights[row]
      for index in 0..<classCount {
        changes[index] = weight * shares[index] * (changes[index] - mean)
      }
    }
    backward(into: product, penalised: direction)
  }

  mutating func inverseDiagonal(into diagonal: Buffer<Scalar>) {
    for row in 0..<rowCount {
      let weight = exampleWeights[row]
      for index in (row * classCount)..<((row + 1) * classCount) {
        let share = probabilities.base[index]
        scratch.base[index] = weight * share * (1 - share)
      }
    }
    byColumn.multiplySquared(scratch, width: classCount, into: diagonal)
    sumRows(into: diagonal)
    for column in 0...columnCount {
      let penalty = column < columnCount ? penalties[column] : 0
      for index in (column * classCount)..<((column + 1) * classCount) {
        let curvature = diagonal.base[index] + penalty
        diagonal.base[index] = curvature > 0 ? 1 / curvature : 0
      }
    }
  }

  /// scratch = X W + b.
  private func forward(_ weights: Buffer<Scalar>) {
    byRow.multiply(
      weights, width: classCount, into: scratch,
      startingFrom: weights.base + columnCount * classCount)
  }

  /// result = Xᵀ scratch + penalties · weights, and the intercepts' part.
  private func backward(into result: Buffer<Scalar>, penalised weights: Buffer<Scalar>) {
    byColumn.multiply(scratch, width: classCount, into: result, startingFrom: nil)
    for column in 0..<columnCount {
      let penalty = penalties[column]
      for index in (column * classCount)..<((column + 1) * classCount) {
        result.base[index] += penalty * weights.base[index]
      }
    }
    sumRows(into: result)
  }

  /// Sums the rows of `scratch` into the intercepts' part.
  private func sumRows(into result: Buffer<Scalar>) {
    for index in 0..<classCount {
      var total = 0.0
      var position = index
      for _ in 0..<rowCount {
        total += Double(scratch.base[position])
        position &+= classCount
      }
      result.base[columnCount * classCount + index] = Scalar(total)
    }
  }
}

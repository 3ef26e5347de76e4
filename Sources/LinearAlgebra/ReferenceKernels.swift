/// What the kernels compute, written plainly: the reference that the compiled ones are tested by.
package enum ReferenceKernels<Scalar: LinearScalar> {
  package typealias Input = UnsafePointer<Scalar>
  package typealias Output = UnsafeMutablePointer<Scalar>

  package static var table: NarrowKernels<Scalar> {
    NarrowKernels(
      sparse: sparse, sparseSquared: sparseSquared, denseForward: denseForward,
      denseBackward: denseBackward, denseBackwardSquared: denseBackwardSquared, softmax: softmax,
      softmaxCurvature: softmaxCurvature, logistic: logistic,
      logisticCurvature: logisticCurvature, curvatures: curvatures, dot: dot, advance: advance,
      extend: extend, add: add)
  }

  /// result[i] = start + Σ value · narrow[index] over line i, plus penalty[i] · other[i].
  static func sparse(
    begin: Int, end: Int, offsets: UnsafePointer<Int>, indices: UnsafePointer<UInt32>,
    values: Input, narrow: Input, width: Int, start: Input?, penalty: Input?, other: Input?,
    result: Output
  ) {
    for line in begin..<end {
      for lane in 0..<width {
        var sum = start?[lane] ?? 0
        for position in offsets[line]..<offsets[line + 1] {
          sum += values[position] * narrow[Int(indices[position]) * width + lane]
        }
        if let penalty, let other { sum += penalty[line] * other[line * width + lane] }
        result[line * width + lane] = sum
      }
    }
  }

  /// result[i] = Σ value² · narrow[index] over line i.
  static func sparseSquared(
    begin: Int, end: Int, offsets: UnsafePointer<Int>, indices: UnsafePointer<UInt32>,
    values: Input, narrow: Input, width: Int, result: Output
  ) {
    for line in begin..<end {
      for lane in 0..<width {
        var sum: Scalar = 0
        for position in offsets[line]..<offsets[line + 1] {
          sum += values[position] * values[position] * narrow[Int(indices[position]) * width + lane]
        }
        result[line * width + lane] = sum
      }
    }
  }

  /// result[i, k] += Σⱼ matrix[i, j] · weights[k, j].
  static func denseForward(
    begin: Int, end: Int, matrix: Input, columns: Int, weights: Input, classes: Int, width: Int,
    result: Output
  ) {
    for row in begin..<end {
      for lane in 0..<classes {
        var sum: Scalar = 0
        for column in 0..<columns {
          sum += matrix[row * columns + column] * weights[lane * columns + column]
        }
        result[row * width + lane] += sum
      }
    }
  }

  /// gradient[k, j] += Σᵢ residual[i, k] · matrix[i, j].
  static func denseBackward(
    begin: Int, end: Int, matrix: Input, columns: Int, residual: Input, classes: Int, width: Int,
    gradient: Output
  ) {
    for row in begin..<end {
      for lane in 0..<classes {
        for column in 0..<columns {
          gradient[lane * columns + column] +=
            residual[row * width + lane] * matrix[row * columns + column]
        }
      }
    }
  }

  /// gradient[k, j] += Σᵢ residual[i, k] · matrix[i, j]².
  static func denseBackwardSquared(
    begin: Int, end: Int, matrix: Input, columns: Int, residual: Input, classes: Int, width: Int,
    gradient: Output
  ) {
    for row in begin..<end {
      for lane in 0..<classes {
        for column in 0..<columns {
          let value = matrix[row * columns + column]
          gradient[lane * columns + column] += residual[row * width + lane] * value * value
        }
      }
    }
  }

  /// Shares by softmax, residual = weight · (share − target); returns Σ weight · −log share[label].
  static func softmax(
    begin: Int, end: Int, logits: Input, classes: Int, width: Int, labels: UnsafePointer<Int32>,
    weights: Input, shares: Output, residual: Output
  ) -> Double {
    var loss = 0.0
    for row in begin..<end {
      let z = (0..<classes).map { logits[row * width + $0] }
      let peak = z.max() ?? 0
      let powers = z.map { Scalar.exponential($0 - peak) }
      let total = powers.reduce(0, +)
      let label = Int(labels[row])
      loss += Double(weights[row]) * Double(Scalar.logarithm(total) + peak - z[label])
      for lane in 0..<width {
        let share = lane < classes ? powers[lane] / total : 0
        shares[row * width + lane] = share
        residual[row * width + lane] = weights[row] * (share - (lane == label ? 1 : 0))
      }
    }
    return loss
  }

  /// changes = weight · share · (change − Σ share · change).
  static func softmaxCurvature(
    begin: Int, end: Int, shares: Input, width: Int, weights: Input, changes: Output
  ) {
    for row in begin..<end {
      var mean: Scalar = 0
      for index in (row * width)..<((row + 1) * width) { mean += shares[index] * changes[index] }
      for index in (row * width)..<((row + 1) * width) {
        changes[index] = weights[row] * shares[index] * (changes[index] - mean)
      }
    }
  }

  /// As `softmax`, with one binary problem a class.
  static func logistic(
    begin: Int, end: Int, logits: Input, classes: Int, width: Int, labels: UnsafePointer<Int32>,
    weights: Input, shares: Output, residual: Output
  ) -> Double {
    var loss = 0.0
    for row in begin..<end {
      for lane in 0..<width {
        let index = row * width + lane
        guard lane < classes else {
          shares[index] = 0
          residual[index] = 0
          continue
        }
        let logit = logits[index]
        let gold: Scalar = Int(labels[row]) == lane ? 1 : 0
        let power = Scalar.exponential(-abs(logit))
        let share = logit > 0 ? 1 / (1 + power) : power / (1 + power)
        loss +=
          Double(weights[row]) * Double(Scalar.logarithm(1 + power) + max(logit, 0) - gold * logit)
        shares[index] = share
        residual[index] = weights[row] * (share - gold)
      }
    }
    return loss
  }

  /// changes = weight · share · (1 − share) · change.
  static func logisticCurvature(
    begin: Int, end: Int, shares: Input, width: Int, weights: Input, changes: Output
  ) {
    for row in begin..<end {
      for index in (row * width)..<((row + 1) * width) {
        changes[index] *= weights[row] * shares[index] * (1 - shares[index])
      }
    }
  }

  /// result = weight · share · (1 − share).
  static func curvatures(
    begin: Int, end: Int, shares: Input, width: Int, weights: Input, result: Output
  ) {
    for row in begin..<end {
      for index in (row * width)..<((row + 1) * width) {
        result[index] = weights[row] * shares[index] * (1 - shares[index])
      }
    }
  }

  /// Σ aᵢ bᵢ.
  static func dot(begin: Int, end: Int, a: Input, b: Input) -> Double {
    (begin..<end).reduce(0.0) { $0 + Double(a[$1] * b[$1]) }
  }

  /// step += α · direction; residual −= α · product; z = residual · inverse; returns residual · z.
  static func advance(
    begin: Int, end: Int, alpha: Scalar, direction: Input, product: Input, inverse: Input,
    step: Output, residual: Output, z: Output
  ) -> Double {
    var sum = 0.0
    for index in begin..<end {
      step[index] += alpha * direction[index]
      residual[index] -= alpha * product[index]
      z[index] = residual[index] * inverse[index]
      sum += Double(residual[index] * z[index])
    }
    return sum
  }

  /// y = x + factor · y.
  static func extend(begin: Int, end: Int, factor: Scalar, x: Input, y: Output) {
    for index in begin..<end { y[index] = x[index] + factor * y[index] }
  }

  /// y += factor · x.
  static func add(begin: Int, end: Int, factor: Scalar, x: Input, y: Output) {
    for index in begin..<end { y[index] += factor * x[index] }
  }
}

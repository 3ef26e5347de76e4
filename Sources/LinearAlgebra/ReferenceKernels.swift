/// What the kernels compute, written plainly: the reference that the compiled ones are tested by.
package enum ReferenceKernels<Scalar: LinearScalar> {
  package typealias Input = UnsafePointer<Scalar>
  package typealias Output = UnsafeMutablePointer<Scalar>

  package static var table: NarrowKernels<Scalar> {
    NarrowKernels(
      sparse: sparse, sparseSquared: sparseSquared, sparseScatter: sparseScatter,
      denseForward: denseForward,
      denseBackward: denseBackward, denseBackwardSquared: denseBackwardSquared, softmax: softmax,
      softmaxCurvature: softmaxCurvature, softmaxDiagonal: softmaxDiagonal, logistic: logistic,
      logisticCurvature: logisticCurvature, logisticDiagonal: logisticDiagonal, dot: dot,
      advance: advance, extend: extend, add: add)
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

  /// result[index] += value · narrow[i] for every index of line i.
  static func sparseScatter(
    begin: Int, end: Int, offsets: UnsafePointer<Int>, indices: UnsafePointer<UInt32>,
    values: Input, narrow: Input, width: Int, result: Output
  ) {
    for line in begin..<end {
      for position in offsets[line]..<offsets[line + 1] {
        for lane in 0..<width {
          result[Int(indices[position]) * width + lane] +=
            values[position] * narrow[line * width + lane]
        }
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

  /// How much contrast `lane` of Helmert's adds to the logit of a class: `scale` for the classes up
  /// to `lane`, minus `lane + 1` times that for the next, nothing for the others.
  private static func share(of lane: Int, in label: Int, scale: Scalar) -> Scalar {
    label <= lane ? scale : label == lane + 1 ? -Scalar(label) * scale : 0
  }

  private static func logits(_ scores: Input, classes: Int, scales: Input) -> [Scalar] {
    (0..<classes).map { label in
      (0..<(classes - 1)).reduce(Scalar(0)) {
        $0 + share(of: $1, in: label, scale: scales[$1]) * scores[$1]
      }
    }
  }

  private static func setContrasts(
    of values: [Scalar], in scores: Output, width: Int, scales: Input
  ) {
    for lane in 0..<width {
      scores[lane] = 0
      guard lane < values.count - 1 else { continue }
      for label in values.indices {
        scores[lane] += share(of: lane, in: label, scale: scales[lane]) * values[label]
      }
    }
  }

  /// Shares by softmax of the logits whose contrasts are given; replaces these by the derivatives
  /// of Σ weight · −log share[label], and returns it.
  static func softmax(
    begin: Int, end: Int, classes: Int, width: Int, scales: Input, labels: UnsafePointer<Int32>,
    weights: Input, shares: Output, scores: Output
  ) -> Double {
    var loss = 0.0
    for row in begin..<end {
      let z = logits(scores + row * width, classes: classes, scales: scales)
      let peak = z.max() ?? 0
      let powers = z.map { Scalar.exponential($0 - peak) }
      let total = powers.reduce(0, +)
      let label = Int(labels[row])
      loss += Double(weights[row]) * Double(Scalar.logarithm(total) + peak - z[label])
      for index in 0..<classes { shares[row * classes + index] = powers[index] / total }
      let residual = (0..<classes).map {
        weights[row] * (powers[$0] / total - ($0 == label ? 1 : 0))
      }
      setContrasts(of: residual, in: scores + row * width, width: width, scales: scales)
    }
    return loss
  }

  /// In terms of logits: changes = weight · share · (change − Σ share · change).
  static func softmaxCurvature(
    begin: Int, end: Int, classes: Int, width: Int, scales: Input, shares: Input, weights: Input,
    changes: Output
  ) {
    for row in begin..<end {
      let z = logits(changes + row * width, classes: classes, scales: scales)
      let p = shares + row * classes
      let mean = (0..<classes).reduce(Scalar(0)) { $0 + p[$1] * z[$1] }
      let bent = (0..<classes).map { weights[row] * p[$0] * (z[$0] - mean) }
      setContrasts(of: bent, in: changes + row * width, width: width, scales: scales)
    }
  }

  /// For each contrast, weight times the variance of its factors under the shares.
  static func softmaxDiagonal(
    begin: Int, end: Int, classes: Int, width: Int, scales: Input, shares: Input, weights: Input,
    result: Output
  ) {
    for row in begin..<end {
      for lane in 0..<width {
        result[row * width + lane] = 0
        guard lane < classes - 1 else { continue }
        var mean: Scalar = 0
        var squares: Scalar = 0
        for label in 0..<classes {
          let factor = share(of: lane, in: label, scale: scales[lane])
          mean += factor * shares[row * classes + label]
          squares += factor * factor * shares[row * classes + label]
        }
        result[row * width + lane] = weights[row] * (squares - mean * mean)
      }
    }
  }

  /// One binary problem a class: shares, derivatives in the place of the scores, and the loss.
  static func logistic(
    begin: Int, end: Int, classes: Int, width: Int, labels: UnsafePointer<Int32>, weights: Input,
    shares: Output, scores: Output
  ) -> Double {
    var loss = 0.0
    for row in begin..<end {
      for lane in 0..<width {
        guard lane < classes else {
          scores[row * width + lane] = 0
          continue
        }
        let logit = scores[row * width + lane]
        let gold: Scalar = Int(labels[row]) == lane ? 1 : 0
        let power = Scalar.exponential(-abs(logit))
        let share = logit > 0 ? 1 / (1 + power) : power / (1 + power)
        loss +=
          Double(weights[row]) * Double(Scalar.logarithm(1 + power) + max(logit, 0) - gold * logit)
        shares[row * classes + lane] = share
        scores[row * width + lane] = weights[row] * (share - gold)
      }
    }
    return loss
  }

  /// changes = weight · share · (1 − share) · change.
  static func logisticCurvature(
    begin: Int, end: Int, classes: Int, width: Int, shares: Input, weights: Input, changes: Output
  ) {
    for row in begin..<end {
      for lane in 0..<width {
        let share = lane < classes ? shares[row * classes + lane] : 0
        changes[row * width + lane] *= weights[row] * share * (1 - share)
      }
    }
  }

  /// result = weight · share · (1 − share).
  static func logisticDiagonal(
    begin: Int, end: Int, classes: Int, width: Int, shares: Input, weights: Input, result: Output
  ) {
    for row in begin..<end {
      for lane in 0..<width {
        let share = lane < classes ? shares[row * classes + lane] : 0
        result[row * width + lane] = weights[row] * share * (1 - share)
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

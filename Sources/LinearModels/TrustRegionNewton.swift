import LinearAlgebra

/// A convex function that `TrustRegionNewton` can minimise.
protocol NewtonProblem<Scalar> {
  associatedtype Scalar: LinearScalar
  /// The vectors of variables.
  var space: VectorSpace<Scalar> { get }
  /// The value at a point; the point is remembered for the calls below.
  mutating func value(at point: Buffer<Scalar>) -> Double
  /// The gradient at the remembered point; called right after `value(at:)`.
  mutating func gradient(into gradient: Buffer<Scalar>)
  /// The product of the Hessian at the remembered point with a direction.
  mutating func hessianProduct(_ direction: Buffer<Scalar>, into product: Buffer<Scalar>)
  /// Computes the preconditioner, an approximate inverse of the Hessian at the remembered point;
  /// called right after `gradient(into:)`.
  mutating func preparePreconditioner()
  /// step += α · direction; residual −= α · product; z = preconditioner · residual; returns
  /// residual · z.
  func advance(
    _ alpha: Double, direction: Buffer<Scalar>, product: Buffer<Scalar>, step: Buffer<Scalar>,
    residual: Buffer<Scalar>, z: Buffer<Scalar>
  ) -> Double
}

/// Minimises a smooth convex function: Newton's method with conjugate gradients inside a trust
/// region, preconditioned by the diagonal of the Hessian.
///
/// C.-J. Lin, J. J. Moré, "Newton's method for large bound-constrained optimization problems"
/// (1999); the inner stopping rule is that of S. G. Nash, A. Sofer, "Assessing a search direction
/// within a truncated-Newton method" (1990).
struct TrustRegionNewton {
  var relativeGap: Double
  var maximumPasses: Int
  /// The relative size of rounding errors in the function's value.
  var noise: Double

  struct Outcome {
    var value: Double
    var relativeGap: Double
    var hasConverged: Bool
    var passes: Int
    var trace: [FitReport.Step]
  }

  /// - Parameter watch: started when the fit began, preparations included.
  func minimise<Problem: NewtonProblem>(
    _ problem: inout Problem, from point: Buffer<Problem.Scalar>, watch: Stopwatch
  ) -> Outcome {
    let space = problem.space
    let step = space.vector()
    let residual = space.vector()
    let direction = space.vector()
    let product = space.vector()
    let preconditioned = space.vector()

    var value = problem.value(at: point)
    var passes = 1
    var trace: [FitReport.Step] = []
    func record() {
      trace.append(watch.step(passes: passes, objective: value))
    }
    record()
    var radius = Double.infinity
    var gap = Double.infinity
    while passes < maximumPasses {
      problem.gradient(into: product)
      problem.preparePreconditioner()
      passes += 1
      // Conjugate gradients on the quadratic model. `decrease` is how far the model has fallen.
      step.base.update(repeating: 0, count: step.count)
      residual.base.update(repeating: 0, count: residual.count)
      direction.base.update(repeating: 0, count: direction.count)
      var rz = problem.advance(
        1, direction: direction, product: product, step: step, residual: residual,
        z: preconditioned)
      direction.base.update(from: preconditioned.base, count: direction.count)
      let target = relativeGap * abs(value)
      if rz <= 0 || !rz.isFinite {
        gap = 0
        break
      }
      var decrease = 0.0
      var tail = Double.infinity
      var stepNorm = 0.0
      var stepDirection = 0.0
      var directionNorm = rz
      var iterations = 0
      var hitBoundary = false
      while passes < maximumPasses {
        problem.hessianProduct(direction, into: product)
        passes += 1
        iterations += 1
        let curvature = space.dot(direction, product)
        var alpha = curvature > 0 ? rz / curvature : .infinity
        // ‖step + α direction‖² in the norm of the preconditioner.
        var norm = stepNorm + 2 * alpha * stepDirection + alpha * alpha * directionNorm
        if !(norm < radius * radius) {
          let b = stepDirection
          let discriminant = b * b + directionNorm * max(0, radius * radius - stepNorm)
          alpha = (discriminant.squareRoot() - b) / directionNorm
          norm = radius * radius
          hitBoundary = true
        }
        if !alpha.isFinite { break }
        let gain = alpha * rz - 0.5 * alpha * alpha * curvature
        decrease += gain
        stepNorm = norm
        tail = 4 * Double(iterations) * gain
        let next = problem.advance(
          alpha, direction: direction, product: product, step: step,
          residual: residual, z: preconditioned)
        if hitBoundary { break }
        // Stop when another product would gain little beside what was gained on average, or
        // beside the gap that was asked for.
        if tail <= 0.5 * decrease && (tail <= 0.1 * decrease || tail > 0.25 * target) {
          if tail <= 0.25 * decrease { break }
        }
        if tail <= 0.25 * target || next <= 0 || !next.isFinite { break }
        let beta = next / rz
        stepDirection = beta * (stepDirection + alpha * directionNorm)
        directionNorm = next + beta * beta * directionNorm
        space.extend(direction, by: beta, from: preconditioned)
        rz = next
      }
      if !(decrease > 0) {
        gap = 0
        break
      }
      space.add(1, step, to: point)
      let candidate = problem.value(at: point)
      passes += 1
      let floor = noise * abs(value)
      let ratio = (value - candidate) / decrease
      let isNoise = decrease <= floor
      let length = stepNorm.squareRoot()
      if candidate.isFinite && (ratio > 1e-4 || (isNoise && candidate <= value + floor)) {
        if ratio < 0.25 { radius = min(radius, length) * 0.5 }
        if ratio > 0.75 && hitBoundary { radius = max(radius, 4 * length) }
        value = candidate
        record()
        let error = 1 - ratio
        gap = (tail + decrease * error * error) / max(abs(value), .leastNormalMagnitude)
        if gap <= relativeGap || isNoise { break }
      } else {
        space.add(-1, step, to: point)
        value = problem.value(at: point)
        passes += 1
        if isNoise || length == 0 {
          gap = floor / max(abs(value), .leastNormalMagnitude)
          break
        }
        radius = min(radius, length) * 0.25
      }
    }
    return Outcome(
      value: value, relativeGap: gap, hasConverged: gap <= max(relativeGap, 2 * noise),
      passes: passes, trace: trace)
  }
}

import LinearAlgebra

/// A smooth function that `LBFGS` can minimise.
protocol GradientProblem {
  /// The number of variables.
  var dimension: Int { get }
  /// The value and the gradient at a point.
  mutating func value(at point: Buffer<Float>, gradient: Buffer<Float>) -> Double
}

/// Minimises a smooth function with limited-memory quasi-Newton steps.
///
/// D. C. Liu, J. Nocedal, "On the limited memory BFGS method for large scale optimization" (1989).
struct LBFGS {
  /// How many steps the approximation of the Hessian remembers.
  static let historyLength = 7
  var relativeGap: Double
  var maximumPasses: Int
  var threads: Int

  struct Outcome {
    var value: Double
    var hasConverged: Bool
    var passes: Int
    var trace: [FitReport.Step]
  }

  func minimise<Problem: GradientProblem>(
    _ problem: inout Problem, from point: Buffer<Float>
  ) -> Outcome {
    let watch = Stopwatch()
    let count = problem.dimension
    let space = VectorSpace<Float>(count: count, team: ThreadTeam(threads: threads))
    let gradient = space.vector()
    let newGradient = space.vector()
    let candidate = space.vector()
    let direction = space.vector()
    var steps: [Buffer<Float>] = []
    var changes: [Buffer<Float>] = []
    var inverseCurvatures: [Double] = []

    var value = problem.value(at: point, gradient: gradient)
    var passes = 1
    var trace: [FitReport.Step] = []
    func record() {
      trace.append(watch.step(passes: passes, objective: value))
    }
    record()
    var hasConverged = false
    var smallSteps = 0
    while passes < maximumPasses {
      // Two-loop recursion.
      for index in 0..<count { direction.base[index] = -gradient.base[index] }
      var shares = [Double](repeating: 0, count: steps.count)
      for index in steps.indices.reversed() {
        shares[index] = inverseCurvatures[index] * space.dot(steps[index], direction)
        space.add(-shares[index], changes[index], to: direction)
      }
      if let last = changes.indices.last {
        let size = space.dot(changes[last], changes[last])
        let factor = Float(1 / (inverseCurvatures[last] * size))
        for index in 0..<count { direction.base[index] *= factor }
      }
      for index in steps.indices {
        let share = inverseCurvatures[index] * space.dot(changes[index], direction)
        space.add(shares[index] - share, steps[index], to: direction)
      }
      var slope = space.dot(gradient, direction)
      if !(slope < 0) {
        if steps.isEmpty {
          hasConverged = true
          break
        }
        steps.removeAll()
        changes.removeAll()
        inverseCurvatures.removeAll()
        continue
      }
      // Backtracking with the minimum of a parabola; a Wolfe condition is not needed for a convex
      // function, where curvature along any step is positive.
      var length = steps.isEmpty ? 1 / max(1, (-slope).squareRoot()) : 1.0
      var newValue = Double.infinity
      var isAccepted = false
      for _ in 0..<30 {
        for index in 0..<count {
          candidate.base[index] = point.base[index] + Float(length) * direction.base[index]
        }
        newValue = problem.value(at: candidate, gradient: newGradient)
        passes += 1
        if newValue <= value + 1e-4 * length * slope {
          isAccepted = true
          break
        }
        let parabola = -slope * length * length / (2 * (newValue - value - slope * length))
        length = parabola.isFinite ? min(0.5 * length, max(0.1 * length, parabola)) : 0.1 * length
      }
      guard isAccepted else {
        hasConverged = true
        break
      }
      let recycled = steps.count == Self.historyLength
      let step = recycled ? steps.removeFirst() : space.vector()
      let change = recycled ? changes.removeFirst() : space.vector()
      if recycled { inverseCurvatures.removeFirst() }
      for index in 0..<count {
        step.base[index] = candidate.base[index] - point.base[index]
        change.base[index] = newGradient.base[index] - gradient.base[index]
        point.base[index] = candidate.base[index]
        gradient.base[index] = newGradient.base[index]
      }
      let curvature = space.dot(step, change)
      if curvature > 0 {
        steps.append(step)
        changes.append(change)
        inverseCurvatures.append(1 / curvature)
      }
      slope = value - newValue
      value = newValue
      record()
      smallSteps = slope <= 0.1 * relativeGap * abs(value) ? smallSteps + 1 : 0
      if smallSteps == 5 {
        hasConverged = true
        break
      }
    }
    return Outcome(value: value, hasConverged: hasConverged, passes: passes, trace: trace)
  }
}

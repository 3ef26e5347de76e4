import Glibc

/// How a fit went.
public struct FitReport: Sendable, Equatable {
  /// The objective at the returned weights: the summed loss plus the penalty.
  public var objective: Double
  /// An estimate of how far the objective is above its minimum, relative to the objective; `nil`
  /// where the method has no such estimate.
  public var relativeGap: Double?
  /// Whether the fit stopped because the gap it was asked for (or the noise floor of the
  /// precision) was reached, rather than because it ran out of passes.
  public var hasConverged: Bool
  /// Passes over the data: evaluations of the objective, its gradient or a Hessian product.
  public var passes: Int
  /// Wall-clock seconds.
  public var seconds: Double
  /// The objective after each accepted step, with the seconds and passes until then.
  public var trace: [Step]

  /// The state of a fit after a step.
  public struct Step: Sendable, Equatable {
    /// Wall-clock seconds since the fit began.
    public var seconds: Double
    /// Seconds of processor time of the whole process since the fit began.
    public var processorSeconds: Double
    public var passes: Int
    public var objective: Double
  }
}

/// Why a model cannot be fitted to the data.
public enum FitError: Error, Hashable, Sendable, CustomStringConvertible {
  /// There are no examples, or none with a positive weight.
  case noExamples
  /// Two parts of the data have different lengths.
  case unequalCounts(what: String, expected: Int, found: Int)
  /// A label is not in 0 ..< classCount.
  case labelOutOfRange(index: Int, label: Int, classCount: Int)
  /// A column is not below the number of columns.
  case columnOutOfRange(index: Int, column: Int, columnCount: Int)
  /// A feature or weight is NaN or infinite.
  case notFinite(what: String, index: Int)
  /// An option has a value outside its range.
  case invalidOption(name: String, value: String, expected: String)
  /// A group has no candidates, or its choice is not among them.
  case malformedGroup(index: Int, reason: String)
  /// A gold sequence takes a transition that the constraints forbid.
  case forbiddenTransition(sequence: Int, token: Int)
  /// The model would need more memory than allowed.
  case tooLarge(needed: Int, allowed: Int)

  /// The problem as a sentence.
  public var description: String {
    switch self {
    case .noExamples: "there are no examples to learn from"
    case .unequalCounts(let what, let expected, let found):
      "expected \(expected) \(what), found \(found)"
    case .labelOutOfRange(let index, let label, let classCount):
      "example \(index) has label \(label); labels are 0 to \(classCount - 1)"
    case .columnOutOfRange(let index, let column, let columnCount):
      "example \(index) has column \(column), but there are \(columnCount) columns"
    case .notFinite(let what, let index): "\(what) \(index) is not finite"
    case .invalidOption(let name, let value, let expected):
      "\(name) is \(value), expected \(expected)"
    case .malformedGroup(let index, let reason): "group \(index) \(reason)"
    case .forbiddenTransition(let sequence, let token):
      "sequence \(sequence): the gold label of token \(token) cannot follow the one before it"
    case .tooLarge(let needed, let allowed):
      "the model needs \(needed) bytes to train, \(allowed) are allowed"
    }
  }
}

/// Measures wall-clock and processor time from when it is made.
struct Stopwatch {
  private let start = ContinuousClock.now
  private let processorStart = Self.processorSeconds()

  /// Wall-clock seconds so far.
  var seconds: Double {
    let (whole, attoseconds) = (ContinuousClock.now - start).components
    return Double(whole) + Double(attoseconds) * 1e-18
  }

  /// A step of a trace that ends now.
  func step(passes: Int, objective: Double) -> FitReport.Step {
    .init(
      seconds: seconds, processorSeconds: Self.processorSeconds() - processorStart,
      passes: passes, objective: objective)
  }

  private static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

import Glibc
import LinearAlgebra

/// How a conditional random field is fitted.
public struct LinearChainCRFOptions: Sendable {
  /// The methods of minimisation.
  public enum Method: Sendable, Hashable {
    /// Passes over all sequences at once: the exact optimum, slowly.
    case lbfgs
    /// Steps after a few sequences, each weight with a rate of its own (AdaGrad), and the average
    /// of all weights since the first epoch: good models after a few epochs.
    case averagedAdaGrad(epochs: Int, learningRate: Double)
  }

  /// The method; AdaGrad for 8 epochs at a rate of 0.2 unless told.
  public var method = Method.averagedAdaGrad(epochs: 8, learningRate: 0.2)
  /// The strength λ of the L2 penalty (λ/2)‖w‖² beside the loss summed over sequences.
  public var l2Penalty: Double = 1
  /// L-BFGS stops when five steps in a row each lower the objective by less than a tenth of this
  /// share of it.
  public var relativeGap: Double = 1e-4
  /// The most passes of L-BFGS.
  public var maximumPasses = 200
  /// Columns that fewer tokens have keep zero weights; `pruned()` removes them.
  public var minimumColumnCount = 1
  /// Which label sequences are possible; everything when `nil`.
  public var constraints: LabelConstraints?
  /// The seed of the order in which AdaGrad sees the sequences.
  public var seed: UInt64 = 1
  /// The number of threads; the result does not depend on it.
  public var threads = 1
  /// The most bytes of weights and their statistics while training.
  public var memoryLimit = 4 << 30

  /// The usual options.
  public init() {}
}

extension LinearChainCRF {
  /// Fits a model to tagged sequences.
  ///
  /// - Parameters:
  ///   - sequences: features and gold labels; empty sequences are passed over.
  ///   - columnCount: the number of feature columns.
  ///   - labelCount: the number of labels.
  ///   - options: the method, the penalty and which label sequences are possible.
  /// - Throws: `FitError` when there are no tokens, a label or column is out of range, a gold
  ///   sequence breaks the constraints, or the memory limit does not suffice.
  public static func fit(
    _ sequences: TaggedSequences, columnCount: Int, labelCount: Int,
    options: LinearChainCRFOptions = .init()
  ) throws(FitError) -> (model: LinearChainCRF, report: FitReport) {
    let constraints = try options.validated(
      sequences, columnCount: columnCount, labelCount: labelCount)
    switch options.method {
    case .lbfgs:
      return fitWithLBFGS(
        sequences, columnCount: columnCount, constraints: constraints, options: options)
    case .averagedAdaGrad(let epochs, let learningRate):
      var trainer = CRFAdaGrad(
        sequences, columnCount: columnCount, constraints: constraints, options: options,
        learningRate: Float(learningRate))
      return trainer.fit(epochs: epochs)
    }
  }

  private static func fitWithLBFGS(
    _ sequences: TaggedSequences, columnCount: Int, constraints: LabelConstraints,
    options: LinearChainCRFOptions
  ) -> (model: LinearChainCRF, report: FitReport) {
    let watch = Stopwatch()
    var problem = CRFProblem(
      sequences, columnCount: columnCount, constraints: constraints, options: options)
    let point = Buffer<Float>(count: problem.dimension, filledWith: 0)
    let solver = LBFGS(
      relativeGap: options.relativeGap, maximumPasses: options.maximumPasses,
      threads: options.threads)
    let outcome = solver.minimise(&problem, from: point)
    let all = UnsafeBufferPointer(start: point.base, count: problem.dimension)
    let split = columnCount * constraints.labelCount
    let model = LinearChainCRF(
      labelCount: constraints.labelCount, weights: FlatArray(Array(all[..<split])),
      edges: Array(all[split...]), constraints: constraints)
    let report = FitReport(
      objective: outcome.value, relativeGap: nil, hasConverged: outcome.hasConverged,
      passes: outcome.passes, seconds: watch.seconds,
      trace: outcome.trace)
    return (model, report)
  }
}

extension LinearChainCRFOptions {
  fileprivate func validated(
    _ sequences: TaggedSequences, columnCount: Int, labelCount: Int
  ) throws(FitError) -> LabelConstraints {
    guard labelCount >= 1 else {
      throw .invalidOption(
        name: "the number of labels", value: "\(labelCount)", expected: "1 or more")
    }
    guard l2Penalty >= 0, l2Penalty.isFinite else {
      throw .invalidOption(
        name: "the L2 penalty", value: "\(l2Penalty)", expected: "a number of at least 0")
    }
    guard threads >= 1 else {
      throw .invalidOption(
        name: "the number of threads", value: "\(threads)", expected: "1 or more")
    }
    if case .averagedAdaGrad(let epochs, let learningRate) = method {
      guard epochs >= 1, learningRate > 0, learningRate.isFinite else {
        throw .invalidOption(
          name: "AdaGrad", value: "\(epochs) epochs at rate \(learningRate)",
          expected: "1 or more epochs at a rate above 0")
      }
    }
    let constraints = constraints ?? LabelConstraints(labelCount: labelCount)
    guard constraints.labelCount == labelCount else {
      throw .unequalCounts(
        what: "labels in the constraints", expected: labelCount, found: constraints.labelCount)
    }
    guard !sequences.labels.isEmpty else { throw .noExamples }
    if let bad = sequences.labels.firstIndex(where: { $0 < 0 || Int($0) >= labelCount }) {
      throw .labelOutOfRange(
        index: bad, label: Int(sequences.labels[bad]), classCount: labelCount)
    }
    for token in 0..<sequences.tokens.count {
      for position in sequences.tokens.offsets[token]..<sequences.tokens.offsets[token + 1] {
        let column = Int(sequences.tokens.columns[position])
        guard column < columnCount else {
          throw .columnOutOfRange(index: token, column: column, columnCount: columnCount)
        }
      }
    }
    for sequence in 0..<sequences.count {
      let range = sequences.sequenceOffsets[sequence]..<sequences.sequenceOffsets[sequence + 1]
      if let token = constraints.firstViolation(in: sequences.labels[range]) {
        throw .forbiddenTransition(sequence: sequence, token: token)
      }
    }
    let vectors: Int
    switch method {
    case .lbfgs: vectors = 2 * LBFGS.historyLength + 4
    case .averagedAdaGrad: vectors = 3
    }
    let needed = (columnCount + labelCount + 2) * labelCount * vectors * MemoryLayout<Float>.stride
    guard needed <= memoryLimit else { throw .tooLarge(needed: needed, allowed: memoryLimit) }
    return constraints
  }
}

import LinearAlgebra

/// Fits a conditional random field with AdaGrad steps after small batches of sequences.
///
/// J. Duchi, E. Hazan, Y. Singer, "Adaptive subgradient methods" (2011). The penalty of a column is
/// shared out over its occurrences, so that a column is touched only when it occurs and an epoch
/// still applies the whole penalty. The model is the average of the weights after each batch,
/// counted from the end of the first epoch.
struct CRFAdaGrad {
  /// Sequences between two updates; fixed, so that the result does not depend on threads.
  private static let batchSize = 8

  private let sequences: TaggedSequences
  private let constraints: LabelConstraints
  private let labelCount: Int
  private let columnCount: Int
  private let options: LinearChainCRFOptions
  private let learningRate: Float
  private let weights: Buffer<Float>
  private let squares: Buffer<Float>
  private let totals: Buffer<Float>
  /// The batch up to which a column's weights are in `totals`; the last entry is the edges'.
  private let stamps: Buffer<UInt32>
  private let counts: Buffer<UInt32>
  private let edges: ChainEdges
  private let lattices: LatticePool
  private let expectations: Buffer<Double>
  private let team: ThreadTeam
  private var batches: UInt32 = 0
  private var isAveraging = false

  init(
    _ sequences: TaggedSequences, columnCount: Int, constraints: LabelConstraints,
    options: LinearChainCRFOptions, learningRate: Float
  ) {
    self.sequences = sequences
    self.constraints = constraints
    self.columnCount = columnCount
    labelCount = constraints.labelCount
    self.options = options
    self.learningRate = learningRate
    let count = (columnCount + labelCount + 2) * labelCount
    weights = Buffer(count: count, filledWith: 0)
    squares = Buffer(count: count, filledWith: 1e-6)
    totals = Buffer(count: count, filledWith: 0)
    stamps = Buffer(count: columnCount + 1, filledWith: 0)
    counts = Buffer(count: columnCount, filledWith: 0)
    for column in sequences.tokens.columns { counts.base[Int(column)] += 1 }
    edges = ChainEdges(weights.base + columnCount * labelCount, constraints: constraints)
    lattices = LatticePool(edges, count: Self.batchSize)
    expectations = Buffer(
      count: Self.batchSize * labelCount * (labelCount + 2), filledWith: 0)
    team = ThreadTeam(threads: options.threads)
  }

  mutating func fit(epochs: Int) -> (model: LinearChainCRF, report: FitReport) {
    let watch = Stopwatch()
    var trace: [FitReport.Step] = []
    var generator = SeededGenerator(seed: options.seed)
    for epoch in 0..<epochs {
      let order = generator.permutation(sequences.count)
      var loss = 0.0
      var first = 0
      while first < order.count {
        let last = min(order.count, first + Self.batchSize)
        loss += learn(from: order[first..<last])
        first = last
      }
      trace.append(
        watch.step(passes: epoch + 1, objective: loss))
      if epoch == 0 && epochs > 1 {
        isAveraging = true
        batches = 0
        for index in 0...columnCount { stamps[index] = 0 }
      }
    }
    if isAveraging { average() }
    let split = columnCount * labelCount
    let all = UnsafeBufferPointer(start: weights.base, count: weights.count)
    let model = LinearChainCRF(
      labelCount: labelCount, weights: FlatArray(Array(all[..<split])), edges: Array(all[split...]),
      constraints: constraints)
    let report = FitReport(
      objective: trace.last?.objective ?? 0, relativeGap: nil, hasConverged: true, passes: epochs,
      seconds: watch.seconds, trace: trace)
    return (model, report)
  }

  /// One step from a batch; returns its loss before the step.
  private mutating func learn(from batch: ArraySlice<Int>) -> Double {
    let labels = labelCount
    let edgeBase = columnCount * labels
    let edgeCount = labels * (labels + 2)
    expectations.base.update(repeating: 0, count: expectations.count)
    edges.update(weights.base + edgeBase)
    let batch = batch.filter { sequences.sequenceOffsets[$0] < sequences.sequenceOffsets[$0 + 1] }
    let rows = batch.map { sequence in
      let tokens = sequences.sequenceOffsets[sequence + 1] - sequences.sequenceOffsets[sequence]
      return Buffer<Float>(count: tokens * labels, filledWith: 0)
    }
    let losses = Buffer<Double>(count: batch.count, filledWith: 0)
    team.run(parts: batch.count) { part in
      let start = sequences.sequenceOffsets[batch[part]]
      let end = sequences.sequenceOffsets[batch[part] + 1]
      let rows = rows[part]
      let expected = expectations.base + part * edgeCount
      score(start..<end, into: rows)
      sequences.labels.withUnsafeBufferPointer { gold in
        let gold = UnsafeBufferPointer(rebasing: gold[start..<end])
        let goldScore = chainScore(
          gold, rows: rows.base, edges: weights.base + edgeBase, labelCount: labels)
        losses.base[part] =
          lattices.run(part, scores: rows.base, tokenCount: end - start, expectations: expected)
          - goldScore
        subtractCounts(gold, rows: rows.base, expectations: expected, labelCount: labels)
      }
    }
    var loss = 0.0
    for part in batch.indices {
      loss += losses[part]
      for index in 0..<edgeCount where part > 0 {
        expectations.base[index] += expectations.base[part * edgeCount + index]
      }
    }
    batches += 1
    for (sequence, rows) in zip(batch, rows) { step(sequence, rows: rows) }
    stepEdges(expectations, share: Float(batch.count) / Float(max(1, sequences.count)))
    return loss
  }

  private func score(_ tokens: Range<Int>, into rows: Buffer<Float>) {
    let labels = labelCount
    sequences.tokens.columns.withUnsafeBufferPointer { columns in
      sequences.tokens.offsets.withUnsafeBufferPointer { offsets in
        for token in tokens {
          let row = rows.base + (token - tokens.lowerBound) * labels
          for position in offsets[token]..<offsets[token + 1] {
            let source = weights.base + Int(columns[position]) * labels
            for label in 0..<labels { row[label] += source[label] }
          }
        }
      }
    }
  }

  private func step(_ sequence: Int, rows: Buffer<Float>) {
    let labels = labelCount
    let start = sequences.sequenceOffsets[sequence]
    let end = sequences.sequenceOffsets[sequence + 1]
    let minimum = UInt32(clamping: options.minimumColumnCount)
    let penalty = Float(options.l2Penalty)
    sequences.tokens.columns.withUnsafeBufferPointer { columns in
      sequences.tokens.offsets.withUnsafeBufferPointer { offsets in
        for token in start..<end {
          let row = rows.base + (token - start) * labels
          for position in offsets[token]..<offsets[token + 1] {
            let column = Int(columns[position])
            let count = counts.base[column]
            if count < minimum { continue }
            catchUp(column, at: column * labels, length: labels)
            update(
              at: column * labels, length: labels, decay: penalty / Float(count)
            ) { row[$0] }
          }
        }
      }
    }
  }

  private func stepEdges(_ expectations: Buffer<Double>, share: Float) {
    let base = columnCount * labelCount
    let length = labelCount * (labelCount + 2)
    catchUp(columnCount, at: base, length: length)
    update(at: base, length: length, decay: Float(options.l2Penalty) * share) {
      Float(expectations.base[$0])
    }
  }

  /// Adds the weights of a column to the totals for the batches since they last changed.
  @inline(__always)
  private func catchUp(_ column: Int, at base: Int, length: Int) {
    guard isAveraging else { return }
    let missed = batches &- 1 &- stamps.base[column]
    let factor = Float(missed)
    if missed > 0 {
      for index in base..<(base + length) { totals.base[index] += factor * weights.base[index] }
    }
    stamps.base[column] = batches &- 1
  }

  @inline(__always)
  private func update(at base: Int, length: Int, decay: Float, _ gradient: (Int) -> Float) {
    let weights = weights.base + base
    let squares = squares.base + base
    for index in 0..<length {
      let slope = gradient(index) + decay * weights[index]
      let square = squares[index] + slope * slope
      squares[index] = square
      weights[index] -= learningRate * slope / square.squareRoot()
    }
  }

  private mutating func average() {
    guard batches > 0 else { return }
    batches += 1
    for column in 0...columnCount {
      let base = column * labelCount
      let length = column == columnCount ? labelCount * (labelCount + 2) : labelCount
      catchUp(column, at: base, length: length)
    }
    let factor = 1 / Float(batches - 1)
    for index in 0..<weights.count { weights[index] = totals[index] * factor }
  }
}

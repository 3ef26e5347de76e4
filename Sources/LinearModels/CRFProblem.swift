import LinearAlgebra

/// The penalised negative log likelihood of a conditional random field, and its gradient.
///
/// Variables are the weights, column by column, and then the edges as `LinearChainCRF` stores them.
struct CRFProblem: GradientProblem {
  let dimension: Int
  private let sequences: TaggedSequences
  private let columnCount: Int
  private let labelCount: Int
  private let constraints: LabelConstraints
  private let l2Penalty: Double
  private let byToken: BinaryMatrix
  private let byColumn: BinaryMatrix
  private let scores: Buffer<Float>
  private let isLearned: [Bool]
  private let edges: ChainEdges
  private let team: ThreadTeam
  /// Where chunks of sequences begin; each has a lattice and sums of its own.
  private let chunks: [Int]
  private let lattices: LatticePool

  init(
    _ sequences: TaggedSequences, columnCount: Int, constraints: LabelConstraints,
    options: LinearChainCRFOptions
  ) {
    self.sequences = sequences
    self.columnCount = columnCount
    self.constraints = constraints
    labelCount = constraints.labelCount
    l2Penalty = options.l2Penalty
    dimension = (columnCount + labelCount + 2) * labelCount
    byToken = BinaryMatrix(sequences.tokens)
    byColumn = byToken.transposed(columnCount: columnCount)
    scores = Buffer(count: sequences.labels.count * labelCount, filledWith: 0)
    let counts = (0..<columnCount).map { [byColumn] in
      byColumn.offsets[$0 + 1] - byColumn.offsets[$0]
    }
    isLearned = counts.map { $0 >= options.minimumColumnCount }
    edges = ChainEdges(
      [Float](repeating: 0, count: labelCount * (labelCount + 2)), constraints: constraints)
    team = ThreadTeam(threads: options.threads)
    let chunkCount = min(64, sequences.count)
    chunks = (0...chunkCount).map { [sequences] in $0 * sequences.count / chunkCount }
    lattices = LatticePool(edges, count: chunkCount)
  }

  mutating func value(at point: Buffer<Float>, gradient: Buffer<Float>) -> Double {
    let labels = labelCount
    let edgeWeights = point.base + columnCount * labels
    edges.update(edgeWeights)
    let edgeCount = labels * (labels + 2)
    let expectations = Buffer<Double>(count: edgeCount * lattices.count, filledWith: 0)
    let losses = Buffer<Double>(count: lattices.count, filledWith: 0)
    team.run(parts: lattices.count) { chunk in
      let expected = expectations.base + chunk * edgeCount
      let first = sequences.sequenceOffsets[chunks[chunk]]
      let last = sequences.sequenceOffsets[chunks[chunk + 1]]
      byToken.multiply(point, width: labels, into: scores, lines: first..<last)
      for sequence in chunks[chunk]..<chunks[chunk + 1] {
        let start = sequences.sequenceOffsets[sequence]
        let end = sequences.sequenceOffsets[sequence + 1]
        if start == end { continue }
        let rows = scores.base + start * labels
        sequences.labels.withUnsafeBufferPointer { gold in
          let gold = UnsafeBufferPointer(rebasing: gold[start..<end])
          losses.base[chunk] -= chainScore(
            gold, rows: rows, edges: edgeWeights, labelCount: labels)
          losses.base[chunk] += lattices.run(
            chunk, scores: rows, tokenCount: end - start, expectations: expected)
          subtractCounts(gold, rows: rows, expectations: expected, labelCount: labels)
        }
      }
    }
    var loss = 0.0
    for chunk in 0..<lattices.count {
      loss += losses[chunk]
      for index in 0..<edgeCount where chunk > 0 {
        expectations.base[index] += expectations.base[chunk * edgeCount + index]
      }
    }
    let blockLength = 4096
    team.run(parts: (columnCount + blockLength - 1) / blockLength) { part in
      let begin = part * blockLength
      byColumn.multiply(
        scores, width: labels, into: gradient,
        lines: begin..<min(columnCount, begin + blockLength))
    }
    for index in 0..<(labels * (labels + 2)) {
      gradient[columnCount * labels + index] = Float(expectations[index])
    }
    var squares = 0.0
    for column in 0..<columnCount {
      for index in (column * labels)..<((column + 1) * labels) {
        if isLearned[column] {
          gradient.base[index] += Float(l2Penalty) * point.base[index]
          squares += Double(point.base[index]) * Double(point.base[index])
        } else {
          gradient.base[index] = 0
        }
      }
    }
    let base = columnCount * labels
    for index in base..<dimension {
      if isForbidden(index - base) {
        gradient[index] = 0
      } else {
        gradient[index] += Float(l2Penalty) * point[index]
        squares += Double(point[index]) * Double(point[index])
      }
    }
    return loss + 0.5 * l2Penalty * squares
  }

  private func isForbidden(_ edge: Int) -> Bool {
    let square = labelCount * labelCount
    if edge < square { return !constraints.transitions[edge] }
    if edge < square + labelCount { return !constraints.starts[edge - square] }
    return !constraints.ends[edge - square - labelCount]
  }
}

/// The score of a label sequence from unigram scores and edges.
func chainScore(
  _ gold: UnsafeBufferPointer<Int32>, rows: UnsafePointer<Float>, edges: UnsafePointer<Float>,
  labelCount: Int
) -> Double {
  var score = 0.0
  for token in 0..<gold.count {
    let label = Int(gold[token])
    score += Double(rows[token * labelCount + label])
    score += Double(
      token == 0
        ? edges[labelCount * labelCount + label]
        : edges[Int(gold[token - 1]) * labelCount + label])
  }
  return score + Double(edges[labelCount * (labelCount + 1) + Int(gold[gold.count - 1])])
}

/// Subtracts the counts of a label sequence from marginals and from expected edge counts.
func subtractCounts(
  _ gold: UnsafeBufferPointer<Int32>, rows: UnsafeMutablePointer<Float>,
  expectations: UnsafeMutablePointer<Double>, labelCount: Int
) {
  for token in 0..<gold.count {
    let label = Int(gold[token])
    rows[token * labelCount + label] -= 1
    if token == 0 {
      expectations[labelCount * labelCount + label] -= 1
    } else {
      expectations[Int(gold[token - 1]) * labelCount + label] -= 1
    }
  }
  expectations[labelCount * (labelCount + 1) + Int(gold[gold.count - 1])] -= 1
}

/// A sparse matrix of ones: by token, or by column when transposed.
struct BinaryMatrix {
  let lineCount: Int
  let offsets: Buffer<Int>
  let indices: Buffer<UInt32>

  init(_ tokens: TokenFeatures) {
    lineCount = tokens.count
    offsets = Buffer(tokens.offsets)
    indices = Buffer(tokens.columns)
  }

  private init(lineCount: Int, offsets: Buffer<Int>, indices: Buffer<UInt32>) {
    self.lineCount = lineCount
    self.offsets = offsets
    self.indices = indices
  }

  func transposed(columnCount: Int) -> BinaryMatrix {
    let starts = Buffer(count: columnCount + 1, filledWith: 0)
    for position in 0..<indices.count { starts.base[Int(indices.base[position]) + 1] += 1 }
    for column in 0..<columnCount { starts.base[column + 1] += starts.base[column] }
    let next = Buffer(count: columnCount, filledWith: 0)
    next.base.update(from: starts.base, count: columnCount)
    let lines = Buffer<UInt32>(count: indices.count, filledWith: 0)
    for line in 0..<lineCount {
      for position in offsets.base[line]..<offsets.base[line + 1] {
        let column = Int(indices.base[position])
        lines.base[next.base[column]] = UInt32(truncatingIfNeeded: line)
        next.base[column] += 1
      }
    }
    return BinaryMatrix(lineCount: columnCount, offsets: starts, indices: lines)
  }

  /// result = this × narrow, where `narrow` has `width` numbers a row; for some of
  /// the lines.
  func multiply(
    _ narrow: Buffer<Float>, width: Int, into result: Buffer<Float>, lines: Range<Int>
  ) {
    for line in lines {
      let target = result.base + line * width
      for index in 0..<width { target[index] = 0 }
      for position in offsets.base[line]..<offsets.base[line + 1] {
        let source = narrow.base + Int(indices.base[position]) * width
        for index in 0..<width { target[index] += source[index] }
      }
    }
  }
}

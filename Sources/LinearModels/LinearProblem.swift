import LinearAlgebra

/// A loss of linear scores with an L2 penalty, for `TrustRegionNewton`.
///
/// Variables lie in three parts: the weights of the sparse columns that are left after
/// preparation, `width` numbers a column; those of the dense columns, lane after lane; and
/// `width` intercepts.
struct LinearProblem<L: Loss>: NewtonProblem {
  typealias Scalar = L.Scalar

  let space: VectorSpace<Scalar>
  private let loss: L
  private let width: Int
  private let rowCount: Int
  private let sparse: CompressedMatrix<Scalar>
  private let dense: DenseMatrix<Scalar>
  private let densePenalties: Buffer<Scalar>
  private let team: ThreadTeam
  private let kernels = Scalar.kernels
  /// Where tiles of rows begin; a tile's scores and dense features stay in the cache between the
  /// forward and the backward loop.
  private let tiles: [Int]
  /// Where chunks of tiles begin. Each chunk has its own sums, added in order at the end.
  private let chunks: [Int]
  private let chunkSums: Buffer<Scalar>
  private let chunkLosses: Buffer<Double>
  private let shares: Buffer<Scalar>
  private let scratch: Buffer<Scalar>
  private let columnParts: [Int]
  private let partScores: Buffer<Scalar>
  /// The caller's own, as of the last call of `value(at:)`.
  private var point: Buffer<Scalar>
  /// The inverse of the Hessian's diagonal; 0 where `densePreconditioner` takes its place.
  private let diagonal: Buffer<Scalar>
  private var densePreconditioner: DensePreconditioner<Scalar>?

  private var denseBase: Int { sparse.columnCount * width }
  private var denseCount: Int { dense.columnCount * loss.laneCount }
  private var interceptBase: Int { denseBase + denseCount }
  private var sumCount: Int { denseCount + width }

  /// - Parameter valuesPerPart: the fewest values of sparse columns that are worth scores of their
  ///   own for all rows.
  init(
    _ design: Design<Scalar>, loss: L, penalties: ColumnPenalties, threads: Int,
    valuesPerPart: Int = 1 << 20
  ) {
    self.loss = loss
    let lanes = loss.laneCount
    width = lanes <= 2 ? lanes : lanes <= 4 ? 4 : (lanes + 7) / 8 * 8
    rowCount = design.rowCount
    sparse = CompressedMatrix(design.sparse, penalties: penalties)
    dense = design.dense
    densePenalties = Buffer(
      (design.sparse.columnCount..<design.columnCount).map { Scalar(penalties[$0]) })
    team = ThreadTeam(threads: threads)
    tiles = loss.tiles(of: rowCount, about: dense.columnCount > 0 ? 32 : 1024)
    let tileCount = tiles.count - 1
    let sums = dense.columnCount * lanes + width
    let chunkCount = max(1, min(64, tileCount, (1 << 22) / sums))
    chunks = (0...chunkCount).map { $0 * tileCount / chunkCount }
    chunkSums = Buffer(count: chunkCount * sums, filledWith: 0)
    chunkLosses = Buffer(count: chunkCount, filledWith: 0)
    shares = Buffer(count: rowCount * loss.shareCount, filledWith: 0)
    scratch = Buffer(count: rowCount * width, filledWith: 0)
    columnParts = Self.parts(
      of: sparse.byColumn, valuesPerPart: valuesPerPart, rowCount: rowCount, width: width)
    partScores = Buffer(count: (columnParts.count - 2) * rowCount * width, filledWith: 0)
    let dimension = sparse.columnCount * width + dense.columnCount * lanes + width
    space = VectorSpace(count: dimension, team: team)
    point = Buffer(count: 0, filledWith: 0)
    diagonal = Buffer(count: dimension, filledWith: 0)
  }

  mutating func value(at newPoint: Buffer<Scalar>) -> Double {
    point = newPoint
    scatter(point)
    forTiles { rows, _ in
      forward(rows, point)
      return loss.evaluate(rows, width: width, scores: scratch.base, shares: shares.base)
    }
    let total = (0..<(chunks.count - 1)).reduce(0.0) { $0 + chunkLosses[$1] }
    return total + 0.5 * penaltyTerm()
  }

  /// The derivatives by the scores that `value(at:)` left in `scratch` make the gradient; nothing
  /// may come between the two calls.
  mutating func gradient(into gradient: Buffer<Scalar>) {
    clearSums()
    forTiles { rows, sums in
      backward(rows, into: sums)
      return 0
    }
    finish(gradient, penalised: point)
  }

  mutating func hessianProduct(_ direction: Buffer<Scalar>, into product: Buffer<Scalar>) {
    clearSums()
    scatter(direction)
    forTiles { rows, sums in
      forward(rows, direction)
      loss.applyCurvature(rows, width: width, shares: shares.base, changes: scratch.base)
      backward(rows, into: sums)
      return 0
    }
    finish(product, penalised: direction)
  }

  mutating func preparePreconditioner() {
    let usesGram =
      dense.columnCount > 0 && dense.columnCount <= DensePreconditioner<Scalar>.columnLimit
    clearSums()
    forTiles { rows, sums in
      loss.curvatures(rows, width: width, shares: shares.base, result: scratch.base)
      if dense.columnCount > 0 && !usesGram {
        dense.elements.withUnsafeBufferPointer { matrix in
          kernels.denseBackwardSquared(
            rows.lowerBound, rows.upperBound, matrix.baseAddress.unsafelyUnwrapped,
            dense.columnCount, scratch.base, loss.laneCount, width, sums)
        }
      }
      addIntercepts(rows, into: sums)
      return 0
    }
    densePreconditioner =
      usesGram
      ? dense.elements.withUnsafeBufferPointer { matrix in
        DensePreconditioner(
          matrix.baseAddress.unsafelyUnwrapped, rowCount: rowCount,
          columnCount: dense.columnCount, curvatures: scratch.base, laneCount: loss.laneCount,
          width: width, hasIntercept: loss.hasIntercept,
          penalties: densePenalties.base, team: team)
      } : nil
    forColumnBlocks { begin, end in
      kernels.sparseSquared(
        begin, end, sparse.byColumn.offsets.base, sparse.byColumn.indices.base,
        sparse.byColumn.values.base, scratch.base, width, diagonal.base)
      for column in begin..<end {
        let penalty = sparse.penalties.base[column]
        for index in (column * width)..<((column + 1) * width) {
          diagonal.base[index] = inverse(diagonal.base[index] + penalty)
        }
      }
    }
    sumChunks(into: diagonal)
    for lane in 0..<loss.laneCount {
      for column in 0..<dense.columnCount {
        let index = denseBase + lane * dense.columnCount + column
        diagonal.base[index] =
          usesGram && densePreconditioner == nil
          ? 1 : inverse(diagonal.base[index] + densePenalties.base[column])
      }
    }
    for index in interceptBase..<space.count {
      diagonal.base[index] = loss.hasIntercept ? inverse(diagonal.base[index]) : 0
    }
    if densePreconditioner != nil {
      // The Gram matrix stands for the whole of this part.
      for index in denseBase..<space.count { diagonal.base[index] = 0 }
    }
  }

  func advance(
    _ alpha: Double, direction: Buffer<Scalar>, product: Buffer<Scalar>, step: Buffer<Scalar>,
    residual: Buffer<Scalar>, z: Buffer<Scalar>
  ) -> Double {
    let sum = space.advance(
      alpha, direction: direction, product: product, inverse: diagonal, step: step,
      residual: residual, z: z)
    guard let densePreconditioner else { return sum }
    let count = denseCount + (loss.hasIntercept ? loss.laneCount : 0)
    (z.base + denseBase).update(from: residual.base + denseBase, count: count)
    densePreconditioner.apply(
      z.base + denseBase, intercepts: loss.hasIntercept ? z.base + interceptBase : nil,
      columnCount: dense.columnCount)
    return sum + kernels.dot(denseBase, denseBase + count, residual.base, z.base)
  }

  private func inverse(_ curvature: Scalar) -> Scalar { curvature > 0 ? 1 / curvature : 0 }

  // MARK: - Passes over the rows

  private func forTiles(_ body: (Range<Int>, UnsafeMutablePointer<Scalar>) -> Double) {
    team.run(parts: chunks.count - 1) { chunk in
      let sums = chunkSums.base + chunk * sumCount
      var total = 0.0
      for tile in chunks[chunk]..<chunks[chunk + 1] {
        total += body(tiles[tile]..<tiles[tile + 1], sums)
      }
      chunkLosses.base[chunk] = total
    }
  }

  /// Where parts of about as many values of the sparse columns begin.
  ///
  /// Each has scores of its own for all rows, so that threads can work on them; together they take
  /// no more memory than a copy of the matrix by row would. Little
  /// data has one part.
  private static func parts(
    of lines: CompressedMatrix<Scalar>.Lines, valuesPerPart: Int, rowCount: Int, width: Int
  ) -> [Int] {
    let values = lines.offsets.base[lines.count]
    let partCount = max(1, min(8, values / valuesPerPart, 2 * values / max(1, rowCount * width)))
    var parts = [0]
    for column in 0..<lines.count
    where parts.count < partCount && lines.offsets.base[column] >= parts.count * values / partCount
    {
      parts.append(column)
    }
    while parts.count <= partCount { parts.append(lines.count) }
    return parts
  }

  /// The intercepts and the sparse columns' share of the scores of all rows: those of the first
  /// part into `scratch`, those of the others into `partScores`.
  private func scatter(_ weights: Buffer<Scalar>) {
    let count = rowCount * width
    team.run(parts: columnParts.count - 1) { part in
      let target = part == 0 ? scratch.base : partScores.base + (part - 1) * count
      if part == 0 && loss.hasIntercept {
        for row in 0..<rowCount {
          (target + row * width).update(from: weights.base + interceptBase, count: width)
        }
      } else {
        target.update(repeating: 0, count: count)
      }
      kernels.sparseScatter(
        columnParts[part], columnParts[part + 1], sparse.byColumn.offsets.base,
        sparse.byColumn.indices.base, sparse.byColumn.values.base, weights.base, width, target)
    }
  }

  /// The scores of rows under given weights, into `scratch`, after `scatter`.
  private func forward(_ rows: Range<Int>, _ weights: Buffer<Scalar>) {
    for part in 0..<(columnParts.count - 2) {
      kernels.add(
        rows.lowerBound * width, rows.upperBound * width, 1,
        partScores.base + part * rowCount * width, scratch.base)
    }
    guard dense.columnCount > 0 else { return }
    dense.elements.withUnsafeBufferPointer { matrix in
      kernels.denseForward(
        rows.lowerBound, rows.upperBound, matrix.baseAddress.unsafelyUnwrapped, dense.columnCount,
        weights.base + denseBase, loss.laneCount, width, scratch.base)
    }
  }

  /// Adds the part of the dense columns and intercepts to the sums of a chunk.
  private func backward(_ rows: Range<Int>, into sums: UnsafeMutablePointer<Scalar>) {
    if dense.columnCount > 0 {
      dense.elements.withUnsafeBufferPointer { matrix in
        kernels.denseBackward(
          rows.lowerBound, rows.upperBound, matrix.baseAddress.unsafelyUnwrapped,
          dense.columnCount, scratch.base, loss.laneCount, width, sums)
      }
    }
    addIntercepts(rows, into: sums)
  }

  private func addIntercepts(_ rows: Range<Int>, into sums: UnsafeMutablePointer<Scalar>) {
    for lane in 0..<loss.laneCount {
      var total: Scalar = 0
      var position = rows.lowerBound * width + lane
      for _ in rows {
        total += scratch.base[position]
        position &+= width
      }
      sums[denseCount + lane] += total
    }
  }

  private func clearSums() {
    chunkSums.base.update(repeating: 0, count: chunkSums.count)
  }

  /// The sparse part of Xᵀ scratch, the sums of the chunks, and the penalty.
  private func finish(_ result: Buffer<Scalar>, penalised weights: Buffer<Scalar>) {
    forColumnBlocks { begin, end in
      kernels.sparse(
        begin, end, sparse.byColumn.offsets.base, sparse.byColumn.indices.base,
        sparse.byColumn.values.base, scratch.base, width, nil, sparse.penalties.base,
        weights.base, result.base)
    }
    sumChunks(into: result)
    for lane in 0..<loss.laneCount {
      for column in 0..<dense.columnCount {
        let index = denseBase + lane * dense.columnCount + column
        result.base[index] += densePenalties.base[column] * weights.base[index]
      }
    }
    if !loss.hasIntercept {
      for index in interceptBase..<space.count { result.base[index] = 0 }
    }
  }

  private func forColumnBlocks(_ body: (Int, Int) -> Void) {
    let size = 4096
    let count = sparse.columnCount
    team.run(parts: (count + size - 1) / size) { part in
      body(part * size, min(count, (part + 1) * size))
    }
  }

  private func sumChunks(into result: Buffer<Scalar>) {
    for index in 0..<sumCount {
      var total = 0.0
      for chunk in 0..<(chunks.count - 1) {
        total += Double(chunkSums.base[chunk * sumCount + index])
      }
      result.base[denseBase + index] = Scalar(total)
    }
  }

  private func penaltyTerm() -> Double {
    var total = 0.0
    for column in 0..<sparse.columnCount {
      var squares: Scalar = 0
      for index in (column * width)..<((column + 1) * width) {
        squares += point.base[index] * point.base[index]
      }
      total += Double(sparse.penalties.base[column]) * Double(squares)
    }
    for lane in 0..<loss.laneCount {
      for column in 0..<dense.columnCount {
        let weight = Double(point.base[denseBase + lane * dense.columnCount + column])
        total += Double(densePenalties.base[column]) * weight * weight
      }
    }
    return total
  }

  // MARK: - Between weights of the caller and variables

  /// The variables that stand for weights (features × classes) and intercepts.
  func variables(weights: [Scalar], intercepts: [Scalar]) -> Buffer<Scalar> {
    let result = space.vector()
    let classes = loss.classCount
    let laneCount = loss.laneCount
    let lanes = Buffer<Scalar>(count: laneCount, filledWith: 0)
    weights.withUnsafeBufferPointer { weights in
      guard let weights = weights.baseAddress else { return }
      sparse.forEachColumn { original, column, share in
        loss.setLanes(lanes.base, of: weights + original * classes)
        let target = result.base + column * width
        for lane in 0..<laneCount { target[lane] += share * lanes.base[lane] }
      }
      for column in 0..<dense.columnCount {
        loss.setLanes(
          lanes.base, of: weights + (sparse.originalColumnCount + column) * classes)
        for lane in 0..<laneCount {
          result.base[denseBase + lane * dense.columnCount + column] = lanes.base[lane]
        }
      }
    }
    if loss.hasIntercept {
      intercepts.withUnsafeBufferPointer { intercepts in
        guard let intercepts = intercepts.baseAddress else { return }
        loss.setLanes(result.base + interceptBase, of: intercepts)
      }
    }
    return result
  }

  /// The weights (features × classes) and intercepts that variables stand for.
  func weights(of variables: Buffer<Scalar>) -> (weights: [Scalar], intercepts: [Scalar]) {
    let classes = loss.classCount
    let laneCount = loss.laneCount
    let lanes = Buffer<Scalar>(count: laneCount, filledWith: 0)
    var weights = [Scalar](
      repeating: 0, count: (sparse.originalColumnCount + dense.columnCount) * classes)
    weights.withUnsafeMutableBufferPointer { weights in
      guard let weights = weights.baseAddress else { return }
      sparse.forEachColumn { original, column, share in
        let source = variables.base + column * width
        for lane in 0..<laneCount { lanes.base[lane] = share * source[lane] }
        loss.setClassWeights(weights + original * classes, of: lanes.base)
      }
      for column in 0..<dense.columnCount {
        for lane in 0..<laneCount {
          lanes.base[lane] = variables.base[denseBase + lane * dense.columnCount + column]
        }
        loss.setClassWeights(
          weights + (sparse.originalColumnCount + column) * classes, of: lanes.base)
      }
    }
    var intercepts = [Scalar](repeating: 0, count: classes)
    intercepts.withUnsafeMutableBufferPointer {
      loss.setClassWeights($0.baseAddress.unsafelyUnwrapped, of: variables.base + interceptBase)
    }
    return (weights, intercepts)
  }
}

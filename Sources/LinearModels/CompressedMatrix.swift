import LinearAlgebra

/// A compressed sparse matrix for the solver's loops: by row, or by column when transposed.
struct CompressedMatrix<Scalar: LinearScalar> {
  let lineCount: Int
  let offsets: Buffer<Int>
  let indices: Buffer<UInt32>
  let values: Buffer<Scalar>

  init(_ matrix: SparseMatrix<Scalar>) {
    lineCount = matrix.rowCount
    offsets = Buffer(matrix.rowOffsets, filler: 0)
    indices = Buffer(matrix.columns, filler: 0)
    values = Buffer(matrix.values, filler: 0)
  }

  private init(
    lineCount: Int, offsets: Buffer<Int>, indices: Buffer<UInt32>, values: Buffer<Scalar>
  ) {
    self.lineCount = lineCount
    self.offsets = offsets
    self.indices = indices
    self.values = values
  }

  /// The same matrix by columns.
  func transposed(columnCount: Int) -> CompressedMatrix {
    let starts = Buffer(count: columnCount + 1, filledWith: 0)
    for position in 0..<indices.count { starts.base[Int(indices.base[position]) + 1] += 1 }
    for column in 0..<columnCount { starts.base[column + 1] += starts.base[column] }
    let next = Buffer(count: columnCount, filledWith: 0)
    next.base.update(from: starts.base, count: columnCount)
    let rows = Buffer<UInt32>(count: indices.count, filledWith: 0)
    let turned = Buffer<Scalar>(count: indices.count, filledWith: 0)
    for line in 0..<lineCount {
      for position in offsets.base[line]..<offsets.base[line + 1] {
        let column = Int(indices.base[position])
        let target = next.base[column]
        next.base[column] = target + 1
        rows.base[target] = UInt32(truncatingIfNeeded: line)
        turned.base[target] = values.base[position]
      }
    }
    return CompressedMatrix(lineCount: columnCount, offsets: starts, indices: rows, values: turned)
  }

  /// result = this × narrow, where `narrow` has `width` numbers a row; each line begins from
  /// `start`, or from zeros.
  func multiply(
    _ narrow: Buffer<Scalar>, width: Int, into result: Buffer<Scalar>,
    startingFrom start: UnsafeMutablePointer<Scalar>?
  ) {
    for line in 0..<lineCount {
      let target = result.base + line * width
      for index in 0..<width { target[index] = start.map { $0[index] } ?? 0 }
      for position in offsets.base[line]..<offsets.base[line + 1] {
        let source = narrow.base + Int(indices.base[position]) * width
        let value = values.base[position]
        for index in 0..<width { target[index] += value * source[index] }
      }
    }
  }

  /// As `multiply`, with every value of the matrix squared.
  func multiplySquared(_ narrow: Buffer<Scalar>, width: Int, into result: Buffer<Scalar>) {
    for line in 0..<lineCount {
      let target = result.base + line * width
      for index in 0..<width { target[index] = 0 }
      for position in offsets.base[line]..<offsets.base[line + 1] {
        let source = narrow.base + Int(indices.base[position]) * width
        let value = values.base[position] * values.base[position]
        for index in 0..<width { target[index] += value * source[index] }
      }
    }
  }
}

import LinearAlgebra

/// A sparse matrix made ready for a solver: columns renumbered so that frequent ones lie together,
/// empty columns left out, and columns that occur in one row only joined row by row.
///
/// Columns private to a row can be joined without changing the solution: under an L2 penalty the
/// best weights of such columns are proportional to their values, so one column with the root of
/// the sum of squares stands for all. In word features most columns are of this kind.
struct CompressedMatrix<Scalar: LinearScalar> {
  /// Lines by row, or by column when transposed.
  struct Lines {
    let count: Int
    let offsets: Buffer<Int>
    let indices: Buffer<UInt32>
    let values: Buffer<Scalar>
  }

  /// The number of columns that are left.
  let columnCount: Int
  /// The penalty of each column that is left.
  let penalties: Buffer<Scalar>
  let byRow: Lines
  let byColumn: Lines

  private let original: SparseMatrix<Scalar>
  /// The new column of each original one; `unused` for an empty column.
  private let newColumns: Buffer<UInt32>
  private let firstJoined: Int

  private static var unused: UInt32 { .max }

  /// - Parameter penalties: the penalty of each original column.
  init(_ matrix: SparseMatrix<Scalar>, penalties: ArraySlice<Double>) {
    original = matrix
    let rowCount = matrix.rowCount
    let width = matrix.columnCount
    let counts = Buffer<UInt32>(count: width, filledWith: 0)
    for column in matrix.columns { counts.base[Int(column)] &+= 1 }
    let usual = penalties.first ?? 1
    let mayJoin = usual > 0 && penalties.allSatisfy { $0 == usual }

    // Columns by falling count; counts from 1023 on are one class, which is small enough.
    var classSizes = [Int](repeating: 0, count: 1025)
    for column in 0..<width { classSizes[1024 - Int(min(counts.base[column], 1023))] += 1 }
    let shared = width - classSizes[1024] - (mayJoin ? classSizes[1023] : 0)
    for index in 1..<1025 { classSizes[index] += classSizes[index - 1] }
    let newColumns = Buffer(count: width, filledWith: Self.unused)
    for column in 0..<width {
      let count = counts.base[column]
      if count == 0 || (mayJoin && count == 1) { continue }
      let place = 1023 - Int(min(count, 1023))
      newColumns.base[column] = UInt32(truncatingIfNeeded: classSizes[place])
      classSizes[place] += 1
    }

    // Rows with their private columns joined at the end.
    let offsets = Buffer<Int>(count: rowCount + 1, filledWith: 0)
    let indices = Buffer<UInt32>(uninitializedCount: matrix.valueCount)
    let values = Buffer<Scalar>(uninitializedCount: matrix.valueCount)
    var joined = shared
    var end = 0
    matrix.columns.withUnsafeBufferPointer { columns in
      matrix.values.withUnsafeBufferPointer { source in
        for row in 0..<rowCount {
          var squares: Scalar = 0
          for position in matrix.rowOffsets[row]..<matrix.rowOffsets[row + 1] {
            let column = Int(columns[position])
            let value = source[position]
            if mayJoin && counts.base[column] == 1 {
              squares += value * value
              newColumns.base[column] = UInt32(truncatingIfNeeded: joined)
            } else {
              indices.base[end] = newColumns.base[column]
              values.base[end] = value
              end += 1
            }
          }
          if squares > 0 {
            indices.base[end] = UInt32(truncatingIfNeeded: joined)
            values.base[end] = squares.squareRoot()
            joined += 1
            end += 1
          }
          offsets.base[row + 1] = end
        }
      }
    }
    self.newColumns = newColumns
    firstJoined = shared
    columnCount = joined
    byRow = Lines(count: rowCount, offsets: offsets, indices: indices, values: values)
    byColumn = byRow.transposed(columnCount: joined)
    self.penalties = Buffer(count: joined, filledWith: Scalar(usual))
    if !mayJoin {
      for (column, penalty) in penalties.enumerated() where newColumns.base[column] != Self.unused {
        self.penalties.base[Int(newColumns.base[column])] = Scalar(penalty)
      }
    }
  }

  /// The number of columns of the matrix that this was made from.
  var originalColumnCount: Int { original.columnCount }

  /// Calls `body` with each original column, the column that stands for it and its share of it.
  @inline(__always)
  func forEachColumn(_ body: (_ original: Int, _ column: Int, _ share: Scalar) -> Void) {
    for column in 0..<original.columnCount {
      let new = Int(newColumns.base[column])
      if new < firstJoined { body(column, new, 1) }
    }
    guard firstJoined < columnCount else { return }
    original.columns.withUnsafeBufferPointer { columns in
      original.values.withUnsafeBufferPointer { values in
        original.rowOffsets.withUnsafeBufferPointer { offsets in
          for row in 0..<byRow.count {
            let last = byRow.offsets.base[row + 1] - 1
            guard last >= byRow.offsets.base[row] else { continue }
            let joined = byRow.indices.base[last]
            guard Int(joined) >= firstJoined else { continue }
            let inverse = 1 / byRow.values.base[last]
            for position in offsets[row]..<offsets[row + 1] {
              let column = Int(columns[position])
              if newColumns.base[column] == joined {
                body(column, Int(joined), values[position] * inverse)
              }
            }
          }
        }
      }
    }
  }
}

extension CompressedMatrix.Lines {
  /// The same matrix with lines and indices changed round.
  fileprivate func transposed(columnCount: Int) -> Self {
    let used = offsets.base[count]
    let starts = Buffer(count: columnCount + 1, filledWith: 0)
    for position in 0..<used { starts.base[Int(indices.base[position]) + 1] += 1 }
    for column in 0..<columnCount { starts.base[column + 1] += starts.base[column] }
    let next = Buffer(count: columnCount, filledWith: 0)
    next.base.update(from: starts.base, count: columnCount)
    let rows = Buffer<UInt32>(uninitializedCount: used)
    let turned = Buffer<Scalar>(uninitializedCount: used)
    for line in 0..<count {
      for position in offsets.base[line]..<offsets.base[line + 1] {
        let column = Int(indices.base[position])
        let target = next.base[column]
        next.base[column] = target + 1
        rows.base[target] = UInt32(truncatingIfNeeded: line)
        turned.base[target] = values.base[position]
      }
    }
    return Self(count: columnCount, offsets: starts, indices: rows, values: turned)
  }
}

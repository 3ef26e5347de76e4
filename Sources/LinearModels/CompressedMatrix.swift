import LinearAlgebra

/// A sparse matrix made ready for a solver: columns renumbered so that frequent ones lie together,
/// empty columns left out, and columns that occur in one row only joined row by row.
///
/// Columns private to a row can be joined without changing the solution: under an L2 penalty the
/// best weights of such columns are proportional to their values, so one column with the root of
/// the sum of squares stands for all. In word features most columns are of this kind.
struct CompressedMatrix<Scalar: LinearScalar> {
  /// The entries of lines, one line after the other.
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
  /// The entries of each column. There is no second copy by row: the scores of all rows are summed
  /// column by column, which is as fast and takes half the memory.
  let byColumn: Lines

  private let original: SparseMatrix<Scalar>
  /// The new column of each original one; `unused` for an empty column.
  private let newColumns: Buffer<UInt32>
  private let firstJoined: Int

  private static var unused: UInt32 { .max }

  /// - Parameter penalties: the penalty of each original column.
  init(_ matrix: SparseMatrix<Scalar>, penalties: ColumnPenalties) {
    original = matrix
    let width = matrix.columnCount
    let counts = Buffer<UInt32>(count: width, filledWith: 0)
    for column in matrix.columns { counts.base[Int(column)] &+= 1 }
    let mayJoin = penalties.usual > 0 && penalties.areEqual(in: 0..<width)

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

    // One column for the private columns of each row, after the shared ones.
    var joined = shared
    if mayJoin {
      matrix.columns.withUnsafeBufferPointer { columns in
        for row in 0..<matrix.rowCount {
          var hasPrivate = false
          for position in matrix.rowOffsets[row]..<matrix.rowOffsets[row + 1]
          where counts.base[Int(columns[position])] == 1 {
            newColumns.base[Int(columns[position])] = UInt32(truncatingIfNeeded: joined)
            hasPrivate = true
          }
          if hasPrivate { joined += 1 }
        }
      }
    }
    self.newColumns = newColumns
    firstJoined = shared
    columnCount = joined
    byColumn = Lines(
      transposing: matrix, newColumns: newColumns, counts: counts, shared: shared, count: joined)
    self.penalties = Buffer(count: joined, filledWith: Scalar(penalties.usual))
    if !mayJoin {
      for column in 0..<width where newColumns.base[column] != Self.unused {
        self.penalties.base[Int(newColumns.base[column])] = Scalar(penalties[column])
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
          for row in 0..<original.rowCount {
            for position in offsets[row]..<offsets[row + 1] {
              let column = Int(columns[position])
              let new = Int(newColumns.base[column])
              guard new >= firstJoined, new < columnCount else { continue }
              let root = byColumn.values.base[byColumn.offsets.base[new]]
              if root > 0 { body(column, new, values[position] / root) }
            }
          }
        }
      }
    }
  }
}

extension CompressedMatrix.Lines {
  /// The columns of a matrix under their new numbers: `shared` of several rows, then those that
  /// stand for the private columns of one row each.
  fileprivate init(
    transposing matrix: SparseMatrix<Scalar>, newColumns: Buffer<UInt32>, counts: Buffer<UInt32>,
    shared: Int, count: Int
  ) {
    let starts = Buffer(count: count + 1, filledWith: 0)
    for column in 0..<matrix.columnCount {
      let new = Int(newColumns.base[column])
      if new < shared { starts.base[new + 1] = Int(counts.base[column]) }
    }
    for new in shared..<max(shared, count) { starts.base[new + 1] = 1 }
    for new in 0..<count { starts.base[new + 1] += starts.base[new] }
    let rows = Buffer<UInt32>(uninitializedCount: starts.base[count])
    let turned = Buffer<Scalar>(uninitializedCount: starts.base[count])
    matrix.columns.withUnsafeBufferPointer { columns in
      matrix.values.withUnsafeBufferPointer { values in
        for row in 0..<matrix.rowCount {
          var squares: Scalar = 0
          var joined = count
          for position in matrix.rowOffsets[row]..<matrix.rowOffsets[row + 1] {
            let new = Int(newColumns.base[Int(columns[position])])
            if new < shared {
              // The start of a column moves to its end, that is, to the start of the next.
              let target = starts.base[new]
              starts.base[new] = target + 1
              rows.base[target] = UInt32(truncatingIfNeeded: row)
              turned.base[target] = values[position]
            } else {
              squares += values[position] * values[position]
              joined = new
            }
          }
          if joined < count {
            let target = starts.base[joined]
            starts.base[joined] = target + 1
            rows.base[target] = UInt32(truncatingIfNeeded: row)
            turned.base[target] = squares.squareRoot()
          }
        }
      }
    }
    for new in stride(from: count, to: 0, by: -1) { starts.base[new] = starts.base[new - 1] }
    starts.base[0] = 0
    self.init(count: count, offsets: starts, indices: rows, values: turned)
  }
}

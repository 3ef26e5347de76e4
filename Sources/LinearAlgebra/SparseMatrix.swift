/// A matrix in compressed sparse row format: each row lists its columns, ascending, and values.
///
/// Columns are `UInt32`, so a matrix has at most 2³² of them; the number of stored values is
/// bounded by memory alone. Every stored value is finite: matrices are checked when made, so that
/// what computes with them need not be.
public struct SparseMatrix<Scalar: LinearScalar>: Sendable, Equatable {
  /// The number of columns, stored or not.
  public let columnCount: Int
  /// Where each row starts in `columns` and `values`; `rowCount + 1` entries, the first 0.
  public let rowOffsets: [Int]
  /// The column of each stored value; strictly ascending within a row.
  public let columns: [UInt32]
  /// The stored values, row after row.
  public let values: [Scalar]

  /// The number of rows.
  public var rowCount: Int { rowOffsets.count - 1 }
  /// The number of stored values.
  public var valueCount: Int { values.count }

  /// A matrix from its three arrays.
  ///
  /// - Throws: `LinearAlgebraError` when offsets do not ascend from 0 to the number of values, a
  ///   column repeats, descends or is out of range, or a value is not finite.
  /// - Complexity: O(rows + stored values).
  public init(
    columnCount: Int, rowOffsets: [Int], columns: [UInt32], values: [Scalar]
  ) throws(LinearAlgebraError) {
    guard columns.count == values.count else {
      throw .wrongElementCount(expected: columns.count, found: values.count)
    }
    guard rowOffsets.first == 0, rowOffsets.last == values.count else { throw .malformedOffsets }
    if let problem = firstProblem(
      columnCount: columnCount, offsets: rowOffsets, columns: columns, values: values)
    {
      throw problem
    }
    self.init(
      checkedColumnCount: columnCount, rowOffsets: rowOffsets, columns: columns, values: values)
  }

  /// A matrix from arrays already known to be well formed.
  init(checkedColumnCount: Int, rowOffsets: [Int], columns: [UInt32], values: [Scalar]) {
    self.columnCount = checkedColumnCount
    self.rowOffsets = rowOffsets
    self.columns = columns
    self.values = values
  }

  /// A copy of one row.
  ///
  /// - Precondition: `0 <= index < rowCount`.
  public func row(_ index: Int) -> SparseVector<Scalar> {
    let range = rowOffsets[index]..<rowOffsets[index + 1]
    return SparseVector(checkedColumns: Array(columns[range]), values: Array(values[range]))
  }

  /// The rows at the given positions, in that order; a position may repeat.
  public func rows(_ indices: [Int]) -> SparseMatrix {
    var offsets = [0]
    offsets.reserveCapacity(indices.count + 1)
    var chosenColumns: [UInt32] = []
    var chosenValues: [Scalar] = []
    for index in indices {
      let range = rowOffsets[index]..<rowOffsets[index + 1]
      chosenColumns.append(contentsOf: columns[range])
      chosenValues.append(contentsOf: values[range])
      offsets.append(chosenColumns.count)
    }
    return SparseMatrix(
      checkedColumnCount: columnCount, rowOffsets: offsets, columns: chosenColumns,
      values: chosenValues)
  }
}

@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func firstProblem<Scalar: LinearScalar>(
  columnCount: Int, offsets: [Int], columns: [UInt32], values: [Scalar]
) -> LinearAlgebraError? {
  for row in 0..<(offsets.count - 1) {
    let start = offsets[row]
    let end = offsets[row + 1]
    guard start <= end, start >= 0, end <= values.count else { return .malformedOffsets }
    var previous = -1
    for position in start..<end {
      let column = Int(columns[position])
      guard column < columnCount else {
        return .columnOutOfRange(row: row, column: column, columnCount: columnCount)
      }
      guard column > previous else { return .columnsNotAscending(row: row, column: column) }
      guard values[position].isFinite else { return .notFinite(row: row, column: column) }
      previous = column
    }
  }
  return nil
}

/// One sparse row: ascending columns and their values.
public struct SparseVector<Scalar: LinearScalar>: Sendable, Equatable {
  /// The columns, strictly ascending.
  public let columns: [UInt32]
  /// The value at each column.
  public let values: [Scalar]

  /// A vector from columns in any order; values at the same column are added.
  ///
  /// - Precondition: as many values as columns.
  public init(columns: [UInt32], values: [Scalar]) {
    precondition(
      columns.count == values.count,
      "\(columns.count) columns but \(values.count) values")
    if isStrictlyAscending(columns) {
      self.init(checkedColumns: columns, values: values)
      return
    }
    let order = columns.indices.sorted {
      columns[$0] == columns[$1] ? $0 < $1 : columns[$0] < columns[$1]
    }
    var sortedColumns: [UInt32] = []
    var sums: [Scalar] = []
    for position in order {
      if sortedColumns.last == columns[position] {
        sums[sums.count - 1] += values[position]
      } else {
        sortedColumns.append(columns[position])
        sums.append(values[position])
      }
    }
    self.init(checkedColumns: sortedColumns, values: sums)
  }

  /// A vector with the value 1 at each of the columns (repeated columns add up).
  public init(ones columns: [UInt32]) {
    self.init(columns: columns, values: [Scalar](repeating: 1, count: columns.count))
  }

  init(checkedColumns: [UInt32], values: [Scalar]) {
    self.columns = checkedColumns
    self.values = values
  }
}

private func isStrictlyAscending(_ columns: [UInt32]) -> Bool {
  var index = 1
  while index < columns.count {
    if columns[index] <= columns[index - 1] { return false }
    index += 1
  }
  return true
}

/// Collects rows into a `SparseMatrix`.
///
/// A row's columns may come in any order and repeat: repeated columns are added.
public struct SparseMatrixBuilder<Scalar: LinearScalar>: Sendable {
  private var rowOffsets: [Int] = [0]
  private var columns: [UInt32] = []
  private var values: [Scalar] = []
  private var highestColumn = -1

  /// An empty builder.
  public init() {}

  /// The number of rows so far.
  public var rowCount: Int { rowOffsets.count - 1 }

  /// Appends a row of columns and values.
  ///
  /// - Throws: `LinearAlgebraError` when the counts differ or a value is not finite.
  public mutating func append(
    columns newColumns: [UInt32], values newValues: [Scalar]
  ) throws(LinearAlgebraError) {
    guard newColumns.count == newValues.count else {
      throw .unequalCounts(row: rowCount, columns: newColumns.count, values: newValues.count)
    }
    try append(SparseVector(columns: newColumns, values: newValues))
  }

  /// Appends a row with the value 1 at each of the columns.
  public mutating func append(ones newColumns: [UInt32]) {
    let row = SparseVector<Scalar>(ones: newColumns)
    columns.append(contentsOf: row.columns)
    values.append(contentsOf: row.values)
    finishRow()
  }

  /// Appends a row.
  ///
  /// - Throws: `LinearAlgebraError.notFinite`.
  public mutating func append(_ row: SparseVector<Scalar>) throws(LinearAlgebraError) {
    if let bad = row.values.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(row: rowCount, column: Int(row.columns[bad]))
    }
    columns.append(contentsOf: row.columns)
    values.append(contentsOf: row.values)
    finishRow()
  }

  private mutating func finishRow() {
    if let last = columns.last, rowOffsets.last != columns.count {
      highestColumn = max(highestColumn, Int(last))
    }
    rowOffsets.append(columns.count)
  }

  /// The matrix of the rows appended so far.
  ///
  /// - Parameter columnCount: the number of columns; one more than the highest when absent.
  /// - Throws: `LinearAlgebraError.columnOutOfRange` when a column is not below `columnCount`.
  public func matrix(columnCount: Int? = nil) throws(LinearAlgebraError) -> SparseMatrix<Scalar> {
    let count = columnCount ?? (highestColumn + 1)
    if highestColumn >= count {
      for row in 0..<rowCount where rowOffsets[row] < rowOffsets[row + 1] {
        let last = Int(columns[rowOffsets[row + 1] - 1])
        if last >= count {
          throw .columnOutOfRange(row: row, column: last, columnCount: count)
        }
      }
    }
    return SparseMatrix(
      checkedColumnCount: count, rowOffsets: rowOffsets, columns: columns, values: values)
  }
}

extension SparseMatrix {
  /// A matrix with rows but no columns.
  package static func empty(rowCount: Int) -> SparseMatrix {
    SparseMatrix(
      checkedColumnCount: 0, rowOffsets: [Int](repeating: 0, count: rowCount + 1), columns: [],
      values: [])
  }
}

/// What is wrong with numbers or shapes that came from outside.
public enum LinearAlgebraError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A column index is outside the matrix.
  case columnOutOfRange(row: Int, column: Int, columnCount: Int)
  /// A row's columns are not strictly ascending.
  case columnsNotAscending(row: Int, column: Int)
  /// A row has another number of values than of columns.
  case unequalCounts(row: Int, columns: Int, values: Int)
  /// A value is NaN or infinite.
  case notFinite(row: Int, column: Int)
  /// The flat array of a matrix has the wrong length.
  case wrongElementCount(expected: Int, found: Int)
  /// Row offsets are not a non-decreasing sequence from 0 to the number of values.
  case malformedOffsets
  /// A matrix that should be positive definite is not.
  case notPositiveDefinite(order: Int)

  /// The problem as a sentence.
  public var description: String {
    switch self {
    case .columnOutOfRange(let row, let column, let columnCount):
      "row \(row) has column \(column), but the matrix has \(columnCount) columns"
    case .columnsNotAscending(let row, let column):
      "row \(row): column \(column) is not above the one before it"
    case .unequalCounts(let row, let columns, let values):
      "row \(row) has \(columns) columns and \(values) values"
    case .notFinite(let row, let column):
      "row \(row), column \(column): the value is not finite"
    case .wrongElementCount(let expected, let found):
      "the shape needs \(expected) elements, found \(found)"
    case .malformedOffsets:
      "row offsets do not ascend from 0 to the number of values"
    case .notPositiveDefinite(let order):
      "the matrix is not positive definite (leading minor of order \(order))"
    }
  }
}

/// A matrix whose elements lie row after row in one array.
public struct DenseMatrix<Scalar: LinearScalar>: Sendable, Equatable {
  /// The number of rows.
  public let rowCount: Int
  /// The number of columns.
  public let columnCount: Int
  /// The elements, row-major: element (r, c) is at `r * columnCount + c`.
  public var elements: [Scalar]

  /// A matrix of zeros.
  public init(rowCount: Int, columnCount: Int) {
    precondition(rowCount >= 0 && columnCount >= 0, "shape \(rowCount) x \(columnCount)")
    self.rowCount = rowCount
    self.columnCount = columnCount
    elements = [Scalar](repeating: 0, count: rowCount * columnCount)
  }

  /// A matrix from its elements, row after row. Values may be anything, NaN included; learners
  /// check theirs with `firstNonFinite`.
  ///
  /// - Throws: `LinearAlgebraError.wrongElementCount`.
  public init(rowCount: Int, columnCount: Int, elements: [Scalar]) throws(LinearAlgebraError) {
    let (expected, overflow) = rowCount.multipliedReportingOverflow(by: columnCount)
    guard !overflow, rowCount >= 0, columnCount >= 0, expected == elements.count else {
      throw .wrongElementCount(expected: overflow ? .max : expected, found: elements.count)
    }
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.elements = elements
  }

  /// The element at a row and a column.
  @inlinable
  public subscript(row: Int, column: Int) -> Scalar {
    get {
      precondition(column >= 0 && column < columnCount, "column \(column) of \(columnCount)")
      return elements[row * columnCount + column]
    }
    set {
      precondition(column >= 0 && column < columnCount, "column \(column) of \(columnCount)")
      elements[row * columnCount + column] = newValue
    }
  }

  /// A row's elements.
  @inlinable
  public func row(_ index: Int) -> ArraySlice<Scalar> {
    elements[(index * columnCount)..<((index + 1) * columnCount)]
  }

  /// The rows at the given positions, in that order.
  public func rows(_ indices: [Int]) -> DenseMatrix {
    var chosen = DenseMatrix(rowCount: indices.count, columnCount: columnCount)
    for (target, source) in indices.enumerated() {
      chosen.elements.replaceSubrange(
        (target * columnCount)..<((target + 1) * columnCount), with: row(source))
    }
    return chosen
  }

  /// The place of the first element that is NaN or infinite, if any.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func firstNonFinite() -> (row: Int, column: Int)? {
    guard let index = elements.firstIndex(where: { !$0.isFinite }) else { return nil }
    return (index / columnCount, index % columnCount)
  }
}

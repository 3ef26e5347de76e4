import LinearAlgebra
import Testing

@Suite("Sparse matrices")
struct SparseMatrixTests {
  @Test("sort the columns of a row and add repeated ones")
  func builder() throws {
    var builder = SparseMatrixBuilder<Float>()
    try builder.append(columns: [4, 1, 4], values: [1, 2, 3])
    try builder.append(columns: [], values: [])
    builder.append(ones: [0, 2])
    let matrix = try builder.matrix()
    #expect(matrix.columnCount == 5)
    #expect(matrix.rowOffsets == [0, 2, 2, 4])
    #expect(matrix.columns == [1, 4, 0, 2])
    #expect(matrix.values == [2, 4, 1, 1])
    #expect(matrix.rows([2, 0]).columns == [0, 2, 1, 4])
  }

  @Test("refuse arrays that do not fit together")
  func malformed() {
    func problem(
      _ columnCount: Int, _ offsets: [Int], _ columns: [UInt32], _ values: [Double]
    ) -> LinearAlgebraError? {
      do throws(LinearAlgebraError) {
        _ = try SparseMatrix(
          columnCount: columnCount, rowOffsets: offsets, columns: columns, values: values)
        return nil
      } catch { return error }
    }
    #expect(problem(3, [0, 2], [0, 2], [1, 1]) == nil)
    #expect(
      problem(2, [0, 2], [0, 2], [1, 1]) == .columnOutOfRange(row: 0, column: 2, columnCount: 2))
    #expect(problem(3, [0, 2], [2, 0], [1, 1]) == .columnsNotAscending(row: 0, column: 0))
    #expect(problem(3, [0, 2], [1, 1], [1, 1]) == .columnsNotAscending(row: 0, column: 1))
    #expect(problem(3, [0, 2], [0, 2], [1, .nan]) == .notFinite(row: 0, column: 2))
    #expect(problem(3, [0, 2], [0, 2], [1]) == .wrongElementCount(expected: 2, found: 1))
    #expect(problem(3, [], [], []) == .malformedOffsets)
    #expect(problem(3, [0, 3, 2], [0, 2], [1, 1]) == .malformedOffsets)
    #expect(problem(3, [0, -1, 2], [0, 2], [1, 1]) == .malformedOffsets)
  }

  @Test(
    "refuse a value that is not finite when a row is appended", arguments: [Float.nan, .infinity])
  func notFinite(_ value: Float) {
    var builder = SparseMatrixBuilder<Float>()
    #expect(throws: LinearAlgebraError.notFinite(row: 0, column: 7)) {
      try builder.append(columns: [7], values: [value])
    }
    #expect(builder.rowCount == 0)
  }
}

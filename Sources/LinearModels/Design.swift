import LinearAlgebra

/// The features of examples: a sparse part, a dense part, or both side by side.
///
/// The columns of the dense part follow those of the sparse part.
struct Design<Scalar: LinearScalar>: Sendable {
  let sparse: SparseMatrix<Scalar>
  let dense: DenseMatrix<Scalar>

  init(sparse: SparseMatrix<Scalar>) {
    self.sparse = sparse
    dense = DenseMatrix(rowCount: sparse.rowCount, columnCount: 0)
  }

  init(dense: DenseMatrix<Scalar>) throws(FitError) {
    try self.init(sparse: .empty(rowCount: dense.rowCount), dense: dense)
  }

  init(sparse: SparseMatrix<Scalar>, dense: DenseMatrix<Scalar>) throws(FitError) {
    guard sparse.rowCount == dense.rowCount else {
      throw .unequalCounts(
        what: "rows in the dense part", expected: sparse.rowCount, found: dense.rowCount)
    }
    if let (row, _) = dense.firstNonFinite() {
      throw .notFinite(what: "a feature of example", index: row)
    }
    self.sparse = sparse
    self.dense = dense
  }

  var rowCount: Int { sparse.rowCount }
  var columnCount: Int { sparse.columnCount + dense.columnCount }
}

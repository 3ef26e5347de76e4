import LinearAlgebra

/// The features of examples: a sparse part, a dense part, or both side by side.
///
/// The columns of the dense part follow those of the sparse part.
struct Design<Scalar: LinearScalar>: Sendable {
  var sparse: SparseMatrix<Scalar>
  var dense: DenseMatrix<Scalar>

  init(sparse: SparseMatrix<Scalar>) {
    self.sparse = sparse
    dense = DenseMatrix(rowCount: sparse.rowCount, columnCount: 0)
  }

  var rowCount: Int { sparse.rowCount }
  var columnCount: Int { sparse.columnCount + dense.columnCount }
}

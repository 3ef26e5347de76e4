import Foundation
import LinearAlgebra

/// Featurised examples in memory.
enum DataSet<Scalar: LinearScalar> {
  case sparse(SparseMatrix<Scalar>, labels: [Int32])
  case dense(DenseMatrix<Scalar>, labels: [Int32])

  var labels: [Int32] {
    switch self {
    case .sparse(_, let labels), .dense(_, let labels): labels
    }
  }

  var shape: String {
    switch self {
    case .sparse(let matrix, _):
      "\(matrix.rowCount) x \(matrix.columnCount), \(matrix.valueCount) nonzeros"
    case .dense(let matrix, _): "\(matrix.rowCount) x \(matrix.columnCount) dense"
    }
  }

  /// The rows up to a number.
  func prefix(_ count: Int) -> DataSet {
    let rows = Array(0..<min(count, labels.count))
    switch self {
    case .sparse(let matrix, let labels):
      return .sparse(matrix.rows(rows), labels: Array(labels.prefix(count)))
    case .dense(let matrix, let labels):
      return .dense(matrix.rows(rows), labels: Array(labels.prefix(count)))
    }
  }

  /// Reads `PREFIX.train.{indptr,indices,data,y}.npy` with `PREFIX.dim`, a dense matrix
  /// `X.npy` with its labels `y.npy`, a svmlight file (`.svm`) or labelled sentences (`.tsv`).
  static func read(_ paths: [String]) throws -> DataSet {
    guard let path = paths.first else { throw BenchmarkError(description: "no data set is named") }
    if paths.count == 2 {
      let matrix = try NumpyArray(path: path)
      guard matrix.shape.count == 2 else {
        throw BenchmarkError(description: "\(path): expected two dimensions, found \(matrix.shape)")
      }
      let elements = try matrix.elements(Float.self, type: "<f4")
      let labels = try NumpyArray(path: paths[1]).elements(Int32.self, type: "<i4")
      return .dense(
        try DenseMatrix(
          rowCount: matrix.shape[0], columnCount: matrix.shape[1], elements: convert(elements)),
        labels: labels)
    }
    if path.hasSuffix(".svm") { return try SvmlightReader.read(path) }
    if path.hasSuffix(".tsv") { return try SentenceReader.read(path) }
    let dimension = try String(contentsOfFile: path + ".dim", encoding: .utf8)
    guard let columnCount = Int(dimension.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      throw BenchmarkError(description: "\(path).dim: expected a number, found \"\(dimension)\"")
    }
    let offsets = try NumpyArray(path: path + ".train.indptr.npy").elements(Int.self, type: "<i8")
    let columns = try NumpyArray(path: path + ".train.indices.npy").elements(
      UInt32.self, type: "<i4")
    let values = try NumpyArray(path: path + ".train.data.npy").elements(Float.self, type: "<f4")
    let labels = try NumpyArray(path: path + ".train.y.npy").elements(Int32.self, type: "<i4")
    return .sparse(
      try SparseMatrix(
        columnCount: columnCount, rowOffsets: offsets, columns: columns, values: convert(values)),
      labels: labels)
  }

  private static func convert(_ values: [Float]) -> [Scalar] {
    values as? [Scalar] ?? values.map { Scalar($0) }
  }
}

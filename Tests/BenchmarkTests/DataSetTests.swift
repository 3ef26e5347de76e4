import Foundation
import LinearAlgebra
import Testing

@testable import sayso_bench

/// Small files in each of the formats that the benchmark reads.
@Suite("Benchmark data sets")
struct DataSetTests {
  /// A folder of its own, with these files in it; removed at the end.
  func withFolder<Result>(
    _ files: [String: Data], _ body: (String) throws -> Result
  ) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(
      path:
        "benchmark-\(ProcessInfo.processInfo.processIdentifier)-\(UInt64.random(in: 0 ... .max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, data) in files { try data.write(to: folder.appending(path: name)) }
    return try body(folder.path)
  }

  /// An array as NumPy writes it.
  static func numpy<Element>(_ elements: [Element], type: String, shape: String) -> Data {
    var header = "{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape), }"
    while (10 + header.utf8.count + 1) % 64 != 0 { header += " " }
    header += "\n"
    let count = header.utf8.count
    return Data([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0, UInt8(count & 255), UInt8(count >> 8)])
      + Data(header.utf8) + elements.withUnsafeBytes { Data($0) }
  }

  static func rows(_ matrix: SparseMatrix<Float>) -> [[UInt32: Float]] {
    (0..<matrix.rowCount).map { row in
      let range = matrix.rowOffsets[row]..<matrix.rowOffsets[row + 1]
      return Dictionary(
        uniqueKeysWithValues: zip(matrix.columns[range], matrix.values[range]))
    }
  }

  func sparse(_ data: DataSet<Float>) throws -> SparseMatrix<Float> {
    guard case .sparse(let matrix, _) = data else {
      throw BenchmarkError(description: "expected a sparse matrix")
    }
    return matrix
  }

  @Test("read svmlight: labels in ascending order, columns from 1, comments, empty rows")
  func svmlight() throws {
    let text = "3 1:0.5 4:-2e-1 # the first\r\n-1\n\n1.5 2:7\t3:.25"
    try withFolder(["x.svm": Data(text.utf8)]) { folder in
      let data = try DataSet<Float>.read(["\(folder)/x.svm"])
      #expect(data.labels == [2, 0, 1])
      #expect(Self.rows(try sparse(data)) == [[0: 0.5, 3: -0.2], [:], [1: 7, 2: 0.25]])
      #expect(try sparse(data).columnCount == 4)
    }
  }

  @Test(
    "say which line of a svmlight file is wrong",
    arguments: [
      ("1 1:2\nx 1:1\n", "x.svm:2: expected a label"),
      ("1 1\n", "x.svm:1: expected column:value"),
      ("1 1:\n2 1:1\n", "x.svm:1: expected column:value"),
      ("1 1:nan\n", "x.svm:1: expected column:value"),
      ("1 0:1\n", "x.svm:1: expected columns from 1, ascending, found 0.0"),
      ("1 2:1 2:1\n", "x.svm:1: expected columns from 1, ascending, found 2.0"),
    ])
  func svmlightMistakes(text: String, message: String) throws {
    try withFolder(["x.svm": Data(text.utf8)]) { folder in
      let error = #expect(throws: BenchmarkError.self) {
        try DataSet<Float>.read(["\(folder)/x.svm"])
      }
      #expect(error?.description == "\(folder)/\(message)")
    }
  }

  @Test("read labelled sentences: hashed words and pairs, scaled to length 1")
  func sentences() throws {
    let text = "pos\tHarbour works\nneg\tworks, a WORKS!\npos\t\n"
    try withFolder(["x.tsv": Data(text.utf8)]) { folder in
      let data = try DataSet<Float>.read(["\(folder)/x.tsv"])
      #expect(data.labels == [1, 0, 1])
      let matrix = try sparse(data)
      #expect(matrix.columnCount == 1 << 20)
      let rows = Self.rows(matrix)
      // harbour, works and the pair; works twice and the pair of it with itself; nothing.
      #expect(rows.map(\.count) == [3, 2, 0])
      for row in rows.prefix(2) {
        #expect(abs(row.values.reduce(0) { $0 + $1 * $1 } - 1) < 1e-6)
      }
      let shared = Set(rows[0].keys).intersection(rows[1].keys)
      #expect(shared.count == 1)
      #expect(shared.first.flatMap { rows[1][$0] } == 2 / Float(5).squareRoot())
      #expect(SentenceReader.counts(of: []).isEmpty)
    }
  }

  @Test("refuse a sentence without a label")
  func sentenceMistake() throws {
    try withFolder(["x.tsv": Data("pos\tfine\nno tab here\n".utf8)]) { folder in
      let error = #expect(throws: BenchmarkError.self) {
        try DataSet<Float>.read(["\(folder)/x.tsv"])
      }
      #expect(error?.description == "\(folder)/x.tsv:2: expected label<TAB>text")
    }
  }

  @Test("read compressed rows and dense rows from NumPy arrays")
  func numpy() throws {
    let files = [
      "s.dim": Data("5\n".utf8),
      "s.train.indptr.npy": Self.numpy([0, 2, 3] as [Int64], type: "<i8", shape: "(3,)"),
      "s.train.indices.npy": Self.numpy([0, 4, 2] as [Int32], type: "<i4", shape: "(3,)"),
      "s.train.data.npy": Self.numpy([0.5, -1, 2] as [Float], type: "<f4", shape: "(3,)"),
      "s.train.y.npy": Self.numpy([1, 0] as [Int32], type: "<i4", shape: "(2,)"),
      "X.npy": Self.numpy([1, 2, 3, 4, 5, 6] as [Float], type: "<f4", shape: "(2, 3)"),
      "y.npy": Self.numpy([0, 1] as [Int32], type: "<i4", shape: "(2,)"),
    ]
    try withFolder(files) { folder in
      let compressed = try DataSet<Float>.read(["\(folder)/s"])
      #expect(compressed.labels == [1, 0])
      #expect(try sparse(compressed).columnCount == 5)
      #expect(Self.rows(try sparse(compressed)) == [[0: 0.5, 4: -1], [2: 2]])
      #expect(Self.rows(try sparse(compressed.prefix(1))) == [[0: 0.5, 4: -1]])

      let dense = try DataSet<Double>.read(["\(folder)/X.npy", "\(folder)/y.npy"])
      guard case .dense(let matrix, let labels) = dense else {
        Issue.record("expected a dense matrix")
        return
      }
      #expect(labels == [0, 1])
      #expect(matrix.elements == [1, 2, 3, 4, 5, 6])
    }
  }

  @Test("refuse arrays that are no arrays, of another type, or cut off")
  func numpyMistakes() throws {
    let whole = Self.numpy([1, 2] as [Float], type: "<f4", shape: "(2,)")
    try withFolder(["a.npy": Data("PK".utf8), "b.npy": whole, "c.npy": whole.dropLast(1)]) {
      (folder: String) throws in
      #expect(throws: BenchmarkError.self) { try NumpyArray(path: "\(folder)/a.npy") }
      #expect(throws: BenchmarkError.self) {
        try NumpyArray(path: "\(folder)/b.npy").elements(Int32.self, type: "<i4")
      }
      #expect(throws: BenchmarkError.self) {
        try NumpyArray(path: "\(folder)/c.npy").elements(Float.self, type: "<f4")
      }
      let found = try NumpyArray(path: "\(folder)/b.npy").elements(Float.self, type: "<f4")
      #expect(found == [1, 2])
    }
  }
}

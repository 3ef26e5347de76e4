import LinearAlgebra
import LinearModels

/// Made-up examples for the tests: what a seed gives is the same everywhere.
enum Examples {
  /// A number in −1 ..< 1.
  static func number(_ generator: inout SeededGenerator) -> Double {
    Double(Int64(bitPattern: generator.next())) * 0x1p-63
  }

  /// A sparse classification problem whose labels depend on a hidden model, with noise.
  static func sparse<Scalar: LinearScalar>(
    _: Scalar.Type, rows: Int, columns: Int, classes: Int, seed: UInt64
  ) throws -> (features: SparseMatrix<Scalar>, labels: [Int32]) {
    var generator = SeededGenerator(seed: seed)
    let hidden = (0..<(columns * classes)).map { _ in number(&generator) * 2 }
    var builder = SparseMatrixBuilder<Scalar>()
    var labels: [Int32] = []
    for _ in 0..<rows {
      var picked: [UInt32] = []
      var values: [Scalar] = []
      for _ in 0..<5 {
        // The product of two draws makes low columns frequent, as in text.
        let column =
          UInt32(generator.next() % UInt64(columns)) * UInt32(generator.next() % UInt64(columns))
          / UInt32(columns)
        if picked.contains(column) { continue }
        picked.append(column)
        values.append(Scalar(1 + number(&generator) * 0.5))
      }
      var scores = [Double](repeating: 0, count: classes)
      for (column, value) in zip(picked, values) {
        for label in 0..<classes {
          scores[label] += Double(value) * hidden[Int(column) * classes + label]
        }
      }
      for label in 0..<classes { scores[label] += number(&generator) }
      labels.append(Int32(scores.indices.max { scores[$0] < scores[$1] } ?? 0))
      try builder.append(columns: picked, values: values)
    }
    return (try builder.matrix(columnCount: columns), labels)
  }

  /// Sequences whose labels depend on one feature, or, where that is column 0, on the label before.
  /// The last two columns are noise.
  static func sequences(count: Int, columns: Int, labels: Int, seed: UInt64) -> TaggedSequences {
    var generator = SeededGenerator(seed: seed)
    var result = TaggedSequences()
    for _ in 0..<count {
      var tokens = TokenFeatures()
      var gold: [Int32] = []
      for _ in 0..<(1 + generator.next() % 6) {
        let key = UInt32(generator.next() % UInt64(columns - 2))
        tokens.append([key, UInt32(columns - 2) + UInt32(generator.next() % 2)])
        let before = gold.last ?? 0
        gold.append((key == 0 ? before + 1 : Int32(key)) % Int32(labels))
      }
      result.append(tokens, labels: gold)
    }
    return result
  }
}

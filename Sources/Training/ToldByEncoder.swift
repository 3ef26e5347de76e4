import Corpora
import Encoders
import LinearAlgebra
import StanceScoring

/// What an encoder tells of questions about texts that it did not learn from, or what one told that did not
/// where it did.
struct ToldByEncoder {
  /// Which of the questions something is told of, ascending.
  var indices: [Int] = []
  /// What is told in each direction of the encoder; one row for each of them.
  var directions: DenseMatrix<Float>
  /// The vectors of the questions, one row for each of them; nil when the encoder learned from a text.
  var vectors: DenseMatrix<Float>?

  /// - Parameters:
  ///   - keys: those of the questions' texts, `TextKey`.
  ///   - threads: how many share the questions.
  /// - Complexity: most of the time of a training.
  init(
    _ questions: [StanceQuestion], keys: [UInt32], encoder: QuestionEncoder, threads: Int
  ) throws {
    let own = encoder.encoder
    let width = own.vectorLength
    let isSeen = keys.map(own.hasSeen)
    let unseen = questions.indices.filter { !isSeen[$0] }
    let elements = inParts(unseen.count, threads: threads) { range in
      encoder.vectors(of: unseen[range].map { questions[$0] })
    }
    let readings = inParts(questions.count, threads: threads) { range in
      range.map { isSeen[$0] ? encoder.reading(of: questions[$0]) : nil }
    }
    var rows: [Float] = []
    var next = 0
    for index in questions.indices {
      if isSeen[index] {
        guard let reading = readings[index] else { continue }
        rows += reading
      } else {
        let vector = elements[next..<(next + width)]
        next += width
        for direction in 0..<own.directions.rowCount {
          rows.append(
            zip(own.directions.row(direction), vector).reduce(Float(0)) { $0 + $1.0 * $1.1 })
        }
      }
      indices.append(index)
    }
    directions = try DenseMatrix(
      rowCount: indices.count, columnCount: own.directions.rowCount, elements: rows)
    if unseen.count == questions.count {
      vectors = try DenseMatrix(rowCount: unseen.count, columnCount: width, elements: elements)
    }
  }
}

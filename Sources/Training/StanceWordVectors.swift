package import Documents
import LinearAlgebra
import LinearModels
import StanceScoring
package import Syntax

/// The words of texts without labels, from which word vectors are learned.
package struct WordStream: Sendable {
  /// The lemma of each word.
  private(set) var words: [UInt64] = []
  /// Whether each word says something of its own: no name, no function word.
  private(set) var isContent: [Bool] = []

  package init() {}

  /// Adds a text; the words of different texts do not stand near each other.
  package mutating func append(_ document: Document, _ parse: Parse) {
    for index in document.tokens.indices where document.tokens[index].kind == .word {
      words.append(parse.lemmaHashes[index])
      isContent.append(
        [.noun, .verb, .adj, .adv, .intj, .num].contains(parse.tags[index]))
    }
    for _ in 0..<Self.gap {
      words.append(0)
      isContent.append(false)
    }
  }

  package mutating func append(_ other: WordStream) {
    words += other.words
    isContent += other.isContent
  }

  private static let gap = 8
}

/// Vectors of content words, and what stands for them among the features.
struct StanceWordVectors {
  let vectors: DenseMatrix<Float>
  let places = SimilarityPlace.allCases
  /// The features of words at their places; the column tells place and word.
  let features: FeatureVocabulary
  /// The hashes of the words, row by row of `vectors`.
  private let words: [UInt64]

  var dimension: Int { vectors.columnCount }
  /// The number of dense columns: the vectors of each place side by side.
  var columnCount: Int { places.count * dimension }

  /// - Parameter minimumCount: rarer words have no vector.
  init(_ stream: WordStream, minimumCount: Int, dimension: Int, threads: Int) {
    var builder = FeatureVocabularyBuilder()
    for word in stream.words where word != 0 { builder.count(word) }
    let vocabulary = builder.vocabulary(minimumCount: minimumCount)
    let text = stream.words.map { word in
      word == 0 ? -1 : vocabulary.column(of: word).map { Int32($0) } ?? -1
    }
    var contentCounts = [Int](repeating: 0, count: vocabulary.columnCount)
    for (number, isContent) in zip(text, stream.isContent) where number >= 0 && isContent {
      contentCounts[Int(number)] += 1
    }
    var options = WordEmbedding.Options()
    options.threads = threads
    options.dimension = dimension
    let all = WordEmbedding(text: text, wordCount: vocabulary.columnCount, options: options).vectors
    let kept = contentCounts.indices.filter { contentCounts[$0] >= minimumCount }
    vectors = all.rows(kept)
    let hashes = vocabulary.hashes()
    words = kept.map { hashes[$0] }
    let places = self.places
    features = FeatureVocabulary(
      hashes: words.flatMap { word in places.map { $0.feature(word) } })
  }

  /// Adds a row's words to a dense row as their vectors.
  func add(_ row: StanceRow, to dense: inout ArraySlice<Float>) {
    let start = dense.startIndex
    for index in row.hashes.indices where row.kinds[index] == .similarity {
      guard let column = features.column(of: row.hashes[index]) else { continue }
      let (word, place) = Int(column).quotientAndRemainder(dividingBy: places.count)
      let value = row.values[index]
      for axis in 0..<dimension {
        dense[start + place * dimension + axis] += value * vectors[word, axis]
      }
    }
  }

  /// The rows as dense ones.
  func matrix(_ rows: [StanceRow]) throws -> DenseMatrix<Float> {
    var elements = [Float](repeating: 0, count: rows.count * columnCount)
    for (number, row) in rows.enumerated() {
      add(row, to: &elements[(number * columnCount)..<((number + 1) * columnCount)])
    }
    return try DenseMatrix(rowCount: rows.count, columnCount: columnCount, elements: elements)
  }

  /// The weights of words at their places that follow from weights of vectors.
  ///
  /// - Parameter weights: for each dense column the weights of favor and against.
  /// - Returns: For each column of `features` the weights of favor and against.
  func folded(_ weights: [(favor: Float, against: Float)]) -> [(favor: Float, against: Float)] {
    precondition(weights.count == columnCount, "\(weights.count) weights, \(columnCount) columns")
    return words.indices.flatMap { word in
      places.indices.map { place in
        var sum: (favor: Float, against: Float) = (0, 0)
        for axis in 0..<dimension {
          let value = vectors[word, axis]
          sum.favor += value * weights[place * dimension + axis].favor
          sum.against += value * weights[place * dimension + axis].against
        }
        return sum
      }
    }
  }
}

/// How much each indicator tells of the label: columns are weighed by it before a model is fitted, so
/// that the penalty falls on those that tell little.
///
/// The weight of a feature is a power of the divergence of the labels where it stands from the labels
/// at large, as in the log-count ratios of S. Wang and C. Manning, "Baselines and bigrams" (2012), for
/// more than two classes; the mean square over all occurrences is one.
struct ColumnInformation {
  /// What each column is multiplied by.
  let factors: [Float]

  /// - Parameters:
  ///   - isIndicator: for each column whether it is one; others keep the factor one.
  ///   - power: of the divergence; 0 weighs all alike.
  init(_ matrix: SparseMatrix<Float>, labels: [Int32], isIndicator: [Bool], power: Float) {
    let width = matrix.columnCount
    var counts = [Float](repeating: 0, count: 3 * width)
    var priors = [Float](repeating: 0, count: 3)
    for (row, label) in labels.enumerated() {
      priors[Int(label)] += 1 / Float(labels.count)
      for position in matrix.rowOffsets[row]..<matrix.rowOffsets[row + 1] {
        counts[3 * Int(matrix.columns[position]) + Int(label)] += 1
      }
    }
    var factors = [Float](repeating: 1, count: width)
    var squares = 0.0
    var occurrences = 0.0
    for column in 0..<width where isIndicator[column] {
      let total = counts[3 * column] + counts[3 * column + 1] + counts[3 * column + 2]
      var divergence: Float = 0
      for label in 0..<3 where priors[label] > 0 {
        let share =
          (counts[3 * column + label] + Self.smoothing * priors[label]) / (total + Self.smoothing)
        divergence += share * Float.logarithm(share / priors[label])
      }
      factors[column] = Float.exponential(Float.logarithm(max(1e-12, divergence)) * power)
      squares += Double(factors[column] * factors[column] * total)
      occurrences += Double(total)
    }
    let scale = squares > 0 ? Float((occurrences / squares).squareRoot()) : 1
    for column in 0..<width where isIndicator[column] { factors[column] *= scale }
    self.factors = factors
  }

  /// Examples that are added to each feature, divided as the labels are. Between 1 and 8 cross-validation
  /// hardly told the difference.
  private static let smoothing: Float = 2

  func applied(to matrix: SparseMatrix<Float>) throws -> SparseMatrix<Float> {
    let values = zip(matrix.columns, matrix.values).map { $1 * factors[Int($0)] }
    return try SparseMatrix(
      columnCount: matrix.columnCount, rowOffsets: matrix.rowOffsets, columns: matrix.columns,
      values: values)
  }
}

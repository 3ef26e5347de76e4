public import LinearAlgebra

/// Vectors of words from the company they keep in text without labels.
///
/// Words that stand near each other more often than chance would have it are related by positive
/// pointwise mutual information; the vectors are the leading eigenvectors of that matrix, each times
/// the root of its eigenvalue (O. Levy and Y. Goldberg, "Neural word embedding as implicit matrix
/// factorization", 2014), found by randomised subspace iteration (N. Halko, P.-G. Martinsson and
/// J. Tropp, "Finding structure with randomness", 2011).
public struct WordEmbedding: Sendable {
  public struct Options: Sendable {
    /// The length of the vectors.
    public var dimension = 64
    /// How many words to either side count; the k-th counts 1/k.
    public var window = 5
    public var iterations = 4
    public var seed: UInt64 = 1
    public var threads = 1
    public init() {}
  }

  /// One row a word, of length one, or zero for a word that is never beside another.
  public let vectors: DenseMatrix<Float>

  /// - Parameters:
  ///   - text: words by number, 0 ..< `wordCount`; a negative number is a word that does not count,
  ///     or the end of a text when `window` of them follow each other.
  /// - Returns: The same vectors for any number of threads.
  /// - Complexity: O(text × window + pairs × dimension × iterations), and O(text × window) memory.
  public init(text: [Int32], wordCount: Int, options: Options = .init()) {
    let matrix = PointwiseInformation(text: text, wordCount: wordCount, options: options)
    vectors = matrix.leadingVectors(options)
  }
}

/// The positive pointwise mutual information of pairs of words: symmetric and sparse.
private struct PointwiseInformation {
  let count: Int
  var offsets: [Int] = [0]
  var columns: [UInt32] = []
  var values: [Float] = []
  private let team: ThreadTeam

  init(text: [Int32], wordCount: Int, options: WordEmbedding.Options) {
    count = wordCount
    let team = ThreadTeam(threads: options.threads)
    self.team = team
    let window = options.window
    // Where each word stands, word after word.
    var starts = [Int](repeating: 0, count: wordCount + 1)
    for word in text where word >= 0 { starts[Int(word) + 1] += 1 }
    for word in 0..<wordCount { starts[word + 1] += starts[word] }
    var next = starts
    var places = [Int32](repeating: 0, count: starts[wordCount])
    for (place, word) in text.enumerated() where word >= 0 {
      places[next[Int(word)]] = Int32(place)
      next[Int(word)] += 1
    }
    let sums = (0..<wordCount).map { word in
      var sum: Float = 0
      for place in places[starts[word]..<starts[word + 1]] {
        for step in 1...window {
          if Int(place) >= step, text[Int(place) - step] >= 0 { sum += 1 / Float(step) }
          if Int(place) + step < text.count, text[Int(place) + step] >= 0 { sum += 1 / Float(step) }
        }
      }
      return sum
    }
    let total = sums.reduce(0.0) { $0 + Double($1) }
    let partSize = 128
    let partCount = (wordCount + partSize - 1) / partSize
    var parts = [Part](repeating: Part(), count: partCount)
    parts.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let parts = buffer
      team.run(parts: partCount) { number in
        var part = Part()
        var beside = [Float](repeating: 0, count: wordCount)
        var touched: [Int32] = []
        for word in (number * partSize)..<min(wordCount, (number + 1) * partSize) {
          touched.removeAll(keepingCapacity: true)
          for place in places[starts[word]..<starts[word + 1]] {
            for step in 1...window {
              for at in [Int(place) - step, Int(place) + step]
              where text.indices.contains(at) && text[at] >= 0 {
                let other = Int(text[at])
                if beside[other] == 0 { touched.append(text[at]) }
                beside[other] += 1 / Float(step)
              }
            }
          }
          touched.sort()
          for other in touched {
            let expected = Double(sums[word]) * Double(sums[Int(other)]) / total
            let information = Float.logarithm(beside[Int(other)] / Float(expected))
            beside[Int(other)] = 0
            guard information > 0 else { continue }
            part.columns.append(UInt32(other))
            part.values.append(information)
          }
          part.ends.append(part.columns.count)
        }
        parts[number] = part
      }
    }
    for part in parts {
      let base = columns.count
      for end in part.ends { offsets.append(base + end) }
      columns += part.columns
      values += part.values
    }
  }

  private struct Part {
    var ends: [Int] = []
    var columns: [UInt32] = []
    var values: [Float] = []
  }

  func leadingVectors(_ options: WordEmbedding.Options) -> DenseMatrix<Float> {
    let width = min(count, options.dimension + 8)
    let dimension = min(options.dimension, width)
    var result = DenseMatrix<Float>(rowCount: count, columnCount: options.dimension)
    guard width > 0 else { return result }
    var generator = SeededGenerator(seed: options.seed)
    var basis = (0..<(count * width)).map { _ in
      Float(Double(generator.next() >> 11) / 9_007_199_254_740_992) - 0.5
    }
    for _ in 0..<options.iterations {
      basis = Self.orthonormal(product(basis, width: width), rows: count, width: width)
    }
    // Rayleigh and Ritz: the eigenvectors of the matrix within the subspace.
    let image = product(basis, width: width)
    var small = [Double](repeating: 0, count: width * width)
    for row in 0..<count {
      for first in 0..<width {
        let factor = Double(basis[row * width + first])
        for second in 0..<width {
          small[first * width + second] += factor * Double(image[row * width + second])
        }
      }
    }
    let (values, vectors) = SymmetricEigen.decompose(small, order: width)
    let order = values.indices.sorted { abs(values[$0]) > abs(values[$1]) }.prefix(dimension)
    var turn = [Float](repeating: 0, count: width * dimension)
    for (column, index) in order.enumerated() {
      for row in 0..<width {
        turn[row * dimension + column] =
          Float(vectors[row * width + index] * abs(values[index]).squareRoot())
      }
    }
    let turned = Self.multiply(basis, turn, rows: count, inner: width, columns: dimension)
    for row in 0..<count {
      let vector = turned[(row * dimension)..<((row + 1) * dimension)]
      let length = vector.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
      guard length > 1e-6 else { continue }
      for (column, value) in vector.enumerated() { result[row, column] = value / length }
    }
    return result
  }

  /// The matrix times a dense one.
  private func product(_ dense: [Float], width: Int) -> [Float] {
    var result = [Float](repeating: 0, count: count * width)
    let partSize = 256
    result.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let result = buffer
      team.run(parts: (count + partSize - 1) / partSize) { part in
        dense.withUnsafeBufferPointer { dense in
          for row in (part * partSize)..<min(count, (part + 1) * partSize) {
            let sums = result.baseAddress! + row * width
            for position in offsets[row]..<offsets[row + 1] {
              let factor = values[position]
              let other = dense.baseAddress! + Int(columns[position]) * width
              for index in 0..<width { sums[index] += factor * other[index] }
            }
          }
        }
      }
    }
    return result
  }

  /// An orthonormal basis of the columns, by the eigenvectors of their Gram matrix.
  private static func orthonormal(_ matrix: [Float], rows: Int, width: Int) -> [Float] {
    var gram = [Double](repeating: 0, count: width * width)
    let wide = matrix.map(Double.init)
    gram.withUnsafeMutableBufferPointer { gram in
      wide.withUnsafeBufferPointer { wide in
        Double.denseKernels.addGram(rows, width, wide.baseAddress!, gram.baseAddress!)
      }
    }
    for row in 0..<width {
      for column in 0..<row { gram[row * width + column] = gram[column * width + row] }
    }
    let (values, vectors) = SymmetricEigen.decompose(gram, order: width)
    let largest = values.max() ?? 0
    var turn = [Float](repeating: 0, count: width * width)
    for column in 0..<width where values[column] > largest * 1e-12 {
      let scale = 1 / values[column].squareRoot()
      for row in 0..<width {
        turn[row * width + column] = Float(vectors[row * width + column] * scale)
      }
    }
    return multiply(matrix, turn, rows: rows, inner: width, columns: width)
  }

  private static func multiply(
    _ left: [Float], _ right: [Float], rows: Int, inner: Int, columns: Int
  ) -> [Float] {
    var result = [Float](repeating: 0, count: rows * columns)
    result.withUnsafeMutableBufferPointer { result in
      right.withUnsafeBufferPointer { right in
        for row in 0..<rows {
          let sums = result.baseAddress! + row * columns
          for step in 0..<inner {
            let factor = left[row * inner + step]
            let other = right.baseAddress! + step * columns
            for column in 0..<columns { sums[column] += factor * other[column] }
          }
        }
      }
    }
    return result
  }
}

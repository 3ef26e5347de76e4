public import LinearAlgebra
public import LinearModels

/// A small transformer that makes a vector of a text and of the places in it that are asked about.
///
/// The layers are those of BERT (J. Devlin, M.-W. Chang, K. Lee and K. Toutanova, "BERT", 2019):
/// attention and two linear maps with GELU between them, each added to what went in and normalised.
/// A model file holds whole numbers of eight bits with a scale for each row; what goes into a product
/// is rounded to eight bits with a scale for each piece, so that sums are exact. The vectors are the
/// same, byte for byte, on every processor, for any number of threads, and whatever else is encoded
/// with a text.
public struct Encoder: Sendable {
  public let vocabulary: Vocabulary
  public let shape: EncoderShape
  /// What the model says of how it was made.
  public let card: String
  /// The keys of the texts that it learned from, ascending.
  let seen: FlatArray<UInt32>
  var weights: Weights
  /// The directions of vectors in which the encoder itself learned to tell its classes apart, a row each;
  /// none where they are not known.
  public internal(set) var directions = DenseMatrix<Float>(rowCount: 0, columnCount: 0)
  /// What is known of the texts that it learned from.
  public internal(set) var readings = EncoderReadings.none
  /// The SHA-256 of the model's file; empty for one that has none.
  public internal(set) var sha256 = ""
  /// The loops that are used; others are for tests.
  var kernels = EncoderKernels.best

  /// What a model consists of besides its words.
  struct Weights: Sendable {
    var words: WordVectors
    /// A row a place, with what BERT adds to every piece of a first sentence.
    var positions: FlatArray<Float>
    var norm: Norm
    var layers: [Layer]
  }

  /// A vector for each piece.
  enum WordVectors: Sendable {
    case bytes(FlatArray<UInt8>, scales: FlatArray<Float>)
    case floats(FlatArray<Float>)
  }

  struct Layer: Sendable {
    /// Queries, keys and values beside each other.
    var attention: LinearMap
    var mixture: LinearMap
    var mixtureNorm: Norm
    var up: LinearMap
    var down: LinearMap
    var downNorm: Norm
  }

  /// What a normalised vector is multiplied by, and what is added to it.
  struct Norm: Sendable {
    var gain: FlatArray<Float>
    var bias: FlatArray<Float>
  }

  /// The length of the vectors of `vectors(of:)`.
  public var vectorLength: Int { 3 * shape.width }

  /// Whether the encoder learned from the text with a key: what it says of such a text is no test of it.
  ///
  /// - Complexity: O(log texts).
  public func hasSeen(_ key: UInt32) -> Bool {
    var (low, high) = (0, seen.count)
    while low < high {
      let middle = (low + high) / 2
      if seen[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low < seen.count && seen[low] == key
  }

  /// A row for each text: the vector of its first piece, the mean over the pieces where the target
  /// stands, and the mean over those where the source stands; zeros for none.
  ///
  /// - Precondition: every text has from one to `shape.positions` pieces of the vocabulary, and places
  ///   are indices of its pieces.
  /// - Complexity: linear in the number of pieces, and in the square of that of each text.
  public func vectors(of inputs: [EncoderInput], threads: Int = 1) -> DenseMatrix<Float> {
    var result = DenseMatrix<Float>(rowCount: inputs.count, columnCount: vectorLength)
    guard !inputs.isEmpty else { return result }
    for input in inputs { check(input) }
    let batches = Self.batches(of: inputs)
    let workers = min(threads, batches.count)
    let length = vectorLength
    result.elements.withUnsafeMutableBufferPointer { elements in
      nonisolated(unsafe) let start = elements.baseAddress!
      ThreadTeam(threads: workers).run(parts: workers) { worker in
        let workspace = Workspace(shape, inputs, batches)
        for batch in stride(from: worker, to: batches.count, by: workers) {
          run(inputs[batches[batch]], workspace, into: start + batches[batch].lowerBound * length)
        }
      }
    }
    return result
  }

  /// How many pieces are computed together, when so many are there.
  ///
  /// Measured: the weights are read from the third cache once a batch, which at 96 pieces is hidden behind
  /// the products; what a batch computes stays in the second.
  private static let batchSize = 96

  private static func batches(of inputs: [EncoderInput]) -> [Range<Int>] {
    var batches: [Range<Int>] = []
    var start = 0
    var size = 0
    for (index, input) in inputs.enumerated() {
      size += input.ids.count
      if size >= batchSize || index == inputs.count - 1 {
        batches.append(start..<(index + 1))
        (start, size) = (index + 1, 0)
      }
    }
    return batches
  }

  private func check(_ input: EncoderInput) {
    precondition(
      (1...shape.positions).contains(input.ids.count),
      "a text of \(input.ids.count) pieces, from 1 to \(shape.positions) can be read")
    for id in input.ids {
      precondition(id >= 0 && id < vocabulary.count, "piece \(id) of \(vocabulary.count)")
    }
    for place in input.target + input.source {
      precondition(input.ids.indices.contains(place), "place \(place) of \(input.ids.count) pieces")
    }
  }

  // MARK: Layers

  /// Encodes a batch: the pieces of its texts one after the other.
  private func run(
    _ inputs: ArraySlice<EncoderInput>, _ space: Workspace,
    into result: UnsafeMutablePointer<Float>
  ) {
    let width = shape.width
    let rows = inputs.reduce(0) { $0 + $1.ids.count }
    let places = inputs.map(\.placesAsked)
    embed(inputs, space)
    for layer in weights.layers.dropLast() {
      let stride = 3 * width
      layer.attention.apply(
        rows, space.state, to: space.attention, stride: stride, with: space, kernels)
      var start = 0
      for input in inputs {
        let count = input.ids.count
        let own = space.attention + start * stride
        attend(
          count, of: count, own, stride, keys: own + width, values: own + 2 * width, stride, space,
          to: space.mixture + start * width)
        start += count
      }
      finish(layer, rows, space.state, space)
    }
    // Of the last layer only the rows that are asked about matter, and the keys and values of all.
    guard let layer = weights.layers.last else { return }
    let stride = 2 * width
    layer.attention.apply(
      rows, space.state, columns: width..<(3 * width), to: space.attention, stride: stride,
      with: space, kernels)
    var asked = 0
    var start = 0
    for (input, places) in zip(inputs, places) {
      for place in places {
        (space.asked + asked * width).update(
          from: space.state + (start + place) * width, count: width)
        asked += 1
      }
      start += input.ids.count
    }
    layer.attention.apply(
      asked, space.asked, columns: 0..<width, to: space.queries, stride: width, with: space,
      kernels)
    (start, asked) = (0, 0)
    for (input, places) in zip(inputs, places) {
      let own = space.attention + start * stride
      attend(
        places.count, of: input.ids.count, space.queries + asked * width, width, keys: own,
        values: own + width, stride, space, to: space.mixture + asked * width)
      start += input.ids.count
      asked += places.count
    }
    finish(layer, asked, space.asked, space)
    asked = 0
    for (number, input) in inputs.enumerated() {
      pool(
        input, places[number], from: space.asked + asked * width,
        into: result + number * vectorLength)
      asked += places[number].count
    }
  }

  private func attend(
    _ queries: Int, of count: Int, _ query: UnsafePointer<Float>, _ queryStride: Int,
    keys: UnsafePointer<Float>, values: UnsafePointer<Float>, _ stride: Int, _ space: Workspace,
    to result: UnsafeMutablePointer<Float>
  ) {
    let headWidth = shape.width / shape.heads
    kernels.attend(
      queries, count, shape.heads, headWidth, 1 / Float(headWidth).squareRoot(), query, queryStride,
      keys, values, stride, space.scratch, result)
  }

  /// What comes after attention: replaces the states that went into the layer by those that come out.
  private func finish(
    _ layer: Layer, _ rows: Int, _ state: UnsafeMutablePointer<Float>, _ space: Workspace
  ) {
    layer.mixture.apply(
      rows, space.mixture, to: space.result, stride: shape.width, with: space, kernels)
    normalise(rows, space.result, state, layer.mixtureNorm)
    layer.up.apply(
      rows, state, activates: true, to: space.inner, stride: shape.inner, with: space, kernels)
    layer.down.apply(
      rows, space.inner, to: space.result, stride: shape.width, with: space, kernels)
    normalise(rows, space.result, state, layer.downNorm)
  }

  /// Adds a state to a change and normalises it.
  private func normalise(
    _ rows: Int, _ change: UnsafePointer<Float>, _ state: UnsafeMutablePointer<Float>, _ norm: Norm
  ) {
    norm.gain.withUnsafeBufferPointer { gain in
      norm.bias.withUnsafeBufferPointer { bias in
        kernels.normalise(
          rows, shape.width, change, state, gain.baseAddress!, bias.baseAddress!, Self.epsilon,
          state)
      }
    }
  }

  /// What BERT adds to a variance.
  private static let epsilon: Float = 1e-12

  private func embed(_ inputs: ArraySlice<EncoderInput>, _ space: Workspace) {
    let width = shape.width
    var row = 0
    weights.positions.withUnsafeBufferPointer { positions in
      for input in inputs {
        for (place, id) in input.ids.enumerated() {
          let word = space.result + row * width
          switch weights.words {
          case .floats(let floats):
            floats.withUnsafeBufferPointer {
              word.update(from: $0.baseAddress! + Int(id) * width, count: width)
            }
          case .bytes(let bytes, let scales):
            let scale = scales[Int(id)]
            bytes.withUnsafeBufferPointer {
              let own = $0.baseAddress! + Int(id) * width
              for index in 0..<width { word[index] = Float(Int8(bitPattern: own[index])) * scale }
            }
          }
          (space.state + row * width).update(
            from: positions.baseAddress! + place * width, count: width)
          row += 1
        }
      }
    }
    normalise(row, space.result, space.state, weights.norm)
  }

  private func pool(
    _ input: EncoderInput, _ places: [Int], from rows: UnsafePointer<Float>,
    into result: UnsafeMutablePointer<Float>
  ) {
    let width = shape.width
    result.update(from: rows, count: width)
    for (part, wanted) in [input.target, input.source].enumerated() {
      let mean = result + (part + 1) * width
      mean.update(repeating: 0, count: width)
      for (row, place) in places.enumerated() where wanted.contains(place) {
        for index in 0..<width { mean[index] += rows[row * width + index] }
      }
      let factor = 1 / Float(max(1, Set(wanted).count))
      for index in 0..<width { mean[index] *= factor }
    }
  }
}

extension EncoderInput {
  /// The places whose vectors are asked for, ascending: the first, the target's and the source's.
  fileprivate var placesAsked: [Int] {
    Set([0] + target + source).sorted()
  }
}

import Glibc
public import LinearModels

/// The weights of a BERT encoder in single precision, as they were trained.
///
/// Names and shapes are those of `BertModel` of the transformers library.
public struct BertWeights: Sendable {
  public let vocabulary: Vocabulary
  public let shape: EncoderShape
  var words: [Float]
  var positions: [Float]
  var norm: Norm
  var layers: [Layer] = []
  /// See `Encoder.directions`; as many rows as there are.
  var directions: [Float] = []

  struct Norm: Sendable {
    var gain: [Float]
    var bias: [Float]
  }

  struct Layer: Sendable {
    var attention: Map
    var mixture: Map
    var mixtureNorm: Norm
    var up: Map
    var down: Map
    var downNorm: Norm
  }

  /// A row for each number of the result.
  struct Map: Sendable {
    var weights: [Float]
    var bias: [Float]
    var inner: Int
  }

  /// How many places are kept: longer texts are never read.
  static let mostPositions = 256

  /// Reads weights.
  ///
  /// - Parameters:
  ///   - vocabulary: the pieces, one a line: as many as there are vectors of words.
  ///   - tensors: the bytes of a safetensors file.
  ///   - heads: how many heads attention has; nil for one for each 32 numbers of a vector.
  /// - Throws: `ModelFileError` when the bytes are no such file or a tensor is missing or has another shape.
  public init(vocabulary text: [UInt8], tensors bytes: [UInt8], heads: Int? = nil)
    throws(ModelFileError)
  {
    let tensors = try Safetensors(bytes)
    vocabulary = try Vocabulary(text: text)
    guard let wordShape = tensors.shape(of: "embeddings.word_embeddings.weight"),
      let positionShape = tensors.shape(of: "embeddings.position_embeddings.weight"),
      let innerShape = tensors.shape(of: "encoder.layer.0.intermediate.dense.weight"),
      wordShape.count == 2, positionShape.count == 2, innerShape.count == 2
    else { throw .malformed(reason: "the tensors are not those of a BERT encoder") }
    let width = wordShape[1]
    let inner = innerShape[0]
    var count = 0
    while tensors.shape(of: "encoder.layer.\(count).output.dense.weight") != nil { count += 1 }
    shape = EncoderShape(
      layers: count, width: width, heads: heads ?? max(1, width / 32), inner: inner,
      positions: min(positionShape[0], Self.mostPositions))
    guard shape.isSupported else {
      throw .malformed(reason: "an encoder of this shape cannot be computed: \(shape)")
    }
    func norm(_ name: String) throws(ModelFileError) -> Norm {
      Norm(
        gain: try tensors.floats(name + ".weight", shape: [width]),
        bias: try tensors.floats(name + ".bias", shape: [width]))
    }
    func map(_ name: String, _ columns: Int, _ inner: Int) throws(ModelFileError) -> Map {
      Map(
        weights: try tensors.floats(name + ".weight", shape: [columns, inner]),
        bias: try tensors.floats(name + ".bias", shape: [columns]), inner: inner)
    }
    words = try tensors.floats(
      "embeddings.word_embeddings.weight", shape: [vocabulary.count, width])
    let types = tensors.shape(of: "embeddings.token_type_embeddings.weight") ?? []
    let type = try tensors.floats(
      "embeddings.token_type_embeddings.weight", shape: [types.first ?? 2, width])
    guard type.count >= width else { throw .malformed(reason: "there is no type of sentence") }
    positions = Array(
      try tensors.floats("embeddings.position_embeddings.weight", shape: positionShape)
        .prefix(shape.positions * width))
    for index in positions.indices { positions[index] += type[index % width] }
    self.norm = try norm("embeddings.LayerNorm")
    if let shape = tensors.shape(of: "directions.weight"), shape.count == 2 {
      directions = try tensors.floats("directions.weight", shape: [shape[0], 3 * width])
    }
    for number in 0..<count {
      let name = "encoder.layer.\(number)"
      let parts = [
        try map("\(name).attention.self.query", width, width),
        try map("\(name).attention.self.key", width, width),
        try map("\(name).attention.self.value", width, width),
      ]
      layers.append(
        Layer(
          attention: Map(
            weights: parts.flatMap(\.weights), bias: parts.flatMap(\.bias), inner: width),
          mixture: try map("\(name).attention.output.dense", width, width),
          mixtureNorm: try norm("\(name).attention.output.LayerNorm"),
          up: try map("\(name).intermediate.dense", inner, width),
          down: try map("\(name).output.dense", width, inner),
          downNorm: try norm("\(name).output.LayerNorm")))
    }
  }

  /// The encoder in single precision, to compare with.
  public func encoder() -> Encoder {
    func norm(_ norm: Norm) -> Encoder.Norm {
      Encoder.Norm(gain: FlatArray(norm.gain), bias: FlatArray(norm.bias))
    }
    func map(_ map: Map) -> LinearMap {
      LinearMap(
        weights: .floats(FlatArray(map.weights)), bias: FlatArray(map.bias), inner: map.inner)
    }
    return Encoder(
      vocabulary: vocabulary, shape: shape, card: "", seen: FlatArray([]),
      weights: Encoder.Weights(
        words: .floats(FlatArray(words)), positions: FlatArray(positions), norm: norm(self.norm),
        layers: layers.map {
          Encoder.Layer(
            attention: map($0.attention), mixture: map($0.mixture),
            mixtureNorm: norm($0.mixtureNorm), up: map($0.up), down: map($0.down),
            downNorm: norm($0.downNorm))
        }))
  }

  /// The model file of the encoder: weights in eight bits, with a scale for each row.
  ///
  /// - Parameters:
  ///   - seen: keys of the texts that it learned from, in any order.
  ///   - readings: what encoders that had not learned from a text tell of it, in the directions of this one.
  ///   - card: what is to be said of how it was made.
  public func modelFile(
    seen: [UInt32], readings: [(ids: [Int32], values: [Float])] = [], card: String
  ) -> ModelFileWriter {
    var file = ModelFileWriter(kind: Encoder.kind)
    file.add(
      "shape",
      integers: [shape.layers, shape.width, shape.heads, shape.inner, shape.positions].map {
        UInt32($0)
      })
    file.add("vocabulary", bytes: vocabulary.text)
    file.add("card", string: card)
    file.add("seen", integers: Set(seen).sorted())
    let rounded = Self.rounded(words, width: shape.width)
    file.add("words", bytes: rounded.bytes.map { UInt8(bitPattern: $0) })
    file.add("words.scales", floats: rounded.scales)
    file.add("directions", floats: directions)
    EncoderReadings.add(readings, to: &file)
    file.add("positions", floats: positions)
    func add(_ name: String, _ norm: Norm) {
      file.add(name + ".norm.gain", floats: norm.gain)
      file.add(name + ".norm.bias", floats: norm.bias)
    }
    func add(_ name: String, _ map: Map, factors: [Float]? = nil) {
      let factors = factors ?? [Float](repeating: 1, count: map.inner)
      let divided = map.weights.enumerated().map { $1 / factors[$0 % map.inner] }
      let rounded = Self.rounded(divided, width: map.inner)
      file.add(name, bytes: Self.packed(rounded.bytes, inner: map.inner))
      file.add(name + ".scales", floats: rounded.scales)
      file.add(
        name + ".sums",
        floats: stride(from: 0, to: rounded.bytes.count, by: map.inner).map { start in
          Float(rounded.bytes[start..<(start + map.inner)].reduce(0) { $0 + Int($1) })
        })
      file.add(name + ".factors", floats: factors)
      file.add(name + ".bias", floats: map.bias)
    }
    let peaks = peaks()
    add("words", norm)
    for (number, layer) in layers.enumerated() {
      let name = "layer\(number)"
      add(
        "\(name).attention", layer.attention,
        factors: Self.factors(layer.attention, peaks: peaks[number].attention))
      add("\(name).mixture", layer.mixture)
      add("\(name).mixture", layer.mixtureNorm)
      add("\(name).up", layer.up, factors: Self.factors(layer.up, peaks: peaks[number].up))
      add("\(name).down", layer.down)
      add("\(name).down", layer.downNorm)
    }
    return file
  }

  /// How large the numbers get that go into the maps of each layer.
  ///
  /// A few places of a vector hold numbers many times larger than the rest, whatever the text; pieces in
  /// any order show them as well as texts do.
  private func peaks() -> [(attention: [Float], up: [Float])] {
    var encoder = encoder()
    for index in encoder.weights.layers.indices {
      encoder.weights.layers[index].attention.peaks = Peaks(count: shape.width)
      encoder.weights.layers[index].up.peaks = Peaks(count: shape.width)
    }
    var generator = SeededGenerator(seed: 1)
    let length = min(32, shape.positions)
    let inputs = (0..<64).map { _ in
      let middle = (0..<(length - 2)).map { _ in
        Int32.random(in: 0..<Int32(vocabulary.count), using: &generator)
      }
      return EncoderInput(
        ids: [vocabulary.start] + middle + [vocabulary.end], target: Array(0..<length), source: [])
    }
    _ = encoder.vectors(of: inputs)
    return encoder.weights.layers.map {
      ($0.attention.peaks?.largest ?? [], $0.up.peaks?.largest ?? [])
    }
  }

  /// What to multiply each number by that goes into a map, so that neither a few large numbers nor the
  /// weights they meet take the steps of all others (G. Xiao and others, "SmoothQuant", 2023): powers of
  /// two, which change no digits.
  static func factors(_ map: Map, peaks: [Float]) -> [Float] {
    var largest = [Float](repeating: 0, count: map.inner)
    for (index, weight) in map.weights.enumerated() {
      largest[index % map.inner] = max(largest[index % map.inner], abs(weight))
    }
    return zip(largest, peaks).map { weight, peak in
      let exponent =
        (1 - smoothing) * log2f(max(weight, 1e-4)) - smoothing * log2f(max(peak, 1e-4))
      return Float(sign: .plus, exponent: Int(exponent.rounded()), significand: 1)
    }
  }

  /// How much of the difference in size goes from what is multiplied to the weights.
  ///
  /// Published (section 4 of the paper), and measured: 0.7 loses a little more.
  private static let smoothing: Float = 0.5

  /// Rows as whole numbers from -127 to 127 times a scale.
  static func rounded(_ rows: [Float], width: Int) -> (bytes: [Int8], scales: [Float]) {
    var bytes: [Int8] = []
    bytes.reserveCapacity(rows.count)
    var scales: [Float] = []
    for start in stride(from: 0, to: rows.count, by: width) {
      let row = rows[start..<(start + width)]
      let largest = row.reduce(Float(0)) { max($0, abs($1)) }
      let scale = largest / 127
      scales.append(scale)
      for value in row {
        let number = scale > 0 ? (value / scale).rounded(.toNearestOrEven) : 0
        bytes.append(Int8(min(127, max(-127, number))))
      }
    }
    return (bytes, scales)
  }

  /// Rows of a matrix in the order in which the kernels read them; see `CKernels.h`.
  static func packed(_ rows: [Int8], inner: Int) -> [UInt8] {
    var packed = [UInt8](repeating: 0, count: rows.count)
    for (index, value) in rows.enumerated() {
      let (column, k) = index.quotientAndRemainder(dividingBy: inner)
      let group = column / 16 * inner / 4 + k / 4
      packed[group * 64 + column % 16 * 4 + k % 4] = UInt8(Int16(value) + 128)
    }
    return packed
  }
}

import LinearAlgebra
public import LinearModels

extension Encoder {
  /// The kind of the model files that hold an encoder.
  public static let kind = "encoder"

  /// Reads an encoder from a model file; its tables are used where they lie.
  ///
  /// - Throws: `ModelFileError` when the file holds another kind of model, or its parts do not fit together.
  /// - Complexity: linear in the number of pieces of the vocabulary.
  public init(_ file: ModelFile) throws(ModelFileError) {
    try file.expect(kind: Self.kind)
    let numbers = try file.integers("shape").map(Int.init)
    guard numbers.count == 5 else {
      throw .inconsistent(reason: "the shape of an encoder has 5 numbers, found \(numbers.count)")
    }
    let shape = EncoderShape(
      layers: numbers[0], width: numbers[1], heads: numbers[2], inner: numbers[3],
      positions: numbers[4])
    guard shape.isSupported else {
      throw .inconsistent(reason: "an encoder of the shape \(numbers) cannot be computed")
    }
    let vocabulary = try Vocabulary(text: try file.bytes("vocabulary"))
    let reader = SectionReader(file: file)
    let width = shape.width
    let words = try reader.bytes("words", count: vocabulary.count * width)
    let wordScales = try reader.floats("words.scales", count: vocabulary.count)
    var layers: [Layer] = []
    for number in 0..<shape.layers {
      let name = "layer\(number)"
      layers.append(
        Layer(
          attention: try reader.map("\(name).attention", inner: width, columns: 3 * width),
          mixture: try reader.map("\(name).mixture", inner: width, columns: width),
          mixtureNorm: try reader.norm("\(name).mixture", width: width),
          up: try reader.map("\(name).up", inner: width, columns: shape.inner),
          down: try reader.map("\(name).down", inner: shape.inner, columns: width),
          downNorm: try reader.norm("\(name).down", width: width)))
    }
    let seen = try file.integerTable("seen")
    guard zip(seen, seen.dropFirst()).allSatisfy(<) else {
      throw .inconsistent(reason: "the keys of the texts that were learned from do not ascend")
    }
    self.init(
      vocabulary: vocabulary, shape: shape, card: try file.string("card"), seen: seen,
      weights: Weights(
        words: .bytes(words, scales: wordScales),
        positions: try reader.floats("positions", count: shape.positions * width),
        norm: try reader.norm("words", width: width), layers: layers))
    sha256 = file.sha256
    let found = try file.floats("directions")
    guard found.count.isMultiple(of: vectorLength), found.allSatisfy(\.isFinite) else {
      throw .inconsistent(
        reason: "section \"directions\" should have rows of \(vectorLength) finite numbers")
    }
    directions = DenseMatrix(rowCount: found.count / vectorLength, columnCount: vectorLength)
    directions.elements = found
    readings = try EncoderReadings(file, directionCount: directions.rowCount)
  }
}

/// Reads sections that must have a length and finite numbers.
private struct SectionReader {
  let file: ModelFile

  func bytes(_ name: String, count: Int) throws(ModelFileError) -> FlatArray<UInt8> {
    let table = try file.byteTable(name)
    try check(name, table.count, count)
    return table
  }

  func floats(_ name: String, count: Int) throws(ModelFileError) -> FlatArray<Float> {
    let table = try file.floatTable(name)
    try check(name, table.count, count)
    guard table.withUnsafeBufferPointer({ $0.allSatisfy(\.isFinite) }) else {
      throw .inconsistent(reason: "section \"\(name)\" has a number that is not finite")
    }
    return table
  }

  func map(_ name: String, inner: Int, columns: Int) throws(ModelFileError) -> LinearMap {
    LinearMap(
      weights: .bytes(
        LinearMap.Bytes(
          weights: try bytes(name, count: inner * columns),
          scales: try floats(name + ".scales", count: columns),
          sums: try floats(name + ".sums", count: columns),
          factors: try floats(name + ".factors", count: inner))),
      bias: try floats(name + ".bias", count: columns), inner: inner)
  }

  func norm(_ name: String, width: Int) throws(ModelFileError) -> Encoder.Norm {
    Encoder.Norm(
      gain: try floats(name + ".norm.gain", count: width),
      bias: try floats(name + ".norm.bias", count: width))
  }

  private func check(_ name: String, _ found: Int, _ expected: Int) throws(ModelFileError) {
    guard found == expected else {
      throw .inconsistent(
        reason: "section \"\(name)\" should have \(expected) elements, but has \(found)")
    }
  }
}

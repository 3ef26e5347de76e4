import JSONText
import LinearModels

/// Named tensors of single-precision numbers, as the safetensors format stores them.
///
/// Eight bytes give the length of a JSON object, little-endian, which names the type, the shape and the
/// place of each tensor in the bytes that follow it.
struct Safetensors {
  struct Tensor {
    var shape: [Int]
    /// The place among the bytes of the file.
    var bytes: Range<Int>
  }

  private let bytes: [UInt8]
  private(set) var tensors: [String: Tensor] = [:]

  /// - Throws: `ModelFileError.malformed`.
  init(_ bytes: [UInt8]) throws(ModelFileError) {
    self.bytes = bytes
    let length = bytes.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard bytes.count >= 8, length <= UInt64(bytes.count - 8) else {
      throw .malformed(reason: "the header of the tensors does not fit in \(bytes.count) bytes")
    }
    let start = 8 + Int(length)
    do throws(JSONProblem) {
      try readHeader(Array(bytes[8..<start]), start: start)
    } catch {
      throw .malformed(reason: "the header of the tensors: \(error.sentence)")
    }
  }

  private mutating func readHeader(_ header: [UInt8], start: Int) throws(JSONProblem) {
    var scanner = JSONScanner(header)
    try scanner.beginObject()
    while let name = try scanner.nextKey() {
      var type = ""
      var shape: [Int] = []
      var offsets: [Int] = []
      guard name != "__metadata__" else {
        try scanner.skip()
        continue
      }
      try scanner.beginObject()
      while let key = try scanner.nextKey() {
        switch key {
        case "dtype": type = try scanner.string()
        case "shape": shape = try Self.integers(&scanner)
        case "data_offsets": offsets = try Self.integers(&scanner)
        default: try scanner.skip()
        }
      }
      // Other types are left out: integers such as the numbers of positions.
      guard type == "F32", offsets.count == 2, 0 <= offsets[0], offsets[0] <= offsets[1],
        offsets[1] <= bytes.count - start
      else { continue }
      tensors[name] = Tensor(shape: shape, bytes: (start + offsets[0])..<(start + offsets[1]))
    }
  }

  private static func integers(_ scanner: inout JSONScanner) throws(JSONProblem) -> [Int] {
    var list: [Int] = []
    try scanner.beginArray()
    while try scanner.nextElement() { list.append(try scanner.integer()) }
    return list
  }

  /// The numbers of a tensor, row after row.
  ///
  /// - Parameter shape: the shape it must have.
  /// - Throws: `ModelFileError.malformed` when the tensor is not there, has another shape, or holds numbers
  ///   that are not finite.
  func floats(_ name: String, shape: [Int]) throws(ModelFileError) -> [Float] {
    // Models with a head of their own have the encoder's tensors below a name.
    guard let tensor = tensors[name] ?? tensors["bert.\(name)"] else {
      throw .malformed(reason: "there is no tensor \"\(name)\" of 32-bit numbers")
    }
    let count = shape.reduce(1, *)
    guard tensor.shape == shape, tensor.bytes.count == 4 * count else {
      throw .malformed(
        reason: "the tensor \"\(name)\" has the shape \(tensor.shape), expected \(shape)")
    }
    let floats = [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      bytes.withUnsafeBytes { source in
        for index in 0..<count {
          let offset = tensor.bytes.lowerBound + 4 * index
          buffer[index] = Float(
            bitPattern: UInt32(
              littleEndian: source.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
        }
      }
      initialized = count
    }
    guard floats.allSatisfy(\.isFinite) else {
      throw .malformed(reason: "the tensor \"\(name)\" has a number that is not finite")
    }
    return floats
  }

  /// The shape of a tensor.
  func shape(of name: String) -> [Int]? { (tensors[name] ?? tensors["bert.\(name)"])?.shape }
}

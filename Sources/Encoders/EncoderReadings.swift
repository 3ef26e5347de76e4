import Lexicons
public import LinearModels

/// What is told, in the directions of an encoder, of the texts that it learned from, by encoders that did
/// not learn from them.
///
/// An encoder is averaged from several, each of which left out a part of the texts. What the one that left
/// a text out says of it is as good a test as what the average says of a new text, so that the words can be
/// joined with the encoder on all of the texts (stacking, Wolpert 1992).
public struct EncoderReadings: Sendable {
  /// The keys of inputs, ascending.
  let keys: FlatArray<UInt64>
  /// For each key a number for each direction.
  let values: FlatArray<Float>

  /// How many inputs are known.
  public var count: Int { keys.count }

  static let none = EncoderReadings(keys: FlatArray([]), values: FlatArray([]))

  /// What is told of an input; nil when it is not known.
  ///
  /// - Complexity: O(pieces + log inputs).
  public func reading(of input: EncoderInput) -> [Float]? {
    let key = Self.key(of: input.ids)
    var (low, high) = (0, keys.count)
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    guard low < keys.count, keys[low] == key else { return nil }
    let width = values.count / keys.count
    return (low * width..<(low + 1) * width).map { values[$0] }
  }

  static func key(of ids: [Int32]) -> UInt64 {
    ids.reduce(UInt64(ids.count)) { TextHash.combine($0, UInt64(UInt32(bitPattern: $1))) }
  }

  /// Adds readings to a file.
  ///
  /// - Parameter readings: inputs by the numbers of their pieces, in any order; of one that is there twice the
  ///   first counts.
  /// - Precondition: all have the same number of values.
  static func add(
    _ readings: [(ids: [Int32], values: [Float])], to file: inout ModelFileWriter
  ) {
    var byKey: [UInt64: [Float]] = [:]
    for reading in readings {
      byKey[key(of: reading.ids)] = byKey[key(of: reading.ids)] ?? reading.values
    }
    let keys = byKey.keys.sorted()
    file.add("readings.keys", hashes: keys)
    file.add("readings.values", halfPrecision: keys.flatMap { byKey[$0]! })
  }

  /// - Throws: `ModelFileError` when keys do not ascend or values are missing or not finite.
  init(_ file: ModelFile, directionCount: Int) throws(ModelFileError) {
    keys = try file.hashTable("readings.keys")
    values = FlatArray(try file.floats("readings.values"))
    guard zip(keys, keys.dropFirst()).allSatisfy(<),
      values.count == keys.count * directionCount, values.allSatisfy(\.isFinite)
    else {
      throw .inconsistent(
        reason:
          "\(values.count) numbers are told of \(keys.count) texts in \(directionCount) directions")
    }
  }

  private init(keys: FlatArray<UInt64>, values: FlatArray<Float>) {
    (self.keys, self.values) = (keys, values)
  }
}

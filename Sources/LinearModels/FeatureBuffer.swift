/// Collects the hashed features of one example, or of one step of a sequence.
///
/// A feature is a template number with up to three values, mixed into 64 bits. The vocabulary of a
/// model knows features by these hashes alone, so that no feature is ever spelled out as text.
public struct FeatureBuffer: Sendable {
  /// The features added since the buffer was emptied; one that was added twice stands twice.
  @inlinable public var hashes: [UInt64] { added }
  @usableFromInline var added: [UInt64] = []

  public init() {}

  /// Empties the buffer and keeps its memory.
  public mutating func removeAll() {
    added.removeAll(keepingCapacity: true)
  }

  /// Adds the feature of a template with its values.
  @inlinable @inline(__always)
  public mutating func add(_ template: UInt64, _ a: UInt64 = 0, _ b: UInt64 = 0, _ c: UInt64 = 0) {
    var x = mix(template &* 0x9E37_79B9_7F4A_7C15 ^ a)
    x = mix(x ^ (b &+ 0xD1B5_4A32_D192_ED03))
    x = mix(x ^ (c &+ 0x8CB9_2BA7_2F3D_8DD7))
    added.append(x)
  }

  /// Adds to each feature a copy that only one data set has, so that a model trained on several sets
  /// shares what they agree on (Daumé, Frustratingly Easy Domain Adaptation, 2007).
  public mutating func addCopies(forDomain domain: UInt64) {
    let mark = Self.domainMark(domain)
    added += added.map { Self.copy(of: $0, domainMark: mark) }
  }

  @inline(__always)
  static func domainMark(_ domain: UInt64) -> UInt64 { domain &* 0xA24B_AED4_963E_E407 }

  @inline(__always)
  static func copy(of hash: UInt64, domainMark: UInt64) -> UInt64 { mix(hash ^ domainMark) }
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood 2014), a bijection of 64 bits.
@inlinable @inline(__always)
func mix(_ value: UInt64) -> UInt64 {
  var z = value
  z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z >> 31)
}

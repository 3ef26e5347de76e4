import Lexicons

/// Gathers the features of one question.
struct FeatureCollector {
  struct Entry {
    var hash: UInt64
    var value: Float
    var block: FeatureBlock
  }
  /// What a feature is made of, kept for naming it.
  struct Parts {
    var template: FeatureTemplate
    var values: (UInt64, UInt64, UInt64, UInt64, UInt64)
  }

  private(set) var entries: [Entry] = []
  /// The parts of each feature by its hash, when features are to be named.
  private(set) var parts: [UInt64: Parts] = [:]
  /// What composed values are made of, when features are to be named.
  private(set) var compositions: [UInt64: (UInt64, UInt64)] = [:]
  private let keepsParts: Bool
  private let enabled: UInt32

  init(groups: Set<FeatureGroup>, keepsParts: Bool) {
    self.keepsParts = keepsParts
    var enabled: UInt32 = 0
    for block in FeatureBlock.allCases where groups.contains(block.group) {
      enabled |= 1 << UInt32(block.rawValue)
    }
    self.enabled = enabled
    entries.reserveCapacity(1024)
  }

  mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    parts.removeAll(keepingCapacity: true)
    compositions.removeAll(keepingCapacity: true)
  }

  /// One value for two in this order.
  mutating func compose(_ first: UInt64, _ second: UInt64) -> UInt64 {
    let value = TextHash.combine(first, second)
    if keepsParts { compositions[value] = (first, second) }
    return value
  }

  /// Adds an indicator.
  @inline(__always)
  mutating func add(
    _ template: FeatureTemplate, _ a: UInt64 = 0, _ b: UInt64 = 0, _ c: UInt64 = 0,
    _ d: UInt64 = 0, _ e: UInt64 = 0
  ) {
    put(template, a, b, c, d, e, 1)
  }

  /// Adds to a sum.
  @inline(__always)
  mutating func sum(
    _ template: FeatureTemplate, _ a: FeatureCode = .none, _ b: FeatureCode = .none,
    _ c: FeatureCode = .none, _ value: Float
  ) {
    if value != 0 { put(template, a.rawValue, b.rawValue, c.rawValue, 0, 0, value) }
  }

  @inline(__always)
  private mutating func put(
    _ template: FeatureTemplate, _ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64, _ e: UInt64,
    _ value: Float
  ) {
    let block = template.block
    guard enabled & (1 << UInt32(block.rawValue)) != 0 else { return }
    var hash = mix(UInt64(template.rawValue) &* 0x9E37_79B9_7F4A_7C15 ^ a)
    hash = mix(hash ^ (b &+ 0xD1B5_4A32_D192_ED03))
    hash = mix(hash ^ (c &+ 0x8CB9_2BA7_2F3D_8DD7))
    if d != 0 || e != 0 {
      hash = mix(hash ^ (d &+ 0xA24B_AED4_963E_E407))
      hash = mix(hash ^ (e &+ 0x9FB2_1C65_1E98_DF25))
    }
    entries.append(Entry(hash: hash, value: value, block: block))
    if keepsParts { parts[hash] = Parts(template: template, values: (a, b, c, d, e)) }
  }

  /// Orders the features by hash, joins repeated ones and adds the thresholds that sums pass.
  ///
  /// An indicator that was added more than once counts √2: a second occurrence says less than the
  /// first.
  mutating func finish() {
    join()
    let count = entries.count
    for index in 0..<count where !entries[index].block.isNormalized {
      let entry = entries[index]
      let value = entry.value
      guard value != 0 else { continue }
      let steps: [FeatureCode] =
        value > 0 ? [.above0, .above05, .above15] : [.below0, .below05, .below15]
      put(.step, entry.hash, steps[0].rawValue, 0, 0, 0, 1)
      if abs(value) > 0.5 { put(.step, entry.hash, steps[1].rawValue, 0, 0, 0, 1) }
      if abs(value) > 1.5 { put(.step, entry.hash, steps[2].rawValue, 0, 0, 0, 1) }
    }
    entries.sort { $0.hash < $1.hash }
  }

  private mutating func join() {
    entries.sort { $0.hash < $1.hash }
    var kept = 0
    var index = 0
    while index < entries.count {
      var entry = entries[index]
      index += 1
      while index < entries.count && entries[index].hash == entry.hash {
        entry.value += entries[index].value
        index += 1
      }
      if entry.block.isNormalized && entry.value > 1 { entry.value = Float(2).squareRoot() }
      entries[kept] = entry
      kept += 1
    }
    entries.removeSubrange(kept...)
  }
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood 2014), a bijection of 64 bits.
@inline(__always)
private func mix(_ value: UInt64) -> UInt64 {
  var z = value
  z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z >> 31)
}

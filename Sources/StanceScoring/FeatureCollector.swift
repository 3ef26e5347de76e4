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
  /// An open-addressing table of `entries` by hash: one more than the index, 0 for an empty slot.
  private var slots = [UInt32](repeating: 0, count: 4096)
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
    for index in slots.indices { slots[index] = 0 }
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

  /// Adds a word that stands for its vector, as strongly as it counts.
  @inline(__always)
  mutating func add(
    similar template: FeatureTemplate, _ place: UInt64, _ word: UInt64, _ value: Float
  ) {
    put(template, place, word, 0, 0, 0, value)
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
    let hash = Self.hash(template, a, b, c, d, e)
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash >> 20) & mask
    while slots[slot] != 0 {
      let index = Int(slots[slot]) - 1
      if entries[index].hash == hash {
        entries[index].value += value
        return
      }
      slot = (slot &+ 1) & mask
    }
    entries.append(Entry(hash: hash, value: value, block: block))
    slots[slot] = UInt32(entries.count)
    if entries.count * 2 > slots.count { grow() }
    if keepsParts { parts[hash] = Parts(template: template, values: (a, b, c, d, e)) }
  }

  /// The hash of a feature, from its template and values.
  @inline(__always)
  static func hash(
    _ template: FeatureTemplate, _ a: UInt64, _ b: UInt64, _ c: UInt64 = 0, _ d: UInt64 = 0,
    _ e: UInt64 = 0
  ) -> UInt64 {
    var hash = mix(UInt64(template.rawValue) &* 0x9E37_79B9_7F4A_7C15 ^ a)
    hash = mix(hash ^ (b &+ 0xD1B5_4A32_D192_ED03))
    hash = mix(hash ^ (c &+ 0x8CB9_2BA7_2F3D_8DD7))
    if d != 0 || e != 0 {
      hash = mix(hash ^ (d &+ 0xA24B_AED4_963E_E407))
      hash = mix(hash ^ (e &+ 0x9FB2_1C65_1E98_DF25))
    }
    return hash
  }

  private mutating func grow() {
    let mask = slots.count * 2 - 1
    slots = [UInt32](repeating: 0, count: mask + 1)
    for (index, entry) in entries.enumerated() {
      var slot = Int(truncatingIfNeeded: entry.hash >> 20) & mask
      while slots[slot] != 0 { slot = (slot &+ 1) & mask }
      slots[slot] = UInt32(index + 1)
    }
  }

  /// Adds the thresholds that sums pass.
  ///
  /// An indicator that was added more than once counts √2: a second occurrence says less than the
  /// first.
  mutating func finish() {
    let count = entries.count
    for index in 0..<count {
      let value = entries[index].value
      if entries[index].block.isNormalized {
        if value > 1 { entries[index].value = Float(2).squareRoot() }
        continue
      }
      guard value != 0 else { continue }
      let hash = entries[index].hash
      let isAbove = value > 0
      let size = abs(value)
      put(.step, hash, (isAbove ? FeatureCode.above0 : .below0).rawValue, 0, 0, 0, 1)
      if size > 0.5 {
        put(.step, hash, (isAbove ? FeatureCode.above05 : .below05).rawValue, 0, 0, 0, 1)
      }
      if size > 1.5 {
        put(.step, hash, (isAbove ? FeatureCode.above15 : .below15).rawValue, 0, 0, 0, 1)
      }
    }
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

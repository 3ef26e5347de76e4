/// A question as numbers: hashed features with their scaled values, ordered by hash.
///
/// The values do not depend on a model: indicators are brought to length one in each block and all
/// are multiplied by their block's scale, before any model decides which it knows.
package struct StanceRow: Sendable {
  package var hashes: [UInt64] = []
  package var values: [Float] = []
  package var kinds: [Kind] = []

  /// How a feature takes part in learning.
  package enum Kind: UInt8, Sendable {
    /// A sum, as it is.
    case sum
    /// An indicator: more or less telling.
    case indicator
    /// A word that stands for its vector.
    case similarity
  }

  package init() {}
}

/// Reads the features of questions.
package struct StanceFeatureReader: Sendable {
  package let lexicons: StanceLexicons
  package let groups: Set<FeatureGroup>

  package init(lexicons: StanceLexicons, groups: Set<FeatureGroup>) {
    self.lexicons = lexicons
    self.groups = groups
  }

  package func row(for question: StanceQuestion) -> StanceRow {
    var collector = FeatureCollector(groups: groups, keepsParts: false)
    StanceFeatures(question, lexicons: lexicons).collect(into: &collector)
    return Self.row(of: collector)
  }

  static func row(of collector: FeatureCollector) -> StanceRow {
    var squares = [Float](repeating: 0, count: FeatureBlock.allCases.count)
    for entry in collector.entries where entry.block.isNormalized {
      squares[Int(entry.block.rawValue)] += entry.value * entry.value
    }
    var scales = [Float](repeating: 0, count: squares.count)
    for block in FeatureBlock.allCases {
      let length =
        block.isNormalized
        ? max(block.minimumLength, squares[Int(block.rawValue)].squareRoot()) : 1
      scales[Int(block.rawValue)] = block.scale / length
    }
    var row = StanceRow()
    row.hashes.reserveCapacity(collector.entries.count)
    row.values.reserveCapacity(collector.entries.count)
    row.kinds.reserveCapacity(collector.entries.count)
    for entry in collector.entries {
      row.hashes.append(entry.hash)
      row.values.append(entry.value * scales[Int(entry.block.rawValue)])
      row.kinds.append(
        entry.block.isSimilarity ? .similarity : entry.block.isNormalized ? .indicator : .sum)
    }
    return row
  }
}

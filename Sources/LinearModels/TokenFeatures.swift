/// The binary features of tokens: for each token the columns that are on.
public struct TokenFeatures: Sendable, Equatable {
  /// Where each token's columns start; one more entry than tokens, the first 0.
  public private(set) var offsets: [Int] = [0]
  /// The columns that are on, token after token. A column given twice counts twice.
  public private(set) var columns: [UInt32] = []

  /// No tokens.
  public init() {}

  /// Tokens from their lists of columns.
  public init(_ tokens: [[UInt32]]) {
    for token in tokens { append(token) }
  }

  /// The number of tokens.
  public var count: Int { offsets.count - 1 }

  /// Appends a token with the given columns on.
  public mutating func append(_ token: [UInt32]) {
    columns.append(contentsOf: token)
    offsets.append(columns.count)
  }

  /// Appends a token whose columns are those of the hashes that the vocabulary knows.
  public mutating func append(_ hashes: [UInt64], in vocabulary: FeatureVocabulary) {
    vocabulary.appendColumns(of: hashes, to: &columns)
    offsets.append(columns.count)
  }

  /// Appends the tokens of another list.
  public mutating func append(contentsOf other: TokenFeatures) {
    let base = columns.count
    columns.append(contentsOf: other.columns)
    for offset in other.offsets.dropFirst() { offsets.append(base + offset) }
  }
}

/// Sequences of tokens with their gold labels: what a sequence model learns from.
public struct TaggedSequences: Sendable, Equatable {
  /// The features of all tokens, sequence after sequence.
  public private(set) var tokens = TokenFeatures()
  /// The gold label of each token.
  public private(set) var labels: [Int32] = []
  /// The first token of each sequence, and at the end the number of tokens.
  public private(set) var sequenceOffsets: [Int] = [0]

  /// No sequences.
  public init() {}

  /// The number of sequences.
  public var count: Int { sequenceOffsets.count - 1 }

  /// Appends a sequence.
  ///
  /// - Precondition: as many labels as tokens.
  public mutating func append(_ features: TokenFeatures, labels newLabels: [Int32]) {
    precondition(
      features.count == newLabels.count, "\(features.count) tokens, \(newLabels.count) labels")
    tokens.append(contentsOf: features)
    labels.append(contentsOf: newLabels)
    sequenceOffsets.append(labels.count)
  }
}

/// Which labels may begin and end a sequence and follow one another.
public struct LabelConstraints: Sendable, Equatable {
  /// The number of labels.
  public let labelCount: Int
  /// Whether label `j` may follow label `i`, at `i * labelCount + j`.
  public var transitions: [Bool]
  /// Whether each label may begin a sequence.
  public var starts: [Bool]
  /// Whether each label may end a sequence.
  public var ends: [Bool]

  /// Constraints that allow everything.
  public init(labelCount: Int) {
    precondition(labelCount >= 1, "\(labelCount) labels")
    self.labelCount = labelCount
    transitions = [Bool](repeating: true, count: labelCount * labelCount)
    starts = [Bool](repeating: true, count: labelCount)
    ends = [Bool](repeating: true, count: labelCount)
  }

  /// Forbids that `next` follows `label`.
  public mutating func forbid(_ label: Int32, before next: Int32) {
    transitions[Int(label) * labelCount + Int(next)] = false
  }

  /// The first token of a sequence whose label is not allowed where it stands.
  func firstViolation(in labels: ArraySlice<Int32>) -> Int? {
    guard let first = labels.first, let last = labels.last else { return nil }
    if !starts[Int(first)] { return 0 }
    for index in labels.indices.dropFirst()
    where !transitions[Int(labels[index - 1]) * labelCount + Int(labels[index])] {
      return index - labels.startIndex
    }
    return ends[Int(last)] ? nil : labels.count - 1
  }
}

/// A group of stance features that can be left out of a model.
public enum FeatureGroup: String, Sendable, CaseIterable {
  /// The words of the text, the target's own masked.
  case words
  /// Words by their side of the target and their distance from it.
  case position
  /// Sequences of two and three words.
  case sequences
  /// Words of the reporting clause.
  case reporting
  /// Sums of the valences of words, by side, distance, clause and nearness; negation turns them.
  case valence
  /// What verbs and nouns imply about the target and the source by their roles.
  case frames
  /// Sequences of word classes around the target: polar words, verb frames, function words.
  case patterns
  /// What stands between source and target.
  case between
  /// The quote's cue and other reporting verbs.
  case cues
  /// Where the target stands, how it is named and how many others are named.
  case context
  /// Irony, contrast, concession, conditions.
  case shifters
  /// Words by what they are used like: vectors learned from text without labels.
  case similarity
  /// The words of the target's mention, with its titles. They teach that certain people are good
  /// or bad, so that the group is off unless it is asked for.
  case mention

  /// The groups of a model unless others are asked for.
  public static let standard = Set(allCases).subtracting([.mention])
}

/// A block of features that share one scale.
enum FeatureBlock: UInt8, CaseIterable {
  case words, sides, distances, sequences, reporting, roles, patterns, paths
  case between, betweenClasses, betweenShape, cues, context, mention
  // Words that stand for their vectors while a model is fitted.
  case similarSides, similarNear, similarBetween
  // Sums; their values are scaled, not normalised.
  case valenceSums, valenceShapes, frameSums, predicateSums, cueSums, contextSums, shifterSums
  case steps

  /// Whether the features are indicators: then each text's block is brought to length one first.
  var isNormalized: Bool { rawValue < FeatureBlock.valenceSums.rawValue }

  var group: FeatureGroup {
    switch self {
    case .words: .words
    case .sides, .distances: .position
    case .sequences: .sequences
    case .reporting: .reporting
    case .roles, .frameSums, .predicateSums: .frames
    case .patterns, .paths: .patterns
    case .between, .betweenClasses, .betweenShape: .between
    case .cues, .cueSums: .cues
    case .context, .contextSums: .context
    case .mention: .mention
    case .similarSides, .similarNear, .similarBetween: .similarity
    case .valenceSums, .valenceShapes, .steps: .valence
    case .shifterSums: .shifters
    }
  }

  /// Whether the features are words that stand for their vectors.
  var isSimilarity: Bool { group == .similarity }

  /// The least length of a block that is brought to length one: shorter ones stay short.
  var minimumLength: Float { self == .similarNear ? 0.2 : 1 }

  /// What the features of the block are multiplied by. Chosen by cross-validation on the training
  /// data: sums at full size would drown the words.
  var scale: Float {
    switch self {
    case .words, .sides, .distances, .patterns, .paths, .betweenClasses: 0.6
    case .sequences, .between: 0.7
    case .reporting, .roles, .cues, .mention: 0.5
    case .betweenShape, .context, .similarSides, .similarNear, .similarBetween: 0.3
    case .valenceSums, .valenceShapes, .frameSums, .predicateSums, .cueSums, .contextSums,
      .shifterSums:
      0.15
    case .steps: 0.1
    }
  }
}

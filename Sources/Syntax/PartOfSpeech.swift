extension PartOfSpeech {
  /// The name in treebanks, such as `PROPN`.
  public var universalName: String { "\(self)".uppercased() }

  /// The part of speech of a treebank's name; nil for an unknown one.
  public init?(universalName: String) {
    guard let tag = Self.byUniversalName[universalName] else { return nil }
    self = tag
  }

  // A name is made by reflection, which is too slow for every line of a word list.
  private static let byUniversalName = Dictionary(
    uniqueKeysWithValues: allCases.map { ($0.universalName, $0) })
}

extension PartOfSpeech {
  /// The name in treebanks, such as `PROPN`.
  public var universalName: String { "\(self)".uppercased() }

  /// The part of speech of a treebank's name; nil for an unknown one.
  public init?(universalName: String) {
    guard let tag = PartOfSpeech.allCases.first(where: { $0.universalName == universalName }) else {
      return nil
    }
    self = tag
  }
}

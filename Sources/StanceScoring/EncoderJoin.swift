/// How an encoder's vector of a text joins what its words say.
///
/// A second logistic regression over the logits that the words give and the vector of the encoder's
/// last layer. It was fitted to texts that neither the encoder nor the weights of the words had seen, so
/// that both count for as much as they are worth on new texts (stacking: D. Wolpert, "Stacked
/// generalization", 1992).
public struct EncoderJoin: Sendable, Equatable {
  /// For the words' logit of favor, then of against, the weight of favor, then of against.
  package let wordWeights: [Float]
  /// For each element of the vector the weight of favor, then of against, relative to neutral.
  package let vectorWeights: [Float]
  package let intercepts: [Float]
  /// Added to the logit of neutral when the label is chosen, not to probabilities.
  public let neutralOffset: Double

  /// - Precondition: four weights of words, two intercepts, and two weights for each element.
  package init(
    wordWeights: [Float], vectorWeights: [Float], intercepts: [Float], neutralOffset: Double
  ) {
    precondition(
      wordWeights.count == 4 && intercepts.count == 2 && vectorWeights.count.isMultiple(of: 2))
    self.wordWeights = wordWeights
    self.vectorWeights = vectorWeights
    self.intercepts = intercepts
    self.neutralOffset = neutralOffset
  }

  /// The length of the vectors that it takes.
  public var width: Int { vectorWeights.count / 2 }

  /// What a vector adds to the logits of favor and against.
  ///
  /// - Precondition: the vector has `width` elements.
  package func share(of vector: ArraySlice<Float>) -> (favor: Double, against: Double) {
    precondition(vector.count == width, "a vector of \(vector.count) elements, not \(width)")
    var favor = 0.0
    var against = 0.0
    var weight = 0
    for value in vector {
      favor += Double(value) * Double(vectorWeights[weight])
      against += Double(value) * Double(vectorWeights[weight + 1])
      weight += 2
    }
    return (favor, against)
  }

  /// What weights for favor and against, or logits, of the words come to.
  package func joined(favor: Double, against: Double) -> (favor: Double, against: Double) {
    (
      favor * Double(wordWeights[0]) + against * Double(wordWeights[2]),
      favor * Double(wordWeights[1]) + against * Double(wordWeights[3])
    )
  }

  /// The logits of favor and against, relative to neutral.
  package func logits(
    words: (favor: Double, against: Double), vector: ArraySlice<Float>
  ) -> (favor: Double, against: Double) {
    let byWords = joined(favor: words.favor, against: words.against)
    let byVector = share(of: vector)
    return (
      byWords.favor + byVector.favor + Double(intercepts[0]),
      byWords.against + byVector.against + Double(intercepts[1])
    )
  }
}

/// What a scorer reads of a text.
public enum ScorerKind: String, Sendable, CaseIterable {
  /// The words alone, by weights that can all be looked at; fast.
  case linear
  /// The words and an encoder's vector: better, slower, and in part unexplained.
  case encoder
}

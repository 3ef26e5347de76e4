import Documents
package import LinearModels

/// The candidates for cues in a document, each with what the cue model makes of it.
///
/// The sequence model reads them too: content that runs on into another clause of reporting ("… and
/// said", "…, adding") usually ends before it.
package struct CueScores: Sendable {
  /// In text order.
  package let candidates: [CueCandidate]
  /// For each candidate the logit that it is a cue of an utterance or a judgement, and of any
  /// attribution; that which the guideline does not ask for is not worked out below `leastLogit`.
  let speech: [Float]
  let attribution: [Float]
  /// For each token how sure a cue it is, as an index into `strengthSteps`, 0 where none is.
  let strengthOfToken: [UInt8]
  /// The least logit of a candidate whose surroundings are looked at: one in nine is a cue.
  static let leastLogit: Float = -2.1
  private static let strengthSteps: [Float] = [leastLogit, -0.5, 1, 2.5]
  /// The least strength of a candidate that is more probably a cue than not.
  static let likely: UInt8 = 3

  /// - Parameter model: a cue model; while training, one that has not seen the document.
  package init(in context: QuoteContext, model: HashedRegression, guideline: QuoteGuideline) {
    let candidates = context.cueCandidates()
    var speech: [Float] = []
    var attribution: [Float] = []
    var strengths = [UInt8](repeating: 0, count: context.document.tokens.count)
    var buffer = FeatureBuffer()
    for candidate in candidates {
      buffer.removeAll()
      context.addCueFeatures(of: candidate, to: &buffer)
      let own = model.logit(buffer.hashes, domain: guideline.rawValue)
      let other =
        own >= Self.leastLogit
        ? model.logit(
          buffer.hashes,
          domain: (guideline == .speech ? QuoteGuideline.allAttributions : .speech).rawValue)
        : -.infinity
      speech.append(guideline == .speech ? own : other)
      attribution.append(guideline == .speech ? other : own)
      strengths[candidate.head] = UInt8(Self.strengthSteps.count { own >= $0 })
    }
    self.candidates = candidates
    self.speech = speech
    self.attribution = attribution
    strengthOfToken = strengths
  }
}

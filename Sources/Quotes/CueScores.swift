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
  /// attribution.
  let speech: [Float]
  let attribution: [Float]
  /// For each token how sure a cue it is, as an index into `strengthSteps`, 0 where none is.
  let strengthOfToken: [UInt8]
  /// For each token that some candidate begins at, the candidate's index, else -1.
  let candidateOfToken: [Int32]

  private static let strengthSteps: [Float] = [-2.1, -0.5, 1, 2.5]
  /// The least strength of a candidate that is more probably a cue than not.
  static let likely: UInt8 = 3

  /// - Parameter model: a cue model; while training, one that has not seen the document.
  package init(in context: QuoteContext, model: HashedRegression, guideline: QuoteGuideline) {
    let candidates = context.cueCandidates()
    var speech: [Float] = []
    var attribution: [Float] = []
    var strengths = [UInt8](repeating: 0, count: context.document.tokens.count)
    var indices = [Int32](repeating: -1, count: strengths.count)
    var buffer = FeatureBuffer()
    for (index, candidate) in candidates.enumerated() {
      buffer.removeAll()
      context.addCueFeatures(of: candidate, to: &buffer)
      speech.append(model.logit(buffer.hashes, domain: QuoteGuideline.speech.rawValue))
      attribution.append(
        model.logit(buffer.hashes, domain: QuoteGuideline.allAttributions.rawValue))
      let own = guideline == .speech ? speech[index] : attribution[index]
      strengths[candidate.head] = UInt8(Self.strengthSteps.count { own >= $0 })
      indices[candidate.head] = Int32(index)
    }
    self.candidates = candidates
    self.speech = speech
    self.attribution = attribution
    strengthOfToken = strengths
    candidateOfToken = indices
  }
}

import Documents
import Lexicons
package import LinearModels
import Syntax

extension QuoteContext {
  /// The features that judge each draft of a document as a whole, in order, handed to `body`.
  ///
  /// The cue model saw the words around the cue alone. Here its logit meets what the sequence model
  /// made of the window: how sure it is, how much content there is and of what shape, whether somebody
  /// is there to say it, and which other drafts claim the same words.
  package func forEachDraftFeatures(
    of drafts: [QuoteDraft], cues: CueScores, guideline: QuoteGuideline,
    buffer: inout FeatureBuffer,
    _ body: (Int, FeatureBuffer) -> Void
  ) {
    // Of other cues only the most probable reading counts.
    let firsts = drafts.filter { $0.rank == 0 }
    var place = -1
    for index in drafts.indices {
      buffer.removeAll()
      if drafts[index].rank == 0 { place += 1 }
      let near = firsts[max(0, place - 12)..<min(firsts.count, place + 13)]
      addDraftFeatures(of: drafts[index], guideline: guideline, to: &buffer)
      addRivalFeatures(of: drafts[index], among: near, guideline: guideline, to: &buffer)
      addBoundaryFeatures(
        of: drafts[index], first: place >= 0 ? firsts[place] : drafts[index], cues: cues,
        to: &buffer)
      buffer.addCopies(forDomain: guideline.rawValue)
      body(index, buffer)
    }
  }

  private func addDraftFeatures(
    of draft: QuoteDraft, guideline: QuoteGuideline, to buffer: inout FeatureBuffer
  ) {
    let head = draft.cue.head
    let lemma = parse.lemmaHashes[head]
    let cueClass = draft.cue.entry.map { UInt64($0.cueClass.rawValue) + 1 } ?? 0
    let pattern: UInt64 =
      draft.cue.entry.map {
        ($0.takesQuotation ? 1 : 0) | ($0.takesClause ? 2 : 0) | ($0.takesInfinitive ? 4 : 0)
          | ($0.takesObject ? 8 : 0)
      } ?? 16
    let kind: UInt64 =
      switch self.kind(of: draft.content) {
      case .direct: 0
      case .mixed: 1
      case .indirect: 2
      }
    let first = draft.content[0].lowerBound
    let last = draft.content[draft.content.count - 1].upperBound - 1
    let length = draft.content.reduce(0) { $0 + $1.count }
    var hasFiniteVerb: UInt64 = 0
    for range in draft.content {
      for token in range where parse.tags[token] == .verb || parse.tags[token] == .aux {
        let group = parse.verbGroupOfToken[token]
        if group >= 0 {
          let form = parse.verbGroups[Int(group)].form
          hasFiniteVerb = max(hasFiniteVerb, form == .finite ? 2 : 1)
        }
      }
    }
    let side: UInt64 =
      last < draft.cue.tokens.lowerBound ? 0 : first >= draft.cue.tokens.upperBound ? 1 : 2
    let gap =
      side == 0
      ? draft.cue.tokens.lowerBound - last - 1
      : side == 1 ? first - draft.cue.tokens.upperBound : 0
    let gapKey = UInt64(gap < 6 ? gap : gap < 12 ? 6 : 7)
    let sourceType = draft.source.first.map { self.sourceType(in: $0) } ?? 90
    var voice: UInt64 = 64 + UInt64(parse.tags[head].rawValue)
    let group = parse.verbGroupOfToken[head]
    if group >= 0 {
      let verb = parse.verbGroups[Int(group)]
      voice =
        UInt64(verb.voice.rawValue) | UInt64(verb.form.rawValue) << 1
        | UInt64(verb.modality.rawValue) << 3 | (verb.isNegated ? 1 << 5 : 0)
    }
    let own = draft.logit(guideline)
    let other = draft.logit(guideline == .speech ? .allAttributions : .speech)

    buffer.add(300)
    buffer.add(350, UInt64(min(4, draft.rank)))
    buffer.addSteps(351, draft.gap, Self.gapSteps)
    buffer.addSteps(352, draft.gap, Self.gapSteps, kind)
    buffer.addSteps(301, own, Self.logitSteps)
    buffer.addSteps(302, other, Self.logitSteps)
    buffer.addSteps(303, own, Self.logitSteps, cueClass)
    buffer.addSteps(304, own, Self.logitSteps, kind)
    buffer.addSteps(305, draft.meanCertainty, Self.certaintySteps)
    buffer.addSteps(306, draft.leastCertainty, Self.certaintySteps)
    buffer.addSteps(307, draft.sourceCertainty, Self.certaintySteps)
    buffer.addSteps(308, Float(length), Self.lengthSteps, kind)
    buffer.addSteps(309, draft.leastCertainty, Self.certaintySteps, kind)
    buffer.addSteps(310, Float(length), Self.lengthSteps, cueClass)
    buffer.add(311, draft.isSourceInSequence ? 1 : 0, sourceType)
    buffer.add(312, sourceType, cueClass)
    buffer.add(313, sourceType, lemma)
    buffer.add(314, kind, lemma)
    buffer.add(315, kind, cueClass, side)
    buffer.add(316, hasFiniteVerb, lemma)
    buffer.add(317, hasFiniteVerb, cueClass << 8 | pattern, kind)
    buffer.add(318, UInt64(parse.tags[first].rawValue), cueClass << 8 | pattern, kind)
    buffer.add(319, parse.lemmaHashes[first], cueClass)
    buffer.add(320, gapKey, side, cueClass)
    buffer.add(321, UInt64(min(4, draft.content.count)), kind)
    buffer.add(322, voice, cueClass)
    buffer.add(323, voice, lemma)
    buffer.add(324, lemma)
    buffer.add(325, draft.isInsidePassage ? 1 : 0, cueClass)
    let paragraph = document.paragraphs[Int(document.tokens[head].paragraph)]
    buffer.add(326, UInt64(paragraph.role.rawValue), cueClass)
    let all = 0..<document.tokens.count
    buffer.add(327, self.lemma(last + 1, in: all), kind)
    buffer.add(328, tag(last, in: all), tag(last + 1, in: all), kind)
    buffer.add(329, side == 1 ? self.lemma(first - 1, in: all) : 7, kind)
    buffer.add(330, side == 1 ? self.lemma(first - 1, in: all) : 7, lemma)
    buffer.add(331, side, kind, hasFiniteVerb)
    buffer.add(332, UInt64(parse.tags[first].rawValue), hasFiniteVerb, lemma)
    if draft.content.count > 1 {
      let between = draft.content[0].upperBound
      buffer.add(333, UInt64(max(0, min(6, draft.content[1].lowerBound - between))), kind)
    }
  }

  /// Other drafts that claim the same words, or that this one lies inside of.
  private func addRivalFeatures(
    of draft: QuoteDraft, among firsts: ArraySlice<QuoteDraft>, guideline: QuoteGuideline,
    to buffer: inout FeatureBuffer
  ) {
    let low = draft.content[0].lowerBound
    let high = draft.content[draft.content.count - 1].upperBound
    var claimed: UInt64 = 0
    var strongest: Float = -9
    var holder: Float = -9
    var held: Float = -9
    for rival in firsts where rival.cue.head != draft.cue.head {
      let start = rival.content[0].lowerBound
      let end = rival.content[rival.content.count - 1].upperBound
      if start < high, low < end {
        claimed = min(3, claimed + 1)
        strongest = max(strongest, rival.logit(guideline))
      }
      if start <= draft.cue.head, draft.cue.head < end {
        holder = max(holder, rival.logit(guideline))
      }
      if low <= rival.cue.head, rival.cue.head < high { held = max(held, rival.logit(guideline)) }
    }
    buffer.add(340, claimed)
    buffer.addSteps(341, strongest, Self.logitSteps)
    buffer.addSteps(342, strongest - draft.logit(guideline), Self.logitSteps)
    buffer.addSteps(343, holder, Self.logitSteps)
    buffer.addSteps(344, held, Self.logitSteps)
  }

  /// The most telling sort of actor among a source's tokens.
  private func sourceType(in tokens: Range<Int>) -> UInt64 {
    var best: UInt64 = 0
    for token in tokens {
      let type = actorType(token)
      if type > 0, best == 0 || type < best { best = type }
    }
    return best
  }

  private static let logitSteps: [Float] = [
    -3, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3, 4, 5,
  ]
  private static let gapSteps: [Float] = [-6, -5, -4, -3, -2.5, -2, -1.5, -1, -0.6, -0.3, 0]
  private static let certaintySteps: [Float] = [
    0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99,
  ]
  private static let lengthSteps: [Float] = [2, 3, 4, 5, 6, 8, 10, 14, 20, 30]
}

extension FeatureBuffer {
  /// Adds a feature for every step that a number reaches, so that weights add up along it.
  mutating func addSteps(_ template: UInt64, _ value: Float, _ steps: [Float], _ key: UInt64 = 0) {
    for (index, step) in steps.enumerated() {
      guard value >= step else { break }
      add(template, UInt64(index), key)
    }
  }
}

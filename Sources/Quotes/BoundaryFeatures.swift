import Documents
import Lexicons
import LinearModels
import Syntax

extension QuoteContext {
  /// The features that tell where content ends: what is cut apart there, what other reporting clause it
  /// holds, and how it differs from the most probable reading of the same cue.
  func addBoundaryFeatures(
    of draft: QuoteDraft, first: QuoteDraft, cues: CueScores, to buffer: inout FeatureBuffer
  ) {
    let sentence = document.sentences[Int(document.tokens[draft.cue.head].sentence)].tokens
    let start = draft.content[0].lowerBound
    let end = draft.content[draft.content.count - 1].upperBound
    let cueClass = draft.cue.entry.map { UInt64($0.cueClass.rawValue) + 1 } ?? 0
    let cueLemma = parse.lemmaHashes[draft.cue.head]
    let ownForm = verbForm(of: draft.cue.head)
    let rank = UInt64(min(1, draft.rank))

    // The edges.
    for (index, range) in draft.content.enumerated() {
      let number = UInt64(min(2, index))
      let opening = cut(at: range.lowerBound, in: sentence)
      let closing = cut(at: range.upperBound, in: sentence)
      buffer.add(360, opening, number, rank)
      buffer.add(361, closing, number, rank)
      buffer.add(362, closing, lemma(range.upperBound, in: sentence))
      buffer.add(363, opening, lemma(range.lowerBound - 1, in: sentence))
    }
    let after = lemma(end, in: sentence)
    buffer.add(364, after, lemma(end + 1, in: sentence))
    buffer.add(365, after, tag(end + 1, in: sentence), tag(end - 1, in: sentence))
    buffer.add(366, after, cueLemma)
    buffer.add(367, tag(start, in: sentence), lemma(start - 1, in: sentence), cueClass)
    buffer.add(368, tag(start, in: sentence), tag(start - 1, in: sentence), cueLemma)
    buffer.add(369, self.lemma(end - 1, in: sentence), tag(end, in: sentence))

    // Other cues: the one that the next clause begins with, and those inside.
    buffer.add(370, strength(ofClauseAt: end, cues: cues, in: sentence), cueClass)
    buffer.add(371, strength(ofClauseAt: end, cues: cues, in: sentence), after, ownForm)
    var inside: UInt8 = 0
    var coordinated: UInt64 = 0
    for range in draft.content {
      for token in range where cues.strengthOfToken[token] > 0 && windows.outerPassage[token] < 0 {
        inside = max(inside, cues.strengthOfToken[token])
        guard cues.strengthOfToken[token] >= 2, verbForm(of: token) == ownForm else { continue }
        let before = groupStart(of: token) - 1
        if before >= range.lowerBound, parse.tags[before] == .cconj || parse.tags[before] == .punct
        {
          coordinated = max(
            coordinated,
            UInt64(cues.strengthOfToken[token]) << 1 | (parse.tags[before] == .cconj ? 1 : 0))
        }
      }
    }
    buffer.add(372, UInt64(inside), cueClass)
    buffer.add(373, coordinated, ownForm)
    buffer.add(374, coordinated, cueClass, UInt64(inside))

    // Beside the most probable reading.
    guard draft.rank > 0 else { return }
    let firstStart = first.content[0].lowerBound
    let firstEnd = first.content[first.content.count - 1].upperBound
    let moved =
      UInt64(start < firstStart ? 0 : start == firstStart ? 1 : 2) << 2
      | UInt64(end < firstEnd ? 0 : end == firstEnd ? 1 : 2)
    buffer.add(380, moved)
    buffer.addSteps(381, draft.gap, Self.closeSteps, moved)
    buffer.add(382, moved, cut(at: firstEnd, in: sentence), cut(at: end, in: sentence))
    buffer.add(383, moved, after, lemma(firstEnd, in: sentence))
    buffer.add(
      384, moved, UInt64(min(4, draft.content.count)) << 4 | UInt64(min(4, first.content.count)))
    let length = draft.content.reduce(0) { $0 + $1.count }
    let firstLength = first.content.reduce(0) { $0 + $1.count }
    buffer.addSteps(385, Float(length) / Float(firstLength), Self.ratioSteps, moved)
  }

  /// What the border in front of a token cuts apart: a noun chunk (1), a verb group (2), a passage in
  /// marks (3), else what stands on its sides.
  private func cut(at token: Int, in sentence: Range<Int>) -> UInt64 {
    guard token > sentence.lowerBound else { return 4 }
    guard token < sentence.upperBound else { return 5 }
    let before = token - 1
    if windows.outerPassage[token] >= 0, windows.outerPassage[token] == windows.outerPassage[before]
    {
      return 3
    }
    if parse.nounChunkOfToken[token] >= 0,
      parse.nounChunkOfToken[token] == parse.nounChunkOfToken[before]
    {
      return 1
    }
    if parse.verbGroupOfToken[token] >= 0,
      parse.verbGroupOfToken[token] == parse.verbGroupOfToken[before]
    {
      return 2
    }
    return 16 + UInt64(parse.tags[before].rawValue) << 8 | UInt64(parse.tags[token].rawValue) << 16
  }

  /// How sure a cue the verb is that the clause at a token begins with.
  private func strength(
    ofClauseAt token: Int, cues: CueScores, in sentence: Range<Int>
  ) -> UInt64 {
    var index = token
    for _ in 0..<6 where index < sentence.upperBound {
      if cues.strengthOfToken[index] > 0 {
        return UInt64(cues.strengthOfToken[index]) << 8 | verbForm(of: index)
      }
      switch parse.tags[index] {
      case .verb, .noun, .propn, .pron: return 0
      default: index += 1
      }
    }
    return 0
  }

  private static let closeSteps: [Float] = [-4, -2.5, -1.5, -0.8, -0.4, -0.15]
  private static let ratioSteps: [Float] = [0, 0.3, 0.5, 0.7, 0.9, 1, 1.2, 1.6, 2, 3]
}

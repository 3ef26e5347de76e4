import Documents
import Lexicons
import LinearAlgebra
package import LinearModels
import Syntax

/// A quote as the cue model and the sequence model propose it, before it is judged as a whole.
package struct QuoteDraft: Sendable {
  package var cue: CueCandidate
  /// The logit that the candidate is a cue of an utterance or a judgement, and of any attribution.
  var speechLogit: Float
  var attributionLogit: Float
  package var content: [Range<Int>]
  package var source: [Range<Int>]
  /// The mean and the least probability of the content's units.
  var meanCertainty: Float
  var leastCertainty: Float
  /// The highest probability of a unit of the source; 0 without one.
  var sourceCertainty: Float
  /// Whether the best sequence names the source, rather than a unit that is only probable.
  var isSourceInSequence: Bool
  /// Which of the ways to read the cue's surroundings this is, 0 for the most probable, and how much
  /// less probable it is than that one, as the logarithm of their ratio.
  package var rank: Int
  var gap: Float
  /// Whether the cue stands inside a quotation.
  var isInsidePassage: Bool
  /// The probability that the content is that of a quote, and that the source is its source too;
  /// unset until the draft is judged.
  package var probability = 0.0
  package var jointProbability = 0.0
  /// The logit that no other reading of the cue's surroundings comes nearer to what is said.
  package var boundaryLogit: Float = 0

  func logit(_ guideline: QuoteGuideline) -> Float {
    guideline == .speech ? speechLogit : attributionLogit
  }
}

/// Proposes quotes: a cue, and what stands around it.
package struct QuoteDrafter: Sendable {
  private let argument: HashedTagger
  private let guideline: QuoteGuideline

  /// How many sequences of a window are looked at; many say the same of the content.
  private static let sequenceLimit = 6

  private let readsAll: Bool

  /// - Parameter readsAll: Whether of weak candidates more than the most probable reading is looked at, from
  ///   which a model of drafts is learned: one learned from their first readings alone let two quotes in a
  ///   hundred more pass that are none.
  package init(argument: HashedTagger, guideline: QuoteGuideline, readsAll: Bool = false) {
    self.argument = argument
    self.guideline = guideline
    self.readsAll = readsAll
  }

  /// The drafts of a document, in text order of their cues.
  package func drafts(in context: QuoteContext, cues: CueScores) -> [QuoteDraft] {
    var found: [QuoteDraft] = []
    var buffer = FeatureBuffer()
    var scores = HashedTagger.Scores()
    for (index, candidate) in cues.candidates.enumerated() {
      let (speech, attribution) = (cues.speech[index], cues.attribution[index])
      let logit = guideline == .speech ? speech : attribution
      guard logit >= CueScores.leastLogit else { continue }
      let window = context.windows.window(around: candidate)
      scores.removeAll()
      context.forEachArgumentFeatures(
        of: candidate, in: window, cues: cues, guideline: guideline, buffer: &buffer
      ) { _, buffer in
        argument.append(buffer.hashes, to: &scores)
      }
      let probabilities = argument.marginals(scores)
      let first = found.count
      let readings =
        !readsAll && logit < Self.leastLogitOfReadings
        ? argument.bestSequences(scores, limit: 1)
        : readings(of: window, scores: scores, context: context)
      for sequence in readings {
        guard
          var draft = draft(
            candidate, speech: speech, attribution: attribution, window: window,
            labels: sequence.labels, probability: { probabilities[$0, $1.rawValue] }, in: context),
          !found[first...].contains(where: { $0.content == draft.content })
        else { continue }
        draft.rank = found.count - first
        draft.gap = sequence.gap
        found.append(draft)
      }
    }
    return found
  }

  /// The label sequences worth a look, the most probable first: those that come next, and those whose
  /// content ends with a clause or fills the clause before or behind the cue.
  ///
  /// The next best sequences mostly differ in a word; a clause more or less is many words.
  private func readings(
    of window: ArgumentWindow, scores: HashedTagger.Scores, context: QuoteContext
  ) -> [(labels: [Int32], gap: Float)] {
    let nearest = argument.bestSequences(scores, limit: Self.sequenceLimit)
    guard let best = nearest.first else { return [] }
    let least = argument.score(of: best.labels, scores)
    var clauses: [(labels: [Int32], gap: Float)] = []
    for labels in Self.clauseReadings(of: window, like: best.labels, context: context)
    where !nearest.contains(where: { $0.labels == labels }) {
      let gap = argument.score(of: labels, scores) - least
      if gap >= Self.leastGap { clauses.append((labels, gap)) }
    }
    clauses.sort { $0.gap > $1.gap }
    return nearest + clauses.prefix(Self.clauseLimit)
  }

  /// Of a candidate below it, which is seldom a cue, only the most probable reading is looked at.
  private static let leastLogitOfReadings: Float = -1

  /// How many readings of whole clauses are looked at, and how improbable they may be beside the best.
  private static let clauseLimit = 5
  private static let leastGap: Float = -9

  /// The label sequences that differ from one by where content ends.
  private static func clauseReadings(
    of window: ArgumentWindow, like labels: [Int32], context: QuoteContext
  ) -> [[Int32]] {
    let units = window.units
    let content = Int32(ArgumentLabel.content.rawValue)
    let other = Int32(ArgumentLabel.other.rawValue)
    let isBorder = units.indices.map { index in
      !units[index].isPassage && context.bordersClause(units[index].tokens.lowerBound)
    }
    var readings: [[Int32]] = []
    func add(_ range: Range<Int>, clearing cleared: Range<Int>) {
      guard range.lowerBound < range.upperBound else { return }
      var reading = labels
      for index in cleared where reading[index] == content { reading[index] = other }
      for index in range { reading[index] = content }
      if reading != labels, !readings.contains(reading) { readings.append(reading) }
    }
    let afterCue = window.cueUnit + 1
    // Behind the cue, from where the content begins, or from the cue.
    if afterCue < units.count {
      let start = (afterCue..<units.count).first { labels[$0] == content } ?? afterCue
      for end in start + 1...units.count where end == units.count || isBorder[end] {
        add(start..<end, clearing: afterCue..<units.count)
      }
    }
    // Before the cue, from a border or the beginning to the last one.
    if let end = (0..<window.cueUnit).last(where: { isBorder[$0] }) {
      var start = end
      while start > 0 {
        start -= 1
        guard start == 0 || isBorder[start - 1] else { continue }
        add(start..<end, clearing: 0..<units.count)
      }
    }
    return readings
  }

  /// The quote that the labels of a window spell out; nil when none is content.
  private func draft(
    _ cue: CueCandidate, speech: Float, attribution: Float, window: ArgumentWindow,
    labels: [Int32], probability: (Int, ArgumentLabel) -> Float, in context: QuoteContext
  ) -> QuoteDraft? {
    var contentUnits: [Range<Int>] = []
    var source: [Range<Int>] = []
    var sum: Float = 0
    var count: Float = 0
    var least: Float = 1
    var sourceCertainty: Float = 0
    for (index, unit) in window.units.enumerated() {
      switch ArgumentLabel(rawValue: Int(labels[index])) {
      case .content:
        let certainty = probability(index, .content)
        sum += certainty
        count += 1
        least = min(least, certainty)
        append(unit.tokens, to: &contentUnits)
      case .source:
        sourceCertainty = max(sourceCertainty, probability(index, .source))
        append(unit.tokens, to: &source)
      case .other, nil: break
      }
    }
    let content = trimmed(contentUnits, cue: cue, in: context)
    guard !content.isEmpty else { return nil }
    let isSourceInSequence = !source.isEmpty
    if source.isEmpty,
      let likely = likeliestSource(
        in: window, cue: cue, probability: probability, context: context)
    {
      source = [likely.tokens]
      sourceCertainty = likely.probability
    }
    if guideline == .speech, let first = source.first,
      let antecedent = context.antecedent(ofRelative: first)
    {
      source[0] = antecedent
    }
    return QuoteDraft(
      cue: cue, speechLogit: speech, attributionLogit: attribution, content: content,
      source: source.prefix(1).map { $0 }, meanCertainty: sum / count, leastCertainty: least,
      sourceCertainty: sourceCertainty, isSourceInSequence: isSourceInSequence, rank: 0, gap: 0,
      isInsidePassage: window.isInsidePassage)
  }

  /// The noun chunk whose head is most probably the source, when the best sequence has none.
  ///
  /// Nearly every cue has a source somewhere in its sentence; one in ten is enough to be named, as the
  /// alternative is to say nothing. Where only what is said counts, every cue has one.
  private func likeliestSource(
    in window: ArgumentWindow, cue: CueCandidate, probability: (Int, ArgumentLabel) -> Float,
    context: QuoteContext
  ) -> (probability: Float, tokens: Range<Int>)? {
    var best: (probability: Float, tokens: Range<Int>)?
    let least = guideline == .speech ? Self.leastSourceOfSpeech : 0.1
    for (index, unit) in window.units.enumerated() where !unit.isPassage {
      let token = unit.tokens.lowerBound
      let chunk = Int(context.parse.nounChunkOfToken[token])
      guard chunk >= 0 else { continue }
      var tokens = context.parse.nounChunks[chunk].tokens
      if tokens.contains(cue.head) {
        // "his contention that …": the one it belongs to.
        guard guideline == .speech, token < cue.head, context.isPossessor(token) else { continue }
        tokens = token..<token + 1
      } else if context.parse.nounChunks[chunk].head != token {
        continue
      }
      let probability = probability(index, .source)
      if probability > best?.probability ?? least { best = (probability, tokens) }
    }
    return best
  }

  /// Chosen on development articles.
  private static let leastSourceOfSpeech: Float = 0.005

  private func append(_ tokens: Range<Int>, to ranges: inout [Range<Int>]) {
    if let last = ranges.last, last.upperBound == tokens.lowerBound {
      ranges[ranges.count - 1] = last.lowerBound..<tokens.upperBound
    } else {
      ranges.append(tokens)
    }
  }

  /// Content without the punctuation and the "that" at its edges, and without crumbs.
  private func trimmed(
    _ ranges: [Range<Int>], cue: CueCandidate, in context: QuoteContext
  ) -> [Range<Int>] {
    let document = context.document
    var result: [Range<Int>] = []
    for range in ranges {
      var low = range.lowerBound
      var high = range.upperBound
      while low < high, document.tokens[low].kind == .punctuation { low += 1 }
      while high > low, document.tokens[high - 1].kind == .punctuation { high -= 1 }
      if guideline == .speech, low < high, result.isEmpty, cue.head < low,
        document.tokens[low].hash == Self.that, context.parse.tags[low] == .sconj
      {
        low += 1
      }
      if low < high { result.append(low..<high) }
    }
    // A stray word beside a real stretch is the sequence model's slip.
    let longest = result.map(\.count).max() ?? 0
    return longest > 3 ? result.filter { $0.count > 1 || $0.count == longest } : result
  }

  private static let that = TextNormalizer.hash("that".utf8)
}

extension QuoteContext {
  /// Whether a clause may end before a token: a mark, or a conjunction.
  func bordersClause(_ token: Int) -> Bool {
    switch parse.tags[token] {
    case .punct, .cconj, .sconj: document.tokens[token].kind != .quotationMark
    default: false
    }
  }

  /// Whether a token is a possessive pronoun or a name with "'s".
  func isPossessor(_ token: Int) -> Bool {
    switch lexicons.pronouns[document.tokens[token].hash]?.use {
    case .determiner: return true
    default: break
    }
    let next = token + 1
    return next < document.tokens.count && parse.tags[token] == .propn && parse.tags[next] == .part
  }

  /// The noun chunk that "who", "which" or "that" stands for, where it stands alone as a source.
  func antecedent(ofRelative source: Range<Int>) -> Range<Int>? {
    guard source.count == 1,
      lexicons.pronouns[document.tokens[source.lowerBound].hash]?.use == .relative
    else { return nil }
    var last = source.lowerBound - 1
    if last >= 0, document.tokens[last].kind == .punctuation { last -= 1 }
    guard last >= 0, document.tokens[last].sentence == document.tokens[source.lowerBound].sentence,
      parse.nounChunkOfToken[last] >= 0
    else { return nil }
    return parse.nounChunks[Int(parse.nounChunkOfToken[last])].tokens
  }
}

public import Documents
import Lexicons
import LinearAlgebra
import LinearModels
public import Syntax

/// Finds quotations and pairs each with the words that introduce it.
///
/// Every verb and every listed noun or phrase is a candidate for a cue. For each one that the model
/// takes for a cue, a sequence model labels the units around it — tokens, and passages in quotation
/// marks as one unit each — as source, content or neither. Passages that no cue claims are quotations
/// of their own, with neither cue nor source, unless a classifier takes them for scare quotes, titles
/// of works or nicknames: who says them is left to the attribution stage, which sees the whole
/// document.
///
/// Content never crosses a paragraph: a quotation that runs over three paragraphs is three quotes, so
/// that each has its place. Extraction fails for no text; its cost is linear in the tokens, for a
/// window around a cue has at most 241 units.
public struct QuoteExtractor: Sendable {
  private let model: QuoteModel
  private let lexicons: QuoteLexicons
  private let guideline: QuoteGuideline
  private let minimumConfidence: Float

  /// - Parameters:
  ///   - lexicons: The lists the model was trained with.
  ///   - guideline: Speech and evaluation alone, or attitudes ("wants", "opposes") too.
  ///   - minimumConfidence: Quotes below it are left out: more precision, less recall.
  package init(
    model: QuoteModel, lexicons: QuoteLexicons, guideline: QuoteGuideline = .speech,
    minimumConfidence: Float = 0
  ) {
    self.model = model
    self.lexicons = lexicons
    self.guideline = guideline
    self.minimumConfidence = minimumConfidence
  }

  /// An extractor with the model and the lists that are part of the binary.
  ///
  /// - Throws: `ModelFileError` or `LexiconError` when they are absent or damaged.
  public static func builtIn(
    guideline: QuoteGuideline = .speech, minimumConfidence: Float = 0
  ) throws -> QuoteExtractor {
    try QuoteExtractor(
      model: .builtIn(), lexicons: .builtIn(), guideline: guideline,
      minimumConfidence: minimumConfidence)
  }

  /// How probable a candidate must be to be taken for a cue, for each guideline.
  ///
  /// Chosen on development articles: the F1 of quotes is flat within a point from .3 to .5, and the
  /// lower one keeps more of the words that PolNeAR attributes.
  static let cueThreshold: [QuoteGuideline: Double] = [.speech: 0.42, .allAttributions: 0.34]

  /// The quotes of a document, in text order of their content.
  public func quotes(in document: Document, parse: Parse) -> [Quote] {
    let context = QuoteContext(document: document, parse: parse, lexicons: lexicons)
    var found = reportedQuotes(in: context)
    found = Self.withoutDuplicates(found)
    found += labelledTurns(in: context, claimed: found)
    let passages = unclaimedPassages(in: context, claimed: found)
    found = joined(found, with: passages, in: context)
    return found.filter { $0.confidence >= minimumConfidence }
      .sorted {
        ($0.content[0].lowerBound, $0.content[0].count) < (
          $1.content[0].lowerBound, $1.content[0].count
        )
      }
  }

  /// The quotes that a cue introduces.
  private func reportedQuotes(in context: QuoteContext) -> [Quote] {
    var found: [Quote] = []
    var buffer = FeatureBuffer()
    let threshold = Self.cueThreshold[guideline] ?? 0.5
    for candidate in context.cueCandidates() {
      let probability = probability(
        of: candidate, guideline: guideline, in: context, buffer: &buffer)
      guard probability >= threshold else { continue }
      if var quote = quote(of: candidate, probability: probability, in: context, buffer: &buffer) {
        if guideline == .allAttributions,
          self.probability(of: candidate, guideline: .speech, in: context, buffer: &buffer)
            < Self.cueThreshold[.speech]!
        {
          quote.cueClass = .attitude
        }
        found.append(quote)
      }
    }
    return found
  }

  /// The probability that a candidate is a cue under a guideline.
  private func probability(
    of candidate: CueCandidate, guideline: QuoteGuideline, in context: QuoteContext,
    buffer: inout FeatureBuffer
  ) -> Double {
    buffer.removeAll()
    context.addCueFeatures(of: candidate, to: &buffer)
    buffer.addCopies(forDomain: guideline.rawValue)
    return model.cue.probability(buffer.hashes)
  }

  /// The quote around a cue, or nil when the sequence model finds no content.
  private func quote(
    of cue: CueCandidate, probability: Double, in context: QuoteContext,
    buffer: inout FeatureBuffer
  ) -> Quote? {
    let window = context.windows.window(around: cue)
    var steps = HashedTagger.Sequence()
    context.forEachArgumentFeatures(
      of: cue, in: window, guideline: guideline, buffer: &buffer
    ) { _, buffer in
      steps.append(buffer.hashes)
    }
    let (labels, probabilities) = model.argument.decode(steps)
    var contentUnits: [Range<Int>] = []
    var source: [Range<Int>] = []
    var certainty = 0.0
    var contentCount = 0.0
    for (index, unit) in window.units.enumerated() {
      switch ArgumentLabel(rawValue: Int(labels[index])) {
      case .content:
        certainty += Double(probabilities[index, ArgumentLabel.content.rawValue])
        contentCount += 1
        append(unit.tokens, to: &contentUnits)
      case .source: append(unit.tokens, to: &source)
      case .other, nil: break
      }
    }
    let content = trimmed(contentUnits, cue: cue, in: context)
    guard !content.isEmpty else { return nil }
    if source.isEmpty {
      source = likeliestSource(in: window, probabilities: probabilities, context: context)
    }
    return Quote(
      kind: context.kind(of: content), content: content, cue: [cue.tokens],
      source: source.prefix(1).map { $0 },
      cueClass: cue.entry?.cueClass == .evaluation ? .evaluation : .speech,
      confidence: Float(probability * certainty / contentCount), rule: "cue")
  }

  /// The noun chunk whose head is most probably the source, when the best sequence has none.
  ///
  /// Nearly every cue has a source somewhere in its sentence; one in ten is enough to be named, as the
  /// alternative is to say nothing. Chosen on the training articles.
  private func likeliestSource(
    in window: ArgumentWindow, probabilities: DenseMatrix<Float>, context: QuoteContext
  ) -> [Range<Int>] {
    var best: (probability: Float, tokens: Range<Int>)?
    for (index, unit) in window.units.enumerated() where !unit.isPassage {
      let chunk = Int(context.parse.nounChunkOfToken[unit.tokens.lowerBound])
      guard chunk >= 0, context.parse.nounChunks[chunk].head == unit.tokens.lowerBound else {
        continue
      }
      let probability = probabilities[index, ArgumentLabel.source.rawValue]
      if probability > best?.probability ?? 0.1 {
        best = (probability, context.parse.nounChunks[chunk].tokens)
      }
    }
    return best.map { [$0.tokens] } ?? []
  }

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

  /// Keeps the more confident of two quotes with mostly the same content.
  private static func withoutDuplicates(_ quotes: [Quote]) -> [Quote] {
    let ranked = quotes.indices.sorted {
      (quotes[$0].confidence, $1) > (quotes[$1].confidence, $0)
    }
    var kept: [Int] = []
    // Only quotes near each other can share content: those kept are looked up by stretches of 64 tokens.
    var keptNear: [Int: [Int]] = [:]
    for index in ranked {
      let content = quotes[index].content
      let stretches = Set(content.flatMap { ($0.lowerBound / 64)...(($0.upperBound - 1) / 64) })
      let isDouble = stretches.contains { stretch in
        keptNear[stretch, default: []].contains { overlap(content, quotes[$0].content) > 0.5 }
      }
      if isDouble { continue }
      kept.append(index)
      for stretch in stretches { keptNear[stretch, default: []].append(index) }
    }
    return kept.sorted().map { quotes[$0] }
  }

  /// Shared tokens over all tokens of two contents.
  private static func overlap(_ left: [Range<Int>], _ right: [Range<Int>]) -> Double {
    var shared = 0
    for a in left { for b in right { shared += a.clamped(to: b).count } }
    let all = left.reduce(0) { $0 + $1.count } + right.reduce(0) { $0 + $1.count } - shared
    return all == 0 ? 0 : Double(shared) / Double(all)
  }

  /// Passages in quotation marks that no cue claims and that are somebody's words all the same.
  private func unclaimedPassages(in context: QuoteContext, claimed: [Quote]) -> [Quote] {
    let document = context.document
    var isClaimed = [Bool](repeating: false, count: document.tokens.count)
    for quote in claimed {
      for range in quote.content { for token in range { isClaimed[token] = true } }
    }
    var found: [Quote] = []
    var buffer = FeatureBuffer()
    for (index, passage) in document.quotedPassages.enumerated()
    where passage.depth == 0 && document.paragraphs[passage.paragraph].isBody {
      let words = passage.tokens.filter { document.tokens[$0].kind != .quotationMark }
      guard !words.isEmpty, words.count(where: { isClaimed[$0] }) * 2 < words.count else {
        continue
      }
      buffer.removeAll()
      context.addPassageFeatures(ofUnclaimed: index, to: &buffer)
      buffer.addCopies(forDomain: guideline.rawValue)
      let probability = model.passage.probability(buffer.hashes)
      guard probability >= 0.5 else { continue }
      found.append(
        Quote(
          kind: .direct, content: [passage.tokens], cue: [], source: [], cueClass: .speech,
          confidence: Float(probability), rule: "passage"))
    }
    return found
  }

  /// Gives a passage with no cue of its own to the quote it goes on with.
  ///
  /// "…," she said. "…": what follows in the same paragraph is the same quotation, unless somebody
  /// else is quoted in between. A passage that opens a paragraph is a quote of its own.
  private func joined(
    _ quotes: [Quote], with passages: [Quote], in context: QuoteContext
  ) -> [Quote] {
    let document = context.document
    var result = quotes
    for passage in passages {
      let start = passage.content[0].lowerBound
      let paragraph = document.tokens[start].paragraph
      let previous = result.indices.filter {
        result[$0].content[0].lowerBound < start
          && document.tokens[result[$0].content[0].lowerBound].paragraph == paragraph
      }.max { result[$0].content.last!.upperBound < result[$1].content.last!.upperBound }
      if let previous, result[previous].kind == .direct, !result[previous].cue.isEmpty,
        passage.content[0].count > 5
      {
        result[previous].content.append(passage.content[0])
      } else {
        result.append(passage)
      }
    }
    return result
  }

  private static let that = TextNormalizer.hash("that".utf8)
}

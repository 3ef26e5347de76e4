public import Documents
import Lexicons
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

  /// How probable a draft must be to be a quote, for each guideline. Chosen on development articles.
  static let leastProbability: [QuoteGuideline: Double] = [.speech: 0.42, .allAttributions: 0.34]
  /// A cue below it is one of an attitude.
  private static let leastSpeechLogit: Float = -0.32

  /// The quotes of a document, in text order of their content.
  public func quotes(in document: Document, parse: Parse) -> [Quote] {
    let context = QuoteContext(document: document, parse: parse, lexicons: lexicons)
    var found = reportedQuotes(in: context).filter { !isLeftUnsaid($0, in: context) }
    // What is printed whole is one person's words, whoever is quoted inside.
    let posts =
      guideline == .speech ? posts(in: context) + headlineQuotes(in: context) : []
    found.removeAll { quote in
      posts.contains { $0.content[0].overlaps(quote.content[0]) }
    }
    found += posts
    found += labelledTurns(in: context, claimed: found)
    let passages = unclaimedPassages(in: context, claimed: found)
    found = joined(found, with: passages, in: context)
    found += blockQuotations(in: context, claimed: found)
    return found.filter { $0.confidence >= minimumConfidence }
      .sorted {
        ($0.content[0].lowerBound, $0.content[0].count) < (
          $1.content[0].lowerBound, $1.content[0].count
        )
      }
  }

  /// The quotes that a cue introduces.
  private func reportedQuotes(in context: QuoteContext) -> [Quote] {
    let least = Self.leastProbability[guideline] ?? 0.5
    let drafts = judgedDrafts(in: context, least: least).filter { $0.probability >= least }
    return Self.withoutDuplicates(drafts).map { draft in
      var cueClass: Quote.CueClass =
        draft.cue.entry?.cueClass == .evaluation ? .evaluation : .speech
      if guideline == .allAttributions, draft.speechLogit < Self.leastSpeechLogit {
        cueClass = .attitude
      }
      return Quote(
        kind: context.kind(of: draft.content), content: draft.content, cue: [draft.cue.tokens],
        source: draft.source, cueClass: cueClass, confidence: Float(draft.jointProbability),
        rule: "cue")
    }
  }

  /// The best draft of each cue with the probability that it is a quote, and where that is at least
  /// `least` also the probability that its source is right too.
  private func judgedDrafts(in context: QuoteContext, least: Double) -> [QuoteDraft] {
    let cues = CueScores(in: context, model: model.cue, guideline: guideline)
    let drafts = QuoteDrafter(argument: model.argument, guideline: guideline)
      .drafts(in: context, cues: cues)
    var best: [QuoteDraft] = []
    var buffer = FeatureBuffer()
    context.forEachDraftFeatures(of: drafts, cues: cues, guideline: guideline, buffer: &buffer) {
      index, buffer in
      var draft = drafts[index]
      draft.boundaryLogit = model.boundary.logit(buffer.hashes)
      if draft.rank > 0, draft.boundaryLogit <= best[best.count - 1].boundaryLogit { return }
      draft.probability = model.draft.probability(buffer.hashes)
      if draft.probability >= least {
        draft.jointProbability = model.joint.probability(buffer.hashes)
      }
      if draft.rank == 0 { best.append(draft) } else { best[best.count - 1] = draft }
    }
    return best
  }

  /// Keeps the more confident of two drafts with mostly the same content.
  private static func withoutDuplicates(_ drafts: [QuoteDraft]) -> [QuoteDraft] {
    let ranked = drafts.indices.sorted {
      (drafts[$0].jointProbability, $1) > (drafts[$1].jointProbability, $0)
    }
    var kept: [Int] = []
    // Only drafts near each other can share content: those kept are looked up by stretches of 64 tokens.
    var keptNear: [Int: [Int]] = [:]
    for index in ranked {
      let content = drafts[index].content
      let stretches = Set(content.flatMap { ($0.lowerBound / 64)...(($0.upperBound - 1) / 64) })
      let isDouble = stretches.contains { stretch in
        keptNear[stretch, default: []].contains { overlap(content, drafts[$0].content) > 0.5 }
      }
      if isDouble { continue }
      kept.append(index)
      for stretch in stretches { keptNear[stretch, default: []].append(index) }
    }
    return kept.sorted().map { drafts[$0] }
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
}

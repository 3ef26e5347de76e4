import Documents
import Syntax

extension QuoteExtractor {
  /// The turns of a transcript or interview (`NAME: text`), and quotations signed with a dash.
  ///
  /// A paragraph is a turn when it opens with a name of at most four capitalised words and a colon,
  /// and at least two paragraphs of the article do: one alone may be a headline or a label.
  func labelledTurns(in context: QuoteContext, claimed: [Quote]) -> [Quote] {
    let document = context.document
    var turns: [Quote] = []
    for paragraph in document.paragraphs where paragraph.isBody && paragraph.role != .headline {
      if let turn = turn(in: paragraph, context: context) { turns.append(turn) }
    }
    if turns.count < 2 { turns = [] }
    turns += deskNotes(in: context)
    let signed = document.quotedPassages.indices.compactMap { index in
      signedPassage(index, context: context)
    }
    return (turns + signed).filter { quote in
      !claimed.contains { other in
        other.content.contains { range in quote.content.contains { $0.overlaps(range) } }
      }
    }
  }

  private func turn(in paragraph: Paragraph, context: QuoteContext) -> Quote? {
    let document = context.document
    var start = paragraph.tokens.lowerBound
    let end = paragraph.tokens.upperBound
    if start < end, document.tokens[start].kind == .quotationMark { start += 1 }
    var colon = start
    while colon < end, colon - start < 5, document.tokens[colon].kind == .word,
      document.tokens[colon].casing != .lower
    {
      colon += 1
    }
    guard colon > start, colon - start < 5, colon + 1 < end, document.normalized(colon) == ":"
    else { return nil }
    let content = colon + 1..<end
    guard content.contains(where: { document.tokens[$0].kind == .word }) else { return nil }
    return Quote(
      kind: .direct, content: [content], cue: [colon..<colon + 1], source: [start..<colon],
      cueClass: .speech, confidence: 0.9, rule: "turn")
  }

  /// What stands under "From the desk of NAME": the rest of the line behind a colon, else the next
  /// paragraph.
  private func deskNotes(in context: QuoteContext) -> [Quote] {
    let document = context.document
    return document.paragraphs.indices.compactMap { index in
      let paragraph = document.paragraphs[index]
      var start = paragraph.tokens.lowerBound
      let end = paragraph.tokens.upperBound
      for word in ["from", "the", "desk", "of"] {
        guard start < end, document.normalized(start) == word else { return nil }
        start += 1
      }
      var last = start
      while last < end, last - start < 8, document.tokens[last].casing != .lower,
        document.tokens[last].kind == .word || document.normalized(last) == "."
      {
        last += 1
      }
      guard last > start else { return nil }
      var content = last..<end
      if last < end, document.normalized(last) == ":" { content = last + 1..<end }
      if content.isEmpty, index + 1 < document.paragraphs.count,
        document.paragraphs[index + 1].isBody
      {
        content = document.paragraphs[index + 1].tokens
      } else if content.lowerBound == last {
        return nil
      }
      guard content.contains(where: { document.tokens[$0].kind == .word }) else { return nil }
      return Quote(
        kind: .direct, content: [content], cue: [], source: [start..<last], cueClass: .speech,
        confidence: 0.8, rule: "desk")
    }
  }

  /// Block quotations of the markup that no cue claims: somebody's words, without marks.
  func blockQuotations(in context: QuoteContext, claimed: [Quote]) -> [Quote] {
    let document = context.document
    let taken = claimed.flatMap(\.content)
    return document.paragraphs.filter { $0.role == .blockquote }.compactMap { paragraph in
      let tokens = paragraph.tokens
      let words = tokens.count { document.tokens[$0].kind == .word }
      let claimedWords = taken.reduce(0) { $0 + $1.clamped(to: tokens).count }
      guard words > 2, claimedWords == 0 else { return nil }
      return Quote(
        kind: .direct, content: [tokens], cue: [], source: [], cueClass: .speech, confidence: 0.7,
        rule: "blockquote")
    }
  }

  /// A passage whose paragraph ends with a dash and a name, or whose next paragraph is just that.
  private func signedPassage(_ index: Int, context: QuoteContext) -> Quote? {
    let document = context.document
    let passage = document.quotedPassages[index]
    guard passage.depth == 0, passage.isClosed, passage.tokens.count > 4 else { return nil }
    let paragraph = document.paragraphs[passage.paragraph]
    guard passage.tokens.lowerBound - paragraph.tokens.lowerBound < 2 else { return nil }
    var dash = passage.tokens.upperBound
    var end = paragraph.tokens.upperBound
    if dash >= end, passage.paragraph + 1 < document.paragraphs.count {
      let next = document.paragraphs[passage.paragraph + 1].tokens
      dash = next.lowerBound
      end = next.upperBound
    }
    guard dash + 1 < end, end - dash <= 9, Self.dashes.contains(document.normalized(dash)),
      document.tokens[dash + 1].casing != .lower
    else { return nil }
    var last = dash + 1
    while last < end, document.tokens[last].kind == .word || document.tokens[last].kind == .handle {
      last += 1
    }
    guard last > dash + 1 else { return nil }
    return Quote(
      kind: .direct, content: [passage.tokens], cue: [dash..<dash + 1], source: [dash + 1..<last],
      cueClass: .speech, confidence: 0.9, rule: "signature")
  }

  static let dashes: Set<String> = ["-", "--", "–", "—", "―"]
}

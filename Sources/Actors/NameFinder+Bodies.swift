import Documents
import Lexicons
import Syntax

extension NameFinder {
  // MARK: Names of bodies

  /// Adds names of bodies that the recogniser passed over or cut: a capitalised noun for a body with
  /// the capitalised words around it ("the Royal Osk Police", "Ministry of Fish and Ports").
  func withBodies(_ mentions: [NameMention]) -> [NameMention] {
    var table = MentionTable(mentions, tokenCount: context.document.tokens.count)
    for (token, entry) in context.document.tokens.enumerated()
    where entry.sentence >= 0 && entry.kind == .word && entry.casing == .capitalized
      && context.names.role(context.hash(token))?.kind == .group
      && context.document.paragraphs[Int(entry.paragraph)].role != .headline
    {
      let span = bodySpan(around: token)
      guard span.count > 1 else { continue }
      replace(in: &table, by: span)
    }
    return table.mentions
  }

  private func bodySpan(around head: Int) -> Range<Int> {
    let sentence = context.sentenceTokens(head)
    var start = head
    while start > sentence.lowerBound, isBodyWord(start - 1), !isArticleOrTitle(start - 1) {
      start -= 1
    }
    // "Science and Technology Office": a link between capitals, when nothing to its left is a name.
    if start - 2 >= sentence.lowerBound,
      start < head || context.hash(start - 1) == ActorContext.and,
      context.hash(start - 1) == ActorContext.and, isBodyWord(start - 2),
      context.parse.entityOfToken[start - 2] < 0
        || context.parse.entityOfToken[start - 2] == context.parse.entityOfToken[head]
    {
      start -= 2
      while start > sentence.lowerBound, isBodyWord(start - 1), !isArticleOrTitle(start - 1) {
        start -= 1
      }
    }
    var end = head + 1
    if end + 1 < sentence.upperBound, context.hash(end) == ActorContext.of,
      isBodyWord(end + 1), !isPersonToken(end + 1)
    {
      end += 1
      while end < sentence.upperBound, isBodyWord(end) { end += 1 }
      if end + 1 < sentence.upperBound, context.hash(end) == ActorContext.and, isBodyWord(end + 1),
        context.parse.entityOfToken[end + 1] < 0
          || context.parse.entityOfToken[end + 1] == context.parse.entityOfToken[end - 1]
      {
        end += 1
        while end < sentence.upperBound, isBodyWord(end) { end += 1 }
      }
    }
    return start..<end
  }

  private func isBodyWord(_ token: Int) -> Bool {
    let entry = context.document.tokens[token]
    return entry.kind == .word && entry.casing != .lower && !isPersonToken(token)
      && context.pronouns[context.hash(token)] == nil && context.parse.tags[token] != .verb
      && context.parse.tags[token] != .aux && context.parse.tags[token] != .adv
      && context.parse.tags[token] != .adp && context.parse.tags[token] != .sconj
  }

  private func isPersonToken(_ token: Int) -> Bool {
    let entity = context.parse.entityOfToken[token]
    return entity >= 0 && context.parse.entities[Int(entity)].kind == .person
  }

  private func isArticleOrTitle(_ token: Int) -> Bool {
    context.parse.tags[token] == .det || context.parse.tags[token] == .num
      || context.names.titles[context.phraseHash(token..<token + 1)]?.isRole == true
  }

  /// Puts a body's name in the place of what lies inside it, unless a name reaches out of it.
  private func replace(in table: inout MentionTable, by span: Range<Int>) {
    for other in table.overlapping(span) {
      if other.tokens.lowerBound < span.lowerBound || other.tokens.upperBound > span.upperBound
        || other.kind == .person || other.tokens == span
      {
        return
      }
    }
    let last = context.hash(span.upperBound - 1)
    if context.words.has(last, .government) || context.words.has(last, .side) { return }
    table.put(NameMention(tokens: span, kind: .organization, probability: 0.6))
  }

  /// Adds long names that spell out an acronym in the brackets behind them: "Harbour Watch Unit (HWU)".
  func withIntroductions(_ mentions: [NameMention]) -> [NameMention] {
    let count = context.document.tokens.count
    var table = MentionTable(mentions, tokenCount: count)
    for token in context.document.tokens.indices
    where token > 1 && token + 1 < count && context.hash(token - 1) == ActorContext.openParenthesis
      && context.hash(token + 1) == ActorContext.closeParenthesis
      && context.document.tokens[token].casing == .upper && context.isBody(token)
    {
      guard let long = spelledOut(token) else { continue }
      let isNew = table.overlapping(long).allSatisfy {
        $0.tokens.lowerBound >= long.lowerBound && $0.tokens.upperBound <= long.upperBound
          && $0.kind != .person && $0.tokens != long
      }
      if isNew {
        table.put(NameMention(tokens: long, kind: .organization, probability: 0.7))
      }
      if table.overlapping(token..<token + 1).isEmpty {
        table.put(NameMention(tokens: token..<token + 1, kind: .organization, probability: 0.7))
      }
    }
    return table.mentions
  }

  /// The words before an acronym in brackets whose initials it spells.
  private func spelledOut(_ acronym: Int) -> Range<Int>? {
    let entry = context.document.tokens[acronym]
    let letters = Array(context.document.normalizedBytes[entry.normalized.range])
      .filter { $0 != UInt8(ascii: ".") }
    guard (2...7).contains(letters.count) else { return nil }
    let sentence = context.sentenceTokens(acronym)
    var left = letters.count
    var token = acronym - 2
    var start = token + 1
    var capitals = 0
    while left > 0, token >= sentence.lowerBound, acronym - token < 2 * letters.count + 4 {
      let word = context.document.tokens[token]
      guard word.kind == .word, !word.normalized.isEmpty else { return nil }
      let initial = context.document.normalizedBytes[Int(word.normalized.start)]
      if initial == letters[left - 1] {
        left -= 1
        start = token
        if word.casing != .lower { capitals += 1 }
      } else if word.casing != .lower || word.normalized.count > 3 {
        return nil
      }
      token -= 1
    }
    let words = acronym - 1 - start
    // Words in lower case need all their letters to fit: "special inquiry team (SIT)".
    let isSpelled = capitals * 2 >= letters.count || letters.count > 2 && words == letters.count
    return left == 0 && isSpelled && words > 1 ? start..<acronym - 1 : nil
  }
}

/// Mentions by name that can be found by their tokens and replaced, each in constant time.
private struct MentionTable {
  private var list: [NameMention?]
  private var holders: [Int32]

  init(_ mentions: [NameMention], tokenCount: Int) {
    list = mentions
    holders = Array(repeating: -1, count: tokenCount)
    for (index, mention) in mentions.enumerated() {
      for token in mention.tokens { holders[token] = Int32(index) }
    }
  }

  /// The mentions that share a token with a range.
  func overlapping(_ range: Range<Int>) -> [NameMention] {
    var last: Int32 = -1
    var found: [NameMention] = []
    for token in range where holders[token] >= 0 && holders[token] != last {
      last = holders[token]
      if let mention = list[Int(last)] { found.append(mention) }
    }
    return found
  }

  /// Adds a mention in the place of those that lie inside it.
  mutating func put(_ mention: NameMention) {
    for token in mention.tokens {
      if holders[token] >= 0 { list[Int(holders[token])] = nil }
      holders[token] = Int32(list.count)
    }
    list.append(mention)
  }

  /// What is left, in text order.
  var mentions: [NameMention] {
    list.compactMap { $0 }.sorted { $0.tokens.lowerBound < $1.tokens.lowerBound }
  }
}

import Documents
import Lexicons
import Syntax

extension NameFinder {
  // MARK: Where a name begins and ends

  /// The stretches of an entity that are names, once what the recogniser swallowed is cut off.
  ///
  /// A verb in lower case parts two names ("Herons stun Osk Bay"); a nickname in marks belongs to the
  /// name around it ("Max “Tip” Orlan"), and a mark that is only half inside does not.
  func parts(_ entity: Entity) -> [Entity] {
    var tokens = entity.tokens
    trimMarks(&tokens)
    var found: [Entity] = []
    var start = tokens.lowerBound
    for token in tokens where partsNames(token, in: tokens) {
      if start < token {
        found.append(
          Entity(tokens: start..<token, kind: entity.kind, probability: entity.probability))
      }
      start = token + 1
    }
    if start < tokens.upperBound {
      found.append(
        Entity(
          tokens: start..<tokens.upperBound, kind: entity.kind, probability: entity.probability)
      )
    }
    if found.count > 1 {
      // What is left of a name that was no name is surest about nothing.
      for index in found.indices { found[index].probability = min(0.5, found[index].probability) }
    }
    return found
  }

  private func partsNames(_ token: Int, in tokens: Range<Int>) -> Bool {
    guard token > tokens.lowerBound, token + 1 < tokens.upperBound else { return false }
    return context.document.tokens[token].casing == .lower
      && context.document.tokens[token].kind == .word && context.parse.tags[token] == .verb
      && !context.words.has(context.hash(token), .particle)
      && !context.words.has(context.hash(token), .preposition)
  }

  /// Completes a pair of quotation marks around a nickname, or leaves its half out.
  private func trimMarks(_ tokens: inout Range<Int>) {
    func isMark(_ token: Int) -> Bool {
      context.document.tokens.indices.contains(token)
        && context.document.tokens[token].kind == .quotationMark
    }
    func isNamePart(_ token: Int) -> Bool {
      token >= 0 && context.isBody(token)
        && context.sentence(token) == context.sentence(tokens.lowerBound)
        && context.document.tokens[token].kind == .word
        && context.document.tokens[token].casing == .capitalized
    }
    func isPerson(_ token: Int) -> Bool {
      let entity = context.parse.entityOfToken[token]
      return entity >= 0 && context.parse.entities[Int(entity)].kind == .person
    }
    let marks = tokens.filter(isMark)
    guard marks.count == 1, let mark = marks.first, mark > tokens.lowerBound,
      mark < tokens.upperBound - 1
    else { return }
    // The opening mark may stand a word or two before what the recogniser took for the name.
    var open = tokens.lowerBound - 1
    while !isMark(open), isNamePart(open), tokens.lowerBound - open < Self.nicknameReach {
      open -= 1
    }
    guard isMark(open), mark - open <= Self.nicknameReach + 1 else {
      tokens = tokens.lowerBound..<mark
      return
    }
    var start = open
    while isNamePart(start - 1), open - start < Self.nicknameReach,
      context.names.gender(ofGivenName: context.hash(start - 1)) != nil
        || isPerson(start - 1)
    {
      start -= 1
    }
    tokens = start..<tokens.upperBound
  }

  /// How many words a nickname may have.
  private static let nicknameReach = 3

  /// The longest title at a token, "ex-", "then-" and the like in front of it passed over.
  func title(at start: Int, before end: Int) -> (
    tokens: Range<Int>, isRole: Bool, isGendered: Bool
  )? {
    if let found = context.longestPhrase(at: start, before: end, in: context.names.titles) {
      return (found.tokens, found.value.isRole, found.value.gender != .either)
    }
    let bytes = context.document.normalizedBytes[context.document.tokens[start].normalized.range]
    guard let dash = bytes.prefix(7).firstIndex(of: UInt8(ascii: "-")), dash > bytes.startIndex,
      context.words.has(TextHash.hash(bytes[...dash]), .titlePrefix)
    else { return nil }
    var state = TextHash.start
    for byte in bytes[(dash + 1)...] { state = TextHash.step(state, byte) }
    var found: (Range<Int>, Bool, Bool)?
    for token in start..<min(end, start + 5) {
      if token > start {
        let entry = context.document.tokens[token]
        if entry.followsSpace { state = TextHash.step(state, UInt8(ascii: " ")) }
        for byte in context.document.normalizedBytes[entry.normalized.range] {
          state = TextHash.step(state, byte)
        }
      }
      if let title = context.names.titles[TextHash.finish(state)] {
        found = (start..<token + 1, title.isRole, title.gender != .either)
      }
    }
    return found
  }
}

import Documents
import Lexicons
import Quotes
import Syntax

extension ActorReading {
  mutating func namedSpeaker(
    in tokens: Range<Int>, core: Range<Int>, quote: Int
  ) -> Attribution? {
    let inside = namesInside(core)
    let free = inside.filter { !context.isPossessiveMark(mentions[$0].tokens.upperBound) }
    let isInverted = quotes[quote].cue.first.map { $0.lowerBound < tokens.lowerBound } ?? false
    let rule = isInverted ? "inverted-cue" : "named-source"
    let people = free.filter { mentions[$0].kind == .person && !onlyModifies($0, in: core) }
    if people.count > 1, let joint = joint(people, core: core) {
      return Attribution(actor: joint, confidence: 0.9, rule: "joint-source")
    }
    if let person = people.last(where: { isFirstOfSegment($0, core: core) }) ?? people.first {
      return Attribution(actor: mentions[person].actor, confidence: 0.95, rule: rule)
    }
    let bodies = free.filter {
      mentions[$0].kind != .person && !onlyModifies($0, in: core) && !isPersonalNoun($0)
    }
    if bodies.count == 1, hasOtherNounAfterAnd(core, besides: mentions[bodies[0]].tokens) {
      return nil
    }
    // "the department's spokesman, Ned Price": the name stands in apposition.
    if bodies.isEmpty || context.isComma(core.upperBound) {
      if let name = appositive(after: core, in: tokens) {
        return Attribution(actor: mentions[name].actor, confidence: 0.9, rule: "apposition")
      }
    }
    if let name = closingAppositive(of: tokens) {
      return Attribution(actor: mentions[name].actor, confidence: 0.85, rule: "apposition")
    }
    if bodies.count > 1, let joint = joint(bodies, core: core) {
      return Attribution(actor: joint, confidence: 0.85, rule: "joint-source")
    }
    if let body = bodies.first {
      return Attribution(actor: mentions[body].actor, confidence: 0.9, rule: rule)
    }
    return nil
  }

  /// "the Republican", "Iraqi officials": somebody described, not the party or state itself.
  func isPersonalNoun(_ index: Int) -> Bool {
    let mention = mentions[index]
    let head = mention.tokens.upperBound - 1
    if mention.organizationKind == .party, mention.form == .demonym {
      let bytes = context.document.normalizedBytes[
        context.document.tokens[head].normalized.range]
      return bytes.last != UInt8(ascii: "s")
    }
    guard mention.form == .government, let role = context.names.role(context.hash(head)) else {
      return false
    }
    return role.kind == .person
  }

  /// "experts and U.S. officials": the source is more than the one name in it.
  func hasOtherNounAfterAnd(_ core: Range<Int>, besides name: Range<Int>) -> Bool {
    guard
      let and = core.first(where: { context.hash($0) == ActorContext.and && !name.contains($0) })
    else { return false }
    let other = name.lowerBound > and ? core.lowerBound..<and : and + 1..<core.upperBound
    return other.contains {
      context.parse.tags[$0] == .noun && mentionOfToken[$0] < 0
        && context.names.role(context.hash($0)) != nil
    }
  }

  /// The mentions by name that begin in a range, outermost, in text order.
  func namesInside(_ range: Range<Int>) -> [Int] {
    var found: [Int] = []
    var index = firstMention(from: range.lowerBound)
    var end = -1
    while index < mentions.count, mentions[index].tokens.lowerBound < range.upperBound {
      if mentions[index].actor >= 0, mentions[index].tokens.lowerBound >= end {
        found.append(index)
        end = mentions[index].tokens.upperBound
      }
      index += 1
    }
    return found
  }

  func firstMention(from token: Int) -> Int {
    var low = 0
    var high = mentions.count
    while low < high {
      let middle = (low + high) / 2
      if mentions[middle].tokens.lowerBound < token { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Whether a noun follows the name in its noun phrase, so that the phrase is somebody else.
  func onlyModifies(_ index: Int, in core: Range<Int>) -> Bool {
    let end = mentions[index].tokens.upperBound
    // "Ida Holm yesterday": what follows a person is nobody, so the phrase was drawn too wide.
    if mentions[index].kind == .person, end < core.upperBound,
      !core[end...].contains(where: { isSomebody($0) })
    {
      return false
    }
    if end < core.upperBound, mentionOfToken[end] < 0,
      context.parse.tags[end] == .noun || context.parse.tags[end] == .propn
        || context.parse.tags[end] == .adj,
      let chunk = context.chunk(end), chunk.head >= end
    {
      return true
    }
    // The next name belongs to the same phrase: "Reuters correspondent Ida Holm".
    guard let chunk = context.chunk(end - 1) else { return false }
    return chunk.head >= end && chunk.head < core.upperBound
  }

  /// Whether a noun names or describes somebody.
  func isSomebody(_ token: Int) -> Bool {
    if mentionOfToken[token] >= 0 { return true }
    let hash = context.hash(token)
    return context.names.role(hash) != nil || context.words.has(hash, .side)
      || context.words.has(hash, .kin) || context.words.has(hash, .government)
      || context.parse.tags[token] == .propn
  }

  /// Whether a name is in the part of the core before its first comma.
  func isFirstOfSegment(_ index: Int, core: Range<Int>) -> Bool {
    for token in core.lowerBound..<mentions[index].tokens.lowerBound where context.isComma(token) {
      return false
    }
    return true
  }

  /// "the Guild's envoy to the north, Ida Holm": the person behind the last comma of a source.
  private func closingAppositive(of tokens: Range<Int>) -> Int? {
    guard let comma = tokens.last(where: { context.isComma($0) }), comma + 1 < tokens.upperBound,
      let index = namesInside(comma + 1..<tokens.upperBound).first,
      mentions[index].kind == .person, mentions[index].full.lowerBound == comma + 1,
      mentions[index].tokens.upperBound == tokens.upperBound
    else { return nil }
    return index
  }

  func appositive(after core: Range<Int>, in tokens: Range<Int>) -> Int? {
    var token = core.lowerBound
    while token < tokens.upperBound {
      if context.isComma(token) {
        for index in namesInside(token + 1..<min(tokens.upperBound, token + 8))
        where mentions[index].kind == .person
          && !context.isPossessiveMark(mentions[index].tokens.upperBound)
        {
          return index
        }
        return nil
      }
      token += 1
    }
    return nil
  }

  /// The actor of names that "and" joins, or nil when they are not a plain list.
  mutating func joint(_ list: [Int], core: Range<Int>) -> Int? {
    guard let first = list.first, let last = list.last else { return nil }
    var hasAnd = false
    for token in mentions[first].tokens.upperBound..<mentions[last].full.lowerBound {
      if context.hash(token) == ActorContext.and { hasAnd = true }
      if context.hash(token) == ActorContext.or { return nil }
    }
    var members: [Int] = []
    for index in list where !members.contains(mentions[index].actor) {
      members.append(mentions[index].actor)
    }
    guard hasAnd, members.count > 1 else { return nil }
    // Neighbours must be joined directly, else the second name belongs to an apposition.
    for (one, other) in zip(list, list.dropFirst()) {
      let gap =
        mentions[one].tokens
        .upperBound..<max(
          mentions[one].tokens.upperBound, mentions[other].full.lowerBound)
      if gap.count > 6, !gap.contains(where: { context.hash($0) == ActorContext.and }) {
        return nil
      }
      if gap.count > 10 { return nil }
    }
    if let known = discourse.drafts.firstIndex(where: {
      $0.members == members && $0.names.isEmpty
    }) {
      return known
    }
    var draft = ActorDraft()
    draft.members = members
    draft.gender = .plural
    draft.usualName =
      members.dropLast().map(name(of:)).joined(separator: ", ") + " and "
      + name(of: members[members.count - 1])
    discourse.drafts.append(draft)
    add(
      mentions[first].full.lowerBound..<mentions[last].tokens.upperBound, form: .name,
      to: discourse.drafts.count - 1)
    let start = mentions[first].full.lowerBound
    if start >= discourse.narrated.last?.token ?? 0 {
      discourse.narrated.append(
        Occurrence(token: start, actor: discourse.drafts.count - 1, role: .subject, form: 2))
    }
    return discourse.drafts.count - 1
  }
}

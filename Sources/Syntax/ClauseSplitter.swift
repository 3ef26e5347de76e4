import Documents

/// Numbers the clauses of a document.
///
/// A clause may begin after a comma, semicolon, colon, dash, bracket or quotation mark, at a conjunction,
/// or at a relative or interrogative word; a stretch between two such places is a clause of its own only
/// when it holds a verb group, else it belongs to the clause before it.
struct ClauseSplitter {
  let document: Document
  let tags: [PartOfSpeech]
  let verbGroupOfToken: [Int32]
  let words = FunctionWords.builtIn

  /// For each token the number of its clause, growing along the text.
  func clauses() -> [Int32] {
    var clauses = [Int32](repeating: 0, count: tags.count)
    var clause: Int32 = -1
    var next = 0
    for sentence in document.sentences {
      // Tokens between sentences are a clause by themselves.
      if sentence.tokens.lowerBound > next {
        clause += 1
        for token in next..<sentence.tokens.lowerBound { clauses[token] = clause }
      }
      clause += 1
      number(sentence.tokens, &clause, &clauses)
      next = sentence.tokens.upperBound
    }
    if next < tags.count {
      clause += 1
      for token in next..<tags.count { clauses[token] = clause }
    }
    return clauses
  }

  private func number(_ sentence: Range<Int>, _ clause: inout Int32, _ clauses: inout [Int32]) {
    var segmentStart = sentence.lowerBound
    var clauseHasVerb = false
    var segments: [Range<Int>] = []
    for token in sentence where token > segmentStart && begins(token, sentence) {
      segments.append(segmentStart..<token)
      segmentStart = token
    }
    segments.append(segmentStart..<sentence.upperBound)
    for (index, segment) in segments.enumerated() {
      let hasVerb = segment.contains { verbGroupOfToken[$0] >= 0 }
      // "After the vote, he left": a first stretch without a verb joins what follows.
      if index > 0, hasVerb, clauseHasVerb {
        clause += 1
        clauseHasVerb = false
      }
      clauseHasVerb = clauseHasVerb || hasVerb
      for token in segment { clauses[token] = clause }
    }
  }

  private func begins(_ token: Int, _ sentence: Range<Int>) -> Bool {
    let group = verbGroupOfToken[token]
    if group >= 0, verbGroupOfToken[token - 1] == group { return false }
    switch tags[token] {
    case .sconj, .cconj: return true
    case .pron, .adv, .det:
      if words.relatives.contains(document.tokens[token].hash) {
        return document.tokens[token].hash != words.that || tags[token] == .pron
      }
    default: break
    }
    let before = document.tokens[token - 1]
    switch before.kind {
    case .quotationMark: return true
    case .punctuation:
      switch document.bytes[Int(before.span.start)] {
      case UInt8(ascii: "."): return before.span.count > 1
      case UInt8(ascii: "'"): return false
      case UInt8(ascii: "-"): return before.followsSpace || before.span.count > 1
      default: return true
      }
    default: return document.tokens[token].kind == .quotationMark
    }
  }
}

import Documents
import Lexicons
import LinearModels
import Quotes
import Syntax

extension ActorReading {
  /// How good or bad the word at a token makes things appear, -4 to 4.
  private func valence(_ token: Int) -> Float {
    guard let entry = context.lexicons.valence[context.parse.lemmaHashes[token]] else { return 0 }
    switch context.parse.tags[token] {
    case .adj: return entry.adjective != 0 ? entry.adjective : entry.other
    case .adv: return entry.adverb != 0 ? entry.adverb : entry.other
    case .noun: return entry.noun != 0 ? entry.noun : entry.other
    case .verb: return entry.verb != 0 ? entry.verb : entry.other
    case .propn: return 0
    default: return entry.other
    }
  }

  private func sign(_ value: Float) -> UInt64 { value >= 0.5 ? 2 : value <= -0.5 ? 1 : 0 }

  /// How many words of a quote's content take a side.
  func polarCount(of quote: Quote) -> Int {
    quote.content.reduce(0) { sum, range in
      sum + range.count { mentionOfToken[$0] < 0 && abs(valence($0)) >= 1 }
    }
  }

  /// Words near a mention that take a side.
  mutating func addPolarity(
    near tokens: Range<Int>, role: UInt64, kind: UInt64, sentence: Range<Int>
  ) {
    func signs(_ range: Range<Int>) -> UInt64 {
      var found: UInt64 = 0
      for token in range where mentionOfToken[token] < 0 { found |= 1 << sign(valence(token)) }
      return found >> 1
    }
    let before = signs(max(sentence.lowerBound, tokens.lowerBound - 4)..<tokens.lowerBound)
    let after = signs(tokens.upperBound..<min(sentence.upperBound, tokens.upperBound + 5))
    buffer.add(330, before, after, kind)
    buffer.add(331, before, role)
    buffer.add(332, after, role)
    let far =
      signs(max(sentence.lowerBound, tokens.lowerBound - 12)..<tokens.lowerBound)
      | signs(tokens.upperBound..<min(sentence.upperBound, tokens.upperBound + 12))
    buffer.add(333, far, role, kind)
  }

  /// What the verb that governs a mention says about who does it and to whom it is done.
  mutating func addFrame(of verb: Int, role: GrammaticalRole, kind: UInt64) {
    let lemma = context.parse.lemmaHashes[verb]
    let key = UInt64(role.rawValue)
    guard let frame = context.lexicons.frames.verb(lemma) else {
      buffer.add(340, key, kind, 9)
      return
    }
    let isSubject = role == .subject
    let says = isSubject ? frame.agent : frame.patient
    buffer.add(340, key, kind, sign(says))
    buffer.add(341, key, sign(frame.agentToPatient))
    buffer.add(342, key, sign(frame.agent) << 4 | sign(frame.patient), kind)
  }

  /// How deep in the quote's sentence a mention stands: verbs before it, brackets, the last link word.
  mutating func addClausePlace(of tokens: Range<Int>, role: UInt64, kind: UInt64, place: UInt64) {
    let sentence = context.sentenceTokens(tokens.lowerBound)
    var verbs = 0
    var link: UInt64 = 0
    var depth = 0
    for token in max(sentence.lowerBound, tokens.lowerBound - 80)..<tokens.lowerBound {
      let quote = discourse.quoteOfToken[token]
      guard quote == discourse.quoteOfToken[tokens.lowerBound] else { continue }
      if context.parse.tags[token] == .verb { verbs += 1 }
      if context.parse.tags[token] == .sconj || context.parse.tags[token] == .cconj {
        link = context.hash(token)
      }
      let hash = context.hash(token)
      if hash == ActorContext.openParenthesis { depth += 1 }
      if hash == ActorContext.closeParenthesis { depth = max(0, depth - 1) }
    }
    buffer.add(350, UInt64(min(verbs, 4)), role, kind)
    buffer.add(351, link, role)
    buffer.add(352, depth > 0 ? 1 : 0, kind)
    buffer.add(353, UInt64(min(verbs, 4)), place)
    var following = 0
    for token in tokens.upperBound..<min(sentence.upperBound, tokens.upperBound + 30)
    where context.parse.tags[token] == .verb { following += 1 }
    buffer.add(354, UInt64(min(following, 3)), UInt64(min(verbs, 3)), role)
  }
}

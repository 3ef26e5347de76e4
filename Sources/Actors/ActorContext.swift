import Documents
import Lexicons
import Syntax

/// A document with its parse and word lists, and what the actor stage looks up again and again.
struct ActorContext {
  let document: Document
  let parse: Parse
  let lexicons: ActorLexicons

  var names: NameLexicon { lexicons.names }
  var words: ActorWords { lexicons.words }
  var pronouns: PronounList { lexicons.pronouns }

  /// A token's normalised hash, or 0 outside the document.
  func hash(_ token: Int) -> UInt64 {
    document.tokens.indices.contains(token) ? document.tokens[token].hash : 0
  }

  /// The hash of tokens as one phrase, as `PhraseTable` knows it.
  func phraseHash(_ tokens: Range<Int>) -> UInt64 {
    var state = TextHash.start
    for token in tokens { step(&state, token, isFirst: token == tokens.lowerBound) }
    return TextHash.finish(state)
  }

  private func step(_ state: inout UInt64, _ token: Int, isFirst: Bool) {
    let entry = document.tokens[token]
    if entry.followsSpace && !isFirst { state = TextHash.step(state, UInt8(ascii: " ")) }
    for byte in document.normalizedBytes[entry.normalized.range] {
      state = TextHash.step(state, byte)
    }
  }

  /// The longest phrase of a table that begins at a token and ends before `end`.
  func longestPhrase<Value>(
    at start: Int, before end: Int, in table: PhraseTable<Value>
  ) -> (tokens: Range<Int>, value: Value)? {
    guard table.mayBegin(document.tokens[start].hash) else { return nil }
    var state = TextHash.start
    var found: (Range<Int>, Value)?
    // A phrase of n words has at most a few tokens more, for commas and apostrophes.
    for token in start..<min(end, start + table.longestWordCount + 3) {
      step(&state, token, isFirst: token == start)
      if let value = table[TextHash.finish(state)] { found = (start..<token + 1, value) }
    }
    return found
  }

  /// The noun chunk that holds a token, or nil.
  func chunk(_ token: Int) -> NounChunk? {
    let index = parse.nounChunkOfToken[token]
    return index < 0 ? nil : parse.nounChunks[Int(index)]
  }

  func isPossessiveMark(_ token: Int) -> Bool {
    guard document.tokens.indices.contains(token) else { return false }
    let hash = document.tokens[token].hash
    return (hash == Self.apostropheS || hash == Self.apostrophe) && parse.tags[token] != .verb
      && parse.tags[token] != .aux && !document.tokens[token].followsSpace
  }

  func isComma(_ token: Int) -> Bool { hash(token) == Self.comma }

  func sentence(_ token: Int) -> Int { Int(document.tokens[token].sentence) }

  /// The tokens of the sentence that holds a token, or that token alone outside sentences.
  func sentenceTokens(_ token: Int) -> Range<Int> {
    let index = sentence(token)
    return index < 0 ? token..<token + 1 : document.sentences[index].tokens
  }

  /// Whether a token stands in text that is analysed.
  func isBody(_ token: Int) -> Bool { document.tokens[token].sentence >= 0 }

  /// Grammatical role of a stretch of tokens, read off its neighbours.
  func role(of tokens: Range<Int>) -> GrammaticalRole {
    let last = tokens.upperBound - 1
    if isPossessiveMark(tokens.upperBound) { return .possessive }
    var outer = tokens
    if let chunk = chunk(last) {
      if chunk.head >= tokens.upperBound { return .modifier }
      outer =
        min(
          chunk.tokens.lowerBound, tokens.lowerBound)..<max(
          chunk.tokens.upperBound, tokens.upperBound)
    }
    let sentence = sentenceTokens(tokens.lowerBound)
    // A finite verb that follows makes a subject, whatever apposition stands between commas.
    var next = outer.upperBound
    if next < sentence.upperBound, isComma(next) {
      var closing = next + 1
      while closing < sentence.upperBound, closing < next + 14, !isComma(closing) { closing += 1 }
      if closing < sentence.upperBound, isComma(closing),
        closing + 1 < sentence.upperBound, isVerb(closing + 1), !isPreposition(outer.lowerBound - 1)
      {
        next = closing + 1
      }
    }
    while next < sentence.upperBound, parse.tags[next] == .adv { next += 1 }
    let before = outer.lowerBound - 1
    if before >= sentence.lowerBound, parse.tags[before] == .adp { return .oblique }
    if next < sentence.upperBound, isVerb(next) {
      let group = parse.verbGroupOfToken[next]
      if group >= 0 {
        let verb = parse.verbGroups[Int(group)]
        if verb.form == .finite { return verb.voice == .passive ? .passiveSubject : .subject }
      } else {
        return .subject
      }
    }
    if before >= sentence.lowerBound, isVerb(before) || parse.tags[before] == .part {
      return .object
    }
    if before >= sentence.lowerBound, hash(before) == Self.and || hash(before) == Self.or {
      return .conjunct
    }
    return .other
  }

  func isVerb(_ token: Int) -> Bool {
    parse.tags[token] == .verb || parse.tags[token] == .aux
  }

  func isPreposition(_ token: Int) -> Bool {
    token >= 0 && parse.tags[token] == .adp
  }

  static let apostropheS = TextNormalizer.hash("'s".utf8)
  static let apostrophe = TextNormalizer.hash("'".utf8)
  static let comma = TextNormalizer.hash(",".utf8)
  static let colon = TextNormalizer.hash(":".utf8)
  static let and = TextNormalizer.hash("and".utf8)
  static let or = TextNormalizer.hash("or".utf8)
  static let the = TextNormalizer.hash("the".utf8)
  static let a = TextNormalizer.hash("a".utf8)
  static let an = TextNormalizer.hash("an".utf8)
  static let of = TextNormalizer.hash("of".utf8)
  static let by = TextNormalizer.hash("by".utf8)
  static let from = TextNormalizer.hash("from".utf8)
  static let which = TextNormalizer.hash("which".utf8)
  static let pairWords: Set<UInt64> = [
    TextNormalizer.hash("two".utf8), TextNormalizer.hash("both".utf8),
  ]
  static let openParenthesis = TextNormalizer.hash("(".utf8)
  static let closeParenthesis = TextNormalizer.hash(")".utf8)
}

/// What a mention does in its clause.
enum GrammaticalRole: UInt8 {
  case other, subject, passiveSubject, object, oblique, possessive, modifier, conjunct
}

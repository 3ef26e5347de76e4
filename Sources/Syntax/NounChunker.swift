import Documents
import Lexicons

/// Finds base noun phrases: determiner, possessor, modifiers and head, without what follows the head.
///
/// Each pronoun that stands for a noun is a phrase of its own. A phrase never cuts a named entity:
/// one that begins inside is kept whole ("the University of Leeds").
struct NounChunker {
  let document: Document
  let tags: [PartOfSpeech]
  /// For each token the entity that holds it, or -1.
  let entityOfToken: [Int32]
  let entities: [Entity]
  let words = FunctionWords.builtIn

  /// The noun chunks of a sentence, in order.
  func chunks(in sentence: Range<Int>) -> [NounChunk] {
    var chunks: [NounChunk] = []
    var index = sentence.lowerBound
    while index < sentence.upperBound {
      if let chunk = chunk(at: index, in: sentence) {
        chunks.append(chunk)
        index = chunk.tokens.upperBound
      } else {
        index += 1
      }
    }
    return chunks
  }

  private func chunk(at start: Int, in sentence: Range<Int>) -> NounChunk? {
    let end = sentence.upperBound
    let entity = entityOfToken[start]
    if tags[start] == .pron, entity < 0, !isPossessive(start) {
      return NounChunk(tokens: start..<(start + 1), head: start)
    }
    guard entity >= 0 || canBegin(start) else { return nil }
    var index = start
    var head: Int?
    while index < end {
      let inside = Int(entityOfToken[index])
      if inside >= 0 {
        let tokens = entities[inside].tokens
        // A group or name after a complete name begins a phrase of its own, unless it modifies.
        head = headOfEntity(tokens)
        index = tokens.upperBound
        continue
      }
      switch tags[index] {
      case .noun, .propn:
        head = index
        index += 1
      case .num:
        if head == nil || index == start { head = index }
        index += 1
      case .adj:
        // After the head only "officials able to": not part of the phrase.
        guard head == nil || continues(index, end) else { return finish(start, index, head) }
        index += 1
      case .det:
        guard head == nil else { return finish(start, index, head) }
        index += 1
      case .pron:
        guard head == nil, isPossessive(index) else { return finish(start, index, head) }
        index += 1
      case .adv:
        guard head == nil, index + 1 < end,
          tags[index + 1] == .adj || tags[index + 1] == .num
            || tags[index + 1] == .verb && index > start
        else { return finish(start, index, head) }
        index += 1
      case .verb:
        // A participle between determiner and noun: "the wounded soldiers".
        guard head == nil, index > start, continues(index, end), isParticiple(index) else {
          return finish(start, index, head)
        }
        index += 1
      case .part:
        // A possessor: "Kenya's electoral commission".
        guard head != nil, isPossessiveMark(index), continues(index, end) else {
          return finish(start, index, head)
        }
        head = nil
        index += 1
      case .sym:
        guard index + 1 < end, tags[index + 1] == .num else { return finish(start, index, head) }
        index += 1
      case .punct:
        guard isHyphen(index), head != nil || index > start, continues(index, end),
          !document.tokens[index].followsSpace
        else { return finish(start, index, head) }
        index += 1
      default:
        return finish(start, index, head)
      }
    }
    return finish(start, index, head)
  }

  /// Cuts modifiers off that no head followed.
  private func finish(_ start: Int, _ end: Int, _ head: Int?) -> NounChunk? {
    if let head {
      var last = end
      while last - 1 > head, entityOfToken[last - 1] < 0 { last -= 1 }
      return NounChunk(tokens: start..<last, head: head)
    }
    // A determiner or adjective alone stands for a noun: "the poor", "these".
    guard end > start else { return nil }
    if end - start >= 2, tags[start] == .det, tags[end - 1] == .adj {
      return NounChunk(tokens: start..<end, head: end - 1)
    }
    // "the country's" with nothing after it that could be a head.
    if let mark = (start..<end).last(where: { tags[$0] == .part && isPossessiveMark($0) }),
      mark > start
    {
      return NounChunk(tokens: start..<mark, head: mark - 1)
    }
    return nil
  }

  /// The head of a name is its last noun before any preposition: "University of Leeds".
  private func headOfEntity(_ tokens: Range<Int>) -> Int {
    let cut = tokens.first { tags[$0] == .adp && $0 > tokens.lowerBound } ?? tokens.upperBound
    return cut - 1
  }

  private func canBegin(_ index: Int) -> Bool {
    switch tags[index] {
    case .det, .noun, .propn, .num, .adj: true
    case .pron: isPossessive(index)
    case .adv:
      index + 1 < tags.count
        && document.tokens[index + 1].sentence == document.tokens[index].sentence
        && (tags[index + 1] == .num || tags[index + 1] == .det)
    case .sym: index + 1 < tags.count && tags[index + 1] == .num
    default: false
    }
  }

  /// Whether a noun or another modifier follows.
  private func continues(_ index: Int, _ end: Int) -> Bool {
    guard index + 1 < end else { return false }
    if entityOfToken[index + 1] >= 0 { return true }
    switch tags[index + 1] {
    case .noun, .propn, .adj, .num: return true
    case .verb: return isParticiple(index + 1)
    case .punct: return isHyphen(index + 1)
    default: return false
    }
  }

  private func isPossessive(_ index: Int) -> Bool {
    words.possessives.contains(document.tokens[index].hash) && index + 1 < tags.count
      && (tags[index + 1] == .noun || tags[index + 1] == .propn || tags[index + 1] == .adj
        || tags[index + 1] == .num || tags[index + 1] == .adv || tags[index + 1] == .verb
        || entityOfToken[index + 1] >= 0)
  }

  private func isPossessiveMark(_ index: Int) -> Bool {
    let range = document.tokens[index].normalized.range
    return range.count <= 2 && document.normalizedBytes[range.lowerBound] == UInt8(ascii: "'")
  }

  private func isParticiple(_ index: Int) -> Bool {
    let bytes = document.normalizedBytes[document.tokens[index].normalized.range]
    return bytes.suffix(2).elementsEqual("ed".utf8) || bytes.suffix(3).elementsEqual("ing".utf8)
      || bytes.suffix(2).elementsEqual("en".utf8)
  }

  private func isHyphen(_ index: Int) -> Bool {
    let range = document.tokens[index].normalized.range
    return range.count == 1 && document.normalizedBytes[range.lowerBound] == UInt8(ascii: "-")
  }
}

import Documents
import Lexicons
package import LinearModels
import Syntax

extension QuoteContext {
  /// The features that decide whether a candidate introduces a quote.
  package func addCueFeatures(of candidate: CueCandidate, to buffer: inout FeatureBuffer) {
    let head = candidate.head
    let token = document.tokens[head]
    let sentence = document.sentences[Int(token.sentence)].tokens
    let lemma = parse.lemmaHashes[head]
    let end = candidate.tokens.upperBound
    let next = self.lemma(end, in: sentence)
    let form = token.hash
    let entryKey = candidate.entry?.key ?? 0
    let classKey = candidate.entry.map { UInt64($0.cueClass.rawValue) + 1 } ?? 0
    let tagKey = UInt64(parse.tags[head].rawValue)

    buffer.add(1)
    buffer.add(2, lemma)
    buffer.add(3, form)
    buffer.add(4, entryKey)
    buffer.add(5, classKey, tagKey)
    buffer.add(6, lemma, next)
    buffer.add(7, next, classKey)
    buffer.add(8, lemma, tag(end, in: sentence))
    buffer.add(9, classKey, tag(end, in: sentence), tag(end + 1, in: sentence))
    buffer.add(10, self.lemma(head - 1, in: sentence), classKey)
    buffer.add(11, lemma, self.lemma(head - 1, in: sentence))
    buffer.add(12, tag(head - 1, in: sentence), tagKey, classKey)
    buffer.add(13, next, self.lemma(end + 1, in: sentence), classKey)
    buffer.add(14, tag(head - 2, in: sentence), tag(head - 1, in: sentence), classKey)

    // The verb group: voice, negation, modality and form tell reports from plans and denials.
    let group = parse.verbGroupOfToken[head]
    if group >= 0 {
      let verb = parse.verbGroups[Int(group)]
      let shape =
        UInt64(verb.voice.rawValue) | UInt64(verb.modality.rawValue) << 2
        | UInt64(verb.form.rawValue) << 5 | (verb.isNegated ? 1 << 8 : 0)
      buffer.add(15, shape, classKey)
      buffer.add(16, shape, lemma)
      buffer.add(17, verb.head == head ? 1 : 0, classKey)
      if verb.tokens.lowerBound > sentence.lowerBound {
        buffer.add(18, self.lemma(verb.tokens.lowerBound - 1, in: sentence), classKey)
        buffer.add(19, actorType(verb.tokens.lowerBound - 1), classKey)
      }
      if verb.tokens.count > 1 {
        buffer.add(35, parse.lemmaHashes[verb.tokens.lowerBound], classKey)
      }
    } else {
      buffer.add(15, 999, classKey)
    }

    // Whom the verb could have as its subject or object.
    let before = nearestChunk(before: head, in: sentence)
    let after = nearestChunk(after: end - 1, in: sentence)
    if let before {
      let chunk = parse.nounChunks[before]
      buffer.add(20, actorType(chunk.head), classKey)
      buffer.add(21, parse.lemmaHashes[chunk.head], classKey)
      buffer.add(22, UInt64(min(5, head - chunk.tokens.upperBound)), actorType(chunk.head))
      buffer.add(36, actorType(chunk.head), lemma)
    } else {
      buffer.add(20, 99, classKey)
    }
    if let after {
      let chunk = parse.nounChunks[after]
      buffer.add(23, actorType(chunk.head), classKey, UInt64(min(4, chunk.tokens.lowerBound - end)))
      buffer.add(24, actorType(chunk.head), lemma)
    } else {
      buffer.add(23, 99, classKey)
    }

    // Quotation marks near.
    let outer = windows.outerPassage[head]
    buffer.add(25, outer >= 0 ? 1 : 0, classKey)
    var left: UInt64 = 0
    var right: UInt64 = 0
    var leftDistance: UInt64 = 9
    var rightDistance: UInt64 = 9
    if outer < 0 {
      var index = head - 1
      while index >= max(0, head - 24) {
        if windows.outerPassage[index] >= 0 {
          let passage = document.quotedPassages[Int(windows.outerPassage[index])]
          left = passage.tokens.count > 6 ? 2 : 1
          leftDistance = UInt64(min(8, (head - index) / 2))
          if passage.paragraph != Int(token.paragraph) { left = 3 }
          break
        }
        index -= 1
      }
      index = end
      while index < min(document.tokens.count, end + 24) {
        if windows.outerPassage[index] >= 0 {
          let passage = document.quotedPassages[Int(windows.outerPassage[index])]
          right = passage.tokens.count > 6 ? 2 : 1
          rightDistance = UInt64(min(8, (index - end) / 2))
          if passage.paragraph != Int(token.paragraph) { right = 3 }
          break
        }
        index += 1
      }
      buffer.add(26, left, leftDistance, classKey)
      buffer.add(27, right, rightDistance, classKey)
      buffer.add(28, left, right, lemma)
      if left > 0 && left < 3 {
        let close = passageEnd(before: head)
        if let close {
          let inside = self.lemma(close - 1, in: 0..<document.tokens.count)
          buffer.add(29, inside, leftDistance)
        }
      }
    }

    // Where it stands.
    let toStart = head - sentence.lowerBound
    let toEnd = sentence.upperBound - end
    buffer.add(30, UInt64(min(6, toStart)), classKey)
    buffer.add(31, UInt64(min(6, toEnd)), classKey)
    buffer.add(32, UInt64(min(6, toEnd)), lemma)
    buffer.add(33, UInt64(document.paragraphs[Int(token.paragraph)].role.rawValue), classKey)
    buffer.add(34, UInt64(candidate.tokens.count), entryKey)
    // "that" within the next words.
    for offset in 0..<6 where end + offset < sentence.upperBound {
      if parse.tags[end + offset] == .sconj {
        buffer.add(37, UInt64(offset), classKey)
        buffer.add(38, parse.lemmaHashes[end + offset], lemma)
        break
      }
      if parse.tags[end + offset] == .verb { break }
    }
    // The words in reach, as a bag, for what lies between.
    for offset in 1...3 {
      buffer.add(39, self.lemma(head - offset, in: sentence), UInt64(offset))
      buffer.add(40, self.lemma(end - 1 + offset, in: sentence), UInt64(offset))
    }
    // A finite verb later in the sentence makes a reported clause possible.
    var verbs: UInt64 = 0
    var index = end
    while index < sentence.upperBound, verbs < 3 {
      if parse.tags[index] == .verb || parse.tags[index] == .aux { verbs += 1 }
      index += 1
    }
    buffer.add(41, verbs, classKey)
    buffer.add(42, verbs, lemma)
  }

  /// The last token of the nearest passage to the left.
  private func passageEnd(before head: Int) -> Int? {
    var index = head - 1
    while index > max(0, head - 24) {
      if windows.outerPassage[index] >= 0 { return index }
      index -= 1
    }
    return nil
  }

  /// The nearest noun chunk that ends before a token, in the token's sentence.
  func nearestChunk(before token: Int, in sentence: Range<Int>) -> Int? {
    var index = token - 1
    while index >= sentence.lowerBound {
      let chunk = parse.nounChunkOfToken[index]
      if chunk >= 0, parse.nounChunks[Int(chunk)].tokens.upperBound <= token { return Int(chunk) }
      index -= 1
    }
    return nil
  }

  /// The nearest noun chunk that begins after a token, in the token's sentence.
  func nearestChunk(after token: Int, in sentence: Range<Int>) -> Int? {
    var index = token + 1
    while index < sentence.upperBound {
      let chunk = parse.nounChunkOfToken[index]
      if chunk >= 0, parse.nounChunks[Int(chunk)].tokens.lowerBound > token { return Int(chunk) }
      index += 1
    }
    return nil
  }
}

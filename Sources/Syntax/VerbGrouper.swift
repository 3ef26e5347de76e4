import Documents
import Lexicons

/// Groups verbs with their auxiliaries, negation and particles.
struct VerbGrouper {
  let document: Document
  let tags: [PartOfSpeech]
  let lemmaHashes: [UInt64]
  let words = FunctionWords.builtIn

  /// The verb groups of a sentence, in order.
  func groups(in sentence: Range<Int>) -> [VerbGroup] {
    var groups: [VerbGroup] = []
    var index = sentence.lowerBound
    while index < sentence.upperBound {
      guard let group = group(at: index, in: sentence) else {
        index += 1
        continue
      }
      groups.append(group)
      index = group.tokens.upperBound
    }
    return groups
  }

  private func group(at start: Int, in sentence: Range<Int>) -> VerbGroup? {
    let end = sentence.upperBound
    var index = start
    let isInfinitive = tags[start] == .part && lemmaHashes[start] == words.to
    if isInfinitive {
      // "to" with its verb, an adverb or "not" between them.
      var next = start + 1
      while next < end, next - start < 4, tags[next] == .adv || tags[next] == .part { next += 1 }
      guard next < end, tags[next] == .verb || tags[next] == .aux else { return nil }
      index = next
    }
    guard tags[index] == .verb || tags[index] == .aux else { return nil }
    var head = index
    var last = index
    var isNegated = false
    var hasBe = false
    var hasHave = false
    var modality = VerbGroup.Modality.none
    var hasGoing = false
    for token in start..<index where words.negators.contains(document.tokens[token].hash) {
      isNegated = true
    }
    while true {
      let lemma = lemmaHashes[head]
      if tags[head] == .aux || lemma == words.get || lemma == words.have {
        let form = document.tokens[head].hash
        if words.futures.contains(form) || words.futures.contains(lemma) {
          if modality == .none { modality = .future }
        } else if words.conditionals.contains(form) || words.conditionals.contains(lemma) {
          // "'d" before a participle is "had"; the base form of a verb follows "would".
          modality = .conditional
        } else if words.modals.contains(form) || words.modals.contains(lemma) {
          modality = .modal
        }
      }
      if tags[head] == .verb { break }
      if lemma == words.be { hasBe = true }
      if lemma == words.have { hasHave = true }
      // The next verb, past adverbs and negation.
      var next = head + 1
      var negatedHere = false
      while next < end, tags[next] == .adv || tags[next] == .part && lemmaHashes[next] != words.to {
        if words.negators.contains(document.tokens[next].hash) { negatedHere = true }
        next += 1
      }
      if negatedHere {
        isNegated = true
        var negation = head + 1
        while negation < next {
          if words.negators.contains(document.tokens[negation].hash) { last = max(last, negation) }
          negation += 1
        }
      }
      guard next < end, tags[next] == .aux || tags[next] == .verb else { break }
      head = next
      last = next
    }
    if tags[head] == .verb, lemmaHashes[head] == lemmaHash("go"), hasBe,
      ends(head, "ing"), head + 2 < end, lemmaHashes[head + 1] == words.to, tags[head + 2] == .verb
    {
      hasGoing = true
      head += 2
      last = head
    }
    if head + 1 < end, tags[head] == .verb, tags[head + 1] == .adp,
      words.particles.contains(document.tokens[head + 1].hash),
      head + 2 >= end || endsPhrase(head + 2)
    {
      last = head + 1
    }
    if start > sentence.lowerBound, words.negators.contains(document.tokens[start - 1].hash) {
      isNegated = true
    }
    let isGerund = ends(head, "ing")
    let isVerb = tags[head] == .verb
    let isPassive =
      isVerb && !isGerund && !hasGoing
      && (hasBe
        || head > start && lemmaHashes[head - 1] == words.get && !isInfinitive
        || start == head && isReducedPassive(head, in: sentence))
    let form: VerbGroup.Form
    if isInfinitive {
      form = .infinitive
    } else if start == head && isGerund {
      form = .gerund
    } else if start == head && isPassive {
      form = .participle
    } else {
      form = .finite
    }
    _ = hasHave
    return VerbGroup(
      tokens: start..<(last + 1), head: head, voice: isPassive ? .passive : .active,
      modality: hasGoing ? .future : modality, form: form, isNegated: isNegated)
  }

  /// A past participle after a noun and before "by": "a man named by police".
  private func isReducedPassive(_ head: Int, in sentence: Range<Int>) -> Bool {
    guard head > sentence.lowerBound, head + 1 < sentence.upperBound else { return false }
    let before = tags[head - 1]
    let isAfterNominal = before == .noun || before == .propn || before == .punct
    return isAfterNominal && document.tokens[head + 1].hash == words.by && lemmaDiffers(head)
  }

  private func lemmaDiffers(_ token: Int) -> Bool {
    lemmaHashes[token] != document.tokens[token].hash
  }

  private func endsPhrase(_ token: Int) -> Bool {
    switch tags[token] {
    case .punct, .adp, .sconj, .cconj, .adv: true
    default: false
    }
  }

  private func ends(_ token: Int, _ ending: StaticString) -> Bool {
    let range = document.tokens[token].normalized.range
    let count = ending.utf8CodeUnitCount
    guard range.count > count else { return false }
    for offset in 0..<count
    where document.normalizedBytes[range.upperBound - count + offset] != ending.utf8Start[offset] {
      return false
    }
    return true
  }

  private func lemmaHash(_ word: StaticString) -> UInt64 {
    TextHash.hash(UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
  }
}

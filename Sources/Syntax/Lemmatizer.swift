import Documents
import Lexicons

/// Finds lemmas by a list of exceptions and, for the rest, rules of inflection.
///
/// Where a rule leaves a choice ("hoping" is of "hope" or "hop"), the form that news writes most often
/// is taken, by the counts of the list of casings.
struct Lemmatizer: Sendable {
  private let exceptions: [UInt64: [UInt8]]
  private let rules = TextRules.builtIn

  static let builtIn: Lemmatizer = {
    do {
      return try Lemmatizer()
    } catch {
      preconditionFailure("the list of lemmas inside the binary is broken: \(error)")
    }
  }()

  private init() throws(LexiconError) {
    let list = try WordList(builtIn: "text/lemmas.tsv")
    var exceptions: [UInt64: [UInt8]] = [:]
    for row in 0..<list.count {
      let name = list.string(row: row, column: 1)
      guard let tag = PartOfSpeech(universalName: name) else {
        throw list.error(
          row: row,
          .unknownValue(
            column: "pos", found: name, expected: PartOfSpeech.allCases.map(\.universalName)))
      }
      exceptions[Self.key(list.hash(row: row, column: 0), tag)] = Array(
        list.bytes(row: row, column: 2))
    }
    self.exceptions = exceptions
  }

  private static func key(_ hash: UInt64, _ tag: PartOfSpeech) -> UInt64 {
    hash &+ UInt64(tag.rawValue) &* 0x9E37_79B9_7F4A_7C15
  }

  /// The lemmas of all tokens: spans into one array of bytes, and hashes.
  func lemmas(of document: Document, _ tags: [PartOfSpeech]) -> (
    spans: [TextSpan], bytes: [UInt8], hashes: [UInt64]
  ) {
    var spans: [TextSpan] = []
    var bytes: [UInt8] = []
    var hashes: [UInt64] = []
    spans.reserveCapacity(tags.count)
    hashes.reserveCapacity(tags.count)
    bytes.reserveCapacity(document.normalizedBytes.count)
    for (index, token) in document.tokens.enumerated() {
      let start = bytes.count
      let form = document.normalizedBytes[token.normalized.range]
      if let lemma = lemma(form, token.hash, tags[index]) {
        bytes.append(contentsOf: lemma)
        hashes.append(TextHash.hash(lemma))
      } else {
        bytes.append(contentsOf: form)
        hashes.append(token.hash)
      }
      spans.append(TextSpan(start..<bytes.count))
    }
    return (spans, bytes, hashes)
  }

  /// The lemma of a form where it differs from it.
  func lemma(_ form: ArraySlice<UInt8>, _ hash: UInt64, _ tag: PartOfSpeech) -> [UInt8]? {
    switch tag {
    case .propn, .punct, .sym, .num, .x, .adp, .cconj, .sconj, .intj: return nil
    default: break
    }
    if let exception = exceptions[Self.key(hash, tag)] { return exception }
    guard form.count > 3, form.count < 40 else { return nil }
    switch tag {
    case .verb, .aux: return verb(Array(form))
    case .noun: return noun(Array(form))
    case .adj, .adv: return comparative(Array(form))
    default: return nil
    }
  }

  private func verb(_ form: [UInt8]) -> [UInt8]? {
    if ends(form, "ies") { return form.count == 4 ? cut(form, 1) : cut(form, 3) + [0x79] }
    if ends(form, "s") {
      if ends(form, "ss") { return nil }
      if ends(form, "sses") || ends(form, "xes") || ends(form, "ches") || ends(form, "shes")
        || ends(form, "zzes") || ends(form, "oes")
      {
        return mostFrequent([cut(form, 2), cut(form, 1)])
      }
      return cut(form, 1)
    }
    if ends(form, "ied") { return form.count == 4 ? cut(form, 1) : cut(form, 3) + [0x79] }
    if ends(form, "eed") { return nil }
    if ends(form, "ed") { return stem(cut(form, 2)) }
    if ends(form, "ing"), form.count > 4 { return stem(cut(form, 3)) }
    return nil
  }

  /// The base of what "-ed" or "-ing" was added to: as it is, with "e", or with one consonant less.
  private func stem(_ stem: [UInt8]) -> [UInt8]? {
    guard stem.count >= 2, stem.contains(where: isVowel) else { return nil }
    let last = stem[stem.count - 1]
    let isDouble = stem[stem.count - 2] == last && !isVowel(last)
    var candidates = [stem, stem + [0x65]]
    if isDouble { candidates.append(cut(stem, 1)) }
    if let known = frequent(candidates) { return known }
    if isDouble, last != 0x6C, last != 0x73, last != 0x7A, last != 0x66 { return cut(stem, 1) }
    let before = stem[stem.count - 2]
    let needsE: Bool
    switch last {
    case UInt8(ascii: "v"), UInt8(ascii: "u"), UInt8(ascii: "c"): needsE = true
    case UInt8(ascii: "z"): needsE = before != last
    case UInt8(ascii: "g"): needsE = before != UInt8(ascii: "n") && before != last
    case UInt8(ascii: "s"): needsE = before != last && before != UInt8(ascii: "u")
    case UInt8(ascii: "t"):
      needsE =
        before == UInt8(ascii: "a") && stem.count > 3 && !isVowel(stem[stem.count - 3])
    case UInt8(ascii: "l"):
      needsE = !isVowel(before) && before != last && before != UInt8(ascii: "r")
    default: needsE = false
    }
    return needsE ? stem + [0x65] : stem
  }

  private func noun(_ form: [UInt8]) -> [UInt8]? {
    guard ends(form, "s"), !ends(form, "ss"), !ends(form, "us"), !ends(form, "is") else {
      return nil
    }
    if ends(form, "ies") { return form.count > 4 ? cut(form, 3) + [0x79] : cut(form, 1) }
    if ends(form, "sses") || ends(form, "xes") || ends(form, "ches") || ends(form, "shes")
      || ends(form, "zzes")
    {
      return mostFrequent([cut(form, 2), cut(form, 1)])
    }
    if ends(form, "'s") { return cut(form, 2) }
    return cut(form, 1)
  }

  private func comparative(_ form: [UInt8]) -> [UInt8]? {
    let cutCount = ends(form, "est") ? 3 : ends(form, "er") ? 2 : 0
    guard cutCount > 0, form.count - cutCount >= 3 else { return nil }
    let base = cut(form, cutCount)
    let last = base[base.count - 1]
    if last == UInt8(ascii: "i") {
      let withY = cut(base, 1) + [0x79]
      return count(withY) > 0 ? withY : nil
    }
    // "former" and "other" only look like comparatives: the base must be much more frequent.
    return count(base) > 4 * count(form) && count(base) > 20 ? base : nil
  }

  private func count(_ form: [UInt8]) -> Int32 { rules.casing[TextHash.hash(form)]?.lower ?? 0 }

  private func frequent(_ candidates: [[UInt8]]) -> [UInt8]? {
    var best: (count: Int32, form: [UInt8])?
    for candidate in candidates {
      let count = count(candidate)
      if count > (best?.count ?? 0) { best = (count, candidate) }
    }
    return best?.form
  }

  private func mostFrequent(_ candidates: [[UInt8]]) -> [UInt8] {
    frequent(candidates) ?? candidates[0]
  }

  private func ends(_ form: [UInt8], _ ending: StaticString) -> Bool {
    let count = ending.utf8CodeUnitCount
    guard form.count >= count else { return false }
    for index in 0..<count where form[form.count - count + index] != ending.utf8Start[index] {
      return false
    }
    return true
  }

  private func cut(_ form: [UInt8], _ count: Int) -> [UInt8] { Array(form.dropLast(count)) }

  private func isVowel(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"),
      UInt8(ascii: "u"), UInt8(ascii: "y"):
      true
    default: false
    }
  }
}

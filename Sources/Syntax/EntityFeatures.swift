package import Documents

/// The features by which the recogniser sees a token.
///
/// Words, shapes and tags around it, the lists that hold it or a phrase around it, and how its word is
/// written elsewhere in the document.
package struct EntityFeatures {
  private let words: WordFeatures
  private let tags: [PartOfSpeech]
  private let classes: [UInt16]
  /// The lists that hold the token alone.
  private var lists: [UInt32]
  /// The lists that hold a phrase of several tokens, with the token's place in it.
  private var phrases: [UInt32]
  /// How the document writes the word elsewhere: bit 0 in lower case, bit 1 capitalised inside a
  /// sentence, bit 2 after a given name or title, bit 3 more than once.
  private var elsewhere: [UInt8]
  /// The run of capitalised words that holds each token, and the lengths of runs.
  private var runs: [Range<Int32>]

  package init(
    _ document: Document, _ words: WordFeatures, classes: [UInt16], tags: [PartOfSpeech],
    lists single: [Gazetteer.Categories], phrases matches: [Gazetteer.Match]
  ) {
    self.words = words
    self.tags = tags
    self.classes = classes
    lists = single.map(\.rawValue)
    phrases = [UInt32](repeating: 0, count: single.count)
    for match in matches {
      for (index, token) in match.tokens.enumerated() {
        let isLast = token == match.tokens.upperBound - 1
        let place: UInt32 = index == 0 ? 1 : isLast ? 3 : 2
        phrases[token] = match.categories.rawValue << 2 | place
      }
    }
    elsewhere = Self.elsewhere(document, words, single)
    runs = Self.runs(document)
  }

  /// For each token the capitalised words around it, joined by "of" and the like; empty in lower case.
  private static func runs(_ document: Document) -> [Range<Int32>] {
    let tokens = document.tokens
    let particles = FunctionWords.builtIn.nameParticles
    var runs = [Range<Int32>](repeating: 0..<0, count: tokens.count)
    func isCased(_ token: Int) -> Bool {
      guard tokens[token].kind == .word else { return false }
      switch tokens[token].casing {
      case .capitalized, .upper, .mixed: return true
      case .lower, .none: return false
      }
    }
    for sentence in document.sentences {
      var token = sentence.tokens.lowerBound
      while token < sentence.tokens.upperBound {
        guard isCased(token) else {
          token += 1
          continue
        }
        var end = token + 1
        while end < sentence.tokens.upperBound {
          if isCased(end) {
            end += 1
          } else if end + 1 < sentence.tokens.upperBound, isCased(end + 1),
            particles.contains(tokens[end].hash)
          {
            end += 2
          } else {
            break
          }
        }
        for index in token..<end { runs[index] = Int32(token)..<Int32(end) }
        token = end
      }
    }
    return runs
  }

  /// What the whole document shows of each word, looked up for each of its tokens.
  private static func elsewhere(
    _ document: Document, _ words: WordFeatures, _ lists: [Gazetteer.Categories]
  ) -> [UInt8] {
    let count = document.tokens.count
    var evidence: [UInt64: UInt8] = [:]
    evidence.reserveCapacity(count / 2)
    for sentence in document.sentences {
      for token in sentence.tokens where document.tokens[token].kind == .word {
        var bits: UInt8 = 0
        let isInside = words.positions[token] == 0
        switch document.tokens[token].casing {
        case .lower: bits = 1
        case .capitalized, .mixed, .upper: if isInside { bits = 2 }
        case .none: break
        }
        if token > sentence.tokens.lowerBound, bits != 1,
          !lists[token - 1].isDisjoint(with: [.given, .honorific]),
          document.tokens[token - 1].casing == .capitalized
        {
          bits |= 4
        }
        let form = words.forms[token]
        if let seen = evidence[form] {
          evidence[form] = seen | bits | 8
        } else {
          evidence[form] = bits
        }
      }
    }
    return words.forms.map { evidence[$0] ?? 0 }
  }

  /// Appends the features of a token of a sentence.
  @inline(__always)
  package func append(_ token: Int, in sentence: Range<Int>, to features: inout [UInt64]) {
    let first = sentence.lowerBound
    let last = sentence.upperBound - 1
    func form(_ index: Int) -> UInt64 { index < first ? 1 : index > last ? 2 : words.forms[index] }
    func shape(_ index: Int) -> UInt64 {
      index < first
        ? 0xFFFF
        : index > last ? 0xFFFE : words.shapes[index] << 3 | UInt64(words.positions[index])
    }
    func tag(_ index: Int) -> UInt64 {
      index < first ? 20 : index > last ? 21 : UInt64(tags[index].rawValue)
    }
    func list(_ index: Int) -> UInt64 {
      index < first || index > last ? 0xFFFF_FFFF : UInt64(lists[index])
    }
    func group(_ index: Int) -> UInt64 {
      index < first ? 0xFFFF : index > last ? 0xFFFE : UInt64(classes[index])
    }
    func phrase(_ index: Int) -> UInt64 {
      index < first || index > last ? 0 : UInt64(phrases[index])
    }
    let form0 = form(token)
    let shape0 = shape(token)
    let list0 = list(token)
    let seen = UInt64(elsewhere[token]) << 2 | UInt64(words.habits[token])
    let cased = shape0 << 8 | seen
    features.append(feature(101, form0))
    features.append(feature(102, form0, shape0))
    features.append(feature(103, words.ending(token, 2), shape0))
    features.append(feature(104, words.ending(token, 3), shape0))
    features.append(feature(105, words.ending(token, 4)))
    features.append(feature(106, words.beginning(token, 3), shape0))
    features.append(feature(107, words.beginning(token, 4)))
    features.append(feature(108, cased))
    features.append(feature(109, shape0, tag(token)))
    features.append(feature(110, form(token - 1), shape0))
    features.append(feature(111, form(token + 1), shape0))
    features.append(feature(112, form(token - 2), shape0))
    features.append(feature(113, form(token + 2), shape0))
    features.append(feature(116, shape(token - 1), shape0))
    features.append(feature(117, shape0, shape(token + 1)))
    features.append(feature(118, shape(token - 1) << 20 | shape0, shape(token + 1)))
    features.append(feature(119, tag(token - 1) << 10 | tag(token), tag(token + 1)))
    features.append(feature(120, tag(token - 1), shape0))
    features.append(feature(121, tag(token + 1), shape0))
    features.append(feature(122, list0, shape0))
    features.append(feature(123, phrase(token), shape0))
    features.append(feature(124, list(token - 1), list0))
    features.append(feature(125, list0, list(token + 1)))
    features.append(feature(126, list(token - 1), shape0))
    features.append(feature(127, list(token + 1), shape0))
    features.append(feature(128, phrase(token + 1), shape0))
    features.append(feature(129, phrase(token - 1), shape0))
    features.append(feature(130, list0 << 8 | seen, tag(token)))
    features.append(feature(133, words.ending(token - 1 < first ? token : token - 1, 3), shape0))
    features.append(feature(134, words.ending(token + 1 > last ? token : token + 1, 3), shape0))
    features.append(feature(135, list(token - 2) &* 31 &+ list(token - 1), shape0))
    features.append(feature(137, group(token), shape0))
    features.append(feature(138, group(token - 1), shape0))
    features.append(feature(139, group(token + 1), shape0))
    let run = runs[token]
    if !run.isEmpty {
      let start = Int(run.lowerBound)
      let end = Int(run.upperBound)
      let place = UInt64(min(token - start, 3)) << 4 | UInt64(min(end - 1 - token, 3))
      features.append(feature(140, form(end - 1), place))
      features.append(feature(141, form(start), place))
      features.append(feature(142, form(start - 1), place))
      features.append(feature(143, form(end), place))
      features.append(feature(144, list(end - 1), place))
      features.append(feature(145, list(start), place))
      features.append(feature(146, list(start) &* 31 &+ list(end - 1), place))
      features.append(feature(147, group(start - 1), group(end) << 8 | place))
    }
    // Each list by itself, for words that stand in several.
    var remaining = list0
    while remaining != 0 && remaining != 0xFFFF_FFFF {
      let bit = UInt64(remaining.trailingZeroBitCount)
      features.append(feature(136, bit, shape0 << 4 | UInt64(elsewhere[token])))
      remaining &= remaining - 1
    }
  }
}

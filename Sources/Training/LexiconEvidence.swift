package import Corpora
package import Documents
import Foundation
package import Lexicons
package import StanceScoring
package import Syntax

/// What labelled quotes say of single words: how often they stand near a target that is favoured, and
/// how often near one that is opposed.
package struct LexiconEvidence: Sendable {
  /// A lemma with its part of speech.
  package struct Word: Sendable {
    package var lemma: String
    package var pos: String
    /// Texts with the word near the target, by label, in the order of `Stance.allCases`.
    package var counts: [Int]
    /// How sure it is that the word goes with favor (above 0) or against (below 0): the log-odds ratio
    /// with a prior, in standard deviations (B. Monroe, M. Colaresi and K. Quinn, "Fightin' words",
    /// 2008).
    package var z: Double
    /// The texts that show it best: their label is the word's.
    package var examples: [String]
    /// Whether the lists have a valence, a frame or a cue for it.
    package var isListed: Bool

    package var total: Int { counts.reduce(0, +) }

    /// The valence to propose: its sign is that of `z`, its size grows with the share of the label.
    package var valence: Double {
      let polar = Double(counts[0] + counts[2])
      let balance = (Double(counts[0] - counts[2])) / (polar + 2)
      let size = max(0.5, (abs(balance) * 6).rounded() / 2)
      return (z < 0 ? -1 : 1) * min(3, size)
    }
  }

  /// All words, those that tell most first.
  package let words: [Word]
  package let quoteCount: Int
  /// Quotes in which no word has a valence, a frame or the stance of a cue.
  package let bareCount: Int

  /// How many words away from the target a word still counts.
  private static let reach = 10

  /// - Parameter parse: the analysis that questions have.
  package init(
    _ quotes: [LabelledQuote], lexicons: StanceLexicons, threads: Int,
    parse: @Sendable (Document) -> Parse
  ) {
    let questions = StanceQuestions(quotes, threads: threads, parse: parse)
    var found: [String: Word] = [:]
    var totals = [0.0, 0.0, 0.0]
    var bareCount = 0
    for (quote, question) in zip(questions.quotes, questions.questions) {
      let label = Stance.allCases.firstIndex(of: quote.label)!
      totals[label] += 1
      let target = question.targetMentions[0]
      var seen: Set<String> = []
      var isBare = true
      for index in question.document.tokens.indices
      where question.document.tokens[index].kind == .word {
        guard let pos = Self.classes[question.parse.tags[index]], !target.contains(index) else {
          continue
        }
        let hash = question.parse.lemmaHashes[index]
        let isListed = lexicons.lists(hash)
        if isListed { isBare = false }
        let distance =
          index < target.lowerBound
          ? target.lowerBound - index : index - target.upperBound + 1
        guard distance <= Self.reach else { continue }
        let lemma = question.parse.lemma(index)
        let key = "\(lemma)\t\(pos)"
        guard seen.insert(key).inserted else { continue }
        var word =
          found[key]
          ?? Word(
            lemma: lemma, pos: pos, counts: [0, 0, 0], z: 0, examples: [], isListed: isListed)
        word.counts[label] += 1
        if label != 1 && word.examples.count < 8 {
          word.examples.append("\(quote.label.rawValue):\(quote.id)")
        }
        found[key] = word
      }
      if isBare { bareCount += 1 }
    }
    let polar = totals[0] + totals[2]
    words = found.values.map { word in
      var word = word
      word.z = Self.z(word.counts, favor: totals[0], against: totals[2], all: max(1, polar))
      let wanted = word.z > 0 ? "favor:" : "against:"
      word.examples = word.examples.filter { $0.hasPrefix(wanted) }.prefix(3).map {
        String($0.dropFirst(wanted.count))
      }
      return word
    }.sorted {
      abs($0.z) != abs($1.z)
        ? abs($0.z) > abs($1.z) : ($0.lemma, $0.pos) < ($1.lemma, $1.pos)
    }
    quoteCount = questions.quotes.count
    self.bareCount = bareCount
  }

  private static let classes: [PartOfSpeech: String] = [
    .noun: "NOUN", .verb: "VERB", .adj: "ADJ", .adv: "ADV",
  ]

  private static func z(_ counts: [Int], favor: Double, against: Double, all: Double) -> Double {
    let prior = 4.0
    let first = Double(counts[0]) + prior * favor / all
    let second = Double(counts[2]) + prior * against / all
    guard first > 0, second > 0, favor + prior > first, against + prior > second else { return 0 }
    let ratio = log(first / (favor + prior - first)) - log(second / (against + prior - second))
    return ratio / (1 / first + 1 / second).squareRoot()
  }
}

extension StanceLexicons {
  /// Whether a word by itself has a valence, a frame or a cue's stance.
  fileprivate func lists(_ lemma: UInt64) -> Bool {
    if valence[lemma] != nil || frames.verb(lemma) != nil { return true }
    guard let cue = cues.verb(lemma) ?? cues.noun(lemma) else { return false }
    return cue.contentStance != 0 || cue.addresseeStance != 0
  }
}

/// Which words of texts without labels the lists do not have, by how often they stand there.
package struct LexiconCoverage: Sendable {
  package struct Word: Sendable {
    package var lemma: String
    package var pos: String
    package var count: Int
  }

  /// Words that are missing, the most frequent first.
  package private(set) var missing: [Word] = []
  package private(set) var wordCount = 0
  package private(set) var listedCount = 0
  private var counts: [String: Int] = [:]

  package init() {}

  package mutating func add(_ document: Document, _ parse: Parse, _ lexicons: StanceLexicons) {
    for index in document.tokens.indices where document.tokens[index].kind == .word {
      let pos: String
      switch parse.tags[index] {
      case .noun: pos = "NOUN"
      case .verb: pos = "VERB"
      case .adj: pos = "ADJ"
      case .adv: pos = "ADV"
      default: continue
      }
      wordCount += 1
      if lexicons.lists(parse.lemmaHashes[index]) {
        listedCount += 1
      } else {
        counts["\(parse.lemma(index))\t\(pos)", default: 0] += 1
      }
    }
  }

  /// Sorts what was counted.
  package mutating func finish() {
    missing = counts.map { key, count in
      let parts = key.split(separator: "\t")
      return Word(lemma: String(parts[0]), pos: String(parts[1]), count: count)
    }.sorted { ($1.count, $0.lemma, $0.pos) < ($0.count, $1.lemma, $1.pos) }
  }
}

/// Formats of word lists that others publish.
public enum LexiconFormat: String, Sendable, CaseIterable {
  /// A word, its mean rating, spread and ratings, by tabs (VADER).
  case vader
  /// A word and a whole number from -5 to 5, by a tab (AFINN).
  case afinn
  /// A word, a category and 0 or 1, by tabs (NRC Emotion Lexicon).
  case nrc
  /// `key=value` fields by spaces (MPQA subjectivity clues).
  case mpqa
  /// One word a line, one file a polarity, comments after `;` (Opinion Lexicon).
  case opinion
  /// Numbered categories between two `%`, then words with category numbers (LIWC, `.dic`).
  case liwc
  /// Nested keys with lists (quanteda, `.yml`).
  case quanteda
  /// `+category` lines with words below them (Lexicoder, `.lcd`).
  case lexicoder
}

/// A list in our form: entries with a valence.
public struct ImportedLexicon: Sendable {
  public struct Entry: Hashable, Sendable {
    public var entry: String
    public var pos: String
    /// From -4 to 4, never 0.
    public var valence: Double
  }

  /// Sorted by the bytes of entry and part of speech, none twice.
  public var entries: [Entry]
  /// What was joined, left out or could not be kept, as sentences.
  public var notes: [String]

  init(entries: [Entry], notes: [String]) {
    self.entries = entries
    self.notes = notes
  }

  /// Several lists as one; an entry that is in more than one gets the mean of its valences, and is left
  /// out when that is nothing.
  public init(joining lists: [ImportedLexicon]) {
    var values: [Entry: [Double]] = [:]
    for list in lists {
      for entry in list.entries {
        values[Entry(entry: entry.entry, pos: entry.pos, valence: 0), default: []]
          .append(entry.valence)
      }
    }
    entries = values.compactMap { key, all in
      let mean = (all.reduce(0, +) / Double(all.count) * 2).rounded() / 2
      return mean == 0 ? nil : Entry(entry: key.entry, pos: key.pos, valence: mean)
    }.sorted {
      $0.entry != $1.entry
        ? $0.entry.utf8.lexicographicallyPrecedes($1.entry.utf8)
        : $0.pos.utf8.lexicographicallyPrecedes($1.pos.utf8)
    }
    notes = lists.flatMap(\.notes)
  }

  /// The list as a file that `--lexicon` takes.
  public func table(name: String, provenance: String) -> String {
    var text = """
      # name: \(name)
      # version: 1
      # license: that of the list it was made from
      # provenance: \(provenance)
      entry\tpos\tvalence\tregister

      """
    for entry in entries {
      text += "\(entry.entry)\t\(entry.pos)\t\(Self.number(entry.valence))\tgeneral\n"
    }
    return text
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() ? "\(Int(value))" : "\(value)"
  }
}

/// Brings lists that others publish into our form.
public struct LexiconImporter: Sendable {
  public var format: LexiconFormat
  /// Names of categories that are good and bad, in small letters.
  public var positiveCategories: Set<String> = [
    "posemo", "positive", "positiv", "pos", "tone_pos", "emo_pos", "neg_negative",
  ]
  public var negativeCategories: Set<String> = [
    "negemo", "negative", "negativ", "neg", "tone_neg", "emo_neg", "neg_positive",
  ]
  /// Words that stand for a term with `*` when they begin like it; sorted.
  public var knownWords: [String] = []

  public init(_ format: LexiconFormat) { self.format = format }

  /// The valence of a term that is only known to be good or bad.
  static let plainValence = 2.0

  /// Reads a list.
  ///
  /// Bytes that are no UTF-8 are read as Latin-1. A term that stands there more than once gets the mean
  /// of its valences; one that is as good as bad is left out.
  ///
  /// - Parameter name: The file's name, for errors; it tells the polarity in `opinion`.
  /// - Throws: `LexiconError` with the line that is not of the format.
  public func read(name: String, bytes: [UInt8]) throws(LexiconError) -> ImportedLexicon {
    let lines = DictionaryLines(bytes)
    var notes: [String] = []
    if lines.isLatin1 { notes.append("the text is not valid UTF-8 and was read as Latin-1") }
    let terms: [DictionaryTerm]
    switch format {
    case .vader: terms = try rated(name, lines, scale: 1)
    case .afinn: terms = try rated(name, lines, scale: 0.8)
    case .nrc: terms = try emotions(name, lines)
    case .mpqa: terms = try clues(name, lines)
    case .opinion: terms = try opinions(name, lines)
    case .liwc: terms = try LIWCDictionary(name: name, lines: lines, notes: &notes).terms
    case .quanteda: terms = try QuantedaDictionary.terms(name, lines)
    case .lexicoder: terms = try lexicoder(name, lines)
    }
    return try imported(name, terms, notes)
  }

  private func imported(
    _ name: String, _ terms: [DictionaryTerm], _ notes: [String]
  ) throws(LexiconError) -> ImportedLexicon {
    var notes = notes
    let isRated = terms.contains { $0.value != nil }
    if !isRated {
      let found = Set(terms.flatMap(\.categories))
      let isPolar = found.contains { polarity(of: $0) != 0 }
      guard isPolar || terms.isEmpty else {
        throw LexiconError(file: name, line: nil, problem: .noPolarCategory(found: found.sorted()))
      }
    }
    var values: [ImportedLexicon.Entry: [Double]] = [:]
    var counts = (neutral: 0, expanded: 0, unknown: 0, repeated: 0)
    for term in terms {
      let value = term.value ?? valence(of: term.categories)
      guard let value, value != 0 else {
        counts.neutral += 1
        continue
      }
      var texts = [term.text]
      if term.text.last == "*" {
        texts = expanded(term.text)
        if texts.isEmpty { counts.unknown += 1 } else { counts.expanded += 1 }
      }
      for text in texts {
        let entry = ImportedLexicon.Entry(entry: normal(text), pos: term.pos, valence: 0)
        if entry.entry.isEmpty { continue }
        if values[entry] != nil && term.text.last != "*" { counts.repeated += 1 }
        values[entry, default: []].append(value)
      }
    }
    var entries: [ImportedLexicon.Entry] = []
    for (key, all) in values {
      let mean = all.reduce(0, +) / Double(all.count)
      let rounded = max(-4, min(4, (mean * 2).rounded() / 2))
      if mean == 0 {
        counts.neutral += 1
        continue
      }
      var entry = key
      entry.valence = rounded != 0 ? rounded : mean > 0 ? 0.5 : -0.5
      entries.append(entry)
    }
    entries.sort {
      $0.entry != $1.entry
        ? $0.entry.utf8.lexicographicallyPrecedes($1.entry.utf8)
        : $0.pos.utf8.lexicographicallyPrecedes($1.pos.utf8)
    }
    func note(_ count: Int, _ sentence: String) {
      if count > 0 { notes.append("\(count) \(sentence)") }
    }
    note(counts.repeated, "terms stand there more than once: the mean counts")
    note(counts.neutral, "terms are neither good nor bad and were left out")
    note(counts.expanded, "terms ending in * stand for the known words that begin so")
    note(counts.unknown, "terms ending in * begin no known word and were left out")
    return ImportedLexicon(entries: entries, notes: notes)
  }

  private func polarity(of category: String) -> Double {
    let name = category.lowercased()
    return positiveCategories.contains(name)
      ? Self.plainValence : negativeCategories.contains(name) ? -Self.plainValence : 0
  }

  private func valence(of categories: [String]) -> Double? {
    let polar = categories.map(polarity).filter { $0 != 0 }
    return polar.isEmpty ? nil : polar.reduce(0, +) / Double(polar.count)
  }

  private func normal(_ text: String) -> String {
    text.lowercased().replacing("\u{2019}", with: "'").split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
  }

  /// The known words that begin as a term does.
  private func expanded(_ term: String) -> [String] {
    let stem = normal(String(term.dropLast()))
    guard !stem.isEmpty else { return [] }
    var low = 0
    var high = knownWords.count
    while low < high {
      let middle = (low + high) / 2
      if knownWords[middle].utf8.lexicographicallyPrecedes(stem.utf8) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return Array(knownWords[low...].prefix { $0.hasPrefix(stem) })
  }

  // MARK: Formats

  private func malformed(
    _ name: String, _ line: Int, _ found: Substring, _ expected: String
  ) -> LexiconError {
    LexiconError(
      file: name, line: line,
      problem: .malformed(found: String(found.prefix(60)), expected: expected))
  }

  private func rated(
    _ name: String, _ lines: DictionaryLines, scale: Double
  ) throws(LexiconError) -> [DictionaryTerm] {
    var terms: [DictionaryTerm] = []
    for (number, text) in lines.lines where !text.allSatisfy(\.isWhitespace) {
      let fields = text.split(separator: "\t")
      guard fields.count >= 2,
        let value = Double(fields[1].filter { !$0.isWhitespace }), value.isFinite
      else { throw malformed(name, number, text, "a word, a tab and a number") }
      terms.append(DictionaryTerm(line: number, text: String(fields[0]), value: value * scale))
    }
    return terms
  }

  private func emotions(
    _ name: String, _ lines: DictionaryLines
  ) throws(LexiconError) -> [DictionaryTerm] {
    var terms: [DictionaryTerm] = []
    for (number, text) in lines.lines where !text.allSatisfy(\.isWhitespace) {
      let fields = text.split(separator: "\t")
      guard fields.count == 3, let flag = Int(fields[2].filter { !$0.isWhitespace }),
        (0...1).contains(flag)
      else { throw malformed(name, number, text, "a word, a category and 0 or 1, by tabs") }
      if flag == 1 {
        terms.append(
          DictionaryTerm(line: number, text: String(fields[0]), categories: [String(fields[1])]))
      }
    }
    return terms.filter { !$0.categories.allSatisfy { polarity(of: $0) == 0 } }
  }

  private func clues(
    _ name: String, _ lines: DictionaryLines
  ) throws(LexiconError) -> [DictionaryTerm] {
    let classes = ["adj": "ADJ", "adverb": "ADV", "noun": "NOUN", "verb": "VERB"]
    var terms: [DictionaryTerm] = []
    for (number, text) in lines.lines where !text.allSatisfy(\.isWhitespace) {
      var fields: [Substring: Substring] = [:]
      for field in text.split(whereSeparator: \.isWhitespace) {
        let parts = field.split(separator: "=", maxSplits: 1)
        // A few lines of the published file have a stray letter between two fields.
        if parts.count == 2 { fields[parts[0]] = parts[1] }
      }
      guard let word = fields["word1"], let polarity = fields["priorpolarity"] else {
        throw malformed(name, number, text, "fields word1=… and priorpolarity=…")
      }
      let strength = fields["type"] == "strongsubj" ? 3.0 : 1.5
      let value: Double
      switch polarity {
      case "positive", "strongpos", "weakpos": value = strength
      case "negative", "strongneg", "weakneg": value = -strength
      case "neutral", "both": value = 0
      default: throw malformed(name, number, polarity, "positive, negative, neutral or both")
      }
      terms.append(
        DictionaryTerm(
          line: number, text: String(word),
          pos: fields["pos1"].flatMap { classes[String($0)] } ?? "X", value: value))
    }
    return terms
  }

  private func opinions(
    _ name: String, _ lines: DictionaryLines
  ) throws(LexiconError) -> [DictionaryTerm] {
    let file = name.split(separator: "/").last?.lowercased() ?? ""
    let isPositive = file.contains("positive")
    guard isPositive != file.contains("negative") else {
      throw LexiconError(
        file: name, line: nil,
        problem: .malformed(
          found: file, expected: "a file name with \"positive\" or \"negative\" in it"))
    }
    return lines.lines.compactMap { number, text in
      let word = text.filter { !$0.isWhitespace || $0 == " " }
      guard !word.isEmpty, !word.hasPrefix(";") else { return nil }
      return DictionaryTerm(
        line: number, text: String(word), value: (isPositive ? 1 : -1) * Self.plainValence)
    }
  }

  private func lexicoder(
    _ name: String, _ lines: DictionaryLines
  ) throws(LexiconError) -> [DictionaryTerm] {
    var terms: [DictionaryTerm] = []
    var category: String?
    for (number, text) in lines.lines {
      var words = text.split(whereSeparator: \.isWhitespace)
      guard let first = words.first else { continue }
      if first.hasPrefix("+") {
        category = String(text.drop { $0.isWhitespace || $0 == "+" })
        continue
      }
      // A weight in parentheses may follow: "abandon* (1)".
      if words.count > 1, let last = words.last, last.hasPrefix("("), last.hasSuffix(")") {
        words.removeLast()
      }
      guard let category else {
        throw malformed(name, number, text, "a line with + and a category before the first word")
      }
      terms.append(
        DictionaryTerm(
          line: number, text: words.joined(separator: " "), categories: [category]))
    }
    return terms
  }
}

public import Syntax

/// A sentence of a treebank in CoNLL-U.
public struct TreebankSentence: Sendable {
  /// The words as written.
  public var words: [String] = []
  public var tags: [PartOfSpeech] = []
  public var lemmas: [String] = []
  /// Whether white space follows each word in the text.
  public var spaceAfter: [Bool] = []
  /// Where mentions of discourse entities begin and end at each word (`Entity=` of GUM), or empty.
  public var entityMarks: [String] = []
  /// The sentence's text (`# text =`).
  public var text = ""
  /// Whether the sentence begins a document or paragraph.
  public var beginsDocument = false
  public var beginsParagraph = false
  /// The document's genre, when the treebank names it (`# meta::genre =`).
  public var genre = ""
}

/// A sentence whose words are marked with the beginning and inside of entities.
public struct EntitySentence: Sendable {
  public var words: [String] = []
  /// Labels such as `B-PER`, `I-PER` and `O`.
  public var labels: [String] = []

  public init(words: [String] = [], labels: [String] = []) {
    self.words = words
    self.labels = labels
  }
}

/// Reads treebanks in CoNLL-U and entities in two columns.
public enum CoNLL {
  /// Reads a treebank (universaldependencies.org/format.html): words, universal tags, lemmas.
  ///
  /// Words of a multiword token ("don't") stand alone; empty nodes are passed over.
  ///
  /// - Throws: `CorpusError` naming the line with too few columns or an unknown tag.
  public static func treebank(_ bytes: [UInt8], path: String) throws(CorpusError)
    -> [TreebankSentence]
  {
    var sentences: [TreebankSentence] = []
    var sentence = TreebankSentence()
    var genre = ""
    // The last word of the multiword token that is being read, and whether a space follows it.
    var multiword: (last: Int, spaceAfter: Bool)?
    for (number, line) in lines(bytes) {
      if line.isEmpty {
        if !sentence.words.isEmpty {
          sentence.genre = genre
          sentences.append(sentence)
        }
        sentence = TreebankSentence()
        multiword = nil
        continue
      }
      if line.first == UInt8(ascii: "#") {
        let comment = String(decoding: line, as: UTF8.self)
        if comment.hasPrefix("# newdoc") { sentence.beginsDocument = true }
        if comment.hasPrefix("# newpar") { sentence.beginsParagraph = true }
        if comment.hasPrefix("# text = ") { sentence.text = String(comment.dropFirst(9)) }
        if comment.hasPrefix("# meta::genre = ") { genre = String(comment.dropFirst(16)) }
        continue
      }
      let fields = line.split(separator: 9, omittingEmptySubsequences: false)
      guard fields.count == 10 else {
        throw CorpusError(
          path: path, line: number,
          problem: .refused("expected 10 columns, found \(fields.count)"))
      }
      if fields[0].contains(UInt8(ascii: ".")) { continue }
      let misc = String(decoding: fields[9], as: UTF8.self)
      let hasSpace = !misc.split(separator: "|").contains("SpaceAfter=No")
      let id = String(decoding: fields[0], as: UTF8.self)
      if let dash = id.firstIndex(of: "-") {
        guard let last = Int(id[id.index(after: dash)...]) else {
          throw CorpusError(
            path: path, line: number,
            problem: .refused("expected word numbers such as 3-4, found \"\(id)\""))
        }
        multiword = (last, hasSpace)
        continue
      }
      let name = String(decoding: fields[3], as: UTF8.self)
      guard let tag = PartOfSpeech(universalName: name) else {
        throw CorpusError(
          path: path, line: number,
          problem: .wrongWord(
            field: "UPOS", found: name, expected: PartOfSpeech.allCases.map(\.universalName)))
      }
      sentence.words.append(String(decoding: fields[1], as: UTF8.self))
      sentence.tags.append(tag)
      sentence.lemmas.append(String(decoding: fields[2], as: UTF8.self))
      let marks = misc.split(separator: "|").first { $0.hasPrefix("Entity=") }
      sentence.entityMarks.append(marks.map { String($0.dropFirst(7)) } ?? "")
      if let inside = multiword {
        let isLast = sentence.words.count == inside.last
        sentence.spaceAfter.append(isLast && inside.spaceAfter)
        if isLast { multiword = nil }
      } else {
        sentence.spaceAfter.append(hasSpace)
      }
    }
    if !sentence.words.isEmpty {
      sentence.genre = genre
      sentences.append(sentence)
    }
    return sentences
  }

  /// Reads lines of a word, a tab and a label; a blank line ends a sentence.
  ///
  /// - Throws: `CorpusError` naming a line that is neither.
  public static func entities(_ bytes: [UInt8], path: String) throws(CorpusError)
    -> [EntitySentence]
  {
    var sentences: [EntitySentence] = []
    var sentence = EntitySentence()
    for (number, line) in lines(bytes) {
      if line.isEmpty {
        if !sentence.words.isEmpty { sentences.append(sentence) }
        sentence = EntitySentence()
        continue
      }
      let fields = line.split(separator: 9, omittingEmptySubsequences: false)
      guard fields.count == 2 else {
        throw CorpusError(
          path: path, line: number,
          problem: .refused(
            "expected a word, a tab and a label, found "
              + (fields.count == 1 ? "1 column" : "\(fields.count) columns")))
      }
      sentence.words.append(String(decoding: fields[0], as: UTF8.self))
      sentence.labels.append(String(decoding: fields[1], as: UTF8.self))
    }
    if !sentence.words.isEmpty { sentences.append(sentence) }
    return sentences
  }

  /// Reads the columns of the CoNLL shared tasks: the word first and the entity's label last, separated by
  /// spaces or tabs; a blank line ends a sentence, and `-DOCSTART-` lines say nothing.
  ///
  /// Labels that begin an entity with `I-`, as in 2003, are read as `B-`.
  ///
  /// - Throws: `CorpusError` naming a line with a single column.
  public static func entityColumns(_ bytes: [UInt8], path: String) throws(CorpusError)
    -> [EntitySentence]
  {
    var sentences: [EntitySentence] = []
    var sentence = EntitySentence()
    for (number, line) in lines(bytes) {
      let fields = line.split { $0 == 9 || $0 == 32 }
      if fields.isEmpty || line.starts(with: "-DOCSTART-".utf8) {
        if !sentence.words.isEmpty { sentences.append(sentence) }
        sentence = EntitySentence()
        continue
      }
      guard fields.count >= 2, let word = fields.first, let last = fields.last else {
        throw CorpusError(
          path: path, line: number,
          problem: .refused("expected a word and a label, found 1 column"))
      }
      var label = String(decoding: last, as: UTF8.self)
      if label.hasPrefix("I-") {
        let kind = label.dropFirst(2)
        let continues = sentence.labels.last.map { $0 != "O" && $0.dropFirst(2) == kind } ?? false
        if !continues { label = "B-" + kind }
      }
      sentence.words.append(String(decoding: word, as: UTF8.self))
      sentence.labels.append(label)
    }
    if !sentence.words.isEmpty { sentences.append(sentence) }
    return sentences
  }

  private static func lines(_ bytes: [UInt8]) -> [(Int, ArraySlice<UInt8>)] {
    var lines: [(Int, ArraySlice<UInt8>)] = []
    for (index, line) in bytes.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
      lines.append((index + 1, line.last == 13 ? line.dropLast() : line))
    }
    return lines
  }
}

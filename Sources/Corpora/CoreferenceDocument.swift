public import Documents

/// A document of a treebank with its mentions and which of them mean the same.
public struct CoreferenceDocument: Sendable {
  public struct Mention: Hashable, Sendable {
    /// UTF-8 offsets into the text.
    public var span: TextSpan
    /// Mentions of one entity have the same cluster.
    public var cluster: String
  }
  /// Valid UTF-8: sentences joined by spaces, paragraphs by blank lines.
  public var text: [UInt8]
  public var mentions: [Mention]
  public var genre: String

  /// The documents of a treebank that marks mentions as GUM does (Zeldes 2017, The GUM corpus).
  ///
  /// A mark such as `(7-person-…(9-place-…)` opens 7 at a word and has 9 there alone; `7)` closes it.
  public static func documents(of sentences: [TreebankSentence]) -> [CoreferenceDocument] {
    var documents: [CoreferenceDocument] = []
    var open: [String: [Int]] = [:]
    for sentence in sentences {
      if sentence.beginsDocument || documents.isEmpty {
        documents.append(CoreferenceDocument(text: [], mentions: [], genre: sentence.genre))
        open = [:]
      }
      let last = documents.count - 1
      if !documents[last].text.isEmpty {
        documents[last].text += (sentence.beginsParagraph ? "\n\n" : " ").utf8
      }
      let base = documents[last].text.count
      let text = Array(sentence.text.utf8)
      documents[last].text += text
      var cursor = 0
      for (word, marks) in zip(sentence.words, sentence.entityMarks) {
        let bytes = Array(word.utf8)
        while cursor + bytes.count <= text.count,
          !text[cursor..<cursor + bytes.count].elementsEqual(bytes)
        {
          cursor += 1
        }
        guard cursor + bytes.count <= text.count else { break }
        let start = base + cursor
        cursor += bytes.count
        for mark in parse(marks) {
          if mark.opens { open[mark.cluster, default: []].append(start) }
          if mark.closes, let first = open[mark.cluster]?.popLast() {
            documents[last].mentions.append(
              Mention(span: TextSpan(first..<base + cursor), cluster: mark.cluster))
          }
        }
      }
    }
    return documents
  }

  private static func parse(_ marks: String) -> [(cluster: String, opens: Bool, closes: Bool)] {
    var found: [(cluster: String, opens: Bool, closes: Bool)] = []
    var word = ""
    var opens = false
    func cluster(_ word: String) -> String { String(word.prefix { $0 != "-" }) }
    for character in marks {
      switch character {
      case "(":
        if opens { found.append((cluster(word), true, false)) }
        word = ""
        opens = true
      case ")":
        found.append((cluster(word), opens, true))
        word = ""
        opens = false
      default: word.append(character)
      }
    }
    if opens { found.append((cluster(word), true, false)) }
    return found
  }
}

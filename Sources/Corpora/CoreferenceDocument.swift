public import Documents
import Syntax

/// A document of a treebank with its mentions and which of them mean the same.
public struct CoreferenceDocument: Sendable {
  public struct Mention: Hashable, Sendable {
    /// UTF-8 offsets into the text.
    public var span: TextSpan
    /// Mentions of one entity have the same cluster.
    public var cluster: String
    /// What the treebank says it is ("person", "organization", "place", …).
    public var kind: String
    /// UTF-8 offsets of the head word.
    public var head: TextSpan
    /// Whether the head is a proper name.
    public var isName: Bool
    /// UTF-8 offsets of the name in a mention by name: the head with the proper names beside it.
    public var name: TextSpan
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
    /// Where a mention opened: the sentence, the word in it, and its mark.
    var open: [String: [(word: Int, mark: Mark)]] = [:]
    for sentence in sentences {
      if sentence.beginsDocument || documents.isEmpty {
        documents.append(CoreferenceDocument(text: [], mentions: [], genre: sentence.genre))
      }
      open = [:]
      let last = documents.count - 1
      if !documents[last].text.isEmpty {
        documents[last].text += (sentence.beginsParagraph ? "\n\n" : " ").utf8
      }
      let base = documents[last].text.count
      let text = Array(sentence.text.utf8)
      documents[last].text += text
      var cursor = 0
      var spans: [Range<Int>] = []
      for word in sentence.words {
        let bytes = Array(word.utf8)
        while cursor + bytes.count <= text.count,
          !text[cursor..<cursor + bytes.count].elementsEqual(bytes)
        {
          cursor += 1
        }
        guard cursor + bytes.count <= text.count else { break }
        spans.append(base + cursor..<base + cursor + bytes.count)
        cursor += bytes.count
      }
      for index in spans.indices {
        for mark in parse(sentence.entityMarks[index]) {
          if mark.opens { open[mark.cluster, default: []].append((index, mark)) }
          if mark.closes, let first = open[mark.cluster]?.popLast() {
            documents[last].mentions.append(
              mention(first.word..<index + 1, first.mark, spans: spans, tags: sentence.tags))
          }
        }
      }
    }
    return documents
  }

  private static func mention(
    _ words: Range<Int>, _ mark: Mark, spans: [Range<Int>], tags: [PartOfSpeech]
  ) -> Mention {
    let head = min(words.lowerBound + mark.head, words.upperBound - 1)
    var name = head..<head + 1
    while name.lowerBound > words.lowerBound, tags[name.lowerBound - 1] == .propn {
      name = name.lowerBound - 1..<name.upperBound
    }
    while name.upperBound < words.upperBound {
      if tags[name.upperBound] == .propn {
        name = name.lowerBound..<name.upperBound + 1
      } else if tags[name.upperBound] == .adp, name.upperBound + 1 < words.upperBound,
        tags[name.upperBound + 1] == .propn
      {
        // "University of Osk"
        name = name.lowerBound..<name.upperBound + 2
      } else {
        break
      }
    }
    func span(_ range: Range<Int>) -> TextSpan {
      TextSpan(spans[range.lowerBound].lowerBound..<spans[range.upperBound - 1].upperBound)
    }
    return Mention(
      span: span(words), cluster: mark.cluster, kind: mark.kind, head: span(head..<head + 1),
      isName: tags[head] == .propn, name: span(name))
  }

  /// One mark of a mention at a word.
  private struct Mark {
    var cluster: String
    var kind = ""
    /// How many words of the mention stand before its head.
    var head = 0
    var opens: Bool
    var closes: Bool

    init(_ word: String, opens: Bool, closes: Bool) {
      // 7-person-giv:act-nnnnn-cf1-2,3-coref: number, kind, …, the places of the head, the link.
      let fields = word.split(separator: "-", omittingEmptySubsequences: false)
      cluster = String(fields[0])
      self.opens = opens
      self.closes = closes
      guard fields.count > 5 else { return }
      kind = String(fields[1])
      let places = fields[5].split(separator: ",")
      head = max(0, (places.first.flatMap { Int($0) } ?? 1) - 1)
    }
  }

  private static func parse(_ marks: String) -> [Mark] {
    var found: [Mark] = []
    var word = ""
    var opens = false
    for character in marks {
      switch character {
      case "(":
        if opens { found.append(Mark(word, opens: true, closes: false)) }
        word = ""
        opens = true
      case ")":
        found.append(Mark(word, opens: opens, closes: true))
        word = ""
        opens = false
      default: word.append(character)
      }
    }
    if opens { found.append(Mark(word, opens: true, closes: false)) }
    return found
  }
}

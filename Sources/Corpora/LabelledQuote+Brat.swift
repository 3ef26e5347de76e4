internal import Documents
internal import StanceScoring

extension LabelledQuote {
  /// Reads what brat keeps of one text: `name.ann` beside `name.txt`.
  ///
  /// Marks are called `Target`, `Content` (or `Quote`), `Cue` and `Source` (or `Speaker`), in any case. A
  /// target has an attribute `Stance` with the label; targets without one are left out. A relation between
  /// a target and another mark, in either direction, says which parts belong to it, and a relation from
  /// there goes on to further parts. The text of the quote is the paragraphs that hold its parts.
  ///
  /// - Throws: `CorpusError` naming the line of a mark that cannot be understood.
  static func readBrat(_ path: String) throws(CorpusError) -> [LabelledQuote] {
    let text = try FileBytes.read(textPath(of: path))
    do throws(CorpusProblem) { try FileBytes.check(text) } catch {
      throw CorpusError(path: textPath(of: path), problem: error)
    }
    var marks = BratMarks()
    let resolver = SpanResolver(text)
    let lines = try FileBytes.read(path).split(separator: 0x0A, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let line = line.last == 0x0D ? line.dropLast() : line
      do throws(CorpusProblem) {
        try marks.read(String(decoding: line, as: UTF8.self), line: index + 1, resolver)
      } catch {
        throw CorpusError(path: path, line: index + 1, problem: error)
      }
    }
    let name = FileBytes.name(of: path)
    var quotes: [LabelledQuote] = []
    for target in marks.marks where target.type == "target" {
      guard let stance = marks.stances[target.id], let span = target.spans.first else { continue }
      guard let label = Stance(rawValue: stance.word) else {
        throw CorpusError(
          path: path, line: stance.line,
          problem: .wrongWord(
            field: "Stance", found: stance.word, expected: Stance.allCases.map(\.rawValue)))
      }
      quotes.append(
        quote(
          about: span, label, parts: marks.parts(of: target), text, id: "\(name):\(target.id)", name
        ))
    }
    return quotes
  }

  /// The text beside a file of marks, whatever it is compressed with.
  private static func textPath(of path: String) -> String {
    let stem = path.hasSuffix(".ann") ? path.dropLast(4) : path[...]
    return stem + ".txt"
  }

  /// The quote in the paragraphs that hold its parts, with offsets into these.
  private static func quote(
    about target: TextSpan, _ label: Stance, parts: [BratMarks.Mark], _ text: [UInt8], id: String,
    _ group: String
  ) -> LabelledQuote {
    let spans = parts.flatMap(\.spans) + [target]
    var start = spans.map { Int($0.start) }.min() ?? 0
    var end = spans.map { Int($0.end) }.max() ?? text.count
    while start > 0 && text[start - 1] != 0x0A { start -= 1 }
    while end < text.count && text[end] != 0x0A { end += 1 }
    func local(_ span: TextSpan) -> TextSpan {
      TextSpan(span.start - Int32(start), span.end - Int32(start))
    }
    func all(_ types: Set<String>) -> [TextSpan] {
      parts.filter { types.contains($0.type) }.flatMap(\.spans).sorted { $0.start < $1.start }
        .map(local)
    }
    return LabelledQuote(
      id: id, text: Array(text[start..<end]), target: local(target),
      source: all(["source", "speaker"]).first, content: all(["content", "quote"]),
      cue: all(["cue"]),
      label: label, group: group)
  }
}

/// The marks of one file of brat's.
private struct BratMarks {
  struct Mark {
    var id: String
    /// In lower case.
    var type: String
    var spans: [TextSpan]
  }

  private(set) var marks: [Mark] = []
  /// The word and line of each mark's attribute `Stance`.
  private(set) var stances: [String: (word: String, line: Int)] = [:]
  private var relations: [(first: String, second: String)] = []

  /// Takes up a line; notes, events and what else brat knows are passed over.
  mutating func read(
    _ text: String, line: Int, _ resolver: SpanResolver
  ) throws(CorpusProblem) {
    let fields = text.split(separator: "\t", omittingEmptySubsequences: false)
    guard let kind = text.first, fields.count >= 2 else {
      if text.isEmpty { return }
      throw .refused("expected an id, a tab and a mark, found \"\(text.prefix(40))\"")
    }
    let words = fields[1].split(separator: " ")
    switch kind {
    case "T":
      guard let type = words.first else { throw .refused("a mark needs a type and offsets") }
      var spans: [TextSpan] = []
      // Such as `Content 4 19;25 40`.
      for pair in fields[1].dropFirst(type.count).split(separator: ";") {
        let numbers = pair.split(separator: " ").map { Int($0) }
        guard numbers.count == 2, let start = numbers[0], let end = numbers[1] else {
          throw .refused("expected two offsets, found \"\(pair)\"")
        }
        spans.append(
          try resolver.span(AnnotatedSpan(start: start, end: end, text: nil, field: String(type))))
      }
      marks.append(Mark(id: String(fields[0]), type: type.lowercased(), spans: spans))
    case "A", "M":
      guard words.count == 3, words[0].lowercased() == "stance" else { return }
      stances[String(words[1])] = (words[2].lowercased(), line)
    case "R":
      let ends = words.dropFirst().compactMap { $0.split(separator: ":").last.map { String($0) } }
      guard ends.count == 2 else { throw .refused("a relation needs two marks") }
      relations.append((ends[0], ends[1]))
    default: return
    }
  }

  /// The marks that relations join with a target, directly or through marks that are no targets.
  func parts(of target: Mark) -> [Mark] {
    let targets = Set(marks.filter { $0.type == "target" }.map(\.id))
    var found: Set<String> = [target.id]
    var pending = [target.id]
    while let id = pending.popLast() {
      for relation in relations where relation.first == id || relation.second == id {
        let other = relation.first == id ? relation.second : relation.first
        if !targets.contains(other), found.insert(other).inserted { pending.append(other) }
      }
    }
    return marks.filter { $0.id != target.id && found.contains($0.id) }
  }
}

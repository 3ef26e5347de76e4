import Actors
public import Corpora
import Documents
import JSONText
import StanceScoring

extension ReportArticle {
  /// Reads an article as `sayso score` prints it, or an annotated one: a JSON object with `quotes`.
  ///
  /// Texts of spans stand for what the text itself, when it is not there, would say. A stance without a
  /// score counts as 1, 0 or -1. Fields that `sayso score` does not write are metadata. An object with `error`
  /// and no text stands for an article that could not be read.
  ///
  /// - Parameters:
  ///   - name: What an article without an id is called.
  ///   - keepsText: Whether the report shall show the article itself, when its text is there.
  /// - Returns: Nil when the object has no `quotes`: it is no scored article.
  public init?(
    json line: [UInt8], name: String, keepsText: Bool = false
  ) throws(CorpusProblem) {
    var record = ScoredRecord()
    do throws(JSONProblem) {
      var scanner = JSONScanner(line)
      guard scanner.peek() == .object else { return nil }
      try record.read(&scanner)
    } catch {
      throw .invalidJSON(error.sentence, column: error.offset + 1)
    }
    guard record.hasQuotes else {
      guard record.hasError, record.text == nil else { return nil }
      self = .errorRecord(id: record.id ?? name)
      return
    }
    let view = keepsText ? record.view(name: name) : nil
    let id = record.id ?? name
    self.init(
      id: id, date: Self.date(id: id, record.date, record.metadata),
      quotes: record.quotes.map { quote in
        Quote(
          text: quote.words(in: record.text), speaker: quote.speaker,
          speakerID: quote.speakerID, kind: quote.speakerKind ?? .person,
          targets: quote.targets.compactMap { target in
            guard let label = target.label else { return nil }
            let score = target.score ?? (label == .favor ? 1 : label == .against ? -1 : 0)
            return Target(
              name: target.name, externalID: target.externalID,
              kind: target.actor.flatMap { record.kinds[$0] } ?? .person, label: label, score: score
            )
          })
      }, view: view)
    scorer = record.scorer
  }
}

/// A line of scored articles while it is read.
private struct ScoredRecord {
  struct Span {
    var start = -1
    var end = -1
    var text: String?
  }

  struct Target {
    var name = ""
    var externalID: String?
    var actor: Int?
    var label: Stance?
    var score: Double?
    var mentions: [Span] = []
  }

  struct Quote {
    var content: [Span] = []
    var cue: [Span] = []
    var source: [Span] = []
    var speaker: String?
    var speakerID: String?
    var speakerKind: Actor.Kind?
    var targets: [Target] = []

    /// The content in one line, from the spans' own texts or from the article's.
    func words(in text: String?) -> String {
      let parts = content.map { span -> String in
        if let words = span.text { return words }
        guard let text, span.start >= 0, span.end >= span.start else { return "" }
        return String(
          text.unicodeScalars.dropFirst(span.start).prefix(span.end - span.start).map(
            Character.init))
      }
      return TextBlock.line(parts.joined(separator: " … "))
    }
  }

  var id: String?
  var text: String?
  var date: String?
  var unit = OffsetUnit.codepoint
  var metadata: [MetadataField] = []
  /// The kinds of actors, by number.
  var kinds: [Int: Actor.Kind] = [:]
  var quotes: [Quote] = []
  var hasQuotes = false
  var hasError = false
  var scorer: String?

  mutating func read(_ json: inout JSONScanner) throws(JSONProblem) {
    try json.beginObject()
    while let key = try json.nextKey() {
      switch key {
      case "id" where json.peek() == .string: id = try json.string()
      case "id": id = String(decoding: try json.skip(), as: UTF8.self)
      case "text" where json.peek() == .string: text = try json.string()
      case "date" where json.peek() == .string: date = try json.string()
      case "scorer" where json.peek() == .string: scorer = try json.string()
      case "offsets" where json.peek() == .string:
        unit = OffsetUnit(rawValue: try json.string()) ?? .codepoint
      case "actors" where json.peek() == .array:
        try json.beginArray()
        while try json.nextElement() { try readActor(&json) }
      case "quotes" where json.peek() == .array:
        hasQuotes = true
        try json.beginArray()
        while try json.nextElement() { quotes.append(try readQuote(&json)) }
      case "metadata" where json.peek() == .object:
        try json.beginObject()
        while let name = try json.nextKey() {
          metadata.append(MetadataField(name: name, json: try json.compactValue()))
        }
      case "error" where json.peek() == .object:
        hasError = true
        try json.skip()
      case "model", "diagnostics", "offsets", "actors", "quotes", "text": try json.skip()
      default: metadata.append(MetadataField(name: key, json: try json.compactValue()))
      }
    }
    try json.finish()
  }

  private mutating func readActor(_ json: inout JSONScanner) throws(JSONProblem) {
    var id: Int?
    var kind: Actor.Kind?
    try json.beginObject()
    while let key = try json.nextKey() {
      switch key {
      case "id" where json.peek() == .number: id = try json.integer()
      case "kind" where json.peek() == .string: kind = Actor.Kind(rawValue: try json.string())
      default: try json.skip()
      }
    }
    if let id, let kind { kinds[id] = kind }
  }

  private func readQuote(_ json: inout JSONScanner) throws(JSONProblem) -> Quote {
    var quote = Quote()
    try json.beginObject()
    while let key = try json.nextKey() {
      switch key {
      case "content": quote.content = try readSpans(&json)
      case "cue": quote.cue = try readSpans(&json)
      case "source": quote.source = try readSpans(&json)
      case "speaker" where json.peek() == .string: quote.speaker = try json.string()
      case "speaker" where json.peek() == .object:
        try json.beginObject()
        while let key = try json.nextKey() {
          switch key {
          case "name" where json.peek() == .string: quote.speaker = try json.string()
          case "externalID" where json.peek() == .string: quote.speakerID = try json.string()
          case "kind" where json.peek() == .string:
            quote.speakerKind = Actor.Kind(rawValue: try json.string())
          default: try json.skip()
          }
        }
      case "targets" where json.peek() == .array:
        try json.beginArray()
        while try json.nextElement() { quote.targets.append(try readTarget(&json)) }
      default: try json.skip()
      }
    }
    return quote
  }

  private func readTarget(_ json: inout JSONScanner) throws(JSONProblem) -> Target {
    var target = Target()
    try json.beginObject()
    while let key = try json.nextKey() {
      switch key {
      case "name" where json.peek() == .string: target.name = try json.string()
      case "externalID" where json.peek() == .string: target.externalID = try json.string()
      case "actor" where json.peek() == .number: target.actor = try json.integer()
      case "mentions": target.mentions = try readSpans(&json)
      case "stance" where json.peek() == .object:
        try json.beginObject()
        while let key = try json.nextKey() {
          switch key {
          case "label" where json.peek() == .string:
            target.label = Stance(rawValue: try json.string())
          case "score" where json.peek() == .number: target.score = try json.number()
          default: try json.skip()
          }
        }
      default: try json.skip()
      }
    }
    return target
  }

  /// A list of spans, or a single one.
  private func readSpans(_ json: inout JSONScanner) throws(JSONProblem) -> [Span] {
    var spans: [Span] = []
    switch json.peek() {
    case .array:
      try json.beginArray()
      while try json.nextElement() { spans.append(try readSpan(&json)) }
    case .object: spans.append(try readSpan(&json))
    default: try json.skip()
    }
    return spans
  }

  private func readSpan(_ json: inout JSONScanner) throws(JSONProblem) -> Span {
    var span = Span()
    try json.beginObject()
    while let key = try json.nextKey() {
      switch key {
      case "start" where json.peek() == .number: span.start = try json.integer()
      case "end" where json.peek() == .number: span.end = try json.integer()
      case "text" where json.peek() == .string: span.text = try json.string()
      default: try json.skip()
      }
    }
    return span
  }

  /// The article with its marks, or nil when its text is not there.
  func view(name: String) -> ArticleView? {
    guard let text else { return nil }
    let bytes = Array(text.utf8)
    let starts = unitStarts(bytes)
    func spans(_ list: [Span]) -> [TextSpan] {
      list.compactMap { span in
        guard span.start >= 0, span.start < span.end, span.end < starts.count else { return nil }
        let (start, end) = (starts[span.start], starts[span.end])
        return start < 0 || end < 0 ? nil : TextSpan(start, end)
      }
    }
    var paragraphs: [TextSpan] = []
    var start = 0
    for end in bytes.indices where bytes[end] == 0x0A {
      if end > start { paragraphs.append(TextSpan(Int32(start), Int32(end))) }
      start = end + 1
    }
    if bytes.count > start { paragraphs.append(TextSpan(Int32(start), Int32(bytes.count))) }
    return ArticleView(
      id: id ?? name, text: bytes, paragraphs: paragraphs,
      quotes: quotes.enumerated().map { number, quote in
        ArticleView.MarkedQuote(
          number: number, speaker: quote.speaker, content: spans(quote.content),
          cue: spans(quote.cue), source: spans(quote.source),
          targets: quote.targets.map { target in
            ArticleView.MarkedTarget(
              name: target.name, mentions: spans(target.mentions), label: target.label ?? .neutral,
              score: target.score ?? 0)
          })
      }, metadata: metadata)
  }

  /// The UTF-8 offset of each unit of the offsets, and of the end; -1 inside a character.
  private func unitStarts(_ bytes: [UInt8]) -> [Int32] {
    if unit == .utf8 { return (0...bytes.count).map { Int32($0) } }
    var starts: [Int32] = []
    starts.reserveCapacity(bytes.count + 1)
    for (offset, byte) in bytes.enumerated() where byte & 0xC0 != 0x80 {
      starts.append(Int32(offset))
      if unit == .utf16 && byte >= 0xF0 { starts.append(-1) }
    }
    starts.append(Int32(bytes.count))
    return starts
  }
}

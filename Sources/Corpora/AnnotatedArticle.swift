public import Actors
public import Documents
public import Quotes
public import StanceScoring

/// An article with its quotes, their speakers, targets and stances, as a reader or a program saw them.
public struct AnnotatedArticle: Sendable {
  public var id: String
  /// Valid UTF-8.
  public var text: [UInt8]
  public var quotes: [AnnotatedQuote]

  public init(id: String, text: [UInt8], quotes: [AnnotatedQuote]) {
    self.id = id
    self.text = text
    self.quotes = quotes
  }

  /// Whether any quote says who speaks, be it nobody.
  public var hasSpeakers: Bool { quotes.contains { $0.isSpeakerGiven } }
  /// Whether any quote says whom it is about, be it nobody.
  public var hasTargets: Bool { quotes.contains { $0.areTargetsGiven } }
}

/// A quote of an `AnnotatedArticle`; all spans are UTF-8 offsets into the article's text.
public struct AnnotatedQuote: Hashable, Sendable {
  /// Whom a quote is about.
  public struct Target: Hashable, Sendable {
    public var name: String
    public var mentions: [TextSpan]
    /// Nil when stance was not annotated.
    public var stance: Stance?

    public init(name: String, mentions: [TextSpan], stance: Stance?) {
      self.name = name
      self.mentions = mentions
      self.stance = stance
    }
  }

  /// Who speaks.
  public struct Speaker: Hashable, Sendable {
    public var name: String
    /// Nil when the file does not say.
    public var kind: Actor.Kind?

    public init(name: String, kind: Actor.Kind?) {
      self.name = name
      self.kind = kind
    }
  }

  public var kind: Quote.Kind
  public var content: [TextSpan]
  public var cue: [TextSpan]
  public var source: [TextSpan]
  /// Nil when nobody is named or described, or when nobody was asked: see `isSpeakerGiven`.
  public var speaker: Speaker?
  public var targets: [Target]
  public var isSpeakerGiven: Bool
  public var areTargetsGiven: Bool

  /// A quote with its speaker and targets.
  public init(
    kind: Quote.Kind, content: [TextSpan], cue: [TextSpan], source: [TextSpan],
    speaker: Speaker?, targets: [Target]
  ) {
    self.kind = kind
    self.content = content
    self.cue = cue
    self.source = source
    self.speaker = speaker
    self.targets = targets
    isSpeakerGiven = true
    areTargetsGiven = true
  }
}

// MARK: Reading

extension AnnotatedArticle {
  /// Reads a file of annotated articles, one JSON object a line, in the format that `sayso score` prints.
  ///
  /// `text` must be there, or be found under the article's id in `texts`, because what `sayso score`
  /// prints has no text. Offsets count what the field `offsets` says, Unicode code points without it.
  /// Fields that are not known are ignored. The first mistake ends the reading.
  public static func read(
    _ path: String, texts: [String: [UInt8]] = [:]
  ) throws(CorpusError) -> [AnnotatedArticle] {
    var articles: [AnnotatedArticle] = []
    var lines: [String: Int] = [:]
    try forEachLine(of: path, expected: "one annotated article a line") {
      (line, number) throws(CorpusProblem) in
      let record = try decodeLine(ArticleRecord.self, from: line)
      let article = try record.article(name: "\(FileBytes.name(of: path)):\(number)", texts: texts)
      if let first = lines.updateValue(number, forKey: article.id) {
        throw .duplicate(id: article.id, firstLine: first)
      }
      articles.append(article)
    }
    return articles
  }
}

/// A line of a file of annotated articles.
private struct ArticleRecord: Decodable {
  var id: String?
  var text: String?
  var unit: OffsetUnit
  var quotes: [QuoteRecord]

  init(from decoder: any Decoder) throws {
    let fields = try Fields(decoder)
    id = try fields.optionalString("id")
    text = try fields.optionalString("text")
    unit = fields.has("offsets") ? try fields.word("offsets", OffsetUnit.self) : .codepoint
    if !fields.mentions("quotes") { throw CorpusProblem.missingField("quotes") }
    quotes = try fields.list("quotes", QuoteRecord.self)
  }

  func article(name: String, texts: [String: [UInt8]]) throws(CorpusProblem) -> AnnotatedArticle {
    let id = self.id ?? name
    guard let text = text.map({ Array($0.utf8) }) ?? texts[id] else { throw .noText }
    if text.isBlank { throw .emptyText(field: "text") }
    let resolver = SpanResolver(text, unit: unit)
    var resolved: [AnnotatedQuote] = []
    for quote in quotes { resolved.append(try quote.quote(resolver)) }
    return AnnotatedArticle(id: id, text: text, quotes: resolved)
  }
}

private struct QuoteRecord: Decodable {
  var kind: Quote.Kind
  var content: [AnnotatedSpan]
  var cue: [AnnotatedSpan]
  var source: [AnnotatedSpan]
  var speaker: SpeakerRecord?
  var targets: [TargetRecord]
  var isSpeakerGiven: Bool
  var areTargetsGiven: Bool
  var path: String

  init(from decoder: any Decoder) throws {
    let fields = try Fields(decoder)
    kind = try fields.word("kind", Quote.Kind.self)
    content = try fields.list("content", AnnotatedSpan.self)
    path = fields.path("content")
    cue = try fields.list("cue", AnnotatedSpan.self)
    source = try fields.list("source", AnnotatedSpan.self)
    speaker = fields.has("speaker") ? try fields.object("speaker", SpeakerRecord.self) : nil
    targets = try fields.list("targets", TargetRecord.self)
    isSpeakerGiven = fields.mentions("speaker")
    areTargetsGiven = fields.mentions("targets")
  }

  func quote(_ resolver: SpanResolver) throws(CorpusProblem) -> AnnotatedQuote {
    if content.isEmpty { throw .missingField(path) }
    var resolved: [AnnotatedQuote.Target] = []
    for target in targets {
      resolved.append(
        .init(
          name: target.name, mentions: try resolver.spans(target.mentions), stance: target.stance))
    }
    var quote = AnnotatedQuote(
      kind: kind, content: try resolver.spans(content), cue: try resolver.spans(cue),
      source: try resolver.spans(source),
      speaker: speaker.map { .init(name: $0.name, kind: $0.kind) }, targets: resolved)
    quote.isSpeakerGiven = isSpeakerGiven
    quote.areTargetsGiven = areTargetsGiven
    return quote
  }
}

private struct SpeakerRecord: Decodable {
  var name: String
  var kind: Actor.Kind?

  init(from decoder: any Decoder) throws {
    // Some files give the name alone.
    if let name = try? decoder.singleValueContainer().decode(String.self) {
      self.name = name
      return
    }
    let fields = try Fields(decoder)
    name = try fields.string("name")
    kind = fields.has("kind") ? try fields.word("kind", Actor.Kind.self) : nil
  }
}

private struct TargetRecord: Decodable {
  var name: String
  var mentions: [AnnotatedSpan]
  var stance: Stance?

  init(from decoder: any Decoder) throws {
    let fields = try Fields(decoder)
    name = try fields.string("name")
    mentions = try fields.list("mentions", AnnotatedSpan.self)
    stance = fields.has("stance") ? try fields.object("stance", StanceRecord.self).label : nil
  }
}

private struct StanceRecord: Decodable {
  var label: Stance

  init(from decoder: any Decoder) throws {
    label = try Fields(decoder).word("label", Stance.self)
  }
}

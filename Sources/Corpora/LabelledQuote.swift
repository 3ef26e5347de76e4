public import Documents
public import StanceScoring

/// A quote with one target and the gold stance of its speaker toward it.
public struct LabelledQuote: Hashable, Sendable {
  public var id: String
  /// Valid UTF-8: the quote, or the sentence or passage that holds it.
  public var text: [UInt8]
  /// All spans are UTF-8 offsets into `text`.
  public var target: TextSpan
  /// Where the speaker is named; nil when it is not.
  public var source: TextSpan?
  /// Which parts are the quote; empty when the file does not say.
  public var content: [TextSpan]
  /// The words that attribute the quote; empty when the file does not say.
  public var cue: [TextSpan]
  public var label: Stance
  /// The article: splits and cross-validation never divide a group.
  public var group: String
  /// The speaker's name when the file gives it.
  public var speaker: String?
  /// The target's name when the file gives it: the same name in a group is the same actor.
  public var targetName: String?
  /// All other fields of the record, in the order of the file.
  public var metadata: [MetadataField]
  /// The labels of several annotators; empty when the file has one label a quote.
  public var annotations: [StanceAnnotation]

  public init(
    id: String, text: [UInt8], target: TextSpan, source: TextSpan? = nil,
    content: [TextSpan] = [], cue: [TextSpan] = [], label: Stance, group: String,
    speaker: String? = nil, targetName: String? = nil, metadata: [MetadataField] = [],
    annotations: [StanceAnnotation] = []
  ) {
    self.id = id
    self.text = text
    self.target = target
    self.source = source
    self.content = content
    self.cue = cue
    self.label = label
    self.group = group
    self.speaker = speaker
    self.targetName = targetName
    self.metadata = metadata
    self.annotations = annotations
  }

  /// Reads a file of labelled quotes: `.jsonl`, `.csv` or `.tsv`; also what Label Studio (`.json`) and
  /// doccano (`.jsonl`) export of the files that `sayso suggest` writes, what Prodigy exports (`.jsonl`),
  /// and the marks of brat (`.ann` beside `.txt`); without those not yet labelled.
  ///
  /// Fields that are not known are `metadata`. An `id` that is missing becomes the file's name and line, a
  /// missing `group` the id. With `annotations` and no label, the label is the one that most annotators
  /// gave, the first of equally frequent ones in the order of `Stance.allCases`. A record without any
  /// label is left out when its label is `null`. The first mistake ends the reading.
  public static func read(_ path: String) throws(CorpusError) -> [LabelledQuote] {
    switch FileBytes.ending(of: path) {
    case ".json" where try FileBytes.read(path).first(where: { $0 > 0x20 }) == UInt8(ascii: "["):
      try readLabelStudio(path)
    case ".jsonl", ".ndjson", ".json": try readJSONLines(path)
    case ".csv": try readTable(path, separator: UInt8(ascii: ","))
    case ".tsv": try readTable(path, separator: UInt8(ascii: "\t"))
    case ".ann": try readBrat(path)
    case let ending:
      throw CorpusError(
        path: path,
        problem: .unknownKind(
          ending: ending.isEmpty ? "no dot and letters" : ending,
          expected: ".jsonl, .csv, .tsv, .json or .ann"))
    }
  }

  /// What a line of a JSONL file calls the parts of a quote.
  public static let fieldNames: Set<String> = [
    "id", "text", "target", "source", "content", "cue", "label", "group", "speaker", "targetName",
    "annotations", "guess",
  ]

  private static func readJSONLines(_ path: String) throws(CorpusError) -> [LabelledQuote] {
    var collector = Collector()
    try forEachLine(of: path, expected: "one labelled quote a line") {
      (line, number) throws(CorpusProblem) in
      let name = "\(FileBytes.name(of: path)):\(number)"
      let shape = try decodeLine(LineShape.self, from: line)
      if shape.isFlat {
        guard let label = try decodeLine(FlatLabel.self, from: line).label else { return }
        var quote = try decodeLine(FlatQuote.self, from: line).quote(label: label, name: name)
        quote.metadata = FlatQuote.metadata(of: line)
        try collector.add(quote, line: number)
        return
      }
      if shape.isProdigy {
        let record = try decodeLine(ProdigyRecord.self, from: line)
        if let quote = try record.quote(line: line, name: name) {
          try collector.add(quote, line: number)
        }
        return
      }
      let record = try decodeLine(Record.self, from: line)
      guard let label = record.label else { return }
      var quote = try record.quote(label, name: name)
      quote.metadata = MetadataField.fields(of: line, except: fieldNames)
      try collector.add(quote, line: number)
    }
    return collector.quotes
  }

  /// Gathers quotes and refuses the second of two with one id.
  struct Collector {
    private(set) var quotes: [LabelledQuote] = []
    private var lines: [String: Int] = [:]

    mutating func add(_ quote: LabelledQuote, line: Int) throws(CorpusProblem) {
      if let first = lines.updateValue(line, forKey: quote.id) {
        throw .duplicate(id: quote.id, firstLine: first)
      }
      quotes.append(quote)
    }
  }

  /// Which program wrote a line, as far as its fields tell.
  private struct LineShape: Decodable {
    /// Doccano's has the target's offsets beside the text, and a list of labels.
    var isFlat: Bool
    var isProdigy: Bool

    init(from decoder: any Decoder) throws {
      let fields = try Fields(decoder)
      isFlat = fields.has("start") && fields.has("quote_id") && !fields.has("target")
      isProdigy = fields.has("answer") && fields.has("spans")
    }
  }

  /// The label of a line with flat fields; nil when nobody labelled it yet.
  private struct FlatLabel: Decodable {
    var label: Stance?

    init(from decoder: any Decoder) throws {
      label = try Fields(decoder).words("label", Stance.self).last
    }
  }

  /// A line of a JSONL file.
  private struct Record: Decodable {
    var id: String?
    var text: String
    var target: AnnotatedSpan
    var source: AnnotatedSpan?
    var content: [AnnotatedSpan]
    var cue: [AnnotatedSpan]
    /// Nil when nobody labelled the quote yet.
    var label: Stance?
    var group: String?
    var speaker: String?
    var targetName: String?
    var annotations: [StanceAnnotation]

    init(from decoder: any Decoder) throws {
      let fields = try Fields(decoder)
      id = try fields.optionalString("id")
      text = try fields.string("text")
      target = try fields.object("target", AnnotatedSpan.self)
      source = fields.has("source") ? try fields.object("source", AnnotatedSpan.self) : nil
      content = try fields.list("content", AnnotatedSpan.self)
      cue = try fields.list("cue", AnnotatedSpan.self)
      annotations = try fields.list("annotations", AnnotationRecord.self).map(\.annotation)
      if fields.has("label") || !fields.mentions("label") && annotations.isEmpty {
        label = try fields.word("label", Stance.self)
      } else {
        label = LabelledQuote.majority(of: annotations)
      }
      group = try fields.optionalString("group")
      speaker = try fields.optionalString("speaker")
      targetName = try fields.optionalString("targetName")
    }

    func quote(_ label: Stance, name: String) throws(CorpusProblem) -> LabelledQuote {
      let bytes = Array(text.utf8)
      if bytes.isBlank { throw .emptyText(field: "text") }
      let resolver = SpanResolver(bytes)
      let id = self.id ?? name
      return LabelledQuote(
        id: id, text: bytes, target: try resolver.span(target),
        source: try resolver.spans(source.map { [$0] } ?? []).first,
        content: try resolver.spans(content), cue: try resolver.spans(cue), label: label,
        group: group ?? id, speaker: speaker, targetName: targetName, annotations: annotations)
    }
  }

  private struct AnnotationRecord: Decodable {
    var annotation: StanceAnnotation

    init(from decoder: any Decoder) throws {
      let fields = try Fields(decoder)
      annotation = StanceAnnotation(
        annotator: try fields.string("annotator"), label: try fields.word("label", Stance.self))
    }
  }

  /// The label that most annotators gave, or nil when there is none.
  static func majority(of annotations: [StanceAnnotation]) -> Stance? {
    var best: (label: Stance, count: Int)?
    for label in Stance.allCases {
      let count = annotations.count { $0.label == label }
      if count > best?.count ?? 0 { best = (label, count) }
    }
    return best?.label
  }
}

/// Calls a closure with each line that is not blank, and adds the place to what it throws.
func forEachLine(
  of path: String, expected: String,
  _ body: (_ line: [UInt8], _ number: Int) throws(CorpusProblem) -> Void
) throws(CorpusError) {
  var reader = try LineReader(path: path)
  var isEmpty = true
  while let line = try reader.next() {
    if line.isBlank { continue }
    isEmpty = false
    do throws(CorpusProblem) {
      if String(validating: line, as: UTF8.self) == nil { try FileBytes.check(line) }
      try body(line, reader.line)
    } catch {
      throw CorpusError(path: reader.path, line: reader.line, problem: error)
    }
  }
  if isEmpty { throw CorpusError(path: reader.path, problem: .empty(expected: expected)) }
}

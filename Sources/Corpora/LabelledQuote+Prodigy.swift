internal import Documents
internal import StanceScoring

/// A line that Prodigy exports: a text, marked spans, and what somebody chose.
///
/// Spans are labelled `TARGET` (there must be one), `SOURCE`, `CONTENT` or `CUE`, in any case. The stance
/// is the option in `accept`, or the `label` that was accepted.
struct ProdigyRecord: Decodable {
  /// Nil when nobody accepted a label.
  private var label: Stance?
  private var id: String?
  private var text = ""
  private var spans: [Span] = []
  private var group: String?
  private var speaker: String?

  /// Fields that say nothing of the article.
  private static let names: Set<String> = [
    "text", "spans", "tokens", "accept", "answer", "label", "options", "id", "quote_id", "group",
    "speaker", "_input_hash", "_task_hash", "_view_id", "_session_id", "_annotator_id",
    "_timestamp",
    "config",
  ]

  private struct Span: Decodable {
    var span: AnnotatedSpan
    var label: String

    init(from decoder: any Decoder) throws {
      span = try AnnotatedSpan(from: decoder)
      label = try Fields(decoder).string("label").lowercased()
    }
  }

  init(from decoder: any Decoder) throws {
    let fields = try Fields(decoder)
    guard try fields.string("answer") == "accept" else { return }
    label = try fields.words("accept", Stance.self).last
    if label == nil, fields.has("label") { label = try fields.word("label", Stance.self) }
    id = try fields.optionalString("quote_id") ?? fields.optionalString("id")
    text = try fields.string("text")
    spans = try fields.list("spans", Span.self)
    group = try fields.optionalString("group")
    speaker = try fields.optionalString("speaker")
  }

  /// The quote; nil when nobody accepted a label.
  ///
  /// - Parameters:
  ///   - line: The line itself, for the other fields.
  ///   - name: What a quote without an id is called.
  func quote(line: [UInt8], name: String) throws(CorpusProblem) -> LabelledQuote? {
    guard let label else { return nil }
    let bytes = Array(text.utf8)
    if bytes.isBlank { throw .emptyText(field: "text") }
    let resolver = SpanResolver(bytes)
    func spans(_ label: String) throws(CorpusProblem) -> [TextSpan] {
      try resolver.spans(self.spans.filter { $0.label == label }.map(\.span))
    }
    guard let target = try spans("target").first else {
      throw .missingField("spans with the label TARGET")
    }
    let id = id ?? name
    return LabelledQuote(
      id: id, text: bytes, target: target, source: try spans("source").first,
      content: try spans("content"), cue: try spans("cue"), label: label, group: group ?? id,
      speaker: speaker, metadata: MetadataField.fields(of: line, except: Self.names))
  }
}

public import Corpora
import Documents
import JSONText
import StanceScoring

/// Quotes to be labelled, as files that annotation tools and spreadsheets open.
public struct LabelTasks: Sendable {
  /// A quote with what a scorer thinks of it.
  public struct Task: Sendable {
    /// The quote; its label is the scorer's guess, not gold.
    public var quote: LabelledQuote
    /// In the order of `Stance.allCases`.
    public var probabilities: [Double]

    public init(quote: LabelledQuote, probabilities: [Double]) {
      self.quote = quote
      self.probabilities = probabilities
    }
  }

  /// Which program is to open the file.
  public enum Format: String, CaseIterable, Sendable {
    case labelstudio, doccano, csv
    /// One labelled quote a line with `null` for its label, to be filled in.
    case jsonl
  }

  public var tasks: [Task]

  public init(_ tasks: [Task]) { self.tasks = tasks }

  /// The tasks as a file.
  public func bytes(_ format: Format) -> [UInt8] {
    switch format {
    case .labelstudio: labelStudio
    case .doccano: doccano
    case .csv: table
    case .jsonl: lines
    }
  }

  /// A list of tasks whose guesses Label Studio shows as predictions.
  private var labelStudio: [UInt8] {
    var writer = JSONWriter(indented: true)
    writer.array(tasks) { json, task in
      json.object { json in
        json.member(object: "data") { Self.write(task.quote, to: &$0) }
        json.member(array: "predictions", [task]) { json, task in
          json.object { json in
            json.member(array: "result", [task]) { json, task in
              json.object { json in
                json.member("from_name", "stance")
                json.member("to_name", "text")
                json.member("type", "choices")
                json.member(object: "value") { json in
                  json.member(array: "choices", [task.quote.label.rawValue]) { $0.string($1) }
                }
              }
            }
            json.member("score", task.probabilities.max() ?? 0)
          }
        }
      }
    }
    writer.endLine()
    return writer.bytes
  }

  /// One object a line; the label is left to the annotator.
  private var doccano: [UInt8] {
    var bytes: [UInt8] = []
    for task in tasks {
      var writer = JSONWriter()
      writer.object { json in
        Self.write(task.quote, to: &json)
        json.member(array: "label", [String]()) { $0.string($1) }
      }
      writer.endLine()
      bytes += writer.bytes
    }
    return bytes
  }

  /// One object a line, as labelled quotes are written, with a guess beside the missing label.
  private var lines: [UInt8] {
    var bytes: [UInt8] = []
    for task in tasks {
      var writer = JSONWriter()
      writer.object { json in
        Self.writeLabelled(task.quote, to: &json)
        json.key("label")
        json.null()
        json.member("guess", task.quote.label.rawValue)
      }
      writer.endLine()
      bytes += writer.bytes
    }
    return bytes
  }

  private static func writeLabelled(_ quote: LabelledQuote, to json: inout JSONWriter) {
    let points = OffsetMap(quote.text)
    json.member("id", quote.id)
    json.key("text")
    json.string(utf8: quote.text)
    json.key("target")
    write(quote.target, points, to: &json)
    json.key("source")
    if let source = quote.source { write(source, points, to: &json) } else { json.null() }
    json.member(array: "content", quote.content) { write($1, points, to: &$0) }
    json.member(array: "cue", quote.cue) { write($1, points, to: &$0) }
    json.member("group", quote.group)
    if let speaker = quote.speaker { json.member("speaker", speaker) }
    if let name = quote.targetName { json.member("targetName", name) }
    for field in quote.metadata {
      // A field from elsewhere whose name means something here is kept under another.
      let isTaken = LabelledQuote.fieldNames.contains(field.name)
      json.key(isTaken ? FlatName.flat(field.name) : field.name)
      json.value(json: field.json)
    }
  }

  private static func write(_ span: TextSpan, _ points: OffsetMap, to json: inout JSONWriter) {
    json.object { json in
      json.member("start", points.codePoint(span.start))
      json.member("end", points.codePoint(span.end))
    }
  }

  /// A row for each quote, with an empty column for the label; a column for each metadata field that any
  /// quote has.
  private var table: [UInt8] {
    var names: [String] = []
    var places: [String: Int] = [:]
    for field in tasks.flatMap(\.quote.metadata) where places[field.name] == nil {
      places[field.name] = names.count
      names.append(field.name)
    }
    var text = CSV.row(
      [
        "id", "text", "target", "start", "end", "label", "group", "speaker", "guess", "favor",
        "neutral", "against", "source_start", "source_end", "content", "cue", "target_name",
      ] + names.map(FlatName.flat))
    for task in tasks {
      let quote = task.quote
      let points = OffsetMap(quote.text)
      func cells(_ span: TextSpan?) -> [String] {
        span.map { ["\(points.codePoint($0.start))", "\(points.codePoint($0.end))"] } ?? ["", ""]
      }
      func list(_ spans: [TextSpan]) -> String {
        spans.map { cells($0).joined(separator: "-") }.joined(separator: " ")
      }
      var metadata = Array(repeating: "", count: names.count)
      for field in quote.metadata { metadata[places[field.name]!] = field.cell }
      text += CSV.row(
        [quote.id, String(decoding: quote.text, as: UTF8.self), Self.words(quote.target, quote)]
          + cells(quote.target) + ["", quote.group, quote.speaker ?? "", quote.label.rawValue]
          + task.probabilities.map { Figures.fixed($0, 3) } + cells(quote.source)
          + [list(quote.content), list(quote.cue), quote.targetName ?? ""] + metadata)
    }
    return Array(text.utf8)
  }

  /// Writes the quote's fields flat, as annotation tools keep them.
  private static func write(_ quote: LabelledQuote, to json: inout JSONWriter) {
    let points = OffsetMap(quote.text)
    json.key("text")
    json.string(utf8: quote.text)
    json.member("quote_id", quote.id)
    json.member("target_text", words(quote.target, quote))
    json.member("start", points.codePoint(quote.target.start))
    json.member("end", points.codePoint(quote.target.end))
    json.member("group", quote.group)
    if let speaker = quote.speaker { json.member("speaker", speaker) }
    if let name = quote.targetName { json.member("target_name", name) }
    if let source = quote.source {
      json.member("source_start", points.codePoint(source.start))
      json.member("source_end", points.codePoint(source.end))
    }
    json.member(array: "content", quote.content) { write($1, points, to: &$0) }
    json.member(array: "cue", quote.cue) { write($1, points, to: &$0) }
    for field in quote.metadata {
      json.key(FlatName.flat(field.name))
      json.value(json: field.json)
    }
  }

  private static func words(_ span: TextSpan, _ quote: LabelledQuote) -> String {
    String(decoding: quote.text[span.range], as: UTF8.self)
  }
}

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
  }

  public var tasks: [Task]

  public init(_ tasks: [Task]) { self.tasks = tasks }

  /// The tasks as a file.
  public func bytes(_ format: Format) -> [UInt8] {
    switch format {
    case .labelstudio: labelStudio
    case .doccano: doccano
    case .csv: table
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

  /// A row for each quote, with an empty column for the label.
  private var table: [UInt8] {
    var text = CSV.row([
      "id", "text", "target", "start", "end", "label", "group", "speaker", "guess", "favor",
      "neutral", "against", "source_start", "source_end",
    ])
    for task in tasks {
      let quote = task.quote
      let points = OffsetMap(quote.text)
      text += CSV.row(
        [
          quote.id, String(decoding: quote.text, as: UTF8.self), Self.words(quote.target, quote),
          "\(points.codePoint(quote.target.start))", "\(points.codePoint(quote.target.end))", "",
          quote.group, quote.speaker ?? "", quote.label.rawValue,
        ] + task.probabilities.map { Figures.fixed($0, 3) }
          + (quote.source.map { ["\(points.codePoint($0.start))", "\(points.codePoint($0.end))"] }
            ?? ["", ""]))
    }
    return Array(text.utf8)
  }

  /// Writes the quote's fields flat, for annotation tools keep no others.
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
    if let source = quote.source {
      json.member("source_start", points.codePoint(source.start))
      json.member("source_end", points.codePoint(source.end))
    }
  }

  private static func words(_ span: TextSpan, _ quote: LabelledQuote) -> String {
    String(decoding: quote.text[span.range], as: UTF8.self)
  }
}

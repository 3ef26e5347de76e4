internal import Documents
import Foundation
internal import StanceScoring

/// A quote as annotation tools hand it back: all fields flat, the label apart.
struct FlatQuote: Decodable {
  var id: String?
  var text: String
  var target: AnnotatedSpan
  var source: AnnotatedSpan?
  var group: String?
  var speaker: String?

  init(from decoder: any Decoder) throws {
    let fields = try Fields(decoder)
    id = try fields.optionalString("quote_id")
    text = try fields.string("text")
    target = AnnotatedSpan(
      start: try fields.integer("start"), end: try fields.integer("end"),
      text: try fields.optionalString("target_text"), field: "start")
    if fields.has("source_start") {
      source = AnnotatedSpan(
        start: try fields.integer("source_start"), end: try fields.integer("source_end"), text: nil,
        field: "source_start")
    }
    group = try fields.optionalString("group")
    speaker = try fields.optionalString("speaker")
  }

  func quote(label: Stance, name: String) throws(CorpusProblem) -> LabelledQuote {
    let bytes = Array(text.utf8)
    if bytes.isBlank { throw .emptyText(field: "text") }
    let resolver = SpanResolver(bytes)
    let id = self.id ?? name
    return LabelledQuote(
      id: id, text: bytes, target: try resolver.span(target),
      source: try resolver.spans(source.map { [$0] } ?? []).first, label: label,
      group: group ?? id, speaker: speaker)
  }
}

extension LabelledQuote {
  /// Reads what Label Studio exports: a list of tasks with `data` and `annotations`.
  ///
  /// Tasks without an annotation are left out; of several annotations the last counts.
  static func readLabelStudio(_ path: String) throws(CorpusError) -> [LabelledQuote] {
    let bytes = try FileBytes.read(path)
    var collector = Collector()
    do throws(CorpusProblem) {
      let tasks = try decodeLine([ExportedTask].self, from: bytes)
      for (index, task) in tasks.enumerated() {
        guard let label = task.label else { continue }
        try collector.add(
          task.data.quote(label: label, name: "\(FileBytes.name(of: path)):\(index + 1)"),
          line: index + 1)
      }
    } catch {
      throw CorpusError(path: path, problem: error)
    }
    return collector.quotes
  }

  private struct ExportedTask: Decodable {
    var data: FlatQuote
    var label: Stance?

    init(from decoder: any Decoder) throws {
      let fields = try Fields(decoder)
      data = try fields.object("data", FlatQuote.self)
      label = try fields.list("annotations", Annotation.self).last?.label
    }
  }

  private struct Annotation: Decodable {
    var label: Stance?

    init(from decoder: any Decoder) throws {
      label = try Fields(decoder).list("result", Choice.self).last?.label
    }
  }

  private struct Choice: Decodable {
    var label: Stance?

    init(from decoder: any Decoder) throws {
      let fields = try Fields(decoder)
      label = fields.has("value") ? try fields.object("value", Choices.self).label : nil
    }
  }

  private struct Choices: Decodable {
    var label: Stance?

    init(from decoder: any Decoder) throws {
      label = try Fields(decoder).words("choices", Stance.self).last
    }
  }
}

internal import Documents
import Foundation
internal import JSONText
internal import StanceScoring

/// A quote as annotation tools hand it back: all fields flat, the label apart.
struct FlatQuote: Decodable {
  var id: String?
  var text: String
  var target: AnnotatedSpan
  var source: AnnotatedSpan?
  var content: [AnnotatedSpan]
  var cue: [AnnotatedSpan]
  var group: String?
  var speaker: String?
  var targetName: String?

  /// The fields of a flat record that say nothing of the quote.
  static func metadata(of object: [UInt8]) -> [MetadataField] {
    MetadataField.fields(of: object, except: FlatName.reserved).map {
      MetadataField(name: FlatName.field($0.name), json: $0.json)
    }
  }

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
    content = try fields.list("content", AnnotatedSpan.self)
    cue = try fields.list("cue", AnnotatedSpan.self)
    group = try fields.optionalString("group")
    speaker = try fields.optionalString("speaker")
    targetName = try fields.optionalString("target_name")
  }

  func quote(label: Stance, name: String) throws(CorpusProblem) -> LabelledQuote {
    let bytes = Array(text.utf8)
    if bytes.isBlank { throw .emptyText(field: "text") }
    let resolver = SpanResolver(bytes)
    let id = self.id ?? name
    return LabelledQuote(
      id: id, text: bytes, target: try resolver.span(target),
      source: try resolver.spans(source.map { [$0] } ?? []).first,
      content: try resolver.spans(content), cue: try resolver.spans(cue), label: label,
      group: group ?? id, speaker: speaker, targetName: targetName)
  }
}

extension LabelledQuote {
  /// Reads what Label Studio exports: a list of tasks with `data` and `annotations`.
  ///
  /// Tasks without an annotation are left out. Annotations by several people are kept as `annotations`,
  /// of each the last; the quote's label is then the one that most of them gave.
  static func readLabelStudio(_ path: String) throws(CorpusError) -> [LabelledQuote] {
    let bytes = try FileBytes.read(path)
    var collector = Collector()
    // The whole file, and then the task that is read: a file of tasks may have a single line.
    var place = path
    do throws(CorpusProblem) {
      let tasks = try decodeLine([ExportedTask].self, from: bytes)
      let metadata = metadataOfTasks(bytes)
      for (index, task) in tasks.enumerated() {
        place = "\(path), task \(index + 1)"
        let name = "\(FileBytes.name(of: path)):\(index + 1)"
        guard let label = task.label else { continue }
        var quote = try task.data.quote(label: label, name: name)
        quote.metadata = index < metadata.count ? metadata[index] : []
        if task.annotations.count > 1 { quote.annotations = task.annotations }
        try collector.add(quote, line: index + 1)
      }
    } catch {
      throw CorpusError(path: place, problem: error)
    }
    return collector.quotes
  }

  /// The other fields of each task's data.
  private static func metadataOfTasks(_ bytes: [UInt8]) -> [[MetadataField]] {
    var scanner = JSONScanner(bytes)
    var found: [[MetadataField]] = []
    do throws(JSONProblem) {
      try scanner.beginArray()
      while try scanner.nextElement() {
        var fields: [MetadataField] = []
        try scanner.beginObject()
        while let key = try scanner.nextKey() {
          let value = try scanner.skip()
          if key == "data" { fields = FlatQuote.metadata(of: Array(value)) }
        }
        found.append(fields)
      }
    } catch {
      return []
    }
    return found
  }

  private struct ExportedTask: Decodable {
    var data: FlatQuote
    /// One for each annotator, in the order of the first annotation of each.
    var annotations: [StanceAnnotation] = []

    var label: Stance? { LabelledQuote.majority(of: annotations) }

    init(from decoder: any Decoder) throws {
      let fields = try Fields(decoder)
      data = try fields.object("data", FlatQuote.self)
      for annotation in try fields.list("annotations", Annotation.self) {
        guard let label = annotation.label else { continue }
        let new = StanceAnnotation(annotator: annotation.annotator, label: label)
        if let place = annotations.firstIndex(where: { $0.annotator == new.annotator }) {
          annotations[place] = new
        } else {
          annotations.append(new)
        }
      }
    }
  }

  private struct Annotation: Decodable {
    var label: Stance?
    /// A person's number or name; empty when the file does not say.
    var annotator: String

    init(from decoder: any Decoder) throws {
      let fields = try Fields(decoder)
      label = try fields.list("result", Choice.self).last?.label
      if let number = try? fields.integer("completed_by") {
        annotator = "\(number)"
      } else if let name = try? fields.string("completed_by") {
        annotator = name
      } else if let person = try? fields.object("completed_by", Person.self) {
        annotator = person.name
      } else {
        annotator = ""
      }
    }
  }

  private struct Person: Decodable {
    var name: String

    init(from decoder: any Decoder) throws {
      let fields = try Fields(decoder)
      name = try fields.optionalString("email") ?? "\(fields.integer("id"))"
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

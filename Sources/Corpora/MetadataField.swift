internal import JSONText
public import StanceScoring

/// A field of a record that the toolkit has no use for and carries through as it is.
public struct MetadataField: Hashable, Sendable {
  public var name: String
  /// The value as JSON, with the digits and the nesting that the file has.
  public var json: String

  public init(name: String, json: String) {
    self.name = name
    self.json = json
  }

  /// A field with a text.
  public init(name: String, text: String) {
    var writer = JSONWriter()
    writer.string(text)
    self.init(name: name, json: writer.text)
  }

  /// A field from a cell of a table: JSON where the cell is JSON, else its text.
  public init(name: String, cell: String) {
    var scanner = JSONScanner(Array(cell.utf8))
    do throws(JSONProblem) {
      let value = try scanner.compactValue()
      try scanner.finish()
      self.init(name: name, json: value)
    } catch {
      self.init(name: name, text: cell)
    }
  }

  /// A text as it is, any other value as JSON.
  public var text: String {
    var scanner = JSONScanner(Array(json.utf8))
    return (try? scanner.string()) ?? json
  }

  /// What stands in a cell of a table, so that `init(name:cell:)` gives the field back.
  public var cell: String {
    let text = text
    // An empty cell says that there is no such field.
    return !text.isEmpty && MetadataField(name: name, cell: text) == self ? text : json
  }

  /// The members of a JSON object but for some, in the order of the text; empty when it is no object.
  static func fields(of object: [UInt8], except known: Set<String>) -> [MetadataField] {
    var fields: [MetadataField] = []
    var scanner = JSONScanner(object)
    do throws(JSONProblem) {
      try scanner.beginObject()
      while let name = try scanner.nextKey() {
        let value = try scanner.compactValue()
        if known.contains(name) || fields.contains(where: { $0.name == name }) { continue }
        // A text has many spellings in JSON: the writer's own is kept.
        var text = JSONScanner(Array(value.utf8))
        if let words = try? text.string() {
          fields.append(MetadataField(name: name, text: words))
        } else {
          fields.append(MetadataField(name: name, json: value))
        }
      }
      return fields
    } catch {
      return []
    }
  }
}

/// Names of metadata among names that mean something: those that would be mistaken for one get a prefix.
public enum FlatName {
  static let prefix = "meta_"
  /// What flat records call the parts of a quote.
  public static let reserved: Set<String> = [
    "id", "quote_id", "text", "target", "target_text", "target_name", "start", "end", "group",
    "speaker", "source", "source_start", "source_end", "content", "cue", "label", "guess", "favor",
    "neutral", "against", "Comments", "annotations", "targetName",
  ]

  /// What a field is called in a flat record.
  public static func flat(_ name: String) -> String {
    reserved.contains(name) || name.hasPrefix(prefix) || name.hasPrefix(labelPrefix)
      ? prefix + name : name
  }

  /// The field that a flat record calls by a name.
  static func field(_ name: String) -> String {
    name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
  }

  /// What stands before an annotator's name in the head of a column with that annotator's labels.
  static let labelPrefix = "label_"
}

/// Who gave a quote which label.
public struct StanceAnnotation: Hashable, Sendable {
  public var annotator: String
  public var label: Stance

  public init(annotator: String, label: Stance) {
    self.annotator = annotator
    self.label = label
  }
}

import Corpora
import Documents
import Foundation
import Reports
import StanceScoring
import Testing

@Suite("Label tasks")
struct LabelTasksTests {
  private let quotes: [LabelledQuote] = [
    quote("=one", "=“Odalys 😀 e\u{301} Brandt” said Bo.", target: "e\u{301} Brandt", source: "Bo"),
    quote("two", "Line one,\n\"line\", two: Ada", target: "Ada", source: nil),
    quote("three", "'-quoted Ada", target: "Ada", source: nil),
  ]

  private static func quote(
    _ id: String, _ text: String, target: String, source: String?
  ) -> LabelledQuote {
    func span(_ words: String) -> TextSpan {
      let range = text.range(of: words, options: .literal)!
      let start = text.utf8.distance(from: text.startIndex, to: range.lowerBound)
      return TextSpan(Int32(start), Int32(start + words.utf8.count))
    }
    let end = Int32(text.utf8.count)
    return LabelledQuote(
      id: id, text: Array(text.utf8), target: span(target), source: source.map(span),
      content: [TextSpan(0, 4), TextSpan(end - 3, end)], cue: source == nil ? [] : [span("said")],
      label: .against, group: "article, 1", speaker: source, targetName: "Ada \(id)",
      metadata: source == nil
        ? [
          MetadataField(name: "text", text: "=1+1"), MetadataField(name: "pages", json: "12"),
          MetadataField(name: "empty", text: ""),
        ]
        : [
          MetadataField(name: "outlet", text: "The \u{1F600} “Gull”, <i>e\u{301}</i>"),
          MetadataField(name: "pages", text: "12"), MetadataField(name: "meta_id", json: "null"),
          MetadataField(name: "tags", json: #"{"a":[1,"b c",{"d":true}]}"#),
        ])
  }

  private func read(_ bytes: [UInt8], _ ending: String) throws -> [LabelledQuote] {
    let path = FileManager.default.temporaryDirectory.path + "/\(UUID().uuidString).\(ending)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return try LabelledQuote.read(path)
  }

  private var tasks: LabelTasks {
    LabelTasks(quotes.map { .init(quote: $0, probabilities: [0.25, 0.25, 0.5]) })
  }

  @Test("come back from Label Studio with every span and field")
  func labelStudio() throws {
    // The tool exports the tasks' data as they are and the answers as annotations.
    let object = try JSONSerialization.jsonObject(with: Data(tasks.bytes(.labelstudio)))
    var exported = try #require(object as? [[String: Any]])
    for index in exported.indices {
      exported[index]["annotations"] = exported[index].removeValue(forKey: "predictions")
    }
    let bytes = [UInt8](try JSONSerialization.data(withJSONObject: exported))
    #expect(sorted(try read(bytes, "json")) == sorted(quotes))
    exported[0]["annotations"] = []
    let rest = [UInt8](try JSONSerialization.data(withJSONObject: exported))
    #expect(sorted(try read(rest, "json")) == sorted(Array(quotes.dropFirst())))
  }

  /// Tools do not keep the order of an object's members, and columns have one order for all rows.
  private func sorted(_ quotes: [LabelledQuote]) -> [LabelledQuote] {
    quotes.map { quote in
      var quote = quote
      quote.metadata.sort { $0.name < $1.name }
      return quote
    }
  }

  @Test("labels of several people come back from Label Studio one by one")
  func annotators() throws {
    func annotation(_ person: Any, _ label: String) -> [String: Any] {
      ["completed_by": person, "result": [["value": ["choices": [label]]]]]
    }
    let object = try JSONSerialization.jsonObject(with: Data(tasks.bytes(.labelstudio)))
    var exported = try #require(object as? [[String: Any]])
    exported[0]["annotations"] = [
      annotation(7, "favor"), annotation(["email": "b@example.org", "id": 8], "against"),
      annotation(9, "favor"), annotation(7, "neutral"), annotation("c", "against"),
    ]
    let bytes = [UInt8](try JSONSerialization.data(withJSONObject: exported))
    let quote = try #require(try read(bytes, "json").first)
    #expect(
      quote.annotations == [
        StanceAnnotation(annotator: "7", label: .neutral),
        StanceAnnotation(annotator: "b@example.org", label: .against),
        StanceAnnotation(annotator: "9", label: .favor),
        StanceAnnotation(annotator: "c", label: .against),
      ])
    #expect(quote.label == .against)
  }

  @Test("come back as labelled quotes with every span and field")
  func jsonLines() throws {
    let text = String(decoding: tasks.bytes(.jsonl), as: UTF8.self)
    #expect(try read(Array(text.utf8), "jsonl").isEmpty)
    let labelled = text.replacing("\"label\":null", with: "\"label\":\"against\"")
    // A field from elsewhere whose name means something here has another.
    let expected = quotes.map { quote in
      var quote = quote
      for index in quote.metadata.indices where quote.metadata[index].name == "text" {
        quote.metadata[index].name = "meta_text"
      }
      return quote
    }
    #expect(try read(Array(labelled.utf8), "jsonl") == expected)
  }

  @Test("come back from doccano with every span and field")
  func doccano() throws {
    let text = String(decoding: tasks.bytes(.doccano), as: UTF8.self)
    let exported = text.replacing("\"label\":[]", with: "\"label\":[\"against\"]")
    #expect(try read(Array(exported.utf8), "jsonl") == quotes)
    #expect(try read(Array(text.utf8), "jsonl").isEmpty)
  }

  @Test("come back from a spreadsheet with every span and field")
  func spreadsheet() throws {
    let text = String(decoding: tasks.bytes(.csv), as: UTF8.self)
    #expect(try read(Array(text.utf8), "csv").isEmpty)
    #expect(!text.contains("\n="))
    // The label's column stands before the group's.
    let exported = text.replacing(",,\"article, 1\"", with: ",against,\"article, 1\"")
    #expect(exported != text)
    #expect(sorted(try read(Array(exported.utf8), "csv")) == sorted(quotes))
  }
}

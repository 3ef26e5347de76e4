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
    return LabelledQuote(
      id: id, text: Array(text.utf8), target: span(target), source: source.map(span),
      label: .against,
      group: "article, 1", speaker: source)
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
    #expect(try read(bytes, "json") == quotes)
    exported[0]["annotations"] = []
    let rest = [UInt8](try JSONSerialization.data(withJSONObject: exported))
    #expect(try read(rest, "json") == Array(quotes.dropFirst()))
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
    #expect(try read(Array(exported.utf8), "csv") == quotes)
  }
}

internal import Documents

/// A span as files give it: offsets in Unicode code points, and perhaps the words that stand there.
struct AnnotatedSpan: Decodable {
  var start: Int
  var end: Int
  var text: String?
  /// The field's name, for messages.
  var field: String

  init(start: Int, end: Int, text: String?, field: String) {
    self.start = start
    self.end = end
    self.text = text
    self.field = field
  }

  init(from decoder: any Decoder) throws {
    let fields = try Fields(decoder)
    start = try fields.integer("start")
    end = try fields.integer("end")
    text = try fields.optionalString("text")
    field = String(fields.path("start").dropLast(".start".count))
  }
}

/// Turns offsets of files into spans of a text.
struct SpanResolver {
  private let text: [UInt8]
  /// The UTF-8 offset of each unit and of the end; nil when a unit is a byte.
  private let starts: [Int32]?

  init(_ text: [UInt8], unit: OffsetUnit = .codepoint) {
    self.text = text
    if unit == .utf8 || text.allSatisfy({ $0 < 0x80 }) {
      starts = nil
      return
    }
    var starts: [Int32] = []
    starts.reserveCapacity(text.count + 1)
    for (offset, byte) in text.enumerated() where byte & 0xC0 != 0x80 {
      starts.append(Int32(offset))
      // A character outside the basic plane has two UTF-16 units; none starts at the second.
      if unit == .utf16 && byte >= 0xF0 { starts.append(-1) }
    }
    starts.append(Int32(text.count))
    self.starts = starts
  }

  /// How many units the text has.
  var length: Int { starts.map { $0.count - 1 } ?? text.count }

  func span(_ span: AnnotatedSpan) throws(CorpusProblem) -> TextSpan {
    guard span.start >= 0, span.start <= span.end, span.end <= length else {
      throw .spanOutside(field: span.field, start: span.start, end: span.end, length: length)
    }
    if span.start == span.end { throw .emptySpan(field: span.field, offset: span.start) }
    let start = starts.map { $0[span.start] } ?? Int32(span.start)
    let end = starts.map { $0[span.end] } ?? Int32(span.end)
    guard start >= 0, end >= 0 else {
      throw .spanOutside(field: span.field, start: span.start, end: span.end, length: length)
    }
    let found = TextSpan(start, end)
    if let given = span.text, !given.utf8.elementsEqual(text[found.range]) {
      let there = String(decoding: text[found.range], as: UTF8.self)
      throw .spanText(
        field: span.field, given: String(given.prefix(40)), there: String(there.prefix(40)))
    }
    return found
  }

  func spans(_ list: [AnnotatedSpan]) throws(CorpusProblem) -> [TextSpan] {
    var spans: [TextSpan] = []
    for item in list { spans.append(try span(item)) }
    return spans
  }
}

import Documents
import Quotes
import Syntax
import Testing

/// A text in which a quote is marked by hand: `{q …}` its content, `{c …}` its cue, `{s …}` its source.
struct MarkedText {
  var text: String
  var content: [String] = []
  var cue: [String] = []
  var source: [String] = []

  init(_ marked: String) throws {
    text = ""
    var rest = Substring(marked)
    while let open = rest.firstIndex(of: "{") {
      text += rest[..<open]
      let kind = rest[rest.index(after: open)]
      let from = rest.index(open, offsetBy: 3)
      let close = try #require(rest[from...].firstIndex(of: "}"), "a mark is not closed: \(marked)")
      let part = String(rest[from..<close])
      switch kind {
      case "q": content.append(part)
      case "c": cue.append(part)
      case "s": source.append(part)
      default: Issue.record("unknown mark \(kind) in \(marked)")
      }
      text += part
      rest = rest[rest.index(after: close)...]
    }
    text += rest
  }
}

/// The stages before and the extractor, made once for all tests.
enum Extraction {
  static let syntax = Result { try SyntaxAnalyzer() }
  static let extractor = Result { try QuoteExtractor.builtIn() }

  /// The quotes of a text, with the text of their parts.
  static func quotes(in text: String) throws -> [(quote: Quote, parts: MarkedText)] {
    let document = try DocumentReader().read(Array(text.utf8), id: "test")
    let parse = try syntax.get().parse(document)
    return try extractor.get().quotes(in: document, parse: parse).map { quote in
      var parts = try MarkedText("")
      parts.content = quote.content.map { document.text(document.span(ofTokens: $0)) }
      parts.cue = quote.cue.map { document.text(document.span(ofTokens: $0)) }
      parts.source = quote.source.map { document.text(document.span(ofTokens: $0)) }
      return (quote, parts)
    }
  }
}

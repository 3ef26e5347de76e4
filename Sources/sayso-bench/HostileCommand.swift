import Documents
import Sayso
import Syntax

/// How the cost of reading grows with the length of texts that are made to hurt: `sayso-bench hostile`.
///
/// Each shape is read at a quarter of its length and at its whole length. Where cost is linear the
/// whole takes four times as long; sixteen times would be quadratic. The count of tokens shows that all
/// was read. `read` goes from bytes to tags and entities, `analyze` to quotes, actors and stances.
struct HostileCommand {
  struct Line: Codable {
    var shape: String
    var stage: String
    var bytes: Int
    var tokens: Int
    var seconds: Double
    /// The time of the whole over that of a quarter.
    var growth: Double
  }

  private struct Shape: Sendable {
    var name: String
    var format = ArticleText.Format.plainText
    /// How often the unit stands in the whole text.
    var count: Int
    var isAnalyzed = false
    var unit: @Sendable (Int) -> String
    var prefix = ""
    var suffix = ""
  }

  private static let sentence =
    "The harbour board met on Monday, and “we will not pay,” its chair Ada Okafor told Tom Reyes. "

  private static let shapes: [Shape] = [
    Shape(
      name: "one line of 10 MB", count: 10_000_000 / sentence.utf8.count, unit: { _ in sentence }),
    Shape(
      name: "one line of 1 MB", count: 1_000_000 / sentence.utf8.count, isAnalyzed: true,
      unit: { _ in sentence }),
    Shape(
      name: "one quotation of 200 kB", count: 200_000 / sentence.utf8.count, isAnalyzed: true,
      unit: { _ in "Ada Okafor wants Tom Reyes to pay for the harbour, the ferries and the docks. "
      },
      prefix: "“"),
    Shape(name: "one sentence of 2 MB", count: 400_000, unit: { _ in "rain " }),
    Shape(name: "one word of 10 MB", count: 10_000_000, unit: { _ in "a" }),
    Shape(name: "100,000 opening marks", count: 100_000, isAnalyzed: true, unit: { _ in "“a " }),
    Shape(
      name: "100,000 straight marks", count: 100_000, isAnalyzed: true, unit: { _ in "\"a\" " }),
    Shape(name: "100,000 single marks", count: 100_000, isAnalyzed: true, unit: { _ in "'a " }),
    Shape(name: "1,000,000 spaced stops", count: 1_000_000, unit: { _ in ". " }),
    Shape(name: "500,000 short lines", count: 500_000, unit: { _ in "a\n\n" }),
    Shape(
      name: "200,000 nested tags", format: .html, count: 200_000, unit: { _ in "<div>" },
      suffix: "It rained."),
    Shape(
      name: "200,000 nested quotations", format: .html, count: 200_000, unit: { _ in "<q>a" }),
    Shape(
      name: "200,000 end tags of nothing", format: .html, count: 200_000,
      unit: { _ in "<p>a</b></i></div>" }),
    Shape(
      name: "60,000 attributes", format: .html, count: 60_000, unit: { " a\($0)=1" }, prefix: "<p",
      suffix: ">It rained."),
    Shape(
      name: "2,000,000 begun references", format: .html, count: 2_000_000,
      unit: { _ in "&CounterC" }),
    Shape(name: "2,000,000 begun comments", format: .html, count: 2_000_000, unit: { _ in "<!--" }),
    Shape(name: "2,000,000 brackets", format: .markdown, count: 2_000_000, unit: { _ in "[" }),
    Shape(
      name: "300,000 nested links", format: .markdown, count: 300_000,
      unit: { $0 % 2 == 0 ? "[a](" : "[" }),
    Shape(
      name: "1,000,000 signs of emphasis", format: .markdown, count: 1_000_000, unit: { _ in "*a" }),
    Shape(name: "1,000,000 backticks", format: .markdown, count: 1_000_000, unit: { _ in "`a``" }),
  ]

  func run() throws -> [Line] {
    let analyzer = try Analyzer()
    return try Self.shapes.map { shape in
      let part = try measure(shape, count: shape.count / 4, analyzer)
      let whole = try measure(shape, count: shape.count, analyzer)
      return Line(
        shape: shape.name, stage: shape.isAnalyzed ? "analyze" : "read", bytes: whole.bytes,
        tokens: whole.tokens, seconds: whole.seconds, growth: whole.seconds / part.seconds)
    }
  }

  private func measure(
    _ shape: Shape, count: Int, _ analyzer: Analyzer
  ) throws -> (seconds: Double, tokens: Int, bytes: Int) {
    var input = Array(shape.prefix.utf8)
    for index in 0..<count { input.append(contentsOf: shape.unit(index).utf8) }
    input.append(contentsOf: shape.suffix.utf8)
    var tokens = 0
    let duration = try ContinuousClock().measure {
      let text = try ArticleText(input, format: shape.format, id: shape.name)
      if shape.isAnalyzed {
        tokens = try analyzer.analyze(text, id: shape.name).document.tokens.count
      } else {
        let document = try DocumentReader().read(text, id: shape.name, allowEmpty: true)
        tokens = analyzer.parse(document).tags.count
      }
    }
    let parts = duration.components
    return (Double(parts.seconds) + Double(parts.attoseconds) * 1e-18, tokens, input.count)
  }

  static func markdown(_ lines: [Line]) -> String {
    let rows = lines.map { line in
      "| \(line.shape) | \(line.stage) | \(line.bytes) | \(line.tokens) | "
        + "\(rounded(line.seconds, 2)) | \(rounded(line.growth, 1)) |"
    }
    return """
      | shape | stage | bytes | tokens | seconds | times a quarter of it |
      |---|---|---|---|---|---|
      \(rows.joined(separator: "\n"))
      """
  }

  private static func rounded(_ value: Double, _ digits: Int) -> String {
    let scale = digits == 1 ? 10.0 : 100.0
    return "\((value * scale).rounded() / scale)"
  }
}

import Actors
import Corpora
import Documents
import Foundation
import JSONText
import Quotes
import Reports
import Sayso
import StanceScoring

/// The rows of a table with every quote and target of the articles, and what their records say beside.
///
/// The first article's fields have a column each; what other articles have beside these stands as JSON
/// in the last column.
struct ArticleTable {
  private static let fixed = [
    "article", "quote", "kind", "speaker", "speaker_kind", "target", "label", "score", "favor",
    "neutral", "against", "content", "date", "scorer",
  ]
  private static let rest = "other_fields"

  /// The names of the fields with a column; nil before the first article.
  private var names: [String]?

  /// - Parameter path: A table that was begun, whose header says the columns; nil for a new one.
  init(goingOnWith path: String?) {
    guard let path, var table = try? SeparatedTable(path: path, separator: UInt8(ascii: ",")),
      let header = try? table.next()?.fields, header.count > Self.fixed.count
    else { return }
    names = header[Self.fixed.count..<header.count - 1].map { Self.field($0) }
  }

  /// What one article adds; made on any thread.
  struct Part: Sendable {
    /// Rows without the columns of the record's fields.
    fileprivate var rows: [[String]]
    fileprivate var metadata: [MetadataField]

    /// A quote without targets has one row all the same.
    init(_ record: Article, _ article: ScoredArticle) {
      let document = article.document
      metadata = record.metadata
      rows = []
      for (index, quote) in article.quotes.enumerated() {
        let speaker = article.actors.attributions[index].actor.map { article.actors.actors[$0] }
        let words = quote.content.map { document.text(document.span(ofTokens: $0)) }
        let start = [
          document.id, "\(index)", quote.kind.rawValue, speaker?.name ?? "",
          speaker?.kind.rawValue ?? "",
        ]
        let end = [words.joined(separator: " … "), record.date ?? "", article.scorer.rawValue]
        let targets = article.actors.targets[index]
        if targets.isEmpty { rows.append(start + Array(repeating: "", count: 6) + end) }
        for (target, score) in zip(targets, article.scores[index]) {
          let numbers = [score.score] + score.probabilities
          let name = article.actors.actors[target.actor].name
          rows.append(
            start + [name, score.label.rawValue] + numbers.map { String(format: "%.4f", $0) } + end)
        }
      }
    }
  }

  /// The rows of an article, after the header when it is the first.
  mutating func rows(_ part: Part) -> [UInt8] {
    var text = ""
    if names == nil { text = header(part.metadata.map(\.name)) }
    let names = names ?? []
    let cells = names.map { name in part.metadata.first { $0.name == name }?.cell ?? "" }
    let others = part.metadata.filter { !names.contains($0.name) }
    for row in part.rows { text += CSV.row(row + cells + [Self.json(others)]) }
    return Array(text.utf8)
  }

  /// What is written when all articles are: the header when there was none.
  mutating func finish() -> [UInt8] { names == nil ? Array(header([]).utf8) : [] }

  private mutating func header(_ names: [String]) -> String {
    self.names = names
    return CSV.row(Self.fixed + names.map { Self.column($0) } + [Self.rest])
  }

  private static func json(_ fields: [MetadataField]) -> String {
    if fields.isEmpty { return "" }
    var writer = JSONWriter()
    writer.object { json in
      for field in fields {
        json.key(field.name)
        json.value(json: field.json)
      }
    }
    return writer.text
  }

  /// What stands before the name of a field that another column has too.
  private static let prefix = "input_"

  private static func column(_ field: String) -> String {
    fixed.contains(field) || field == rest || field.hasPrefix(prefix) ? prefix + field : field
  }

  private static func field(_ column: String) -> String {
    column.hasPrefix(prefix) ? String(column.dropFirst(prefix.count)) : column
  }
}

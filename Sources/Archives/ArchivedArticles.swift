internal import JSONText

/// The articles of an archive, each as a JSON object such as `sayso score` prints, without reasons and
/// mentions of actors.
///
/// Articles come in the order in which the archive first had them.
public struct ArchivedArticles {
  private let articles: Statement
  private let actors: Statement
  private let quotes: Statement
  private let targets: Statement
  private let connection: Connection

  /// - Throws: `ArchiveError` when the file is not there or no archive.
  public init(path: String) throws(ArchiveError) {
    connection = try .archive(path, .reading)
    articles = try connection.prepare(
      """
      SELECT articles.id, date, metadata, text, digest, scorer FROM articles
      JOIN models ON models.id = model ORDER BY number
      """)
    actors = try connection.prepare(
      "SELECT actor, name, kind, external_id FROM actors WHERE article = ? ORDER BY actor")
    quotes = try connection.prepare(
      """
      SELECT quote, quotes.kind, spans, actors.actor, name, actors.kind, confidence, rule,
        external_id
      FROM quotes LEFT JOIN actors ON actors.article = quotes.article AND actor = speaker
      WHERE quotes.article = ? ORDER BY quote
      """)
    targets = try connection.prepare(
      """
      SELECT actors.actor, name, mentions_json, label, score, favor, neutral, against, external_id
      FROM (SELECT article, quote, target, actor, mentions AS mentions_json FROM targets)
      JOIN actors USING (article, actor) LEFT JOIN scores USING (article, quote, target)
      WHERE article = ? AND quote = ? ORDER BY target
      """)
  }

  public var count: Int { (try? connection.number("SELECT count(*) FROM articles")) ?? 0 }

  /// Calls a closure with each article's id and JSON object.
  public func read(_ body: (String, [UInt8]) throws -> Void) throws {
    try articles.begin([])
    while try articles.step() {
      let id = articles.text(0) ?? ""
      try body(id, try line(id: id))
    }
  }

  /// The JSON object of the article that `articles` stands at.
  private func line(id: String) throws(ArchiveError) -> [UInt8] {
    var writer = JSONWriter()
    var failure: ArchiveError?
    let text = articles.text(3) ?? ""
    let scalars = Array(text.unicodeScalars)
    writer.object { json in
      json.member("id", id)
      if let date = articles.text(1) { json.member("date", date) }
      if let metadata = articles.text(2) {
        json.key("metadata")
        json.value(json: metadata)
      }
      json.member("text", text)
      json.member("offsets", "codepoint")
      json.member("model", articles.text(4) ?? "")
      json.member("scorer", articles.text(5) ?? "")
      do throws(ArchiveError) {
        try writeActors(of: id, to: &json)
        try writeQuotes(of: id, scalars, to: &json)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return writer.bytes
  }

  private func writeActors(
    of id: String, to json: inout JSONWriter
  ) throws(ArchiveError) {
    try actors.begin([.text(id)])
    var failure: ArchiveError?
    json.key("actors")
    json.array { json in
      do throws(ArchiveError) {
        while try actors.step() {
          json.object { json in
            json.member("id", actors.integer(0))
            json.member("name", actors.text(1) ?? "")
            json.member("kind", actors.text(2) ?? "")
            if let id = actors.text(3) { json.member("externalID", id) }
          }
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }

  private func writeQuotes(
    of id: String, _ text: [Unicode.Scalar], to json: inout JSONWriter
  ) throws(ArchiveError) {
    try quotes.begin([.text(id)])
    var failure: ArchiveError?
    json.key("quotes")
    json.array { json in
      do throws(ArchiveError) {
        while try quotes.step() {
          json.object { json in
            json.member("id", quotes.integer(0))
            json.member("kind", quotes.text(1) ?? "")
            Self.writeSpans(quotes.text(2) ?? "", text, to: &json)
            json.key("speaker")
            if quotes.isNull(3) {
              json.null()
            } else {
              json.object { json in
                json.member("actor", quotes.integer(3))
                json.member("name", quotes.text(4) ?? "")
                json.member("kind", quotes.text(5) ?? "")
                if let id = quotes.text(8) { json.member("externalID", id) }
                json.member("confidence", quotes.number(6))
                json.member("rule", quotes.text(7) ?? "")
              }
            }
            do throws(ArchiveError) {
              try writeTargets(of: id, quote: quotes.integer(0), text, to: &json)
            } catch {
              failure = error
            }
          }
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }

  private func writeTargets(
    of id: String, quote: Int, _ text: [Unicode.Scalar], to json: inout JSONWriter
  ) throws(ArchiveError) {
    try targets.begin([.text(id), .integer(quote)])
    var failure: ArchiveError?
    json.key("targets")
    json.array { json in
      do throws(ArchiveError) {
        while try targets.step() {
          json.object { json in
            json.member("actor", targets.integer(0))
            json.member("name", targets.text(1) ?? "")
            if let id = targets.text(8) { json.member("externalID", id) }
            Self.writeSpans("{\"mentions\":\(targets.text(2) ?? "[]")}", text, to: &json)
            if targets.isNull(3) { return }
            json.member(object: "stance") { json in
              json.member("label", targets.text(3) ?? "")
              json.member("score", targets.number(4))
              json.member(object: "probabilities") { json in
                json.member("favor", targets.number(5))
                json.member("neutral", targets.number(6))
                json.member("against", targets.number(7))
              }
            }
          }
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }

  /// Writes each member of an object with lists of pairs as a member with a list of spans; nothing of
  /// what is broken.
  private static func writeSpans(
    _ object: String, _ text: [Unicode.Scalar], to json: inout JSONWriter
  ) {
    var scanner = JSONScanner(Array(object.utf8))
    do throws(JSONProblem) {
      try scanner.beginObject()
      while let name = try scanner.nextKey() {
        var pairs: [(Int, Int)] = []
        try scanner.beginArray()
        while try scanner.nextElement() {
          var pair: [Int] = []
          try scanner.beginArray()
          while try scanner.nextElement() { pair.append(try scanner.integer()) }
          if pair.count == 2, 0 <= pair[0], pair[0] <= pair[1], pair[1] <= text.count {
            pairs.append((pair[0], pair[1]))
          }
        }
        json.member(array: name, pairs) { json, pair in
          json.object { json in
            json.member("start", pair.0)
            json.member("end", pair.1)
            var words = String.UnicodeScalarView()
            words.append(contentsOf: text[pair.0..<pair.1])
            json.member("text", String(words))
          }
        }
      }
    } catch {
      return
    }
  }
}

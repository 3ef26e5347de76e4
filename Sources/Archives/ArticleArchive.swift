import Actors
public import Corpora
import Documents
import JSONText
import Quotes
public import Sayso
public import StanceScoring
import Synchronization

/// A corpus with everything that was found in it, in one SQLite file.
///
/// Tables: `articles`, `actors`, `quotes`, `targets`, `scores`, `errors`, `models`; `quotes_fts` finds
/// quotes by their words, and the view `stances` joins it all. Spans are JSON lists of pairs of code
/// points. Articles are known by their ids: one that comes again takes the place of the old one.
///
/// An article is written whole or not at all, whenever the program ends. Used on one thread, but for
/// `isUnchanged`.
public final class ArticleArchive {
  private let connection: Connection
  /// Nil once the archive is closed.
  private var reader: Reader?
  private let model: Int
  private var pending = 0
  private var insert: [String: Statement] = [:]

  /// After so many articles what was written is made to last. Chosen, not measured.
  private static let batchSize = 200

  /// Opens an archive, or makes it.
  ///
  /// - Parameters:
  ///   - modelDigest: What names the models.
  ///   - scorer: What stances are read from.
  ///   - options: What else the analysis depends on.
  /// - Throws: `ArchiveError`.
  public init(
    path: String, modelDigest: String, scorer: ScorerKind, version: String, options: String
  ) throws(ArchiveError) {
    connection = try .archive(path, .writing)
    let key: [SQLValue] = [
      .text(modelDigest), .text(scorer.rawValue), .text(version), .text(options),
    ]
    try connection.prepare(
      "INSERT OR IGNORE INTO models (digest, scorer, version, options) VALUES (?, ?, ?, ?)"
    ).run(key)
    let found = try connection.prepare(
      "SELECT id FROM models WHERE digest = ? AND scorer = ? AND version = ? AND options = ?")
    try found.begin(key)
    _ = try found.step()
    model = found.integer(0)
    reader = try Reader(path: path, model: model)
  }

  /// Whether the archive has the article as it is, analyzed by the same models with the same options.
  /// May be called on any thread, until the archive is closed.
  public var isUnchanged: @Sendable (Article) -> Bool {
    let reader = reader
    return { reader?.has($0) ?? false }
  }

  /// Takes an article up, in the place of one with the same id.
  public func add(_ record: Article, _ article: ScoredArticle) throws(ArchiveError) {
    try begin()
    let id = SQLValue.text(record.id)
    for table in ["scores", "targets", "quotes", "actors"] {
      try run("DELETE FROM \(table) WHERE article = ?", [id])
    }
    try run(
      """
      INSERT INTO articles (id, path, line, date, metadata, text, model) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET path = excluded.path, line = excluded.line,
        date = excluded.date, metadata = excluded.metadata, text = excluded.text,
        model = excluded.model
      """,
      [
        id, .text(record.path), SQLValue(record.line), SQLValue(record.date),
        SQLValue(record.metadataJSON), .bytes(record.text), .integer(model),
      ])
    try run("DELETE FROM errors WHERE place = ?", [.text(record.place)])
    for actor in article.actors.actors {
      try run(
        "INSERT INTO actors VALUES (?, ?, ?, ?, ?, ?)",
        [
          id, .integer(actor.id), .text(actor.name), .text(actor.kind.rawValue),
          .integer(actor.mentions.count), SQLValue(actor.externalID),
        ])
    }
    let spans = SpanText(article.document)
    for index in article.quotes.indices { try add(quote: index, of: article, id: id, spans) }
    try end()
  }

  /// Notes an article that could not be read.
  public func addError(
    place: String, article: String?, code: Int, message: String
  ) throws(ArchiveError) {
    try begin()
    try run(
      "INSERT OR REPLACE INTO errors VALUES (?, ?, ?, ?)",
      [.text(place), SQLValue(article), .integer(code), .text(message)])
    try end()
  }

  /// How many articles could not be read and were not read since.
  public var errorCount: Int {
    get throws(ArchiveError) { try connection.number("SELECT count(*) FROM errors") }
  }

  /// Makes everything last that was added. What was not is gone when the program ends.
  public func commit() throws(ArchiveError) {
    if pending > 0 { try connection.run("COMMIT") }
    pending = 0
  }

  /// Commits, and puts everything into the one file, which any program may then read. Nothing can be
  /// added after.
  public func close() throws(ArchiveError) {
    try commit()
    reader?.close()
    reader = nil
    insert = [:]
    try connection.run("PRAGMA journal_mode = DELETE")
  }

  private func add(
    quote index: Int, of article: ScoredArticle, id: SQLValue, _ spans: SpanText
  ) throws(ArchiveError) {
    let quote = article.quotes[index]
    let attribution = article.actors.attributions[index]
    try run(
      """
      INSERT INTO quotes (article, quote, kind, content, cue, source, spans, speaker, confidence, rule)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        id, .integer(index), .text(quote.kind.rawValue), .text(spans.words(quote.content)),
        .text(spans.words(quote.cue)), .text(spans.words(quote.source)),
        .text(spans.json(quote)), SQLValue(attribution.actor),
        .number(Double(attribution.confidence)), .text(attribution.rule),
      ])
    for (position, target) in article.actors.targets[index].enumerated() {
      let key = [id, .integer(index), .integer(position)]
      try run(
        "INSERT INTO targets VALUES (?, ?, ?, ?, ?)",
        key + [
          .integer(target.actor), .text(spans.json(target.mentions.map(\.tokens))),
        ])
      guard index < article.scores.count, position < article.scores[index].count else { continue }
      let score = article.scores[index][position]
      try run(
        "INSERT INTO scores VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        key + [.text(score.label.rawValue), .number(score.score)]
          + Stance.allCases.map { .number(score[$0]) })
    }
  }

  private func begin() throws(ArchiveError) {
    if pending == 0 { try connection.run("BEGIN IMMEDIATE") }
    pending += 1
  }

  private func end() throws(ArchiveError) {
    if pending >= Self.batchSize { try commit() }
  }

  private func run(_ sql: String, _ values: [SQLValue]) throws(ArchiveError) {
    let statement: Statement
    if let known = insert[sql] {
      statement = known
    } else {
      statement = try connection.prepare(sql)
      insert[sql] = statement
    }
    try statement.run(values)
  }
}

/// Looks articles up on any thread, through a connection of its own.
private final class Reader: Sendable {
  /// Only ever used inside the lock.
  private struct Lookup: ~Copyable {
    var statement: Statement?
  }

  private let lookup: Mutex<Lookup>
  private let model: Int

  init(path: String, model: Int) throws(ArchiveError) {
    self.model = model
    let statement = try Connection.archive(path, .reading).prepare(
      """
      SELECT 1 FROM articles
      WHERE id = ? AND model = ? AND text = ? AND date IS ? AND metadata IS ?
      """)
    lookup = Mutex(Lookup(statement: statement))
  }

  /// False also when the archive cannot be read now: then the article is analyzed again.
  func has(_ article: Article) -> Bool {
    lookup.withLock { lookup in
      let values: [SQLValue] = [
        .text(article.id), .integer(model), .bytes(article.text), SQLValue(article.date),
        SQLValue(article.metadataJSON),
      ]
      guard let statement = lookup.statement else { return false }
      do throws(ArchiveError) {
        try statement.begin(values)
        let isThere = try statement.step()
        // A statement between two rows would keep what it reads from changing.
        if isThere { while try statement.step() {} }
        return isThere
      } catch {
        return false
      }
    }
  }

  func close() { lookup.withLock { $0.statement = nil } }
}

/// Token ranges of a document as words and as offsets.
private struct SpanText {
  let document: Document
  private let map: OffsetMap

  init(_ document: Document) {
    self.document = document
    map = OffsetMap(document.bytes)
  }

  func words(_ ranges: [Range<Int>]) -> String {
    ranges.map { document.text(document.span(ofTokens: $0)) }.joined(separator: " … ")
  }

  func json(_ ranges: [Range<Int>]) -> String {
    var writer = JSONWriter()
    write(ranges, to: &writer)
    return writer.text
  }

  func json(_ quote: Quote) -> String {
    var writer = JSONWriter()
    writer.object { json in
      json.key("content")
      write(quote.content, to: &json)
      json.key("cue")
      write(quote.cue, to: &json)
      json.key("source")
      write(quote.source, to: &json)
    }
    return writer.text
  }

  private func write(_ ranges: [Range<Int>], to writer: inout JSONWriter) {
    writer.array(ranges) { json, range in
      let span = document.span(ofTokens: range)
      json.array([span.start, span.end]) { $0.integer(map.codePoint($1)) }
    }
  }
}

extension Article {
  /// The other fields of the record as a JSON object, or nil when there are none.
  var metadataJSON: String? {
    if metadata.isEmpty { return nil }
    var writer = JSONWriter()
    writer.object { json in
      for field in metadata {
        json.key(field.name)
        json.value(json: field.json)
      }
    }
    return writer.text
  }

  var place: String { path + (line.map { ":\($0)" } ?? "") }
}

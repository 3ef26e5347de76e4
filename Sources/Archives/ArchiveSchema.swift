/// The tables of an archive.
enum ArchiveSchema {
  /// What marks a SQLite file as an archive of this program: the letters "Says".
  static let applicationID = 0x5361_7973
  /// Changes when the tables do.
  static let version = 2

  static let statements = """
    CREATE TABLE models (
      id INTEGER PRIMARY KEY, digest TEXT NOT NULL, scorer TEXT NOT NULL, version TEXT NOT NULL,
      options TEXT NOT NULL, UNIQUE (digest, scorer, version, options));
    CREATE TABLE articles (
      number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, path TEXT NOT NULL, line INTEGER,
      date TEXT, metadata TEXT, text TEXT NOT NULL, model INTEGER NOT NULL REFERENCES models);
    CREATE TABLE actors (
      article TEXT NOT NULL, actor INTEGER NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
      mentions INTEGER NOT NULL, external_id TEXT, PRIMARY KEY (article, actor)) WITHOUT ROWID;
    CREATE INDEX actors_by_name ON actors (name);
    CREATE TABLE quotes (
      id INTEGER PRIMARY KEY, article TEXT NOT NULL, quote INTEGER NOT NULL, kind TEXT NOT NULL,
      content TEXT NOT NULL, cue TEXT NOT NULL, source TEXT NOT NULL, spans TEXT NOT NULL,
      speaker INTEGER, confidence REAL, rule TEXT);
    CREATE UNIQUE INDEX quotes_by_article ON quotes (article, quote);
    CREATE TABLE targets (
      article TEXT NOT NULL, quote INTEGER NOT NULL, target INTEGER NOT NULL,
      actor INTEGER NOT NULL, mentions TEXT NOT NULL, PRIMARY KEY (article, quote, target))
      WITHOUT ROWID;
    CREATE TABLE scores (
      article TEXT NOT NULL, quote INTEGER NOT NULL, target INTEGER NOT NULL, label TEXT NOT NULL,
      score REAL NOT NULL, favor REAL NOT NULL, neutral REAL NOT NULL, against REAL NOT NULL,
      PRIMARY KEY (article, quote, target)) WITHOUT ROWID;
    CREATE TABLE errors (
      place TEXT PRIMARY KEY, article TEXT, code INTEGER NOT NULL, message TEXT NOT NULL)
      WITHOUT ROWID;
    CREATE VIRTUAL TABLE quotes_fts USING fts5 (
      content, content='quotes', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
    CREATE TRIGGER quotes_added AFTER INSERT ON quotes BEGIN
      INSERT INTO quotes_fts (rowid, content) VALUES (new.id, new.content);
    END;
    CREATE TRIGGER quotes_removed AFTER DELETE ON quotes BEGIN
      INSERT INTO quotes_fts (quotes_fts, rowid, content) VALUES ('delete', old.id, old.content);
    END;
    CREATE VIEW stances AS
      SELECT quotes.article, articles.date, speakers.name AS speaker, speakers.kind AS speaker_kind,
        actors.name AS target, actors.kind AS target_kind, scores.label, scores.score,
        scores.favor, scores.neutral, scores.against, quotes.kind, quotes.content,
        speakers.external_id AS speaker_id, actors.external_id AS target_id
      FROM scores
      JOIN quotes USING (article, quote)
      JOIN articles ON articles.id = quotes.article
      JOIN targets USING (article, quote, target)
      JOIN actors ON actors.article = quotes.article AND actors.actor = targets.actor
      LEFT JOIN actors AS speakers
        ON speakers.article = quotes.article AND speakers.actor = quotes.speaker;
    PRAGMA application_id = \(applicationID);
    PRAGMA user_version = \(version);
    """
}

extension Connection {
  /// Opens an archive, and for writing makes its tables when the file is new.
  ///
  /// - Throws: `ArchiveError` also when the file is something else.
  static func archive(_ path: String, _ access: Access) throws(ArchiveError) -> Connection {
    let connection = try Connection(path: path, access)
    func refuse(_ reason: String) -> ArchiveError {
      ArchiveError(path: path, cause: .notAnArchive, reason: reason)
    }
    let isEmpty = try connection.number("SELECT count(*) FROM sqlite_schema") == 0
    if isEmpty && access == .writing {
      try connection.beginWriting()
      try connection.run("BEGIN IMMEDIATE; \(ArchiveSchema.statements) COMMIT;")
      return connection
    }
    if isEmpty { throw refuse("is empty: expected an archive of scored articles") }
    guard try connection.number("PRAGMA application_id") == ArchiveSchema.applicationID else {
      throw refuse("is a database of another program: expected an archive of scored articles")
    }
    let version = try connection.number("PRAGMA user_version")
    guard version == ArchiveSchema.version else {
      throw refuse(
        "has tables of version \(version), and this program knows version \(ArchiveSchema.version): "
          + "score the articles into a new file")
    }
    if access == .writing { try connection.beginWriting() }
    return connection
  }

  /// Lets others read while this connection writes.
  private func beginWriting() throws(ArchiveError) {
    try run("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;")
  }
}

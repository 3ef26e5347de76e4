import Actors
import Archives
import Corpora
import Foundation
import Sayso
import StanceScoring
import Testing

@Suite("Article archive")
struct ArticleArchiveTests {
  private let path =
    FileManager.default.temporaryDirectory.path + "/sayso-archive-\(UUID().uuidString).sqlite"

  private func open(model: String = "sha256:1") throws -> ArticleArchive {
    try ArticleArchive(path: path, modelDigest: model, scorer: .linear, version: "1", options: "")
  }

  private func record(_ id: String, _ text: String, desk: String = "d") -> Article {
    Article(
      id: id, text: Array(text.utf8), path: "in.jsonl", line: 1, date: "2026-03-01",
      metadata: [MetadataField(name: "desk", text: desk)])
  }

  private func lines() throws -> [String] {
    var lines: [String] = []
    try ArchivedArticles(path: path).read { lines.append(String(decoding: $1, as: UTF8.self)) }
    return lines
  }

  private static let text =
    "“Dorn Marine is a disgrace to this harbour,” said Ada Okafor, the mayor. It rained."

  @Test("gives articles back as they were scored, in the order they came")
  func roundTrip() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let analyzer = try Analyzer()
    do {
      let archive = try open()
      for id in ["b", "a"] {
        let record = record(id, Self.text)
        try archive.add(record, analyzer.analyze(record.text, id: id))
      }
      try archive.close()
    }
    let lines = try lines()
    #expect(lines.count == 2)
    #expect(
      lines[0].hasPrefix(#"{"id":"b","date":"2026-03-01","metadata":{"desk":"d"},"text":"“Dorn"#))
    #expect(
      lines[0].contains(#""content":[{"start":0,"end":44,"text":"“Dorn Marine is a disgrace"#))
    #expect(lines[0].contains(#""name":"Ada Okafor","kind":"person""#))
    // What is written lies in one file when the archive is closed.
    #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
  }

  @Test("knows what is unchanged: the same text and fields, by the same models")
  func unchanged() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let analyzer = try Analyzer()
    let first = record("a", Self.text)
    let changed = record("a", Self.text + " It snowed.")
    do {
      let archive = try open()
      #expect(!archive.isUnchanged(first))
      try archive.add(first, analyzer.analyze(first.text, id: "a"))
      try archive.commit()
      #expect(archive.isUnchanged(first))
      #expect(!archive.isUnchanged(changed))
      #expect(!archive.isUnchanged(record("b", Self.text)))
      #expect(!archive.isUnchanged(record("a", Self.text, desk: "e")))
      try archive.add(changed, analyzer.analyze(changed.text, id: "a"))
      try archive.commit()
      #expect(archive.isUnchanged(changed))
    }
    #expect(try lines().count == 1)
    #expect(try lines()[0].contains("It snowed."))
    #expect(try !open(model: "sha256:2").isUnchanged(changed))
  }

  @Test("keeps nothing of what was not committed")
  func atomicity() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let analyzer = try Analyzer()
    do {
      let archive = try open()
      let record = record("a", Self.text)
      try archive.add(record, analyzer.analyze(record.text, id: "a"))
    }
    #expect(try lines() == [])
  }

  @Test("refuses what is no archive, and says why")
  func foreignFiles() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(
      throws: ArchiveError(
        path: path, cause: .missing,
        reason: "unable to open database file: no such file or directory")
    ) { try ArchivedArticles(path: path) }
    try Data("no database".utf8).write(to: URL(fileURLWithPath: path))
    #expect(
      throws: ArchiveError(
        path: path, cause: .notAnArchive,
        reason: "file is not a database: expected an archive of scored articles")
    ) { try open() }
    try Data().write(to: URL(fileURLWithPath: path))
    #expect(
      throws: ArchiveError(
        path: path, cause: .notAnArchive,
        reason: "is empty: expected an archive of scored articles")
    ) { try ArchivedArticles(path: path) }
  }

  @Test(
    "refuses an archive that another program or version made",
    arguments: [
      // Where SQLite's header has the number that names a program, and the one that counts versions.
      (71, "is a database of another program: expected an archive of scored articles"),
      (
        63,
        "has tables of version 99, and this program knows version 2: score the articles into a new file"
      ),
    ])
  func otherArchives(offset: Int, reason: String) throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    try open().close()
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    bytes[offset] = 99
    try bytes.write(to: URL(fileURLWithPath: path))
    #expect(throws: ArchiveError(path: path, cause: .notAnArchive, reason: reason)) {
      try ArchivedArticles(path: path)
    }
  }

  @Test("identifiers of a list of actors are kept")
  func identifiers() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    var list = ActorList()
    list.append(
      name: Array("Okafor, Ada".utf8)[...], aliases: [Array("Ada Okafor".utf8)[...]], kind: .person,
      id: Array("Q1".utf8)[...])
    let analyzer = try Analyzer(actors: list)
    do {
      let archive = try open()
      let record = record("a", Self.text)
      try archive.add(record, analyzer.analyze(record.text, id: "a"))
      try archive.close()
    }
    let speaker = #""name":"Okafor, Ada","kind":"person","externalID":"Q1","confidence""#
    #expect(try lines()[0].contains(speaker))
  }

  @Test("errors are noted by their place, until the article there can be read")
  func errors() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let archive = try open()
    try archive.addError(place: "in.jsonl:1", article: nil, code: 65, message: "broken")
    try archive.addError(place: "in.jsonl:1", article: "a", code: 65, message: "broken still")
    try archive.commit()
    #expect(try archive.errorCount == 1)
    let record = record("a", Self.text)
    try archive.add(record, Analyzer().analyze(record.text, id: "a"))
    try archive.commit()
    #expect(try archive.errorCount == 0)
  }
}

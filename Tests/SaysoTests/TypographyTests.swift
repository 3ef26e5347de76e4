import Actors
import Documents
import Foundation
import Quotes
import Syntax
import Testing

@testable import Sayso

/// What must not depend on the shapes of marks, spaces and line ends: everything but the offsets.
@Suite("Typography")
struct TypographyTests {
  /// What an analysis says without offsets and texts; probabilities to the bit.
  private struct Findings: Equatable {
    var tokens: [String]
    var sentences: [Range<Int>]
    var paragraphs: [String]
    var passages: [String]
    var diagnostics: [String]
    var tags: [PartOfSpeech]
    var lemmas: [UInt64]
    var entities: [Entity]
    var nounChunks: [NounChunk]
    var verbGroups: [VerbGroup]
    var clauses: [Int32]
    var quotes: [Quote]
    var targets: [[String]]

    init(_ article: ScoredArticle) {
      let (document, parse) = (article.document, article.parse)
      tokens = document.tokens.map {
        "\($0.hash) \($0.kind) \($0.casing) \($0.followsSpace) \($0.quoteDepth) \($0.sentence) "
          + "\($0.paragraph)"
      }
      sentences = document.sentences.map(\.tokens)
      paragraphs = document.paragraphs.map { "\($0.role) \($0.tokens) \($0.dateline)" }
      passages = document.quotedPassages.map {
        "\($0.tokens) \($0.isClosed) \($0.depth) \($0.hasSingleMarks) \($0.continuesPrevious)"
      }
      diagnostics = document.diagnostics.map { "\($0.line) \($0.code)" }
      tags = parse.tags
      lemmas = parse.lemmaHashes
      entities = parse.entities
      nounChunks = parse.nounChunks
      verbGroups = parse.verbGroups
      clauses = parse.clauses
      quotes = article.quotes
      targets = article.actors.targets.map { $0.map { "\($0.actor) \($0.confidence)" } }
    }
  }

  private static let analyzer = Result { try Analyzer() }
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../seeds/articles").standardized

  private static let names =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()

  private func findings(_ text: String) throws -> Findings {
    var options = Analyzer.Options()
    options.stance = .none
    return Findings(
      try Self.analyzer.get().analyze(Array(text.utf8), id: "seed", options: options))
  }

  private func straight(_ text: String) -> String {
    text.replacing("“", with: "\"").replacing("”", with: "\"").replacing("‘", with: "'")
      .replacing("’", with: "'")
  }

  /// Every straight mark as a curly one, by what stands before it.
  private func curly(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var before: Unicode.Scalar = " "
    for scalar in straight(text).unicodeScalars {
      let opens = before.properties.isWhitespace || "([—–-\"'".unicodeScalars.contains(before)
      switch scalar {
      case "\"": result.append(opens ? "“" : "”")
      case "'": result.append(opens ? "‘" : "’")
      default: result.append(scalar)
      }
      before = scalar
    }
    return String(result)
  }

  @Test("changes no analysis", arguments: names)
  func invariance(name: String) throws {
    let text = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
    let plain = try findings(text)
    #expect(!plain.tokens.isEmpty)
    let variants = [
      ("straight marks", straight(text)), ("curly marks", curly(text)),
      ("non-breaking spaces", text.replacing(" ", with: "\u{A0}")),
      ("Windows line ends", text.replacing("\n", with: "\r\n")),
    ]
    for (variant, other) in variants {
      let found = try findings(other)
      #expect(found == plain, "\(variant)")
    }
  }
}

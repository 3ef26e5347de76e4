import Actors
import Documents
import Quotes
import Sayso
import StanceScoring
import Syntax

/// Articles put together by hand, as the stages would hand them on.
enum Samples {
  /// A quote of a sample: words, who says them (an index into the names), and of whom with which score.
  struct Line {
    var speaker: Int?
    var text: String
    var targets: [(actor: Int, score: Double)]
  }

  /// An article whose every line is one paragraph and one quote.
  ///
  /// - Parameter ids: Identifiers that a list of actors gives, by the actor's number.
  static func article(
    _ id: String, actors names: [(name: String, kind: Actor.Kind)], ids: [Int: String] = [:],
    _ lines: [Line]
  ) throws -> ScoredArticle {
    let text = lines.map(\.text).joined(separator: "\n\n")
    let document = try DocumentReader().read(Array(text.utf8), id: id)
    let actors = names.enumerated().map { index, name in
      Actor(
        id: index, name: name.name, kind: name.kind, gender: .unknown, mentions: [],
        externalID: ids[index])
    }
    let quotes = document.paragraphs.map { paragraph in
      Quote(
        kind: .direct, content: [paragraph.tokens], cue: [], source: [], cueClass: .speech,
        confidence: 1, rule: "test")
    }
    let analysis = ActorAnalysis(
      actors: actors,
      attributions: lines.map { Attribution(actor: $0.speaker, confidence: 1, rule: "test") },
      targets: zip(lines, document.paragraphs).map { line, paragraph in
        line.targets.map { target in
          let tokens = paragraph.tokens.lowerBound..<(paragraph.tokens.lowerBound + 1)
          return Target(
            actor: target.actor, mentions: [Mention(tokens: tokens, form: .name)], confidence: 1)
        }
      })
    return ScoredArticle(
      document: document, parse: parse(document), quotes: quotes, actors: analysis,
      scores: lines.map { $0.targets.map { score($0.score) } })
  }

  /// A score whose probabilities give the wanted difference.
  static func score(_ difference: Double) -> StanceScore {
    let rest = 1 - abs(difference)
    let probabilities = [
      max(difference, 0) + rest * 0.25, rest * 0.5, max(-difference, 0) + rest * 0.25,
    ]
    let label: Stance = difference > 0.25 ? .favor : difference < -0.25 ? .against : .neutral
    return StanceScore(
      probabilities: probabilities, label: label,
      reasons: [Reason(feature: "word: test", value: 1, weight: difference)])
  }

  /// A parse that found nothing.
  static func parse(_ document: Document) -> Parse {
    Parse(
      tags: [], lemmas: [], lemmaBytes: [], lemmaHashes: [], entities: [], nounChunks: [],
      verbGroups: [], clauses: [], entityOfToken: [], nounChunkOfToken: [], verbGroupOfToken: [])
  }

  static func all() throws -> [ScoredArticle] {
    let names: [(name: String, kind: Actor.Kind)] = [
      ("Ada Okafor", .person), ("Bo Lind", .person), ("Harbour <Union>", .organization),
      ("a tired clerk", .nominal),
    ]
    return [
      try article(
        "harbour", actors: names,
        [
          Line(speaker: 0, text: "“Lind is the best mayor we ever had.”", targets: [(1, 0.8)]),
          Line(
            speaker: 0, text: "“The union has lied | and *cheated* for years.”",
            targets: [(2, -0.9), (1, 0.1)]),
          Line(speaker: 3, text: "“Nobody asked the union.”", targets: [(2, -0.3)]),
          Line(speaker: nil, text: "“No comment.”", targets: []),
        ]),
      try article(
        "budget", actors: names,
        [
          Line(speaker: 0, text: "“Lind kept every promise.”", targets: [(1, 0.6)]),
          Line(
            speaker: 1,
            text: "=“Her words are kind, and far longer than any line of a terminal can hold, "
              + "for the mayor likes to talk.”", targets: [(0, 0.5)]),
          Line(speaker: 3, text: "“I only file papers.”", targets: []),
        ]),
    ]
  }
}

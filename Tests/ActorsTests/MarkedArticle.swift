import Actors
import BuiltIn
import Documents
import LinearModels
import Quotes
import Syntax

/// A text with marks that name its quotes and entities, for tables that can be read without counting.
///
/// `{q …}`, `{c …}` and `{s …}` mark content, cue and source; a `{q` opens a quote, the cue and source of
/// which may stand before or after it in the same paragraph. Several quotes carry numbers: `{q1 …}`
/// belongs with `{c1 …}` and `{s1 …}`. `{P …}`, `{O …}`, `{L …}`, `{G …}` mark persons, organizations,
/// places and groups; when a text marks any, these are the only entities, so that a row does not hang
/// on the recogniser.
struct MarkedArticle {
  var document: Document
  var parse: Parse
  var quotes: [Quote]

  private static let syntax = try? SyntaxAnalyzer()
  private static let resolver = try? ActorResolver.builtIn()

  var analysis: ActorAnalysis {
    guard let resolver = Self.resolver else { fatalError("the binary holds no actor model") }
    return resolver.resolve(document, parse: parse, quotes: quotes)
  }

  /// The analysis with actors of a list.
  func analysis(with list: ActorList) throws -> ActorAnalysis {
    guard let bytes = BuiltIn.bytes(of: "models/actors.model") else {
      fatalError("the binary holds no actor model")
    }
    let resolver = ActorResolver(
      try ActorModel(from: ModelFile(bytes: bytes)), lexicons: try .builtIn(), list: list)
    return resolver.resolve(document, parse: parse, quotes: quotes)
  }

  init(_ marked: String) throws {
    var text: [UInt8] = []
    var open: [(label: String, start: Int)] = []
    var marks: [(label: String, span: TextSpan)] = []
    var rest = marked.utf8[...]
    while let byte = rest.first {
      rest = rest.dropFirst()
      if byte == UInt8(ascii: "{") {
        let label = rest.prefix { $0 != UInt8(ascii: " ") }
        rest = rest.dropFirst(label.count + 1)
        open.append((String(decoding: label, as: UTF8.self), text.count))
      } else if byte == UInt8(ascii: "}") {
        let mark = open.removeLast()
        marks.append((mark.label, TextSpan(mark.start..<text.count)))
      } else {
        text.append(byte)
      }
    }
    document = try DocumentReader().read(text, id: "test")
    guard let syntax = Self.syntax else { fatalError("the binary holds no syntax model") }
    parse = syntax.parse(document)
    let document = document
    func ranges(_ label: String) -> [Range<Int>] {
      marks.filter { $0.label == label }.compactMap { document.tokens(in: $0.span) }
        .sorted { $0.lowerBound < $1.lowerBound }
    }
    let kinds: [String: Entity.Kind] = [
      "P": .person, "O": .organization, "L": .place, "G": .group,
    ]
    var entities: [Entity] = []
    for (label, kind) in kinds {
      entities += ranges(label).map { Entity(tokens: $0, kind: kind, probability: 1) }
    }
    entities.sort { $0.tokens.lowerBound < $1.tokens.lowerBound }
    if !entities.isEmpty { parse = parse.replacing(entities: entities) }
    quotes = ["", "1", "2", "3", "4"].compactMap { number in
      let content = ranges("q\(number)")
      guard !content.isEmpty else { return nil }
      let isDirect = content.allSatisfy { document.tokens[$0.lowerBound].kind == .quotationMark }
      return Quote(
        kind: isDirect ? .direct : .indirect, content: content, cue: ranges("c\(number)"),
        source: ranges("s\(number)"), cueClass: .speech, confidence: 1, rule: "test")
    }
  }

  /// The actors as "Name: mention | mention", mentions by name only, in order of first mention.
  var joined: [String] {
    analysis.actors.compactMap { actor in
      let mentions = actor.mentions.filter { $0.form != .pronoun && $0.form != .nominal }
      if mentions.isEmpty { return nil }
      let texts = mentions.map { document.text(document.span(ofTokens: $0.tokens)) }
      return "\(actor.name): \(texts.joined(separator: " | "))"
    }
  }

  /// The speaker of each quote by name, "nobody" for none.
  var speakers: [String] {
    let analysis = analysis
    return analysis.attributions.map { $0.actor.map { analysis.actors[$0].name } ?? "nobody" }
  }

  /// The targets of each quote by name, sorted.
  var targets: [[String]] {
    let analysis = analysis
    return analysis.targets.map { $0.map { analysis.actors[$0.actor].name }.sorted() }
  }
}

extension Parse {
  fileprivate func replacing(entities: [Entity]) -> Parse {
    var entityOfToken = [Int32](repeating: -1, count: tags.count)
    for (index, entity) in entities.enumerated() {
      for token in entity.tokens { entityOfToken[token] = Int32(index) }
    }
    return Parse(
      tags: tags, lemmas: lemmas, lemmaBytes: lemmaBytes, lemmaHashes: lemmaHashes,
      entities: entities, nounChunks: nounChunks, verbGroups: verbGroups, clauses: clauses,
      entityOfToken: entityOfToken, nounChunkOfToken: nounChunkOfToken,
      verbGroupOfToken: verbGroupOfToken)
  }
}

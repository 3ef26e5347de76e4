import Corpora
import Documents
import Lexicons
import Syntax

/// Sentences of news whose entities the recogniser itself found, to learn the ways of news from.
///
/// Only sentences count in which nothing is left open: every word that is capitalised inside the
/// sentence is in an entity, or the lists or the casing of other texts say why it is capitalised.
/// Names that annotators gave for an article are entities wherever they stand in it.
enum SilverEntities {
  /// - Parameters:
  ///   - text: an article.
  ///   - names: names that are known to stand in it.
  static func sentences(
    _ text: [UInt8], names: [String], analyzer: SyntaxAnalyzer
  ) -> [EntitySentence] {
    guard let document = try? DocumentReader().read(text, id: "news") else { return [] }
    let parse = analyzer.parse(document)
    var entities = parse.entities
    let (lists, _) = analyzer.gazetteer.find(document)
    mark(names, document, lists, &entities)
    var labels = [String](repeating: "O", count: document.tokens.count)
    for entity in entities {
      guard let kind = EntityLabels.kinds.first(where: { $0.kind == entity.kind }) else { continue }
      for token in entity.tokens {
        labels[token] = (token == entity.tokens.lowerBound ? "B-" : "I-") + kind.name
      }
    }
    var covered = [Bool](repeating: false, count: document.tokens.count)
    for entity in entities { for token in entity.tokens { covered[token] = true } }
    var sentences: [EntitySentence] = []
    for sentence in document.sentences where sentence.tokens.count >= 4 {
      let isOpen = sentence.tokens.contains { token in
        guard !covered[token], document.tokens[token].kind == .word else { return false }
        let habit = TextRules.builtIn.habit(of: document.tokens[token].hash)
        switch document.tokens[token].casing {
        case .lower, .none: return false
        case .upper, .capitalized, .mixed:
          if token == sentence.tokens.lowerBound, habit == 1 || habit == 3 { return false }
          let explained: Gazetteer.Categories = [
            .title, .honorific, .adjective, .member, .people, .role, .body,
          ]
          if !lists[token].isDisjoint(with: explained) { return false }
          return habit != 1 && !(habit == 3 && parse.tags[token] != .propn)
            && !(document.tokens[token].span.count == 1)
            && !FunctionWords.builtIn.calendar.contains(document.tokens[token].hash)
        }
      }
      guard !isOpen else { continue }
      sentences.append(
        EntitySentence(
          words: sentence.tokens.map { document.text(ofToken: $0) },
          labels: sentence.tokens.map { labels[$0] }))
    }
    return sentences
  }

  /// Marks the occurrences of known names; one that overlaps a longer entity is left as it is.
  ///
  /// A name that was found in pieces takes the kind of the longest, the first of equals.
  static func mark(
    _ names: [String], _ document: Document, _ lists: [Gazetteer.Categories],
    _ entities: inout [Entity]
  ) {
    let phrases = PhraseTokens(names.map { Array($0.utf8)[...] })
    var entityOfToken = [Int](repeating: -1, count: document.tokens.count)
    for (index, entity) in entities.enumerated() {
      for token in entity.tokens { entityOfToken[token] = index }
    }
    var removed: Set<Int> = []
    var added: [Entity] = []
    for name in names.indices {
      let hashes = Array(phrases.hashes[phrases.offsets[name]..<phrases.offsets[name + 1]])
      guard !hashes.isEmpty, hashes.count <= document.tokens.count else { continue }
      for start in 0...(document.tokens.count - hashes.count) {
        let range = start..<(start + hashes.count)
        guard document.tokens[start].hash == hashes[0],
          zip(range, hashes).allSatisfy({ document.tokens[$0].hash == $1 }),
          document.tokens[start].sentence >= 0, document.tokens[start].casing != .lower,
          document.tokens[start].sentence == document.tokens[range.upperBound - 1].sentence
        else { continue }
        // A plural of a people is a group: not among the labels that are learned.
        if hashes.count == 1, lists[start].contains(.people) { continue }
        let overlapping = Set(range.map { entityOfToken[$0] }.filter { $0 >= 0 }).sorted {
          (-entities[$0].tokens.count, $0) < (-entities[$1].tokens.count, $1)
        }
        if overlapping.contains(where: {
          entities[$0].tokens.count >= hashes.count && entities[$0].tokens != range
        }) {
          continue
        }
        var kind = overlapping.first.map { entities[$0].kind } ?? .person
        if overlapping.isEmpty {
          let all = range.reduce(into: Gazetteer.Categories()) { $0.formUnion(lists[$1]) }
          if all.contains(.body) || document.tokens[range.upperBound - 1].casing == .upper {
            kind = .organization
          } else if hashes.count == 1, !all.isDisjoint(with: [.country, .city, .place]) {
            kind = .place
          }
        }
        if kind == .group { continue }
        removed.formUnion(overlapping)
        added.append(Entity(tokens: range, kind: kind, probability: 1))
        for token in range { entityOfToken[token] = -1 }
      }
    }
    entities = entities.enumerated().filter { !removed.contains($0.offset) }.map(\.element) + added
    entities.sort { $0.tokens.lowerBound < $1.tokens.lowerBound }
    var last = 0
    entities.removeAll { entity in
      defer { last = max(last, entity.tokens.upperBound) }
      return entity.tokens.lowerBound < last
    }
  }
}

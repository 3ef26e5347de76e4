import Actors
import Corpora
import Documents
import Evaluation
import Sayso
import Syntax

/// Joins the mentions of a treebank's documents and compares; nil when none are annotated.
func coreferenceMeasures(
  _ sentences: [TreebankSentence], with analyzer: Analyzer, rounds: Int, seed: UInt64
) throws -> [(name: String, measures: CoreferenceMeasures)] {
  let documents = CoreferenceDocument.documents(of: sentences).filter { !$0.mentions.isEmpty }
  guard !documents.isEmpty else { return [] }
  let examples = try documents.map { try coreferenceExample($0, with: analyzer) }
  var tables = [("all genres", CoreferenceMeasures(examples, rounds: rounds, seed: seed))]
  let news = examples.filter { $0.genre == "news" }
  if !news.isEmpty, news.count < examples.count {
    tables.append(("news", CoreferenceMeasures(news, rounds: rounds, seed: seed)))
  }
  return tables
}

private let kinds: [String: Entity.Kind] = [
  "person": .person, "organization": .organization, "place": .place,
]

private func coreferenceExample(
  _ gold: CoreferenceDocument, with analyzer: Analyzer
) throws -> CoreferenceExample {
  let article = try analyzer.analyze(gold.text, id: "treebank")
  let document = article.document
  var numbers: [String: Int] = [:]
  func number(_ cluster: String) -> Int {
    let next = numbers.count
    return numbers[cluster, default: next]
  }
  for mention in gold.mentions where numbers[mention.cluster] == nil {
    numbers[mention.cluster] = number(mention.cluster)
  }
  var names: [(tokens: Range<Int>, kind: Entity.Kind, head: Int, entity: Int)] = []
  for mention in gold.mentions where mention.isName {
    guard let kind = kinds[mention.kind], let tokens = document.tokens(in: mention.name),
      let head = document.tokens(in: mention.head)?.last
    else { continue }
    names.append((tokens, kind, head, number(mention.cluster)))
  }
  names.sort {
    ($0.tokens.lowerBound, $1.tokens.upperBound) < ($1.tokens.lowerBound, $0.tokens.upperBound)
  }
  let joined = analyzer.joined(
    names.map { ($0.tokens, $0.kind) }, in: document, parse: article.parse)

  // From raw text: a mention that we found stands for the gold mention whose head it holds.
  var found: [(actor: Int, gold: Int?)] = []
  var isTaken = Array(repeating: false, count: names.count)
  var votes: [Int: [Int: Int]] = [:]
  for actor in article.actors.actors {
    for mention in actor.mentions {
      switch mention.form {
      case .pronoun, .nominal, .title, .demonym, .government: continue
      case .name, .surname, .given, .acronym, .capital: break
      }
      let match = names.indices.filter {
        !isTaken[$0] && mention.tokens.contains(names[$0].head)
      }.min { names[$0].tokens.count < names[$1].tokens.count }
      if let match {
        isTaken[match] = true
        votes[actor.id, default: [:]][names[match].entity, default: 0] += 1
      }
      found.append((actor.id, match))
    }
  }
  let persons = Set(names.lazy.filter { $0.kind == .person }.map(\.entity))
  var pronouns = 0
  var right = 0
  for mention in gold.mentions {
    guard persons.contains(number(mention.cluster)),
      let tokens = document.tokens(in: mention.span), tokens.count == 1,
      gendered.contains(document.text(ofToken: tokens.lowerBound).lowercased())
    else { continue }
    pronouns += 1
    let actor = article.actors.actors.first {
      $0.mentions.contains { $0.form == .pronoun && $0.tokens == tokens }
    }
    let entity = actor.flatMap { votes[$0.id] }?.max {
      ($0.value, $1.key) < ($1.value, $0.key)
    }?.key
    if entity == number(mention.cluster) { right += 1 }
  }
  return CoreferenceExample(
    genre: gold.genre, gold: names.map(\.entity), joined: joined, found: found, pronouns: pronouns,
    rightPronouns: right)
}

/// The pronouns of one person whose gender they say.
private let gendered: Set<String> = [
  "he", "him", "his", "himself", "she", "her", "hers", "herself",
]

package import Actors
package import Corpora
import Documents
import Evaluation
package import Lexicons
import Quotes
package import Sayso
package import StanceScoring

/// The actors that an article's quotes mention, with what the annotation says: whether a quote is about
/// each, and with which stance.
package struct RelevanceExamples: Sendable {
  package struct Example: Sendable {
    /// The number of the quote in the article and that of the actor.
    package var id: String
    package var question: StanceQuestion
    /// What the actor stage says of it.
    package var confidence: Float
    /// Nil when the quote is not about the actor.
    package var stance: Stance?
    package var isTarget: Bool
  }

  package var examples: [Example] = []
  /// How many targets the annotation gives the quotes, mentioned or not.
  package var goldCount = 0

  /// Reads the actors of an article.
  ///
  /// - Parameter usesGold: Whether the annotated quotes are read, or those that are found and match one
  ///   of them: what users meet.
  /// - Throws: `DocumentError` when the text is blank.
  package init(
    _ article: AnnotatedArticle, analyzer: Analyzer, cues: CueLexicon, usesGold: Bool
  ) throws {
    let (document, parse) = try analyzer.read(article.text, id: article.id)
    var (quotes, gold) = ActorTraining.tokenQuotes(
      of: article, document: document, parse: parse, cues: cues)
    if !usesGold {
      let found = analyzer.quotes(in: document, parse: parse)
      let wanted = gold.compactMap { TokenQuote($0, in: document) }
      let pairs = matching(wanted.count, found.count, atLeast: 0.5) {
        wanted[$0].overlap(found[$1].content)
      }
      // All that is found is read, for quotes bear on each other; only what matches is learned from.
      gold = found.indices.map { index in
        pairs.ofSecond[index].map { gold[$0] }
          ?? AnnotatedQuote(
            kind: found[index].kind, content: [], cue: [], source: [], speaker: nil, targets: [])
      }
      quotes = found
      for index in found.indices where pairs.ofSecond[index] == nil {
        gold[index].areTargetsGiven = false
      }
    }
    let candidates = analyzer.candidates(document, parse: parse, quotes: quotes)
    let questions = candidates.questions()
    let matcher = NameMatcher.builtIn
    for index in quotes.indices where gold[index].areTargetsGiven {
      goldCount += gold[index].targets.count
      var used: Set<Int> = []
      for (target, question) in zip(candidates.actors.targets[index], questions[index]) {
        let name = matcher.name(candidates.actors.actors[target.actor].name)
        let spans = target.mentions.map { document.span(ofTokens: $0.tokens) }
        let match = gold[index].targets.indices.first { number in
          let wanted = gold[index].targets[number]
          return !used.contains(number)
            && (matcher.agree(matcher.name(wanted.name), name)
              || wanted.mentions.contains { mention in
                spans.contains { $0.start < mention.end && mention.start < $0.end }
              })
        }
        if let match { used.insert(match) }
        examples.append(
          Example(
            id: "\(article.id)#\(index).\(target.actor)", question: question,
            confidence: target.confidence,
            stance: match.map { gold[index].targets[$0].stance ?? .neutral },
            isTarget: match != nil))
      }
    }
  }
}

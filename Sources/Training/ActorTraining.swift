package import Actors
package import Corpora
package import Documents
import Evaluation
package import Lexicons
import LinearModels
package import Quotes
package import Syntax

/// Learns the models of the actor stage from annotated articles: which actor a pronoun or description
/// stands for, and whether a quote is about an actor it mentions.
package enum ActorTraining {
  /// How the models are fitted.
  package struct Options: Sendable {
    package var antecedentPenalty = 2.0
    package var targetPenalty = 30.0
    /// A feature seen less often is dropped.
    package var minimumCount = 3
    /// Features whose weights are all smaller are dropped afterwards.
    package var pruning: Float = 0.01
    package var foldCount = 5
    package var threads = 1
    package init() {}
  }

  /// The word lists the stage reads, and the cues by which gold quotes are read.
  package struct Lists: Sendable {
    package var actors: ActorLexicons
    package var cues: CueLexicon

    package static func builtIn() throws(LexiconError) -> Lists {
      Lists(actors: try .builtIn(), cues: try .builtIn())
    }
  }

  /// A document with its gold quotes.
  struct Example {
    var document: Document
    var parse: Parse
    var quotes: [Quote]
    var gold: [AnnotatedQuote]

    func lessons(teachesAntecedents: Bool) -> ActorLessons {
      let matcher = NameMatcher.builtIn
      return ActorLessons(
        speakers: gold.map { $0.speaker?.name },
        targets: gold.map { quote in
          quote.targets.map { target in
            ActorLessons.GoldTarget(
              name: target.name,
              mentions: target.mentions.compactMap { document.tokens(in: $0) })
          }
        },
        teachesAntecedents: teachesAntecedents,
        agree: { matcher.agree(matcher.name($0), matcher.name($1)) })
    }
  }

  /// Fits both models.
  ///
  /// The target model sees antecedents as a model found them that was not trained on the article, and
  /// its threshold is the one with the best F1 of targets in cross-validation by article.
  ///
  /// - Returns: the model and lines that say how the fits ended.
  package static func train(
    on articles: [AnnotatedArticle], coreference: [CoreferenceDocument] = [],
    parse: (Document) -> Parse, quotes: (Document, Parse) -> [Quote] = { _, _ in [] }, lists: Lists,
    options: Options
  ) throws -> (model: ActorModel, log: [String]) {
    let examples = try articles.map { try example(of: $0, parse: parse, cues: lists.cues) }
    let folds = options.foldCount
    var narrated = HashedRegression.Groups()
    var narratedOf = (0..<folds).map { _ in HashedRegression.Groups() }
    for (index, text) in coreference.enumerated() {
      let lessons = try readCoreference(
        text, parse: parse, quotes: quotes, lists: lists, antecedent: nil,
        teachesAntecedents: true)
      narrated.append(contentsOf: lessons.antecedents)
      narratedOf[index % folds].append(contentsOf: lessons.antecedents)
    }
    // What the annotation of quotes does not say, the narration's pronouns, this model decides.
    let narrator =
      narrated.count == 0
      ? nil
      : try narrated.fit(
        l2Penalty: options.antecedentPenalty, minimumCount: options.minimumCount,
        threads: options.threads
      ).model
    var antecedentRows = (0..<folds).map { _ in HashedRegression.Groups() }
    for (index, example) in examples.enumerated() {
      let lessons = read(example, lists, teachesAntecedents: true, antecedent: narrator)
      antecedentRows[index % folds].append(contentsOf: lessons.antecedents)
    }
    func fitAntecedent(
      without fold: Int?, narration: HashedRegression.Groups? = nil
    ) throws -> (HashedRegression, FitReport) {
      var rows = narration ?? narrated
      for other in 0..<folds where other != fold { rows.append(contentsOf: antecedentRows[other]) }
      let result = try rows.fit(
        l2Penalty: options.antecedentPenalty, minimumCount: options.minimumCount,
        threshold: options.pruning, threads: options.threads)
      return (result.model, result.report)
    }
    // "he" and "she" of the treebank's named persons, by models that did not see the document.
    var pronouns: [String: (resolved: Int, right: Int)] = [:]
    for fold in 0..<folds where !coreference.isEmpty {
      var others = HashedRegression.Groups()
      for other in 0..<folds where other != fold { others.append(contentsOf: narratedOf[other]) }
      let (model, _) = try fitAntecedent(without: nil, narration: others)
      for index in stride(from: fold, to: coreference.count, by: folds) {
        let lessons = try readCoreference(
          coreference[index], parse: parse, quotes: quotes, lists: lists, antecedent: model,
          teachesAntecedents: false)
        for name in ["all genres", coreference[index].genre] {
          pronouns[name, default: (0, 0)].resolved += lessons.resolvedCount
          pronouns[name, default: (0, 0)].right += lessons.rightCount
        }
      }
    }
    let pronounLines = pronouns.sorted { $0.key < $1.key }.map { name, count in
      "he and she, cross-validated, \(name): \(count.right) of \(count.resolved) right"
    }
    var targetRows: [[[ActorLessons.TargetExample]]] = (0..<folds).map { _ in [] }
    for fold in 0..<folds {
      let (model, _) = try fitAntecedent(without: fold)
      for index in stride(from: fold, to: examples.count, by: folds) {
        targetRows[fold].append(
          read(examples[index], lists, teachesAntecedents: false, antecedent: model).targetExamples)
      }
    }
    func fitTarget(without fold: Int?) throws -> (HashedRegression, FitReport) {
      var rows = HashedRegression.Examples()
      for other in 0..<folds where other != fold {
        for row in targetRows[other].joined() { rows.append(row.hashes, isPositive: row.isTarget) }
      }
      let result = try rows.fit(
        l2Penalty: options.targetPenalty, minimumCount: options.minimumCount,
        threshold: options.pruning, threads: options.threads)
      return (result.model, result.report)
    }
    var scored: [(probability: Double, isTarget: Bool)] = []
    for fold in 0..<folds {
      let (model, _) = try fitTarget(without: fold)
      for row in targetRows[fold].joined() {
        scored.append((model.probability(row.hashes), row.isTarget))
      }
    }
    let goldCount = examples.reduce(0) { $0 + $1.gold.reduce(0) { $0 + $1.targets.count } }
    let (threshold, f1) = bestThreshold(scored, goldCount: goldCount)
    let (antecedent, antecedentReport) = try fitAntecedent(without: nil)
    let (target, targetReport) = try fitTarget(without: nil)
    let reachable = scored.count { $0.isTarget }
    return (
      ActorModel(antecedent: antecedent, target: target, targetThreshold: Float(threshold)),
      [
        "antecedent: \(antecedent.featureCount) features, objective \(antecedentReport.objective)",
        "target: \(target.featureCount) features, objective \(targetReport.objective)",
        "targets: \(goldCount) gold, \(reachable) among \(scored.count) mentioned actors, "
          + "cross-validated F1 \(f1) at threshold \(threshold)",
      ] + pronounLines
    )
  }

  private static func readCoreference(
    _ text: CoreferenceDocument, parse: (Document) -> Parse, quotes: (Document, Parse) -> [Quote],
    lists: Lists, antecedent: HashedRegression?, teachesAntecedents: Bool
  ) throws -> ActorLessons {
    let document = try DocumentReader().read(text.text, id: "coreference")
    var clusters = [String?](repeating: nil, count: document.tokens.count)
    // Longer mentions first, so that the smallest that holds a token is written last.
    for mention in text.mentions.sorted(by: { ($1.span.count, $0.span) < ($0.span.count, $1.span) })
    {
      guard let tokens = document.tokens(in: mention.span) else { continue }
      for token in tokens { clusters[token] = mention.cluster }
    }
    let parsed = parse(document)
    return ActorResolver.lessons(
      from: document, parse: parsed, quotes: quotes(document, parsed),
      lessons: ActorLessons(clusterOfToken: clusters, teachesAntecedents: teachesAntecedents),
      lexicons: lists.actors, antecedent: antecedent)
  }

  /// The highest threshold whose F1 is within two thousandths of the best: where the curve is flat,
  /// fewer and surer targets serve a reader better.
  static func bestThreshold(
    _ scored: [(probability: Double, isTarget: Bool)], goldCount: Int
  ) -> (Double, Double) {
    let curve = (4...16).map { step in
      let threshold = Double(step) * 0.05
      let kept = scored.filter { $0.probability >= threshold }
      let right = kept.count { $0.isTarget }
      let f1 = kept.isEmpty ? 0 : 2 * Double(right) / Double(kept.count + goldCount)
      return (threshold, f1)
    }
    let best = curve.map(\.1).max() ?? 0
    return curve.last { $0.1 >= best - 0.002 } ?? (0.5, 0)
  }

  private static func read(
    _ example: Example, _ lists: Lists, teachesAntecedents: Bool, antecedent: HashedRegression?
  ) -> ActorLessons {
    ActorResolver.lessons(
      from: example.document, parse: example.parse, quotes: example.quotes,
      lessons: example.lessons(teachesAntecedents: teachesAntecedents),
      lexicons: lists.actors, antecedent: antecedent)
  }

  static func example(
    of article: AnnotatedArticle, parse: (Document) -> Parse, cues: CueLexicon
  ) throws -> Example {
    let document = try DocumentReader().read(article.text, id: article.id)
    let parsed = parse(document)
    let (quotes, gold) = tokenQuotes(of: article, document: document, parse: parsed, cues: cues)
    return Example(document: document, parse: parsed, quotes: quotes, gold: gold)
  }

  /// An article's gold quotes as ranges of tokens; one without a token in its content is left out.
  package static func tokenQuotes(
    of article: AnnotatedArticle, document: Document, parse parsed: Parse, cues: CueLexicon
  ) -> (quotes: [Quote], gold: [AnnotatedQuote]) {
    var quotes: [Quote] = []
    var gold: [AnnotatedQuote] = []
    for annotated in article.quotes {
      guard let tokens = TokenQuote(annotated, in: document) else { continue }
      let sources = annotated.source.compactMap { span in
        document.tokens(in: span).map { aligned($0, span, cue: tokens.cue.first, in: document) }
      }
      let lemma = tokens.cue.joined().last { parsed.tags[$0] == .verb } ?? tokens.cue.joined().last
      let entry = lemma.flatMap { cues.verb(parsed.lemmaHashes[$0]) }
      let cueClass: Quote.CueClass =
        entry?.cueClass == .evaluation
        ? .evaluation : entry?.cueClass == .attitude ? .attitude : .speech
      quotes.append(
        Quote(
          kind: tokens.kind, content: tokens.content, cue: tokens.cue, source: sources,
          cueClass: cueClass, confidence: 1, rule: "gold"))
      gold.append(annotated)
    }
    return (quotes, gold)
  }

  /// The tokens of a source: a one-word source that lies inside a word (an annotator's slip, "he" in
  /// "the") is looked for beside the cue.
  private static func aligned(
    _ tokens: Range<Int>, _ span: TextSpan, cue: Range<Int>?, in document: Document
  ) -> Range<Int> {
    guard tokens.count == 1, document.tokens[tokens.lowerBound].span.count > span.count, let cue
    else { return tokens }
    let wanted = TextNormalizer.hash(document.bytes[span.range])
    let near = [cue.lowerBound - 1, cue.upperBound, cue.lowerBound - 2, cue.lowerBound - 3]
    let found = near.first {
      document.tokens.indices.contains($0) && document.tokens[$0].hash == wanted
    }
    return found.map { $0..<$0 + 1 } ?? tokens
  }

  /// Resolves articles with their gold quotes, so that the stage is measured apart from extraction.
  package static func output(
    for articles: [AnnotatedArticle], parse: (Document) -> Parse, resolver: ActorResolver,
    cues: CueLexicon
  ) throws -> [AnnotatedArticle] {
    try articles.map { article in
      let example = try example(of: article, parse: parse, cues: cues)
      let analysis = resolver.resolve(
        example.document, parse: example.parse, quotes: example.quotes)
      return annotated(article, document: example.document, quotes: example.quotes, analysis)
    }
  }

  /// An analysis as an annotated article without stances.
  package static func annotated(
    _ article: AnnotatedArticle, document: Document, quotes: [Quote], _ analysis: ActorAnalysis
  ) -> AnnotatedArticle {
    var result = article
    result.quotes = quotes.indices.map { index in
      let quote = quotes[index]
      let speaker = analysis.attributions[index].actor.map { analysis.actors[$0] }
      return AnnotatedQuote(
        kind: quote.kind, content: quote.content.map { document.span(ofTokens: $0) },
        cue: quote.cue.map { document.span(ofTokens: $0) },
        source: quote.source.map { document.span(ofTokens: $0) },
        speaker: speaker.map { .init(name: $0.name, kind: $0.kind) },
        targets: analysis.targets[index].map { target in
          .init(
            name: analysis.actors[target.actor].name,
            mentions: target.mentions.map { document.span(ofTokens: $0.tokens) }, stance: nil)
        })
    }
    return result
  }
}

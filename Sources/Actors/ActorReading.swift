import Documents
import Foundation
import Lexicons
import LinearModels
import Quotes
import Syntax

/// One reading of one document: joins names, resolves who speaks, then whom each quote is about.
///
/// The reading goes through the text twice: first the narration with the sources of the quotes, in
/// text order, so that each pronoun sees what was decided before it; then the contents of the quotes,
/// whose speakers are known by then.
struct ActorReading {
  let context: ActorContext
  let quotes: [Quote]
  let antecedentModel: HashedRegression?
  let targetModel: HashedRegression?
  let targetThreshold: Float
  let list: ActorList?
  /// Set in training: tells what is right and gathers examples.
  var lessons: ActorLessons?

  var mentions: [NameMention]
  var discourse: Discourse
  /// For each token the index of the mention by name that holds it (the innermost), or -1.
  let mentionOfToken: [Int32]
  private let isInSource: [Bool]
  var attributions: [Attribution]
  var targets: [[Target]]
  /// Mentions that are not by name, for the list of actors.
  private var otherMentions: [(actor: Int, mention: Mention)] = []
  private var describedActors: [UInt64: Int] = [:]
  var buffer = FeatureBuffer()
  /// Set when the targets are read.
  var salience = ActorSalience(
    quotedIn: [], spoken: [], isInHeadline: [], order: [], acting: [], certainty: [], nameCount: 0)
  var affiliates: [Int: Set<Int>] = [:]

  init(
    context: ActorContext, quotes: [Quote], antecedentModel: HashedRegression?,
    targetModel: HashedRegression?, targetThreshold: Float, list: ActorList? = nil,
    lessons: ActorLessons? = nil
  ) {
    self.context = context
    self.quotes = quotes
    self.antecedentModel = antecedentModel
    self.targetModel = targetModel
    self.targetThreshold = targetThreshold
    self.list = list
    self.lessons = lessons
    var joiner = ActorJoiner(context: context, mentions: NameFinder(context: context).mentions())
    joiner.join()
    if let list { joiner.bind(to: list) }
    mentions = joiner.mentions
    var quoteOfToken = [Int32](repeating: -1, count: context.document.tokens.count)
    for (index, quote) in quotes.enumerated() {
      for range in quote.content { for token in range { quoteOfToken[token] = Int32(index) } }
    }
    var mentionOfToken = [Int32](repeating: -1, count: context.document.tokens.count)
    for (index, mention) in mentions.enumerated() where mention.actor >= 0 {
      for token in mention.tokens { mentionOfToken[token] = Int32(index) }
    }
    self.mentionOfToken = mentionOfToken
    discourse = Discourse(
      context: context, drafts: joiner.drafts, mentions: mentions, quoteOfToken: quoteOfToken)
    var isInSource = [Bool](repeating: false, count: context.document.tokens.count)
    // A pronoun that is a whole source is decided with its quote.
    for quote in quotes {
      for range in quote.source where range.count <= 2 {
        for token in range { isInSource[token] = true }
      }
    }
    self.isInSource = isInSource
    self.lessons?.learnClusters(of: joiner.mentions, actorCount: joiner.drafts.count)
    attributions = quotes.map { _ in Attribution(actor: nil, confidence: 0, rule: "none") }
    targets = quotes.map { _ in [] }
  }

  mutating func read() {
    let order = quotes.indices.sorted { (anchor(of: $0), $0) < (anchor(of: $1), $1) }
    var token = 0
    for index in order {
      narrate(from: &token, to: quotes[index].source.first?.upperBound ?? anchor(of: index))
      attributions[index] = attribution(of: index)
      if let lessons,
        let gold = lessons.speaker(of: index, among: discourse.drafts.count, name: name(of:))
      {
        attributions[index].actor = gold
      }
      if let actor = attributions[index].actor {
        discourse.speakers.append(
          Occurrence(token: anchor(of: index), actor: actor, role: .subject, form: 0))
      }
    }
    narrate(from: &token, to: context.document.tokens.count)
    fillSilentQuotes(order)
    salience = countedSalience()
    affiliates = affiliations()
    for index in quotes.indices { readTargets(of: index) }
  }

  /// Where a quote is decided: at its source, else where its content begins.
  private func anchor(of index: Int) -> Int {
    quotes[index].source.first?.lowerBound ?? quotes[index].content[0].lowerBound
  }

  /// The name of an actor as it would be printed.
  func name(of actor: Int) -> String {
    let draft = discourse.drafts[actor]
    if let name = draft.usualName { return name }
    guard !draft.nameTokens.isEmpty else { return "" }
    return context.document.text(context.document.span(ofTokens: draft.nameTokens))
  }

  // MARK: Anaphors

  /// Resolves the pronouns of the narration between two tokens.
  private mutating func narrate(from token: inout Int, to end: Int) {
    while token < end {
      defer { token += 1 }
      if lessons?.teachesDescriptions ?? false { teachDescription(at: token) }
      guard context.isBody(token), discourse.quoteOfToken[token] < 0,
        let anaphor = context.pronoun(at: token), !isInSource[token]
      else { continue }
      lessons?.beginNarrated(token)
      let isInsideMarks = context.document.tokens[token].quoteDepth > 0
      if let found = antecedent(
        of: anaphor, quote: isInsideMarks ? (nil, true) : nil, isSource: false, threshold: 0.3)
      {
        note(found.actor, anaphor, probability: found.probability, isQuoted: false)
      }
      lessons?.endSource()
    }
  }

  /// Makes a description of the narration an example: which actor it stands for, or that it is nobody.
  private mutating func teachDescription(at token: Int) {
    guard context.isBody(token), let chunk = context.chunk(token),
      chunk.tokens.lowerBound == token, mentionOfToken[chunk.head] < 0,
      let anaphor = context.nominal(chunk), anaphor.definiteness != .indefinite,
      anaphor.role != .document
    else { return }
    lessons?.beginDescription(chunk.head)
    _ = antecedent(of: anaphor, quote: nil, isSource: false, threshold: Self.nominalThreshold)
    lessons?.endSource()
  }

  /// The actor that an anaphor most probably stands for, when it is probable enough.
  ///
  /// - Parameter owner: an actor that it cannot be ("her" in "her husband").
  mutating func antecedent(
    of anaphor: Anaphor, quote: (speaker: Int?, isInsideMarks: Bool)?, isSource: Bool,
    threshold: Double, passingOver ownQuote: Int? = nil, except owner: Int? = nil
  ) -> (actor: Int, probability: Double)? {
    let candidates = discourse.candidates(for: anaphor, passingOver: ownQuote).filter {
      // "He" inside marks is never the one who speaks.
      !(anaphor.isPronoun && quote?.isInsideMarks == true && quote?.speaker == $0.actor)
        && $0.actor != owner
    }
    var best: (actor: Int, logit: Double)?
    var logits: [Double] = []
    for candidate in candidates {
      buffer.removeAll()
      discourse.addFeatures(
        of: anaphor, candidate, among: candidates, quote: quote, isSource: isSource, to: &buffer)
      let logit =
        antecedentModel.map { Double($0.logit(buffer.hashes)) } ?? -Double(candidate.rank)
      if lessons != nil {
        let called = name(of: candidate.actor)
        lessons?.consider(anaphor, actor: candidate.actor, name: called, buffer.hashes)
      }
      if best.map({ logit > $0.logit }) ?? true { best = (candidate.actor, logit) }
      logits.append(logit)
    }
    if !anaphor.isPronoun {
      // A description may stand for nobody named.
      buffer.removeAll()
      discourse.addFeaturesOfNobody(
        for: anaphor, among: candidates, isSource: isSource, isQuoted: quote != nil, to: &buffer)
      logits.append(antecedentModel.map { Double($0.logit(buffer.hashes)) } ?? 0)
      lessons?.considerNobody(buffer.hashes)
    }
    lessons?.judge(anaphor, best?.actor)
    if let taught = lessons?.conclude(anaphor) { return taught.map { ($0, 1) } }
    guard let best, let highest = logits.max() else { return nil }
    let sum = logits.reduce(0) { $0 + exp($1 - highest) }
    let probability = exp(best.logit - highest) / sum
    return probability >= threshold ? (best.actor, probability) : nil
  }

  /// How sure a pronoun's actor must be for the pronoun to tell the actor's gender. Chosen: a wrong
  /// gender bars every later pronoun from the actor.
  private static let genderThreshold = 0.85

  /// Notes an anaphor's actor for later anaphors and for the list of actors.
  mutating func note(
    _ actor: Int, _ anaphor: Anaphor, probability: Double, isQuoted: Bool
  ) {
    let occurrence = Occurrence(
      token: anaphor.head, actor: actor, role: context.role(of: anaphor.tokens),
      form: anaphor.isPronoun ? 1 : 2)
    if isQuoted {
      discourse.quoted.append(occurrence)
    } else if occurrence.token >= discourse.narrated.last?.token ?? 0 {
      discourse.narrated.append(occurrence)
    }
    let form: Mention.Form =
      anaphor.isPronoun
      ? .pronoun
      : anaphor.titles.contains { discourse.drafts[actor].roles.contains($0) } ? .title : .nominal
    otherMentions.append((actor, Mention(tokens: anaphor.tokens, form: form)))
    if discourse.drafts[actor].gender == .unknown, anaphor.isPronoun,
      probability >= Self.genderThreshold,
      discourse.drafts[actor].kind == .person || discourse.drafts[actor].kind == .nominal
    {
      discourse.drafts[actor].gender = anaphor.gender
    }
  }

  /// The actor of a description that stands for nobody named: the same words are the same actor.
  mutating func describedActor(_ tokens: Range<Int>, head: Int, anaphor: Anaphor?) -> Int {
    var words = tokens
    while words.count > 1, isArticle(words.lowerBound) { words.removeFirst() }
    let key = context.phraseHash(words)
    if let actor = describedActors[key] { return actor }
    var draft = ActorDraft()
    draft.isNominal = true
    draft.describedAs = context.names.role(context.hash(head))?.kind
    draft.usualName = context.document.text(context.document.span(ofTokens: words))
    draft.nameTokens = words
    draft.gender =
      anaphor.map { $0.isPlural ? .plural : $0.gender } ?? .unknown
    draft.roles = Set(anaphor?.titles ?? [])
    discourse.drafts.append(draft)
    describedActors[key] = discourse.drafts.count - 1
    return discourse.drafts.count - 1
  }

  func isArticle(_ token: Int) -> Bool {
    let hash = context.hash(token)
    return hash == ActorContext.the || hash == ActorContext.a || hash == ActorContext.an
  }

  // MARK: Result

  func analysis() -> ActorAnalysis {
    var all: [[Mention]] = discourse.drafts.map { _ in [] }
    for mention in mentions where mention.actor >= 0 {
      all[mention.actor].append(Mention(tokens: mention.full, form: mention.form))
    }
    for (actor, mention) in otherMentions { all[actor].append(mention) }
    for index in all.indices {
      all[index].sort {
        ($0.tokens.lowerBound, $0.tokens.upperBound) < (
          $1.tokens.lowerBound, $1.tokens.upperBound
        )
      }
      // Two quotes may share a source.
      var last = -1..<0
      all[index].removeAll { mention in
        defer { last = mention.tokens }
        return mention.tokens == last
      }
    }
    var isUsed = discourse.drafts.map { !$0.names.isEmpty }
    for attribution in attributions { if let actor = attribution.actor { isUsed[actor] = true } }
    for target in targets.joined() { isUsed[target.actor] = true }
    let order = discourse.drafts.indices.filter { isUsed[$0] }.sorted {
      (all[$0].first?.tokens.lowerBound ?? Int.max, $0) < (
        all[$1].first?.tokens.lowerBound ?? Int.max, $1
      )
    }
    var ids = [Int](repeating: -1, count: discourse.drafts.count)
    for (id, draft) in order.enumerated() { ids[draft] = id }
    let actors = order.map { draft in
      Actor(
        id: ids[draft], name: name(of: draft), kind: discourse.drafts[draft].kind,
        gender: discourse.drafts[draft].gender, mentions: all[draft],
        externalID: discourse.drafts[draft].entry < 0
          ? nil : list?[discourse.drafts[draft].entry].externalID)
    }
    return ActorAnalysis(
      actors: actors,
      attributions: attributions.map {
        Attribution(
          actor: $0.actor.map { ids[$0] }, confidence: $0.confidence, rule: $0.rule)
      },
      targets: targets.map { list in
        list.map { Target(actor: ids[$0.actor], mentions: $0.mentions, confidence: $0.confidence) }
      })
  }

  /// Adds a mention that is no anaphor, such as the words of a described speaker.
  mutating func add(_ tokens: Range<Int>, form: Mention.Form, to actor: Int) {
    otherMentions.append((actor, Mention(tokens: tokens, form: form)))
  }
}

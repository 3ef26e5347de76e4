import Actors
import CommandLineKit
import Corpora
import Documents
import Encoders
import Evaluation
import Foundation
import Lexicons
import LinearModels
import Quotes
import Reports
import Sayso
import StanceScoring
import Syntax
import Training

/// What can be trained.
private enum Component: String, CaseIterable, Sendable {
  case stance, quotes, actors, syntax, encoder
}

private struct Arguments: Sendable {
  var files: [String] = []
  var component = Component.stance
  var output = ""
  var models: [String] = []
  var note = ""
  var l2Penalty: Double?
  var groups = FeatureGroup.standard
  var holdOut = 0.0
  var seed = 1
  var threads = ThreadCount.standard
  var study: StanceStudy.Kind?
  var texts: [String] = []
  var lexicons: [String] = []
  var checks: [String] = []
  var rounds = 1000
  var scorer: ScorerKind?
  var articles: [String] = []
}

private let command = Command(
  "train", abstract: "Train a model on labelled data.",
  discussion: """
    The component says what the model is for and what it learns from: stance from labelled quotes \
    (.jsonl, .csv, .tsv, Label Studio's .json, brat's .ann), quotes and actors from annotated articles \
    (.jsonl), actors also from treebanks with coreference (.conllu), syntax from treebanks (.conllu), \
    marked entities (.bio, .conll), annotated articles and labelled quotes. For quotes, articles without \
    speakers are taken to follow a guideline that counts attitudes too. An encoder is not trained here but \
    taken over, in eight bits: from a folder with vocab.txt, model.safetensors (a BERT model), card.txt, \
    seen.txt, which has a number for each text that it learned from, and where there is one readings.txt, \
    which says what encoders that did not learn from them tell of questions about these texts.
    """,
  defaults: Arguments(),
  operands: .init("labels", help: "Files of labelled data.") { (arguments, words) in
    arguments.files = words
  },
  flags: [
    .text("output", short: "o", of: "model", help: "Where to write the model.") {
      $0.output = $1
    },
    .choice(
      "component", of: "component",
      help: "What to train: stance, quotes, actors, syntax or encoder (default stance)."
    ) {
      (arguments, component: Component) in arguments.component = component
    },
    .text(
      "model", of: "file", help: "A model of an earlier stage to build on, instead of the binary's."
    ) {
      $0.models.append($1)
    },
    .text("note", of: "text", help: "A line for the model's card, such as the data's licence.") {
      $0.note = $1
    },
    .number(
      "l2-penalty", of: "lambda", in: 0...Double.infinity,
      help: "Strength of the L2 penalty (default: the component's own)."
    ) { $0.l2Penalty = $1 },
    .choice(
      "without", of: "group",
      help: "A group of stance features to leave out; may be given again for another."
    ) { (arguments, group: FeatureGroup) in arguments.groups.remove(group) },
    .choice(
      "with", of: "group",
      help:
        "A group of stance features to add: 'mention', which teaches that certain people are good or bad."
    ) { (arguments, group: FeatureGroup) in arguments.groups.insert(group) },
    .number(
      "hold-out", of: "share", in: 0...1, help: "Share of the articles to leave out (default 0)."
    ) {
      $0.holdOut = $1
    },
    .integer(
      "seed", of: "n", in: 0...Int.max, help: "Seed of the choice of what is left out (default 1)."
    ) {
      $0.seed = $1
    },
    .text(
      "lexicon", of: "file",
      help: "A word list of your own for stance, which scoring then needs too; may be given again."
    ) { $0.lexicons.append($1) },
    .text(
      "text", of: "file",
      help:
        "Articles without labels to learn the similarity of words from, for stance; may be given again."
    ) { $0.texts.append($1) },
    .choice(
      "scorer", of: "scorer",
      help: """
        For stance: linear for a model of words alone, or encoder to join an encoder's vectors too (default \
        encoder); the texts that the encoder learned from do not take part in that.
        """
    ) { (arguments, scorer: ScorerKind) in arguments.scorer = scorer },
    .text(
      "articles", of: "file",
      help: """
        Annotated articles from which to learn, with an encoder, whom a quote is about, for stance; may be \
        given again.
        """
    ) { $0.articles.append($1) },
    .choice(
      "study", of: "study",
      help: """
        Print how figures of stance change instead of writing a model: cross-validation, ablation (by \
        feature group) or learning-curve (by share of the labels). With -o also as JSON.
        """
    ) { (arguments, study: StanceStudy.Kind) in arguments.study = study },
    .text(
      "check", of: "file", help: "With --study: labelled quotes to measure on; may be given again."
    ) {
      $0.checks.append($1)
    },
    .integer(
      "rounds", of: "n", in: 0...1_000_000,
      help: "With --study: bootstrap rounds of the intervals (default 1000)."
    ) { $0.rounds = $1 },
    .integer(
      "threads", of: "n", in: 1...1024,
      help: "Threads to work on (default: SAYSO_THREADS, or all cores)."
    ) {
      $0.threads = $1
    },
  ])

let trainEntry = Tool.Entry(command) { (arguments, console) in
  if let study = arguments.study {
    guard arguments.component == .stance else {
      throw UsageError.conflict("A study is of stance, not of \(arguments.component.rawValue).")
    }
    return try runStudy(study, arguments, console)
  }
  guard !arguments.output.isEmpty else { throw UsageError.missingValue(option: "--output <model>") }
  let heldOut = HeldOutGroups(share: arguments.holdOut, seed: UInt64(arguments.seed))
  let trained =
    switch arguments.component {
    case .stance: try trainStance(arguments, heldOut)
    case .quotes: try trainQuotes(arguments, heldOut)
    case .actors: try trainActors(arguments, heldOut)
    case .syntax: try trainSyntax(arguments)
    case .encoder: try importEncoder(arguments)
    }
  for line in trained.log { try console.err.write(line + "\n") }
  try OutputFile.write(trained.bytes, to: arguments.output)
  try console.err.write("wrote \(arguments.output), \(trained.bytes.count) bytes\n")
  return .success
}

/// What a model's card says of how it was made.
private func card(_ arguments: Arguments, _ counts: String) -> String {
  let files = arguments.files.joined(separator: " ")
  return """
    sayso \(saysoVersion)
    sayso train \(files) --component \(arguments.component.rawValue) --hold-out \(arguments.holdOut) \
    --seed \(arguments.seed)
    \(counts)
    \(arguments.note)
    """
}

/// The words of the articles without labels.
private func wordStream(_ arguments: Arguments, _ syntax: SyntaxAnalyzer) throws -> WordStream {
  var stream = WordStream()
  let inputs = ArticleInputs(arguments.texts)
  try workInOrder(on: inputs, workers: arguments.threads) { input in
    Result {
      let article = try input.get().read()
      let document = try DocumentReader().read(article.text, id: article.id)
      let parse = syntax.parse(document)
      var part = WordStream()
      part.append(document, parse)
      return part
    }
  } deliver: { result in
    stream.append(try result.get())
  }
  return stream
}

/// Trains in the ways of a study and prints the figures.
private func runStudy(
  _ kind: StanceStudy.Kind, _ arguments: Arguments, _ console: Console
) throws -> ExitCode {
  let heldOut = HeldOutGroups(share: arguments.holdOut, seed: UInt64(arguments.seed))
  let quotes = try arguments.files.flatMap { try LabelledQuote.read($0) }
    .filter { !heldOut.contains($0.group) }
  let checks = try arguments.checks.map { path in
    StanceExperiment.CheckSet(
      name: path.split(separator: "/").suffix(2).joined(separator: "/"),
      quotes: try LabelledQuote.read(path))
  }
  let syntax = try Analyzer.syntaxAnalyzer(models: arguments.models.map { try openModel($0) })
  var experiment = StanceExperiment(
    Dictionary(grouping: quotes, by: StanceTraining.kind(of:)), checks: checks,
    lexicons: try .builtIn(adding: arguments.lexicons.map { try openList($0) }),
    threads: arguments.threads, parse: { syntax.parse($0) })
  experiment.unlabelled = try wordStream(arguments, syntax)
  experiment.options.l2Penalty = arguments.l2Penalty
  experiment.options.groups = arguments.groups
  experiment.rounds = arguments.rounds
  experiment.seed = UInt64(arguments.seed)
  let study = try experiment.study(kind)
  try console.out.write(study.text)
  if !arguments.output.isEmpty { try OutputFile.write(study.json, to: arguments.output) }
  return .success
}

/// Trains one head for each kind of labelled quote that is there, and reports how well each does on
/// texts that were held out in turn.
private func trainStance(
  _ arguments: Arguments, _ heldOut: HeldOutGroups
) throws -> (bytes: [UInt8], log: [String]) {
  var options = StanceTraining.Options()
  options.threads = arguments.threads
  options.l2Penalty = arguments.l2Penalty
  options.groups = arguments.groups
  let quotes = try arguments.files.flatMap { try LabelledQuote.read($0) }
    .filter { !heldOut.contains($0.group) }
  let models = try arguments.models.map { try openModel($0) }
  let syntax = try Analyzer.syntaxAnalyzer(models: models)
  let encoder =
    arguments.scorer == .linear ? nil : try QuestionEncoder(Analyzer.encoder(models: models))
  if encoder == nil, !arguments.articles.isEmpty {
    throw UsageError.conflict("--articles is for a model with an encoder, not for --scorer linear.")
  }
  let kinds = Dictionary(grouping: quotes, by: StanceTraining.kind(of:))
  let counts = StanceModel.HeadKind.allCases.compactMap { kind in
    kinds[kind].map { "\($0.count) labelled texts \(kind.question)" }
  }
  let groups = arguments.groups.map(\.rawValue).sorted().joined(separator: " ")
  let trained = try StanceTraining.train(
    kinds, lexicons: .builtIn(adding: arguments.lexicons.map { try openList($0) }),
    unlabelled: try wordStream(arguments, syntax), encoder: encoder,
    card: card(
      arguments, (counts + ["feature groups: \(groups)"]).joined(separator: "\n")),
    options: options,
    parse: { syntax.parse($0) })
  var log = trained.heads.map { head in
    "\(head.kind.rawValue): \(head.exampleCount) examples, \(head.featureCount) features, "
      + "cross-validated macro-F1 \(macroF1(head.heldOut))"
      + (head.inContext.map { ", in the context of its article \(macroF1($0))" } ?? "")
      + (head.encoded.map { ", with the encoder \(macroF1($0)) on \($0.count)" } ?? "")
  }
  var model = trained.model
  if let encoder, model.encoding != nil,
    let fitted = try relevance(arguments, heldOut, models, encoder, options)
  {
    model = model.adding(fitted.join)
    log.append(
      "targets: \(fitted.goldCount) gold in found quotes, \(fitted.exampleCount) mentioned actors, "
        + "cross-validated F1 \(String(format: "%.3f", fitted.f1))")
  }
  return (model.bytes(), log)
}

/// Whom quotes are about, by annotated articles.
private func relevance(
  _ arguments: Arguments, _ heldOut: HeldOutGroups, _ models: [ModelFile],
  _ encoder: QuestionEncoder, _ options: StanceTraining.Options
) throws -> RelevanceFit.Result? {
  let articles = try arguments.articles.flatMap { try AnnotatedArticle.read($0) }
    .filter { !heldOut.contains($0.id) }
  return try RelevanceFit.fit(
    articles, analyzer: Analyzer(models: models.filter { $0.kind != "stance" }, scorer: .linear),
    cues: .builtIn(), encoder: encoder, folds: options.folds, threads: options.threads)
}

private func macroF1(_ answers: [StanceTraining.HeldOutAnswer]) -> String {
  let answers = answers.map {
    StanceAnswer(
      group: $0.group, gold: $0.gold, predicted: $0.predicted, probabilities: $0.probabilities)
  }
  let value = StanceMeasures(answers, rounds: 0).confusion.macroF1
  return value.map { String(format: "%.3f", $0) } ?? "n/a"
}

extension StanceModel.HeadKind {
  /// What the labels of the head answer, for the card of a model.
  fileprivate var question: String {
    switch self {
    case .quotes: "with content: the speaker's stance toward the target"
    case .directed: "with a source and no content: the source's stance toward the target"
    case .sentence: "alone: the attitude of the text toward the target"
    }
  }
}

private func trainQuotes(
  _ arguments: Arguments, _ heldOut: HeldOutGroups
) throws -> (bytes: [UInt8], log: [String]) {
  var options = QuoteTraining.Options()
  options.threads = arguments.threads
  if let penalty = arguments.l2Penalty {
    options.l2Penalty = penalty
    options.sequencePenalty = penalty
  }
  let sources = try arguments.files.map { path in
    let articles = try AnnotatedArticle.read(path).filter { !heldOut.contains($0.id) }
    return QuoteTraining.Source(
      articles: articles,
      guideline: articles.contains { $0.hasSpeakers } ? .speech : .allAttributions)
  }
  let syntax = try Analyzer.syntaxAnalyzer(models: arguments.models.map { try openModel($0) })
  let trained = try QuoteTraining.train(
    on: sources, parse: { syntax.parse($0) }, lexicons: .builtIn(), options: options)
  let count = sources.reduce(0) { $0 + $1.articles.count }
  return (trained.model.bytes(card: card(arguments, "\(count) articles")), trained.log)
}

private func trainActors(
  _ arguments: Arguments, _ heldOut: HeldOutGroups
) throws -> (bytes: [UInt8], log: [String]) {
  var options = ActorTraining.Options()
  options.threads = arguments.threads
  if let penalty = arguments.l2Penalty {
    options.antecedentPenalty = penalty
    options.targetPenalty = penalty
  }
  var articles: [AnnotatedArticle] = []
  var coreference: [CoreferenceDocument] = []
  for path in arguments.files {
    if path.hasSuffix(".conllu") {
      coreference += CoreferenceDocument.documents(
        of: try CoNLL.treebank(try readFile(path), path: path))
    } else {
      articles += try AnnotatedArticle.read(path).filter { !heldOut.contains($0.id) }
    }
  }
  let models = try arguments.models.map { try openModel($0) }
  let syntax = try Analyzer.syntaxAnalyzer(models: models)
  let extractor = try Analyzer.quoteExtractor(models: models)
  let trained = try ActorTraining.train(
    on: articles, coreference: coreference, parse: { syntax.parse($0) },
    quotes: { extractor.quotes(in: $0, parse: $1) }, lists: .builtIn(), options: options)
  let counts = "\(articles.count) articles, \(coreference.count) documents with coreference"
  return (trained.model.bytes(card: card(arguments, counts)), trained.log)
}

/// Trains the tagger on treebanks, and then the entity recogniser, which reads its tags.
private func trainSyntax(_ arguments: Arguments) throws -> (bytes: [UInt8], log: [String]) {
  var treebank: [TreebankSentence] = []
  var entities: [EntitySentence] = []
  var articles: [SyntaxTraining.Article] = []
  var passages: [[UInt8]] = []
  for path in arguments.files {
    switch try GoldFile.read(path) {
    case .treebank(let read): treebank += read
    case .entities(let read): entities += read
    case .articles(let read): articles += read.map(SyntaxTraining.Article.init)
    case .quotes(let read): passages += read.map(\.text)
    }
  }
  var file = try SyntaxTraining.train(
    treebank: treebank, entities: entities, articles: articles, passages: passages,
    threads: arguments.threads)
  let counts =
    "\(treebank.count) tagged sentences, \(entities.count) with entities, "
    + "\(articles.count) articles, \(passages.count) passages"
  file.add("card", string: card(arguments, counts))
  return (file.bytes(), [counts])
}

extension SyntaxTraining.Article {
  /// An annotated article with the names of its speakers and targets.
  fileprivate init(_ article: AnnotatedArticle) {
    var names: Set<String> = []
    for quote in article.quotes {
      if let speaker = quote.speaker { names.insert(speaker.name) }
      names.formUnion(quote.targets.map(\.name))
    }
    self.init(
      text: article.text,
      names: names.filter { $0.unicodeScalars.first?.properties.isUppercase == true }.sorted())
  }
}

/// Makes a model file of an encoder that was trained elsewhere.
private func importEncoder(_ arguments: Arguments) throws -> (bytes: [UInt8], log: [String]) {
  guard let folder = arguments.files.first, arguments.files.count == 1 else {
    throw UsageError.unexpectedArguments(Array(arguments.files.dropFirst()))
  }
  let weights = try EncoderFolder.weights(folder)
  let seen = try EncoderFolder.seen(folder)
  let text = String(decoding: try readFile(folder + "/card.txt"), as: UTF8.self)
  let readings = try EncoderFolder.readings(folder)
  let counts =
    "\(weights.vocabulary.count) word pieces, learned from \(seen.count) texts, "
    + "of \(readings.count) questions about them it is known what an encoder says that did not"
  let file = weights.modelFile(seen: seen, readings: readings, card: card(arguments, counts) + text)
  let bytes = file.bytes()
  // What does not fit together is told now and not when the file is used.
  _ = try Encoder(ModelFile(bytes))
  return (bytes, [counts])
}

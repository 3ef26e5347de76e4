import CommandLineKit
import Corpora
import Foundation
import Quotes
import Sayso
import Syntax
import Training

/// What can be trained.
private enum Component: String, CaseIterable, Sendable {
  case quotes
}

private struct Arguments: Sendable {
  var files: [String] = []
  var component = Component.quotes
  var output = ""
  var models: [String] = []
  var l2Penalty: Double?
  var holdOut = 0.0
  var seed = 1
  var threads = ProcessInfo.processInfo.activeProcessorCount
}

private let command = Command(
  "train", abstract: "Train a model on labelled data.",
  discussion: """
    The component says what the model is for and what it learns from: quotes from annotated articles \
    (.jsonl). Articles without speakers are taken to follow a guideline that counts attitudes too.
    """,
  defaults: Arguments(),
  operands: .init("labels", help: "Files of labelled data.") { (arguments, words) in
    arguments.files = words
  },
  flags: [
    .text("output", short: "o", of: "model", help: "Where to write the model.") {
      $0.output = $1
    },
    .choice("component", of: "component", help: "What to train: quotes (default quotes).") {
      (arguments, component: Component) in arguments.component = component
    },
    .text(
      "model", of: "file", help: "A model of an earlier stage to build on, instead of the binary's."
    ) {
      $0.models.append($1)
    },
    .number(
      "l2-penalty", of: "lambda", in: 0...Double.infinity,
      help: "Strength of the L2 penalty (default: the component's own)."
    ) { $0.l2Penalty = $1 },
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
    .integer("threads", of: "n", in: 1...1024, help: "Threads to work on (default: all cores).") {
      $0.threads = $1
    },
  ])

let trainEntry = Tool.Entry(command) { (arguments, console) in
  guard !arguments.output.isEmpty else { throw UsageError.missingValue(option: "--output <model>") }
  let heldOut = HeldOutGroups(share: arguments.holdOut, seed: UInt64(arguments.seed))
  let trained =
    switch arguments.component {
    case .quotes: try trainQuotes(arguments, heldOut)
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

    """
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
  let syntax = try SyntaxAnalyzer()
  let trained = try QuoteTraining.train(
    on: sources, parse: { syntax.parse($0) }, lexicons: .builtIn(), options: options)
  let count = sources.reduce(0) { $0 + $1.articles.count }
  return (trained.model.bytes(card: card(arguments, "\(count) articles")), trained.log)
}

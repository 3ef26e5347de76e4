import CommandLineKit
import Corpora
import Documents
import Evaluation
import Foundation
import Reports
import Sayso
import StanceScoring

private struct Arguments: Sendable {
  var first = ""
  var second = ""
  var gold: [String] = []
  var folder: String?
  var rounds = 1000
  var seed = 1
  var changes = 20
}

private let command = Command(
  "compare",
  abstract: "Test whether one of two stance models is better on the same labelled quotes.",
  discussion: """
    A and B are model files, files of predictions (.jsonl with "id", "label" and "probabilities"), or \
    'built-in'; ':linear' or ':encoder' behind a model says what its stances are read from. Differences are B − A, with the middle 95 % of a paired bootstrap over groups.
    """,
  defaults: Arguments(),
  operands: .init(
    "a> <b> <gold", count: 3...Int.max, help: "Two models or predictions, and labelled quotes."
  ) { (arguments, words) in
    arguments.first = words[0]
    arguments.second = words[1]
    arguments.gold = Array(words[2...])
  },
  flags: [
    .text("output", short: "o", of: "file", help: "Write the figures to this file as JSON.") {
      $0.folder = $1
    },
    .integer("rounds", of: "n", in: 0...1_000_000, help: "Bootstrap rounds (default 1000).") {
      $0.rounds = $1
    },
    .integer("seed", of: "n", in: 0...Int.max, help: "Seed of the bootstrap (default 1).") {
      $0.seed = $1
    },
    .integer("changes", of: "n", in: 0...1_000_000, help: "Changed quotes to show (default 20).") {
      $0.changes = $1
    },
  ])

let compareEntry = Tool.Entry(command) { (arguments, console) in
  let gold = try arguments.gold.flatMap { path throws(CorpusError) in try LabelledQuote.read(path) }
  let threads = ProcessInfo.processInfo.activeProcessorCount
  let first = try answers(of: arguments.first, to: gold, threads: threads)
  let second = try answers(of: arguments.second, to: gold, threads: threads)
  let examples = gold.indices.map { index in
    StanceComparison.Example(
      id: gold[index].id, text: String(decoding: gold[index].text, as: UTF8.self),
      target: String(decoding: gold[index].text[gold[index].target.range], as: UTF8.self),
      first: first[index], second: second[index])
  }
  let comparison = StanceComparison(
    examples, rounds: arguments.rounds, seed: UInt64(arguments.seed))
  try console.out.write(
    comparison.text(
      first: arguments.first, second: arguments.second, changes: arguments.changes,
      console.textStyle(forFile: nil)))
  if let file = arguments.folder {
    try OutputFile.write(
      comparison.json(first: arguments.first, second: arguments.second), to: file)
  }
  return .success
}

/// The answers of a model or of a file of predictions to labelled quotes, in their order.
private func answers(
  of name: String, to gold: [LabelledQuote], threads: Int
) throws -> [StanceAnswer] {
  if name.hasSuffix(".jsonl") { return try predictions(of: name, to: gold) }
  let scorer = ScorerKind.allCases.first { name.hasSuffix(":\($0.rawValue)") }
  let model = scorer.map { String(name.dropLast($0.rawValue.count + 1)) } ?? name
  let analyzer = try Analyzer(
    models: model == "built-in" ? [] : [openModel(model)], scorer: scorer)
  var answers: [StanceAnswer] = []
  try forEachScore(gold, with: analyzer, threads: threads) { quote, score in
    let (_, score) = try score.mapError { CorpusError(path: quote.id, problem: $0) }.get()
    answers.append(
      StanceAnswer(
        group: quote.group, gold: quote.label, predicted: score.label,
        probabilities: score.probabilities))
  }
  return answers
}

private func predictions(of path: String, to gold: [LabelledQuote]) throws -> [StanceAnswer] {
  var byName: [String: StancePrediction] = [:]
  for prediction in try StancePrediction.read(path) { byName[prediction.id] = prediction }
  return try gold.map { quote in
    guard let prediction = byName[quote.id] else {
      throw CorpusError(path: path, problem: .noPrediction(id: quote.id))
    }
    return StanceAnswer(
      group: quote.group, gold: quote.label, predicted: prediction.label,
      probabilities: prediction.probabilities)
  }
}

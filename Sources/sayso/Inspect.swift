import CommandLineKit
import Documents
import Sayso
import Syntax

private enum Format: String, CaseIterable, Sendable {
  case text, conllu
}

private struct Arguments: AnalysisArguments {
  var analysis = AnalysisOptions()
  var format = Format.text

  init() { analysis.options.stance = .none }
}

private let command = Command(
  "inspect", abstract: "Print the linguistic analysis of articles, word by word.",
  discussion: """
    In the text format a line holds the token's number, its words, lemma, part of speech, entity, the \
    entity's probability of being right, noun chunk, verb group and clause; an empty line ends a sentence. \
    CoNLL-U has the columns of Universal Dependencies, without heads and relations.
    """,
  defaults: Arguments(), operands: .articles,
  flags: [
    .choice("format", of: "format", help: "text or conllu (default text).") {
      (arguments, format: Format) in arguments.format = format
    },
    .models, .threads,
  ] + Flag.input)

let inspectEntry = Tool.Entry(command) { (arguments, console) in
  let analyzer = try arguments.analysis.makeAnalyzerWithoutStance()
  let format = arguments.format
  return try analyzeArticles(arguments.analysis, with: analyzer, console: console) { article in
    switch format {
    case .text: aligned(article, analyzer)
    case .conllu: conllu(article, analyzer)
    }
  } deliver: {
    try console.out.write($0)
  }
}

private func aligned(_ article: ScoredArticle, _ analyzer: Analyzer) -> String {
  let (document, parse) = (article.document, article.parse)
  let probabilities = analyzer.entityProbabilities(parse, of: document)
  var text = "# article \(document.id)\n"
  for sentence in document.sentences {
    let rows = sentence.tokens.map { token in
      [
        "\(token)", document.text(ofToken: token), parse.lemma(token),
        parse.tags[token].name, entity(token, parse),
        probability(token, parse, probabilities) ?? "_", chunk(token, parse),
        group(token, parse), "\(parse.clauses[token])",
      ]
    }
    let widths = (0..<9).map { column in rows.map { $0[column].count }.max() ?? 0 }
    for row in rows {
      let cells = zip(row, widths).map { cell, width in
        cell + String(repeating: " ", count: width - cell.count)
      }
      var line = cells.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      text += line + "\n"
    }
    text += "\n"
  }
  return text
}

private func conllu(_ article: ScoredArticle, _ analyzer: Analyzer) -> String {
  let (document, parse) = (article.document, article.parse)
  let probabilities = analyzer.entityProbabilities(parse, of: document)
  var text = "# newdoc id = \(document.id)\n"
  for (number, sentence) in document.sentences.enumerated() {
    let words = document.text(sentence.span).split(whereSeparator: \.isNewline)
    text += "# sent_id = \(document.id)-\(number + 1)\n# text = \(words.joined(separator: " "))\n"
    for token in sentence.tokens {
      var notes: [String] = []
      if entity(token, parse) != "_" { notes.append("Entity=" + entity(token, parse)) }
      if let shown = probability(token, parse, probabilities) {
        notes.append("EntityProbability=" + shown)
      }
      let next = token + 1
      if next < sentence.tokens.upperBound, !document.tokens[next].followsSpace {
        notes.append("SpaceAfter=No")
      }
      let columns = [
        "\(token - sentence.tokens.lowerBound + 1)", document.text(ofToken: token),
        parse.lemma(token), parse.tags[token].name.uppercased(), "_", "_", "_", "_", "_",
        notes.isEmpty ? "_" : notes.joined(separator: "|"),
      ]
      text += columns.joined(separator: "\t") + "\n"
    }
    text += "\n"
  }
  return text
}

/// `B-person`, `I-person` or `_`.
private func entity(_ token: Int, _ parse: Parse) -> String {
  let index = Int(parse.entityOfToken[token])
  guard index >= 0 else { return "_" }
  let entity = parse.entities[index]
  return (entity.tokens.lowerBound == token ? "B-" : "I-") + "\(entity.kind)"
}

/// The probability of the entity that begins at a token, with three digits; nil elsewhere.
private func probability(_ token: Int, _ parse: Parse, _ probabilities: [Double?]) -> String? {
  let index = Int(parse.entityOfToken[token])
  guard index >= 0, parse.entities[index].tokens.lowerBound == token,
    let probability = probabilities[index]
  else { return nil }
  let thousandths = Int((probability * 1000).rounded())
  return "\(thousandths / 1000)." + String("\(1000 + thousandths % 1000)".dropFirst())
}

/// `B-NP`, `I-NP` or `_`, with a star at the head.
private func chunk(_ token: Int, _ parse: Parse) -> String {
  let index = Int(parse.nounChunkOfToken[token])
  guard index >= 0 else { return "_" }
  let chunk = parse.nounChunks[index]
  return (chunk.tokens.lowerBound == token ? "B-NP" : "I-NP") + (chunk.head == token ? "*" : "")
}

/// `B-VP`, `I-VP` or `_`, with a star at the head and what is special about the group.
private func group(_ token: Int, _ parse: Parse) -> String {
  let index = Int(parse.verbGroupOfToken[token])
  guard index >= 0 else { return "_" }
  let group = parse.verbGroups[index]
  let place = group.tokens.lowerBound == token ? "B-VP" : "I-VP"
  guard group.head == token else { return place }
  var facts = ["\(group.form)"]
  if group.voice == .passive { facts.append("passive") }
  if group.modality != .none { facts.append("\(group.modality)") }
  if group.isNegated { facts.append("negated") }
  return "\(place)*(\(facts.joined(separator: ",")))"
}

extension PartOfSpeech {
  fileprivate var name: String { "\(self)" }
}

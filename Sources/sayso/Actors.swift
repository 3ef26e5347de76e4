import Actors
import CommandLineKit
import Documents
import JSONText
import Sayso

private enum Format: String, CaseIterable, Sendable {
  case text, json
}

private struct Arguments: AnalysisArguments {
  var analysis = AnalysisOptions()
  var format = Format.text

  init() { analysis.options.stance = .none }
}

private let command = Command(
  "actors", abstract: "Print the persons, organizations, places and groups of articles.",
  discussion: """
    A line of text holds an article's id, the actor's kind and name, how often it is mentioned, the \
    different words of its mentions, and with --actors its id in the list; an actor without one is known \
    by its name alone.
    """,
  defaults: Arguments(), operands: .articles,
  flags: [
    .choice("format", of: "format", help: "text or json (default text).") {
      (arguments, format: Format) in arguments.format = format
    },
    .models, .actors, .threads,
  ] + Flag.input)

let actorsEntry = Tool.Entry(command) { (arguments, console) in
  let analyzer = try arguments.analysis.makeAnalyzerWithoutStance()
  let format = arguments.format
  return try analyzeArticles(arguments.analysis, with: analyzer, console: console) { article in
    switch format {
    case .text: listing(article)
    case .json: json(article)
    }
  } deliver: {
    try console.out.write(utf8: $0)
  }
}

/// One line an actor.
private func listing(_ article: ScoredArticle) -> [UInt8] {
  let document = article.document
  var text = ""
  for actor in article.actors.actors {
    var forms: [String] = []
    for mention in actor.mentions {
      // A line break inside a mention would break the listing.
      let words = document.text(document.span(ofTokens: mention.tokens))
        .split(whereSeparator: \.isWhitespace).joined(separator: " ")
      if !forms.contains(words) { forms.append(words) }
    }
    text +=
      [
        document.id, actor.kind.rawValue, actor.name, "\(actor.mentions.count)",
        forms.joined(separator: " | "),
      ].joined(separator: "\t")
    if let id = actor.externalID { text += "\t" + id }
    text += "\n"
  }
  return Array(text.utf8)
}

private func json(_ article: ScoredArticle) -> [UInt8] {
  var writer = JSONWriter()
  writer.object { json in
    json.member("id", article.document.id)
    article.writeActors(to: &json)
  }
  writer.endLine()
  return writer.bytes
}

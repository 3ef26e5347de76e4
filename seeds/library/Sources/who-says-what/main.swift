// Who says what about whom in a text, with Sayso as a library.

import Documents
import Sayso
import StanceScoring

let text = """
  “Tobias Quill has kept this harbour alive,” said Ines Marsden, the mayor of Dorn. The union’s leader, \
  Ada Okafor, told reporters that Quill had lied about the dredging.
  """

// Three lines from a text to all that is in it. An analyzer is made once and used for any number of articles.
let analyzer = try Analyzer()
let article = try analyzer.analyze(Array(text.utf8), id: "example")
print("\(article.quotes.count) quotes, \(article.actors.actors.count) actors")

for (index, quote) in article.quotes.enumerated() {
  let words = quote.content.map { article.document.text(article.document.span(ofTokens: $0)) }
  let speaker = article.actors.attributions[index].actor.map { article.actors.actors[$0].name }
  print("\(speaker ?? "Somebody") (\(quote.kind)): \(words.joined(separator: " … "))")
  for (target, score) in zip(article.actors.targets[index], article.scores[index]) {
    let name = article.actors.actors[target.actor].name
    print("  \(score.label) \(name), because of \(score.reasons.first?.feature ?? "nothing")")
  }
}

// Every stage can be used alone: texts into sentences and words, and these into parts of speech.
let document = try DocumentReader().read(Array("The board met. Nobody spoke.".utf8), id: "stages")
let parse = try Analyzer.syntaxAnalyzer().parse(document)
for sentence in document.sentences {
  let words = sentence.tokens.map { "\(document.text(ofToken: $0))/\(parse.tags[$0])" }
  print(words.joined(separator: " "))
}

import Actors
import CommandLineKit
import Corpora
import Documents
import Evaluation
import Quotes
import Reports
import Sayso
import StanceScoring

private struct Arguments: AnalysisArguments, OutputArguments {
  var analysis = AnalysisOptions()
  var output: String?
  var count = 50
  var format: LabelTasks.Format?

  init() { analysis.options.stance = .probabilities }

  /// The format that was asked for, or the one that the file's name says.
  var chosenFormat: LabelTasks.Format {
    if let format { return format }
    switch output?.split(separator: ".").last {
    case "json": return .labelstudio
    case "jsonl": return .doccano
    default: return .csv
    }
  }
}

private let command = Command(
  "suggest", abstract: "Pick the quotes whose labels would teach the stance model most.",
  discussion: """
    Picked are quotes that the model is unsure of and that are unlike each other. Labelled in Label \
    Studio, doccano or a spreadsheet, the exported file is one for 'sayso train' and 'sayso evaluate'.
    """,
  defaults: Arguments(), operands: .articles,
  flags: [
    .integer("count", short: "n", of: "n", in: 1...100_000, help: "How many (default 50).") {
      $0.count = $1
    },
    .choice(
      "format", of: "format",
      help: """
        labelstudio, doccano, csv or jsonl, which is our own (default: by the output file's ending \
        .json, .jsonl for doccano or .csv, else csv).
        """
    ) { (arguments, format: LabelTasks.Format) in arguments.format = format },
    .output("Where to write (default: standard output)."),
  ] + Flag.analysis)

let suggestEntry = Tool.Entry(command) { (arguments, console) in
  let analyzer = try arguments.analysis.makeAnalyzer()
  var candidates: [LabelSuggestion.Candidate] = []
  var tasks: [LabelTasks.Task] = []
  let code = try analyzeArticles(arguments.analysis, with: analyzer, console: console) {
    questions(in: $1, of: $0)
  } deliver: { found in
    for item in found {
      tasks.append(item.task)
      candidates.append(
        LabelSuggestion.Candidate(probabilities: item.task.probabilities, words: item.words))
    }
  }
  let picks = LabelSuggestion.picks(from: candidates, count: arguments.count)
  let chosen = LabelTasks(picks.map { tasks[$0] })
  try deliver(chosen.bytes(arguments.chosenFormat), to: arguments.output, console: console)
  return code
}

/// Every quote with every target that is mentioned beside it, in the paragraphs they stand in.
private func questions(
  in article: ScoredArticle, of record: Article
) -> [(task: LabelTasks.Task, words: Set<UInt64>)] {
  let document = article.document
  var metadata = record.metadata
  if let date = record.date { metadata.insert(MetadataField(name: "date", text: date), at: 0) }
  var found: [(task: LabelTasks.Task, words: Set<UInt64>)] = []
  for (index, quote) in article.quotes.enumerated() where index < article.scores.count {
    let parts = quote.content + quote.cue + quote.source
    let places = parts.filter { !$0.isEmpty }.flatMap { range in
      [
        document.tokens[range.lowerBound].paragraph,
        document.tokens[range.upperBound - 1].paragraph,
      ]
    }
    guard let first = places.min(), let last = places.max() else { continue }
    let start = document.paragraphs[Int(first)].span.start
    let end = document.paragraphs[Int(last)].span.end
    func local(_ tokens: Range<Int>) -> TextSpan? {
      let span = document.span(ofTokens: tokens)
      return span.start >= start && span.end <= end
        ? TextSpan(span.start - start, span.end - start) : nil
    }
    let text = Array(document.bytes[Int(start)..<Int(end)])
    let words = Set(parts.flatMap { $0.map { document.tokens[$0].hash } })
    let speaker = article.actors.attributions[index].actor.map { article.actors.actors[$0].name }
    for (place, target) in article.actors.targets[index].enumerated() {
      guard let mention = target.mentions.lazy.compactMap({ local($0.tokens) }).first else {
        continue
      }
      let score = article.scores[index][place]
      let labelled = LabelledQuote(
        id: "\(document.id)#\(index).\(place)", text: text, target: mention,
        source: quote.source.first.flatMap { local($0) },
        content: quote.content.compactMap { local($0) }, cue: quote.cue.compactMap { local($0) },
        label: score.label, group: document.id, speaker: speaker,
        targetName: article.actors.actors[target.actor].name, metadata: metadata)
      found.append((LabelTasks.Task(quote: labelled, probabilities: score.probabilities), words))
    }
  }
  return found
}

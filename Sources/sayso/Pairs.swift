import CommandLineKit
import Corpora
import Documents
import JSONText
import Sayso
import StanceScoring
import Syntax

/// Scores labelled quotes as they stand: one JSON object each, with its id, label and probabilities.
///
/// A quote that cannot be asked about is reported on standard error and the rest goes on.
func printPairs(
  _ path: String, analysis: AnalysisOptions, explains: Bool, output: String?, console: Console
) throws -> ExitCode {
  let quotes = try LabelledQuote.read(path)
  let analyzer = try analysis.makeAnalyzer()
  let draft = try output.map { path throws(OutputError) in try OutputDraft(path: path) }
  let buffer = draft?.buffer ?? console.out
  var code = ExitCode.success
  try forEachScore(
    quotes, with: analyzer, threads: analysis.threads, detail: explains ? .words : .probabilities
  ) {
    quote, answer in
    switch answer {
    case .success((let question, var score)):
      score.abstain(below: analysis.options.leastStanceProbability)
      var writer = JSONWriter()
      writer.object { json in
        json.member("id", quote.id)
        json.member("scorer", analyzer.scorerKind.rawValue)
        score.writeMembers(to: &json, reasons: explains, in: question.document)
      }
      writer.endLine()
      try buffer.write(utf8: writer.bytes)
    case .failure(let error):
      try console.err.write("Error: \(path): \"\(quote.id)\": \(error.sentence)\n")
      code = .badData
    }
  }
  try draft?.commit()
  return code
}

/// Scores labelled quotes on several threads and hands on the scores in order.
///
/// Quotes of one group that follow each other are scored together: what a speaker says of a target
/// elsewhere in the article bears on each score, as it does when whole articles are read.
func forEachScore(
  _ quotes: [LabelledQuote], with analyzer: Analyzer, threads: Int,
  detail: Analyzer.Options.StanceDetail = .probabilities,
  deliver: (LabelledQuote, Result<(StanceQuestion, StanceScore), CorpusProblem>) throws -> Void
) throws {
  var articles: [ArraySlice<LabelledQuote>] = []
  var start = 0
  for index in quotes.indices where quotes[index].group != quotes[start].group {
    articles.append(quotes[start..<index])
    start = index
  }
  articles.append(quotes[start...])
  var position = 0
  try workInOrder(on: articles.makeIterator(), workers: threads) { article in
    stances(of: Array(article), with: analyzer, detail: detail)
  } deliver: { scores in
    for score in scores {
      try deliver(quotes[position], score)
      position += 1
    }
  }
}

private func stances(
  of quotes: [LabelledQuote], with analyzer: Analyzer, detail: Analyzer.Options.StanceDetail
) -> [Result<(StanceQuestion, StanceScore), CorpusProblem>] {
  let questions = quotes.map { quote in
    Result { () throws(CorpusProblem) in try question(of: quote, with: analyzer) }
  }
  var asked: [StanceQuestion] = []
  var participants: [StanceParticipants] = []
  for (question, participant) in zip(questions, StanceParticipants.numbered(quotes)) {
    guard case .success(let question) = question else { continue }
    asked.append(question)
    participants.append(participant)
  }
  var scores = analyzer.scores(
    asked, participants: participants, explaining: detail != .probabilities)
  if detail == .words {
    for index in asked.indices { scores[index].occlusions = analyzer.occlusions(of: asked[index]) }
  }
  var rest = scores.makeIterator()
  return questions.map { question in question.map { ($0, rest.next()!) } }
}

func question(
  of quote: LabelledQuote, with analyzer: Analyzer
) throws(CorpusProblem) -> StanceQuestion {
  let (document, parse): (Document, Parse)
  do throws(DocumentError) {
    (document, parse) = try analyzer.read(quote.text, id: quote.id)
  } catch {
    throw .refused(error.description)
  }
  guard let question = quote.question(document: document, parse: parse) else {
    throw .noTargetToken
  }
  return question
}

package import Corpora
package import Documents
package import Evaluation
import LinearModels
package import StanceScoring
package import Syntax

/// Trains stance models in several ways on the same labelled quotes, and compares their figures.
///
/// Texts are parsed once; features are read anew for each set of groups.
package struct StanceExperiment {
  /// Labelled quotes that nothing is learned from.
  package struct CheckSet: Sendable {
    package var name: String
    package var quotes: [LabelledQuote]

    package init(name: String, quotes: [LabelledQuote]) {
      self.name = name
      self.quotes = quotes
    }
  }

  package var options = StanceTraining.Options()
  /// Bootstrap rounds of the intervals; 0 leaves them out.
  package var rounds = 1000
  package var seed: UInt64 = 1
  /// Shares of the articles in a learning curve, ascending.
  package var shares = [0.1, 0.25, 0.5, 0.75, 1]
  /// Further text to learn the vectors of words from.
  package var unlabelled = WordStream()
  private let lexicons: StanceLexicons
  private let questions: [StanceModel.HeadKind: StanceQuestions]
  private let checks: [(name: String, questions: StanceQuestions)]

  /// - Parameter parse: the analysis that questions will have too.
  package init(
    _ labelled: [StanceModel.HeadKind: [LabelledQuote]], checks: [CheckSet],
    lexicons: StanceLexicons, threads: Int, parse: @Sendable (Document) -> Parse
  ) {
    self.lexicons = lexicons
    options.threads = threads
    questions = labelled.mapValues { StanceQuestions($0, threads: threads, parse: parse) }
    self.checks = checks.map {
      ($0.name, StanceQuestions($0.quotes, threads: threads, parse: parse))
    }
  }

  /// - Throws: `FitError` when there is nothing to learn from.
  package func study(_ kind: StanceStudy.Kind) throws -> StanceStudy {
    switch kind {
    case .crossValidation:
      return StanceStudy(kind: kind, rows: try rows("all groups", questions, options))
    case .ablation:
      var rows = try rows("all groups", questions, options)
      for group in FeatureGroup.allCases where options.groups.contains(group) {
        var reduced = options
        reduced.groups.remove(group)
        rows += try self.rows("without \(group.rawValue)", questions, reduced)
      }
      return StanceStudy(kind: kind, rows: rows)
    case .learningCurve:
      var rows: [StanceStudy.Row] = []
      for share in shares {
        let part = questions.mapValues { $0.part(share: share, seed: seed) }
        rows += try self.rows("\(Int((share * 100).rounded())) %", part, options)
      }
      return StanceStudy(kind: kind, rows: rows)
    }
  }

  /// Trains once and measures on texts held out in turn, and on the sets that nothing is learned from.
  private func rows(
    _ setting: String, _ questions: [StanceModel.HeadKind: StanceQuestions],
    _ options: StanceTraining.Options
  ) throws -> [StanceStudy.Row] {
    let trained = try StanceTraining.train(
      questions, lexicons: lexicons, unlabelled: unlabelled, encoder: nil, card: "",
      options: options)
    var rows: [StanceStudy.Row] = []
    for head in trained.heads {
      func add(_ name: String, _ set: String, _ answers: [StanceAnswer]) {
        rows.append(
          StanceStudy.Row(
            setting: setting, questions: name, set: set, exampleCount: head.exampleCount,
            featureCount: head.featureCount,
            measures: StanceStudy.measures(answers, rounds: rounds, seed: seed)))
      }
      let inContext = "\(head.kind.rawValue) in their article"
      add(head.kind.rawValue, "held out", head.heldOut.map(StanceAnswer.init))
      if let answers = head.inContext { add(inContext, "held out", answers.map(StanceAnswer.init)) }
      let scorer = StanceScorer(trained.model, lexicons: lexicons)
      for check in checks {
        let indices = check.questions.quotes.indices.filter {
          StanceTraining.kind(of: check.questions.quotes[$0]) == head.kind
        }
        guard !indices.isEmpty else { continue }
        add(head.kind.rawValue, check.name, check.questions.answers(indices, by: scorer))
        if head.inContext != nil {
          add(inContext, check.name, check.questions.answersInContext(indices, by: scorer))
        }
      }
    }
    return rows
  }
}

extension StanceAnswer {
  fileprivate init(_ answer: StanceTraining.HeldOutAnswer) {
    self.init(
      group: answer.group, gold: answer.gold, predicted: answer.predicted,
      probabilities: answer.probabilities)
  }

  fileprivate init(_ quote: LabelledQuote, _ score: StanceScore) {
    self.init(
      group: quote.group, gold: quote.label, predicted: score.label,
      probabilities: score.probabilities)
  }
}

extension StanceQuestions {
  fileprivate func answers(_ indices: [Int], by scorer: StanceScorer) -> [StanceAnswer] {
    indices.map { StanceAnswer(quotes[$0], scorer.score(questions[$0], explaining: false)) }
  }

  /// Answers in the light of the other quotes of the same article.
  fileprivate func answersInContext(_ indices: [Int], by scorer: StanceScorer) -> [StanceAnswer] {
    let participants = StanceParticipants.numbered(quotes)
    var articles: [String: [Int]] = [:]
    for index in indices { articles[quotes[index].group, default: []].append(index) }
    return articles.sorted { $0.key < $1.key }.flatMap { _, members in
      let scores = scorer.scores(
        members.map { questions[$0] }, participants: members.map { participants[$0] },
        explaining: false)
      return zip(members, scores).map { StanceAnswer(quotes[$0], $1) }
    }
  }

  /// The quotes of some of the articles, drawn by a seed; a larger share holds the smaller one.
  fileprivate func part(share: Double, seed: UInt64) -> StanceQuestions {
    let groups = CrossValidation.numbers(of: quotes.map(\.group))
    let kept = CrossValidation.learningCurve(
      shares: [share], groups: groups, count: quotes.count, seed: seed)[0]
    var part = self
    part.quotes = kept.map { quotes[$0] }
    part.questions = kept.map { questions[$0] }
    return part
  }
}

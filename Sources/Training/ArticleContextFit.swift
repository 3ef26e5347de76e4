import Corpora
import LinearAlgebra
import LinearModels
import StanceScoring

/// Learns how the quotes of an article bear on each other.
struct ArticleContextFit {
  let quotes: [LabelledQuote]
  /// One for each quote.
  let labels: [Int32]
  /// For each quote its logits by a model that did not see its article.
  let logits: [(favor: Double, against: Double)]
  let l2Penalty: Double

  /// Nil when no two quotes of an article have a named speaker or target in common.
  func fit() throws -> (context: ArticleContext, answers: [StanceTraining.HeldOutAnswer])? {
    let participants = StanceParticipants.numbered(quotes)
    var articles: [String: [Int]] = [:]
    for (index, quote) in quotes.enumerated() {
      articles[quote.group, default: []].append(index)
    }
    let count = Double(logits.count)
    let means = [
      Float(logits.reduce(0) { $0 + $1.favor } / count),
      Float(logits.reduce(0) { $0 + $1.against } / count),
    ]
    var features = [[Double]](repeating: [], count: quotes.count)
    for members in articles.values {
      let found = ArticleContext.features(
        logits: members.map { logits[$0] }, participants: members.map { participants[$0] },
        means: means)
      for (index, row) in zip(members, found) { features[index] = row }
    }
    guard features.contains(where: { $0.dropFirst(2).contains { $0 != 0 } }) else { return nil }
    let matrix = try DenseMatrix<Double>(
      rowCount: features.count, columnCount: ArticleContext.featureCount,
      elements: features.flatMap { $0 })
    let (model, _) = try LogisticRegression<Double>.fit(
      matrix, labels: labels, classCount: 3,
      options: LogisticRegressionOptions(l2Penalty: l2Penalty, relativeGap: 1e-8))
    var weights: [Float] = []
    for column in 0..<ArticleContext.featureCount {
      weights.append(Float(model.weights[column, 0] - model.weights[column, 1]))
      weights.append(Float(model.weights[column, 2] - model.weights[column, 1]))
    }
    let intercepts = [
      Float(model.intercepts[0] - model.intercepts[1]),
      Float(model.intercepts[2] - model.intercepts[1]),
    ]
    let draft = ArticleContext(
      weights: weights, intercepts: intercepts, means: means, neutralOffset: 0)
    let inContext = features.map { draft.logits($0) }
    let offset = DecisionRule(.quotes).neutralOffset(inContext, labels: labels)
    let answers = zip(quotes, inContext).map { quote, logits in
      StanceTraining.HeldOutAnswer(quote, logits: logits, neutralOffset: offset)
    }
    return (
      ArticleContext(
        weights: weights, intercepts: intercepts, means: means, neutralOffset: offset), answers
    )
  }
}

import Evaluation

extension SpeakerReport {
  /// The scores of one month together.
  struct Month {
    /// Such as `2026-03`.
    var name: String
    /// The middle of the month, as `ArticleDate.dayNumber`.
    var day: Int
    var count: Int
    var mean: Double
    /// Clustered by article.
    var interval: ClosedRange<Double>?
  }

  /// Mean scores by month over all speakers and targets; empty unless articles of two months have dates.
  var months: [Month] { months(of: speakers.flatMap(\.targets)) }

  /// Mean scores by month over some targets; empty unless there are two months.
  func months(of targets: [Target]) -> [Month] {
    if !dates.contains(where: { $0 != nil }) { return [] }
    var clusters: [Int32: (sum: Double, count: Int)] = [:]
    for target in targets {
      for score in target.scores where dates[Int(score.article)] != nil {
        clusters[score.article, default: (0, 0)].sum += score.score
        clusters[score.article, default: (0, 0)].count += 1
      }
    }
    var months: [String: (day: Int, clusters: [(sum: Double, count: Int)])] = [:]
    for (article, cluster) in clusters.sorted(by: { $0.key < $1.key }) {
      guard let date = dates[Int(article)] else { continue }
      let middle = ArticleDate(year: date.year, month: date.month, day: 15) ?? date
      months[date.monthName, default: (middle.dayNumber, [])].clusters.append(cluster)
    }
    if months.count < 2 { return [] }
    return months.sorted { $0.value.day < $1.value.day }.map { name, month in
      let count = month.clusters.reduce(0) { $0 + $1.count }
      return Month(
        name: name, day: month.day, count: count,
        mean: month.clusters.reduce(0) { $0 + $1.sum } / Double(count),
        interval: clusteredMeanInterval(month.clusters, bounds: -1...1))
    }
  }

  static let monthHeader = ["month", "scores", "mean score", "95 % interval"]

  static func cells(_ month: Month) -> [String] {
    [
      month.name, "\(month.count)", Figures.trimmed(Figures.signed(month.mean)),
      Figures.signedInterval(month.interval),
    ]
  }
}

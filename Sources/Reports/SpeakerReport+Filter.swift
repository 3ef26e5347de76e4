import StanceScoring

extension SpeakerReport {
  /// Which speakers and targets a report shows.
  public struct Filter: Sendable {
    /// Words of the speaker's name, in any case; empty for all.
    public var speakers: [String] = []
    /// Words of the target's name, in any case; empty for all.
    public var targets: [String] = []
    /// Pairs of speaker and target with fewer quotes are left out.
    public var minimumQuotes = 1
    /// Articles before this day are left out, and those without a date.
    public var since: ArticleDate?
    /// The first speakers to show, or nil for all.
    public var speakerCount: Int?

    public init() {}

    func shows(speaker name: String) -> Bool { Self.matches(name, speakers) }

    func shows(target name: String) -> Bool { Self.matches(name, targets) }

    private static func matches(_ name: String, _ words: [String]) -> Bool {
      if words.isEmpty { return true }
      let name = name.lowercased()
      return words.contains { name.contains($0.lowercased()) }
    }
  }

  /// How speakers are ordered.
  public enum Order: String, CaseIterable, Sendable {
    case quotes, name, favor, against
  }

  /// Below this many quotes a mean is called small: its interval comes first, and it is not ranked.
  ///
  /// Chosen: with fewer, an interval spans most of the scale.
  public static let smallCount = 5

  /// The report without what a filter leaves out.
  ///
  /// `since` and `speakerCount` are not looked at: the first is for whoever gathers articles, the second
  /// for a report in its final order.
  func filtered(_ filter: Filter) -> SpeakerReport {
    var report = self
    report.speakers = speakers.compactMap { speaker in
      guard filter.shows(speaker: speaker.name) else { return nil }
      var speaker = speaker
      speaker.targets = speaker.targets.filter {
        $0.quoteCount >= filter.minimumQuotes && filter.shows(target: $0.name)
      }
      let isAboutTargets = !filter.targets.isEmpty || filter.minimumQuotes > 1
      return isAboutTargets && speaker.targets.isEmpty ? nil : speaker
    }
    return report
  }

  /// The report with its speakers in another order; equal ones stay as they were.
  ///
  /// By favor or against, speakers come by the mean of all their scores; those with a small count come
  /// last and are not ranked.
  ///
  /// - Parameter count: How many speakers to keep, or nil for all.
  public func sorted(by order: Order, first count: Int? = nil) -> SpeakerReport {
    func key(_ speaker: Speaker) -> (Int, Double) {
      switch order {
      case .quotes: return (0, -Double(speaker.quoteCount))
      case .name: return (0, 0)
      case .favor, .against:
        let scores = speaker.targets.flatMap { $0.scores.map(\.score) }
        if scores.count < Self.smallCount { return (1, 0) }
        let mean = scores.reduce(0, +) / Double(scores.count)
        return (0, order == .favor ? -mean : mean)
      }
    }
    var report = self
    let ranked = speakers.enumerated().map { (key: key($0.element), place: $0) }
    report.speakers = ranked.sorted { a, b in
      if a.key != b.key { return a.key < b.key }
      if order == .name && a.place.element.name != b.place.element.name {
        return a.place.element.name.utf8.lexicographicallyPrecedes(b.place.element.name.utf8)
      }
      return a.place.offset < b.place.offset
    }.map(\.place.element)
    if let count { report.speakers = Array(report.speakers.prefix(count)) }
    return report
  }
}

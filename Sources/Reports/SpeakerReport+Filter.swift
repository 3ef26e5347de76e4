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

    public init() {}
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
  public func filtered(_ filter: Filter) -> SpeakerReport {
    func matches(_ name: String, _ words: [String]) -> Bool {
      let name = name.lowercased()
      return words.isEmpty || words.contains { name.contains($0.lowercased()) }
    }
    var report = self
    report.speakers = speakers.compactMap { speaker in
      guard matches(speaker.name, filter.speakers) else { return nil }
      var speaker = speaker
      speaker.targets = speaker.targets.filter {
        $0.quotes.count >= filter.minimumQuotes && matches($0.name, filter.targets)
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
  public func sorted(by order: Order) -> SpeakerReport {
    func key(_ speaker: Speaker) -> (Int, Double) {
      switch order {
      case .quotes: return (0, -Double(speaker.quoteCount))
      case .name: return (0, 0)
      case .favor, .against:
        let scores = speaker.targets.flatMap { $0.quotes.map(\.score) }
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
    return report
  }
}

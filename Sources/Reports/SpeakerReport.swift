public import Actors
import Evaluation
public import StanceScoring

/// Who says what about whom in some articles, speaker by speaker.
///
/// An actor of several articles is one when the identifiers are equal that a list of actors gives, or else
/// the names; a speaker who is described but not named is another one in each article. Speakers come in the order of their number of quotes, targets in the
/// order of the number of quotes about them; equally many in the order of the articles.
public struct SpeakerReport: Sendable {
  /// A speaker and whom the speaker talks about.
  public struct Speaker: Sendable {
    public var name: String
    /// The identifier that the user's list of actors gives, or nil.
    public var externalID: String?
    public var kind: Actor.Kind
    public var quoteCount: Int
    public var articleCount: Int
    public var targets: [Target]
  }

  /// What makes two actors one, whatever the article: the identifier in the user's list, or the name of
  /// those who have none.
  enum Identity: Hashable {
    case listed(String)
    case named(String)

    init(name: String, externalID: String?) {
      self = externalID.map { .listed($0) } ?? .named(name)
    }
  }

  /// What a speaker says about one target.
  public struct Target: Sendable {
    public var name: String
    /// The identifier that the user's list of actors gives, or nil.
    public var externalID: String?
    public var kind: Actor.Kind
    /// The scores of all quotes about the target, in the order of the articles.
    public var scores: [Score] = []
    /// The quotes themselves: all of them, or in very large reports the most telling ones.
    public var quotes: [ScoredQuote] = []
    public var articleCount = 0
    /// The mean of the scores, from -1 (against) to 1 (favor).
    public var meanScore = 0.0
    /// The 95 % interval of the mean, clustered by article, or over quotes when all are from one
    /// article; nil for fewer than three quotes.
    public var interval: ClosedRange<Double>?

    /// How many quotes there are about the target.
    public var quoteCount: Int { scores.count }

    /// How many quotes have a stance.
    public func count(of stance: Stance) -> Int { scores.count { $0.label == stance } }

    /// The quotes that say most: those that are not neutral with the largest scores.
    public func tellingQuotes(_ count: Int) -> [ScoredQuote] {
      let polar = quotes.enumerated().filter { $0.element.label != .neutral }
      let sorted = polar.sorted {
        (abs($1.element.score), $0.offset) < (abs($0.element.score), $1.offset)
      }
      return sorted.prefix(count).map(\.element)
    }
  }

  /// The stance of a quote toward its target.
  public struct Score: Hashable, Sendable {
    /// The article's number in the report, from 0.
    public var article: Int32
    public var label: Stance
    /// From -1 (against) to 1 (favor).
    public var score: Double
  }

  /// A quote about a target.
  public struct ScoredQuote: Sendable {
    public var article: String
    /// The content in one line.
    public var text: String
    public var label: Stance
    public var score: Double
    /// The quote's number among all quotes of the report, from 0.
    public var number = 0
  }

  public var articleCount = 0
  /// What the articles' stances were read from, such as `encoder`, sorted; empty when no line said.
  public var scorers: [String] = []
  public var quoteCount = 0
  /// Quotes whose speaker is neither named nor described.
  public var speakerlessCount = 0
  public var speakers: [Speaker] = []
  /// The day of each article, by its number.
  public var dates: [ArticleDate?] = []
  /// Whether there were so many quotes that only the most telling ones were kept; figures count all.
  public var keepsSome = false
  /// The first articles with their marks, as many as a page can show; empty unless they were asked for.
  public var articles: [ArticleView] = []
  /// The bytes of all articles whose text was asked for.
  var articleBytes = 0

  /// The share of quotes without a speaker, or nil when there are no quotes.
  public var speakerlessShare: Double? {
    quoteCount == 0 ? nil : Double(speakerlessCount) / Double(quoteCount)
  }
}

extension SpeakerReport.Target {
  /// Calculates the mean and its interval.
  mutating func summarize() {
    // Scores come article by article.
    var clusters: [(sum: Double, count: Int)] = []
    var last: Int32?
    for score in scores {
      if score.article == last {
        clusters[clusters.count - 1].sum += score.score
        clusters[clusters.count - 1].count += 1
      } else {
        clusters.append((score.score, 1))
        last = score.article
      }
    }
    articleCount = clusters.count
    if clusters.count == 1 { clusters = scores.map { ($0.score, 1) } }
    meanScore = clusters.reduce(0) { $0 + $1.sum } / Double(max(1, scores.count))
    interval = scores.count < 3 ? nil : clusteredMeanInterval(clusters, bounds: -1...1)
  }

  /// The quotes with the largest scores, whatever the side, in the order of the articles.
  func keeping(_ count: Int) -> [SpeakerReport.ScoredQuote] {
    if quotes.count <= count { return quotes }
    return quotes.enumerated().sorted {
      (abs($1.element.score), $0.offset) < (abs($0.element.score), $1.offset)
    }.prefix(count).sorted { $0.offset < $1.offset }.map(\.element)
  }
}

extension SpeakerReport.Speaker {
  var identity: SpeakerReport.Identity { .init(name: name, externalID: externalID) }
}

extension SpeakerReport.Target {
  var identity: SpeakerReport.Identity { .init(name: name, externalID: externalID) }
}

import Actors
public import Corpora
import Documents
import Quotes
public import Sayso
import StanceScoring

/// What a report keeps of one article; made on any thread, from an analysis or from what `sayso score`
/// printed.
public struct ReportArticle: Sendable {
  struct Quote: Sendable {
    /// The content in one line.
    var text: String
    var speaker: String?
    /// The identifier that the user's list of actors gives the speaker, or nil.
    var speakerID: String?
    var kind: Actor.Kind
    var targets: [Target]
  }

  struct Target: Sendable {
    var name: String
    /// The identifier that the user's list of actors gives the target, or nil.
    var externalID: String?
    var kind: Actor.Kind
    var label: Stance
    var score: Double
  }

  public let id: String
  /// The day of the article, as its date field, its other fields or its id say.
  public let date: ArticleDate?
  var quotes: [Quote]
  var view: ArticleView?
  /// What stances were read from, such as `encoder`; nil when the line does not say.
  var scorer: String?
  /// Whether the line only says that an article could not be read.
  public private(set) var isErrorRecord = false

  /// What stands in the place of an article that could not be read.
  static func errorRecord(id: String) -> ReportArticle {
    var record = ReportArticle(id: id, date: nil, quotes: [], view: nil)
    record.isErrorRecord = true
    return record
  }

  init(
    id: String, date: ArticleDate?, quotes: [Quote], view: ArticleView?
  ) {
    self.id = id
    self.date = date
    self.quotes = quotes
    self.view = view
  }

  /// - Parameters:
  ///   - date: What the article's record says of its date.
  ///   - metadata: The other fields of the article's record.
  ///   - keepsText: Whether the report shall show the article itself.
  public init(
    _ article: ScoredArticle, date: String? = nil, metadata: [MetadataField] = [],
    keepsText: Bool = false
  ) {
    let document = article.document
    id = document.id
    self.date = Self.date(id: document.id, date, metadata)
    scorer = article.scorer.rawValue
    view = keepsText ? ArticleView(article, metadata: metadata) : nil
    quotes = article.quotes.enumerated().map { index, quote in
      let words = quote.content.map { document.text(document.span(ofTokens: $0)) }
      let scores = index < article.scores.count ? article.scores[index] : []
      let speaker = article.actors.attributions[index].actor.map { article.actors.actors[$0] }
      return Quote(
        text: TextBlock.line(words.joined(separator: " … ")), speaker: speaker?.name,
        speakerID: speaker?.externalID, kind: speaker?.kind ?? .nominal,
        targets: zip(article.actors.targets[index], scores).map { target, score in
          let actor = article.actors.actors[target.actor]
          return Target(
            name: actor.name, externalID: actor.externalID, kind: actor.kind, label: score.label,
            score: score.score)
        })
    }
  }

  /// Fields that say when an article came out, best first.
  private static let dateFields = [
    "date", "published", "published_at", "publishedAt", "publication_date", "datetime", "created",
  ]

  static func date(id: String, _ date: String?, _ metadata: [MetadataField]) -> ArticleDate? {
    if let day = date.flatMap({ ArticleDate(in: $0) }) { return day }
    for name in dateFields {
      if let field = metadata.first(where: { $0.name == name }),
        let day = ArticleDate(in: field.text)
      {
        return day
      }
    }
    return ArticleDate(in: id)
  }
}

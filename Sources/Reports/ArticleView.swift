import Actors
public import Corpora
public import Documents
import Quotes
import Sayso
public import StanceScoring

/// An article's text with what was found in it, so that a report can show where a figure comes from.
///
/// All spans are UTF-8 offsets into the text.
public struct ArticleView: Sendable {
  /// A quote as it stands in the text.
  public struct MarkedQuote: Sendable {
    /// The quote's number in the report.
    public var number: Int
    public var speaker: String?
    public var content: [TextSpan]
    public var cue: [TextSpan]
    public var source: [TextSpan]
    public var targets: [MarkedTarget]
  }

  /// Mentions of somebody a quote is about.
  public struct MarkedTarget: Sendable {
    public var name: String
    public var mentions: [TextSpan]
    public var label: Stance
    public var score: Double
  }

  public var id: String
  public var text: [UInt8]
  public var paragraphs: [TextSpan]
  public var quotes: [MarkedQuote]
  /// What else the article's record says.
  public var metadata: [MetadataField] = []
}

extension ArticleView {
  /// An article with its quotes numbered from 0.
  init(_ article: ScoredArticle, metadata: [MetadataField] = []) {
    let document = article.document
    func spans(_ ranges: [Range<Int>]) -> [TextSpan] { ranges.map { document.span(ofTokens: $0) } }
    id = document.id
    text = document.bytes
    paragraphs = document.paragraphs.map(\.span)
    self.metadata = metadata
    quotes = article.quotes.enumerated().map { index, quote in
      let scores = index < article.scores.count ? article.scores[index] : []
      return MarkedQuote(
        number: index,
        speaker: article.actors.attributions[index].actor.map { article.actors.actors[$0].name },
        content: spans(quote.content), cue: spans(quote.cue), source: spans(quote.source),
        targets: zip(article.actors.targets[index], scores).map { target, score in
          MarkedTarget(
            name: article.actors.actors[target.actor].name,
            mentions: spans(target.mentions.map(\.tokens)), label: score.label, score: score.score)
        })
    }
  }

  /// The article's title, when its record has one.
  var title: String? {
    metadata.first { $0.name == "title" || $0.name == "headline" }?.text
  }
}

extension ArticleView {
  /// What a stretch of text is marked as; later kinds win inside earlier ones.
  private enum Role: Int { case content, cue, source, target }

  private struct Mark {
    var span: TextSpan
    var role: Role
    var label: Stance?
    /// The quote whose first content span begins here.
    var opens: Int?
  }

  /// The article as markup: a section with its paragraphs, quotes marked by words, signs and colours.
  ///
  /// - Parameters:
  ///   - onlyQuotes: Whether paragraphs without marks are left out.
  ///   - known: Numbers of the quotes that the page refers to.
  /// - Complexity: O(bytes + marks × log marks).
  func markup(index: Int, onlyQuotes: Bool) -> [UInt8] {
    var marks: [Mark] = []
    for quote in quotes {
      for (place, span) in quote.content.sorted().enumerated() {
        marks.append(Mark(span: span, role: .content, opens: place == 0 ? quote.number : nil))
      }
      marks += quote.cue.map { Mark(span: $0, role: .cue) }
      marks += quote.source.map { Mark(span: $0, role: .source) }
      for target in quote.targets {
        marks += target.mentions.map { Mark(span: $0, role: .target, label: target.label) }
      }
    }
    marks.sort { ($0.span.start, $0.role.rawValue) < ($1.span.start, $1.role.rawValue) }
    var out: [UInt8] = []
    let name = title.map { Figures.cut(TextBlock.line($0), 300) } ?? id
    out += "<section class=\"article\" id=\"a\(index)\"><h3>\(HTMLPage.escape(name))</h3>\n".utf8
    var facts = title == nil ? [] : [id]
    for field in metadata.prefix(12) where field.name != "title" && field.name != "headline" {
      facts.append("\(field.name): \(Figures.cut(TextBlock.line(field.text), 120))")
    }
    if !facts.isEmpty {
      let line = HTMLPage.escape(facts.joined(separator: " · "))
      out += "<p class=\"where\">\(line)</p>\n".utf8
    }
    var next = 0
    for paragraph in paragraphs {
      let first = next
      while next < marks.count, marks[next].span.start < paragraph.end { next += 1 }
      if onlyQuotes && first == next { continue }
      out += "<p>".utf8
      write(paragraph, marks[first..<next], to: &out)
      out += "</p>\n".utf8
    }
    out += "</section>\n".utf8
    return out
  }

  /// Writes a paragraph in pieces between the ends of its marks.
  private func write(_ paragraph: TextSpan, _ marks: ArraySlice<Mark>, to out: inout [UInt8]) {
    var cuts: Set<Int32> = [paragraph.start, paragraph.end]
    for mark in marks {
      cuts.insert(max(mark.span.start, paragraph.start))
      cuts.insert(min(mark.span.end, paragraph.end))
    }
    let places = cuts.sorted()
    for (start, end) in zip(places, places.dropFirst()) where start < end {
      let here = marks.filter { $0.span.start <= start && $0.span.end >= end }
      for mark in here where mark.span.start == start {
        if let number = mark.opens { out += "<a id=\"q\(number)\"></a>".utf8 }
      }
      let isQuote = here.contains { $0.role == .content }
      let top = here.max { $0.role.rawValue < $1.role.rawValue }
      var classes = isQuote ? ["q"] : []
      switch top?.role {
      case .cue: classes.append("cue")
      case .source: classes.append("src")
      case .target: classes += ["tg", top?.label?.rawValue ?? "neutral"]
      default: break
      }
      let piece = HTMLPage.escape(
        String(decoding: text[Int(start)..<Int(end)], as: UTF8.self))
      if classes.isEmpty {
        out += piece.utf8
      } else {
        out += "<span class=\"\(classes.joined(separator: " "))\">\(piece)</span>".utf8
      }
      if let top, top.role == .target, top.span.end == end {
        out += "<sup>\(Figures.sign(top.label ?? .neutral))</sup>".utf8
      }
    }
  }
}

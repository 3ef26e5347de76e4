import Actors
import JSONText
import StanceScoring

extension SpeakerReport {
  /// The report as JSON, with every quote that was kept.
  public var json: [UInt8] {
    var writer = JSONWriter(indented: true)
    writer.object { json in
      json.member("articles", articleCount)
      json.member(array: "scorers", scorers) { $0.string($1) }
      json.member("quotes", quoteCount)
      json.member("quotesWithoutSpeaker", speakerlessCount)
      json.member(array: "speakers", speakers) { json, speaker in
        json.object { json in
          json.member("name", speaker.name)
          if let id = speaker.externalID { json.member("externalID", id) }
          json.member("kind", speaker.kind.rawValue)
          json.member("quotes", speaker.quoteCount)
          json.member("articles", speaker.articleCount)
          json.member(array: "targets", speaker.targets) { json, target in
            json.object { Self.write(target, to: &$0) }
          }
        }
      }
      let months = months
      if !months.isEmpty {
        json.member(array: "months", months) { json, month in
          json.object { json in
            json.member("month", month.name)
            json.member("scores", month.count)
            json.member("meanScore", month.mean)
            json.member("low", optional: month.interval?.lowerBound)
            json.member("high", optional: month.interval?.upperBound)
          }
        }
      }
    }
    writer.endLine()
    return writer.bytes
  }

  private static func write(_ target: Target, to json: inout JSONWriter) {
    json.member("name", target.name)
    if let id = target.externalID { json.member("externalID", id) }
    json.member("kind", target.kind.rawValue)
    json.member("articles", target.articleCount)
    json.member("count", target.quoteCount)
    json.member("isSmall", target.isSmall)
    json.member("meanScore", target.meanScore)
    json.key("interval")
    if let interval = target.interval {
      json.array([interval.lowerBound, interval.upperBound]) { $0.number($1) }
    } else {
      json.null()
    }
    for stance in Stance.allCases { json.member(stance.rawValue, target.count(of: stance)) }
    json.member(array: "quotes", target.quotes) { json, quote in
      json.object { json in
        json.member("article", quote.article)
        json.member("text", quote.text)
        json.member("label", quote.label.rawValue)
        json.member("score", quote.score)
      }
    }
  }

  /// One row for each speaker and target, as RFC 4180 writes tables.
  ///
  /// The columns `speaker_id` and `target_id` stand at the end when a list of actors gave some an identifier.
  ///
  /// - Parameter raw: Whether cells stay as they are that a spreadsheet would take for formulas.
  public func csvBytes(raw: Bool = false) -> [UInt8] {
    let hasIDs = speakers.contains {
      $0.externalID != nil || $0.targets.contains { $0.externalID != nil }
    }
    let header = [
      "speaker", "speaker_kind", "speaker_quotes", "target", "target_kind", "quotes", "articles",
      "mean_score", "interval_low", "interval_high", "favor", "neutral", "against", "scorer",
    ]
    let scorer = scorers.joined(separator: ", ")
    let ids = hasIDs ? ["speaker_id", "target_id"] : []
    var bytes = Array(CSV.row(header + ids).utf8)
    for speaker in speakers {
      for target in speaker.targets {
        let interval = [target.interval?.lowerBound, target.interval?.upperBound]
        let row = CSV.row(
          raw: raw,
          [
            speaker.name, speaker.kind.rawValue, "\(speaker.quoteCount)", target.name,
            target.kind.rawValue, "\(target.quoteCount)", "\(target.articleCount)",
            Figures.fixed(target.meanScore, 4),
          ] + interval.map { $0.map { Figures.fixed($0, 4) } ?? "" }
            + Stance.allCases.map { "\(target.count(of: $0))" } + [scorer]
            + (hasIDs ? [speaker.externalID ?? "", target.externalID ?? ""] : []))
        bytes += row.utf8
      }
    }
    return bytes
  }
}

/// Rows of a table with commas.
public enum CSV {
  /// A row with its line break.
  ///
  /// A text that a spreadsheet would take for a formula gets an apostrophe before it.
  public static func row(raw: Bool = false, _ fields: [String]) -> String {
    fields.map { field($0, raw: raw) }.joined(separator: ",") + "\r\n"
  }

  private static func field(_ text: String, raw: Bool) -> String {
    var text = text
    // An apostrophe that stands before such a cell already gets another, so that taking one away always
    // gives the text back.
    let quote = UInt8(ascii: "'")
    if !raw, let mark = text.utf8.first(where: { $0 != quote }), "=+-@\t\r".utf8.contains(mark),
      Double(text) == nil
    {
      text = "'" + text
    }
    guard text.utf8.contains(where: { ",\"\n\r".utf8.contains($0) }) else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}

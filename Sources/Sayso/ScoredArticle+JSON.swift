internal import Actors
public import Documents
public import JSONText
internal import Quotes
public import StanceScoring

extension ScoredArticle {
  /// What of an article is written.
  public struct JSONOptions: Sendable {
    public var offsets: OffsetUnit
    /// Whether all reasons are written, or only the five largest of each score.
    public var explainsFully: Bool
    /// Whether targets and stances are written, or only quotes and their speakers.
    public var includesTargets: Bool
    /// Whether the article's text is written after its id.
    public var includesText: Bool

    public init(
      offsets: OffsetUnit = .codepoint, explainsFully: Bool = false, includesTargets: Bool = true,
      includesText: Bool = false
    ) {
      self.offsets = offsets
      self.explainsFully = explainsFully
      self.includesTargets = includesTargets
      self.includesText = includesText
    }
  }

  /// The article as one JSON object on one line, without a line break.
  ///
  /// - Parameters:
  ///   - modelDigest: What names the models, such as `sha256:…`.
  ///   - options: Which offsets, and how much.
  ///   - record: Writes members that stand after the id, such as what the input's record says beside.
  public func json(
    modelDigest: String, options: JSONOptions = JSONOptions(),
    record: (inout JSONWriter) -> Void = { _ in }
  ) -> [UInt8] {
    var writer = JSONWriter()
    write(to: &writer, modelDigest: modelDigest, options: options, record: record)
    return writer.bytes
  }

  /// Writes the article as a JSON object.
  public func write(
    to writer: inout JSONWriter, modelDigest: String, options: JSONOptions,
    record: (inout JSONWriter) -> Void = { _ in }
  ) {
    let spans = SpanWriter(document: document, unit: options.offsets)
    writer.object { json in
      json.member("id", document.id)
      record(&json)
      if options.includesText {
        json.key("text")
        json.string(utf8: document.bytes)
      }
      json.member("offsets", options.offsets.rawValue)
      json.member("model", modelDigest)
      if options.includesTargets { json.member("scorer", scorer.rawValue) }
      spans.write(writtenActors(options), to: &json)
      json.member(array: "quotes", quotes.indices) { json, index in
        write(quote: index, to: &json, spans, options)
      }
      json.member(array: "diagnostics", document.diagnostics) { json, diagnostic in
        json.object { json in
          json.member("line", diagnostic.line)
          json.member("code", diagnostic.code)
          json.member("message", diagnostic.message)
        }
      }
    }
  }

  /// Writes the member `actors` of an object: all actors with their mentions, in code points.
  public func writeActors(to writer: inout JSONWriter) {
    SpanWriter(document: document, unit: .codepoint).write(actors.actors, to: &writer)
  }

  /// All actors, or only those who speak when targets are left out.
  private func writtenActors(_ options: JSONOptions) -> [Actor] {
    if options.includesTargets { return actors.actors }
    let speakers = Set(actors.attributions.compactMap(\.actor))
    return actors.actors.filter { speakers.contains($0.id) }
  }

  private func write(
    quote index: Int, to json: inout JSONWriter, _ spans: SpanWriter, _ options: JSONOptions
  ) {
    let quote = quotes[index]
    let attribution = actors.attributions[index]
    json.object { json in
      json.member("id", index)
      json.member("kind", quote.kind.rawValue)
      json.key("content")
      spans.write(quote.content, to: &json)
      json.key("cue")
      spans.write(quote.cue, to: &json)
      json.key("source")
      spans.write(quote.source, to: &json)
      json.key("speaker")
      if let speaker = attribution.actor.map({ actors.actors[$0] }) {
        json.object { json in
          json.member("actor", speaker.id)
          json.member("name", speaker.name)
          json.member("kind", speaker.kind.rawValue)
          if let id = speaker.externalID { json.member("externalID", id) }
          json.member("confidence", attribution.confidence)
          json.member("rule", attribution.rule)
        }
      } else {
        json.null()
      }
      guard options.includesTargets else { return }
      json.member(array: "targets", actors.targets[index].enumerated()) { json, item in
        let (position, target) = item
        json.object { json in
          json.member("actor", target.actor)
          json.member("name", actors.actors[target.actor].name)
          if let id = actors.actors[target.actor].externalID { json.member("externalID", id) }
          json.member("confidence", target.confidence)
          json.key("mentions")
          spans.write(target.mentions, to: &json)
          guard index < scores.count, position < scores[index].count else { return }
          json.key("stance")
          scores[index][position].write(
            to: &json, allReasons: options.explainsFully, occlusions: spans)
        }
      }
    }
  }
}

extension StanceScore {
  /// Writes the score as a JSON object, with all its reasons or the five largest, and where there are any
  /// the words that move an encoder's reading.
  fileprivate func write(to json: inout JSONWriter, allReasons: Bool, occlusions spans: SpanWriter)
  {
    json.object { json in
      json.member("label", label.rawValue)
      if abstained { json.member("abstained", true) }
      json.member("score", score)
      writeProbabilities(to: &json)
      writeReasons(to: &json, count: allReasons ? reasons.count : 5)
      if !occlusions.isEmpty { spans.write(occlusions, to: &json) }
    }
  }

  /// Writes the members `label` and `probabilities` of an object, and on request `reasons` and, where an
  /// encoder has read the question, `approximateWords`.
  ///
  /// - Parameter document: the one that the question is about.
  public func writeMembers(
    to json: inout JSONWriter, reasons writesReasons: Bool, in document: Document
  ) {
    json.member("label", label.rawValue)
    if abstained { json.member("abstained", true) }
    writeProbabilities(to: &json)
    guard writesReasons else { return }
    writeReasons(to: &json, count: reasons.count)
    if !occlusions.isEmpty {
      SpanWriter(document: document, unit: .codepoint).write(occlusions, to: &json)
    }
  }

  private func writeProbabilities(to json: inout JSONWriter) {
    json.member(object: "probabilities") { json in
      for stance in Stance.allCases { json.member(stance.rawValue, self[stance]) }
    }
  }

  private func writeReasons(to json: inout JSONWriter, count: Int) {
    json.member(array: "reasons", reasons.prefix(count)) { json, reason in
      json.object { json in
        json.member("feature", reason.feature)
        json.member("value", reason.value)
        json.member("weight", reason.weight)
        json.member("contribution", reason.contribution)
      }
    }
  }
}

/// Writes token ranges of one document as spans with their text.
private struct SpanWriter {
  let document: Document
  let unit: OffsetUnit
  private let map: OffsetMap

  init(document: Document, unit: OffsetUnit) {
    self.document = document
    self.unit = unit
    map = OffsetMap(document.bytes)
  }

  func write(_ ranges: [Range<Int>], to json: inout JSONWriter) {
    json.array(ranges) { json, range in
      json.object { write(range, to: &$0) }
    }
  }

  /// Writes the member `approximateWords`: each word with what the encoder's reading loses without it.
  func write(_ occlusions: [Occlusion], to json: inout JSONWriter) {
    json.member(array: "approximateWords", occlusions) { json, occlusion in
      json.object { json in
        write(occlusion.token..<occlusion.token + 1, to: &json)
        json.member("change", occlusion.change)
      }
    }
  }

  func write(_ mentions: [Mention], to json: inout JSONWriter) {
    json.array(mentions) { json, mention in
      json.object { json in
        write(mention.tokens, to: &json)
        json.member("form", mention.form.rawValue)
      }
    }
  }

  /// Writes the member `actors`.
  func write(_ actors: [Actor], to json: inout JSONWriter) {
    json.member(array: "actors", actors) { json, actor in
      json.object { json in
        json.member("id", actor.id)
        json.member("name", actor.name)
        json.member("kind", actor.kind.rawValue)
        if let id = actor.externalID { json.member("externalID", id) }
        json.key("mentions")
        write(actor.mentions, to: &json)
      }
    }
  }

  private func write(_ tokens: Range<Int>, to json: inout JSONWriter) {
    let span = document.span(ofTokens: tokens)
    json.member("start", map.offset(span.start, in: unit))
    json.member("end", map.offset(span.end, in: unit))
    json.key("text")
    json.string(utf8: document.bytes[span.range])
  }
}

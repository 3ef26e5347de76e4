internal import Documents
internal import StanceScoring

extension LabelledQuote {
  /// Reads a table with the columns `text`, `label`, and `target` (its words) or `start` and `end`
  /// (code points); `id`, `group`, `speaker`, `target_name`, `source` (its words) or
  /// `source_start` and `source_end`, and `content` and `cue` (such as `0-12 20-31`, code points) may be
  /// there, and a column `label_NAME` for the labels of each annotator NAME. All other columns are
  /// metadata.
  ///
  /// Words stand for their first occurrence in the text.
  static func readTable(_ path: String, separator: UInt8) throws(CorpusError) -> [LabelledQuote] {
    func failure(_ problem: CorpusProblem, line: Int? = nil) -> CorpusError {
      CorpusError(path: path, line: line, problem: problem)
    }
    var table = try SeparatedTable(path: path, separator: separator)
    guard let header = try table.next() else {
      throw failure(.empty(expected: "a header with the columns text, target and label"))
    }
    let columns = header.fields
    let annotators = columns.filter { $0.hasPrefix(FlatName.labelPrefix) }
    var missing = ["text", "label"].filter { !columns.contains($0) }
    if !annotators.isEmpty { missing.removeAll { $0 == "label" } }
    if !columns.contains("target"), !(columns.contains("start") && columns.contains("end")) {
      missing.append("target")
    }
    if !missing.isEmpty {
      throw failure(.missingColumns(missing, found: columns), line: header.line)
    }
    var collector = Collector()
    while let row = try table.next() {
      do throws(CorpusProblem) {
        guard row.fields.count == columns.count else {
          throw .columnCount(row.fields.count, expected: columns.count)
        }
        let cells = columns.contains("guess") ? row.fields.map(withoutGuard) : row.fields
        let record = Dictionary(zip(columns, cells)) { first, _ in first }
        // A sheet of suggestions has a guess beside the label: rows without a label wait for one.
        if columns.contains("guess"), record["label"]?.isEmpty == true { continue }
        let name = "\(FileBytes.name(of: path)):\(row.line)"
        let annotations = try annotations(record, of: annotators)
        if nonempty(record["label"]) == nil, !annotators.isEmpty, annotations.isEmpty { continue }
        var quote = try quote(record, annotations, name: name)
        quote.metadata = zip(columns, cells).compactMap { column, cell in
          let isKnown = FlatName.reserved.contains(column) || column.hasPrefix(FlatName.labelPrefix)
          return isKnown || cell.isEmpty
            ? nil : MetadataField(name: FlatName.field(column), cell: cell)
        }
        try collector.add(quote, line: row.line)
      } catch {
        throw failure(error, line: row.line)
      }
    }
    return collector.quotes
  }

  /// A cell without the apostrophe that keeps a spreadsheet from taking it for a formula.
  private static func withoutGuard(_ cell: String) -> String {
    let bytes = cell.utf8
    guard bytes.first == UInt8(ascii: "'"),
      let mark = bytes.first(where: { $0 != UInt8(ascii: "'") }), "=+-@\t\r".utf8.contains(mark)
    else { return cell }
    return String(cell.dropFirst())
  }

  private static func stance(_ word: String, field: String) throws(CorpusProblem) -> Stance {
    guard let label = Stance(rawValue: word) else {
      throw .wrongWord(field: field, found: word, expected: Stance.allCases.map(\.rawValue))
    }
    return label
  }

  private static func annotations(
    _ record: [String: String], of columns: [String]
  ) throws(CorpusProblem) -> [StanceAnnotation] {
    var found: [StanceAnnotation] = []
    for column in columns {
      guard let word = nonempty(record[column]) else { continue }
      found.append(
        StanceAnnotation(
          annotator: String(column.dropFirst(FlatName.labelPrefix.count)),
          label: try stance(word, field: column)))
    }
    return found
  }

  /// Spans such as `0-12 20-31`.
  private static func spans(
    _ cell: String?, field: String, in text: [UInt8]
  ) throws(CorpusProblem) -> [TextSpan] {
    let resolver = SpanResolver(text)
    var spans: [TextSpan] = []
    for part in (cell ?? "").split(separator: " ") {
      let ends = part.split(separator: "-").map { Int($0) }
      guard ends.count == 2, let start = ends[0], let end = ends[1] else {
        throw .notANumber(column: field, found: String(part))
      }
      spans.append(
        try resolver.span(AnnotatedSpan(start: start, end: end, text: nil, field: field)))
    }
    return spans
  }

  private static func quote(
    _ record: [String: String], _ annotations: [StanceAnnotation], name: String
  ) throws(CorpusProblem) -> LabelledQuote {
    let text = Array(record["text", default: ""].utf8)
    if text.isBlank { throw .emptyText(field: "text") }
    let label: Stance
    if nonempty(record["label"]) == nil, let majority = majority(of: annotations) {
      label = majority
    } else {
      label = try stance(record["label", default: ""], field: "label")
    }
    let id = nonempty(record["id"]) ?? name
    var source: TextSpan?
    if let words = nonempty(record["source"]) {
      source = try find(words, in: text, column: "source")
    }
    if nonempty(record["source_start"]) != nil {
      source = try span(
        record, "source_start", "source_end", words: nil, field: "source", in: text)
    }
    return LabelledQuote(
      id: id, text: text, target: try target(record, text: text), source: source,
      content: try spans(record["content"], field: "content", in: text),
      cue: try spans(record["cue"], field: "cue", in: text), label: label,
      group: nonempty(record["group"]) ?? id, speaker: nonempty(record["speaker"]),
      targetName: nonempty(record["target_name"]), annotations: annotations)
  }

  private static func target(
    _ record: [String: String], text: [UInt8]
  ) throws(CorpusProblem) -> TextSpan {
    guard record["start"] != nil, record["end"] != nil else {
      guard let words = nonempty(record["target"]) else { throw .emptyText(field: "target") }
      return try find(words, in: text, column: "target")
    }
    return try span(
      record, "start", "end", words: nonempty(record["target"]), field: "target", in: text)
  }

  /// The span that two columns of code points give.
  private static func span(
    _ record: [String: String], _ start: String, _ end: String, words: String?, field: String,
    in text: [UInt8]
  ) throws(CorpusProblem) -> TextSpan {
    func offset(_ column: String) throws(CorpusProblem) -> Int {
      let value = record[column, default: ""]
      guard let number = Int(value) else { throw .notANumber(column: column, found: value) }
      return number
    }
    let span = AnnotatedSpan(
      start: try offset(start), end: try offset(end), text: words, field: field)
    return try SpanResolver(text).span(span)
  }

  private static func find(
    _ words: String, in text: [UInt8], column: String
  ) throws(CorpusProblem) -> TextSpan {
    let needle = Array(words.utf8)
    let last = text.count - needle.count
    guard last >= 0,
      let start = (0...last).first(where: { text[$0..<($0 + needle.count)].elementsEqual(needle) })
    else { throw .notInText(column: column, words: words) }
    return TextSpan(start..<(start + needle.count))
  }

  private static func nonempty(_ text: String?) -> String? { text?.isEmpty == false ? text : nil }
}

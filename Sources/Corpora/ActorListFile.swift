public import Actors
import JSONText

extension ActorList {
  /// Reads a list of actors: CSV or TSV with a header, or JSON lines.
  ///
  /// The columns or members are `name`, and if they like `aliases` (in tables separated by `|`, in JSON
  /// an array), `kind` (person, organization, place or group) and `id`; others are passed over.
  ///
  /// - Throws: `CorpusError` with the line of the first record that cannot be read.
  public static func read(_ path: String) throws(CorpusError) -> ActorList {
    let bytes = FileBytes.withoutMark(try FileBytes.read(path))
    do { try FileBytes.check(bytes) } catch { throw CorpusError(path: path, problem: error) }
    var list = ActorList()
    switch FileBytes.ending(of: path) {
    case ".jsonl", ".ndjson": try list.addLines(bytes, path: path)
    case ".csv": try list.addTable(bytes, separator: UInt8(ascii: ","), path: path)
    case ".tsv", ".tab": try list.addTable(bytes, separator: UInt8(ascii: "\t"), path: path)
    case let ending:
      throw CorpusError(
        path: path,
        problem: .unknownKind(ending: ending, expected: "a list of actors (.csv, .tsv or .jsonl)"))
    }
    return list
  }

  private static let kinds: [Actor.Kind] = [.person, .organization, .place, .group]

  private static func kind(_ word: ArraySlice<UInt8>) throws(CorpusProblem) -> Actor.Kind? {
    if word.isEmpty { return nil }
    if let kind = kinds.first(where: { $0.rawValue.utf8.elementsEqual(word) }) { return kind }
    throw .wrongWord(
      field: "kind", found: String(decoding: word, as: UTF8.self), expected: kinds.map(\.rawValue))
  }

  private static func aliases(_ field: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var found: [ArraySlice<UInt8>] = []
    var start = field.startIndex
    for index in field.indices where field[index] == UInt8(ascii: "|") {
      found.append(field[start..<index])
      start = index + 1
    }
    found.append(field[start...])
    return found
  }

  // MARK: Tables

  private mutating func addTable(
    _ bytes: [UInt8], separator: UInt8, path: String
  ) throws(CorpusError) {
    var rows = TableRows(bytes: bytes, separator: separator)
    var columns: (name: Int, aliases: Int?, kind: Int?, id: Int?)?
    var width = 0
    while true {
      do throws(CorpusProblem) {
        guard let fields = try rows.next() else { break }
        guard let columns else {
          let header = fields.map { String(decoding: $0, as: UTF8.self).lowercased() }
          guard let name = header.firstIndex(of: "name") else {
            throw .missingColumns(["name"], found: header)
          }
          columns = (
            name, header.firstIndex(of: "aliases"), header.firstIndex(of: "kind"),
            header.firstIndex(of: "id")
          )
          width = header.count
          continue
        }
        guard fields.count == width else { throw .columnCount(fields.count, expected: width) }
        if fields[columns.name].isEmpty { throw .emptyText(field: "name") }
        append(
          name: fields[columns.name],
          aliases: columns.aliases.map { Self.aliases(fields[$0]) } ?? [],
          kind: try columns.kind.map { column throws(CorpusProblem) in
            try Self.kind(fields[column])
          } ?? nil,
          id: columns.id.map { fields[$0] } ?? [])
      } catch {
        throw CorpusError(path: path, line: rows.line, problem: error)
      }
    }
    if columns == nil {
      throw CorpusError(path: path, problem: .empty(expected: "a header with the column name"))
    }
  }

  // MARK: JSON lines

  private mutating func addLines(_ bytes: [UInt8], path: String) throws(CorpusError) {
    var line = 0
    var start = 0
    while start < bytes.count {
      line += 1
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let record = bytes[start..<end]
      start = end + 1
      if record.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
      do throws(CorpusProblem) {
        try addObject(Array(record))
      } catch {
        throw CorpusError(path: path, line: line, problem: error)
      }
    }
  }

  private mutating func addObject(_ record: [UInt8]) throws(CorpusProblem) {
    var name: [UInt8] = []
    var aliases: [ArraySlice<UInt8>] = []
    var kind: Actor.Kind?
    var id: [UInt8] = []
    // Kept until the line is known to be JSON.
    var wrong: CorpusProblem?
    func mismatch(_ name: String, _ expected: String, _ found: JSONScanner.Kind) -> CorpusProblem {
      .wrongType(field: name, expected: expected, found: JSONLineMember.words(for: found))
    }
    do throws(JSONProblem) {
      var scanner = JSONScanner(record)
      try scanner.beginObject()
      while let key = try scanner.nextKey() {
        let found = scanner.peek()
        switch key {
        case "name" where found != .string, "id" where found != .string,
          "kind" where found != .string:
          wrong = mismatch(key, "a string", found)
          try scanner.skip()
        case "aliases" where found != .array:
          wrong = mismatch(key, "a list of strings", found)
          try scanner.skip()
        case "name": name = Array(try scanner.string().utf8)
        case "id": id = Array(try scanner.string().utf8)
        case "kind":
          let word = try scanner.string()
          do { kind = try Self.kind(Array(word.utf8)[...]) } catch { wrong = error }
        case "aliases":
          try scanner.beginArray()
          while try scanner.nextElement() {
            let found = scanner.peek()
            if found == .string {
              aliases.append(Array(try scanner.string().utf8)[...])
            } else {
              wrong = mismatch(key, "strings", found)
              try scanner.skip()
            }
          }
        default: try scanner.skip()
        }
      }
      try scanner.finish()
    } catch {
      throw .invalidJSON(error.sentence, column: error.offset + 1)
    }
    if let wrong { throw wrong }
    if name.isEmpty { throw .missingField("name") }
    append(name: name[...], aliases: aliases, kind: kind, id: id[...])
  }
}

/// The rows of a table in memory, a field being a stretch of its bytes.
///
/// In CSV a field may stand in double quotation marks, which are doubled inside; in TSV a mark is a mark.
private struct TableRows {
  let bytes: [UInt8]
  let separator: UInt8
  private var position = 0
  private var nextLine = 1
  /// Where the last row began, from 1.
  private(set) var line = 1

  init(bytes: [UInt8], separator: UInt8) {
    self.bytes = bytes
    self.separator = separator
  }

  /// The next row that is not blank, or nil at the end.
  mutating func next() throws(CorpusProblem) -> [ArraySlice<UInt8>]? {
    while position < bytes.count {
      line = nextLine
      let fields = try row()
      if fields.count > 1 || !fields[0].isEmpty { return fields }
    }
    return nil
  }

  private mutating func row() throws(CorpusProblem) -> [ArraySlice<UInt8>] {
    var fields: [ArraySlice<UInt8>] = []
    while true {
      fields.append(try field())
      guard position < bytes.count else { return fields }
      let byte = bytes[position]
      position += 1
      if byte == separator { continue }
      if byte == UInt8(ascii: "\r"), position < bytes.count, bytes[position] == UInt8(ascii: "\n") {
        position += 1
      }
      nextLine += 1
      return fields
    }
  }

  private mutating func field() throws(CorpusProblem) -> ArraySlice<UInt8> {
    let mark = UInt8(ascii: "\"")
    if separator == UInt8(ascii: ","), position < bytes.count, bytes[position] == mark {
      var text: [UInt8] = []
      position += 1
      while position < bytes.count {
        let byte = bytes[position]
        position += 1
        if byte == mark {
          guard position < bytes.count, bytes[position] == mark else { return text[...] }
          position += 1
        }
        if byte == UInt8(ascii: "\n") { nextLine += 1 }
        text.append(byte)
      }
      throw .unclosedQuote
    }
    let start = position
    while position < bytes.count, bytes[position] != separator,
      bytes[position] != UInt8(ascii: "\n"),
      bytes[position] != UInt8(ascii: "\r")
    {
      position += 1
    }
    return bytes[start..<position]
  }
}

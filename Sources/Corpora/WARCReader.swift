import Compression
internal import Foundation

/// A record of a crawl that holds a text: a page as a server sent it, a file, or a text taken from a page.
///
/// The format is ISO 28500 (WARC 1.0 and 1.1).
struct WARCRecord: Sendable {
  /// The record's own id.
  var id: String?
  /// The address that was asked for.
  var target: String?
  var date: String?
  /// Nil when the record holds a text, the message of a server when it holds one.
  var isMessage: Bool
  /// What the record or the server says its content is, with its encoding.
  var contentType: String
  var block: [UInt8]

  /// How the body is to be read.
  var kind: ArticleFileKind { contentType.contains("html") ? .html : .txt }

  /// The charset that the server declares; empty when it names none.
  var charset: String {
    contentType.components(separatedBy: "charset=").dropFirst().first.map {
      $0.prefix { $0 != ";" }.trimmingCharacters(in: CharacterSet(charactersIn: "\"' "))
    } ?? ""
  }

  /// The content without the server's headers, chunks and compression.
  ///
  /// - Parameter limit: How many bytes it may have, once decompressed.
  func body(limit: Int) throws(CorpusProblem) -> [UInt8] {
    guard isMessage else { return block }
    guard let message = HTTPMessage(block) else {
      throw .brokenRecord("the server's message has no end of its headers")
    }
    var body = Array(block[message.bodyStart...])
    if message["transfer-encoding"]?.contains("chunked") == true {
      // Some crawlers join the chunks and leave the header: then there are none to join.
      body = HTTPMessage.joined(chunks: body) ?? body
    }
    switch message["content-encoding"]?.lowercased() ?? "identity" {
    case "identity", "": return body
    case "gzip", "x-gzip", "zstd":
      // Some crawlers decompress and leave the header.
      guard let format = CompressionFormat(firstBytes: body) else { return body }
      return try Self.decompress(body, format, limit: limit)
    case let other: throw .brokenRecord("cannot read the content encoding \"\(other)\"")
    }
  }

  private static func decompress(
    _ bytes: [UInt8], _ format: CompressionFormat, limit: Int
  ) throws(CorpusProblem) -> [UInt8] {
    var output: [UInt8] = []
    var isTooLong = false
    do throws(CompressionError) {
      let decompressor = try Decompressor(format)
      var input = bytes[...]
      while try !decompressor.decompress(&input, into: &output) {
        isTooLong = output.count > limit
        if isTooLong { break }
      }
      if !isTooLong { try decompressor.finish() }
    } catch {
      throw .compression(error.message)
    }
    if isTooLong || output.count > limit { throw .tooLong(limit: limit) }
    return output
  }
}

/// The head of what a web server answered.
struct HTTPMessage {
  var status: Int
  private var headers: [String: String]
  var bodyStart: Int

  subscript(name: String) -> String? { headers[name] }

  /// Nil when the headers have no end.
  init?(_ bytes: [UInt8]) {
    var position = 0
    guard let first = headerLine(bytes, &position) else { return nil }
    status = first.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    headers = [:]
    while true {
      guard let line = headerLine(bytes, &position) else { return nil }
      if line.isEmpty { break }
      guard let (name, value) = headerField(line) else { continue }
      headers[name] = value
    }
    bodyStart = position
  }

  /// The content of a body that was sent in chunks (RFC 9112, section 7.1); nil when it was not.
  static func joined(chunks bytes: [UInt8]) -> [UInt8]? {
    var body: [UInt8] = []
    var position = 0
    while let line = headerLine(bytes, &position) {
      guard let size = line.split(separator: ";").first.flatMap({ Int($0, radix: 16) }), size >= 0,
        size <= bytes.count - position
      else { return nil }
      if size == 0 { return body }
      body += bytes[position..<position + size]
      position += size
      guard headerLine(bytes, &position)?.isEmpty == true else { return nil }
    }
    return nil
  }
}

/// The next line without its line break; nil when no line break follows.
private func headerLine(_ bytes: [UInt8], _ position: inout Int) -> String? {
  guard let end = bytes[position...].firstIndex(of: 0x0A) else { return nil }
  let line = bytes[position..<end]
  position = end + 1
  return String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
}

/// A header's name in lower case, and its value without white space around it.
private func headerField(_ line: String) -> (name: String, value: String)? {
  guard let colon = line.firstIndex(of: ":") else { return nil }
  let value = line[line.index(after: colon)...]
  let trimmed = value.drop { $0 == " " || $0 == "\t" }
  return (line[..<colon].lowercased(), String(trimmed.reversed().drop { $0 == " " }.reversed()))
}

/// Reads the records of a crawl that hold texts, one at a time; the others are passed over: requests,
/// metadata, pictures, and what servers answered instead of a page.
struct WARCReader {
  /// How long the headers of a record may be.
  private static let longestHead = 1 << 20

  private var reader: ByteReader
  private let limit: Int
  private var buffer: [UInt8] = []
  private var position = 0
  private var isAtEnd = false
  /// The number of the record that was read last, from 1.
  private(set) var number = 0

  var path: String { reader.path }
  /// How many bytes of the file were read.
  var byteCount: Int { reader.byteCount }

  /// - Parameter limit: How many bytes a record may have.
  init(path: String, standardInput: Int32 = 0, limit: Int) throws(CorpusError) {
    reader = try ByteReader(path: path, standardInput: standardInput)
    self.limit = limit
  }

  /// The next record with a text, or nil at the end.
  ///
  /// - Throws: `CorpusError`; after one of a record that is too long, the next call reads the one after
  ///   it, after one of a broken head there is no next.
  mutating func next() throws(CorpusError) -> WARCRecord? {
    while try skipLineBreaks() {
      number += 1
      let head = try self.head()
      guard let length = head["content-length"].flatMap({ Int($0) }), length >= 0 else {
        throw failure(.brokenRecord("a record needs a Content-Length"))
      }
      guard var record = Self.record(head) else {
        try skip(length)
        continue
      }
      if length > limit {
        try skip(length)
        throw failure(.tooLong(limit: limit))
      }
      while buffer.count - position < length, try readMore() {}
      guard buffer.count - position >= length else {
        position = buffer.count
        throw failure(.brokenRecord("the file ends inside a record"))
      }
      record.block = Array(buffer[position..<position + length])
      position += length
      if record.isMessage {
        guard let message = HTTPMessage(record.block) else { return record }
        record.contentType = message["content-type"]?.lowercased() ?? ""
        guard message.status == 200, Self.isText(record.contentType) else { continue }
      }
      return record
    }
    return nil
  }

  private func failure(_ problem: CorpusProblem) -> CorpusError {
    CorpusError(path: path, line: number, problem: problem)
  }

  /// What a record's head says of a text; nil when it holds none.
  private static func record(_ head: [String: String]) -> WARCRecord? {
    let type = head["warc-type"]?.lowercased()
    let content = head["content-type"]?.lowercased() ?? ""
    let isMessage = type == "response" && content.hasPrefix("application/http")
    let holdsText = (type == "resource" || type == "conversion") && isText(content)
    guard isMessage || holdsText else { return nil }
    return WARCRecord(
      id: head["warc-record-id"]?.trimmingMarks, target: head["warc-target-uri"]?.trimmingMarks,
      date: head["warc-date"], isMessage: isMessage, contentType: content, block: [])
  }

  private static func isText(_ contentType: String) -> Bool {
    ["text/html", "application/xhtml+xml", "text/plain"].contains { contentType.hasPrefix($0) }
  }

  /// The headers of a record, by their names in lower case.
  private mutating func head() throws(CorpusError) -> [String: String] {
    var fields: [String: String] = [:]
    guard let version = try line(), version.hasPrefix("WARC/") else {
      throw failure(.brokenRecord("expected a line such as WARC/1.1"))
    }
    while let line = try line() {
      if line.isEmpty { return fields }
      if let (name, value) = headerField(line) { fields[name] = value }
    }
    throw failure(.brokenRecord("its headers have no end"))
  }

  private mutating func line() throws(CorpusError) -> String? {
    var searched = position
    while true {
      if buffer[searched...].contains(0x0A) { return headerLine(buffer, &position) }
      if buffer.count - position > Self.longestHead {
        throw failure(.brokenRecord("its headers are longer than 1 MiB"))
      }
      let waiting = buffer.count - position
      guard try readMore() else { return nil }
      searched = position + waiting
    }
  }

  /// Goes to the next record; false at the end.
  private mutating func skipLineBreaks() throws(CorpusError) -> Bool {
    while true {
      while position < buffer.count && (buffer[position] == 0x0A || buffer[position] == 0x0D) {
        position += 1
      }
      if position < buffer.count { return true }
      guard try readMore() else { return false }
    }
  }

  private mutating func skip(_ count: Int) throws(CorpusError) {
    var rest = count
    while true {
      let step = min(rest, buffer.count - position)
      position += step
      rest -= step
      if rest == 0 { return }
      guard try readMore() else { return }
    }
  }

  private mutating func readMore() throws(CorpusError) -> Bool {
    if isAtEnd { return false }
    buffer.removeFirst(position)
    position = 0
    isAtEnd = try !reader.readMore(into: &buffer)
    return !isAtEnd
  }
}

extension String {
  /// The text without the angle brackets around an address.
  fileprivate var trimmingMarks: String {
    hasPrefix("<") && hasSuffix(">") ? String(dropFirst().dropLast()) : self
  }
}

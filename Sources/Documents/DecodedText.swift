/// A text decoded to UTF-8 from bytes of an encoding that had to be found out.
///
/// The decision, in this order: a byte order mark; UTF-16 without mark, which its zero bytes show;
/// strict validity as UTF-8, for other encodings hardly ever pass for it; the charset that the text
/// or who sent it declares; Windows-1252. A text that is mostly UTF-8 but broken in places stays
/// UTF-8: each broken byte is read as Windows-1252 has it, a sequence cut short becomes U+FFFD.
///
/// Offsets of whatever is found later count the decoded text, without the byte order mark.
struct DecodedText {
  /// Valid UTF-8 without byte order mark or NUL.
  let bytes: [UInt8]
  let encoding: TextEncoding
  /// What was decided, unless it is UTF-8 as it should be.
  let diagnostics: [Diagnostic]

  /// Decodes a text.
  ///
  /// - Parameters:
  ///   - declared: the charset's label in a header or in the text; empty when there is none.
  ///   - id: the article's identifier, used in errors.
  /// - Throws: `DocumentError` when a NUL shows that the bytes are no text.
  /// - Complexity: linear.
  init(_ input: [UInt8], declared: [UInt8], id: String) throws(DocumentError) {
    var diagnostics: [Diagnostic] = []
    func note(_ code: String, _ message: String, line: Int = 1) {
      diagnostics.append(Diagnostic(line: line, code: code, message: message))
    }
    func utf16(_ bytes: ArraySlice<UInt8>, bigEndian: Bool, _ reason: String) -> [UInt8] {
      let encoding = bigEndian ? TextEncoding.utf16BigEndian : .utf16LittleEndian
      let (text, repairs) = UTF16Bytes.decode(bytes, bigEndian: bigEndian)
      note("encoding", "Read as \(encoding.rawValue): \(reason).")
      if repairs > 0 {
        note("repaired-text", "\(repairs) broken UTF-16 characters were replaced by U+FFFD.")
      }
      return text
    }

    let label = TextEncoding(label: declared)
    if input.starts(with: [0xFF, 0xFE]) {
      encoding = .utf16LittleEndian
      bytes = utf16(input[2...], bigEndian: false, "it begins with that byte order mark")
    } else if input.starts(with: [0xFE, 0xFF]) {
      encoding = .utf16BigEndian
      bytes = utf16(input[2...], bigEndian: true, "it begins with that byte order mark")
    } else if let bigEndian = UTF16Bytes.isBigEndian(input) {
      encoding = bigEndian ? .utf16BigEndian : .utf16LittleEndian
      bytes = utf16(input[...], bigEndian: bigEndian, "every other byte is zero")
    } else {
      let text = input.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(input[3...]) : input
      let hasMark = text.count < input.count
      let survey = text.withUnsafeBufferPointer { UTF8Scan.survey($0) }
      if survey.invalid == 0 {
        encoding = .utf8
        bytes = text
        if let label, label != .utf8, survey.multibyte > 0 {
          note(
            "encoding",
            "Read as UTF-8, which it is, though \(label.rawValue) is declared.")
        }
      } else if hasMark || survey.multibyte > survey.invalid {
        encoding = .utf8
        bytes = text.withUnsafeBufferPointer { UTF8Scan.repaired($0) }
        let count = survey.invalid
        note(
          "repaired-text",
          "\(count) byte\(count == 1 ? "" : "s") that no UTF-8 has \(count == 1 ? "was" : "were") "
            + "read as Windows-1252 or replaced by U+FFFD.",
          line: 1 + text[..<survey.firstInvalid].reduce(0) { $0 + ($1 == 10 ? 1 : 0) })
      } else {
        encoding = .windows1252
        bytes = Windows1252.decode(text[...])
        let reason: String =
          switch label {
          case .windows1252?: "so it is declared"
          case let label?: "it is declared as \(label.rawValue) but is not"
          case nil where declared.isEmpty: "it is not UTF-8 and declares nothing"
          case nil:
            "it declares \"\(String(decoding: declared.prefix(40), as: UTF8.self))\", which is not read"
          }
        note("encoding", "Read as Windows-1252: \(reason).")
      }
    }
    if let offset = bytes.firstIndex(of: 0) {
      throw DocumentError(
        id: id, line: 1 + bytes[..<offset].reduce(0) { $0 + ($1 == 10 ? 1 : 0) },
        byteOffset: offset, problem: .binary)
    }
    self.diagnostics = diagnostics
  }
}

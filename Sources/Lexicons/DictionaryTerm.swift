/// An entry of a list that others publish, before it is brought into our form.
struct DictionaryTerm {
  var line: Int
  /// The words; may end in `*`, which stands for any ending.
  var text: String
  var pos = "X"
  /// A valence, when the list has numbers.
  var value: Double?
  /// The categories the term is in, when the list has those.
  var categories: [String] = []
}

/// The lines of a file as text, with their numbers.
struct DictionaryLines {
  var lines: [(number: Int, text: Substring)]
  /// Whether the bytes were no UTF-8 and were read as Latin-1.
  var isLatin1 = false

  init(_ bytes: [UInt8]) {
    let whole: String
    if let text = String(validating: bytes, as: UTF8.self) {
      whole = text
    } else {
      isLatin1 = true
      whole = String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }
    let body = whole.unicodeScalars.first == "\u{FEFF}" ? String(whole.dropFirst()) : whole
    lines = body.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated().map { ($0.offset + 1, $0.element) }
  }
}

/// Finds the charset that a page declares about itself.
enum HTMLCharset {
  /// How many bytes of a page are searched (HTML Living Standard, section 13.2.3.2).
  private static let searchedBytes = 1024

  /// The label in `<meta charset=…>`, `<meta … content="…; charset=…">` or an XML declaration; empty
  /// when none stands near the beginning.
  static func declared(in page: [UInt8]) -> [UInt8] {
    let head = Array(page.prefix(searchedBytes))
    return head.withUnsafeBufferPointer { bytes in
      if let label = label(after: "encoding", in: bytes), bytes.starts(with: "<?xml".utf8) {
        return label
      }
      var tokenizer = HTMLTokenizer(bytes)
      while let token = tokenizer.next() {
        guard case .startTag(let tag) = token, tag.name.elementsEqual("meta".utf8) else { continue }
        if let charset = tag.value(of: "charset") { return charset }
        if let content = tag.value(of: "content"), tag.value(of: "http-equiv") != nil,
          let label = content.withUnsafeBufferPointer({ label(after: "charset", in: $0) })
        {
          return label
        }
      }
      return []
    }
  }

  /// What stands after a word and "=", with or without quotation marks.
  private static func label(
    after word: StaticString, in bytes: UnsafeBufferPointer<UInt8>
  ) -> [UInt8]? {
    var reader = HTMLTokenizer(bytes)
    while reader.position < bytes.count {
      guard reader.matches(word) else {
        reader.position += 1
        continue
      }
      reader.position += word.utf8CodeUnitCount
      reader.skipSpaces()
      guard reader.byte(0) == 0x3D else { continue }
      reader.position += 1
      reader.skipSpaces()
      if reader.byte(0) == 0x22 || reader.byte(0) == 0x27 { reader.position += 1 }
      var label: [UInt8] = []
      while let next = reader.byte(0), next > 0x20, next != 0x22, next != 0x27, next != 0x3B,
        next != 0x3E
      {
        label.append(next)
        reader.position += 1
      }
      if !label.isEmpty { return label }
    }
    return nil
  }
}

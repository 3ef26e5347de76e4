/// Reads what Markdown writes inside a line.
///
/// Emphasis, links, code and escapes lose their signs and keep their words; pictures and the numbers of
/// footnotes go; tags go and character references are resolved as in HTML. A sign that has no partner
/// stays. Differences from CommonMark: brackets are not paired across emphasis, and emphasis ends at
/// the nearest closing sign whatever the lengths of both.
struct MarkdownInline {
  private let bytes: [UInt8]
  private var output: [UInt8] = []
  private var index = 0
  /// Where in the output signs of emphasis stand that may yet be closed, by sign.
  private var openStars: [Range<Int>] = []
  private var openLines: [Range<Int>] = []
  /// Stretches of the output to take out.
  private var signs: [Range<Int>] = []
  /// For each length of a run of backticks, where the last one stands.
  private var lastRun: [Int: Int] = [:]
  /// Where each opening bracket's partner stands.
  private var partners: [Int: Int] = [:]
  /// For the bracket that closes a link's text, where the link ends.
  private var linkEnds: [Int: Int] = [:]
  /// The first ">" that is not behind the place last asked about.
  private var nextTagEnd = -1

  /// The text of one paragraph.
  static func text(of paragraph: [UInt8]) -> [UInt8] {
    guard paragraph.contains(where: { signBytes.contains($0) }) else { return paragraph }
    var reader = MarkdownInline(paragraph)
    reader.read()
    return reader.finished()
  }

  private static let signBytes: Set<UInt8> = Set("*_`[]!<&\\".utf8)

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var index = 0
    var brackets: [Int] = []
    var parentheses: [Int] = []
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "`") else {
        switch bytes[index] {
        case UInt8(ascii: "\\"): index += 1
        case UInt8(ascii: "["): brackets.append(index)
        case UInt8(ascii: "("): parentheses.append(index)
        case UInt8(ascii: "]"): if let opening = brackets.popLast() { partners[opening] = index }
        case UInt8(ascii: ")"): if let opening = parentheses.popLast() { partners[opening] = index }
        default: break
        }
        index += 1
        continue
      }
      let start = index
      while index < bytes.count, bytes[index] == UInt8(ascii: "`") { index += 1 }
      lastRun[index - start] = start
    }
  }

  private func byte(_ index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0x20 }

  private mutating func read() {
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\\") where Self.isPunctuation(byte(index + 1)):
        output.append(byte(index + 1))
        index += 2
      case UInt8(ascii: "*"), UInt8(ascii: "_"): readEmphasis()
      case UInt8(ascii: "`"): readCode()
      case UInt8(ascii: "!") where byte(index + 1) == UInt8(ascii: "["):
        if let end = linkEnd(from: index + 1)?.end { index = end } else { copy() }
      case UInt8(ascii: "["):
        if byte(index + 1) == UInt8(ascii: "^"), let end = footnoteEnd() {
          index = end
        } else if let link = linkEnd(from: index) {
          linkEnds[link.close] = link.end
          index += 1
        } else {
          copy()
        }
      case UInt8(ascii: "]") where linkEnds[index] != nil: index = linkEnds[index] ?? index + 1
      case UInt8(ascii: "<"): readTag()
      case UInt8(ascii: "&"): readReference()
      default: copy()
      }
    }
  }

  private mutating func copy() {
    output.append(bytes[index])
    index += 1
  }

  /// A run of "*" or "_": closes what is open where a word ends, opens where one begins.
  private mutating func readEmphasis() {
    let mark = bytes[index]
    let start = index
    while index < bytes.count, bytes[index] == mark { index += 1 }
    let before = start > 0 ? bytes[start - 1] : 0x20
    let after = byte(index)
    let isStar = mark == UInt8(ascii: "*")
    let beforeIsWord = before >= 0x80 || !Self.isPunctuation(before) && before > 0x20
    let afterIsWord = after >= 0x80 || !Self.isPunctuation(after) && after > 0x20
    let canOpen = after > 0x20 && (isStar || !beforeIsWord) && (afterIsWord || !beforeIsWord)
    let canClose = before > 0x20 && (isStar || !afterIsWord) && (beforeIsWord || !afterIsWord)
    let place = output.count..<(output.count + index - start)
    output.append(contentsOf: bytes[start..<index])
    if canClose, let opening = isStar ? openStars.popLast() : openLines.popLast() {
      signs.append(opening)
      signs.append(place)
    } else if canOpen {
      if isStar { openStars.append(place) } else { openLines.append(place) }
    }
  }

  /// Code between runs of backticks of one length; a run without partner stays.
  private mutating func readCode() {
    let start = index
    while index < bytes.count, bytes[index] == UInt8(ascii: "`") { index += 1 }
    let length = index - start
    guard let last = lastRun[length], last > start else {
      output.append(contentsOf: bytes[start..<index])
      return
    }
    let contentStart = index
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "`") else {
        index += 1
        continue
      }
      let run = index
      while index < bytes.count, bytes[index] == UInt8(ascii: "`") { index += 1 }
      if index - run == length {
        output.append(contentsOf: bytes[contentStart..<run])
        return
      }
    }
  }

  /// Where a link's text and the whole link end: "[text](address)", "[text][name]".
  private func linkEnd(from start: Int) -> (close: Int, end: Int)? {
    guard let close = partners[start], let end = partners[close + 1] else { return nil }
    return (close, end + 1)
  }

  private func footnoteEnd() -> Int? {
    bytes[index..<min(bytes.count, index + 40)].firstIndex(of: UInt8(ascii: "]")).map { $0 + 1 }
  }

  /// A tag or comment goes, an address in angle brackets loses them.
  private mutating func readTag() {
    while nextTagEnd < index || nextTagEnd < bytes.count && bytes[nextTagEnd] != UInt8(ascii: ">") {
      nextTagEnd += 1
    }
    let end = nextTagEnd
    let next = byte(index + 1)
    let isTag =
      HTMLTokenizer.isLetter(next) || next == UInt8(ascii: "/") || next == UInt8(ascii: "!")
    guard isTag, end < bytes.count, end - index < 2000 else {
      copy()
      return
    }
    let inner = bytes[(index + 1)..<end]
    let isAddress =
      !inner.contains(0x20) && inner.contains { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "@") }
    if isAddress { output += inner }
    index = end + 1
  }

  private mutating func readReference() {
    bytes.withUnsafeBufferPointer { buffer in
      var reader = HTMLTokenizer(buffer)
      reader.position = index
      output += reader.readReference(inAttribute: false)
      index = reader.position
    }
  }

  /// The output without the signs of emphasis that found a partner.
  private func finished() -> [UInt8] {
    guard !signs.isEmpty else { return output }
    var result: [UInt8] = []
    result.reserveCapacity(output.count)
    var start = 0
    for sign in signs.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      result += output[start..<sign.lowerBound]
      start = sign.upperBound
    }
    return result + output[start...]
  }

  private static func isPunctuation(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
    default: false
    }
  }
}

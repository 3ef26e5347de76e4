/// What can be seen of a line without its words.
struct LineShape {
  var words = 0
  var letters = 0
  var capitalizedWords = 0
  /// Words of four letters and more, and how many of them begin in a capital.
  var longWords = 0
  var longCapitalizedWords = 0
  /// Full stops, question and exclamation marks followed by a space.
  var innerStops = 0
  var endsInMark = false
  var beginsInMark = false
  var unbalancedQuotes = false
  var isAllCapitals = false
  var isAddress = false
  /// Unicode scalars; those past the first few thousand bytes are counted as bytes.
  private(set) var characters = 0

  /// Most words are written as in a title.
  var isTitleLike: Bool {
    longWords > 0 && longCapitalizedWords * 5 >= longWords * 4 && innerStops <= 1
  }
  var isShortLine: Bool { words <= 10 && characters <= 80 }

  init(_ range: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) {
    // Long lines are body: the first part tells enough.
    let limited = range.lowerBound..<min(range.upperBound, range.lowerBound + 4_000)
    var index = limited.lowerBound
    var wordLetters = 0
    var wordIsCapitalized = false
    var hasLower = false
    var quotes = 0
    func finishWord() {
      guard wordLetters > 0 else { return }
      words += 1
      if wordIsCapitalized { capitalizedWords += 1 }
      if wordLetters >= 4 {
        longWords += 1
        if wordIsCapitalized { longCapitalizedWords += 1 }
      }
      wordLetters = 0
      wordIsCapitalized = false
    }
    var previousIsStop = false
    var innerSpaces = 0
    while index < limited.upperBound {
      characters += 1
      let (value, length) = UTF8Scan.scalar(bytes, index)
      let kind = CharacterClass.of(value)
      switch kind {
      case .upper, .lower, .letter, .ideograph, .digit:
        if wordLetters == 0 { wordIsCapitalized = kind == .upper || kind == .digit }
        wordLetters += 1
        if kind != .digit { letters += 1 }
        if kind == .lower { hasLower = true }
        previousIsStop = false
      case .space:
        innerSpaces += 1
        finishWord()
        if previousIsStop { innerStops += 1 }
        previousIsStop = false
      case .doubleQuote:
        quotes += 1
      default:
        if kind != .mark && kind != .singleQuote && kind != .hyphen { finishWord() }
        if value == 0x2E || value == 0x3F || value == 0x21 { previousIsStop = true }
      }
      index += length
    }
    finishWord()
    characters += max(0, range.upperBound - index)
    unbalancedQuotes = quotes % 2 == 1
    isAllCapitals = !hasLower && letters > 0 && characters <= 1_000
    if let (last, _) = UTF8Scan.scalarBefore(bytes, range.upperBound, from: range.lowerBound) {
      let kind = CharacterClass.of(last)
      endsInMark = !(kind.isAlphanumeric || kind == .singleQuote || last == 0x29)
      if kind == .doubleQuote { endsInMark = true }
    }
    let first = CharacterClass.of(UTF8Scan.scalar(bytes, range.lowerBound).value)
    beginsInMark = !first.isAlphanumeric && first != .singleQuote
    let opening = bytes[range.lowerBound..<min(range.upperBound, range.lowerBound + 8)]
    isAddress =
      words > 0 && (opening.starts(with: "http://".utf8) || opening.starts(with: "https://".utf8))
      && innerSpaces == 0
  }

  /// Whether what follows "By" is a list of names: capitalised words, joined by "and", commas and
  /// small words.
  func isNameList(from start: Int, _ range: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool
  {
    var capitalized = 0
    var small = 0
    var index = start
    while index < range.upperBound {
      let kind = CharacterClass.of(UTF8Scan.scalar(bytes, index).value)
      var letters = 0
      while index < range.upperBound {
        let (value, length) = UTF8Scan.scalar(bytes, index)
        index += length
        if CharacterClass.of(value) == .space { break }
        letters += 1
      }
      switch kind {
      case .upper: capitalized += 1
      case .lower:
        guard letters <= 3 else { return false }
        small += 1
      case .digit: return false
      default: continue
      }
    }
    return capitalized > 0 && small <= capitalized
  }
}

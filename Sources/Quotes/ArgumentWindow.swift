package import Documents

/// The stretch of text around a cue in which its source and content are looked for, as units.
///
/// A unit is a token, or a whole passage in quotation marks: a quotation is one thing said, however
/// many sentences it holds, so that the tagger sees past it to the reporting clause. When the cue
/// itself stands inside a passage, that passage is opened and the window stays inside it.
package struct ArgumentWindow: Sendable {
  package struct Unit: Hashable, Sendable {
    package var tokens: Range<Int>
    /// Index into `Document.quotedPassages`, or -1 for a token.
    package var passage: Int
    package var isPassage: Bool { passage >= 0 }
  }
  package var units: [Unit]
  /// The unit of the cue's head.
  package var cueUnit: Int
  /// Whether the cue stands inside a quotation.
  var isInsidePassage: Bool

  /// How many units a window may have on either side of its cue.
  static let reach = 120
}

/// Finds windows in one document: the outermost passages are indexed once.
package struct ArgumentWindowFinder: Sendable {
  private let document: Document
  /// For each token the index of the outermost passage that holds it, or -1.
  let outerPassage: [Int32]
  /// For each token the index of the innermost passage that holds it, or -1.
  private let innerPassage: [Int32]

  init(document: Document) {
    self.document = document
    var outer = [Int32](repeating: -1, count: document.tokens.count)
    var inner = outer
    for (index, passage) in document.quotedPassages.enumerated() {
      for token in passage.tokens {
        if outer[token] < 0 { outer[token] = Int32(index) }
        inner[token] = Int32(index)
      }
    }
    self.outerPassage = outer
    self.innerPassage = inner
  }

  /// The window of a cue.
  ///
  /// - Precondition: the cue stands in a sentence.
  package func window(around cue: CueCandidate) -> ArgumentWindow {
    let sentenceIndex = Int(document.tokens[cue.head].sentence)
    precondition(sentenceIndex >= 0, "a cue must stand in a sentence")
    let sentence = document.sentences[sentenceIndex]
    let home = Int(innerPassage[cue.head])
    if home >= 0 {
      let passage = document.quotedPassages[home]
      let range = sentence.tokens.clamped(to: passage.tokens)
      return units(of: range, cue: cue, opened: home, isInsidePassage: true)
    }
    var range = sentence.tokens
    let paragraph = document.paragraphs[sentence.paragraph]
    // A passage that reaches over a sentence end belongs here whole, with the sentence it ends in.
    var changed = true
    while changed {
      changed = false
      for edge in [range.lowerBound, range.upperBound - 1] {
        let passage = Int(outerPassage[edge])
        guard passage >= 0 else { continue }
        let tokens = document.quotedPassages[passage].tokens.clamped(to: paragraph.tokens)
        if tokens.lowerBound < range.lowerBound || tokens.upperBound > range.upperBound {
          range =
            min(
              range.lowerBound, tokens.lowerBound)..<max(
              range.upperBound, tokens.upperBound)
          changed = true
        }
      }
    }
    // A quotation that is a sentence of its own right before or after goes with the reporting clause.
    if range.lowerBound > paragraph.tokens.lowerBound {
      let passage = Int(outerPassage[range.lowerBound - 1])
      if passage >= 0 {
        range = document.quotedPassages[passage].tokens.lowerBound..<range.upperBound
      }
    }
    for _ in 0..<2 where range.upperBound < paragraph.tokens.upperBound {
      let passage = Int(outerPassage[range.upperBound])
      guard passage >= 0 else { break }
      range =
        range
        .lowerBound..<max(
          range.upperBound, document.quotedPassages[passage].tokens.upperBound)
    }
    var result = units(of: range, cue: cue, opened: -1, isInsidePassage: false)
    // "He put it this way:" and then a paragraph that is the quotation.
    if range.upperBound == paragraph.tokens.upperBound,
      sentence.paragraph + 1 < document.paragraphs.count
    {
      let next = document.paragraphs[sentence.paragraph + 1]
      if let first = next.tokens.first, next.isBody {
        let passage = Int(outerPassage[first])
        let endsOpen = document.normalized(range.upperBound - 1) == ":"
        if passage >= 0, endsOpen {
          result.units.append(
            ArgumentWindow.Unit(
              tokens: document.quotedPassages[passage].tokens, passage: passage))
        }
      }
    }
    return result
  }

  private func units(
    of range: Range<Int>, cue: CueCandidate, opened: Int, isInsidePassage: Bool
  ) -> ArgumentWindow {
    var units: [ArgumentWindow.Unit] = []
    var cueUnit = 0
    var token = range.lowerBound
    while token < range.upperBound {
      var passage = Int(outerPassage[token])
      if isInsidePassage {
        passage = Int(innerPassage[token])
        if passage == opened { passage = -1 }
      }
      if passage >= 0 {
        let tokens = document.quotedPassages[passage].tokens.clamped(to: range)
        units.append(ArgumentWindow.Unit(tokens: tokens, passage: passage))
        token = max(token + 1, tokens.upperBound)
      } else {
        if token == cue.head { cueUnit = units.count }
        units.append(ArgumentWindow.Unit(tokens: token..<token + 1, passage: -1))
        token += 1
      }
    }
    let low = max(0, cueUnit - ArgumentWindow.reach)
    let high = min(units.count, cueUnit + ArgumentWindow.reach)
    return ArgumentWindow(
      units: Array(units[low..<high]), cueUnit: cueUnit - low, isInsidePassage: isInsidePassage)
  }
}

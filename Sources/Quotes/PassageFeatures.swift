import Documents
import Lexicons
package import LinearModels
import Syntax

extension QuoteContext {
  /// The features that tell somebody's words from scare quotes, titles of works and nicknames.
  package func addPassageFeatures(ofUnclaimed index: Int, to buffer: inout FeatureBuffer) {
    let passage = document.quotedPassages[index]
    let paragraph = document.paragraphs[passage.paragraph]
    buffer.add(200)
    addPassageFeatures(of: index, side: 0, bucket: 0, to: &buffer)
    let tokens = passage.tokens
    let all = paragraph.tokens
    let startsParagraph = tokens.lowerBound == all.lowerBound
    let endsParagraph = tokens.upperBound >= all.upperBound - 1
    let place: UInt64 = (startsParagraph ? 1 : 0) | (endsParagraph ? 2 : 0)
    let length = tokens.count
    let size: UInt64 =
      length < 6 ? UInt64(length) : length < 9 ? 6 : length < 16 ? 7 : length < 30 ? 8 : 9
    buffer.add(201, size)
    buffer.add(202, place, min(size, 7))
    buffer.add(203, lemma(tokens.lowerBound - 1, in: all))
    buffer.add(204, lemma(tokens.upperBound, in: all))
    buffer.add(205, tag(tokens.lowerBound - 1, in: all), tag(tokens.upperBound, in: all))
    buffer.add(206, lemma(tokens.lowerBound - 1, in: all), min(size, 7))
    buffer.add(207, UInt64(paragraph.role.rawValue), place)
    let first = tokens.lowerBound + 1
    if first < tokens.upperBound {
      buffer.add(208, UInt64(parse.tags[first].rawValue), size)
      buffer.add(209, parse.lemmaHashes[first])
    }
    // A passage that is a sentence of its own, or several, is rarely a scare quote.
    let sentences = Set(tokens.map { document.tokens[$0].sentence }).count
    buffer.add(210, UInt64(min(3, sentences)), place)
    let startsSentence =
      document.tokens[tokens.lowerBound].sentence >= 0
      && document.sentences[Int(document.tokens[tokens.lowerBound].sentence)].tokens.lowerBound
        == tokens.lowerBound
    buffer.add(211, startsSentence ? 1 : 0, place, min(size, 7))
    // Does the paragraph before end with a quotation or a colon?
    if passage.paragraph > 0 {
      let before = document.paragraphs[passage.paragraph - 1].tokens
      if let last = before.last {
        buffer.add(212, parse.lemmaHashes[last], place)
        buffer.add(213, windows.outerPassage[last] >= 0 ? 1 : 0, place)
      }
    }
    // First or second person inside is somebody speaking.
    var persons: UInt64 = 0
    for token in tokens where parse.tags[token] == .pron || parse.tags[token] == .det {
      if let pronoun = lexicons.pronouns[document.tokens[token].hash], pronoun.person < 3 {
        persons |= 1
      }
    }
    buffer.add(214, persons, min(size, 7))
  }
}

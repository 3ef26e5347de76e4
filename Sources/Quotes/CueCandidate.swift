package import Documents
package import Lexicons
package import Syntax

/// A place where a reporting cue may stand: the head token of a verb, noun or phrase.
package struct CueCandidate: Hashable, Sendable {
  /// The token that decides: the main verb, the noun, or the first word of a phrase.
  package var head: Int
  /// All tokens of the cue, with particles ("pointed out", "according to").
  package var tokens: Range<Int>
  /// What the cue lexicon knows of it; nil when it is not listed.
  package var entry: CueLexicon.Entry?
}

extension CueCandidate {
  /// All candidates of a document, in text order: every verb, and listed nouns and phrases.
  ///
  /// Auxiliaries are none; neither are tokens outside the body. Cost is linear in the tokens.
  package static func candidates(
    in document: Document, parse: Parse, cues: CueLexicon
  ) -> [CueCandidate] {
    var found: [CueCandidate] = []
    for sentence in document.sentences
    where document.paragraphs[sentence.paragraph].isBody {
      var index = sentence.tokens.lowerBound
      while index < sentence.tokens.upperBound {
        defer { index += 1 }
        let tag = parse.tags[index]
        let phrase = cues.longestPhrase(
          at: index, before: sentence.tokens.upperBound, lemmas: parse.lemmaHashes)
        if let phrase {
          found.append(
            CueCandidate(head: index, tokens: index..<index + phrase.count, entry: phrase.entry))
          continue
        }
        guard tag == .verb || tag == .noun || tag == .adj || tag == .propn || tag == .aux else {
          continue
        }
        let hash = parse.lemmaHashes[index]
        let isVerb = tag == .verb
        let entry = isVerb ? cues.verb(hash) : (cues.noun(hash) ?? nil)
        // A word the tagger takes for a noun may still be a listed verb ("claims", "reports").
        let asVerb = !isVerb && entry == nil ? cues.verb(hash) : nil
        guard isVerb || entry != nil || (asVerb != nil && tag != .aux) else { continue }
        found.append(
          CueCandidate(head: index, tokens: index..<index + 1, entry: entry ?? asVerb))
      }
    }
    return found
  }
}

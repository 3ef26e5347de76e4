import Documents
package import Lexicons
import Syntax

/// A place where a reporting cue may stand: the head token of a verb, noun or phrase.
package struct CueCandidate: Hashable, Sendable {
  /// The token that decides: the main verb, the noun, or the first word of a phrase.
  package var head: Int
  /// All tokens of the cue, with particles ("pointed out", "according to").
  package var tokens: Range<Int>
  /// What the cue lexicon knows of it; nil when it is not listed.
  package var entry: CueLexicon.Entry?
}

extension QuoteContext {
  /// All candidates for a cue, in text order: every verb, and listed nouns and phrases.
  ///
  /// Auxiliaries are none; neither are tokens outside the body. Cost is linear in the tokens.
  package func cueCandidates() -> [CueCandidate] {
    var found: [CueCandidate] = []
    for sentence in document.sentences
    where document.paragraphs[sentence.paragraph].isBody {
      for index in sentence.tokens {
        let phrase = lexicons.cues.longestPhrase(
          at: index, before: sentence.tokens.upperBound, lemmas: parse.lemmaHashes,
          form: { document.tokens[$0].hash },
          isPossessive: { lexicons.pronouns[document.tokens[$0].hash]?.use == .determiner })
        if let phrase {
          found.append(
            CueCandidate(head: index, tokens: index..<index + phrase.count, entry: phrase.entry))
          continue
        }
        let tag = parse.tags[index]
        guard tag == .verb || tag == .noun || tag == .adj || tag == .propn else { continue }
        let hash = parse.lemmaHashes[index]
        let isVerb = tag == .verb
        // A word the tagger takes for a noun may still be a listed verb ("claims", "reports").
        let entry =
          isVerb
          ? lexicons.cues.verb(hash) : lexicons.cues.noun(hash) ?? lexicons.cues.verb(hash)
        guard isVerb || entry != nil else { continue }
        found.append(CueCandidate(head: index, tokens: index..<index + 1, entry: entry))
      }
    }
    return found
  }
}

package import Lexicons

/// The word lists that the actor stage reads.
package struct ActorLexicons: Sendable {
  package var names: NameLexicon
  package var words: ActorWords
  package var pronouns: PronounList
  /// What words and verbs say of those they are about: whether a quote takes a side.
  package var valence: ValenceLexicon
  package var frames: FrameLexicon

  package init(
    names: NameLexicon, words: ActorWords, pronouns: PronounList, valence: ValenceLexicon,
    frames: FrameLexicon
  ) {
    self.names = names
    self.words = words
    self.pronouns = pronouns
    self.valence = valence
    self.frames = frames
  }

  /// The lists that are part of the binary, those of stance taken from the caller, who has them.
  package static func builtIn(
    valence: ValenceLexicon, frames: FrameLexicon
  ) throws(LexiconError) -> ActorLexicons {
    ActorLexicons(
      names: try .builtIn(), words: try .builtIn(), pronouns: try .builtIn(), valence: valence,
      frames: frames)
  }

  /// The lists that are part of the binary.
  package static func builtIn() throws(LexiconError) -> ActorLexicons {
    try builtIn(valence: .builtIn(), frames: .builtIn())
  }
}

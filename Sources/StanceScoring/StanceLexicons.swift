public import Lexicons

/// The word lists from which stance features are read.
public struct StanceLexicons: Sendable {
  public var valence: ValenceLexicon
  public var frames: FrameLexicon
  public var shifters: ShifterLexicon
  public var cues: CueLexicon
  public var pronouns: PronounList

  public init(
    valence: ValenceLexicon, frames: FrameLexicon, shifters: ShifterLexicon, cues: CueLexicon,
    pronouns: PronounList
  ) {
    self.valence = valence
    self.frames = frames
    self.shifters = shifters
    self.cues = cues
    self.pronouns = pronouns
  }

  /// The lists that are part of the binary.
  ///
  /// - Throws: `LexiconError` when one of them cannot be read, which is a mistake of the build.
  public static func builtIn() throws(LexiconError) -> StanceLexicons {
    StanceLexicons(
      valence: try .builtIn(), frames: try .builtIn(), shifters: try .builtIn(),
      cues: try .builtIn(), pronouns: try .builtIn())
  }
}

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

  /// The built-in lists with lists of a user: of valences, frames or shifters, by their columns. An
  /// entry that is there already gets the user's value.
  ///
  /// - Throws: `LexiconError` when a list is of another kind or cannot be read.
  public static func builtIn(adding lists: [WordList]) throws(LexiconError) -> StanceLexicons {
    var lexicons = try builtIn()
    for list in lists {
      if list.columns.contains("agent") {
        try lexicons.frames.add(list)
      } else if list.columns.contains("strength") {
        try lexicons.shifters.add(list)
      } else {
        try lexicons.valence.add(list)
      }
    }
    return lexicons
  }

  /// The single words that the built-in lists of valences, frames and cues have, sorted by their bytes.
  public static func words() throws(LexiconError) -> [String] {
    var words: Set<String> = []
    for name in [
      "valence/adjectives", "valence/adverbs", "valence/nouns", "valence/verbs", "frames/verbs",
      "cues/cues",
    ] {
      let list = try WordList(builtIn: "\(name).tsv")
      let entry = try list.column("entry")
      for row in 0..<list.count where !list.bytes(row: row, column: entry).contains(0x20) {
        words.insert(list.string(row: row, column: entry))
      }
    }
    return words.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

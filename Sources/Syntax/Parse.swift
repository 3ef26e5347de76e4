public import Documents

/// What the tagger, lemmatiser, entity recogniser and chunker found in a document.
///
/// Arrays run parallel to `Document.tokens`, or hold ranges of token indices in text order.
public struct Parse: Sendable {
  /// The universal part of speech of each token.
  public let tags: [PartOfSpeech]
  /// Where the lemma of each token lies in `lemmaBytes`.
  public let lemmas: [TextSpan]
  /// Lemmas as lower-case UTF-8, straight marks, no accents.
  public let lemmaBytes: [UInt8]
  /// A 64-bit hash of each lemma, by the function that hashes `Token.hash`.
  public let lemmaHashes: [UInt64]
  /// Named entities, in text order, not overlapping.
  public let entities: [Entity]
  /// Base noun phrases with their heads, in text order, not overlapping.
  public let nounChunks: [NounChunk]
  /// Verb groups, in text order, not overlapping.
  public let verbGroups: [VerbGroup]
  /// For each token the number of its clause; numbers grow along the text.
  public let clauses: [Int32]
  /// For each token the index of the entity that holds it, or -1.
  public let entityOfToken: [Int32]
  /// For each token the index of the noun chunk that holds it, or -1.
  public let nounChunkOfToken: [Int32]
  /// For each token the index of the verb group that holds it, or -1.
  public let verbGroupOfToken: [Int32]

  package init(
    tags: [PartOfSpeech], lemmas: [TextSpan], lemmaBytes: [UInt8], lemmaHashes: [UInt64],
    entities: [Entity], nounChunks: [NounChunk], verbGroups: [VerbGroup], clauses: [Int32],
    entityOfToken: [Int32], nounChunkOfToken: [Int32], verbGroupOfToken: [Int32]
  ) {
    self.tags = tags
    self.lemmas = lemmas
    self.lemmaBytes = lemmaBytes
    self.lemmaHashes = lemmaHashes
    self.entities = entities
    self.nounChunks = nounChunks
    self.verbGroups = verbGroups
    self.clauses = clauses
    self.entityOfToken = entityOfToken
    self.nounChunkOfToken = nounChunkOfToken
    self.verbGroupOfToken = verbGroupOfToken
  }

  /// A token's lemma as a string: for output, not for loops.
  public func lemma(_ index: Int) -> String {
    String(decoding: lemmaBytes[lemmas[index].range], as: UTF8.self)
  }
}

/// The universal parts of speech (universaldependencies.org/u/pos).
public enum PartOfSpeech: UInt8, Sendable, CaseIterable {
  case adj, adp, adv, aux, cconj, det, intj, noun, num, part, pron, propn, punct, sconj, sym, verb,
    x
}

/// A stretch of tokens that names someone or something.
public struct Entity: Hashable, Sendable {
  public enum Kind: UInt8, Sendable, CaseIterable {
    case person, organization, place
    /// A people, demonym, party's members or other named group ("Iraqis", "Republicans").
    case group
  }
  public var tokens: Range<Int>
  public var kind: Kind
  /// How far later stages trust the span, 0 to 1: 1 as the recogniser found it, less for one that the
  /// second pass made. `SyntaxAnalyzer.entityProbabilities` tells how probable it is.
  public var probability: Float

  public init(tokens: Range<Int>, kind: Kind, probability: Float) {
    self.tokens = tokens
    self.kind = kind
    self.probability = probability
  }
}

/// A base noun phrase: determiner, modifiers and head, without what follows the head.
public struct NounChunk: Hashable, Sendable {
  public var tokens: Range<Int>
  /// The index of the head token.
  public var head: Int

  public init(tokens: Range<Int>, head: Int) {
    self.tokens = tokens
    self.head = head
  }
}

/// A verb with its auxiliaries, negation and particles.
public struct VerbGroup: Hashable, Sendable {
  public enum Voice: UInt8, Sendable { case active, passive }
  public enum Modality: UInt8, Sendable { case none, modal, future, conditional }
  public enum Form: UInt8, Sendable { case finite, infinitive, gerund, participle }
  public var tokens: Range<Int>
  /// The index of the main verb.
  public var head: Int
  public var voice: Voice
  public var modality: Modality
  public var form: Form
  public var isNegated: Bool

  public init(
    tokens: Range<Int>, head: Int, voice: Voice, modality: Modality, form: Form, isNegated: Bool
  ) {
    self.tokens = tokens
    self.head = head
    self.voice = voice
    self.modality = modality
    self.form = form
    self.isNegated = isNegated
  }
}

import BuiltIn
public import Documents
public import LinearModels

/// Finds parts of speech, lemmas, entities and light phrase structure in a document.
public struct SyntaxAnalyzer: Sendable {
  private let tagger: SequenceModel
  private let dictionary: WordTable
  private let clusters: WordTable
  package let gazetteer: Gazetteer
  /// nil while only the tagger is trained.
  let recognizer: SequenceModel?
  /// How far the recogniser's probabilities are right; that of older models is none.
  let calibration: EntityCalibration

  /// The analyzer whose model is part of the binary.
  ///
  /// - Throws: `ModelFileError` when that model is broken.
  public init() throws(ModelFileError) {
    guard let bytes = BuiltIn.bytes(of: "models/syntax.model") else {
      throw .missingSection(name: "models/syntax.model")
    }
    try self.init(ModelFile(bytes: bytes))
  }

  /// An analyzer with another model.
  ///
  /// - Throws: `ModelFileError` when the file is no model of syntax.
  public init(_ file: ModelFile) throws(ModelFileError) {
    tagger = try SequenceModel(from: file, as: "tagger")
    dictionary = try WordTable(from: file, as: "tagger.words")
    clusters = try WordTable(from: file, as: "clusters")
    gazetteer = try Gazetteer(from: file, as: "gazetteer")
    recognizer =
      file.contains("entities.keys") ? try SequenceModel(from: file, as: "entities") : nil
    calibration =
      file.contains("entities.calibration")
      ? try EntityCalibration(from: file, as: "entities.calibration") : EntityCalibration()
  }

  /// Analyses a document. It fails for no document.
  ///
  /// - Complexity: linear in the number of tokens.
  public func parse(_ document: Document) -> Parse {
    let words = WordFeatures(document, rules: .builtIn)
    let tags = tags(of: document, words)
    let lemmas = Lemmatizer.builtIn.lemmas(of: document, tags)
    let entities = entities(document, words, tags)
    let entityOfToken = indices(of: entities.map(\.tokens), count: tags.count)
    let chunker = NounChunker(
      document: document, tags: tags, entityOfToken: entityOfToken, entities: entities)
    let grouper = VerbGrouper(document: document, tags: tags, lemmaHashes: lemmas.hashes)
    var chunks: [NounChunk] = []
    var groups: [VerbGroup] = []
    for sentence in document.sentences {
      chunks.append(contentsOf: chunker.chunks(in: sentence.tokens))
      groups.append(contentsOf: grouper.groups(in: sentence.tokens))
    }
    let verbGroupOfToken = indices(of: groups.map(\.tokens), count: tags.count)
    let splitter = ClauseSplitter(
      document: document, tags: tags, verbGroupOfToken: verbGroupOfToken)
    return Parse(
      tags: tags, lemmas: lemmas.spans, lemmaBytes: lemmas.bytes, lemmaHashes: lemmas.hashes,
      entities: entities, nounChunks: chunks, verbGroups: groups, clauses: splitter.clauses(),
      entityOfToken: entityOfToken,
      nounChunkOfToken: indices(of: chunks.map(\.tokens), count: tags.count),
      verbGroupOfToken: verbGroupOfToken)
  }

  /// For each token the index of the range that holds it, or -1.
  private func indices(of ranges: [Range<Int>], count: Int) -> [Int32] {
    var result = [Int32](repeating: -1, count: count)
    for (index, range) in ranges.enumerated() {
      for token in range { result[token] = Int32(index) }
    }
    return result
  }

  /// The recogniser's entities after the second pass over the document.
  private func entities(_ document: Document, _ words: WordFeatures, _ tags: [PartOfSpeech])
    -> [Entity]
  {
    guard recognizer != nil else { return [] }
    let (lists, phrases) = gazetteer.find(document)
    var pass = EntityPass(
      document, tags, words, lists: lists, phrases: phrases,
      entities: recognized(document, words, tags, lists, phrases))
    pass.run()
    return pass.entities
  }

  /// The class of each token's word.
  package func classes(_ words: WordFeatures) -> [UInt16] {
    words.forms.map { clusters.value(of: $0) }
  }

  /// The universal part of speech of each token.
  public func tags(of document: Document) -> [PartOfSpeech] {
    let words = WordFeatures(document, rules: .builtIn)
    return tags(of: document, words)
  }

  func tags(of document: Document, _ words: WordFeatures) -> [PartOfSpeech] {
    var tags = [PartOfSpeech](repeating: .x, count: document.tokens.count)
    let features = TaggerFeatures(words, classes: classes(words), dictionary: dictionary)
    var labels: [UInt8] = []
    for sentence in document.sentences {
      tagger.labels(of: sentence.tokens, into: &labels) { token, hashes in
        features.append(token, in: sentence.tokens, to: &hashes)
      }
      for (token, label) in zip(sentence.tokens, labels) {
        tags[token] = PartOfSpeech(rawValue: label) ?? .x
      }
    }
    return tags
  }

  /// The entities that the recogniser finds, before the second pass over the document.
  package func recognized(_ document: Document) -> [Entity] {
    let words = WordFeatures(document, rules: .builtIn)
    let (lists, phrases) = gazetteer.find(document)
    return recognized(document, words, tags(of: document, words), lists, phrases)
  }

  func recognized(
    _ document: Document, _ words: WordFeatures, _ tags: [PartOfSpeech],
    _ lists: [Gazetteer.Categories], _ phrases: [Gazetteer.Match]
  ) -> [Entity] {
    guard let recognizer else { return [] }
    let features = EntityFeatures(
      document, words, classes: classes(words), tags: tags, lists: lists, phrases: phrases)
    var entities: [Entity] = []
    var labels: [UInt8] = []
    for sentence in document.sentences {
      recognizer.labels(of: sentence.tokens, into: &labels) { token, hashes in
        features.append(token, in: sentence.tokens, to: &hashes)
      }
      for (tokens, kind) in EntityLabels.entities(labels) {
        let start = sentence.tokens.lowerBound + tokens.lowerBound
        entities.append(
          Entity(tokens: start..<(start + tokens.count), kind: kind, probability: 1))
      }
    }
    return entities
  }
}

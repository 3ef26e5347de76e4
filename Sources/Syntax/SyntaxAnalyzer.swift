public import Documents
public import LinearModels

/// Finds parts of speech, lemmas, entities and light phrase structure in a document.
public struct SyntaxAnalyzer: Sendable {
  private let tagger: SequenceModel
  private let dictionary: TagDictionary

  /// - Throws: `ModelFileError` when the file is no model of syntax.
  public init(_ file: ModelFile) throws(ModelFileError) {
    tagger = try SequenceModel(from: file, as: "tagger")
    dictionary = try TagDictionary(from: file, as: "tagger.words")
  }

  /// The universal part of speech of each token.
  public func tags(of document: Document) -> [PartOfSpeech] {
    let words = WordFeatures(document, rules: .builtIn)
    return tags(of: document, words)
  }

  func tags(of document: Document, _ words: WordFeatures) -> [PartOfSpeech] {
    var tags = [PartOfSpeech](repeating: .x, count: document.tokens.count)
    let features = TaggerFeatures(words, dictionary: dictionary)
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
}

public import Corpora
import Documents
import Lexicons
public import LinearModels
import Syntax

/// Trains the tagger and, on what it says, the entity recogniser.
///
/// First words are grouped into classes by all the text there is. Then comes the tagger. The recogniser
/// reads tags, and a tagger is surer of sentences it has learned from than of any others: so two more
/// taggers learn from half of the treebanks each, and each tags what the other half holds. Last,
/// sentences of articles in which a first recogniser leaves no name open join what the second one learns
/// from; how probable its entities are is fitted to documents held out from a third.
public enum SyntaxTraining {
  /// Text of the kind that will be analysed, with names known to stand in it.
  public struct Article: Sendable {
    public var text: [UInt8]
    public var names: [String]

    public init(text: [UInt8], names: [String] = []) {
      self.text = text
      self.names = names
    }
  }

  /// A model file with the tagger, the classes of words, the lists of names and, when there are marked
  /// sentences, the recogniser.
  ///
  /// - Parameters:
  ///   - treebank: tagged sentences.
  ///   - entities: sentences with marked entities, in the order of their documents.
  ///   - articles: running text, for classes of words and the ways of news.
  ///   - passages: more text, for classes of words only.
  ///   - threads: the most threads; the model does not depend on it.
  /// - Throws: `FitError` when there are no tagged sentences.
  public static func train(
    treebank: [TreebankSentence], entities: [EntitySentence], articles: [Article] = [],
    passages: [[UInt8]] = [], threads: Int = 2
  ) throws(FitError) -> ModelFileWriter {
    let gazetteer = gazetteer()
    let texts = articles.map(\.text) + passages + treebank.map { Array($0.text.utf8) }
    let clusters = clusters(distinct(texts))
    func tagger(_ sentences: [TreebankSentence]) throws(FitError) -> ModelFileWriter {
      var file = ModelFileWriter(kind: "syntax")
      var options = TaggerTraining.Options()
      options.threads = threads
      try TaggerTraining.train(sentences, clusters: clusters, options: options, into: &file)
      clusters.write(to: &file, as: "clusters")
      gazetteer.write(to: &file, as: "gazetteer")
      return file
    }
    let file = try tagger(treebank)
    // These files do not say where a document ends; thirty sentences are about one.
    let documents = stride(from: 0, to: entities.count, by: 30).map {
      Array(entities[$0..<min($0 + 30, entities.count)])
    }
    guard !documents.isEmpty else { return file }
    let analyzer = analyzer(file)
    let halves = [0, 1].map { half in treebank.indices.filter { half == $0 / 500 % 2 } }
    var halfTaggers: [SyntaxAnalyzer] = []
    for half in halves where treebank.count > 500 {
      halfTaggers.append(self.analyzer(try tagger(half.map { treebank[$0] })))
    }
    // Which half holds a sentence: the other half's tagger does not know it.
    var halfOfSentence: [[String]: Int] = [:]
    for (half, sentences) in halves.enumerated() {
      for sentence in sentences { halfOfSentence[treebank[sentence].words] = half }
    }
    func tags(_ document: Document, _ sentences: [EntitySentence]) -> [PartOfSpeech] {
      var tags = analyzer.tags(of: document)
      guard !halfTaggers.isEmpty else { return tags }
      let others = halfTaggers.map { $0.tags(of: document) }
      for (sentence, range) in zip(sentences, document.sentences.map(\.tokens)) {
        guard let half = halfOfSentence[sentence.words] else { continue }
        for token in range { tags[token] = others[1 - half][token] }
      }
      return tags
    }
    func withRecognizer(_ documents: [[EntitySentence]]) throws(FitError) -> ModelFileWriter {
      var options = EntityTraining.Options()
      options.threads = threads
      var result = file
      try EntityTraining.train(
        documents, analyzer: analyzer, tags: tags, options: options, into: &result)
      return result
    }
    let first = try withRecognizer(documents)
    guard !articles.isEmpty else { return first }
    let recognizer = self.analyzer(first)
    let silver = articles.map {
      SilverEntities.sentences($0.text, names: $0.names, analyzer: recognizer)
    }
    let others = silver.filter { !$0.isEmpty }
    var result = try withRecognizer(documents + others)
    // What is calibrated on must be new to the recogniser: another one learns from five documents of six.
    guard documents.count >= 12 else { return result }
    let isHeld = documents.indices.map { $0 % 6 == 5 }
    let known = zip(documents, isHeld).filter { !$0.1 }.map(\.0)
    let held = zip(documents, isHeld).filter(\.1).map(\.0)
    let calibration = try EntityTraining.calibration(
      self.analyzer(try withRecognizer(known + others)), on: held)
    calibration.write(to: &result, as: "entities.calibration")
    return result
  }

  private static func gazetteer() -> Gazetteer {
    do {
      return try Gazetteer()
    } catch {
      preconditionFailure("a list of names inside the binary is broken: \(error)")
    }
  }

  private static func analyzer(_ file: ModelFileWriter) -> SyntaxAnalyzer {
    do {
      return try SyntaxAnalyzer(ModelFile(file.bytes()))
    } catch {
      preconditionFailure("a model that was just written cannot be read: \(error)")
    }
  }

  /// Texts without repetitions, in their order.
  private static func distinct(_ texts: [[UInt8]]) -> [[UInt8]] {
    var seen: Set<[UInt8]> = []
    return texts.filter { seen.insert($0).inserted }
  }

  /// Classes of the words of texts.
  private static func clusters(_ texts: [[UInt8]]) -> WordTable {
    var sentences: [[UInt64]] = []
    let reader = DocumentReader()
    for text in texts {
      guard let document = try? reader.read(text, id: "text") else { continue }
      let words = WordFeatures(document, rules: .builtIn)
      for sentence in document.sentences { sentences.append(Array(words.forms[sentence.tokens])) }
    }
    return WordTable(WordClustering().classes(sentences).map { (form: $0.form, value: $0.class) })
  }
}

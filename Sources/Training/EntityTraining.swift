import Corpora
import Documents
import Lexicons
import LinearModels
import Syntax

/// Trains the entity recogniser.
enum EntityTraining {
  /// How the recogniser is trained.
  struct Options: Sendable {
    /// Passes over the sentences.
    var epochs = 6
    var learningRate = 0.07
    var l2Penalty = 0.1
    /// Features seen less often are left out.
    var minimumFeatureCount = 2
    /// The strongest features are kept.
    var featureLimit = 140_000
    var threads = 2
    /// How many fits are averaged, and the share of the sentences that each sees.
    var partCount = 6
    var share = 0.6

  }

  /// Adds the sections of the recogniser to a model file that holds a tagger already.
  ///
  /// - Parameters:
  ///   - documents: runs of sentences that belong together; what a document shows of a word elsewhere
  ///     is a feature.
  ///   - tags: tags a document as the recogniser will find texts tagged, that is by a tagger which has
  ///     not learned from the document.
  /// - Throws: `FitError` when there are no sentences.
  static func train(
    _ documents: [[EntitySentence]], analyzer: SyntaxAnalyzer,
    tags: (Document, [EntitySentence]) -> [PartOfSpeech], options: Options = Options(),
    into file: inout ModelFileWriter
  ) throws(FitError) {
    var columns: [[[UInt64]]] = []
    var labels: [[Int32]] = []
    var builder = FeatureVocabularyBuilder()
    for sentences in documents {
      guard let document = try? DocumentReader().read(sentences: sentences.map(\.words), id: "bio")
      else { continue }
      let words = WordFeatures(document, rules: .builtIn)
      let (lists, phrases) = analyzer.gazetteer.find(document)
      let features = EntityFeatures(
        document, words, classes: analyzer.classes(words), tags: tags(document, sentences),
        lists: lists, phrases: phrases)
      for (sentence, range) in zip(sentences, document.sentences.map(\.tokens)) {
        var tokens: [[UInt64]] = []
        for token in range {
          var hashes: [UInt64] = []
          features.append(token, in: range, to: &hashes)
          builder.count(hashes)
          tokens.append(hashes)
        }
        columns.append(tokens)
        labels.append(EntityLabels.labels(sentence.labels))
      }
    }
    let model = try SequenceTraining.fit(
      columns, labels, builder.vocabulary(minimumCount: options.minimumFeatureCount),
      labelCount: EntityLabels.count, epochs: options.epochs, learningRate: options.learningRate,
      l2Penalty: options.l2Penalty, constraints: constraints, featureLimit: options.featureLimit,
      threads: options.threads, partCount: options.partCount, share: options.share)
    model.write(to: &file, as: "entities")
  }

  /// The calibration that makes the entities of documents the recogniser did not learn from as often
  /// right as it says.
  static func calibration(
    _ analyzer: SyntaxAnalyzer, on documents: [[EntitySentence]]
  ) throws(FitError) -> EntityCalibration {
    var odds: [[[Double]]] = [[], []]
    var labels: [[Int]] = [[], []]
    for sentences in documents {
      guard let document = try? DocumentReader().read(sentences: sentences.map(\.words), id: "bio")
      else { continue }
      let parse = analyzer.parse(document)
      var gold: [Range<Int>: Entity.Kind] = [:]
      for (sentence, range) in zip(sentences, document.sentences.map(\.tokens)) {
        for entity in EntityLabels.entities(EntityLabels.labels(sentence.labels).map { UInt8($0) })
        {
          let start = range.lowerBound + entity.tokens.lowerBound
          gold[start..<(start + entity.tokens.count)] = entity.kind
        }
      }
      for (entity, evidence) in zip(parse.entities, analyzer.entityEvidence(parse, of: document)) {
        guard let evidence else { continue }
        let group = evidence.isRecognized ? 0 : 1
        odds[group].append([0, evidence.odds])
        labels[group].append(gold[entity.tokens] == entity.kind ? 1 : 0)
      }
    }
    func line(_ group: Int) throws(FitError) -> (factor: Double, offset: Double) {
      // Of a few entities nothing is learned.
      guard labels[group].count >= 50 else { return (1, 0) }
      let scaling = try VectorScaling.fit(logits: odds[group], labels: labels[group])
      return (scaling.factors[1], scaling.offsets[1] - scaling.offsets[0])
    }
    var calibration = EntityCalibration()
    (calibration.factor, calibration.offset) = try line(0)
    (calibration.madeFactor, calibration.madeOffset) = try line(1)
    return calibration
  }

  /// The inside of an entity follows its beginning or inside.
  private static var constraints: LabelConstraints {
    var constraints = LabelConstraints(labelCount: EntityLabels.count)
    for kind in 0..<EntityLabels.kinds.count {
      let inside = EntityLabels.inside(kind)
      constraints.starts[Int(inside)] = false
      for label in 0..<Int32(EntityLabels.count)
      where label != inside && label != EntityLabels.beginning(kind) {
        constraints.forbid(label, before: inside)
      }
    }
    return constraints
  }
}

extension EntityLabels {
  /// The recogniser's labels of a data set's; kinds it does not know are outside.
  static func labels(_ names: [String]) -> [Int32] {
    var result: [Int32] = []
    var previous: Int32 = 0
    for name in names {
      var label: Int32 = 0
      if let kind = kinds.firstIndex(where: { name.hasSuffix("-\($0.name)") }) {
        label = name.hasPrefix("B") ? beginning(kind) : inside(kind)
        // Data may begin an entity with its inside.
        if label == inside(kind), previous != inside(kind), previous != beginning(kind) {
          label = beginning(kind)
        }
      }
      result.append(label)
      previous = label
    }
    return result
  }
}

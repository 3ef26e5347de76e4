public import Documents
import Glibc
package import LinearModels

/// Turns what the recogniser makes of an entity into the probability that it is right.
///
/// The recogniser's own probabilities are those of texts like the ones it learned from, and of what it
/// sees in a sentence alone. Entities that the second pass over the document made or changed are mostly
/// ones to which it gives little, and still often right: they have a scale of their own. Both scales are
/// lines through log-odds (J. Platt, "Probabilistic outputs for support vector machines", 1999), fitted
/// to documents that a recogniser did not learn from.
package struct EntityCalibration: Sendable, Equatable {
  /// Log-odds of an entity as the recogniser found it become `factor * odds + offset`.
  package var factor = 1.0
  package var offset = 0.0
  /// The same for one that the second pass made or changed.
  package var madeFactor = 1.0
  package var madeOffset = 0.0

  package init() {}

  package init(from file: ModelFile, as name: String) throws(ModelFileError) {
    let numbers = try file.doubles(name)
    guard numbers.count == 4, numbers.allSatisfy(\.isFinite) else {
      throw .inconsistent(reason: "\"\(name)\" holds no two lines")
    }
    (factor, offset, madeFactor, madeOffset) = (numbers[0], numbers[1], numbers[2], numbers[3])
  }

  package func write(to file: inout ModelFileWriter, as name: String) {
    file.add(name, doubles: [factor, offset, madeFactor, madeOffset])
  }

  func probability(_ evidence: EntityEvidence) -> Double {
    let odds =
      evidence.isRecognized
      ? factor * evidence.odds + offset : madeFactor * evidence.odds + madeOffset
    return 1 / (1 + exp(-odds))
  }
}

/// What the recogniser makes of an entity.
package struct EntityEvidence: Sendable {
  /// The log-odds of its probability of this span of this kind, within −10 and 10.
  package var odds: Double
  /// Whether it is in the most probable labelling of its sentence.
  package var isRecognized: Bool
}

extension SyntaxAnalyzer {
  /// The probability of each entity of a parse that its words and its kind are right, from 0 to 1; nil
  /// for groups, which lists alone tell.
  ///
  /// The recogniser reads the sentences that hold entities once more: ask only where it is shown. With a
  /// model that no calibration was fitted to, these are the recogniser's own probabilities.
  ///
  /// - Complexity: linear in the number of tokens.
  public func entityProbabilities(_ parse: Parse, of document: Document) -> [Double?] {
    entityEvidence(parse, of: document).map { $0.map(calibration.probability) }
  }

  /// What the recogniser makes of each entity of a parse; nil for groups.
  package func entityEvidence(_ parse: Parse, of document: Document) -> [EntityEvidence?] {
    guard let recognizer else { return parse.entities.map { _ in nil } }
    let words = WordFeatures(document, rules: .builtIn)
    let (lists, phrases) = gazetteer.find(document)
    let features = EntityFeatures(
      document, words, classes: classes(words), tags: parse.tags, lists: lists, phrases: phrases)
    let recognized = Set(
      self.recognized(document, words, parse.tags, lists, phrases).map { Span($0) })
    var lattice: (sentence: Int32, sums: LabelLattice)?
    return parse.entities.map { entity in
      guard let kind = EntityLabels.kinds.firstIndex(where: { $0.kind == entity.kind }) else {
        return nil
      }
      let sentence = document.tokens[entity.tokens.lowerBound].sentence
      let range = document.sentences[Int(sentence)].tokens
      // A name may not go on in another sentence: such a one is none to the recogniser.
      guard entity.tokens.upperBound <= range.upperBound else {
        return EntityEvidence(odds: -10, isRecognized: false)
      }
      if lattice?.sentence != sentence {
        let sums = recognizer.lattice(of: range) { token, hashes in
          features.append(token, in: range, to: &hashes)
        }
        lattice = (sentence, sums)
      }
      let inside = Int(EntityLabels.inside(kind))
      var labels = [Int](repeating: inside, count: entity.tokens.count)
      labels[0] = Int(EntityLabels.beginning(kind))
      let probability = lattice!.sums.probability(
        of: labels, from: entity.tokens.lowerBound - range.lowerBound, without: inside)
      let odds = log(probability) - log(max(0, 1 - probability))
      return EntityEvidence(
        odds: min(10, max(-10, odds)), isRecognized: recognized.contains(Span(entity)))
    }
  }

  /// A span with its kind.
  private struct Span: Hashable {
    var tokens: Range<Int>
    var kind: Entity.Kind

    init(_ entity: Entity) {
      tokens = entity.tokens
      kind = entity.kind
    }
  }
}

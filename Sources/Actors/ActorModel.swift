package import LinearModels

/// The learned parts of the actor stage, as they lie in one model file.
package struct ActorModel: Sendable {
  /// Whether an anaphor stands for a candidate.
  package var antecedent: HashedRegression
  /// Whether a quote is about an actor mentioned in it.
  package var target: HashedRegression
  /// How probable a target must be.
  package var targetThreshold: Float

  package static let kind = "actors"

  package init(antecedent: HashedRegression, target: HashedRegression, targetThreshold: Float) {
    self.antecedent = antecedent
    self.target = target
    self.targetThreshold = targetThreshold
  }

  /// The model of a file.
  ///
  /// - Throws: `ModelFileError` when the file is of another kind or a section is absent.
  package init(from file: ModelFile) throws(ModelFileError) {
    try file.expect(kind: Self.kind)
    antecedent = try HashedRegression(from: file, as: "antecedent")
    target = try HashedRegression(from: file, as: "target")
    let threshold = try file.floats("threshold")
    guard threshold.count == 1 else {
      throw .inconsistent(reason: "\"threshold\" has \(threshold.count) numbers, not one")
    }
    targetThreshold = threshold[0]
  }

  /// The file's bytes, with a card that says from what the model was learned.
  package func bytes(card: String) -> [UInt8] {
    var file = ModelFileWriter(kind: Self.kind)
    antecedent.write(to: &file, as: "antecedent")
    target.write(to: &file, as: "target")
    file.add("threshold", floats: [targetThreshold])
    file.add("card", string: card)
    return file.bytes()
  }
}

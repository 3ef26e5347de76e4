import BuiltIn
package import LinearModels

/// The learned parts of the quote stage, as they lie in one model file.
///
/// Which candidates are reporting cues (logistic regression), which units around a cue are its source
/// and its content (linear-chain CRF), which of its most probable readings comes nearest (logistic
/// regression), which of the quotes proposed so are quotes (logistic
/// regression) and have the right source too (another), and which passages in quotation marks are
/// somebody's words at all (logistic regression).
package struct QuoteModel: Sendable {
  package var cue: HashedRegression
  package var argument: HashedTagger
  package var boundary: HashedRegression
  package var draft: HashedRegression
  package var joint: HashedRegression
  package var passage: HashedRegression

  package static let kind = "quotes"

  package init(
    cue: HashedRegression, argument: HashedTagger, boundary: HashedRegression,
    draft: HashedRegression,
    joint: HashedRegression, passage: HashedRegression
  ) {
    self.cue = cue
    self.argument = argument
    self.boundary = boundary
    self.draft = draft
    self.joint = joint
    self.passage = passage
  }

  /// The model of a file.
  ///
  /// - Throws: `ModelFileError` when the file is of another kind or a section is absent.
  package init(from file: ModelFile) throws(ModelFileError) {
    try file.expect(kind: Self.kind)
    cue = try HashedRegression(from: file, as: "cue")
    argument = try HashedTagger(from: file, as: "argument")
    boundary = try HashedRegression(from: file, as: "boundary")
    draft = try HashedRegression(from: file, as: "draft")
    joint = try HashedRegression(from: file, as: "joint")
    passage = try HashedRegression(from: file, as: "passage")
  }

  /// The model that is part of the binary.
  package static func builtIn() throws(ModelFileError) -> QuoteModel {
    let name = "models/\(kind).model"
    guard let bytes = BuiltIn.bytes(of: name) else { throw .missingSection(name: name) }
    return try QuoteModel(from: ModelFile(bytes: bytes))
  }

  /// The file's bytes, with a card that says from what the model was learned.
  package func bytes(card: String) -> [UInt8] {
    var file = ModelFileWriter(kind: Self.kind)
    cue.write(to: &file, as: "cue")
    argument.write(to: &file, as: "argument")
    boundary.write(to: &file, as: "boundary")
    draft.write(to: &file, as: "draft")
    joint.write(to: &file, as: "joint")
    passage.write(to: &file, as: "passage")
    file.add("card", string: card)
    return file.bytes()
  }
}

/// What a unit of a cue's window is to the cue.
package enum ArgumentLabel: Int, Sendable, CaseIterable {
  case other, source, content
}

/// Which annotation the quote models follow: they learn from several and answer as one of them.
///
/// The numbers mark the copies of features that only one data set has.
public enum QuoteGuideline: UInt64, Sendable {
  /// What is spoken, written or said in judgement of somebody.
  case speech = 1
  /// Attitudes too: what somebody wants, thinks, opposes (PolNeAR's guideline).
  case allAttributions = 2
}

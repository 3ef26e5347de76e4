import LinearModels

extension EncoderJoin {
  func add(to file: inout ModelFileWriter, name: String) {
    file.add("\(name).words", floats: wordWeights)
    file.add("\(name).weights", floats: vectorWeights)
    file.add("\(name).intercepts", floats: intercepts)
    file.add("\(name).decision", doubles: [neutralOffset])
  }

  /// Nil when the file has none of that name.
  ///
  /// - Throws: `ModelFileError` when its parts do not fit together.
  init?(_ file: ModelFile, name: String) throws(ModelFileError) {
    guard file.contains("\(name).weights") else { return nil }
    let words = try file.floats("\(name).words")
    let weights = try file.floats("\(name).weights")
    let intercepts = try file.floats("\(name).intercepts")
    let decision = try file.doubles("\(name).decision")
    guard words.count == 4, weights.count.isMultiple(of: 2), !weights.isEmpty,
      intercepts.count == 2, decision.count == 1, decision[0].isFinite,
      (words + weights + intercepts).allSatisfy(\.isFinite)
    else { throw .inconsistent(reason: "the parts of \"\(name)\" do not fit together") }
    self.init(
      wordWeights: words, vectorWeights: weights, intercepts: intercepts,
      neutralOffset: decision[0])
  }
}

extension ArticleContext {
  func add(to file: inout ModelFileWriter, name: String) {
    file.add("\(name).weights", floats: weights)
    file.add("\(name).intercepts", floats: intercepts)
    file.add("\(name).means", floats: means)
    file.add("\(name).decision", doubles: [neutralOffset])
  }

  /// Nil when the file has none of that name.
  ///
  /// - Throws: `ModelFileError` when its parts do not fit together.
  init?(_ file: ModelFile, name: String) throws(ModelFileError) {
    guard file.contains("\(name).weights") else { return nil }
    let weights = try file.floats("\(name).weights")
    let intercepts = try file.floats("\(name).intercepts")
    let means = try file.floats("\(name).means")
    let decision = try file.doubles("\(name).decision")
    guard weights.count == 2 * Self.featureCount, intercepts.count == 2, means.count == 2,
      decision.count == 1, decision[0].isFinite,
      (weights + intercepts + means).allSatisfy(\.isFinite)
    else { throw .inconsistent(reason: "the parts of \"\(name)\" do not fit together") }
    self.init(
      weights: weights, intercepts: intercepts, means: means, neutralOffset: decision[0])
  }
}

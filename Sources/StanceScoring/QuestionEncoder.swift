public import Encoders
import LinearAlgebra
public import LinearModels

/// An encoder that reads questions.
public struct QuestionEncoder: Sendable {
  public let encoder: Encoder
  private let tokenizer: QuestionTokenizer

  /// - Throws: `ModelFileError.inconsistent` when the encoder's vocabulary lacks the marks of questions.
  public init(_ encoder: Encoder) throws(ModelFileError) {
    self.encoder = encoder
    tokenizer = try QuestionTokenizer(encoder.vocabulary)
  }

  /// The vectors of questions, one after the other, each of `encoder.vectorLength` elements.
  ///
  /// A question's vector does not depend on those beside it.
  public func vectors(of questions: [StanceQuestion]) -> [Float] {
    encoder.vectors(of: questions.map { tokenizer.input($0) }).elements
  }

  /// What is told of a question, in the directions of the encoder, by an encoder that did not learn from its
  /// text; nil when that is not known.
  public func reading(of question: StanceQuestion) -> [Float]? {
    encoder.readings.reading(of: tokenizer.input(question))
  }
}

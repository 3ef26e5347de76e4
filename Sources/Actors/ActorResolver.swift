import BuiltIn
public import Documents
package import Lexicons
public import LinearModels
public import Quotes
public import Syntax

/// Finds who is in an article: joins mentions into actors, names each quote's speaker and targets.
///
/// Names are joined by rules over the article and the gazetteers; pronouns and descriptions ("the
/// president") by a learned ranker over the actors mentioned near; whether a quote is about an actor or
/// names it in passing is a learned decision over its mentions. Resolution fails for no text, and its
/// cost is linear in the tokens: every search back is bounded.
public struct ActorResolver: Sendable {
  let lexicons: ActorLexicons
  private let model: ActorModel
  private let list: ActorList?

  /// - Parameter list: Actors of the user's own, to which those of an article are bound.
  package init(_ model: ActorModel, lexicons: ActorLexicons, list: ActorList? = nil) {
    self.lexicons = lexicons
    self.model = model
    self.list = list
  }

  /// The resolver with the lists and the model that are part of the binary.
  ///
  /// - Throws: `LexiconError` or `ModelFileError` when they are absent or damaged: the build is broken.
  public static func builtIn() throws -> ActorResolver {
    guard let bytes = BuiltIn.bytes(of: "models/actors.model") else {
      throw ModelFileError.unreadable(path: "models/actors.model", reason: "not in the binary")
    }
    return try ActorResolver(ModelFile(bytes: bytes))
  }

  /// A resolver with another model and the lists that are part of the binary.
  ///
  /// - Throws: `ModelFileError` when the file is no model of actors.
  public init(_ file: ModelFile) throws {
    self.init(try ActorModel(from: file), lexicons: try .builtIn())
  }

  /// The actors of a document, and the speaker and the targets of each of its quotes.
  ///
  /// - Parameter targetThreshold: How sure it must be that a quote is about an actor; nil for the model's
  ///   own threshold.
  /// - Precondition: `parse` and `quotes` belong to `document`.
  public func resolve(
    _ document: Document, parse: Parse, quotes: [Quote], targetThreshold: Float? = nil
  ) -> ActorAnalysis {
    var reading = ActorReading(
      context: ActorContext(document: document, parse: parse, lexicons: lexicons),
      quotes: quotes, antecedentModel: model.antecedent, targetModel: model.target,
      targetThreshold: targetThreshold ?? model.targetThreshold, list: list)
    reading.read()
    return reading.analysis()
  }

  /// Reads a document whose annotation is known and gathers what can be learned from it.
  package static func lessons(
    from document: Document, parse: Parse, quotes: [Quote], lessons: ActorLessons,
    lexicons: ActorLexicons, antecedent: HashedRegression?
  ) -> ActorLessons {
    var reading = ActorReading(
      context: ActorContext(document: document, parse: parse, lexicons: lexicons),
      quotes: quotes, antecedentModel: antecedent, targetModel: nil, targetThreshold: 0.5,
      lessons: lessons)
    reading.read()
    return reading.lessons ?? lessons
  }
}

import Actors
import Encoders
import LinearAlgebra
import LinearModels
import Quotes
import StanceScoring
import Syntax

/// What the stages of an analyzer are made of, each part made on a thread of its own where threads
/// allow.
final class AnalyzerParts: @unchecked Sendable {
  // Unchecked: each property is written by one part of the work, and read after all are done.
  private(set) var syntax: Result<SyntaxAnalyzer, any Error> = .failure(Unmade())
  private(set) var quoteModel: Result<QuoteModel, any Error> = .failure(Unmade())
  private(set) var quoteLexicons: Result<QuoteLexicons, any Error> = .failure(Unmade())
  private(set) var actorModel: Result<ActorModel, any Error> = .failure(Unmade())
  private(set) var actorLexicons: Result<ActorLexicons, any Error> = .failure(Unmade())
  private(set) var stanceModel: Result<StanceModel, any Error> = .failure(Unmade())
  private(set) var stanceLexicons: Result<StanceLexicons, any Error> = .failure(Unmade())

  /// Nil when there is no file of one.
  private(set) var encoder: Result<QuestionEncoder?, any Error> = .failure(Unmade())

  private struct Unmade: Error {}

  /// - Parameter files: one file for each of `Analyzer.modelKinds`; that of an encoder may be left out.
  init(_ files: [ModelFile], threads: Int) {
    // Groups of about the same length. Lists that several stages read are made once.
    ThreadTeam(threads: threads).run(parts: 5) { part in
      switch part {
      case 4: encoder = Result { files.count > 4 ? try QuestionEncoder(Encoder(files[4])) : nil }
      case 0: stanceLexicons = Result { try StanceLexicons.builtIn() }
      case 1: quoteModel = Result { try QuoteModel(from: files[1]) }
      case 2:
        stanceModel = Result { try StanceModel(files[3]) }
        actorModel = Result { try ActorModel(from: files[2]) }
        actorLexicons = Result { try ActorLexicons.builtIn() }
      default:
        syntax = Result { try SyntaxAnalyzer(files[0]) }
        quoteLexicons = Result { try QuoteLexicons.builtIn() }
      }
    }
  }
}

import Actors
import CommandLineKit
import Corpora
import Foundation
import Lexicons
import LinearModels
import Quotes
import Sayso
import StanceScoring

/// What all commands that read articles have in common.
struct AnalysisOptions: Sendable {
  var articles: [String] = []
  var models: [String] = []
  /// A file of the user's own actors.
  var actors: String?
  var lexicons: [String] = []
  /// Nil for the default.
  var scorer: ScorerKind?
  var options = Analyzer.Options()
  var input = ArticleOptions()
  /// After more errors than this the run ends.
  var maximumErrors = Int.max
  var threads = ThreadCount.standard
}

extension AnalysisOptions {
  /// The analyzer with the models that were given, for a command that rates no stances: no encoder is
  /// read.
  func makeAnalyzerWithoutStance() throws -> Analyzer {
    var copy = self
    copy.scorer = .linear
    return try copy.makeAnalyzer()
  }

  /// The analyzer with the models that were given.
  func makeAnalyzer() throws -> Analyzer {
    let list = try actors.map { path throws(CorpusError) in try ActorList.read(path) }
    if options.listedTargetsOnly, list == nil {
      throw UsageError.conflict("--only-listed needs a list: --actors <file>.")
    }
    return try Analyzer(
      models: models.map { try openModel($0) }, actors: list, lists: try openLists(),
      scorer: scorer, threads: threads)
  }

  /// The word lists of stance, with those that were given.
  func stanceLexicons() throws -> StanceLexicons { try .builtIn(adding: openLists()) }

  private func openLists() throws -> [WordList] { try lexicons.map { try openList($0) } }
}

/// Opens a word list that a user gives.
func openList(_ path: String) throws -> WordList {
  try WordList(name: path, bytes: try readFile(path))
}

/// Opens a model file; what is wrong with it comes out with its path.
func openModel(_ path: String) throws -> ModelFile {
  do {
    return try ModelFile(path: path)
  } catch ModelFileError.unreadable(_, let reason) {
    throw ToolError(message: "\(path): cannot be read: \(reason.lowercased())", code: .missingInput)
  } catch {
    throw ToolError(message: "\(path): \(error)", code: .badData)
  }
}

/// Arguments of a command that reads articles.
protocol AnalysisArguments: Sendable {
  var analysis: AnalysisOptions { get set }
}

extension Command.Operands where Arguments: AnalysisArguments {
  static var articles: Self { articles(count: 1...Int.max) }

  static func articles(count: ClosedRange<Int>) -> Self {
    Self(
      "article", count: count,
      help: """
        Files with one article (.txt, .md, .html) or several (.jsonl, .csv, .tsv, .warc), each also \
        .gz or .zst; folders of them; patterns such as 'news/**/*.txt'; or - for standard input.
        """
    ) { (arguments, words) in arguments.analysis.articles = words }
  }
}

extension Flag where Arguments: AnalysisArguments {
  /// The options of every command that finds quotes.
  static var analysis: [Flag] {
    [
      .choices(
        "kinds", of: "kinds", help: "Kinds of quotes to keep (default direct,mixed,indirect)."
      ) {
        (arguments, kinds: [Quote.Kind]) in arguments.analysis.options.kinds = Set(kinds)
      },
      cues,
      .number(
        "min-confidence", of: "p", in: 0...1, help: "Leave out quotes less certain (default 0)."
      ) { $0.analysis.options.minimumConfidence = Float($1) },
      .number(
        "min-stance-confidence", of: "p", in: 0...1,
        help: "Take no side where the stance is less probable: it counts as neutral (default 0)."
      ) { $0.analysis.options.leastStanceProbability = $1 },
      models, actors, onlyListed, lexicons, scorer, threads,
    ] + input
  }

  /// The options of every command that reads articles.
  static var input: [Flag] {
    [
      .text(
        "text-field", of: "name",
        help: "The field or column with an article's text (default text)."
      ) { $0.analysis.input.textField = $1 },
      .text("id-field", of: "name", help: "The field or column with its id (default id).") {
        $0.analysis.input.idField = $1
        $0.analysis.input.needsID = true
      },
      .text("date-field", of: "name", help: "The field or column with its date (default date).") {
        $0.analysis.input.dateField = $1
        $0.analysis.input.needsDate = true
      },
      .choice(
        "input", of: "kind",
        help:
          "What the files are, whatever they are called: txt, md, html, jsonl, csv, tsv or warc."
      ) { (arguments, kind: ArticleFileKind) in arguments.analysis.input.kind = kind },
      .integer(
        "max-size", of: "MiB", in: 1...1024,
        help: "How long an article, a line or a row may be (default 16)."
      ) { $0.analysis.input.longestArticle = $1 << 20 },
      .integer(
        "max-errors", of: "n", in: 0...Int.max,
        help: "Stop after more articles than this could not be read (default: never)."
      ) { $0.analysis.maximumErrors = $1 },
    ]
  }

  static var threads: Flag {
    .integer(
      "threads", of: "n", in: 1...1024,
      help: "Threads to work on (default: SAYSO_THREADS, or all cores)."
    ) {
      $0.analysis.threads = $1
    }
  }

  static var scorer: Flag {
    .choice(
      "scorer", of: "scorer",
      help: """
        What stances are read from: linear for the words alone, fast and fully explained, or encoder for an \
        encoder's vectors beside them (default encoder, if the model of stance was trained with it).
        """
    ) { (arguments, scorer: ScorerKind) in arguments.analysis.scorer = scorer }
  }

  static var lexicons: Flag {
    .text(
      "lexicon", of: "file",
      help: """
        A word list of your own (.tsv) beside the binary's: of valences, frames or shifters; may stand \
        more than once.
        """
    ) { $0.analysis.lexicons.append($1) }
  }

  static var models: Flag {
    .text(
      "model", of: "file",
      help:
        "A model that takes the place of the binary's one of its kind; may stand more than once."
    ) { $0.analysis.models.append($1) }
  }

  static var actors: Flag {
    .text(
      "actors", of: "file",
      help: """
        Bind actors to a list of your own (.csv, .tsv with the columns name, aliases, kind, id; .jsonl \
        with such members): they get its names and its ids as "externalID".
        """
    ) { $0.analysis.actors = $1 }
  }

  private static var onlyListed: Flag {
    Flag("only-listed", help: "Keep only targets that the list of --actors has.") {
      (arguments, _) in arguments.analysis.options.listedTargetsOnly = true
    }
  }

  private static var cues: Flag {
    Flag(
      "cues", value: .required("classes"),
      help: "Cues to believe: speech, evaluation, attitude, or all (default speech,evaluation)."
    ) { (arguments, text) throws(UsageError) in
      if text == "all" {
        arguments.analysis.options.cueClasses = Set(Quote.CueClass.allCases)
        return
      }
      var classes: Set<Quote.CueClass> = []
      for word in text.split(separator: ",", omittingEmptySubsequences: false) {
        guard let cueClass = Quote.CueClass(rawValue: String(word)) else {
          throw .invalid(
            text, for: "--cues <classes>",
            expected: "all, or some of speech, evaluation, attitude, separated by commas")
        }
        classes.insert(cueClass)
      }
      arguments.analysis.options.cueClasses = classes
    }
  }

  static func output(_ help: String) -> Flag where Arguments: OutputArguments {
    .text("output", short: "o", of: "file", help: help) { $0.output = $1 }
  }
}

/// Arguments of a command whose result may go to a file.
protocol OutputArguments {
  /// The file, or nil for standard output.
  var output: String? { get set }
}

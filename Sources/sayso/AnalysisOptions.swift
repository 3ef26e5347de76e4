import CommandLineKit
import Foundation
import Quotes
import Sayso

/// What all commands that read articles have in common.
struct AnalysisOptions: Sendable {
  var articles: [String] = []
  var options = Analyzer.Options()
  var threads = ProcessInfo.processInfo.activeProcessorCount
}

/// Arguments of a command that reads articles.
protocol AnalysisArguments: Sendable {
  var analysis: AnalysisOptions { get set }
}

extension Command.Operands where Arguments: AnalysisArguments {
  static var articles: Self {
    Self(
      "article",
      help: """
        Text files (.txt, .md), files with one article a line (.jsonl, with "id" and "text"), \
        folders, or - for standard input.
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
      threads,
    ]
  }

  static var threads: Flag {
    .integer("threads", of: "n", in: 1...1024, help: "Threads to work on (default: all cores).") {
      $0.analysis.threads = $1
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

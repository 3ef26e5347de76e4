import Actors
import StanceScoring

extension SpeakerReport {
  /// The report as Markdown.
  public var markdown: String {
    var text = "# Who says what about whom\n\n\(summary)\n"
    text += "\nScores run from −1 (against) over 0 to +1 (favor). \(Self.smallNote)\n"
    let months = months
    if !months.isEmpty {
      text += "\n## Mean score by month\n\n"
      text += Markdown.table(Self.monthHeader, months.map(Self.cells))
    }
    for speaker in speakers {
      text += "\n## \(Markdown.escape(speaker.name))\n\n"
      text += "\(speaker.kind.rawValue), \(Figures.count(speaker.quoteCount, "quote"))"
      text += " in \(Figures.count(speaker.articleCount, "article"))\n"
      if speaker.targets.isEmpty { continue }
      text += "\n| about | quotes | mean score, 95 % interval | favor | neutral | against |\n"
      text += "|---|--:|---|--:|--:|--:|\n"
      for target in speaker.targets {
        let cells =
          [Markdown.escape(target.name), "\(target.quoteCount)", target.figure]
          + Stance.allCases.map { "\(target.count(of: $0))" }
        text += "| " + cells.joined(separator: " | ") + " |\n"
      }
      for target in speaker.targets {
        for quote in target.tellingQuotes(2) {
          text += "\n> \(Markdown.escape(quote.text))\n>\n"
          text += "> — on \(Markdown.escape(target.name)): \(quote.label.rawValue) "
          text += "(\(Figures.trimmed(Figures.signed(quote.score)))), "
          text += "\(Markdown.escape(quote.article))\n"
        }
      }
    }
    return text
  }
}

/// Text inside Markdown.
enum Markdown {
  /// The text with every character escaped that could begin markup.
  static func escape(_ text: String) -> String {
    var escaped = ""
    for character in text {
      if character.isNewline {
        escaped += " "
      } else {
        if "\\`*_{}[]<>#|~!&".contains(character) { escaped += "\\" }
        escaped.append(character)
      }
    }
    return escaped
  }
}

import Actors
import StanceScoring

extension SpeakerReport {
  /// The report as plain text for a terminal or a file.
  public func text(_ style: TextStyle) -> String {
    var text = summary + "\n"
    let nameWidth = min(max(style.width - 56, 14), 32)
    for speaker in speakers {
      text += "\n" + heading(speaker, style) + "\n"
      for target in speaker.targets {
        text += line(target, nameWidth, style) + "\n"
        for quote in target.tellingQuotes(2) {
          let line = "      \(Figures.sign(quote.label)) "
          text += line + style.faint(Figures.cut(quote.text, style.width - line.count)) + "\n"
        }
      }
      if speaker.targets.isEmpty { text += "    talks about nobody by name\n" }
    }
    let months = months
    if !months.isEmpty {
      text += "\n" + style.bold("Mean score by month") + "\n"
      for month in months {
        text += "    \(month.name)  \(Self.bar(month.mean)) \(Figures.signed(month.mean)) "
        text += Figures.pad(Figures.signedInterval(month.interval), 14)
        text += " \(Figures.count(month.count, "score"))\n"
      }
    }
    if !speakers.isEmpty { text += "\n" + legend(style) + "\n" }
    return text
  }

  /// What a mean in parentheses says.
  static let smallNote =
    "A mean of fewer than \(smallCount) quotes stands in parentheses behind its interval: it says little."

  /// How much was read and found, in one line.
  var summary: String {
    var line = "\(Figures.count(articleCount, "article")), \(Figures.count(quoteCount, "quote"))"
    line += ", \(Figures.count(speakers.count, "speaker"))"
    if speakerlessCount > 0 {
      line += "; \(speakerlessCount) without a speaker (\(Figures.percent(speakerlessShare)))"
    }
    if !scorers.isEmpty { line += "; scorer: " + scorers.joined(separator: ", ") }
    return line
  }

  private func heading(_ speaker: Speaker, _ style: TextStyle) -> String {
    var facts = "\(speaker.kind.rawValue), \(Figures.count(speaker.quoteCount, "quote"))"
    if speaker.articleCount > 1 { facts += " in \(speaker.articleCount) articles" }
    let name = Figures.cut(speaker.name, max(style.width - facts.count - 2, 12))
    return style.bold(name) + "  " + style.faint(facts)
  }

  private func line(_ target: Target, _ nameWidth: Int, _ style: TextStyle) -> String {
    let stance = target.leaning
    let name = Figures.pad(Figures.cut(target.name, nameWidth), nameWidth)
    let counts = Stance.allCases.map { "\(Figures.sign($0))\(target.count(of: $0))" }
    var line = "    \(name) "
    if target.isSmall {
      // The interval stands first and nothing is drawn: the mean says little.
      line += Figures.pad("few quotes", 15) + " " + Figures.pad(target.figure, 22)
    } else {
      line += style.colored(Self.bar(target.meanScore), as: stance) + " "
      line += style.colored(Figures.signed(target.meanScore), as: stance)
      line += " " + Figures.pad(Figures.signedInterval(target.interval), 16)
    }
    line += " " + counts.joined(separator: " ")
    return line
  }

  private func legend(_ style: TextStyle) -> String {
    style.faint("Scores: −1 against to +1 favor, [95 %]. Quotes: + favor, = neutral, − against.")
      + "\n"
      + style.faint(
        "(…) behind an interval: a mean of fewer than \(Self.smallCount) quotes, which says little."
      )
  }

  /// A bar of 15 columns with 0 in the middle.
  static func bar(_ score: Double) -> String {
    let length = min(7, Int((abs(score) * 7).rounded()))
    let filled = String(repeating: "█", count: length)
    let empty = String(repeating: "·", count: 7 - length)
    let none = String(repeating: "·", count: 7)
    return score < 0 ? empty + filled + "|" + none : none + "|" + filled + empty
  }
}

extension SpeakerReport.Target {
  /// The side that most quotes take; neutral when neither does.
  var leaning: Stance {
    let (favor, against) = (count(of: .favor), count(of: .against))
    if favor == against { return .neutral }
    return favor > against ? .favor : .against
  }
}

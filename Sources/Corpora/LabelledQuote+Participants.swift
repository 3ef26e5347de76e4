import Documents
public import StanceScoring

extension StanceParticipants {
  /// Numbers for the speakers and targets of labelled quotes: equal names in one group are one actor.
  ///
  /// A quote without a speaker's name has no speaker. A target without a name of its own goes by the
  /// text of its mention.
  public static func numbered(_ quotes: [LabelledQuote]) -> [StanceParticipants] {
    var numbers: [[String]: Int] = [:]
    func number(_ name: String, _ quote: LabelledQuote) -> Int {
      let key = [quote.group, name]
      let next = numbers.count
      return numbers[key, default: next]
    }
    return quotes.map { quote in
      let targetName =
        quote.targetName ?? String(decoding: quote.text[quote.target.range], as: UTF8.self)
      let target = number(targetName, quote)
      numbers[[quote.group, targetName]] = target
      var speaker: Int?
      if let name = quote.speaker {
        let found = number(name, quote)
        numbers[[quote.group, name]] = found
        speaker = found
      }
      return StanceParticipants(speaker: speaker, target: target)
    }
  }
}

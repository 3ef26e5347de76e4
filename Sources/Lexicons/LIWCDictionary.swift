/// A dictionary in the `.dic` format of LIWC, with its irregularities.
///
/// Between two lines of `%` stand the numbers and names of categories; after them one term a line,
/// a tab, and the numbers of its categories. Beside plain numbers there may be
///
/// - `<of>131/125`: 131 when the word "of" follows, else 125. The first becomes an entry of two words.
/// - `(02 134)125/464`: 125 when the word before is in category 02 or 134, else 464. What stands before
///   a term is not known to a list, so that the second counts, and a note says how often.
///
/// Fields may be set apart by several tabs or spaces, and a term may stand there twice: then it is in
/// the categories of both.
struct LIWCDictionary {
  private(set) var terms: [DictionaryTerm] = []

  /// - Throws: `LexiconError` when a line is neither, or names a category that is not defined.
  init(name: String, lines: DictionaryLines, notes: inout [String]) throws(LexiconError) {
    var names: [Int: String] = [:]
    var section = 0
    var places: [String: Int] = [:]
    var conditionCount = 0
    var repeatedCount = 0
    func failure(_ line: Int, _ found: some StringProtocol, _ expected: String) -> LexiconError {
      LexiconError(
        file: name, line: line,
        problem: .malformed(found: String(found.prefix(60)), expected: expected))
    }
    for (number, text) in lines.lines {
      let line = text.drop { $0.isWhitespace }
      if line.isEmpty { continue }
      if line.hasPrefix("%") && section < 2 {
        section += 1
        continue
      }
      if section == 0 { throw failure(number, line, "a line of % before the categories") }
      if section == 1 {
        let fields = line.split(maxSplits: 1, whereSeparator: \.isWhitespace)
        guard fields.count == 2, let code = Int(fields[0]) else {
          throw failure(number, line, "a number and the name of a category")
        }
        names[code] = String(
          fields[1].drop { $0.isWhitespace }.prefix { !$0.isWhitespace && $0 != "(" })
        continue
      }
      // Terms of several words have spaces; the tab ends them.
      let tab = line.firstIndex(of: "\t") ?? line.firstIndex(where: \.isWhitespace) ?? line.endIndex
      let term = String(line[..<tab])
      var codes: [Int] = []
      var rest = line[tab...]
      func readCode() -> Int? {
        let digits = rest.prefix(while: \.isNumber)
        rest = rest.dropFirst(digits.count)
        return Int(digits)
      }
      while true {
        rest = rest.drop { $0.isWhitespace || $0 == "," }
        guard let first = rest.first else { break }
        if first == "<" || first == "(" {
          let close: Character = first == "<" ? ">" : ")"
          guard let end = rest.firstIndex(of: close) else {
            throw failure(number, rest, "a closing \"\(close)\"")
          }
          let condition = rest[rest.index(after: rest.startIndex)..<end]
          rest = rest[rest.index(after: end)...]
          let met = readCode()
          var unmet: Int?
          if rest.first == "/" {
            rest = rest.dropFirst()
            unmet = readCode()
          }
          if let unmet { codes.append(unmet) }
          if first == "<", let met {
            guard let category = names[met] else {
              throw failure(number, "\(met)", "the number of a category")
            }
            for word in condition.split(whereSeparator: \.isWhitespace) {
              terms.append(
                DictionaryTerm(line: number, text: "\(term) \(word)", categories: [category]))
            }
          } else {
            conditionCount += 1
          }
        } else if let code = readCode() {
          codes.append(code)
        } else {
          throw failure(number, rest, "the number of a category")
        }
      }
      guard !codes.isEmpty else { throw failure(number, line, "a term and numbers of categories") }
      var categories: [String] = []
      for code in codes {
        guard let category = names[code] else {
          throw failure(number, "\(code)", "the number of a category")
        }
        categories.append(category)
      }
      if let place = places[term] {
        repeatedCount += 1
        terms[place].categories += categories.filter { !terms[place].categories.contains($0) }
      } else {
        places[term] = terms.count
        terms.append(DictionaryTerm(line: number, text: term, categories: categories))
      }
    }
    guard section == 2 else {
      throw failure(lines.lines.count, "", "two lines of % around the categories")
    }
    if repeatedCount > 0 {
      notes.append("\(repeatedCount) terms stand there twice: they are in the categories of both")
    }
    if conditionCount > 0 {
      notes.append(
        "\(conditionCount) conditions on the word before were taken as not met: a list cannot keep them"
      )
    }
  }
}

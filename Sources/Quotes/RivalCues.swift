import Documents
import LinearModels
import Syntax

/// What other cues stand in the window of a cue, and where: between a unit and the cue, at the unit,
/// or right after it.
struct RivalCues {
  /// For each unit the strength of another cue there.
  private var here: [UInt8]
  /// The strongest of those between the unit and the cue.
  private var strongest: [UInt8]
  /// How many likely ones are between the unit and the cue, at most 2.
  private var count: [UInt8]
  /// How the likely one nearest to the cue hangs on it, for units behind it; 0 for none.
  private var link: [UInt64]
  /// The strongest of those within the next units away from the cue, up to the next passage.
  private var beyond: [UInt8]
  /// The strength and link of another cue whose clause begins with this unit.
  private var opening: [UInt64]
  private let ownForm: UInt64

  private static let reach = 8

  init(around cue: CueCandidate, in window: ArgumentWindow, cues: CueScores, context: QuoteContext)
  {
    let units = window.units
    let total = units.count
    here = [UInt8](repeating: 0, count: total)
    strongest = here
    count = here
    beyond = here
    link = [UInt64](repeating: 0, count: total)
    opening = link
    let ownForm = context.verbForm(of: cue.head)
    self.ownForm = ownForm
    for (index, unit) in units.enumerated()
    where !unit.isPassage && !cue.tokens.contains(unit.tokens.lowerBound) {
      here[index] = cues.strengthOfToken[unit.tokens.lowerBound]
    }
    func pass(_ order: some Sequence<Int>) {
      var most: UInt8 = 0
      var likely: UInt8 = 0
      var first: UInt64 = 0
      for index in order {
        strongest[index] = most
        count[index] = likely
        link[index] = first
        let strength = here[index]
        most = max(most, strength)
        if strength >= CueScores.likely {
          likely = min(2, likely + 1)
          if first == 0 {
            first = 1 + context.rivalLink(of: units[index].tokens.lowerBound)
          }
        }
      }
    }
    func look(_ order: some Sequence<Int>) {
      // From the far end towards the cue: the strongest seen, and how far back.
      var strength: UInt8 = 0
      var distance = 0
      for index in order {
        beyond[index] = distance <= Self.reach ? strength : 0
        if units[index].isPassage {
          strength = 0
        } else if here[index] >= strength {
          strength = here[index]
          distance = 0
        }
        distance += 1
      }
    }
    let cueEnd = min(total - 1, window.cueUnit + cue.tokens.count - 1)
    if window.cueUnit > 0 {
      pass((0..<window.cueUnit).reversed())
      look(0..<window.cueUnit)
    }
    if cueEnd + 1 < total {
      pass((cueEnd + 1)..<total)
      look(((cueEnd + 1)..<total).reversed())
    }
    for index in 0..<total where here[index] >= 2 {
      let token = units[index].tokens.lowerBound
      let start = context.groupStart(of: token)
      // The conjunction before the verb, or the verb where there is none.
      var place = index - (token - start)
      for _ in 0..<2 where place > 0 {
        let before = units[place - 1]
        guard !before.isPassage, context.opensClause(before.tokens.lowerBound) else { break }
        place -= 1
      }
      guard place >= 0, place < total else { continue }
      let form = context.verbForm(of: token)
      opening[place] = UInt64(here[index]) << 8 | form << 1 | (form == ownForm ? 1 : 0)
    }
  }

  func addFeatures(
    ofUnit index: Int, side: UInt64, isPassage: Bool, tag: UInt64, guideline: UInt64,
    to buffer: inout FeatureBuffer
  ) {
    let passage: UInt64 = isPassage ? 1 : 0
    let between = UInt64(strongest[index])
    buffer.add(200, side, between, passage)
    buffer.add(201, side, UInt64(count[index]), link[index])
    buffer.add(202, side << 8 | ownForm, link[index], between)
    buffer.add(203, side, UInt64(here[index]), between)
    buffer.add(204, side << 8 | between, UInt64(beyond[index]), passage)
    buffer.add(205, side, opening[index], between)
    buffer.add(206, side << 8 | ownForm, opening[index])
    buffer.add(207, side << 8 | tag, UInt64(beyond[index]), between)
    buffer.add(208, guideline << 8 | side, link[index] << 16 | opening[index])
    buffer.add(209, guideline << 8 | side, between << 8 | UInt64(beyond[index]), passage)
  }
}

extension QuoteContext {
  /// Form and voice of the verb group at a token, or its part of speech outside one.
  func verbForm(of token: Int) -> UInt64 {
    let group = parse.verbGroupOfToken[token]
    guard group >= 0 else { return 30 + UInt64(parse.tags[token].rawValue) }
    let verb = parse.verbGroups[Int(group)]
    return UInt64(verb.voice.rawValue) | UInt64(verb.form.rawValue) << 1
  }

  /// The first token of the verb group at a token.
  func groupStart(of token: Int) -> Int {
    let group = parse.verbGroupOfToken[token]
    return group >= 0 ? min(token, parse.verbGroups[Int(group)].tokens.lowerBound) : token
  }

  /// The word and the mark that may link a clause to the one before.
  func opensClause(_ token: Int) -> Bool {
    switch parse.tags[token] {
    case .cconj, .adv, .punct: true
    default: false
    }
  }

  /// How a cue's clause is linked to what stands before: its verb's form and the word in front.
  func rivalLink(of token: Int) -> UInt64 {
    let start = groupStart(of: token)
    guard start > 0 else { return verbForm(of: token) }
    let before = start - 1
    let word: UInt64 =
      switch parse.tags[before] {
      case .cconj: parse.lemmaHashes[before] & 0xFFFF
      case .punct: document.tokens[before].hash & 0xFFFF | 1 << 16
      default: UInt64(parse.tags[before].rawValue) | 1 << 17
      }
    return word << 8 | verbForm(of: token)
  }
}

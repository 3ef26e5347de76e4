import Lexicons

/// The closed classes that phrase structure is read from, as hashes of lemmas or forms.
package struct FunctionWords: Sendable {
  let modals: Set<UInt64>
  let futures: Set<UInt64>
  let conditionals: Set<UInt64>
  let negators: Set<UInt64>
  let particles: Set<UInt64>
  let relatives: Set<UInt64>
  let possessives: Set<UInt64>
  let interrogatives: Set<UInt64>
  /// Days, months and feasts: capitalised, but no one's name.
  package let calendar: Set<UInt64>
  /// Small words inside names: "of", "bin", "van".
  let nameParticles: Set<UInt64>
  /// The last words of names of events, laws and works, which are no one's: "War", "Act", "Cup".
  let events: Set<UInt64>
  /// What states and cities have and persons have not: "parliament", "capital".
  let polities: Set<UInt64>
  /// The last parts of compounds that describe the name after them: "based" of "Lagos-based".
  let compoundEnds: Set<UInt64>
  /// What joins a body's name with what it is for: "for", "on".
  let complementWords: Set<UInt64>
  /// What bodies do or are paid for: "scheme".
  let undertakings: Set<UInt64>
  /// Bodies that are called into being over something: "committee" on it.
  let panels: Set<UInt64>
  /// The ends of names of companies: "Ltd".
  let companyEnds: Set<UInt64>
  /// What may follow the name of a medium: "newspaper".
  let media: Set<UInt64>
  /// The ends of names of sites: "com".
  let siteEnds: Set<UInt64>
  let be: UInt64
  let get: UInt64
  let have: UInt64
  let to: UInt64
  let by: UInt64
  let that: UInt64

  package static let builtIn: FunctionWords = {
    do {
      return try FunctionWords()
    } catch {
      preconditionFailure("the list of function words inside the binary is broken: \(error)")
    }
  }()

  private init() throws(LexiconError) {
    let list = try WordList(builtIn: "text/function-words.tsv")
    var classes: [String: Set<UInt64>] = [:]
    for row in 0..<list.count {
      classes[list.string(row: row, column: 1), default: []].insert(list.hash(row: row, column: 0))
    }
    modals = classes["modal"] ?? []
    futures = classes["future"] ?? []
    conditionals = classes["conditional"] ?? []
    negators = classes["negator"] ?? []
    particles = classes["particle"] ?? []
    relatives = classes["relative"] ?? []
    possessives = classes["possessive"] ?? []
    interrogatives = classes["interrogative"] ?? []
    calendar = classes["calendar"] ?? []
    nameParticles = classes["name-particle"] ?? []
    events = classes["event"] ?? []
    polities = classes["polity"] ?? []
    compoundEnds = classes["compound-end"] ?? []
    complementWords = classes["complement"] ?? []
    undertakings = classes["undertaking"] ?? []
    panels = classes["panel"] ?? []
    companyEnds = classes["company-end"] ?? []
    media = classes["medium"] ?? []
    siteEnds = classes["site-end"] ?? []
    be = TextHash.hash("be".utf8)
    get = TextHash.hash("get".utf8)
    have = TextHash.hash("have".utf8)
    to = TextHash.hash("to".utf8)
    by = TextHash.hash("by".utf8)
    that = TextHash.hash("that".utf8)
  }
}

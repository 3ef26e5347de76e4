import Documents
import Lexicons

/// The second pass over a document's entities, which makes one name mean one thing.
///
/// The recogniser sees a sentence at a time. Here the whole document decides: a surname that stands
/// beside its full name elsewhere is a person's, a name with several readings takes the one it has most
/// often, acronyms take the kind of what they stand for. Countries, organizations and peoples that the
/// lists know are added where the recogniser was silent.
struct EntityPass {
  let document: Document
  let tags: [PartOfSpeech]
  let words: WordFeatures
  let lists: [Gazetteer.Categories]
  let phrases: [Gazetteer.Match]
  /// Names of several words that the lists hold.
  let listed: Set<Range<Int>>
  let countries: Set<Range<Int>>
  /// The tokens of titles of several words.
  let titleEnds: Set<Int>
  var entities: [Entity]
  var entityOfToken: [Int32] = []
  let calendar = FunctionWords.builtIn.calendar
  let particles = FunctionWords.builtIn.nameParticles
  let polities = FunctionWords.builtIn.polities
  let events = FunctionWords.builtIn.events
  let compoundEnds = FunctionWords.builtIn.compoundEnds
  let complementWords = FunctionWords.builtIn.complementWords
  let siteEnds = FunctionWords.builtIn.siteEnds
  let undertakings = FunctionWords.builtIn.undertakings
  let panels = FunctionWords.builtIn.panels
  let companyEnds = FunctionWords.builtIn.companyEnds
  let media = FunctionWords.builtIn.media
  /// The tokens of adjectives and nouns of peoples of several words: "South Korean".
  let peoples: Set<Int>

  init(
    _ document: Document, _ tags: [PartOfSpeech], _ words: WordFeatures,
    lists: [Gazetteer.Categories], phrases: [Gazetteer.Match], entities: [Entity]
  ) {
    self.document = document
    self.tags = tags
    self.words = words
    self.lists = lists
    self.phrases = phrases
    self.entities = entities
    titleEnds = Set(phrases.filter { $0.categories.contains(.title) }.flatMap(\.tokens))
    peoples = Set(
      phrases.filter { !$0.categories.isDisjoint(with: [.adjective, .member, .people]) }
        .flatMap(\.tokens))
    listed = Set(phrases.map(\.tokens))
    countries = Set(phrases.filter { $0.categories.contains(.country) }.map(\.tokens))
  }

  /// Runs all steps.
  mutating func run() {
    trim()
    index()
    extend()
    addOffices()
    addListed()
    index()
    addCapitalized()
    joinNicknames()
    unify()
    spread()
    index()
    extend()
    index()
    // Once more, for what was added since.
    unify()
    nameGroups()
  }

  mutating func index() {
    entities.removeAll { $0.tokens.isEmpty }
    entities.sort { $0.tokens.lowerBound < $1.tokens.lowerBound }
    entityOfToken = [Int32](repeating: -1, count: tags.count)
    for (index, entity) in entities.enumerated() {
      for token in entity.tokens { entityOfToken[token] = Int32(index) }
    }
  }

  func isFree(_ tokens: Range<Int>) -> Bool {
    tokens.allSatisfy { entityOfToken[$0] < 0 }
  }

  func isCapitalized(_ token: Int) -> Bool {
    switch document.tokens[token].casing {
    case .capitalized, .upper, .mixed: true
    case .lower, .none: false
    }
  }
}

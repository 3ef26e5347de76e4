import Documents
import Lexicons
import Syntax

/// A stretch of text that names somebody, before it is known whom.
struct NameMention {
  /// The name without title, article and possessive mark.
  var tokens: Range<Int>
  var kind: Entity.Kind
  var probability: Float
  /// Hashes of the name's words, suffixes ("Jr.") left out; "al-Kadhimi" counts as "kadhimi".
  var nameWords: [UInt64] = []
  /// The title before the name; empty when there is none.
  var title: Range<Int>
  var gender: Actor.Gender = .unknown
  /// Nouns the named one is called by: title, apposition, nouns before the name.
  var roles: [UInt64] = []
  /// Index into `NameLexicon.countryNames`, or -1.
  var country = -1
  var countryUses: NameLexicon.CountryUses = []
  /// Index into `NameLexicon.organizationNames`, or -1.
  var organization = -1
  var organizationKind: NameLexicon.OrganizationKind?
  /// Whether the organization's form is also a name of others ("Congress").
  var isAmbiguous = false
  var form: Mention.Form = .name
  /// Whether the name only modifies a noun ("a Clinton aide").
  var isModifier = false
  /// Whether another name builds on this one ("Clinton" in "the Clinton campaign").
  var isBase = false
  /// The name that this one builds on ("Clinton" in "the Clinton campaign"), as index, or -1.
  var base = -1
  /// The surname of the next name, which this first name shares ("Ana and Luis Prado").
  var sharedSurname: Range<Int>?
  /// A name that the text writes as one word ("@AdaPike"), with its spaces.
  var spelledName: String?
  /// Index of the actor, once joined.
  var actor = -1

  init(tokens: Range<Int>, kind: Entity.Kind, probability: Float) {
    self.tokens = tokens
    self.kind = kind
    self.probability = probability
    self.title = tokens.lowerBound..<tokens.lowerBound
  }

  /// The name with its title.
  var full: Range<Int> { title.isEmpty ? tokens : title.lowerBound..<tokens.upperBound }
}

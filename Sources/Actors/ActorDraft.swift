import Documents
import Lexicons
import Syntax

/// An actor while its mentions are being gathered.
struct ActorDraft {
  /// Name words of each differing form seen, the fullest first.
  var variants: [[UInt64]] = []
  /// How often each kind was seen, weighted by the recogniser's probability.
  var kindWeights: [Float] = [0, 0, 0, 0]
  var isNominal = false
  /// What a described somebody is, when its noun says so.
  var describedAs: NameLexicon.RoleKind?
  var gender: Actor.Gender = .unknown
  var roles: Set<UInt64> = []
  /// Whether a title before the name says an office.
  var hasOffice = false
  /// Mentions by name, in text order once joining has ended.
  var names: [Int] = []
  var mentions: [Mention] = []
  /// The usual name, for countries, parties and joint speakers.
  var usualName: String?
  /// Whether the usual name was read off a handle, until the text writes it in full.
  var isSpelled = false
  /// The tokens of the fullest form.
  var nameTokens: Range<Int> = 0..<0
  var country = -1
  var organizationKind: NameLexicon.OrganizationKind?
  /// The entry of the user's list that the actor is bound to, or -1, and the kind that it says.
  var entry = -1
  var listedKind: Actor.Kind?
  /// The actors of a joint speaker, or the one this is a part of ("Clinton campaign").
  var members: [Int] = []

  var kind: Actor.Kind {
    if let listedKind { return listedKind }
    if isNominal { return .nominal }
    if !members.isEmpty, kindWeights.allSatisfy({ $0 == 0 }) { return .group }
    var best = 0
    for index in 1..<4 where kindWeights[index] > kindWeights[best] { best = index }
    switch Entity.Kind(rawValue: UInt8(best)) {
    case .person: return .person
    case .organization: return .organization
    case .place: return .place
    case .group, nil: return .group
    }
  }

  var fullest: [UInt64] { variants.first ?? [] }
}

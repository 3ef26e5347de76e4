import Documents
import Lexicons
import LinearModels
import Syntax

extension Discourse {
  /// The features of "this description stands for nobody named".
  func addFeaturesOfNobody(
    for anaphor: Anaphor, among all: [AntecedentCandidate], isSource: Bool, isQuoted: Bool,
    to buffer: inout FeatureBuffer
  ) {
    let type: UInt64 =
      10 + UInt64(anaphor.role?.rawValue ?? 5) * 4 + UInt64(anaphor.definiteness.rawValue)
    let setting = type << 4 | (isSource ? 1 : isQuoted ? 3 : 0)
    let matches = all.count { other in
      anaphor.titles.contains { drafts[other.actor].roles.contains($0) }
    }
    let namesakes = all.count { other in
      drafts[other.actor].variants.contains { $0.contains(anaphor.word) && $0.count > 1 }
    }
    buffer.add(60, setting)
    buffer.add(61, anaphor.word)
    buffer.add(62, setting, UInt64(min(matches, 3)), UInt64(min(namesakes, 2)))
    buffer.add(63, setting, UInt64(min(all.count, 4)))
    buffer.add(64, setting, UInt64(min(anaphor.tokens.count, 5)), anaphor.hasComplement ? 1 : 0)
    buffer.add(65, anaphor.word, UInt64(min(matches, 1)), isSource ? 1 : 0)
    buffer.add(66, anaphor.isPlural ? 1 : 0, setting)
    let sort = sort(of: anaphor)
    let definiteness = UInt64(anaphor.definiteness.rawValue)
    buffer.add(67, sort, definiteness, anaphor.isPlural ? 1 : 0)
    buffer.add(68, type, UInt64(min(matches, 2)), UInt64(min(namesakes, 2)))
    buffer.add(69, anaphor.word, definiteness)
    buffer.add(59, anaphor.hasComplement ? 1 : 0, sort, definiteness)
  }

  /// What sort of description it is: of a government, a country, a relative, a party, a body, a person,
  /// a document.
  private func sort(of anaphor: Anaphor) -> UInt64 {
    let word = context.hash(anaphor.head)
    if context.words.has(word, .government) { return 1 }
    if context.words.has(word, .abstract) { return 2 }
    if context.words.has(word, .kin) { return 3 }
    if anaphor.word == Self.party { return 4 }
    return UInt64(anaphor.role?.rawValue ?? 3) + 5
  }

  /// What sort of actor a candidate is.
  private func nature(of actor: Int) -> UInt64 {
    let draft = drafts[actor]
    if draft.country >= 0 { return actor == mainCountry ? 1 : 2 }
    if let kind = draft.organizationKind { return UInt64(kind.featureNumber) + 10 }
    switch draft.kind {
    case .person: return 3
    case .organization: return draft.members.isEmpty ? 4 : 8
    case .place: return 5
    case .group: return 6
    case .nominal: return 7
    }
  }

  private static let party = TextNormalizer.hash("party".utf8)

  /// The features of "this anaphor stands for that actor".
  ///
  /// - Parameter quote: the speaker of the quote that holds the anaphor and whether the anaphor stands
  ///   inside marks, when it stands in a quote.
  func addFeatures(
    of anaphor: Anaphor, _ candidate: AntecedentCandidate, among all: [AntecedentCandidate],
    quote: (speaker: Int?, isInsideMarks: Bool)?, isSource: Bool, to buffer: inout FeatureBuffer
  ) {
    let draft = drafts[candidate.actor]
    let position = anaphor.tokens.lowerBound
    let type: UInt64 =
      anaphor.isPronoun
      ? UInt64(anaphor.gender.rawValue) + 1
      : 10 + UInt64(anaphor.role?.rawValue ?? 5) * 4 + UInt64(anaphor.definiteness.rawValue)
    let place: UInt64 = isSource ? 1 : quote == nil ? 0 : quote!.isInsideMarks ? 3 : 2
    let setting = type << 4 | place
    let kind = UInt64(
      draft.kind == .nominal
        ? 5 : draft.kindWeights.firstIndex(of: draft.kindWeights.max() ?? 0) ?? 4)
    let gender: UInt64 =
      draft.gender == .unknown ? 0 : draft.gender == anaphor.gender ? 1 : 2
    let distance: UInt64 =
      candidate.distance < 4
      ? UInt64(candidate.distance) : candidate.distance < 7 ? 4 : candidate.distance < 99 ? 5 : 6
    let rank = UInt64(min(candidate.rank, 5))
    let role = candidate.nearest.map { UInt64($0.role.rawValue) + 1 } ?? 0
    let form = candidate.nearest.map { UInt64($0.form) + 1 } ?? 0
    let isQuoted: UInt64 =
      candidate.nearest.map { quoteOfToken[$0.token] >= 0 ? 2 : 1 } ?? 0
    let near = UInt64(min(candidate.mentionsNear, 4))
    let prominence = UInt64(
      prominent.prefix(4).firstIndex(of: candidate.actor) ?? 4)
    let isSpeaker: UInt64 =
      quote?.speaker == candidate.actor ? 1 : quote?.speaker == nil ? 2 : 0
    let recent = recentSpeakers(before: position)
    let lastSpeaker: UInt64 =
      recent.last?.actor == candidate.actor
      ? 1 : recent.dropLast().last?.actor == candidate.actor ? 2 : 0
    let speakerDistance: UInt64 =
      recent.last.map {
        UInt64(min(3, max(0, context.sentence(position) - context.sentence($0.token))))
      } ?? 4
    let isFresh: UInt64 =
      candidate.nearest.map {
        draft.names.first.map { first in firstToken(ofName: first) } == $0.token ? 1 : 0
      } ?? 2
    let sameParagraph: UInt64 =
      candidate.nearest.map {
        let distance =
          context.document.tokens[position].paragraph - context.document.tokens[$0.token].paragraph
        return UInt64(max(0, min(2, distance)))
      } ?? 3
    let own = UInt64(context.role(of: anaphor.tokens).rawValue)
    let sameRolePronoun: UInt64 =
      lastAnaphor(before: position)?.actor == candidate.actor ? 1 : 0
    let rivals = UInt64(min(all.count, 4))

    buffer.add(1, setting)
    buffer.add(2, setting, distance, rank)
    buffer.add(3, setting, rank)
    buffer.add(4, setting, gender)
    buffer.add(5, setting, role, distance)
    buffer.add(6, setting, isQuoted, distance)
    buffer.add(7, setting, lastSpeaker, speakerDistance)
    buffer.add(8, setting, isSpeaker, own)
    buffer.add(9, setting, prominence, distance)
    buffer.add(10, setting, near, distance)
    buffer.add(11, setting, form, distance)
    buffer.add(12, setting, kind)
    buffer.add(13, setting, sameRolePronoun, distance)
    buffer.add(14, setting, rivals, rank)
    buffer.add(15, place, own << 8 | role, distance)
    buffer.add(16, place, lastSpeaker << 8 | isQuoted, distance << 8 | rank)
    buffer.add(17, lastSpeaker << 8 | sameRolePronoun, speakerDistance, distance)
    buffer.add(18, setting, gender << 8 | kind, rank)
    buffer.add(19, setting, lastSpeaker << 8 | role, rank)
    buffer.add(20, setting, isFresh, distance)
    buffer.add(21, setting, sameParagraph, rank)
    buffer.add(22, setting, sameParagraph << 4 | isFresh, role)
    buffer.add(23, setting, lastSpeaker << 4 | isFresh, sameParagraph << 4 | speakerDistance)
    guard !anaphor.isPronoun else { return }
    let isMainCountry: UInt64 = candidate.actor == mainCountry ? 1 : 0
    buffer.add(39, anaphor.word, isMainCountry)
    buffer.add(40, setting, isMainCountry, distance)
    let match: UInt64 =
      anaphor.titles.count > 2 && draft.roles.contains(anaphor.titles[anaphor.titles.count - 1])
      ? 2 : anaphor.titles.contains { draft.roles.contains($0) } ? 1 : draft.roles.isEmpty ? 3 : 0
    let isInName: UInt64 =
      draft.variants.contains { $0.contains(anaphor.word) && $0.count > 1 }
        || (draft.organizationKind == .party && anaphor.word == Self.party) ? 1 : 0
    let namesakes = all.count { other in
      drafts[other.actor].variants.contains { $0.contains(anaphor.word) && $0.count > 1 }
    }
    let content = anaphor.tokens.filter {
      context.parse.tags[$0] != .det && context.parse.tags[$0] != .pron
    }
    let shared = content.count { token in
      let word = context.hash(token)
      return draft.variants.contains { $0.contains(word) && $0.count > 1 }
    }
    let overlap: UInt64 =
      shared == 0 ? 0 : shared == content.count ? (content.count > 1 ? 3 : 2) : 1
    buffer.add(46, setting, overlap)
    buffer.add(47, overlap, distance, UInt64(min(namesakes, 3)))
    let sort = sort(of: anaphor)
    let nature = nature(of: candidate.actor)
    buffer.add(70, sort, nature, distance)
    buffer.add(71, anaphor.word, nature)
    buffer.add(72, sort, nature, rank)
    buffer.add(73, sort, nature, UInt64(anaphor.definiteness.rawValue))
    buffer.add(74, type, match, overlap)
    buffer.add(75, type, distance, rank)
    buffer.add(76, type, role, distance)
    buffer.add(77, anaphor.isPlural ? 1 : 0, nature)
    buffer.add(78, type, prominence, near)
    // An office of another kind: "the president" is seldom the minister.
    let clashes: UInt64 = match == 0 && draft.hasOffice ? 1 : 0
    buffer.add(48, clashes, setting)
    buffer.add(49, clashes, anaphor.word)
    buffer.add(41, setting, isInName, distance)
    buffer.add(42, isInName, UInt64(min(namesakes, 3)), rank)
    buffer.add(43, isInName, match, kind)
    let matches = all.count { other in
      anaphor.titles.contains { drafts[other.actor].roles.contains($0) }
    }
    buffer.add(30, setting, match)
    buffer.add(31, setting, match, distance)
    buffer.add(32, setting, match, UInt64(min(matches, 3)) << 8 | rank)
    buffer.add(33, anaphor.word, kind, match)
    buffer.add(34, anaphor.word, rank, distance)
    buffer.add(35, match, lastSpeaker, prominence)
    buffer.add(36, anaphor.word, UInt64(draft.organizationKind?.featureNumber ?? 0), kind)
    buffer.add(38, setting, match, anaphor.hasComplement ? 1 : 0)
    buffer.add(
      37, UInt64(min(anaphor.tokens.count, 4)), match, UInt64(anaphor.definiteness.rawValue))
  }
}

extension NameLexicon.OrganizationKind {
  /// A number for features.
  var featureNumber: Int {
    switch self {
    case .party: 1
    case .media: 2
    case .agency: 3
    case .government: 4
    case .international: 5
    case .military: 6
    case .parliament: 7
    case .court: 8
    case .company: 9
    case .armedGroup: 10
    case .other: 11
    }
  }
}

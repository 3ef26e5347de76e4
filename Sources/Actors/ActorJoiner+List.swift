import Documents
import Lexicons

extension ActorJoiner {
  // MARK: The user's list

  /// Binds actors to the entries of a list; two that are bound to one entry are one actor.
  mutating func bind(to list: ActorList) {
    var actorOfEntry: [Int: Int] = [:]
    for actor in drafts.indices where drafts[actor].members.isEmpty {
      guard let entry = entry(of: actor, in: list) else { continue }
      drafts[actor].entry = entry
      if let first = actorOfEntry[entry] {
        merge(actor, into: first)
        continue
      }
      actorOfEntry[entry] = actor
      drafts[actor].usualName = list[entry].name
      drafts[actor].listedKind = list[entry].kind
    }
  }

  /// The entry that an actor's names mean: the fullest form decides first, and a form that several
  /// entries share decides only with the kind.
  private func entry(of actor: Int, in list: ActorList) -> Int? {
    let draft = drafts[actor]
    var forms: [UInt64] = []
    if let name = draft.usualName { forms.append(TextNormalizer.hash(name.utf8)) }
    let names = draft.names.map { mentions[$0] }.filter { $0.base < 0 }
    if !draft.nameTokens.isEmpty { forms.append(context.phraseHash(draft.nameTokens)) }
    let isLong = draft.fullest.count > 1
    for mention in names where mention.tokens.count > 1 || !isLong || mention.form == .acronym {
      let form = context.phraseHash(mention.tokens)
      if !forms.contains(form), mention.form != .demonym, mention.form != .capital {
        forms.append(form)
      }
    }
    for form in forms {
      let found = list.entries(form)
      if found.isEmpty { continue }
      let fitting = found.filter { list[$0].kind == nil || list[$0].kind == draft.kind }
      if fitting.count == 1 { return fitting[0] }
      // The recogniser may err in the kind of a full name, less so in a state's or a single word's.
      if fitting.isEmpty, found.count == 1, isLong, draft.country < 0 { return found[0] }
    }
    return nil
  }

  private mutating func merge(_ actor: Int, into first: Int) {
    for index in drafts[actor].names { mentions[index].actor = first }
    drafts[first].names = (drafts[first].names + drafts[actor].names).sorted()
    drafts[first].roles.formUnion(drafts[actor].roles)
    for variant in drafts[actor].variants where !drafts[first].variants.contains(variant) {
      drafts[first].variants.append(variant)
    }
    for index in drafts[first].kindWeights.indices {
      drafts[first].kindWeights[index] += drafts[actor].kindWeights[index]
    }
    if drafts[first].gender == .unknown { drafts[first].gender = drafts[actor].gender }
    for index in drafts.indices {
      drafts[index].members = drafts[index].members.map { $0 == actor ? first : $0 }
    }
    drafts[actor].names = []
  }
}

package import Documents
package import Syntax

extension ActorResolver {
  /// Joins names that are given, so that joining is measured apart from finding them.
  ///
  /// - Parameter names: Tokens and kinds, in text order; one may lie inside another.
  /// - Returns: For each name a number that names of one actor share.
  package func joined(
    _ names: [(tokens: Range<Int>, kind: Entity.Kind)], in document: Document, parse: Parse
  ) -> [Int] {
    let context = ActorContext(document: document, parse: parse, lexicons: lexicons)
    let finder = NameFinder(context: context)
    var joiner = ActorJoiner(context: context, mentions: finder.given(names))
    joiner.join()
    return joiner.mentions.enumerated().map { index, mention in
      // A name that turned out to name nobody stands alone.
      mention.actor >= 0 ? mention.actor : joiner.drafts.count + index
    }
  }
}

extension NameFinder {
  /// Given names as mentions, with what the gazetteers know of each.
  func given(_ names: [(tokens: Range<Int>, kind: Entity.Kind)]) -> [NameMention] {
    var found = names.map { name in
      var tokens = name.tokens
      while tokens.count > 1, isEdge(tokens.upperBound - 1) { tokens.removeLast() }
      while tokens.count > 1, isLeadingWord(tokens.lowerBound) { tokens.removeFirst() }
      var mention = NameMention(tokens: tokens, kind: name.kind, probability: 1)
      separateTitle(&mention)
      if name.kind != .person,
        let listed = listedMention(at: tokens.lowerBound, before: tokens.upperBound),
        listed.tokens == tokens
      {
        mention.country = listed.country
        mention.countryUses = listed.countryUses
        mention.organization = listed.organization
        mention.organizationKind = listed.organizationKind
        mention.isAmbiguous = listed.isAmbiguous
        if listed.organization >= 0 { mention.kind = .organization }
      }
      return mention
    }
    for index in found.indices { describe(&found[index]) }
    return found
  }
}

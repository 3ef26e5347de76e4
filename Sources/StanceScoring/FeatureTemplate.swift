/// The kinds of features; the raw value is part of each feature's hash and so of a model.
enum FeatureTemplate: UInt8 {
  // Indicators.
  case form = 1
  case lemma, negatedLemma, side, sideAndDistance, zone
  case pair, pairBySide, triple
  case role, pattern2, pattern3, pattern4, path, classDistance
  case betweenWord, betweenPair, betweenTriple, betweenAll, betweenLength, betweenNames
  case betweenFirst, betweenLast, beforeBoth, afterBoth
  case betweenClass1, betweenClass2, betweenClass3, betweenClassesAll, betweenSkeleton
  case cueLemma, cueClass, cueObject, cuePreposition
  case targetZone, quotation, targetPlace, nameCount, mentionCount, mentionForm
  case mentionWord
  // Sums.
  case valence, valenceBy, valenceNearest, valenceOwn, valenceCount
  case shape, decay
  case roleSum, roleSigned, roleAttitude, frameTotal, betweenFrame
  case predicateSum
  case cueStance, otherCueStance, betweenCueStance
  case firstPerson, secondPerson, questionMark, exclamationMark, length
  case shifterKind
  /// A threshold that a sum has passed.
  case step
  // Words that stand for their vectors.
  case similarSide, similarNear, similarBetween

  var block: FeatureBlock {
    switch self {
    case .form, .lemma, .negatedLemma: .words
    case .side: .sides
    case .sideAndDistance: .distances
    case .zone: .reporting
    case .pair, .pairBySide, .triple: .sequences
    case .role: .roles
    case .pattern2, .pattern3, .pattern4: .patterns
    case .path, .classDistance: .paths
    case .betweenWord, .betweenPair, .betweenTriple, .betweenAll, .betweenFirst, .betweenLast,
      .beforeBoth, .afterBoth:
      .between
    case .betweenLength, .betweenNames: .betweenShape
    case .betweenClass1, .betweenClass2, .betweenClass3, .betweenClassesAll, .betweenSkeleton:
      .betweenClasses
    case .cueLemma, .cueClass, .cueObject, .cuePreposition: .cues
    case .targetZone, .quotation, .targetPlace, .nameCount, .mentionCount, .mentionForm: .context
    case .mentionWord: .mention
    case .valence, .valenceBy, .valenceNearest, .valenceOwn, .valenceCount: .valenceSums
    case .shape, .decay: .valenceShapes
    case .roleSum, .roleSigned, .roleAttitude, .frameTotal, .betweenFrame: .frameSums
    case .predicateSum: .predicateSums
    case .cueStance, .otherCueStance, .betweenCueStance: .cueSums
    case .firstPerson, .secondPerson, .questionMark, .exclamationMark, .length: .contextSums
    case .shifterKind: .shifterSums
    case .step: .steps
    case .similarSide: .similarSides
    case .similarNear: .similarNear
    case .similarBetween: .similarBetween
    }
  }

  /// The template in words, to stand before its values.
  var title: String {
    switch self {
    case .form: "word"
    case .lemma: "any form of"
    case .negatedLemma: "negated"
    case .side: "beside the target,"
    case .sideAndDistance: "near the target,"
    case .zone: "outside the content,"
    case .pair, .triple: "words"
    case .pairBySide: "words near the target,"
    case .role: "predicate"
    case .pattern2, .pattern3, .pattern4: "pattern"
    case .path: "path to the target,"
    case .classDistance: "class near the target,"
    case .betweenWord, .betweenPair, .betweenTriple: "between source and target,"
    case .betweenAll: "all between source and target,"
    case .betweenLength: "distance of source and target,"
    case .betweenNames: "names between source and target,"
    case .betweenFirst: "first between source and target,"
    case .betweenLast: "last between source and target,"
    case .beforeBoth: "before source and target,"
    case .afterBoth: "after source and target,"
    case .betweenClass1, .betweenClass2, .betweenClass3: "pattern between source and target,"
    case .betweenClassesAll: "whole pattern between source and target,"
    case .betweenSkeleton: "polar pattern between source and target,"
    case .cueLemma: "cue"
    case .cueClass: "cue of class"
    case .cueObject: "target is object of the cue"
    case .cuePreposition: "target after the cue with preposition"
    case .targetZone: "target in"
    case .quotation: "quotation marks"
    case .targetPlace: "target's place"
    case .nameCount: "names in the text"
    case .mentionCount: "further mentions of the target"
    case .mentionForm: "target is a"
    case .mentionWord: "mention word"
    case .valence: "sum of valences"
    case .valenceBy: "valences"
    case .valenceNearest: "nearest valence"
    case .valenceOwn: "valences by nearest name"
    case .valenceCount: "number of polar words"
    case .shape: "valences, bounded and extreme"
    case .decay: "valences, fading with distance"
    case .roleSum: "implied by role"
    case .roleSigned: "implied by role and predicate kind"
    case .roleAttitude: "agent's attitude by role"
    case .frameTotal: "implied by all roles"
    case .betweenFrame: "implied between source and target"
    case .predicateSum: "predicates"
    case .cueStance: "stance of the cue"
    case .otherCueStance: "stance of reporting words"
    case .betweenCueStance: "stance of reporting words between source and target"
    case .firstPerson: "first person"
    case .secondPerson: "second person"
    case .questionMark: "question marks"
    case .exclamationMark: "exclamation marks"
    case .length: "length"
    case .shifterKind: "shifter"
    case .step: "threshold of"
    case .similarSide: "words used like"
    case .similarNear: "near the target, words used like"
    case .similarBetween: "between source and target, words used like"
    }
  }
}

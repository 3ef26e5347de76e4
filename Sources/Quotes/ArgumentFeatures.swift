import Documents
import Lexicons
package import LinearModels
import Syntax

extension QuoteContext {
  /// The features of every unit of a cue's window, one buffer a unit, handed to `body` in order.
  package func forEachArgumentFeatures(
    of cue: CueCandidate, in window: ArgumentWindow, cues: CueScores, guideline: QuoteGuideline,
    buffer: inout FeatureBuffer,
    _ body: (Int, FeatureBuffer) -> Void
  ) {
    let units = window.units
    let rivals = RivalCues(around: cue, in: window, cues: cues, context: self)
    let cueLemma = parse.lemmaHashes[cue.head]
    let classKey = cue.entry.map { UInt64($0.cueClass.rawValue) + 1 } ?? 0
    let patternKey: UInt64 =
      cue.entry.map {
        ($0.takesQuotation ? 1 : 0) | ($0.takesClause ? 2 : 0) | ($0.takesInfinitive ? 4 : 0)
          | ($0.takesObject ? 8 : 0)
      } ?? 16
    var voiceKey: UInt64 = 7
    let group = parse.verbGroupOfToken[cue.head]
    if group >= 0 {
      let verb = parse.verbGroups[Int(group)]
      voiceKey = UInt64(verb.voice.rawValue) | UInt64(verb.form.rawValue) << 1
    }
    let form = parse.tags[cue.head] == .verb ? voiceKey : 30 + UInt64(parse.tags[cue.head].rawValue)
    let count = units.count
    let cueUnit = window.cueUnit
    let cueEnd = min(count - 1, cueUnit + cue.tokens.count - 1)

    // Running counts between each unit and the cue.
    var commas = [UInt64](repeating: 0, count: count)
    var verbs = commas
    var chunks = commas
    var passages = commas
    var ends = commas
    func accumulate(_ from: Int, _ to: Int, _ step: Int) {
      var c: UInt64 = 0
      var v: UInt64 = 0
      var n: UInt64 = 0
      var p: UInt64 = 0
      var e: UInt64 = 0
      var index = from
      while index != to {
        commas[index] = min(3, c)
        verbs[index] = min(4, v)
        chunks[index] = min(5, n)
        passages[index] = min(2, p)
        ends[index] = min(2, e)
        let unit = units[index]
        if unit.isPassage {
          p += 1
        } else {
          let token = unit.tokens.lowerBound
          switch parse.tags[token] {
          case .punct:
            let hash = document.tokens[token].hash
            if hash == Self.comma || hash == Self.dash { c += 1 }
            if hash == Self.period { e += 1 }
          case .verb, .aux: v += 1
          default: break
          }
          let chunk = parse.nounChunkOfToken[token]
          if chunk >= 0, parse.nounChunks[Int(chunk)].head == token { n += 1 }
        }
        index += step
      }
    }
    if cueUnit > 0 { accumulate(cueUnit - 1, -1, -1) }
    if cueEnd + 1 < count { accumulate(cueEnd + 1, count, 1) }

    let afterCue = cueEnd + 1 < count ? lemma(of: units[cueEnd + 1]) : 3
    let beforeCue = cueUnit > 0 ? lemma(of: units[cueUnit - 1]) : 3
    let afterTag = cueEnd + 1 < count ? tag(of: units[cueEnd + 1]) : 120
    let beforeTag = cueUnit > 0 ? tag(of: units[cueUnit - 1]) : 120
    let cueClause = parse.clauses[cue.head]
    let before = units[..<cueUnit].last { $0.isPassage }.map { look(of: $0.passage) } ?? 0
    let after = units[cueUnit...].first { $0.isPassage }.map { look(of: $0.passage) } ?? 0
    let around = before << 2 | after

    for index in 0..<count {
      buffer.removeAll()
      let unit = units[index]
      let side: UInt64 = index < cueUnit ? 0 : (index > cueEnd ? 1 : 2)
      let distance = index < cueUnit ? cueUnit - index : max(0, index - cueEnd)
      let bucket: UInt64 =
        distance < 6
        ? UInt64(distance) : distance < 10 ? 6 : distance < 20 ? 7 : distance < 40 ? 8 : 9
      let here = lemma(of: unit)
      let hereTag = tag(of: unit)
      let left = index > 0 ? lemma(of: units[index - 1]) : 3
      let right = index + 1 < count ? lemma(of: units[index + 1]) : 3
      let leftTag = index > 0 ? tag(of: units[index - 1]) : 120
      let rightTag = index + 1 < count ? tag(of: units[index + 1]) : 120
      let left2 = index > 1 ? tag(of: units[index - 2]) : 120
      let right2 = index + 2 < count ? tag(of: units[index + 2]) : 120
      let first = unit.tokens.lowerBound
      let clause = UInt64(bitPattern: Int64(max(-3, min(3, parse.clauses[first] - cueClause))))

      buffer.add(101, side)
      buffer.add(102, side, bucket)
      buffer.add(103, side, hereTag, bucket)
      buffer.add(104, side, here)
      buffer.add(105, side, hereTag, leftTag)
      buffer.add(106, side, hereTag, rightTag)
      buffer.add(107, side, left, hereTag)
      buffer.add(108, side, right, hereTag)
      buffer.add(109, side, left2 << 8 | leftTag, hereTag)
      buffer.add(110, side, right2 << 8 | rightTag, hereTag)
      buffer.add(111, side, cueLemma)
      buffer.add(112, side, cueLemma, bucket)
      buffer.add(113, side, cueLemma, hereTag)
      buffer.add(114, side, classKey << 8 | patternKey, bucket)
      buffer.add(115, side, classKey, form << 16 | bucket)
      buffer.add(116, side, clause, classKey)
      buffer.add(117, side, commas[index], verbs[index])
      buffer.add(118, side, chunks[index], hereTag)
      buffer.add(119, side, passages[index] << 8 | commas[index], ends[index])
      buffer.add(120, side, afterCue, classKey)
      buffer.add(121, side, afterCue, chunks[index] << 8 | verbs[index])
      buffer.add(122, side, beforeCue, commas[index] << 8 | verbs[index])
      buffer.add(123, side, afterTag << 8 | beforeTag, commas[index])
      buffer.add(124, side, around, commas[index] << 8 | passages[index])
      buffer.add(125, side, around << 16 | (unit.isPassage ? 1 : 0), form << 16 | ends[index])
      buffer.add(126, window.isInsidePassage ? 1 : 0, side, bucket)
      buffer.add(127, side, form, chunks[index] << 8 | commas[index])
      buffer.add(128, side, afterTag, form << 16 | commas[index] << 8 | verbs[index])
      if ends[index] > 0 { buffer.add(129, side, ends[index], unit.isPassage ? 1 : 0) }

      let chunkIndex = unit.isPassage ? -1 : Int(parse.nounChunkOfToken[first])
      if chunkIndex >= 0 {
        let chunk = parse.nounChunks[chunkIndex]
        let place: UInt64 =
          first == chunk.head ? 2 : first == chunk.tokens.lowerBound ? 1 : 0
        let type = actorType(chunk.head)
        let headLemma = parse.lemmaHashes[chunk.head]
        buffer.add(140, side, type, chunks[index] << 8 | place)
        buffer.add(141, side, headLemma, chunks[index])
        buffer.add(142, side, type, form << 16 | chunks[index] << 8 | verbs[index])
        buffer.add(143, side, type, classKey << 16 | commas[index] << 8 | verbs[index])
        let lead = chunk.tokens.lowerBound - 1
        let follow = chunk.tokens.upperBound
        let all = 0..<document.tokens.count
        buffer.add(144, side, lemma(lead, in: all), chunks[index])
        buffer.add(145, side, lemma(follow, in: all), chunks[index])
        buffer.add(146, side, type, tag(follow, in: all) << 8 | tag(lead, in: all))
        if follow == cue.head
          || (group >= 0 && follow == parse.verbGroups[Int(group)].tokens.lowerBound)
        {
          buffer.add(147, side, type, form)
          buffer.add(148, side, type, cueLemma)
        }
        if lead == cue.tokens.upperBound - 1 {
          buffer.add(149, side, type, form)
          buffer.add(150, side, type, cueLemma)
          buffer.add(151, side, around, type)
        }
      } else {
        buffer.add(140, side, 99, chunks[index])
      }
      if !unit.isPassage {
        let entity = parse.entityOfToken[first]
        if entity >= 0 {
          buffer.add(152, side, UInt64(parse.entities[Int(entity)].kind.rawValue), chunks[index])
        }
      } else {
        addPassageFeatures(of: unit.passage, side: side, bucket: bucket, to: &buffer)
        buffer.add(160, side, cueLemma, unit.tokens.count > 3 ? 1 : 0)
        buffer.add(161, side, form, commas[index] << 8 | passages[index])
        buffer.add(162, side, left, bucket)
        buffer.add(163, side, right, bucket)
        buffer.add(164, side, leftTag << 8 | rightTag, unit.tokens.count > 3 ? 1 : 0)
      }
      let domain = guideline.rawValue
      rivals.addFeatures(
        ofUnit: index, side: side, isPassage: unit.isPassage, tag: hereTag, guideline: domain,
        to: &buffer)
      buffer.add(190, domain, side)
      buffer.add(191, domain, side << 8 | bucket, classKey)
      buffer.add(192, domain, side, here)
      buffer.add(193, domain, side << 8 | hereTag, cueLemma)
      buffer.add(194, domain, side, afterCue)
      buffer.add(195, domain, side << 16 | around << 8 | commas[index], unit.isPassage ? 1 : 0)
      body(index, buffer)
    }
  }

  /// A fragment (1), words that end as a clause before its cue does (2), or a whole sentence (3).
  private func look(of passageIndex: Int) -> UInt64 {
    let passage = document.quotedPassages[passageIndex]
    guard passage.tokens.count > 4 else { return 1 }
    let last = passage.isClosed ? passage.tokens.upperBound - 2 : passage.tokens.upperBound - 1
    guard document.tokens[last].kind == .punctuation else { return 1 }
    return document.tokens[last].hash == Self.comma ? 2 : 3
  }

  /// What a passage looks like: length, first letter, last marks.
  func addPassageFeatures(
    of passageIndex: Int, side: UInt64, bucket: UInt64, to buffer: inout FeatureBuffer
  ) {
    let passage = document.quotedPassages[passageIndex]
    let length = passage.tokens.count
    let size: UInt64 = length < 5 ? UInt64(length) : length < 8 ? 5 : length < 14 ? 6 : 7
    let inner = passage.tokens.lowerBound + 1
    let last = passage.isClosed ? passage.tokens.upperBound - 2 : passage.tokens.upperBound - 1
    let casing = inner < document.tokens.count ? UInt64(document.tokens[inner].casing.rawValue) : 9
    let ending = last > inner ? document.tokens[last].hash : 0
    let isPunctuation = last > inner && document.tokens[last].kind == .punctuation
    buffer.add(170, side, size, casing)
    buffer.add(171, side, isPunctuation ? ending : 0, bucket)
    buffer.add(172, side, passage.hasSingleMarks ? 1 : 0, size)
    buffer.add(173, side, passage.isClosed ? 1 : 0, passage.continuesPrevious ? 1 : 0)
    buffer.add(174, size, casing, isPunctuation ? ending : 0)
    var verbs: UInt64 = 0
    var capitals = 0
    for token in passage.tokens {
      if parse.tags[token] == .verb || parse.tags[token] == .aux { verbs += 1 }
      if document.tokens[token].casing != .lower, document.tokens[token].kind == .word {
        capitals += 1
      }
    }
    buffer.add(175, side, min(2, verbs), size)
    buffer.add(176, capitals * 2 > length ? 1 : 0, size)
  }

  private func lemma(of unit: ArgumentWindow.Unit) -> UInt64 {
    unit.isPassage ? 5 : parse.lemmaHashes[unit.tokens.lowerBound]
  }

  private func tag(of unit: ArgumentWindow.Unit) -> UInt64 {
    unit.isPassage ? 110 : UInt64(parse.tags[unit.tokens.lowerBound].rawValue)
  }

  private static let comma = TextNormalizer.hash(",".utf8)
  private static let dash = TextNormalizer.hash("-".utf8)
  private static let period = TextNormalizer.hash(".".utf8)
}

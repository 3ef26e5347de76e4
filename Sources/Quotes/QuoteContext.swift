package import Documents
package import Lexicons
package import Syntax

/// The word lists of the quote stage.
package struct QuoteLexicons: Sendable {
  package var cues: CueLexicon
  package var pronouns: PronounList

  /// The lists that are part of the binary.
  package static func builtIn() throws(LexiconError) -> QuoteLexicons {
    QuoteLexicons(cues: try .builtIn(), pronouns: try .builtIn())
  }
}

/// A document with its parse and what the quote models look up again and again, gathered once.
package struct QuoteContext: Sendable {
  package let document: Document
  package let parse: Parse
  let lexicons: QuoteLexicons
  package let windows: ArgumentWindowFinder
  /// For each token whether it opens (1) or closes (2) an outermost passage, else 0.
  let passageEdge: [UInt8]

  package init(document: Document, parse: Parse, lexicons: QuoteLexicons) {
    self.document = document
    self.parse = parse
    self.lexicons = lexicons
    self.windows = ArgumentWindowFinder(document: document)
    var edge = [UInt8](repeating: 0, count: document.tokens.count)
    for passage in document.quotedPassages where passage.depth == 0 && !passage.tokens.isEmpty {
      edge[passage.tokens.lowerBound] = 1
      if passage.isClosed { edge[passage.tokens.upperBound - 1] = 2 }
    }
    self.passageEdge = edge
  }

  /// A token's lemma hash, or a number of its own for a place outside the sentence.
  func lemma(_ index: Int, in range: Range<Int>) -> UInt64 {
    range.contains(index) ? parse.lemmaHashes[index] : (index < range.lowerBound ? 1 : 2)
  }

  func tag(_ index: Int, in range: Range<Int>) -> UInt64 {
    range.contains(index)
      ? UInt64(parse.tags[index].rawValue) : (index < range.lowerBound ? 100 : 101)
  }

  /// What sort of someone a token may stand for: an entity's kind, a pronoun, a common noun, or none.
  func actorType(_ index: Int) -> UInt64 {
    let entity = parse.entityOfToken[index]
    if entity >= 0 { return 1 + UInt64(parse.entities[Int(entity)].kind.rawValue) }
    switch parse.tags[index] {
    case .pron: return 10
    case .propn: return 11
    case .noun: return 12
    default: return 0
    }
  }

  /// The content stands in quotation marks, wholly, partly or not at all.
  func kind(of content: [Range<Int>]) -> Quote.Kind {
    var inside = 0
    var outside = 0
    for range in content {
      for token in range {
        if document.tokens[token].kind == .quotationMark || windows.outerPassage[token] >= 0 {
          inside += 1
        } else if document.tokens[token].kind != .punctuation {
          outside += 1
        }
      }
    }
    return outside == 0 ? .direct : (inside == 0 ? .indirect : .mixed)
  }
}

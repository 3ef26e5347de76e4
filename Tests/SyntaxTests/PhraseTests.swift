import Documents
import Lexicons
import Testing

@testable import Syntax

let analyzer: SyntaxAnalyzer = {
  do {
    return try SyntaxAnalyzer()
  } catch {
    preconditionFailure("the built-in model is broken: \(error)")
  }
}()

func analyzed(_ text: String) throws -> (document: Document, parse: Parse) {
  let document = try DocumentReader().read(Array(text.utf8), id: "test", allowEmpty: true)
  return (document, analyzer.parse(document))
}

@Suite("Lemmas")
struct LemmaTests {
  @Test(
    "undo inflection",
    arguments: [
      ("hoped", PartOfSpeech.verb, "hope"), ("hopping", .verb, "hop"), ("carries", .verb, "carry"),
      ("went", .verb, "go"), ("died", .verb, "die"), ("dying", .verb, "die"),
      ("tries", .verb, "try"),
      ("rampaged", .verb, "rampage"), ("watches", .verb, "watch"), ("agreed", .verb, "agree"),
      ("was", .aux, "be"), ("n't", .part, "not"), ("'s", .part, "'s"),
      ("ministers", .noun, "minister"),
      ("countries", .noun, "country"), ("crises", .noun, "crisis"), ("women", .noun, "woman"),
      ("boxes", .noun, "box"), ("analysis", .noun, "analysis"), ("bigger", .adj, "big"),
      ("former", .adj, "former"), ("stronger", .adj, "strong"), ("him", .pron, "he"),
      ("these", .det, "this"), ("Adams", .propn, "adams"),
    ])
  func lemma(_ form: String, _ tag: PartOfSpeech, _ expected: String) {
    let bytes = Array(form.lowercased().utf8)
    let lemma = Lemmatizer.builtIn.lemma(bytes[...], TextHash.hash(bytes), tag) ?? bytes
    #expect(String(decoding: lemma, as: UTF8.self) == expected)
  }
}

@Suite("Verb groups")
struct VerbGroupTests {
  /// The group's text, then what it is.
  @Test(
    "have a head, voice, modality, form and negation",
    arguments: [
      ("She has not been told.", "has not been told", "told passive none finite not"),
      ("They will leave soon.", "will leave", "leave active future finite"),
      ("He couldn't sleep.", "couldn't sleep", "sleep active modal finite not"),
      ("We are going to wait.", "are going to wait", "wait active future finite"),
      ("I would never lie.", "would never lie", "lie active conditional finite not"),
      ("The thief was arrested.", "was arrested", "arrested passive none finite"),
      ("The dog is sleeping.", "is sleeping", "sleeping active none finite"),
      ("It is cold.", "is", "is active none finite"),
    ])
  func group(_ text: String, _ words: String, _ expected: String) throws {
    let (document, parse) = try analyzed(text)
    let group = try #require(parse.verbGroups.first)
    #expect(document.text(document.span(ofTokens: group.tokens)) == words)
    let described =
      "\(document.text(ofToken: group.head)) \(group.voice) \(group.modality) \(group.form)"
      + (group.isNegated ? " not" : "")
    #expect(described == expected)
  }
}

@Suite("Noun chunks")
struct NounChunkTests {
  @Test(
    "hold determiner, modifiers and head",
    arguments: [
      ("The old mayor thanked her two sons.", ["The old mayor", "her two sons"]),
      ("Peru's finance minister saw him.", ["Peru's finance minister", "him"]),
      ("A report on the fire came late.", ["A report", "the fire"]),
      ("The wounded soldiers were fed.", ["The wounded soldiers"]),
    ])
  func chunks(_ text: String, _ expected: [String]) throws {
    let (document, parse) = try analyzed(text)
    #expect(parse.nounChunks.map { document.text(document.span(ofTokens: $0.tokens)) } == expected)
  }
}

@Suite("Parses")
struct ParseLawTests {
  @Test(
    "have arrays as long as the document and spans inside sentences",
    arguments: [
      "", "Hm", "\"\"\"", "U.S. OFFICIALS SAY: TRUST US",
      "By Ana Reis\n\nThe “old” mayor's 3,000 sheep—all of them—ran.\n\nCLICK HERE",
      "a b c . . . ) ( 中 😀 's n't",
    ])
  func shape(_ text: String) throws {
    let (document, parse) = try analyzed(text)
    let count = document.tokens.count
    #expect(parse.tags.count == count && parse.lemmas.count == count)
    #expect(parse.clauses.count == count && parse.lemmaHashes.count == count)
    #expect(zip(parse.clauses, parse.clauses.dropFirst()).allSatisfy { pair in pair.0 <= pair.1 })
    let ranges = [
      parse.entities.map(\.tokens), parse.nounChunks.map(\.tokens), parse.verbGroups.map(\.tokens),
    ]
    for list in ranges {
      for (range, next) in zip(list, list.dropFirst()) {
        #expect(range.upperBound <= next.lowerBound)
      }
      for range in list {
        #expect(!range.isEmpty)
        #expect(Set(range.map { document.tokens[$0].sentence }).count == 1)
        #expect(document.tokens[range.lowerBound].sentence >= 0)
      }
    }
  }
}

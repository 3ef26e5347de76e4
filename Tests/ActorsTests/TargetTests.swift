import Documents
import Testing

@testable import Actors

/// Each row is a text with one marked quote and the names of its targets.
@Suite("Targets")
struct TargetTests {
  @Test(
    "are the actors a quote is about, never its speaker",
    arguments: [
      ("{s {P Ada Pike}} {c said} {q {P Tomas Rehn} had lied to the voters}.", ["Tomas Rehn"]),
      (
        "{s {P Ada Pike}} {c said} {q {P Tomas Rehn} is the best mayor the town ever had}.",
        ["Tomas Rehn"]
      ),
      (
        "{P Tomas Rehn} lost. {q “He lied to the court,”} {s {P Hana Petrov}} {c said}.",
        ["Tomas Rehn"]
      ),
      ("{s {P Ada Pike}} {c accused} {q {P Tomas Rehn} of lying to the voters}.", ["Tomas Rehn"]),
      (
        "{q “{P Ada Pike} and {P Tomas Rehn} have failed us,”} {s {P Ole Brand}} {c said}.",
        ["Ada Pike", "Tomas Rehn"]
      ),
      ("{s {P Ada Pike}} {c said} {q Republicans had failed the poor}.", ["Republican Party"]),
      (
        "{s {P Ada Pike}} {c said} {q the {O Harbour Trust} had failed the poor}.",
        ["Harbour Trust"]
      ),
      ("{q “It rained all day,”} {s {P Ada Pike}} {c said}.", []),
      ("{s {P Ada Pike}} {c said} {q {P Pike} would not resign}.", []),
      ("{s {P Ada Pike}} {c said} {q she was born in {L Paris}}.", []),
      (
        "{s {P Ada Pike}} {c said} {q she would meet the voters in {L Oslo} on Friday}.", []
      ),
    ])
  func names(_ text: String, _ expected: [String]) throws {
    let article = try MarkedArticle(text)
    #expect(article.targets == [expected])
  }

  @Test(
    "are known by descriptions, inside longer phrases too",
    arguments: [
      (
        "{P Tomas Rehn}, the mayor, won. {q “The mayor's men threatened us,”} {s {P Ada Pike}} {c said}.",
        "Tomas Rehn", "The mayor"
      ),
      (
        "{L Peru} voted on Sunday. {q “The regime has jailed its critics,”} {s {P Ada Pike}} {c said}.",
        "Peru", "The regime"
      ),
      (
        "{L Peru} voted on Sunday. {q “The regime's courts jailed its critics,”} {s {P Ada Pike}} {c said}.",
        "Peru", "The regime"
      ),
    ])
  func descriptions(_ text: String, _ name: String, _ description: String) throws {
    let article = try MarkedArticle(text)
    let actor = try #require(article.analysis.actors.first { $0.name == name })
    let texts = actor.mentions.map {
      article.document.text(article.document.span(ofTokens: $0.tokens))
    }
    #expect(texts.contains(description))
  }

  @Test("keep the places where they are mentioned")
  func mentions() throws {
    let article = try MarkedArticle(
      "{s {P Ada Pike}} {c said} {q {P Tomas Rehn} had lied and {P Rehn} should resign}.")
    let target = try #require(article.analysis.targets[0].first)
    let texts = target.mentions.map {
      article.document.text(article.document.span(ofTokens: $0.tokens))
    }
    #expect(texts == ["Tomas Rehn", "Rehn"])
    #expect(target.confidence > 0 && target.confidence <= 1)
  }
}

@Suite("Actor analyses")
struct ActorAnalysisLawTests {
  private static let text = """
    {P Ada Pike} won on Sunday. {q1 “We will work,”} {s1 {P Pike}} {c1 said}. The {O Harbour Trust} was glad.

    {s2 Its director, {P Ines Vale},} {c2 said} {q2 {P Pike} had earned it}. {q3 “She is honest,”} {s3 she} {c3 added}.
    """

  @Test("number actors in order of their first mention, with mentions in order and inside the text")
  func order() throws {
    let article = try MarkedArticle(Self.text)
    let analysis = article.analysis
    #expect(analysis.actors.map(\.id) == Array(analysis.actors.indices))
    let firsts = analysis.actors.compactMap { $0.mentions.first?.tokens.lowerBound }
    #expect(firsts == firsts.sorted())
    for actor in analysis.actors {
      let starts = actor.mentions.map(\.tokens.lowerBound)
      #expect(starts == starts.sorted())
      #expect(actor.mentions.allSatisfy { $0.tokens.upperBound <= article.document.tokens.count })
    }
  }

  @Test("list every speaker and target, and are the same each time")
  func closed() throws {
    let article = try MarkedArticle(Self.text)
    let analysis = article.analysis
    let ids = Set(analysis.actors.map(\.id))
    #expect(analysis.attributions.count == article.quotes.count)
    #expect(analysis.targets.count == article.quotes.count)
    #expect(analysis.attributions.compactMap(\.actor).allSatisfy(ids.contains))
    #expect(analysis.targets.joined().allSatisfy { ids.contains($0.actor) && !$0.mentions.isEmpty })
    #expect(article.analysis == analysis)
  }

  @Test("take time in proportion to the text")
  func cost() throws {
    let sentence =
      "{P Ada Pike} met {P Tomas Rehn} of the {O Harbour Trust}. He said {P Pike} was late. "
    func seconds(_ count: Int) throws -> Double {
      let article = try MarkedArticle(String(repeating: sentence, count: count))
      let clock = ContinuousClock()
      var best = Double.infinity
      for _ in 0..<3 {
        let time = clock.measure { _ = article.analysis }
        best = min(
          best, Double(time.components.attoseconds) / 1e18 + Double(time.components.seconds))
      }
      return best
    }
    // Eight times the text may take a good deal more than eight times as long on a busy machine, but
    // not the 64 times of a quadratic search.
    #expect(try seconds(2400) < 30 * seconds(300))
  }

  @Test("find nobody in a text without names")
  func empty() throws {
    let article = try MarkedArticle("it rained. it rained again.")
    #expect(article.analysis.actors.isEmpty)
  }
}

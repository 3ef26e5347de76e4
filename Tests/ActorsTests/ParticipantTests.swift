import Documents
import Testing

@testable import Actors

/// Each row is a text with a quote, and whose pronouns stand in it, as "Name: pronoun | pronoun".
@Suite("Pronouns of who speaks and who is spoken to")
struct ParticipantTests {
  @Test(
    "belong to the speaker and to the one behind the cue",
    arguments: [
      (#"{q "I will not go,"} {s {P Ida Holm}} {c said}."#, ["Ida Holm: I"]),
      (
        #"{s {P Ida Holm}} {c told} {P Tomas Rehn}: {q "I do not trust you."}"#,
        ["Ida Holm: I", "Tomas Rehn: you"]
      ),
      (#"{q "We have lost our way,"} {c said} {s {P Ida Holm}}."#, ["Ida Holm: We | our"]),
    ])
  func participants(_ text: String, _ expected: [String]) throws {
    let article = try MarkedArticle(text)
    let found = article.analysis.actors.compactMap { actor -> String? in
      let pronouns = actor.mentions.filter { $0.form == .pronoun }
        .map { article.document.text(article.document.span(ofTokens: $0.tokens)) }
      return pronouns.isEmpty ? nil : "\(actor.name): \(pronouns.joined(separator: " | "))"
    }
    #expect(found == expected)
  }
}

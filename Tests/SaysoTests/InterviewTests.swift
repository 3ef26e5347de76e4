import Actors
import Quotes
import Testing

@testable import Sayso

@Suite("Interviews")
struct InterviewTests {
  @Test("whose turns are labelled Q and A have turns of nobody, not of somebody called Q")
  func labels() throws {
    let text = """
      Q: Were you on the bridge that night, Captain?

      A: I was asleep. The mate had the watch.

      Q: And the mate?

      A: The mate was asleep too.
      """
    let article = try Analyzer().analyze(Array(text.utf8), id: "interview")
    let turns = article.quotes.indices.filter { article.quotes[$0].rule == "turn" }
    #expect(turns.count >= 3)
    #expect(turns.allSatisfy { article.actors.attributions[$0].actor == nil })
    #expect(!article.actors.actors.contains { $0.name == "Q" || $0.name == "A" })
  }

  @Test("give the answers to the person whom the article introduces before them")
  func interviewee() throws {
    let text = """
      Captain Mara Lind has sailed the northern ferry for thirty years. Lind talked about the night it ran aground.

      Q: Were you on the bridge that night?

      A: I was asleep. The mate had the watch.

      Q: And the mate?

      A: The mate was asleep too.
      """
    let article = try Analyzer().analyze(Array(text.utf8), id: "interview")
    let turns = article.quotes.indices.filter { article.quotes[$0].rule == "turn" }
    let speakers = turns.map {
      article.actors.attributions[$0].actor.map { article.actors.actors[$0].name }
    }
    #expect(speakers == [nil, "Mara Lind", nil, "Mara Lind"])
  }
}

import Corpora
import Documents
import Lexicons
import Syntax
import Testing

@testable import Training

@Suite("Silver entities")
struct SilverEntitiesTests {
  /// Sets and dictionaries have another order in each process: one name in pieces could pass by luck,
  /// forty do not.
  @Test("take the kind of the longest piece of a known name, whatever the order of the pieces")
  func pieces() throws {
    let text = (0..<40).map { _ in "They met Quill Harbour Marsden there." }.joined(separator: " ")
    let document = try DocumentReader().read(Array(text.utf8), id: "pieces")
    let starts = document.tokens.indices.filter { document.text(ofToken: $0) == "Quill" }
    #expect(starts.count == 40)
    let pieces = starts.flatMap {
      [
        Entity(tokens: $0..<($0 + 1), kind: .person, probability: 1),
        Entity(tokens: ($0 + 1)..<($0 + 3), kind: .organization, probability: 1),
      ]
    }
    var entities = pieces
    let lists = [Gazetteer.Categories](repeating: [], count: document.tokens.count)
    SilverEntities.mark(["Quill Harbour Marsden"], document, lists, &entities)
    #expect(entities.map(\.tokens) == starts.map { $0..<($0 + 3) })
    #expect(entities.allSatisfy { $0.kind == .organization })
  }
}

import Actors
import Corpora
import Foundation
import Testing

@Suite("Lists of actors")
struct ActorListTests {
  private func read(_ text: String, ending: String) throws -> ActorList {
    let path = NSTemporaryDirectory() + "actors-\(UUID().uuidString).\(ending)"
    try Data(text.utf8).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try ActorList.read(path)
  }

  @Test(
    "have the same entries in every format",
    arguments: [
      ("csv", "id,name,aliases,kind\nQ1,\"Holm, Ida\",Ida Holm|Holm,person\n,Osk,,place\n"),
      ("tsv", "name\taliases\tkind\tid\nHolm, Ida\tIda Holm|Holm\tperson\tQ1\nOsk\t\tplace\t\n"),
      (
        "jsonl",
        """
        {"id":"Q1","name":"Holm, Ida","aliases":["Ida Holm","Holm"],"kind":"person","more":[1]}

        {"name":"Osk","kind":"place"}

        """
      ),
    ])
  func formats(ending: String, text: String) throws {
    let list = try read(text, ending: ending)
    #expect(list.count == 2)
    #expect(list[0].name == "Holm, Ida" && list[0].externalID == "Q1" && list[0].kind == .person)
    // Without an id the name is one.
    #expect(list[1].name == "Osk" && list[1].externalID == "Osk" && list[1].kind == .place)
  }

  @Test(
    "tell the line that cannot be read",
    arguments: [
      (
        "tsv", "name\tkind\nIda\tperson\nOsk\tanimal\n",
        #":3: expected person, organization, place or group for "kind", found "animal""#
      ),
      ("tsv", "name\tkind\nIda\n", ":2: expected 2 columns as in the header, found 1"),
      ("tsv", "name\tid\n\tQ1\n", #":2: "name" is empty"#),
      ("csv", "name\nIda\n\"Osk\n", ":3: a field opens with a quotation mark and never closes"),
      ("jsonl", "{\"name\":\"Ida\"}\n{\"id\":\"Q1\"}\n", #":2: missing "name""#),
      (
        "jsonl", "{\"name\":\"Ida\"\n",
        ":1:14: not valid JSON: expected a comma or the object's end, found nothing more"
      ),
    ])
  func errors(ending: String, text: String, message: String) {
    #expect {
      try read(text, ending: ending)
    } throws: { error in
      (error as? CorpusError)?.message.hasSuffix(message) ?? false
    }
  }

  @Test("have as many actors as lines, whatever their number", arguments: [1, 513, 5000])
  func size(count: Int) throws {
    var list = ActorList()
    for number in 0..<count {
      list.append(
        name: Array("Actor \(number)".utf8)[...], aliases: [Array("A\(number)".utf8)[...]],
        kind: nil, id: Array("Q\(number)".utf8)[...])
    }
    #expect(list.count == count)
    #expect(list[count - 1].externalID == "Q\(count - 1)")
  }
}

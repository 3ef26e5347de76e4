import Corpora
import Foundation
import Testing

@Suite("Gold files")
struct GoldFileTests {
  @Test(
    "are told apart by what they hold",
    arguments: [
      ("a.jsonl", #"{"id":"a","text":"Bo won.","quotes":[]}"#, "articles"),
      ("a.jsonl", "\n" + #"{"text":"Bo","target":{"start":0,"end":2},"label":"favor"}"#, "quotes"),
      ("a.csv", "text,target,label\nBo,Bo,favor\n", "quotes"),
      ("a.conllu", "1\tBo\tBo\tPROPN\t_\t_\t_\t_\t_\t_\n\n", "treebank"),
      ("a.bio", "Bo\tB-PER\n", "entities"),
    ])
  func kinds(name: String, text: String, kind: String) throws {
    let folder = try Folder()
    switch try GoldFile.read(folder.file(name, text)) {
    case .articles(let articles): #expect(kind == "articles" && articles.count == 1)
    case .quotes(let quotes): #expect(kind == "quotes" && quotes.count == 1)
    case .treebank(let sentences): #expect(kind == "treebank" && sentences.count == 1)
    case .entities(let sentences): #expect(kind == "entities" && sentences.count == 1)
    }
  }
}

@Suite("Held-out groups")
struct HeldOutGroupsTests {
  private let groups = (0..<2000).map { "article-\($0)" }

  @Test("hold out about the share that was asked for", arguments: [0.0, 0.1, 0.25, 0.5, 1.0])
  func share(share: Double) {
    let heldOut = HeldOutGroups(share: share, seed: 1)
    let count = groups.count { heldOut.contains($0) }
    #expect(abs(Double(count) / 2000 - share) < 0.04)
  }

  @Test("are the same for the same seed and others for another")
  func seeds() {
    func chosen(_ seed: UInt64) -> [String] {
      let heldOut = HeldOutGroups(share: 0.3, seed: seed)
      return groups.filter { heldOut.contains($0) }
    }
    #expect(chosen(1) == chosen(1))
    #expect(chosen(1) != chosen(2))
  }

  @Test("a larger share holds out more, and all that the smaller one does")
  func growing() {
    let small = HeldOutGroups(share: 0.1, seed: 3)
    let large = HeldOutGroups(share: 0.4, seed: 3)
    #expect(groups.allSatisfy { !small.contains($0) || large.contains($0) })
  }
}

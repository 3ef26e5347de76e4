import Documents
import Lexicons
import LinearModels
import Testing

@testable import Syntax

private func found(_ text: String) throws -> [String] {
  let (document, parse) = try analyzed(text)
  return parse.entities.map { document.text(document.span(ofTokens: $0.tokens)) + " \($0.kind)" }
}

@Suite("Entities")
struct EntityTests {
  @Test(
    "are found with their kind",
    arguments: [
      ("Marta Olsen flew to Peru on Monday.", ["Marta Olsen person", "Peru place"]),
      ("The Iraqis left, and the Democrats cheered.", ["Iraqis group", "Democrats group"]),
      (
        "Gen. Omar Haddad spoke. Haddad then left Cairo.",
        ["Omar Haddad person", "Haddad person", "Cairo place"]
      ),
      ("They told us that the US had paid.", ["US place"]),
    ])
  func entities(_ text: String, _ expected: [String]) throws {
    #expect(try found(text) == expected)
  }

  @Test(
    "stand in a document under one kind",
    arguments: [
      ("Councillor Ama Deku spoke first. Deku then left.", ["Ama Deku person", "Deku person"]),
      ("Park Ji-woo resigned. The council thanked Park.", ["Park Ji-woo person", "Park person"]),
    ])
  func oneKind(_ text: String, _ expected: [String]) throws {
    #expect(try found(text) == expected)
  }

  @Test(
    "have the words of the name, without titles, nicknames and all",
    arguments: [
      ("President Olu Adeyemi met Ned Price.", ["Olu Adeyemi person", "Ned Price person"]),
      ("Senator Rosa “Chispa” Ibarra laughed.", ["Rosa “Chispa” Ibarra person"]),
      ("Prof. Hana Sato wrote to the committee.", ["Hana Sato person"]),
    ])
  func boundaries(_ text: String, _ expected: [String]) throws {
    #expect(try found(text) == expected)
  }

  @Test(
    "leave out what describes them; a site in a sentence is one",
    arguments: [
      ("Lagos-based Marta Olsen left.", "Marta Olsen person"),
      ("Co-organizer Marta Olsen left early.", "Marta Olsen person"),
      ("The 53-year-old Marta Olsen left.", "Marta Olsen person"),
      ("The price, said Lanternpost.com, had doubled.", "Lanternpost.com organization"),
    ])
  func descriptions(_ text: String, _ expected: String) throws {
    #expect(try found(text).contains(expected))
  }

  @Test(
    "end before an office and its holder, and do not take what follows for a part of them",
    arguments: [
      ("Chargé d’Affaires Nicole Brackwell opened the fair.", ["Nicole Brackwell person"]),
      ("Now candidate Tory Marsden has posters up.", ["Tory Marsden person"]),
      (
        "The board of the United Dock Workers Union Secretary Gary Brackwell resigned.",
        ["United Dock Workers Union organization", "Gary Brackwell person"]
      ),
    ])
  func holders(_ text: String, _ expected: [String]) throws {
    #expect(try found(text) == expected)
  }

  @Test(
    "go on with what a body is of, with whose office it is, and with a company’s end",
    arguments: [
      ("The Harbour Velm University of the Negev opened.", "Harbour Velm University of the Negev"),
      ("She wrote to the Prosecutor General’s Office about it.", "Prosecutor General’s Office"),
      ("They sued Brackwell Shipping, Inc. over the wreck.", "Brackwell Shipping, Inc."),
      ("The Turkish Sabah newspaper reported it.", "Sabah"),
    ])
  func bodies(_ text: String, _ expected: String) throws {
    #expect(try found(text).contains("\(expected) organization"))
  }

  @Test(
    "are no events, days or words that begin a sentence",
    arguments: [
      "She was born after the Second World War on a Monday.",
      "Harbour managers met in April and left in May.",
    ])
  func none(_ text: String) throws {
    #expect(try found(text) == [])
  }

  @Test("have the kind that the words after the name tell")
  func told() throws {
    #expect(try found("Velmark’s parliament met. He came from Velmark.").contains("Velmark place"))
    #expect(
      try found("Fighters of Liwa al-Nahar, a militia, fired first.")
        .contains("Liwa al-Nahar organization"))
  }
}

@Suite("Word tables")
struct WordTableTests {
  @Test(
    "give each word its number and others none, also after a round trip",
    arguments: 1...5 as ClosedRange<UInt64>)
  func roundTrip(seed: UInt64) throws {
    var state = seed
    func draw() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 29
    }
    var numbers: [UInt64: UInt16] = [:]
    for _ in 0..<500 { numbers[draw()] = UInt16(1 + draw() % 1000) }
    let entries = numbers.sorted { $0.key < $1.key }.map { (form: $0.key, value: $0.value) }
    let table = WordTable(entries)
    var file = ModelFileWriter(kind: "test")
    table.write(to: &file, as: "words")
    let read = try WordTable(from: ModelFile(file.bytes()), as: "words")
    for (form, number) in numbers {
      #expect(table.value(of: form) == number)
      #expect(read.value(of: form) == number)
    }
    // A key holds 32 bits of 64: a stranger is taken for a word once in many million times.
    let strangers = (0..<1000).map { _ in draw() }.filter { numbers[$0] == nil }
    #expect(strangers.allSatisfy { table.value(of: $0) == 0 })
  }
}

@Suite("Gazetteer")
struct GazetteerTests {
  @Test("finds the same entries when it was stored in a model file")
  func stored() throws {
    let lists = try Gazetteer()
    var file = ModelFileWriter(kind: "test")
    lists.write(to: &file, as: "names")
    let stored = try Gazetteer(from: ModelFile(file.bytes()), as: "names")
    let text = "Marta flew from Costa Rica with South Korean lawyers of the United Nations."
    let document = try DocumentReader().read(Array(text.utf8), id: "test")
    let expected = lists.find(document)
    let found = stored.find(document)
    #expect(found.single == expected.single)
    #expect(found.phrases.map(\.tokens) == expected.phrases.map(\.tokens))
    #expect(found.phrases.map(\.categories) == expected.phrases.map(\.categories))
    let phrases = expected.phrases.map { document.text(document.span(ofTokens: $0.tokens)) }
    #expect(phrases.contains("Costa Rica") && phrases.contains("United Nations"))
    #expect(expected.single[0].contains(.given))
  }
}

import Testing

@testable import Actors

/// Each row is a text, a list ("name / alias / kind / id") and the bound actors as "name = id".
@Suite("Actors of a list")
struct ListBindingTests {
  private static func list(_ rows: [String]) -> ActorList {
    var list = ActorList()
    for row in rows {
      let fields = row.split(separator: "/", omittingEmptySubsequences: false)
        .map { Array($0.trimmingSpaces.utf8)[...] }
      list.append(
        name: fields[0], aliases: fields[1].split(separator: UInt8(ascii: "|")),
        kind: Actor.Kind(rawValue: String(decoding: fields[2], as: UTF8.self)), id: fields[3])
    }
    return list
  }

  @Test(
    "give their names and ids to those of an article",
    arguments: [
      (
        "{P Ida Holm} spoke. {P Holm} left. {P Tomas Rehn} stayed.",
        ["Holm, Ida / Ida Holm / person / Q1"], ["Holm, Ida = Q1", "Tomas Rehn = -"]
      ),
      (
        "The {O OHT} paid. The {O Osk Harbour Trust} was sued.",
        ["Osk Harbour Trust / OHT / organization / Q2"], ["Osk Harbour Trust = Q2"]
      ),
      // Two names that the text does not join are one by the list.
      (
        "{P Lena Brin} sang. {P Aung Lat} wept.", ["Aung Lat / Lena Brin / person / Q3"],
        ["Aung Lat = Q3"]
      ),
      // The same name twice in the list: the kind decides, and without it nothing.
      (
        "{P Ida Holm} spoke.", ["Ida Holm // person / Q1", "Ida Holm // organization / Q4"],
        ["Ida Holm = Q1"]
      ),
      (
        "{P Ida Holm} spoke.", ["Ida Holm // person / Q1", "Ida Holm // person / Q5"],
        ["Ida Holm = -"]
      ),
      // A surname in the list does not take everybody of that name.
      (
        "{P Ida Holm} spoke. {P Holm} left.", ["Carl Holm / Holm / person / Q6"], ["Ida Holm = -"]
      ),
      (
        "The Iraqis came. {L Iraq} won.", ["Republic of Iraq / Iraq / place / Q796"],
        ["Republic of Iraq = Q796"]
      ),
      ("{P ÍDA HÓLM} spoke.", ["Ida Holm // person / Q1"], ["Ida Holm = Q1"]),
    ])
  func binding(_ text: String, _ rows: [String], _ expected: [String]) throws {
    let actors = try MarkedArticle(text).analysis(with: Self.list(rows)).actors
    #expect(actors.map { "\($0.name) = \($0.externalID ?? "-")" } == expected)
  }
}

extension Substring {
  fileprivate var trimmingSpaces: Substring {
    var result = self
    while result.first == " " { result = result.dropFirst() }
    while result.last == " " { result = result.dropLast() }
    return result
  }
}
